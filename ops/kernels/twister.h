/*
 * The Mersenne Twister MT19937 and the distributions that Java libraries draw from it: always the
 * same numbers from the same seed.
 */
#ifndef CLEAP_OPS_KERNELS_TWISTER_H
#define CLEAP_OPS_KERNELS_TWISTER_H

#include <stdbool.h>
#include <stdint.h>

#define CL_TWISTER_WORDS 624

struct cl_twister {
    uint32_t state[CL_TWISTER_WORDS];
    uint32_t at;
    double spare; /* the second of a pair of normal numbers */
    bool has_spare;
};

void cl_twister_seed(struct cl_twister *t, uint32_t seed);

uint32_t cl_twister_next(struct cl_twister *t);

/* Commons-math: 52 bits in [0, 1); a normal number by Box and Muller's pairs. */
double cl_twister_uniform(struct cl_twister *t);
double cl_twister_normal(struct cl_twister *t);

/* Breeze: a number of the gamma distribution with shape >= 1, by Marsaglia and Tsang. */
double cl_twister_gamma(struct cl_twister *t, double shape, double scale);

#endif
