/*
 * Short decimals of JSON text: most numbers of most frames have eight characters or fewer.
 *
 * Where such a number ends is known from the next token, so all of it is worked on at once, as the
 * bytes of one word, and nothing is branched on that differs from number to number. Anything that
 * is not such a number is left to mleap/json_number.h, which also knows what is wrong with it.
 */
#ifndef CLEAP_MLEAP_JSON_SHORT_H
#define CLEAP_MLEAP_JSON_SHORT_H

#include "mleap/json_number.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CL_JSON_SHORT 8

/* [-]d[d...][.d[d...]] with at most eight characters behind the sign. */
struct cl_json_short {
    uint32_t digits; /* without the point */
    uint32_t n_fraction;
    uint32_t negative; /* 0 or 1 */
};

/* Reads the n characters at `at`, of which eight more than the first can be read. False: it is no
 * such number. */
static inline bool cl_json_read_short(const char *at, size_t n, struct cl_json_short *number)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t v, point, below, no_digit;
    uint32_t place, n_digits, n_whole;

    number->negative = *at == '-';
    at += number->negative;
    n -= number->negative;
    if (n - 1 >= CL_JSON_SHORT)
        return false;
    /* The last character goes to the top, zeros come in below the first. */
    v = cl_json_eight_bytes(at) << (64 - 8 * n);
    n_whole = n_digits = (uint32_t)n;
    number->n_fraction = 0;
    point = v ^ ones * '.';
    point = (point - ones) & ~point & ones << 7;
    if (point != 0) {
        /* What is below the point moves up into its place. */
        place = (uint32_t)__builtin_ctzll(point) & ~7U;
        below = (UINT64_C(1) << place) - 1;
        v = (v & (UINT64_C(-256) << place)) | (v & below) << 8;
        number->n_fraction = 7 - place / 8;
        n_digits--;
        n_whole = n_digits - number->n_fraction;
        if (place == 56)
            return false;
    }
    v -= (ones * '0') << (64 - 8 * n_digits) % 64;
    no_digit = ((v + ones * 0x76) | v) & ones << 7;
    number->digits = (uint32_t)cl_json_join_digits(v);
    return no_digit == 0 && n_whole - 1 <= 7U * (*at != '0');
}

/* The same for d.d and dd.d, which is how small whole numbers come from the JVM; n is 3 or 4. */
static inline bool cl_json_read_tenths(const char *at, size_t n, uint32_t *tenths)
{
    uint32_t shift = n == 3 ? 8 : 0;
    uint32_t v =
        ((uint32_t)cl_json_eight_bytes(at) << shift) - (UINT32_C(0x302E3030) & ~0U << shift);

    *tenths = (v & 0xFF) * 100 + (v >> 8 & 0xFF) * 10 + (v >> 24);
    /* No digit, no point, or 0 before another digit. */
    return (((v + 0x76007676) | v) & 0x80808080) == 0 && ((v & 0xFF0000) == 0) &&
           (n == 3 || (v & 0xFF) != 0);
}

static inline bool cl_json_short_f64(const char *at, size_t n, double *value)
{
    static const double powers[CL_JSON_SHORT] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
    struct cl_json_short number;
    uint64_t bits;
    double v;

    if (n - 3 <= 1 && cl_json_read_tenths(at, n, &number.digits)) {
        *value = (double)(int32_t)number.digits / 10;
        return true;
    }
    if (!cl_json_read_short(at, n, &number))
        return false;
    v = (double)(int32_t)number.digits / powers[number.n_fraction];
    memcpy(&bits, &v, sizeof bits);
    bits |= (uint64_t)(number.negative & (number.digits != 0)) << 63; /* a zero has no sign */
    memcpy(value, &bits, sizeof bits);
    return true;
}

#ifdef __cplusplus
}
#endif
#endif
