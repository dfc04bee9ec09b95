/*
 * multinomial_labeler: the classes that are probable enough, with their names.
 *
 *   in   features       vector of probabilities, no dimensions declared
 *   out  probabilities  list of double, those of at least `threshold`, in order
 *        labels         list of string, their labels
 *
 * A place that is probable enough and has no label fails. Of a sparse vector the zeros that are not
 * stored count too. Tensors of another rank than 1 fail.
 *
 * Follows MLeap 0.25.2: core/feature/MultinomialLabelerModel.scala.
 */
#include "runtime/cast_cells.h"
#include "runtime/op.h"

struct labeler {
    double threshold;
    struct cl_strs labels;
};

static const struct cl_attr attrs[] = {
    {.name = "threshold", .type = CL_ATTR_F64, .offset = offsetof(struct labeler, threshold)},
    {.name = "labels", .type = CL_ATTR_STRS, .offset = offsetof(struct labeler, labels)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .any_rank = true,
     .no_dims = true},
    {.name = "probabilities", .dir = CL_OUT, .base = CL_F64, .shape = CL_LIST, .nullable = true},
    {.name = "labels", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.dir = CL_PORT_END},
};

/* What has been found of one row. */
struct found {
    double *probabilities;
    struct cl_str *labels;
    uint32_t n;
};

/* The probability at each place in turn: `*k` goes through those stored. */
static double value_at(const struct cl_tensor *v, uint32_t place, uint32_t *k)
{
    const double *value = v->value;

    if (v->index == NULL)
        return value[place];
    if (*k < v->n && (uint32_t)v->index[*k] == place)
        return value[(*k)++];
    return 0.0;
}

static enum cleap_status label(const struct labeler *l, const struct cl_exec *x, size_t row,
                               const struct cl_tensor *v, struct found *found,
                               struct cleap_error *err)
{
    bool zeros_count = v->index == NULL || 0.0 >= l->threshold;
    uint32_t k = 0;

    for (uint32_t place = 0; place < v->size; place++) {
        double p;

        if (!zeros_count && k == v->n)
            break;
        if (!zeros_count)
            place = (uint32_t)v->index[k];
        p = value_at(v, place, &k);
        if (!(p >= l->threshold))
            continue;
        if (place >= l->labels.n)
            return cl_fail_row(err, x, row, "place %u has no label, there are %zu", (unsigned)place,
                               l->labels.n);
        found->probabilities[found->n] = p;
        found->labels[found->n++] = l->labels.at[place];
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct labeler *l = state;

    for (size_t i = 0; i < x->n; i++) {
        /* places without a label end the row, so there are no more than labels */
        struct cl_tensor v = x->in[0]->as.tensor[i];
        size_t room = v.size < l->labels.n ? v.size : l->labels.n;
        struct cl_cast_run run = {.x = x, .row = i, .err = err};
        struct found found = {
            .probabilities = cl_arena_array(x->scratch, room, sizeof(double)),
            .labels = cl_arena_array(x->scratch, room, sizeof(struct cl_str)),
        };

        if (found.probabilities == NULL || found.labels == NULL)
            return cl_fail_nomem(err);
        if (v.rank != 1)
            return cl_fail_row(err, x, i, "a tensor of rank %u, wanted a vector", (unsigned)v.rank);
        CL_TRY(cl_cast_vector(&run, sizeof(double), &v));
        CL_TRY(label(l, x, i, &v, &found, err));
        x->out[0]->as.list[i] = (struct cl_list){.at = found.probabilities, .n = found.n};
        x->out[1]->as.list[i] = (struct cl_list){.at = found.labels, .n = found.n};
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_multinomial_labeler = {
    .name = "multinomial_labeler",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct labeler),
    .execute = execute,
};
