/*
 * Whole numbers of JSON text that are not written as plain integers.
 */
#include "mleap/json_number.h"

/* value * 10^n + digit; false: more than 64 bits. */
static bool push(uint64_t *value, int64_t n, unsigned digit)
{
    for (; n > 0; n--)
        if (__builtin_mul_overflow(*value, 10U, value))
            return false;
    return !__builtin_add_overflow(*value, digit, value);
}

/* The digits without leading and trailing zeros; `*n_zeros` are the trailing ones. */
static bool significant(const char *at, uint64_t *value, int64_t *n_zeros)
{
    *value = 0;
    *n_zeros = 0;
    for (; cl_json_is_digit(*at) || *at == '.'; at++) {
        if (*at == '.')
            continue;
        if (*at == '0') {
            *n_zeros += 1;
            continue;
        }
        if (!push(value, *value == 0 ? 0 : *n_zeros + 1, (unsigned)(*at - '0')))
            return false;
        *n_zeros = 0;
    }
    return true;
}

bool cl_json_is_zero(const char *at)
{
    while (*at == '-' || *at == '.' || *at == '0')
        at++;
    return !cl_json_is_digit(*at);
}

bool cl_json_whole(const char *at, const struct cl_json_number *number, int64_t min, int64_t max,
                   int64_t *value)
{
    uint64_t magnitude;
    int64_t n_zeros;

    /* More than 64 bits that end in a digit other than 0: too large, or else no whole number. */
    if (!significant(at + number->negative, &magnitude, &n_zeros))
        return false;
    if (magnitude != 0) {
        if (number->exponent + n_zeros < 0 || !push(&magnitude, number->exponent + n_zeros, 0) ||
            magnitude > (uint64_t)INT64_MAX + number->negative)
            return false;
    }
    if (number->negative)
        *value = magnitude == 0 ? 0 : -(int64_t)(magnitude - 1) - 1;
    else
        *value = (int64_t)magnitude;
    return *value >= min && *value <= max;
}
