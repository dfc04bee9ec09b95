/*
 * xgboost.regression: what a booster of XGBoost predicts.
 *
 *   in   features            vector of double
 *   out  prediction          double
 *   out  leaf_prediction     list of double, the number of the leaf in each tree; optional
 *   out  contrib_prediction  list of double, what each feature adds to the margin, and the bias;
 *                            optional
 *
 * The booster is the file xgboost.model; how it predicts is told in
 * ops/kernels/xgboost/booster.h. All is done in float and widened at the end. Of boosters with more
 * than one group of trees the prediction is the first group's; contributions are there for all,
 * one group behind the other.
 *
 * Values are rounded to float. NaN is missing in dense vectors, and so are positions that sparse
 * ones do not store; the attribute `missing`, which exporters write, plays no part. A value that is
 * infinite as a float fails the row, and so does a vector with more values than the booster knows;
 * fewer are taken, the rest is missing. tree_limit, unless 0, says how many trees of each group are
 * used; it must not be more than there are.
 *
 * Follows MLeap 0.25.2: xgboost/runtime/XGBoostRegressionModel.scala, over xgboost4j 2.0.3.
 */
#include "ops/kernels/xgboost/outputs.h"

struct xgboost_regression {
    int32_t num_features, tree_limit;
    struct cl_booster booster;
};

/* Outputs; the lists come as cl_booster_execute() wants them. */
enum { PREDICTION, LISTS };

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct xgboost_regression, num_features)},
    {.name = "tree_limit",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct xgboost_regression, tree_limit),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    CL_BOOSTER_LIST_PORTS,
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct xgboost_regression *r = state;

    return cl_booster_load(&r->booster, r->tree_limit, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct xgboost_regression *r = state;

    return cl_booster_prepare(&r->booster, p, r->num_features, LISTS, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct xgboost_regression *r = state;
    const struct cl_booster *b = &r->booster;
    float *margins;

    CL_TRY(cl_booster_execute(b, x, LISTS, &margins, err));
    if (x->out[PREDICTION] == NULL)
        return CLEAP_OK;
    for (size_t i = 0; i < x->n; i++) {
        cl_objective_transform(b->objective, margins + i * b->n_groups, b->n_groups);
        x->out[PREDICTION]->as.f64[i] = (double)margins[i * b->n_groups];
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_xgboost_regression = {
    .name = "xgboost.regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct xgboost_regression),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
