/*
 * The powers of ten for shortest decimals, worked out by the compiler.
 */
#include "runtime/number_shortest.hh"

namespace cl_shortest_part
{

namespace
{

/* 10^55 is the last that has no more than 128 bits, zeros at its end apart. */
constexpr int largest_exact = 55;

/* A natural number in 32-bit digits, the lowest first. */
constexpr int n_limbs = 48;

struct natural {
    uint32_t limb[n_limbs] = {};

    constexpr void multiply(uint32_t by)
    {
        uint64_t carry = 0;

        for (uint32_t &digit : limb) {
            carry += uint64_t(digit) * by;
            digit = uint32_t(carry);
            carry >>= 32;
        }
    }

    constexpr void divide(uint32_t by)
    {
        uint64_t rest = 0;

        for (int i = n_limbs; i-- > 0;) {
            rest = rest << 32 | limb[i];
            limb[i] = uint32_t(rest / by);
            rest %= by;
        }
    }

    constexpr uint64_t at(int i) const
    {
        return i < 0 ? 0 : limb[i];
    }

    /* The first 128 bits, as if a point stood before them. */
    constexpr power first_bits() const
    {
        int top = n_limbs - 1, n_zeros = 0;

        while (limb[top] == 0)
            top--;
        while ((limb[top] << n_zeros >> 31) == 0)
            n_zeros++;
        u128 v = u128(at(top) << 32 | at(top - 1)) << 64 | (at(top - 2) << 32 | at(top - 3));
        v = v << n_zeros | (at(top - 4) << n_zeros >> 32);
        return {uint64_t(v >> 64), uint64_t(v)};
    }
};

constexpr power round_up(power p)
{
    p.low++;
    p.high += p.low == 0;
    return p;
}

constexpr power_table make_table()
{
    power_table table = {};
    natural up = {}, down = {};

    up.limb[0] = 1;
    for (int e = 0; e <= largest_power; e++) {
        power p = up.first_bits();

        table.at[e - smallest_power] = e > largest_exact ? round_up(p) : p;
        up.multiply(10);
    }
    down.limb[n_limbs - 1] = 1;
    for (int e = -1; e >= smallest_power; e--) {
        down.divide(10);
        table.at[e - smallest_power] = round_up(down.first_bits());
    }
    return table;
}

} // namespace

constexpr power_table powers = make_table();

} // namespace cl_shortest_part
