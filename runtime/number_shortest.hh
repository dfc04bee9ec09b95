/*
 * The shortest decimal that reads back as a double, by Raffaello Giulietti's Schubfach ("The
 * Schubfach way to render doubles", 2020): of those the nearest, and of two as near the even one.
 */
#ifndef CLEAP_RUNTIME_NUMBER_SHORTEST_HH
#define CLEAP_RUNTIME_NUMBER_SHORTEST_HH

#include <cstdint>
#include <cstring>

/* digits * 10^exponent; digits may end in zeros. */
struct cl_shortest {
    uint64_t digits;
    int exponent;
};

namespace cl_shortest_part
{

__extension__ typedef unsigned __int128 u128;

struct power {
    uint64_t high, low;
};

/* 10^e for e from smallest to largest, as 128 bits of which the highest is set, rounded up. */
constexpr int smallest_power = -292, largest_power = 324;
struct power_table {
    power at[largest_power - smallest_power + 1];
};
extern const power_table powers;

/* floor(e * log10(2)), floor(e * log10(2) + log10(3/4)), floor(e * log2(10)); |e| up to 1200. */
inline int log10_of_pow2(int e)
{
    return (e * 1262611) >> 22;
}
inline int log10_of_three_quarters_pow2(int e)
{
    return (e * 1262611 - 524031) >> 22;
}
inline int log2_of_pow10(int e)
{
    return (e * 1741647) >> 19;
}

/* p * n / 2^128, whose last bit is set if anything was lost ("rounded to odd"). */
inline uint64_t scale(const power &p, uint64_t n)
{
    uint64_t carry = uint64_t(u128(p.low) * n >> 64);
    u128 product = u128(p.high) * n + carry;

    return uint64_t(product >> 64) | (uint64_t(product) > 1);
}

} // namespace cl_shortest_part

/* Of a finite value above 0. */
inline cl_shortest cl_f64_shortest(double value)
{
    using namespace cl_shortest_part;
    constexpr uint64_t hidden = uint64_t(1) << 52;
    uint64_t bits, c, lower, upper, middle, s;
    int q, k, h;

    std::memcpy(&bits, &value, sizeof bits);
    c = bits & (hidden - 1);
    q = int(bits >> 52);
    /* The value is c * 2^q, and what rounds to it lies between (c - 1/2) and (c + 1/2); below a
     * power of two, where numbers are half as far from each other, from (c - 1/4). */
    bool is_uneven = c == 0 && q > 1;
    if (q != 0) {
        c |= hidden;
        q -= 1075;
    } else {
        q = -1074;
    }
    k = is_uneven ? log10_of_three_quarters_pow2(q) : log10_of_pow2(q);
    h = q + log2_of_pow10(-k) + 1;
    const power &p = powers.at[-k - smallest_power];
    /* All in units of 10^k / 4. An odd c does not own the ends of its interval. */
    middle = scale(p, c << (2 + h));
    lower = scale(p, ((c << 2) - 2 + is_uneven) << h) + (c & 1);
    upper = scale(p, ((c << 2) + 2) << h) - (c & 1);
    s = middle / 4;
    /* Whether one digit less does is as good as random: both are worked out, and one is taken. */
    uint64_t tens = s / 10;
    bool below_tens = lower <= 40 * tens, above_tens = 40 * tens + 40 <= upper;
    bool below = lower <= 4 * s, above = 4 * s + 4 <= upper;
    bool is_nearer = (middle & 3) > 2 || ((middle & 3) == 2 && (s & 1) != 0);
    uint64_t mask = (s >= 10) & (below_tens != above_tens) ? ~uint64_t(0) : 0;

    s += below != above ? above : is_nearer;
    tens += above_tens;
    return {s ^ ((s ^ tens) & mask), k + int(mask & 1)};
}

#endif
