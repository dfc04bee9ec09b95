/*
 * Java's parsers, as of JDK 17.
 */
#include "runtime/java_text.h"

#include <math.h>

#include "runtime/error.h"
#include "runtime/utf8.h"

/* Character.digit(unit, 10): the zeros of the decimal digits of the first plane. Each has its nine
 * others behind it. Java looks at UTF-16 units here, so there are none beyond U+FFFF. */
static const uint16_t zeros[] = {
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6,
    0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0,
    0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
};

/* The value of a decimal digit, or -1. */
static int digit_of(uint32_t code)
{
    for (size_t i = 0; i < CL_COUNT_OF(zeros); i++)
        if (code < zeros[i] + 10U)
            return code >= zeros[i] ? (int)(code - zeros[i]) : -1;
    return -1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The value of a hexadecimal digit, or -1. */
static int hex_digit_of(char c)
{
    if (is_digit(c))
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* String.trim(): what is not above a blank goes. */
static struct cl_str trim(struct cl_str text)
{
    while (text.n > 0 && (unsigned char)text.at[0] <= ' ') {
        text.at++;
        text.n--;
    }
    while (text.n > 0 && (unsigned char)text.at[text.n - 1] <= ' ')
        text.n--;
    return text;
}

static void drop_suffix(struct cl_str *text)
{
    char last = text->n > 0 ? text->at[text->n - 1] : '\0';

    if (last == 'f' || last == 'F' || last == 'd' || last == 'D')
        text->n--;
}

/* A hexadecimal number: significand x 2^exponent. Bits that have no room in `significand` are
 * dropped into its last one, which leaves room for one correct rounding. */
struct hex_number {
    uint64_t significand;
    int64_t exponent;
};

/* Above what any text's length adds up to, and far above any exponent that counts. */
#define EXPONENT_LIMIT ((int64_t)1 << 40)

static void add_hex_digit(struct hex_number *number, int digit, bool is_fraction)
{
    if (number->significand >> 58 == 0) {
        number->significand = number->significand << 4 | (uint64_t)digit;
        number->exponent -= is_fraction ? 4 : 0;
    } else {
        number->significand |= digit != 0;
        number->exponent += is_fraction ? 0 : 4;
    }
}

/* Digits with at most one point, then p and an exponent. `text` is what follows "0x". */
static bool read_hex(struct cl_str text, struct hex_number *number)
{
    const char *at = text.at, *end = text.at + text.n;
    int64_t exponent = 0;
    bool is_fraction = false, is_negative = false;
    size_t n_digits = 0;

    *number = (struct hex_number){0};
    for (; at < end && (hex_digit_of(*at) >= 0 || (*at == '.' && !is_fraction)); at++) {
        if (*at == '.') {
            is_fraction = true;
        } else {
            add_hex_digit(number, hex_digit_of(*at), is_fraction);
            n_digits++;
        }
    }
    if (n_digits == 0 || at == end || (*at != 'p' && *at != 'P'))
        return false;
    at++;
    if (at < end && (*at == '+' || *at == '-'))
        is_negative = *at++ == '-';
    if (at == end)
        return false;
    for (; at < end; at++) {
        if (!is_digit(*at))
            return false;
        if (exponent < EXPONENT_LIMIT)
            exponent = exponent * 10 + (*at - '0');
    }
    number->exponent += is_negative ? -exponent : exponent;
    return true;
}

/* Rounds, half to even, to a number of `precision` bits whose lowest exponent is `lowest`. */
static double round_hex(struct hex_number number, int precision, int lowest)
{
    uint64_t kept = number.significand, rest, half;
    int64_t exponent = number.exponent;
    int n_bits = 0, drop;

    if (kept == 0)
        return 0.0;
    while (n_bits < 64 && kept >> n_bits != 0)
        n_bits++;
    if (exponent > 2000)
        return INFINITY;
    if (exponent + n_bits < lowest)
        return 0.0;
    drop = n_bits - precision;
    if (exponent + drop < lowest)
        drop = (int)(lowest - exponent);
    if (drop > 0) {
        rest = kept & ((UINT64_C(1) << drop) - 1);
        half = UINT64_C(1) << (drop - 1);
        kept >>= drop;
        kept += rest > half || (rest == half && (kept & 1) != 0);
        exponent += drop;
    }
    return ldexp((double)kept, (int)exponent);
}

/* What lies behind the sign of a number that is no decimal. */
static bool parse_special(struct cl_str text, int precision, int lowest, double *value)
{
    struct hex_number number;

    if (cl_str_is(text, "NaN")) {
        *value = NAN;
        return true;
    }
    if (cl_str_is(text, "Infinity")) {
        *value = INFINITY;
        return true;
    }
    if (text.n < 2 || text.at[0] != '0' || (text.at[1] | 0x20) != 'x')
        return false;
    drop_suffix(&text);
    if (!read_hex((struct cl_str){.at = text.at + 2, .n = text.n - 2}, &number))
        return false;
    *value = round_hex(number, precision, lowest);
    return true;
}

/* The same with a sign, which NaN may have too. */
static bool parse_signed(struct cl_str text, int precision, int lowest, double *value)
{
    bool is_negative = text.n > 0 && text.at[0] == '-';

    if (text.n > 0 && (text.at[0] == '-' || text.at[0] == '+')) {
        text.at++;
        text.n--;
    }
    if (!parse_special(text, precision, lowest, value))
        return false;
    if (is_negative && !isnan(*value))
        *value = -*value;
    return true;
}

bool cl_java_parse_f64(struct cl_str text, double *value)
{
    struct cl_str decimal;

    text = decimal = trim(text);
    drop_suffix(&decimal);
    return cl_f64_parse_open(decimal.at, decimal.n, value) || parse_signed(text, 53, -1074, value);
}

bool cl_java_parse_f32(struct cl_str text, float *value)
{
    struct cl_str decimal;
    double special;

    text = decimal = trim(text);
    drop_suffix(&decimal);
    if (cl_f32_parse_open(decimal.at, decimal.n, value))
        return true;
    if (!parse_signed(text, 24, -149, &special))
        return false;
    *value = (float)special;
    return true;
}

bool cl_java_parse_i64(struct cl_str text, int64_t min, int64_t max, int64_t *value)
{
    bool is_negative = text.n > 0 && text.at[0] == '-';
    uint32_t at = text.n > 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
    int64_t sum = 0; /* below 0, where there is room for one more */

    if (at == text.n)
        return false;
    while (at < text.n) {
        int digit = digit_of(cl_utf8_next(text, &at));

        if (digit < 0 || sum < (INT64_MIN + digit) / 10)
            return false;
        sum = sum * 10 - digit;
    }
    if (!is_negative) {
        if (sum == INT64_MIN)
            return false;
        sum = -sum;
    }
    *value = sum;
    return sum >= min && sum <= max;
}

bool cl_java_parse_bool(struct cl_str text, bool *value)
{
    bool is_ascii = true;

    *value = false;
    if (text.n == 0 || cl_str_is(text, "false") || cl_str_is(text, "no"))
        return true;
    for (uint32_t at = 0; at < text.n;) {
        uint32_t code = cl_utf8_next(text, &at);
        int digit = digit_of(code);

        if (digit < 0) {
            *value = true;
            return true;
        }
        is_ascii = is_ascii && code < 0x80;
        *value = *value || digit > 0;
    }
    return is_ascii;
}
