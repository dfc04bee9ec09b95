/*
 * gbt_classifier: two classes, by the sign of a weighted sum of regression trees.
 *
 *   in   features        vector of double
 *   out  raw_prediction  vector of double: -m, m; optional
 *   out  probability     vector of double: p, 1 - p; optional
 *   out  prediction      double, the class
 *
 *   m = DOT(the trees' predictions, tree_weights),  p = 1 / (1 + exp(-2 * -m))
 *
 * With neither optional output and without thresholds the class is 1 if m > 0. Else see
 * ops/kernels/classify.h for how it is chosen, and decision_tree_regression for the trees.
 *
 * Follows MLeap 0.25.2: core/classification/GBTClassifierModel.scala.
 */
#include <math.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/forest.h"
#include "ops/kernels/ports.h"
#include "runtime/op.h"

struct gbt_classifier {
    int64_t num_features, num_classes;
    struct cl_f64s tree_weights;
    struct cl_strs trees;
    struct cl_str loss_type;
    bool has_loss_type;
    struct cl_classes classes;
    struct cl_forest forest;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct gbt_classifier, num_features)},
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct gbt_classifier, num_classes)},
    {.name = "tree_weights",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct gbt_classifier, tree_weights)},
    {.name = "trees", .type = CL_ATTR_STRS, .offset = offsetof(struct gbt_classifier, trees)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct gbt_classifier, classes.thresholds),
     .optional = true,
     .present = offsetof(struct gbt_classifier, classes.has_thresholds)},
    {.name = "lossType",
     .type = CL_ATTR_STR,
     .offset = offsetof(struct gbt_classifier, loss_type),
     .optional = true,
     .present = offsetof(struct gbt_classifier, has_loss_type)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct gbt_classifier *c = state;

    if (c->num_classes != 2)
        return cl_fail(err, CLEAP_E_FORMAT, "num_classes is %lld, needs 2",
                       (long long)c->num_classes);
    if (c->has_loss_type && !cl_str_is(c->loss_type, "logistic"))
        return cl_fail(err, CLEAP_E_FORMAT, "lossType is '%.*s', needs 'logistic'",
                       CL_STR_ARGS(c->loss_type));
    if (c->trees.n != c->tree_weights.n)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu tree_weights for %zu trees", c->tree_weights.n,
                       c->trees.n);
    CL_TRY(cl_classes_init(&c->classes, c->num_classes, err));
    CL_TRY(cl_classes_check_thresholds(&c->classes, err));
    return cl_forest_load_trees(&c->forest, CL_LEAF_VALUE, 0, &c->trees, src, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct gbt_classifier *c = state;

    return cl_classify_prepare(p, c->num_features, &c->classes, err);
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct gbt_classifier *c = state;

    CL_TRY(cl_forest_weigh(&c->forest, x, x->in[0], c->tree_weights.at, raw_out, err));
    cl_classes_from_margins(raw_out, x->n);
    return CLEAP_OK;
}

static void normalise(const void *state, double *v)
{
    (void)state;
    v[0] = 1.0 / (1.0 + exp(-2.0 * v[0]));
    v[1] = 1.0 - v[0];
}

static double straight(const void *state, const double *raw_row)
{
    const struct gbt_classifier *c = state;
    double probability[2] = {raw_row[0], raw_row[1]};

    if (!c->classes.has_thresholds)
        return raw_row[1] > 0.0 ? 1.0 : 0.0;
    normalise(c, probability);
    return cl_classes_by_probability(&c->classes, probability);
}

static const struct cl_classifier classifier = {
    .raw = raw,
    .normalise = normalise,
    .straight = straight,
};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct gbt_classifier *c = state;

    return cl_classify(&classifier, c, &c->classes, x, err);
}

const struct cl_op cl_op_gbt_classifier = {
    .name = "gbt_classifier",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"probability", NULL},
               .why = "exp"},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct gbt_classifier),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
