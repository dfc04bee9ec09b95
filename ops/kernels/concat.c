/*
 * Numbers and vectors of a row put one behind the other.
 */
#include "ops/kernels/concat.h"

#include "ops/kernels/nulls.h"

/* A dense vector from here on is looked through before it is copied. */
#define WIDE 8

static enum cleap_status check_vector(const struct cl_exec *x, size_t i, size_t k,
                                      const struct cl_tensor *v, struct cleap_error *err)
{
    const double *value = v->value;
    int64_t last = -1;

    if (v->rank != 1)
        return cl_fail_row(err, x, i, "input%zu is a tensor of rank %u, wanted a vector", k,
                           v->rank);
    if (v->index == NULL)
        return CLEAP_OK;
    for (size_t j = 0; j < v->n; j++) {
        if (value[j] == 0.0)
            continue;
        if (v->index[j] <= last || v->index[j] >= (int64_t)v->size)
            return cl_fail_row(err, x, i, "input%zu has index %d, wanted ascending ones below %u",
                               k, v->index[j], v->size);
        last = v->index[j];
    }
    return CLEAP_OK;
}

enum cleap_status cl_concat_check(const struct cl_concat *c, const struct cl_exec *x, size_t *room,
                                  struct cleap_error *err)
{
    uint64_t size[CL_TILE_ROWS], n[CL_TILE_ROWS];

    for (size_t i = 0; i < x->n; i++)
        size[i] = n[i] = c->n_numbers;
    for (size_t k = 0; k < c->n_in; k++) {
        if (x->in[k]->valid != NULL)
            CL_TRY(cl_nulls_refuse(x, k, err));
        if (!c->is_vector[k])
            continue;
        for (size_t i = 0; i < x->n; i++) {
            const struct cl_tensor *v = &x->in[k]->as.tensor[i];

            CL_TRY(check_vector(x, i, k, v, err));
            size[i] += v->size;
            n[i] += v->n;
        }
    }
    *room = 0;
    for (size_t i = 0; i < x->n; i++) {
        if (size[i] > INT32_MAX)
            return cl_fail_row(err, x, i, "the inputs make a vector of 2^31 values or more");
        if (n[i] > *room)
            *room = n[i];
    }
    return CLEAP_OK;
}

/* Without a branch: a 0 is written too, and over it the next value. */
static inline void add(struct cl_concat_row *row, double value, uint32_t index)
{
    row->value[row->n] = value;
    row->index[row->n] = (int32_t)index;
    row->n += value != 0.0;
}

static bool has_zero(const double *value, size_t n)
{
    size_t n_zero = 0;

    for (size_t j = 0; j < n; j++)
        n_zero += value[j] == 0.0;
    return n_zero > 0;
}

/* n values without a 0 at the places from `size` on. */
static void copy_full(struct cl_concat_row row, const double *value, size_t n)
{
    memcpy(row.value + row.n, value, n * sizeof *value);
    for (size_t j = 0; j < n; j++)
        row.index[row.n + j] = (int32_t)(row.size + j);
}

static inline void add_vector(struct cl_concat_row *row, const struct cl_tensor *v)
{
    const double *value = v->value;

    if (v->index != NULL) {
        for (size_t j = 0; j < v->n; j++)
            add(row, value[j], row->size + (uint32_t)v->index[j]);
    } else if (v->n < WIDE || has_zero(value, v->n)) {
        for (size_t j = 0; j < v->n; j++)
            add(row, value[j], row->size + (uint32_t)j);
    } else {
        copy_full(*row, value, v->n);
        row->n += v->n;
    }
    row->size += v->size;
}

static void concat_row(const struct cl_concat *c, const struct cl_exec *x, size_t i,
                       struct cl_concat_row *row)
{
    struct cl_concat_row here = *row; /* its address is taken by nobody: it lives in registers */

    for (size_t k = 0; k < c->n_in; k++) {
        const struct cl_column *in = x->in[k];

        if (c->is_vector[k])
            add_vector(&here, &in->as.tensor[i]);
        else
            add(&here, in->as.f64[i], here.size++);
    }
    *row = here;
}

/* Input by input: each read fills a cache line with the values of the next rows. */
void cl_concat_rows(const struct cl_concat *c, const struct cl_exec *x, size_t i, size_t n,
                    struct cl_concat_row *rows)
{
    if (n == 1) {
        concat_row(c, x, i, rows);
        return;
    }
    for (size_t k = 0; k < c->n_in; k++) {
        const struct cl_column *in = x->in[k];

        if (c->is_vector[k])
            for (size_t r = 0; r < n; r++)
                add_vector(&rows[r], &in->as.tensor[i + r]);
        else
            for (size_t r = 0; r < n; r++)
                add(&rows[r], in->as.f64[i + r], rows[r].size++);
    }
}
