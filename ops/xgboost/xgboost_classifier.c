/*
 * xgboost.classifier: the classes that a booster of XGBoost predicts.
 *
 *   in   features            vector of double
 *   out  raw_prediction      vector of double, margins; optional
 *   out  probability         vector of double; optional
 *   out  prediction          double, the class
 *   out  leaf_prediction     list of double, the number of the leaf in each tree; optional
 *   out  contrib_prediction  list of double, for each group of trees what each feature adds to its
 *                            margin, and the bias; optional
 *
 * For features, tree_limit and the lists see xgboost_regression.c.
 *
 * Of two classes, with m the booster's first margin and p its first prediction: raw_prediction
 * (-m, m), probability (1 - p in float, p), prediction p rounded half up to an int, NaN to 0.
 * Of any other number the margins and predictions as they are, and the first largest prediction;
 * they are as many as the booster has, whatever num_classes says. With objective multi:softmax the
 * one prediction is the class itself, so that `prediction` is 0 then, as in MLeap. Thresholds play
 * no part.
 *
 * Follows MLeap 0.25.2: xgboost/runtime/XGBoostClassificationModel.scala, over xgboost4j 2.0.3.
 */
#include "ops/kernels/classify.h"
#include "ops/kernels/java_math.h"
#include "ops/kernels/xgboost/outputs.h"

struct xgboost_classifier {
    int32_t num_features, num_classes, tree_limit;
    struct cl_booster booster;
};

/* Outputs; the lists come as cl_booster_execute() wants them. */
enum { RAW, PROBABILITY, PREDICTION, LISTS };

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct xgboost_classifier, num_features)},
    {.name = "num_classes",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct xgboost_classifier, num_classes)},
    {.name = "tree_limit",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct xgboost_classifier, tree_limit),
     .optional = true},
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
    {.name = "probability",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .optional = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    CL_BOOSTER_LIST_PORTS,
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct xgboost_classifier *c = state;
    struct cl_classes classes;

    CL_TRY(cl_classes_init(&classes, c->num_classes, err));
    return cl_booster_load(&c->booster, c->tree_limit, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct xgboost_classifier *c = state;

    CL_TRY(cl_booster_prepare(&c->booster, p, c->num_features, LISTS, err));
    if (!cl_type_set_width(&p->out[RAW].type, c->num_classes, p->arena) ||
        !cl_type_set_width(&p->out[PROBABILITY].type, c->num_classes, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* Math.round of a float: an int. */
static double round_to_class(float p)
{
    double rounded = cl_java_round((double)p);

    return cl_java_min(cl_java_max(rounded, (double)INT32_MIN), (double)INT32_MAX);
}

/* Pairs of the first of each row's `stride` values and what it leaves. */
static void put_pairs(const float *v, size_t n, size_t stride, bool is_probability, double *out)
{
    for (size_t i = 0; i < n; i++) {
        float second = v[i * stride];

        out[2 * i] = (double)(is_probability ? 1.0F - second : -second);
        out[2 * i + 1] = (double)second;
    }
}

/* Puts vectors into an output: pairs, or `width` of each row's `stride` values. */
static enum cleap_status put_vectors(const struct xgboost_classifier *c, struct cl_exec *x,
                                     const float *v, size_t port, size_t width,
                                     struct cleap_error *err)
{
    size_t stride = c->booster.n_groups;
    double *out;

    if (x->out[port] == NULL)
        return CLEAP_OK;
    out = cl_exec_dense(x, x->out[port], c->num_classes == 2 ? 2 : width);
    if (out == NULL)
        return cl_fail_nomem(err);
    if (c->num_classes == 2) {
        put_pairs(v, x->n, stride, port == PROBABILITY, out);
        return CLEAP_OK;
    }
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < width; k++)
            out[i * width + k] = (double)v[i * stride + k];
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct xgboost_classifier *c = state;
    const struct cl_booster *b = &c->booster;
    size_t n = b->n_groups, width = cl_objective_outputs(b->objective, n);
    float *v;

    CL_TRY(cl_booster_execute(b, x, LISTS, &v, err));
    CL_TRY(put_vectors(c, x, v, RAW, n, err));
    for (size_t i = 0; i < x->n; i++)
        cl_objective_transform(b->objective, v + i * n, n);
    CL_TRY(put_vectors(c, x, v, PROBABILITY, width, err));
    if (x->out[PREDICTION] == NULL)
        return CLEAP_OK;
    for (size_t i = 0; i < x->n; i++)
        x->out[PREDICTION]->as.f64[i] = c->num_classes == 2
                                            ? round_to_class(v[i * n])
                                            : (double)cl_argmax_f32(v + i * n, width);
    return CLEAP_OK;
}

const struct cl_op cl_op_xgboost_classifier = {
    .name = "xgboost.classifier",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct xgboost_classifier),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
