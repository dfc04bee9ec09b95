/*
 * Reading numbers by <charconv>, which does not say whether a number out of range is too large or
 * too small.
 */
#include <charconv>
#include <limits>
#include <system_error>

#include "runtime/number.h"

namespace
{

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
