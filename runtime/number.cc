/*
 * Numbers as text: shortest digits, laid out as Java lays them out.
 *
 * A number from 1e-3 to below 1e7 looks the same in Java and in the JVM's JSON, so most numbers are
 * written in one go. Room for a number's text is more than any needs, so what is put down may be
 * longer than what counts.
 */
#include "runtime/number.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "runtime/number_shortest.hh"

namespace
{

/* The value is d.ddd x 10^exponent, sign apart. */
struct decimal {
    char digit[24];
    int n;
    int exponent;
};

/* For each number below 1000 its three digits, and how many are left without the zeros at the end,
 * of which the first stays. */
struct group_table {
    char at[4 * 1000] = {};

    constexpr group_table()
    {
        for (int i = 0; i < 1000; i++) {
            at[4 * i] = char('0' + i / 100);
            at[4 * i + 1] = char('0' + i / 10 % 10);
            at[4 * i + 2] = char('0' + i % 10);
            at[4 * i + 3] = char(i % 10 != 0 ? 3 : i % 100 != 0 ? 2 : 1);
        }
    }
};

constexpr group_table groups;

/* The numbers 0.0 to 9.9 and their texts, four bytes each. */
struct tenths_table {
    double value[100] = {};
    char text[4 * 100] = {};

    constexpr tenths_table()
    {
        for (int i = 0; i < 100; i++) {
            value[i] = i / 10.0;
            text[4 * i] = char('0' + i / 10);
            text[4 * i + 1] = '.';
            text[4 * i + 2] = char('0' + i % 10);
        }
    }
};

constexpr tenths_table tenths;

size_t put(char *text, const char *what)
{
    size_t n = std::strlen(what);

    std::memcpy(text, what, n);
    return n;
}

char *put_zeros(char *at, int n)
{
    if (n <= 0)
        return at;
    std::memset(at, '0', static_cast<size_t>(n));
    return at + n;
}

char *put_digits(char *at, const decimal &d, int from, int to)
{
    if (to <= from)
        return at;
    std::memcpy(at, d.digit + from, static_cast<size_t>(to - from));
    return at + (to - from);
}

/* 0.0012, 12.0, 12.5: at least one digit behind the point. */
char *put_plain(char *at, const decimal &d)
{
    int whole = d.exponent + 1;

    if (whole <= 0) {
        *at++ = '0';
        *at++ = '.';
        at = put_zeros(at, -whole);
        return put_digits(at, d, 0, d.n);
    }
    if (d.n <= whole) {
        at = put_digits(at, d, 0, d.n);
        at = put_zeros(at, whole - d.n);
        *at++ = '.';
        *at++ = '0';
        return at;
    }
    at = put_digits(at, d, 0, whole);
    *at++ = '.';
    return put_digits(at, d, whole, d.n);
}

/* 1.0E10, 1.5E-5; at least one digit behind the point. */
char *put_scientific(char *at, const decimal &d, bool plus)
{
    *at++ = d.digit[0];
    *at++ = '.';
    if (d.n == 1)
        *at++ = '0';
    at = put_digits(at, d, 1, d.n);
    *at++ = 'E';
    if (plus && d.exponent > 0)
        *at++ = '+';
    return std::to_chars(at, at + 5, d.exponent).ptr;
}

/* What a number of the type is in Java. */
template <typename T> struct java_limits;
template <> struct java_limits<double> {
    static constexpr int mantissa_bits = 53;
    static constexpr double integers_from = 4503599627370496.0; /* 2^52 */
};
template <> struct java_limits<float> {
    static constexpr int mantissa_bits = 24;
    static constexpr float integers_from = 8388608.0F; /* 2^23 */
};

void drop_trailing_zeros(decimal &d)
{
    while (d.n > 1 && d.digit[d.n - 1] == '0')
        d.n--;
}

/* Digits as to_chars writes them: d[.ddd]e(+|-)dd[d]. */
void read_scientific(const char *text, const char *end, decimal &d)
{
    const char *e = end - 4;
    int exponent = 0;

    if (*e != 'e')
        e--;
    for (const char *at = e + 2; at < end; at++)
        exponent = exponent * 10 + (*at - '0');
    d.exponent = e[1] == '-' ? -exponent : exponent;
    d.digit[0] = text[0];
    d.n = 1;
    if (text[1] == '.') {
        d.n = static_cast<int>(e - text) - 1;
        std::memcpy(d.digit + 1, text + 2, static_cast<size_t>(d.n - 1));
    }
}

inline uint64_t little_endian(uint64_t v)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_bswap64(v);
#else
    return v;
#endif
}

/* The eight digits of a number, one a byte, the first being the lowest byte. */
inline uint64_t eight_digits(uint32_t v)
{
    uint64_t fours = v / 10000 | uint64_t(v % 10000) << 32;
    uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007F0000007F;
    uint64_t pairs = hundreds | (fours - hundreds * 100) << 16;
    uint64_t tens = (pairs * 103 >> 10) & 0x000F000F000F000F;

    return tens | (pairs - tens * 10) << 8;
}

