/*
 * support_vector_machine: two classes, by a margin that stands in for a probability too.
 *
 *   in   features        vector of double, as many as coefficients
 *   out  raw_prediction  vector of double: -m, m; optional
 *   out  probability     vector of double: -m, m again; optional
 *   out  prediction      double, the class
 *
 *   m = DOT(coefficients, features) + intercept
 *
 * How the class is chosen: ops/kernels/classify.h. Thresholds divide margins, and there may be more
 * or fewer than two of them, as in the JVM.
 *
 * Follows MLeap 0.25.2: core/classification/SupportVectorMachineModel.scala.
 */
#include "ops/kernels/classify.h"
#include "ops/kernels/margins.h"
#include "ops/kernels/ports.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

struct svm {
    int64_t num_classes;
    struct cl_attr_tensor coefficients;
    double intercept;
    struct cl_f64s w;
    struct cl_classes classes;
};

static const struct cl_attr attrs[] = {
    {.name = "num_classes", .type = CL_ATTR_I64, .offset = offsetof(struct svm, num_classes)},
    {.name = "coefficients", .type = CL_ATTR_TENSOR, .offset = offsetof(struct svm, coefficients)},
    {.name = "intercept", .type = CL_ATTR_F64, .offset = offsetof(struct svm, intercept)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct svm, classes.thresholds),
     .optional = true,
     .present = offsetof(struct svm, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct svm *s = state;

    (void)src; /* no files besides the model */
    if (s->num_classes != 2)
        return cl_fail(err, CLEAP_E_FORMAT, "num_classes is %lld, needs 2",
                       (long long)s->num_classes);
    CL_TRY(cl_classes_init(&s->classes, 2, err));
    return cl_tensor_values(&s->coefficients, "coefficients", &s->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct svm *s = state;

    return cl_classify_prepare(p, (int64_t)s->w.n, &s->classes, err);
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct svm *s = state;

    CL_TRY(cl_margins(x, x->in[0], &s->w, s->intercept, raw_out, err));
    cl_classes_from_margins(raw_out, x->n);
    return CLEAP_OK;
}

static void normalise(const void *state, double *v)
{
    (void)state;
    (void)v; /* margins stay as they are */
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct svm *s = state;

    return cl_classify(&classifier, s, &s->classes, x, err);
}

const struct cl_op cl_op_support_vector_machine = {
    .name = "support_vector_machine",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct svm),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
