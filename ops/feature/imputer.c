/*
 * imputer: a number in place of what is missing.
 *
 *   in   input   double, null allowed unless nullable_input is false
 *   out  output  double, never null
 *
 * Null, NaN and missing_value give surrogate_value, anything else itself. Bundles without
 * missing_value have NaN there, those without nullable_input true.
 *
 * Follows MLeap 0.25.2: core/feature/ImputerModel.scala, bundle/ops/feature/ImputerOp.scala.
 */
#include <math.h>

#include "runtime/op.h"

struct imputer {
    double surrogate, missing;
    struct cl_str strategy; /* how the surrogate was found; must be there */
    bool nullable;
};

static const struct imputer defaults = {.missing = NAN, .nullable = true};

static const struct cl_attr attrs[] = {
    {.name = "surrogate_value", .type = CL_ATTR_F64, .offset = offsetof(struct imputer, surrogate)},
    {.name = "missing_value",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct imputer, missing),
     .optional = true},
    {.name = "strategy", .type = CL_ATTR_STR, .offset = offsetof(struct imputer, strategy)},
    {.name = "nullable_input",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct imputer, nullable),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct imputer *m = state;

    (void)err;
    p->in[0].type.nullable = m->nullable;
    p->in[0].nulls = m->nullable ? CL_NULL_OP : CL_NULL_ERROR;
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct imputer *m = state;
    const struct cl_column *column = x->in[0];
    const double *in = column->as.f64;
    double *out = x->out[0]->as.f64;

    (void)err;
    for (size_t i = 0; i < x->n; i++)
        out[i] = isnan(in[i]) || in[i] == m->missing ? m->surrogate : in[i];
    /* A cast of text makes nulls also where the input takes none. */
    if (column->valid != NULL)
        for (size_t i = 0; i < x->n; i++)
            if (!column->valid[i])
                out[i] = m->surrogate;
    return CLEAP_OK;
}

const struct cl_op cl_op_imputer = {
    .name = "imputer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct imputer),
    .defaults = &defaults,
    .prepare = prepare,
    .execute = execute,
};
