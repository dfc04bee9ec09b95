/*
 * Gathers the distinct cuts of splits.
 */
#ifndef CLEAP_OPS_KERNELS_TREES_CUT_LIST_H
#define CLEAP_OPS_KERNELS_TREES_CUT_LIST_H

#include "ops/kernels/trees/trees.h"

struct cl_cut {
    uint64_t cut;
    uint32_t column;
    uint32_t place; /* in the table, once it is made */
};

struct cl_cut_list {
    struct cl_arena *arena;
    struct cl_cut *cuts;
    uint32_t n, most;
    uint32_t *slots; /* open addressing: 1 + index into cuts, or 0 */
    uint32_t mask;
};

/* Room for `most` cuts. False: no memory. */
bool cl_cut_list_init(struct cl_cut_list *list, uint32_t most, struct cl_arena *arena);

/* False: there is no room for one more. */
bool cl_cut_list_add(struct cl_cut_list *list, const struct cl_split *split);

/* Sorts the cuts into a table, in an arena of its own. False: no memory. */
bool cl_cut_list_table(struct cl_cut_list *list, struct cl_cuts *cuts, struct cl_arena *arena);

/* The place in the table of a cut that was added. */
uint32_t cl_cut_list_place(const struct cl_cut_list *list, const struct cl_split *split);

#endif
