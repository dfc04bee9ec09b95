/*
 * coalesce: the first of several numbers that is not null.
 *
 *   in   input0, input1, ...  double; nullable as nullable_inputs says of each
 *   out  output               double, null when all are
 *
 * NaN is a number. A null in an input that is not nullable fails.
 *
 * Follows MLeap 0.25.2: core/feature/CoalesceModel.scala, transformer/feature/Coalesce.scala. That
 * goes through the inputs in the order of the node's sockets, which its writers put by number.
 */
#include "runtime/op.h"

struct coalesce {
    struct cl_bools nullable;
};

static const struct cl_attr attrs[] = {
    {.name = "nullable_inputs",
     .type = CL_ATTR_BOOLS,
     .offset = offsetof(struct coalesce, nullable)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .repeat = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .nullable = true,
     .makes_nulls = true},
    {.dir = CL_PORT_END},
};

static size_t repeats(const void *state)
{
    return ((const struct coalesce *)state)->nullable.n;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct coalesce *c = state;

    (void)err;
    for (size_t k = 0; k < p->n_in; k++) {
        p->in[k].type.nullable = c->nullable.at[k];
        p->in[k].nulls = c->nullable.at[k] ? CL_NULL_OP : CL_NULL_ERROR;
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct coalesce *c = state;
    struct cl_column *out = x->out[0];

    (void)err;
    for (size_t i = 0; i < x->n; i++) {
        size_t k = 0;

        while (k < c->nullable.n && cl_column_is_null(x->in[k], i))
            k++;
        if (k < c->nullable.n) {
            out->as.f64[i] = x->in[k]->as.f64[i];
            out->valid[i] = 1;
        } else {
            cl_column_set_null(out, i);
        }
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_coalesce = {
    .name = "coalesce",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct coalesce),
    .repeats = repeats,
    .prepare = prepare,
    .execute = execute,
};
