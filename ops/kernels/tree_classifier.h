/*
 * Classifiers whose raw values are what leaves add up to: decision_tree_classifier of one tree,
 * random_forest_classifier of many. Their probabilities are the raw values divided by their sum.
 */
#ifndef CLEAP_OPS_KERNELS_TREE_CLASSIFIER_H
#define CLEAP_OPS_KERNELS_TREE_CLASSIFIER_H

#include "ops/kernels/classify.h"
#include "ops/kernels/forest.h"

/* The state of such an op begins with it. */
struct cl_tree_classifier {
    int64_t num_features, num_classes;
    struct cl_classes classes;
    struct cl_forest forest;
    double zero; /* what sums begin at: see cl_forest_sum() */
};

/* The attributes that both have, for the op's table. */
#define CL_TREE_CLASSIFIER_ATTRS                                                                   \
    {.name = "num_features",                                                                       \
     .type = CL_ATTR_I64,                                                                          \
     .offset = offsetof(struct cl_tree_classifier, num_features)},                                 \
        {.name = "num_classes",                                                                    \
         .type = CL_ATTR_I64,                                                                      \
         .offset = offsetof(struct cl_tree_classifier, num_classes)},                              \
    {                                                                                              \
        .name = "thresholds", .type = CL_ATTR_F64S,                                                \
        .offset = offsetof(struct cl_tree_classifier, classes.thresholds), .optional = true,       \
        .present = offsetof(struct cl_tree_classifier, classes.has_thresholds)                     \
    }

/* Checks the classes; to be called before the trees are read. */
enum cleap_status cl_tree_classifier_init(struct cl_tree_classifier *c, struct cleap_error *err);

/* The hooks of the op. */
enum cleap_status cl_tree_classifier_prepare(void *state, struct cl_prepare *p,
                                             struct cleap_error *err);
enum cleap_status cl_tree_classifier_execute(const void *state, struct cl_exec *x,
                                             struct cleap_error *err);

#endif
