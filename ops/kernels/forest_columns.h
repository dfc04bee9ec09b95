/*
 * The columns of a forest: the questions that its splits ask of a row, each once.
 */
#ifndef CLEAP_OPS_KERNELS_FOREST_COLUMNS_H
#define CLEAP_OPS_KERNELS_FOREST_COLUMNS_H

#include "ops/kernels/forest.h"

/* Until the columns are listed, the column of a split is its feature, or this and its set's number.
 */
#define CL_FOREST_SET ((uint32_t)1 << 31)

struct cl_forest_set {
    struct cl_forest_column column;
    uint32_t number;
};

struct cl_forest_splits {
    struct cl_split *nodes; /* their columns are filled in */
    uint32_t n_nodes;
    uint32_t *features; /* of continuous splits, some more than once; in the end in disorder */
    size_t n_features;
    struct cl_forest_set *sets; /* numbered from 0; in the end in disorder */
    uint32_t n_sets;
};

/* Lists the columns in the forest: features of continuous splits, ascending, then sets, by feature.
 * Splits by equal sets of one feature share a column. Only CLEAP_E_NOMEM can happen. */
enum cleap_status cl_forest_list_columns(struct cl_forest *forest, struct cl_forest_splits *splits,
                                         struct cl_arena *arena, struct cleap_error *err);

#endif
