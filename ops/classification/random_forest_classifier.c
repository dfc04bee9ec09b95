/*
 * random_forest_classifier: the trees vote, each with shares that add up to 1.
 *
 *   in   features        vector of double
 *   out  raw_prediction  vector of double, the votes for each class; optional
 *   out  probability     vector of double, the votes divided by their sum; optional
 *   out  prediction      double, the class
 *
 * In the order of the trees, each adds for each class its leaf's count divided by the sum of all
 * counts of the leaf; a leaf whose sum is 0 adds nothing. The shares are worked out at load: they
 * are the same for every row. tree_weights must be there and are not used. For splits see
 * decision_tree_regression, for how the class is chosen ops/kernels/classify.h.
 *
 * Follows MLeap 0.25.2: core/classification/RandomForestClassifierModel.scala.
 */
#include "ops/kernels/ports.h"
#include "ops/kernels/tree_classifier.h"

struct forest_classifier {
    struct cl_tree_classifier base;
    struct cl_f64s tree_weights;
    struct cl_strs trees;
};

static const struct cl_attr attrs[] = {
    CL_TREE_CLASSIFIER_ATTRS,
    {.name = "tree_weights",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct forest_classifier, tree_weights)},
    {.name = "trees", .type = CL_ATTR_STRS, .offset = offsetof(struct forest_classifier, trees)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct forest_classifier *c = state;
    struct cl_tree_classifier *base = &c->base;

    CL_TRY(cl_tree_classifier_init(base, err));
    return cl_forest_load_trees(&base->forest, CL_LEAF_SHARES, base->classes.n, &c->trees, src,
                                err);
}

const struct cl_op cl_op_random_forest_classifier = {
    .name = "random_forest_classifier",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct forest_classifier),
    .load = load,
    .prepare = cl_tree_classifier_prepare,
    .execute = cl_tree_classifier_execute,
};
