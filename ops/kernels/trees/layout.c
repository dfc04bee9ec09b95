/*
 * Lays out trees, without recursion: they may be deep.
 */
#include "ops/kernels/trees/layout.h"

#define CLUSTER_LEVELS 3
#define CLUSTER_NODES 15 /* the split that it hangs from, and 2 + 4 + 8 */

struct step {
    uint32_t node, depth;
};

/* Splits whose children have no place yet, the next one last. */
struct stack {
    struct step *at;
    size_t n;
};

struct laying {
    const struct cl_split *nodes;
    struct cl_trees_layout *layout;
    struct stack stack;
    uint64_t leaf_depths; /* added up, of the tree that is being laid out */
    uint32_t n_leaves, depth;
};

static void lay_node(struct laying *l, struct step at)
{
    l->layout->place[at.node] = l->layout->n_nodes++;
    if (l->nodes[at.node].left != 0)
        return;
    l->n_leaves++;
    l->leaf_depths += at.depth;
    if (at.depth > l->depth)
        l->depth = at.depth;
}

/* Gives places to the levels below a split, and leaves the splits of the last on the stack. */
static void lay_cluster(struct laying *l, struct step top)
{
    struct step cluster[CLUSTER_NODES] = {top};
    size_t n = 1, level_begin = 0;

    for (int level = 0; level < CLUSTER_LEVELS; level++) {
        size_t level_end = n;

        for (size_t i = level_begin; i < level_end; i++) {
            struct step child = {.node = l->nodes[cluster[i].node].left,
                                 .depth = cluster[i].depth + 1};

            for (int side = 0; side < 2 && l->nodes[cluster[i].node].left != 0; side++) {
                lay_node(l, child);
                cluster[n++] = child;
                child.node++;
            }
        }
        level_begin = level_end;
    }
    for (size_t i = n; i-- > level_begin;)
        if (l->nodes[cluster[i].node].left != 0)
            l->stack.at[l->stack.n++] = cluster[i];
}

static void lay_tree(struct laying *l, const struct cl_trees_input *input, uint32_t t)
{
    struct cl_tree_shape *shape = &l->layout->shapes[t];
    struct step root = {.node = input->roots[t]};

    l->leaf_depths = l->n_leaves = l->depth = 0;
    lay_node(l, root);
    if (l->nodes[root.node].left != 0)
        l->stack.at[l->stack.n++] = root;
    while (l->stack.n > 0)
        lay_cluster(l, l->stack.at[--l->stack.n]);
    shape->depth = l->depth;
    shape->mean_depth = (double)l->leaf_depths / l->n_leaves;
    shape->n_nodes = cl_trees_end(input, t) - input->roots[t];
    for (uint32_t i = input->roots[t]; i < cl_trees_end(input, t); i++)
        shape->n_leaves += l->nodes[i].left == 0;
}

static uint32_t largest_tree(const struct cl_trees_input *input)
{
    uint32_t most = 1;

    for (uint32_t t = 0; t < input->n_trees; t++)
        if (cl_trees_end(input, t) - input->roots[t] > most)
            most = cl_trees_end(input, t) - input->roots[t];
    return most;
}

bool cl_trees_lay(struct cl_trees_layout *layout, const struct cl_trees_input *input,
                  struct cl_arena *arena)
{
    struct laying l = {.nodes = input->nodes, .layout = layout};

    *layout = (struct cl_trees_layout){
        .place = cl_arena_array(arena, input->n_nodes, sizeof *layout->place),
        .shapes = cl_arena_zeroed(arena, input->n_trees, sizeof *layout->shapes),
    };
    l.stack.at = cl_arena_array(arena, largest_tree(input), sizeof *l.stack.at);
    if (layout->place == NULL || layout->shapes == NULL || l.stack.at == NULL)
        return false;
    for (uint32_t i = 0; i < input->n_nodes; i++)
        layout->place[i] = CL_NO_PLACE;
    for (uint32_t t = 0; t < input->n_trees; t++)
        lay_tree(&l, input, t);
    return true;
}