/* Writes a number of up to 17 digits without leading zeros; returns how many there are. */
inline int put_17_digits(uint64_t v, char digit[24])
{
    constexpr uint64_t zeros = 0x3030303030303030;
    char text[40];
    uint64_t head = v / 100000000;
    uint64_t first = eight_digits(uint32_t(head % 100000000));
    uint64_t last = eight_digits(uint32_t(v % 100000000));
    int n_zeros = head < 100000000;

    if (head < 10000000) /* less than 16 digits */
        n_zeros = first != 0  ? 1 + __builtin_ctzll(first) / 8
                  : last != 0 ? 9 + __builtin_ctzll(last) / 8
                              : 16;
    text[0] = char('0' + head / 100000000);
    first = little_endian(first + zeros);
    last = little_endian(last + zeros);
    std::memcpy(text + 1, &first, 8);
    std::memcpy(text + 9, &last, 8);
    std::memcpy(digit, text + n_zeros, 17);
    return 17 - n_zeros;
}

/* The shortest digits that read back, for a value above 0. */
inline void shortest(double value, decimal &d)
{
    cl_shortest s = cl_f64_shortest(value);

    while (s.digits % 10 == 0) {
        s.digits /= 10;
        s.exponent++;
    }
    d.n = put_17_digits(s.digits, d.digit);
    d.exponent = s.exponent + d.n - 1;
}

void shortest(float value, decimal &d)
{
    char text[32];

    read_scientific(text, std::to_chars(text, text + 32, value, std::chars_format::scientific).ptr,
                    d);
}

/* JDK 17 writes an integer of 2^52 (float: 2^23) to below 2^63 exactly, but for as many of its last
 * digits as the gaps between floating numbers there make worthless. */
template <typename T> void java_integer(T value, decimal &d)
{
    uint64_t rest = static_cast<uint64_t>(value);
    int worthless_bits = std::ilogb(value) - java_limits<T>::mantissa_bits - 1;
    char *end;

    d.exponent = 0;
    if (worthless_bits > 1) {
        int dropped = worthless_bits * 30103 / 100000; /* log10(2) */
        uint64_t unit = 1;

        for (int i = 0; i < dropped; i++)
            unit *= 10;
        rest = rest / unit + (rest % unit * 2 >= unit && unit > 1 ? 1 : 0);
        d.exponent = dropped;
    }
    end = std::to_chars(d.digit, d.digit + sizeof d.digit, rest).ptr;
    d.n = static_cast<int>(end - d.digit);
    d.exponent += d.n - 1;
    drop_trailing_zeros(d);
}

/* The same but for subnormals so small that one digit would do: Java prints two of them. */
template <typename T> void java_shortest(T value, decimal &d)
{
    shortest(value, d);
    if (d.n == 1 && value < std::numeric_limits<T>::min()) {
        char text[32];

        read_scientific(
            text, std::to_chars(text, text + 32, value, std::chars_format::scientific, 1).ptr, d);
        drop_trailing_zeros(d);
    }
}

template <typename T> void java_digits(T value, decimal &d)
{
    if (value >= java_limits<T>::integers_from && value < static_cast<T>(9223372036854775808.0))
        java_integer(value, d);
    else
        java_shortest(value, d);
}

/* Writes a number below 10^9. */
inline char *put_whole(uint32_t v, char *text)
{
    if (v >= 1000) {
        text = put_whole(v / 1000, text);
        std::memcpy(text, groups.at + 4 * (v % 1000), 4);
        return text + 3;
    }
    int n_zeros = (v < 100) + (v < 10);

    std::memcpy(text, groups.at + 4 * v + n_zeros, 4);
    return text + 3 - n_zeros;
}

/* Writes three digits without the zeros at their end. */
inline char *put_last_group(uint32_t v, char *text)
{
    std::memcpy(text, groups.at + 4 * v, 4);
    return text + groups.at[4 * v + 3];
}

/* Writes millionths as a plain decimal without trailing zeros. */
inline char *put_millionths(uint64_t millionths, char *text)
{
    uint64_t thousandths = millionths / 1000;
    uint32_t group = uint32_t(thousandths % 1000), rest = uint32_t(millionths % 1000);

    text = put_whole(uint32_t(thousandths / 1000), text);
    *text++ = '.';
    if (rest == 0)
        return put_last_group(group, text);
    std::memcpy(text, groups.at + 4 * group, 4);
    return put_last_group(rest, text + 3);
}

