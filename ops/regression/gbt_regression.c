/*
 * gbt_regression: a weighted sum of what the trees predict.
 *
 *   in   features    vector of double
 *   out  prediction  double
 *
 *   prediction = DOT(the trees' predictions, tree_weights)
 *
 * The sum is the vector kernel's, in four lanes, not a running one. For the trees see
 * decision_tree_regression.
 *
 * Follows MLeap 0.25.2: core/regression/GBTRegressionModel.scala.
 */
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct gbt_regression {
    int64_t num_features;
    struct cl_f64s tree_weights;
    struct cl_strs trees;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct gbt_regression, num_features)},
    {.name = "tree_weights",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct gbt_regression, tree_weights)},
    {.name = "trees", .type = CL_ATTR_STRS, .offset = offsetof(struct gbt_regression, trees)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct gbt_regression *r = state;

    if (r->trees.n != r->tree_weights.n)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu tree_weights for %zu trees", r->tree_weights.n,
                       r->trees.n);
    return cl_forest_load_trees(&r->forest, CL_LEAF_VALUE, 0, &r->trees, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct gbt_regression *r = state;

    if (!cl_type_set_width(&p->in[0].type, r->num_features, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct gbt_regression *r = state;

    return cl_forest_weigh(&r->forest, x, x->in[0], r->tree_weights.at, x->out[0]->as.f64, err);
}

const struct cl_op cl_op_gbt_regression = {
    .name = "gbt_regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_regressor_ports,
    .state_size = sizeof(struct gbt_regression),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
