/*
 * Matrices of a model, laid out for the sweeps of dense.h, and their products with rows.
 */
#ifndef CLEAP_OPS_KERNELS_WEIGHTS_H
#define CLEAP_OPS_KERNELS_WEIGHTS_H

#include "ops/kernels/dense.h"
#include "runtime/op.h"

/* Rows and columns of a matrix of doubles, whose values are column-major. CLEAP_E_FORMAT: it is
 * something else. */
struct cl_matrix {
    const double *at;
    size_t n_rows, n_columns;
};
enum cleap_status cl_weights_matrix(const struct cl_attr_tensor *tensor, const char *name,
                                    struct cl_matrix *matrix, struct cleap_error *err);

/* Lays out a matrix that maps an input for each of its columns to an output for each of its rows
 * (GEMV_N), or the other way round (GEMV_T). */
enum cleap_status cl_weights_from_rows(struct cl_weights *w, const struct cl_matrix *matrix,
                                       struct cl_arena *arena, struct cleap_error *err);
enum cleap_status cl_weights_from_columns(struct cl_weights *w, const struct cl_matrix *matrix,
                                          struct cl_arena *arena, struct cleap_error *err);

/* Adds to y, row by row of the tile n_out values, the products with the vectors of `in`; dense
 * ones by sweeps in the order said, sparse ones by cl_sparse_sweep(). CLEAP_E_DATA: a vector has
 * another size. */
enum cleap_status cl_weights_apply(const struct cl_weights *w, enum cl_sweep_order order,
                                   const struct cl_exec *x, const struct cl_column *in, double *y,
                                   struct cleap_error *err);

#endif
