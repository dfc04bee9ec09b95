/*
 * decision_tree_regression: the value of the leaf that a row comes to.
 *
 *   in   features    vector of double
 *   out  prediction  double
 *
 * A continuous split sends a row left if its feature <= the threshold, so NaN goes right; a
 * categorical split sends it to the side that lists its feature. What a sparse vector does not
 * store is 0. A split that a row comes to may not read behind the vector's end.
 *
 * Follows MLeap 0.25.2: core/regression/DecisionTreeRegressionModel.scala, core/tree/Node.scala.
 */
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct tree_regression {
    int64_t num_features;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct tree_regression, num_features)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct tree_regression *r = state;

    return cl_forest_load(&r->forest, CL_LEAF_VALUE, 0, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct tree_regression *r = state;

    if (!cl_type_set_width(&p->in[0].type, r->num_features, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct tree_regression *r = state;

    return cl_forest_sum(&r->forest, x, x->in[0], CL_SUM_OF_ONE, x->out[0]->as.f64, err);
}

const struct cl_op cl_op_decision_tree_regression = {
    .name = "decision_tree_regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_regressor_ports,
    .state_size = sizeof(struct tree_regression),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
