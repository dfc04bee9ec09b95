/*
 * Numbers of JSON text: their grammar, and the conversions that need no long arithmetic.
 *
 * Inline, because this is most of the work of reading a frame.
 */
#ifndef CLEAP_MLEAP_JSON_NUMBER_H
#define CLEAP_MLEAP_JSON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The JVM's parser refuses longer ones. */
#define CL_JSON_MAX_NUMBER 100

/* A number as written: (-1)^negative * digits * 10^exponent. */
struct cl_json_number {
    uint64_t digits; /* modulo 2^64: the digits only when n_digits is 19 or less */
    int64_t exponent;
    uint32_t n_digits; /* leading zeros included */
    bool negative;
    bool is_integer; /* neither point nor exponent */
    const char *end;
};

static inline bool cl_json_is_digit(char c)
{
    return (unsigned char)(c - '0') <= 9;
}

/* Eight bytes, the first being the lowest. */
static inline uint64_t cl_json_eight_bytes(const char *at)
{
    uint64_t v;

    memcpy(&v, at, sizeof v);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

/* The number of eight digits, one a byte, the first being the lowest byte. Neighbours are put
 * together: digits to pairs, pairs to fours, fours to eight. */
static inline uint64_t cl_json_join_digits(uint64_t v)
{
    v = v * 2561 >> 8;
    v = (v & UINT64_C(0x00FF00FF00FF00FF)) * 6553601 >> 16;
    return (v & UINT64_C(0x0000FFFF0000FFFF)) * UINT64_C(42949672960001) >> 32;
}

/* Reads up to eight digits: returns how many there are. Numbers differ in length, so this is done
 * without a loop, whose end the processor could not foretell. */
static inline uint32_t cl_json_few_digits(const char *at, uint64_t *value)
{
    uint64_t v = cl_json_eight_bytes(at) ^ UINT64_C(0x3030303030303030), others;
    uint32_t n;

    others = ((v + UINT64_C(0x7676767676767676)) | v) & UINT64_C(0x8080808080808080);
    n = others == 0 ? 8 : (uint32_t)__builtin_ctzll(others) / 8;
    *value = 0;
    if (n == 0)
        return 0;
    /* What is no digit goes out at the top, zeros come in below. */
    *value = cl_json_join_digits(v << (64 - 8 * n));
    return n;
}

/* Puts the digits at `at` behind those that were read; returns where they end. */
static inline const char *cl_json_scan_digits(const char *at, uint64_t *digits)
{
    static const uint64_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    uint64_t value;
    uint32_t n;

    do {
        n = cl_json_few_digits(at, &value);
        *digits = *digits * powers[n] + value;
        at += n;
    } while (n == 8);
    return at;
}

/* Java holds a decimal's scale in an int and refuses what does not fit. */
static inline bool cl_json_scan_exponent(const char *at, struct cl_json_number *number)
{
    bool negative = *at == '-';
    int64_t exponent = 0;
    const char *first;

    if (negative || *at == '+')
        at++;
    for (first = at; cl_json_is_digit(*at); at++)
        if (exponent <= INT32_MAX)
            exponent = exponent * 10 + (*at - '0');
    number->exponent += negative ? -exponent : exponent;
    number->end = at;
    return at != first && (negative || exponent <= INT32_MAX) && number->exponent >= -INT32_MAX;
}

/* Reads the number at `at`; some byte that is no part of it must follow within what is readable,
 * and eight more bytes. False: no number by the grammar of JSON, or one that Java refuses. */
static inline bool cl_json_scan_number(const char *at, struct cl_json_number *number)
{
    const char *first, *start = at;
    uint64_t digits = 0;

    number->negative = *at == '-';
    first = at += number->negative;
    at = cl_json_scan_digits(at, &digits);
    number->n_digits = (uint32_t)(at - first);
    number->exponent = 0;
    number->is_integer = true;
    number->end = at;
    if (at == first || (*first == '0' && at - first > 1))
        return false;
    if (*at == '.') {
        first = at + 1;
        at = cl_json_scan_digits(first, &digits);
        if (at == first)
            return false;
        number->n_digits += (uint32_t)(at - first);
        number->exponent = first - at;
        number->is_integer = false;
        number->end = at;
    }
    number->digits = digits;
    if ((*at | 0x20) == 'e') {
        number->is_integer = false;
        if (!cl_json_scan_exponent(at + 1, number))
            return false;
    }
    return number->end - start <= CL_JSON_MAX_NUMBER;
}

/* The number as a double, when digits and power of ten are both exact doubles: then one division
 * or multiplication rounds once. A zero has no sign, as in Java's BigDecimal. */
static inline bool cl_json_quick_f64(const struct cl_json_number *number, double *value)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double v;

    if (number->n_digits > 19 || number->digits > (UINT64_C(1) << 53) || number->exponent < -22 ||
        number->exponent > 22)
        return false;
    v = (double)number->digits;
    if (number->exponent < 0)
        v /= powers[-number->exponent];
    else
        v *= powers[number->exponent];
    *value = number->negative && number->digits != 0 ? -v : v;
    return true;
}

/* The same for a float. A double that is rounded to float is the decimal rounded to float unless
 * it lies in the middle between two floats. */
static inline bool cl_json_quick_f32(const struct cl_json_number *number, float *value)
{
    double v;
    uint64_t bits;

    if (!cl_json_quick_f64(number, &v) || (v != 0 && (v < 0 ? -v : v) < 1.2e-38))
        return false;
    memcpy(&bits, &v, sizeof bits);
    if ((bits & 0x1FFFFFFF) == 0x10000000)
        return false;
    *value = (float)v;
    return true;
}

/* Whether the number is written with no digit but 0. */
bool cl_json_is_zero(const char *at);

/* Whether the number, however written, is a whole one in [min, max]. */
bool cl_json_whole(const char *at, const struct cl_json_number *number, int64_t min, int64_t max,
                   int64_t *value);

#ifdef __cplusplus
}
#endif
#endif
