/*
 * chi_sq_selector: the features that a chi-squared test has selected.
 *
 *   in   input   vector
 *   out  output  vector of as many values as filter_indices, in the form of the input
 *
 * A dense vector gives its values at filter_indices, in their order. A sparse one is merged with
 * them, both being walked once from the front: as long as filter_indices ascend, each stored value
 * at one of them is kept, a zero too; where they do not, values are passed over.
 *
 * Follows MLeap 0.25.2: core/feature/ChiSqSelectorModel.scala.
 */
#include "ops/kernels/places.h"
#include "ops/kernels/vector.h"

struct selector {
    struct cl_i64s filter;
    int32_t input_size;
    struct cl_places places;
};

static const struct cl_attr attrs[] = {
    {.name = "filter_indices", .type = CL_ATTR_I64S, .offset = offsetof(struct selector, filter)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct selector, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct selector *s = state;

    CL_TRY(cl_places_init(&s->places, s->filter.n, src->arena, err));
    for (size_t k = 0; k < s->filter.n; k++)
        cl_places_add(&s->places, (int32_t)s->filter.at[k]);
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct selector *s = state;

    return cl_vector_prepare(p, s->input_size, s->places.n, err);
}

static bool select_sparse(const struct cl_places *places, const struct cl_exec *x, size_t i,
                          const struct cl_tensor *in, double *out)
{
    const double *v = in->value;
    int32_t *index = cl_arena_array(x->scratch, places->n, sizeof *index);
    uint32_t n = 0;

    if (index == NULL)
        return false;
    for (uint32_t k = 0, j = 0; k < in->n && j < places->n;) {
        if (in->index[k] < places->at[j]) {
            k++;
        } else if (in->index[k] > places->at[j]) {
            j++;
        } else {
            index[n] = (int32_t)j++;
            out[n++] = v[k++];
        }
    }
    x->out[0]->as.tensor[i] = cl_sparse(out, index, n, places->n);
    return true;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct cl_places *places = &((const struct selector *)state)->places;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    double *out = cl_exec_dense(x, x->out[0], places->n);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++, out += places->n) {
        if (in[i].index == NULL)
            CL_TRY(cl_places_pick(places, x, i, &in[i], out, err));
        else if (!select_sparse(places, x, i, &in[i], out))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_chi_sq_selector = {
    .name = "chi_sq_selector",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct selector),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
