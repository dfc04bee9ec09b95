/*
 * Decision trees of Spark, one or many: what every tree op walks (trees/trees.h).
 *
 * A continuous split sends a row left if its feature <= the threshold, so NaN goes right; a
 * categorical split sends it to the side that lists its feature.
 */
#ifndef CLEAP_OPS_KERNELS_FOREST_H
#define CLEAP_OPS_KERNELS_FOREST_H

#include "ops/kernels/categories.h"
#include "ops/kernels/trees/trees.h"
#include "runtime/op.h"

/* What the keys of a row are made of: a feature that continuous splits compare, or the side that a
 * set of categories sends it to. */
struct cl_forest_column {
    uint32_t feature;
    const struct cl_categories *set; /* NULL: continuous */
};

struct cl_forest {
    struct cl_trees trees;
    uint32_t n_trees, n_leaves;
    const struct cl_forest_column *columns; /* the continuous ones first, by feature */
    uint32_t n_columns, n_continuous;
    int32_t max_feature;  /* the largest that a split reads; -1: none */
    const double *leaves; /* n_values of each leaf, tree after tree */
    size_t n_values;
};

/* What leaves hold. */
enum cl_forest_leaf {
    CL_LEAF_VALUE,  /* a prediction, the leaf's first value */
    CL_LEAF_COUNTS, /* a count for each class */
    CL_LEAF_SHARES  /* counts divided by their sum (of all that the leaf has), or zeros when that
                       is 0; those of the first n_classes */
};

/* Reads the tree of this folder, or those of the folders named, each of which must hold a model of
 * a single tree of the kind. n_classes is 0 for CL_LEAF_VALUE. CLEAP_E_FORMAT: a leaf has too few
 * values (or too many counts), a feature is negative; CLEAP_E_LIMIT. */
enum cleap_status cl_forest_load(struct cl_forest *forest, enum cl_forest_leaf leaf,
                                 size_t n_classes, struct cl_source *src, struct cleap_error *err);
enum cleap_status cl_forest_load_trees(struct cl_forest *forest, enum cl_forest_leaf leaf,
                                       size_t n_classes, const struct cl_strs *names,
                                       struct cl_source *src, struct cleap_error *err);

/* Walks the rows of the tile; the leaves of a row may come in pieces, see cl_trees_fn.
 * CLEAP_E_DATA: a split that a row comes to reads a feature that the row does not have. */
enum cleap_status cl_forest_walk(const struct cl_forest *forest, const struct cl_exec *x,
                                 const struct cl_column *features, cl_trees_fn on_leaves, void *arg,
                                 struct cleap_error *err);

/* What leaves the value of a lone leaf as it is, be it -0.0. */
#define CL_SUM_OF_ONE (-0.0)

/* out[i] = the sum, in the order of the trees, of what their leaves hold for row i: n_values each.
 * Sums begin at `zero`: 0.0, or CL_SUM_OF_ONE. */
enum cleap_status cl_forest_sum(const struct cl_forest *forest, const struct cl_exec *x,
                                const struct cl_column *features, double zero, double *out,
                                struct cleap_error *err);

/* out[i] = DOT(the trees' predictions for row i, weights): what gradient-boosted trees add up to.
 * There are n_trees weights. */
enum cleap_status cl_forest_weigh(const struct cl_forest *forest, const struct cl_exec *x,
                                  const struct cl_column *features, const double *weights,
                                  double *out, struct cleap_error *err);

#endif
