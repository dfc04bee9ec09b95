/*
 * random_forest_regression: the mean of what the trees predict.
 *
 *   in   features    vector of double
 *   out  prediction  double, the trees' predictions added in their order, by their number
 *
 * tree_weights must be there and are not used. For the trees see decision_tree_regression.
 *
 * Follows MLeap 0.25.2: core/regression/RandomForestRegressionModel.scala.
 */
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct forest_regression {
    int64_t num_features;
    struct cl_f64s tree_weights;
    struct cl_strs trees;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct forest_regression, num_features)},
    {.name = "tree_weights",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct forest_regression, tree_weights)},
    {.name = "trees", .type = CL_ATTR_STRS, .offset = offsetof(struct forest_regression, trees)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct forest_regression *r = state;

    return cl_forest_load_trees(&r->forest, CL_LEAF_VALUE, 0, &r->trees, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct forest_regression *r = state;

    if (!cl_type_set_width(&p->in[0].type, r->num_features, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct forest_regression *r = state;
    double *out = x->out[0]->as.f64;

    /* As in MLeap, which begins at the first tree: leaves of -0.0 alone give -0.0. */
    CL_TRY(cl_forest_sum(&r->forest, x, x->in[0], CL_SUM_OF_ONE, out, err));
    for (size_t i = 0; i < x->n; i++)
        out[i] /= r->forest.n_trees;
    return CLEAP_OK;
}

const struct cl_op cl_op_random_forest_regression = {
    .name = "random_forest_regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_regressor_ports,
    .state_size = sizeof(struct forest_regression),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
