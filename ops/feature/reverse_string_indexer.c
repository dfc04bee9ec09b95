/*
 * reverse_string_indexer: positions as the labels that stand there.
 *
 *   in   input   double, list or tensor of doubles, as input_shape says; a scalar without it
 *   out  output  string, list or tensor of strings
 *
 * A number is cut to a whole one, NaN to 0; one that is no position of a label is an error. Of a
 * sparse tensor only stored values are looked up.
 *
 * Follows MLeap 0.25.2: core/feature/ReverseStringIndexerModel.scala,
 * transformer/feature/ReverseStringIndexer.scala.
 */
#include "ops/kernels/java_math.h"
#include "runtime/op.h"

struct reverse {
    struct cl_strs labels;
    struct cl_data_shape shape;
};

static const struct reverse defaults = {.shape = {.shape = CL_SCALAR}};

static const struct cl_attr attrs[] = {
    {.name = "labels", .type = CL_ATTR_STRS, .offset = offsetof(struct reverse, labels)},
    {.name = "input_shape",
     .type = CL_ATTR_SHAPE,
     .offset = offsetof(struct reverse, shape),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .any_rank = true},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_SCALAR, .any_rank = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    const struct reverse *m = state;

    (void)src; /* no files besides the model */
    if (m->shape.nullable)
        return cl_fail(err, CLEAP_E_FORMAT, "input_shape is nullable, wanted one that is not");
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct reverse *m = state;
    struct cl_type type = {.shape = m->shape.shape, .dims = m->shape.dims};

    (void)err;
    type.base = CL_F64;
    p->in[0].type = type;
    type.base = CL_STR;
    type.nullable = true;
    p->out[0].type = type;
    return CLEAP_OK;
}

/* Labels of the n numbers of row i. */
static enum cleap_status look_up(const struct reverse *m, const struct cl_exec *x, size_t i,
                                 const double *numbers, size_t n, struct cl_str *labels,
                                 struct cleap_error *err)
{
    for (size_t k = 0; k < n; k++) {
        int32_t at = cl_java_to_i32(numbers[k]);

        if (at < 0 || (size_t)at >= m->labels.n)
            return cl_fail_row(err, x, i, "%d is no position of the %zu labels", at, m->labels.n);
        labels[k] = m->labels.at[at];
    }
    return CLEAP_OK;
}

static enum cleap_status look_up_list(const struct reverse *m, struct cl_exec *x, size_t i,
                                      struct cleap_error *err)
{
    const struct cl_list *in = &x->in[0]->as.list[i];
    struct cl_str *labels = cl_arena_array(x->scratch, in->n, sizeof *labels);

    if (labels == NULL)
        return cl_fail_nomem(err);
    x->out[0]->as.list[i] = (struct cl_list){.at = labels, .n = in->n};
    return look_up(m, x, i, in->at, in->n, labels, err);
}

static enum cleap_status look_up_tensor(const struct reverse *m, struct cl_exec *x, size_t i,
                                        struct cleap_error *err)
{
    const struct cl_tensor *in = &x->in[0]->as.tensor[i];
    struct cl_str *labels = cl_arena_array(x->scratch, in->n, sizeof *labels);

    if (labels == NULL)
        return cl_fail_nomem(err);
    x->out[0]->as.tensor[i] = *in;
    x->out[0]->as.tensor[i].value = labels;
    return look_up(m, x, i, in->value, in->n, labels, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct reverse *m = state;

    for (size_t i = 0; i < x->n; i++) {
        if (m->shape.shape == CL_SCALAR)
            CL_TRY(look_up(m, x, i, &x->in[0]->as.f64[i], 1, &x->out[0]->as.str[i], err));
        else if (m->shape.shape == CL_LIST)
            CL_TRY(look_up_list(m, x, i, err));
        else
            CL_TRY(look_up_tensor(m, x, i, err));
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_reverse_string_indexer = {
    .name = "reverse_string_indexer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct reverse),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
