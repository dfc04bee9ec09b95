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
#include "ops/kernels/classify.h"
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct forest_classifier {
    int64_t num_features, num_classes;
    struct cl_f64s tree_weights;
    struct cl_strs trees;
    struct cl_classes classes;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct forest_classifier, num_features)},
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct forest_classifier, num_classes)},
    {.name = "tree_weights",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct forest_classifier, tree_weights)},
    {.name = "trees", .type = CL_ATTR_STRS, .offset = offsetof(struct forest_classifier, trees)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct forest_classifier, classes.thresholds),
     .optional = true,
     .present = offsetof(struct forest_classifier, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct forest_classifier *c = state;

    CL_TRY(cl_classes_init(&c->classes, c->num_classes, err));
    CL_TRY(cl_classes_check_thresholds(&c->classes, err));
    return cl_forest_load_trees(&c->forest, CL_LEAF_SHARES, c->classes.n, &c->trees, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct forest_classifier *c = state;

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
    double *votes = a->raw + i * n;

    for (size_t k = 0; k < n; k++)
        votes[k] = 0.0;
    for (uint32_t t = 0; t < a->forest->n_trees; t++) {
        const double *shares = cl_forest_counts(a->forest, leaf[t]);

        for (size_t k = 0; k < n; k++)
            votes[k] += shares[k];
    }
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct forest_classifier *c = state;
    struct answer answer = {.forest = &c->forest, .raw = raw_out};

    return cl_forest_walk(&c->forest, x, x->in[0], answer_row, &answer, err);
}

static void normalise(const void *state, double *v)
{
    const struct forest_classifier *c = state;

    cl_divide_by_sum(v, c->classes.n);
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct forest_classifier *c = state;

    return cl_classify(&classifier, c, &c->classes, x, err);
}

const struct cl_op cl_op_random_forest_classifier = {
    .name = "random_forest_classifier",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct forest_classifier),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
