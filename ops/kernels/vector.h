/*
 * What ops from vector to vector share: declared widths, size checks, room for their answers.
 */
#ifndef CLEAP_OPS_KERNELS_VECTOR_H
#define CLEAP_OPS_KERNELS_VECTOR_H

#include "runtime/op.h"

/* The most values that an op makes of one row where a few numbers of its model, not the size of
 * its file, say how many: 8 MiB. */
#define CL_MAX_WIDTH (1 << 20)

/* CLEAP_E_LIMIT when a row would become more than CL_MAX_WIDTH values; `what` makes them. */
enum cleap_status cl_vector_check_width(uint64_t n, const char *what, struct cleap_error *err);

/* A tensor attribute that must hold doubles, as one row of values whatever its dims. `name` is
 * the attribute's. CLEAP_E_FORMAT: it holds something else. */
enum cleap_status cl_tensor_values(const struct cl_attr_tensor *tensor, const char *name,
                                   struct cl_f64s *values, struct cleap_error *err);

/* Declares in[0] as a vector of n_in values and out[0] as one of n_out. */
enum cleap_status cl_vector_prepare(struct cl_prepare *p, int64_t n_in, int64_t n_out,
                                    struct cleap_error *err);

/* CLEAP_E_DATA unless every value that the vector stores lies at a position below n: a dense one
 * has at most n values, a sparse one may declare more. */
enum cleap_status cl_vector_check_stored(const struct cl_exec *x, size_t row,
                                         const struct cl_tensor *v, size_t n,
                                         struct cleap_error *err);

/* CLEAP_E_DATA when the vector has more than n positions. */
enum cleap_status cl_vector_check_size(const struct cl_exec *x, size_t row,
                                       const struct cl_tensor *v, size_t n,
                                       struct cleap_error *err);

/* Gives each cell of `to` the form of `from`'s: size and indices shared, room in scratch for as
 * many values. Returns that room: a row's values follow those of the row before. NULL: no memory.
 */
double *cl_vectors_alike(struct cl_exec *x, const struct cl_column *from, struct cl_column *to);

/* Gives each cell of `to` a dense copy of `from`'s, in scratch, and returns the copies as above.
 * Check sizes first: a sparse cell may declare any. NULL: no memory. */
double *cl_vectors_densify(struct cl_exec *x, const struct cl_column *from, struct cl_column *to);

/* out[0] = in[0] times weights, position by position, over stored values; the form stays.
 * CLEAP_E_DATA: a value behind the last weight. */
enum cleap_status cl_vectors_times(struct cl_exec *x, const struct cl_f64s *weights,
                                   struct cleap_error *err);

#endif
