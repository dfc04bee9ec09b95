/*
 * Numbers and vectors of a row put one behind the other.
 *
 * What is kept is what a sparse vector stores: values other than 0 (NaN is, -0.0 is not) and their
 * places. Whether a row becomes a dense or a sparse vector is only known behind its last part.
 */
#ifndef CLEAP_OPS_KERNELS_CONCAT_H
#define CLEAP_OPS_KERNELS_CONCAT_H

#include "runtime/op.h"

/* The shape of each input; what its declared dims are does not matter. */
struct cl_concat {
    size_t n_in;
    bool *is_vector; /* n_in */
    size_t n_numbers;
};

/* A row under way. */
struct cl_concat_row {
    double *value; /* room for all that may be stored */
    int32_t *index;
    uint32_t n; /* stored so far */
    uint32_t size;
};

/* Looks at the parts of every row. CLEAP_E_DATA: a null, a tensor that is no vector, indices that
 * do not ascend, more than 2^31 - 1 places. Else `*room` is the most that a row may store. */
enum cleap_status cl_concat_check(const struct cl_concat *c, const struct cl_exec *x, size_t *room,
                                  struct cleap_error *err);

/* Puts together rows i .. i+n-1, which were checked; `rows` have room and are empty. */
void cl_concat_rows(const struct cl_concat *c, const struct cl_exec *x, size_t i, size_t n,
                    struct cl_concat_row *rows);

#endif
