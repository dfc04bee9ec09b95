/*
 * Decision trees, one or many, as one flat array of nodes: what every tree op walks.
 *
 * The nodes of all trees lie in the order in which their parents were read, siblings side by side,
 * a child always behind its parent. A step of a walk reads one node of 16 bytes and one feature.
 */
#ifndef CLEAP_OPS_KERNELS_FOREST_H
#define CLEAP_OPS_KERNELS_FOREST_H

#include "ops/kernels/categories.h"
#include "runtime/op.h"

struct cl_forest_node {
    union {
        double threshold; /* continuous: left if feature <= threshold, so NaN goes right */
        uint64_t set;     /* categorical: index into `sets` */
        double value;     /* leaf of a regression: its prediction */
        uint64_t counts;  /* leaf of a classification: where its counts begin in `counts` */
    } as;
    int32_t feature; /* ~feature of a categorical split, which makes it negative */
    uint32_t left;   /* the left child, the right one is the next; 0: this is a leaf */
};

struct cl_forest {
    const struct cl_forest_node *nodes;
    const uint32_t *roots;
    uint32_t n_nodes, n_trees;
    const struct cl_categories *sets;
    size_t n_sets; /* 0: every split is continuous */
    const double *counts;
    size_t n_classes;
    int32_t max_feature; /* the largest that a split reads; -1: none */
    bool scatters;       /* whether sparse rows are made dense before they are walked */
    size_t tile;         /* rows that are walked together, 1 .. CL_FOREST_ROWS */
};

/* The most rows that are walked together. */
#define CL_FOREST_ROWS 16

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

/* Gets the leaves that row i of the tile comes to: nodes, one of each tree. */
typedef void (*cl_forest_row_fn)(void *arg, size_t i, const uint32_t *leaf);

/* Walks the rows of the tile, in their order. CLEAP_E_DATA: a split that a row comes to reads a
 * feature that the row does not have. */
enum cleap_status cl_forest_walk(const struct cl_forest *forest, const struct cl_exec *x,
                                 const struct cl_column *features, cl_forest_row_fn on_row,
                                 void *arg, struct cleap_error *err);

/* out[i] = DOT(the trees' predictions for row i, weights): what gradient-boosted trees add up to.
 * There are n_trees weights. */
enum cleap_status cl_forest_weigh(const struct cl_forest *forest, const struct cl_exec *x,
                                  const struct cl_column *features, const double *weights,
                                  double *out, struct cleap_error *err);

static inline double cl_forest_value(const struct cl_forest *forest, uint32_t leaf)
{
    return forest->nodes[leaf].as.value;
}

static inline const double *cl_forest_counts(const struct cl_forest *forest, uint32_t leaf)
{
    return forest->counts + forest->nodes[leaf].as.counts;
}

#endif
