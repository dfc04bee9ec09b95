/*
 * decision_tree_classifier: the counts of the leaf that a row comes to.
 *
 *   in   features        vector of double
 *   out  raw_prediction  vector of double, the leaf's count for each class; optional
 *   out  probability     vector of double, the counts divided by their sum; optional
 *   out  prediction      double, the class
 *
 * For splits see decision_tree_regression, for how the class is chosen ops/kernels/classify.h.
 * The JVM, when raw_prediction is not wired, divides in the leaf itself, and once more for each
 * further row; here a leaf stays as it is.
 *
 * Follows MLeap 0.25.2: core/classification/DecisionTreeClassifierModel.scala,
 * core/tree/Node.scala.
 */
#include "ops/kernels/ports.h"
#include "ops/kernels/tree_classifier.h"

static const struct cl_attr attrs[] = {
    CL_TREE_CLASSIFIER_ATTRS,
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct cl_tree_classifier *c = state;

    c->zero = CL_SUM_OF_ONE;
    CL_TRY(cl_tree_classifier_init(c, err));
    return cl_forest_load(&c->forest, CL_LEAF_COUNTS, c->classes.n, src, err);
}

const struct cl_op cl_op_decision_tree_classifier = {
    .name = "decision_tree_classifier",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct cl_tree_classifier),
    .load = load,
    .prepare = cl_tree_classifier_prepare,
    .execute = cl_tree_classifier_execute,
};
