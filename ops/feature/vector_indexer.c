/*
 * vector_indexer: categorical features of vectors as the numbers of their categories.
 *
 *   in   input   vector of num_features
 *   out  output  vector of num_features, in the form of the input
 *
 * Feature k of `keys` has a map from values to numbers, in key_k_keys and key_k_values; of equal
 * values the last counts, -0.0 is 0.0, NaN is never found. A value without a number is an error,
 * or with "keep" the number of values in the map; "skip" fails too, as in MLeap. Of a sparse
 * vector only stored values are mapped.
 *
 * Follows MLeap 0.25.2: core/feature/VectorIndexerModel.scala.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "ops/kernels/invalid.h"
#include "ops/kernels/search.h"
#include "ops/kernels/vector.h"

struct feature {
    int32_t index;
    size_t n;       /* values that can be found */
    double *values; /* ascending */
    double *numbers;
    double unknown; /* the number of a value that is not there, for "keep" */
};

struct indexer {
    int64_t n_features;
    int invalid; /* enum cl_invalid */
    struct cl_i64s keys;
    size_t n;
    struct feature *features; /* ascending by index */
};

static const struct cl_attr attrs[] = {
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct indexer, n_features)},
    {.name = "handle_invalid",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct indexer, invalid),
     .names = cl_invalid_words,
     .optional = true},
    {.name = "keys", .type = CL_ATTR_I64S, .offset = offsetof(struct indexer, keys)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

/* A line of a map while it is sorted. */
struct pair {
    double value, number;
    size_t order;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *p = a, *q = b;

    if (p->value != q->value)
        return p->value < q->value ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

static int compare_features(const void *a, const void *b)
{
    const struct feature *p = a, *q = b;

    return p->index < q->index ? -1 : p->index > q->index;
}

static void fill_map(struct feature *f, struct pair *pairs, size_t n)
{
    qsort(pairs, n, sizeof *pairs, compare_pairs);
    for (size_t k = 0; k < n; k++) {
        if (k + 1 < n && pairs[k + 1].value == pairs[k].value)
            continue;
        f->values[f->n] = pairs[k].value;
        f->numbers[f->n++] = pairs[k].number;
    }
    f->unknown += (double)f->n;
}

static enum cleap_status load_map(struct feature *f, struct cl_source *src, struct cleap_error *err)
{
    char keys_name[40], values_name[40];
    const struct cl_attr keys_attr = {.name = keys_name, .type = CL_ATTR_F64S};
    const struct cl_attr values_attr = {.name = values_name, .type = CL_ATTR_I64S};
    struct cl_f64s keys;
    struct cl_i64s values;
    struct pair *pairs;
    size_t n, n_pairs = 0;

    snprintf(keys_name, sizeof keys_name, "key_%" PRId32 "_keys", f->index);
    snprintf(values_name, sizeof values_name, "key_%" PRId32 "_values", f->index);
    CL_TRY(cl_source_get(src, &keys_attr, &keys, err));
    CL_TRY(cl_source_get(src, &values_attr, &values, err));
    n = keys.n < values.n ? keys.n : values.n;
    pairs = cl_arena_array(src->arena, n, sizeof *pairs);
    f->values = cl_arena_array(src->arena, n, sizeof *f->values);
    f->numbers = cl_arena_array(src->arena, n, sizeof *f->numbers);
    if (pairs == NULL || f->values == NULL || f->numbers == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < n; k++) {
        /* Each NaN is a value of its own that nothing equals. */
        if (isnan(keys.at[k]))
            f->unknown += 1.0;
        else
            pairs[n_pairs++] = (struct pair){.value = keys.at[k] + 0.0, /* -0.0 is 0.0 */
                                             .number = (double)(int32_t)values.at[k],
                                             .order = k};
    }
    fill_map(f, pairs, n_pairs);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct indexer *m = state;

    m->features = cl_arena_zeroed(src->arena, m->keys.n, sizeof *m->features);
    if (m->features == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < m->keys.n; k++)
        m->features[k].index = (int32_t)m->keys.at[k];
    qsort(m->features, m->keys.n, sizeof *m->features, compare_features);
    for (size_t k = 0; k < m->keys.n; k++)
        if (m->n == 0 || m->features[m->n - 1].index != m->features[k].index)
            m->features[m->n++].index = m->features[k].index;
    for (size_t k = 0; k < m->n; k++)
        CL_TRY(load_map(&m->features[k], src, err));
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    int32_t width = (int32_t)((const struct indexer *)state)->n_features;

    return cl_vector_prepare(p, width, width, err);
}

static enum cleap_status map_value(const struct indexer *m, const struct feature *f,
                                   const struct cl_exec *x, size_t i, double *value,
                                   struct cleap_error *err)
{
    double v = *value + 0.0;
    size_t at = cl_search_interval(f->values, f->n, v);

    if (at > 0 && f->values[at - 1] == v)
        *value = f->numbers[at - 1];
    else if (m->invalid == CL_INVALID_KEEP)
        *value = f->unknown;
    else
        return cl_fail_row(err, x, i,
                           "%.17g is not among the %g values of feature %d; handle_invalid is "
                           "\"%s\"",
                           *value, f->unknown, f->index, cl_invalid_words[m->invalid]);
    return CLEAP_OK;
}

static enum cleap_status map_dense(const struct indexer *m, const struct cl_exec *x, size_t i,
                                   double *out, struct cleap_error *err)
{
    for (size_t k = 0; k < m->n; k++) {
        const struct feature *f = &m->features[k];

        if (f->index < 0 || f->index >= m->n_features)
            return cl_fail_row(err, x, i, "the model maps feature %d of %" PRId64, f->index,
                               m->n_features);
        CL_TRY(map_value(m, f, x, i, &out[f->index], err));
    }
    return CLEAP_OK;
}

static enum cleap_status map_sparse(const struct indexer *m, const struct cl_exec *x, size_t i,
                                    double *out, struct cleap_error *err)
{
    const struct cl_tensor *in = &x->in[0]->as.tensor[i];
    size_t at = 0;

    for (size_t k = 0; k < m->n && at < in->n;) {
        const struct feature *f = &m->features[k];

        if (f->index < in->index[at]) {
            k++;
        } else if (f->index > in->index[at]) {
            at++;
        } else {
            CL_TRY(map_value(m, f, x, i, &out[at], err));
            k++;
            at++;
        }
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct indexer *m = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    double *out = cl_vectors_alike(x, x->in[0], x->out[0]);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        if (in[i].size != m->n_features)
            return cl_fail_row(err, x, i, "the vector has %u values, wanted %" PRId64, in[i].size,
                               m->n_features);
        if (in[i].n > 0)
            memcpy(out, in[i].value, in[i].n * sizeof *out);
        CL_TRY(in[i].index == NULL ? map_dense(m, x, i, out, err) : map_sparse(m, x, i, out, err));
        out += in[i].n;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_vector_indexer = {
    .name = "vector_indexer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct indexer),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
