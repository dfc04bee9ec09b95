/*
 * Positions of a vector that a model names, in the model's order.
 */
#ifndef CLEAP_OPS_KERNELS_PLACES_H
#define CLEAP_OPS_KERNELS_PLACES_H

#include "runtime/op.h"

struct cl_places {
    int32_t *at;
    uint32_t n;
    int32_t low, high; /* the least and the greatest; 0 and -1 when there is none */
};

/* Makes room for n. CLEAP_E_LIMIT: more than a vector has. */
enum cleap_status cl_places_init(struct cl_places *places, size_t n, struct cl_arena *arena,
                                 struct cleap_error *err);

/* Adds one; there must be room. */
void cl_places_add(struct cl_places *places, int32_t place);

/* Makes row i of out[0] a dense vector of what a dense one has at the places, in `out`.
 * CLEAP_E_DATA: it does not have one of them. */
enum cleap_status cl_places_pick(const struct cl_places *places, const struct cl_exec *x, size_t i,
                                 const struct cl_tensor *in, double *out, struct cleap_error *err);

#endif
