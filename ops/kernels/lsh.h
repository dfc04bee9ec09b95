/*
 * What ops that hash vectors into buckets have in common: their answer is a matrix of one column,
 * a hash in each row, which MLeap declares to be as high as the input is wide.
 */
#ifndef CLEAP_OPS_KERNELS_LSH_H
#define CLEAP_OPS_KERNELS_LSH_H

#include "runtime/op.h"

/* How many hashes there are, as the dimensions of the answer. */
struct cl_lsh {
    int32_t dims[2];
};

/* CLEAP_E_LIMIT: more hashes than CL_MAX_WIDTH. */
enum cleap_status cl_lsh_init(struct cl_lsh *lsh, size_t n, struct cleap_error *err);

/* Declares in[0] as a vector of input_size values and out[0] as input_size rows of one. */
enum cleap_status cl_lsh_prepare(struct cl_prepare *p, int32_t input_size, struct cleap_error *err);

/* Room for the hashes of the tile's rows, to which the cells of out[0] point. NULL: no memory. */
double *cl_lsh_answers(const struct cl_lsh *lsh, struct cl_exec *x);

static inline size_t cl_lsh_count(const struct cl_lsh *lsh)
{
    return (size_t)lsh->dims[0];
}

#endif