/* Writes a decimal of [1e-3, 1e7) with digits behind the point. */
inline char *put_with_point(const decimal &d, char *text)
{
    int whole = d.exponent + 1;

    if (whole > 0) {
        std::memcpy(text, d.digit, 8);
        text[whole] = '.';
        std::memcpy(text + whole + 1, d.digit + whole, 17);
        return text + d.n + 1;
    }
    std::memcpy(text, "0.00", 4);
    std::memcpy(text + 2 - whole, d.digit, 17);
    return text + 2 - whole + d.n;
}

/* Writes 0 or a number of [1e-3, 1e7) and answers where it ends; nullptr: it is none. No two
 * decimals of up to 15 digits are the same double, so one of up to 6 places that is the value has
 * its shortest digits: prices and rates need no search for them. */
inline char *put_common(double value, char *text)
{
    decimal d;

    if (!(value < 1e7))
        return nullptr;
    if (value < 1e-3) {
        std::memcpy(text, "0.0", 3);
        return value == 0 ? text + 3 : nullptr;
    }
    int64_t millionths = static_cast<int64_t>(value * 1e6 + 0.5);

    if (static_cast<double>(millionths) / 1e6 == value)
        return put_millionths(static_cast<uint64_t>(millionths), text);
    shortest(value, d);
    return put_with_point(d, text);
}

inline char *put_common(float value, char *text)
{
    if (!(value < 1e7F))
        return nullptr;
    if (uint32_t whole = static_cast<uint32_t>(value); static_cast<float>(whole) == value) {
        text = put_whole(whole, text);
        *text++ = '.';
        *text++ = '0';
        return text;
    }
    if (value < 1e-3F)
        return nullptr;
    return std::to_chars(text, text + CL_NUMBER_TEXT_SIZE - 1, value, std::chars_format::fixed).ptr;
}

/* Writes a number of one digit, a point, and one more, and answers where it ends; nullptr: it is
 * none. Small whole numbers come in rows. */
inline char *put_tenths(double value, char *text)
{
    double size = std::fabs(value);

    if (!(size < 10))
        return nullptr;
    int n = static_cast<int>(size * 10);

    if (tenths.value[n] != size)
        return nullptr;
    *text = '-';
    text += value < 0;
    std::memcpy(text, tenths.text + 4 * n, 4);
    return text + 3;
}

template <typename T> size_t java_text(T value, char *text) noexcept
{
    char *at = text;
    decimal d;

    if (std::isnan(value))
        return put(text, "NaN");
    if (std::signbit(value)) {
        *at++ = '-';
        value = -value;
    }
    if (std::isinf(value))
        return static_cast<size_t>(at - text) + put(at, "Infinity");
    if (char *end = put_common(value, at); end != nullptr)
        return static_cast<size_t>(end - text);
    java_digits(value, d);
    return static_cast<size_t>(put_scientific(at, d, false) - text);
}

/* BigDecimal.toString() of Java's text: plain when the point is not right of the last digit and
 * at most 5 zeros follow it, where a lone digit has a 0 behind it. */
char *put_big_decimal(char *at, decimal &d)
{
    if (d.n == 1)
        d.digit[d.n++] = '0';
    if (d.exponent < -6 || d.exponent > d.n - 1)
        return put_scientific(at, d, true);
    if (d.exponent == d.n - 1)
        return put_digits(at, d, 0, d.n);
    return put_plain(at, d);
}

template <typename T> inline size_t json_text(T value, char *text) noexcept
{
    char *at = text;
    decimal d;

    *at = '-';
    at += value < 0;
    value = std::fabs(value);
    if (char *end = put_common(value, at); end != nullptr)
        return static_cast<size_t>(end - text);
    if (!std::isfinite(value))
        return put(text, "null");
    java_shortest(value, d);
    return static_cast<size_t>(put_big_decimal(at, d) - text);
}

} // namespace

extern "C" {

size_t cl_f64_java_text(double value, char *text)
{
    return java_text(value, text);
}

size_t cl_f32_java_text(float value, char *text)
{
    return java_text(value, text);
}

size_t cl_f64_json_text(double value, char *text)
{
    return json_text(value, text);
}

size_t cl_f32_json_text(float value, char *text)
{
    return json_text(value, text);
}

char *cl_f64s_json_text(const double *values, size_t n, const char *between, char *text)
{
    size_t n_between = std::strlen(between);

    if (n == 0)
        return text;
    for (size_t i = 0; i < n; i++) {
        char *end = put_tenths(values[i], text);

        if (end == nullptr)
            end = text + json_text(values[i], text);
        std::memcpy(end, between, 2);
        text = end + n_between;
    }
    return text - n_between;
}

size_t cl_i64_text(int64_t value, char *text)
{
    if (uint64_t(value) < 1000000000)
        return static_cast<size_t>(put_whole(uint32_t(value), text) - text);
    return static_cast<size_t>(std::to_chars(text, text + CL_NUMBER_TEXT_SIZE, value).ptr - text);
}
}
