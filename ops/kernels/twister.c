/*
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) and what is drawn from it.
 */
#include "ops/kernels/twister.h"

#include <math.h>

#define HALF 397

void cl_twister_seed(struct cl_twister *t, uint32_t seed)
{
    t->state[0] = seed;
    for (uint32_t i = 1; i < CL_TWISTER_WORDS; i++)
        t->state[i] = UINT32_C(1812433253) * (t->state[i - 1] ^ t->state[i - 1] >> 30) + i;
    t->at = CL_TWISTER_WORDS;
    t->has_spare = false;
}

static void twist(struct cl_twister *t)
{
    for (uint32_t i = 0; i < CL_TWISTER_WORDS; i++) {
        uint32_t next = t->state[(i + 1) % CL_TWISTER_WORDS];
        uint32_t y = (t->state[i] & UINT32_C(0x80000000)) | (next & UINT32_C(0x7fffffff));

        t->state[i] = t->state[(i + HALF) % CL_TWISTER_WORDS] ^ y >> 1 ^
                      (next & 1 ? UINT32_C(0x9908b0df) : 0);
    }
    t->at = 0;
}

uint32_t cl_twister_next(struct cl_twister *t)
{
    uint32_t y;

    if (t->at == CL_TWISTER_WORDS)
        twist(t);
    y = t->state[t->at++];
    y ^= y >> 11;
    y ^= y << 7 & UINT32_C(0x9d2c5680);
    y ^= y << 15 & UINT32_C(0xefc60000);
    return y ^ y >> 18;
}

double cl_twister_uniform(struct cl_twister *t)
{
    uint64_t high = cl_twister_next(t) >> 6, low = cl_twister_next(t) >> 6;

    return (double)(high << 26 | low) * 0x1p-52;
}

double cl_twister_normal(struct cl_twister *t)
{
    double angle, radius;

    if (t->has_spare) {
        t->has_spare = false;
        return t->spare;
    }
    angle = 2.0 * acos(-1.0) * cl_twister_uniform(t);
    radius = sqrt(-2.0 * log(cl_twister_uniform(t)));
    t->spare = radius * sin(angle);
    t->has_spare = true;
    return radius * cos(angle);
}

double cl_twister_gamma(struct cl_twister *t, double shape, double scale)
{
    double d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);

    for (;;) {
        double x, x2, v, u;

        do {
            x = cl_twister_normal(t);
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
        x2 = x * x;
        u = cl_twister_uniform(t);
        if (u < 1.0 - 0.0331 * (x2 * x2) || log(u) < 0.5 * x2 + d * (1.0 - v + log(v)))
            return scale * d * v;
    }
}
