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
#include "ops/kernels/classify.h"
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct tree_classifier {
    int64_t num_features, num_classes;
    struct cl_classes classes;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct tree_classifier, num_features)},
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct tree_classifier, num_classes)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct tree_classifier, classes.thresholds),
     .optional = true,
     .present = offsetof(struct tree_classifier, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct tree_classifier *c = state;

    CL_TRY(cl_classes_init(&c->classes, c->num_classes, err));
    CL_TRY(cl_classes_check_thresholds(&c->classes, err));
    return cl_forest_load(&c->forest, CL_LEAF_COUNTS, c->classes.n, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct tree_classifier *c = state;

    return cl_classify_prepare(p, c->num_features, &c->classes, err);
}

struct answer {
    const struct cl_forest *forest;
    double *raw;
};

static void answer_row(void *arg, size_t i, const uint32_t *leaf)
{
    const struct answer *a = arg;
    size_t n = a->forest->n_classes;

    memcpy(a->raw + i * n, cl_forest_counts(a->forest, *leaf), n * sizeof(double));
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct tree_classifier *c = state;
    struct answer answer = {.forest = &c->forest, .raw = raw_out};

    return cl_forest_walk(&c->forest, x, x->in[0], answer_row, &answer, err);
}

static void normalise(const void *state, double *v)
{
    const struct tree_classifier *c = state;

    cl_divide_by_sum(v, c->classes.n);
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct tree_classifier *c = state;

    return cl_classify(&classifier, c, &c->classes, x, err);
}

const struct cl_op cl_op_decision_tree_classifier = {
    .name = "decision_tree_classifier",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct tree_classifier),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
