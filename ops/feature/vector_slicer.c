/*
 * vector_slicer: chosen positions of vectors.
 *
 *   in   input   vector
 *   out  output  vector of k, in the form of the input
 *
 * The positions are `indices` and then `named_indices`, of which only as many count as there are
 * `names`. Of a sparse vector stored zeros are dropped, and a position that the vector does not
 * have is a zero; of a dense one it is an error.
 *
 * Follows MLeap 0.25.2: core/feature/VectorSlicerModel.scala; Spark 4.1.2: SparseVector.slice.
 */
#include "ops/kernels/places.h"
#include "ops/kernels/sparse.h"
#include "ops/kernels/vector.h"

struct slicer {
    struct cl_i64s indices;
    struct cl_strs names;
    struct cl_i32s named;
    int32_t input_size;
    struct cl_places places; /* all of them, in order */
};

static const struct cl_attr attrs[] = {
    {.name = "indices", .type = CL_ATTR_I64S, .offset = offsetof(struct slicer, indices)},
    {.name = "names", .type = CL_ATTR_STRS, .offset = offsetof(struct slicer, names)},
    {.name = "named_indices", .type = CL_ATTR_I32S, .offset = offsetof(struct slicer, named)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct slicer, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct slicer *s = state;
    size_t n_named = s->names.n < s->named.n ? s->names.n : s->named.n;

    CL_TRY(cl_places_init(&s->places, s->indices.n + n_named, src->arena, err));
    for (size_t k = 0; k < s->indices.n; k++)
        cl_places_add(&s->places, (int32_t)s->indices.at[k]);
    for (size_t k = 0; k < n_named; k++)
        cl_places_add(&s->places, s->named.at[k]);
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct slicer *s = state;

    return cl_vector_prepare(p, s->input_size, s->places.n, err);
}

static bool slice_sparse(const struct slicer *s, const struct cl_exec *x, size_t i,
                         const struct cl_tensor *in, double *out)
{
    const struct cl_places *places = &s->places;
    const double *v = in->value;
    int32_t *index = cl_arena_array(x->scratch, places->n, sizeof *index);
    uint32_t n = 0;

    if (index == NULL)
        return false;
    for (uint32_t k = 0; k < places->n; k++) {
        size_t at = cl_sparse_find(in->index, in->n, places->at[k]);

        if (at < in->n && v[at] != 0.0) {
            index[n] = (int32_t)k;
            out[n++] = v[at];
        }
    }
    x->out[0]->as.tensor[i] = cl_sparse(out, index, n, places->n);
    return true;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct slicer *s = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    size_t n = s->places.n;
    double *out = cl_exec_dense(x, x->out[0], n);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++, out += n) {
        if (in[i].index == NULL)
            CL_TRY(cl_places_pick(&s->places, x, i, &in[i], out, err));
        else if (!slice_sparse(s, x, i, &in[i], out))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_vector_slicer = {
    .name = "vector_slicer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct slicer),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
