/*
 * The order in which the nodes of trees lie in memory: in clusters of three levels, so that a walk
 * touches few cache lines; siblings side by side, children behind their parent.
 */
#ifndef CLEAP_OPS_KERNELS_TREES_LAYOUT_H
#define CLEAP_OPS_KERNELS_TREES_LAYOUT_H

#include "ops/kernels/trees/trees.h"

#define CL_NO_PLACE UINT32_MAX

/* What is known of a tree once it is laid out. */
struct cl_tree_shape {
    uint32_t n_nodes, n_leaves; /* of the input, nodes that no way leads to among them */
    uint32_t depth;
    double mean_depth; /* of its leaves */
};

struct cl_trees_layout {
    uint32_t *place;  /* of each node of the input, CL_NO_PLACE: no way leads to it */
    uint32_t n_nodes; /* that have places */
    struct cl_tree_shape *shapes;
};

/* False: no memory. */
bool cl_trees_lay(struct cl_trees_layout *layout, const struct cl_trees_input *input,
                  struct cl_arena *arena);

/* The end of tree t's nodes in the input. */
static inline uint32_t cl_trees_end(const struct cl_trees_input *input, uint32_t t)
{
    return t + 1 < input->n_trees ? input->roots[t + 1] : input->n_nodes;
}

#endif
