/*
 * example.clip: numbers cut to a range.
 *
 *   in   input   double
 *   out  output  double: low if it is below, high if it is above; NaN is an error
 *
 * A plug-in with one operator. For what each part is see runtime/op.h, and docs/adding-an-op.md.
 */
#include <math.h>

#include "runtime/plugin.h"

/* The state: what the model file says. */
struct clip {
    double low, high;
};

static const struct clip defaults = {.low = -INFINITY, .high = INFINITY};

static const struct cl_attr attrs[] = {
    {.name = "low", .type = CL_ATTR_F64, .offset = offsetof(struct clip, low), .optional = true},
    {.name = "high", .type = CL_ATTR_F64, .offset = offsetof(struct clip, high), .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    const struct clip *c = state;

    (void)src; /* nothing but the attributes */
    if (!(c->low <= c->high))
        return cl_fail(err, CLEAP_E_FORMAT, "low is %g, high is %g", c->low, c->high);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct clip *c = state;
    const double *in = x->in[0]->as.f64;
    double *out = x->out[0]->as.f64;

    for (size_t i = 0; i < x->n; i++) {
        if (isnan(in[i]))
            return cl_fail_row(err, x, i, "NaN is in no range");
        out[i] = in[i] < c->low ? c->low : in[i] > c->high ? c->high : in[i];
    }
    return CLEAP_OK;
}

static const struct cl_op clip = {
    .name = "example.clip",
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct clip),
    .defaults = &defaults,
    .load = load,
    .execute = execute,
};

static const struct cl_op *const ops[] = {&clip};

CL_PLUGIN_EXPORT const struct cl_plugin cleap_plugin = {
    .abi = CL_PLUGIN_ABI, .name = "clip", .n_ops = 1, .ops = ops};
