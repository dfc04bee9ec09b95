/*
 * Numbers and text by <charconv>: its shortest digits, laid out as Java lays them out.
 *
 * A number from 1e-3 to below 1e7 looks the same in Java and in the JVM's JSON, and as charconv
 * writes it, so most numbers are written in one go. The others go through their digits.
 */
#include "runtime/number.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <system_error>
#include <type_traits>

namespace
{

/* The value is d.ddd x 10^exponent, sign apart. */
struct decimal {
    char digit[24];
    int n;
    int exponent;
};

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

/* The shortest digits that read back, for a value above 0. */
template <typename T> void shortest(T value, decimal &d)
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

/* Writes millionths as a plain decimal without trailing zeros. */
char *put_millionths(uint64_t millionths, char *text)
{
    uint32_t fraction = static_cast<uint32_t>(millionths % 1000000);
    int n = 6;

    text = std::to_chars(text, text + 16, static_cast<uint32_t>(millionths / 1000000)).ptr;
    *text++ = '.';
    while (fraction % 10 == 0) {
        fraction /= 10;
        n--;
    }
    for (int i = n; i-- > 0; fraction /= 10)
        text[i] = static_cast<char>('0' + fraction % 10);
    return text + n;
}

/* Writes 0 or a number of [1e-3, 1e7) and answers where it ends; nullptr: it is none. No two
 * decimals of up to 15 digits are the same double, so one of up to 6 places that is the value has
 * its shortest digits: prices and rates need no search for them. */
template <typename T> char *put_common(T value, char *text)
{
    if (!(value < static_cast<T>(1e7)))
        return nullptr;
    if (uint32_t whole = static_cast<uint32_t>(value); static_cast<T>(whole) == value) {
        text = std::to_chars(text, text + 16, whole).ptr;
        *text++ = '.';
        *text++ = '0';
        return text;
    }
    if (value < static_cast<T>(1e-3))
        return nullptr;
    if constexpr (std::is_same_v<T, double>) {
        int64_t millionths = static_cast<int64_t>(value * 1e6 + 0.5);

        if (static_cast<double>(millionths) / 1e6 == value)
            return put_millionths(static_cast<uint64_t>(millionths), text);
    }
    return std::to_chars(text, text + CL_NUMBER_TEXT_SIZE - 1, value, std::chars_format::fixed).ptr;
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

template <typename T> size_t json_text(T value, char *text) noexcept
{
    char *at = text;
    decimal d;

    if (value < 0) {
        *at++ = '-';
        value = -value;
    }
    if (char *end = put_common(value, at); end != nullptr)
        return static_cast<size_t>(end - text);
    if (!std::isfinite(value))
        return put(text, "null");
    java_shortest(value, d);
    return static_cast<size_t>(put_big_decimal(at, d) - text);
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *skip_digits(const char *at, const char *end)
{
    while (at < end && is_digit(*at))
        at++;
    return at;
}

/* A decimal taken apart; its parts say whether charconv's "out of range" is too large or too
 * small. */
struct parts {
    const char *whole, *whole_end;
    const char *fraction, *fraction_end; /* equal without a point */
    const char *exponent;                /* behind the e, or nullptr */
};

/* `open`: one side of the point may be empty. */
bool take_apart(const char *at, const char *end, bool open, parts &p)
{
    p = {};
    p.whole = at;
    p.whole_end = at = skip_digits(at, end);
    if (at < end && *at == '.') {
        p.fraction = at + 1;
        p.fraction_end = at = skip_digits(at + 1, end);
        if (!open && p.fraction == p.fraction_end)
            return false;
    }
    if (p.whole == p.whole_end && (!open || p.fraction == p.fraction_end))
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        p.exponent = ++at;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        if (at == end || !is_digit(*at))
            return false;
        at = skip_digits(at, end);
    }
    return at == end;
}

/* Whether a number that is out of range is above it, not below. */
bool is_large(const parts &p, const char *end)
{
    constexpr int64_t limit = int64_t{1} << 40;
    const char *first = p.whole;
    int64_t exponent = 0;
    bool negative = false;

    while (first < p.whole_end && *first == '0')
        first++;
    if (p.exponent != nullptr) {
        negative = *p.exponent == '-';
        for (const char *at = p.exponent; at < end; at++)
            if (is_digit(*at) && exponent < limit)
                exponent = exponent * 10 + (*at - '0');
    }
    if (negative)
        exponent = -exponent;
    if (first < p.whole_end)
        return exponent + (p.whole_end - first) > 0;
    for (first = p.fraction; first < p.fraction_end && *first == '0';)
        first++;
    return first < p.fraction_end && exponent - (first - p.fraction) > 0;
}

template <typename T> bool parse(const char *text, size_t n, bool open, T *value) noexcept
{
    const char *at = text, *end = text + n;
    bool negative = false;
    parts p;

    if (at < end && (*at == '+' || *at == '-'))
        negative = *at++ == '-';
    if (!take_apart(at, end, open, p))
        return false;

    T size = 0;
    auto [ptr, ec] = std::from_chars(at, end, size);

    if (ec == std::errc::result_out_of_range)
        size = is_large(p, end) ? std::numeric_limits<T>::infinity() : T{0};
    else if (ec != std::errc{} || ptr != end)
        return false;
    *value = negative ? -size : size;
    return true;
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

size_t cl_i64_text(int64_t value, char *text)
{
    return static_cast<size_t>(std::to_chars(text, text + CL_NUMBER_TEXT_SIZE, value).ptr - text);
}

bool cl_f64_parse(const char *text, size_t n, double *value)
{
    return parse(text, n, false, value);
}

bool cl_f32_parse(const char *text, size_t n, float *value)
{
    return parse(text, n, false, value);
}

bool cl_f64_parse_open(const char *text, size_t n, double *value)
{
    return parse(text, n, true, value);
}

bool cl_f32_parse_open(const char *text, size_t n, float *value)
{
    return parse(text, n, true, value);
}
}
