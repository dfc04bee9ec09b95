/*
 * linear_svc: two classes, by a margin.
 *
 *   in   features        vector of double, as many as coefficients
 *   out  raw_prediction  vector of double: -m, m; optional
 *   out  prediction      double: 1 if m > threshold, else 0
 *
 *   m = DOT(features, coefficients) + intercept
 *
 * Follows MLeap 0.25.2: core/classification/LinearSVCModel.scala.
 */
#include "ops/kernels/classify.h"
#include "ops/kernels/margins.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

struct linear_svc {
    int64_t num_classes;
    struct cl_attr_tensor coefficients;
    double intercept, threshold;
    struct cl_f64s w;
};

static const struct cl_attr attrs[] = {
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct linear_svc, num_classes)},
    {.name = "coefficients",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct linear_svc, coefficients)},
    {.name = "intercept", .type = CL_ATTR_F64, .offset = offsetof(struct linear_svc, intercept)},
    {.name = "threshold", .type = CL_ATTR_F64, .offset = offsetof(struct linear_svc, threshold)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "raw_prediction",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .optional = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct linear_svc *s = state;

    (void)src; /* no files besides the model */
    if (s->num_classes != 2)
        return cl_fail(err, CLEAP_E_FORMAT, "num_classes is %lld, needs 2",
                       (long long)s->num_classes);
    return cl_tensor_values(&s->coefficients, "coefficients", &s->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct linear_svc *s = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)s->w.n, p->arena) ||
        !cl_type_set_width(&p->out[0].type, 2, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct linear_svc *s = state;
    double *raw = x->out[0] != NULL ? cl_exec_dense(x, x->out[0], 2)
                                    : cl_arena_array(x->scratch, x->n, 2 * sizeof *raw);

    if (raw == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_margins(x, x->in[0], &s->w, s->intercept, raw, err));
    if (x->out[1] != NULL)
        for (size_t i = 0; i < x->n; i++)
            x->out[1]->as.f64[i] = raw[i] > s->threshold ? 1.0 : 0.0;
    cl_classes_from_margins(raw, x->n);
    return CLEAP_OK;
}

const struct cl_op cl_op_linear_svc = {
    .name = "linear_svc",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct linear_svc),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
