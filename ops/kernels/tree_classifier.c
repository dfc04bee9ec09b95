/*
 * What the classifiers of trees have in common.
 */
#include "ops/kernels/tree_classifier.h"

enum cleap_status cl_tree_classifier_init(struct cl_tree_classifier *c, struct cleap_error *err)
{
    CL_TRY(cl_classes_init(&c->classes, c->num_classes, err));
    return cl_classes_check_thresholds(&c->classes, err);
}

enum cleap_status cl_tree_classifier_prepare(void *state, struct cl_prepare *p,
                                             struct cleap_error *err)
{
    const struct cl_tree_classifier *c = state;

    return cl_classify_prepare(p, c->num_features, &c->classes, err);
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *out,
                             struct cleap_error *err)
{
    const struct cl_tree_classifier *c = state;

    return cl_forest_sum(&c->forest, x, x->in[0], c->zero, out, err);
}

static void normalise(const void *state, double *v)
{
    const struct cl_tree_classifier *c = state;

    cl_divide_by_sum(v, c->classes.n);
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

enum cleap_status cl_tree_classifier_execute(const void *state, struct cl_exec *x,
                                             struct cleap_error *err)
{
    const struct cl_tree_classifier *c = state;

    return cl_classify(&classifier, c, &c->classes, x, err);
}
