/*
 * min_hash_lsh: for each of some hash functions the least hash of a vector's non-zero positions.
 *
 *   in   input   vector of double, some of it other than 0
 *   out  output  tensor of double, [k, 1] for k hash functions
 *
 *   hash = least of ((1 + position) * a + b) rem 2038074743
 *
 * in 32-bit integers that wrap around, so hashes may be negative; Spark itself has 64 bits. NaN is
 * other than 0. Only as many functions count as have both coefficients. MLeap declares the output
 * as [input_size, 1], whatever k is.
 *
 * Follows MLeap 0.25.2: core/feature/MinHashLSHModel.scala.
 */
#include "ops/kernels/lsh.h"

#define PRIME 2038074743

struct min_hash {
    struct cl_i64s a, b;
    int32_t input_size;
    struct cl_lsh lsh;
};

static const struct cl_attr attrs[] = {
    {.name = "random_coefficients_a", .type = CL_ATTR_I64S, .offset = offsetof(struct min_hash, a)},
    {.name = "random_coefficients_b", .type = CL_ATTR_I64S, .offset = offsetof(struct min_hash, b)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct min_hash, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .any_rank = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct min_hash *m = state;

    (void)src; /* no files besides the model */
    return cl_lsh_init(&m->lsh, m->a.n < m->b.n ? m->a.n : m->b.n, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    return cl_lsh_prepare(p, ((const struct min_hash *)state)->input_size, err);
}

/* The positions of the values that are not 0, in `at`; returns how many. */
static uint32_t find_positions(const struct cl_tensor *v, uint32_t *at)
{
    const double *value = v->value;
    uint32_t n = 0;

    for (uint32_t k = 0; k < v->n; k++)
        if (value[k] != 0.0)
            at[n++] = v->index != NULL ? (uint32_t)v->index[k] : k;
    return n;
}

/* Unsigned: it wraps by definition. The low 32 bits are those of the signed product and sum. */
static double least_hash(uint32_t a, uint32_t b, const uint32_t *at, uint32_t n)
{
    int32_t least = INT32_MAX;

    for (uint32_t k = 0; k < n; k++) {
        int32_t hash = (int32_t)((1U + at[k]) * a + b) % PRIME;

        if (hash < least)
            least = hash;
    }
    return least;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct min_hash *m = state;
    size_t n_hashes = cl_lsh_count(&m->lsh);
    double *out = cl_lsh_answers(&m->lsh, x);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &x->in[0]->as.tensor[i];
        uint32_t *at = cl_arena_array(x->scratch, v->n, sizeof *at), n;

        if (at == NULL)
            return cl_fail_nomem(err);
        n = find_positions(v, at);
        if (n == 0)
            return cl_fail_row(err, x, i, "no value of the vector is other than 0");
        for (size_t k = 0; k < n_hashes; k++)
            *out++ = least_hash((uint32_t)m->a.at[k], (uint32_t)m->b.at[k], at, n);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_min_hash_lsh = {
    .name = "min_hash_lsh",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct min_hash),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
