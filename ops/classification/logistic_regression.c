/*
 * logistic_regression: binary with up to two classes, else multinomial.
 *
 *   in   features        vector of double
 *   out  raw_prediction  vector of double; optional
 *   out  probability     vector of double; optional
 *   out  prediction      double, the class
 *
 * binary:       m = DOT(features, coefficients) + intercept, raw = (-m, m), each probability
 *               1 / (1 + exp(-raw)) on its own. Class 1 if its probability > threshold, or, where
 *               only raw_prediction is wired, if m > log(t / (1 - t)). threshold: 0.5 if absent.
 * multinomial:  raw = coefficient_matrix * features + intercept_vector (GEMV_N); probability =
 *               softmax; an infinite raw value takes all. Class: ops/kernels/classify.h.
 *
 * Follows MLeap 0.25.2: core/classification/LogisticRegressionModel.scala.
 */
#include <math.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/margins.h"
#include "ops/kernels/ports.h"
#include "ops/kernels/vector.h"
#include "ops/kernels/weights.h"
#include "runtime/op.h"

struct logistic_regression {
    int64_t num_classes;
    /* binary */
    struct cl_attr_tensor coefficients;
    double intercept, threshold;
    struct cl_f64s w;
    /* multinomial */
    struct cl_attr_tensor coefficient_matrix, intercept_vector;
    struct cl_weights weights;
    struct cl_f64s intercepts;

    struct cl_classes classes;
};

static const struct logistic_regression defaults = {.threshold = 0.5};

static const struct cl_attr attrs[] = {
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct logistic_regression, num_classes)},
    {.type = CL_ATTR_END},
};

static const struct cl_attr binary_attrs[] = {
    {.name = "coefficients",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct logistic_regression, coefficients)},
    {.name = "intercept",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct logistic_regression, intercept)},
    {.name = "threshold",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct logistic_regression, threshold),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_attr multinomial_attrs[] = {
    {.name = "coefficient_matrix",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct logistic_regression, coefficient_matrix)},
    {.name = "intercept_vector",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct logistic_regression, intercept_vector)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct logistic_regression, classes.thresholds),
     .optional = true,
     .present = offsetof(struct logistic_regression, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

static bool is_binary(const struct logistic_regression *r)
{
    return r->num_classes <= 2;
}

static enum cleap_status load_multinomial(struct logistic_regression *r, struct cl_source *src,
                                          struct cleap_error *err)
{
    struct cl_matrix matrix;

    CL_TRY(cl_source_attrs(src, multinomial_attrs, r, err));
    CL_TRY(cl_tensor_values(&r->intercept_vector, "intercept_vector", &r->intercepts, err));
    CL_TRY(cl_weights_matrix(&r->coefficient_matrix, "coefficient_matrix", &matrix, err));
    if (r->intercepts.n != matrix.n_rows)
        return cl_fail(err, CLEAP_E_FORMAT, "intercept_vector has %zu values for %zu classes",
                       r->intercepts.n, matrix.n_rows);
    CL_TRY(cl_classes_init(&r->classes, (int64_t)matrix.n_rows, err));
    return cl_weights_from_rows(&r->weights, &matrix, src->arena, err);
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct logistic_regression *r = state;

    if (!is_binary(r))
        return load_multinomial(r, src, err);
    CL_TRY(cl_source_attrs(src, binary_attrs, r, err));
    CL_TRY(cl_classes_init(&r->classes, 2, err));
    return cl_tensor_values(&r->coefficients, "coefficients", &r->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct logistic_regression *r = state;
    size_t n_features = is_binary(r) ? r->w.n : r->weights.n_in;

    return cl_classify_prepare(p, (int64_t)n_features, &r->classes, err);
}

static enum cleap_status raw_binary(const void *state, struct cl_exec *x, double *raw,
                                    struct cleap_error *err)
{
    const struct logistic_regression *r = state;

    CL_TRY(cl_margins(x, x->in[0], &r->w, r->intercept, raw, err));
    cl_classes_from_margins(raw, x->n);
    return CLEAP_OK;
}

static void normalise_binary(const void *state, double *v)
{
    (void)state;
    v[0] = 1.0 / (1.0 + exp(-v[0]));
    v[1] = 1.0 / (1.0 + exp(-v[1]));
}

static double binary_by_raw(const void *state, const double *raw)
{
    double t = ((const struct logistic_regression *)state)->threshold, least;

    if (t == 0.0)
        least = -INFINITY;
    else
        least = t == 1.0 ? INFINITY : log(t / (1.0 - t));
    return raw[1] > least ? 1.0 : 0.0;
}

static double binary_by_probability(const void *state, const double *probability)
{
    const struct logistic_regression *r = state;

    return probability[1] > r->threshold ? 1.0 : 0.0;
}

static const struct cl_classifier binary = {
    .raw = raw_binary,
    .normalise = normalise_binary,
    .by_raw = binary_by_raw,
    .by_probability = binary_by_probability,
};

static enum cleap_status raw_multinomial(const void *state, struct cl_exec *x, double *raw,
                                         struct cleap_error *err)
{
    const struct logistic_regression *r = state;

    for (size_t i = 0; i < x->n; i++)
        memcpy(raw + i * r->intercepts.n, r->intercepts.at, r->intercepts.n * sizeof *raw);
    return cl_weights_apply(&r->weights, CL_SWEEP_BLOCKS, x, x->in[0], raw, err);
}

static void normalise_multinomial(const void *state, double *v)
{
    size_t n = ((const struct logistic_regression *)state)->classes.n, at = cl_argmax(v, n);
    double most = v[at], sum = 0.0;

    if (most == INFINITY) {
        for (size_t k = 0; k < n; k++)
            v[k] = k == at ? 1.0 : 0.0;
        return;
    }
    for (size_t k = 0; k < n; k++) {
        v[k] = most > 0.0 ? exp(v[k] - most) : exp(v[k]);
        sum += v[k];
    }
    cl_dense_scale(1.0 / sum, v, n);
}

static const struct cl_classifier multinomial = {
    .raw = raw_multinomial,
    .normalise = normalise_multinomial,
};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct logistic_regression *r = state;

    return cl_classify(is_binary(r) ? &binary : &multinomial, r, &r->classes, x, err);
}

const struct cl_op cl_op_logistic_regression = {
    .name = "logistic_regression",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"probability", NULL},
               .why = "exp"},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct logistic_regression),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
