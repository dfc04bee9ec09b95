/*
 * Trees made at random for the engine that walks trees, rows for them, and a walk one by one that
 * its answers are held against. For tests and benchmarks.
 */
#ifndef CLEAP_TESTS_RANDOM_TREES_H
#define CLEAP_TESTS_RANDOM_TREES_H

#include <math.h>

#include "ops/kernels/trees/key.h"
#include "ops/kernels/trees/trees.h"

enum random_shape { RANDOM_FULL, RANDOM_RAGGED, RANDOM_CHAIN_LEFT, RANDOM_CHAIN_RIGHT };

struct random_plan {
    enum random_shape shape;
    uint32_t n_trees, depth, n_columns;
    uint32_t n_cuts; /* distinct ones a column */
};

struct random_trees {
    struct cl_split *nodes;
    uint32_t *roots, *leaf_of; /* leaf_of: the number of a node that is a leaf */
    uint32_t n_nodes, n_trees, n_columns;
    struct random_plan plan;
    uint64_t state;
};

static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state * (uint64_t)0x2545f4914f6cdd1d >> 11;
}

/* One of the numbers that a column's cuts are, or that its rows have; NaN and infinities also. */
static inline double random_value(const struct random_plan *plan, uint64_t *state)
{
    uint64_t pick = random_next(state);

    if (pick % 64 == 0)
        return (const double[]){NAN, INFINITY, -INFINITY, -0.0}[pick / 64 % 4];
    return (double)(int64_t)(pick / 64 % (2 * (uint64_t)plan->n_cuts + 1)) - plan->n_cuts;
}

static inline bool random_splits(const struct random_plan *plan, uint32_t depth, uint32_t side,
                                 uint64_t *state)
{
    if (depth >= plan->depth)
        return false;
    if (plan->shape == RANDOM_CHAIN_LEFT || plan->shape == RANDOM_CHAIN_RIGHT)
        return depth == 0 || side == (plan->shape == RANDOM_CHAIN_RIGHT);
    return plan->shape == RANDOM_FULL || random_next(state) % 4 != 0;
}

/* Nodes from a tree's root on, level by level; returns where the next tree begins. */
static inline uint32_t random_tree(struct random_trees *t, uint32_t root, uint32_t *depth)
{
    uint32_t end = root + 1;

    depth[root] = 0;
    for (uint32_t i = root; i < end; i++) {
        struct cl_split *node = &t->nodes[i];
        double value = random_value(&t->plan, &t->state);

        *node = (struct cl_split){.left = 0};
        if (!random_splits(&t->plan, depth[i], (i - root + 1) % 2, &t->state))
            continue;
        node->left = end;
        node->column = (uint32_t)(random_next(&t->state) % t->plan.n_columns);
        node->cut = value != value ? 0 : cl_key_f64(value * 0.5);
        depth[end] = depth[end + 1] = depth[i] + 1;
        end += 2;
    }
    return end;
}

/* The most nodes of a tree. */
static inline size_t random_most(const struct random_plan *plan)
{
    if (plan->shape == RANDOM_FULL || plan->shape == RANDOM_RAGGED)
        return (size_t)2 << plan->depth;
    return 2 * (size_t)plan->depth + 1;
}

/* False: no memory. */
static inline bool random_trees_make(struct random_trees *t, const struct random_plan *plan,
                                     uint64_t seed, struct cl_arena *memory)
{
    size_t most = random_most(plan) * plan->n_trees;
    uint32_t *depth = cl_arena_array(memory, most, sizeof *depth), n_leaves = 0;

    *t = (struct random_trees){
        .plan = *plan,
        .nodes = cl_arena_array(memory, most, sizeof *t->nodes),
        .roots = cl_arena_array(memory, plan->n_trees, sizeof *t->roots),
        .leaf_of = cl_arena_array(memory, most, sizeof *t->leaf_of),
        .n_trees = plan->n_trees,
        .n_columns = plan->n_columns,
        .state = seed,
    };
    if (depth == NULL || t->nodes == NULL || t->roots == NULL || t->leaf_of == NULL)
        return false;
    for (uint32_t k = 0; k < t->n_trees; k++) {
        t->roots[k] = t->n_nodes;
        t->n_nodes = random_tree(t, t->n_nodes, depth);
    }
    for (uint32_t i = 0; i < t->n_nodes; i++)
        t->leaf_of[i] = t->nodes[i].left == 0 ? n_leaves++ : UINT32_MAX;
    return true;
}

static inline struct cl_trees_input random_trees_input(const struct random_trees *t,
                                                       enum cl_trees_way way)
{
    return (struct cl_trees_input){.nodes = t->nodes,
                                   .n_nodes = t->n_nodes,
                                   .roots = t->roots,
                                   .n_trees = t->n_trees,
                                   .n_columns = t->n_columns,
                                   .row_ns = 0.35 * t->n_columns,
                                   .way = way};
}

static inline void random_row(struct random_trees *t, uint64_t *keys)
{
    for (uint32_t c = 0; c < t->n_columns; c++)
        keys[c] = cl_key_f64(random_value(&t->plan, &t->state) * 0.5);
}

/* One by one, as the nodes are given. */
static inline uint32_t random_trees_leaf(const struct random_trees *t, uint32_t tree,
                                         const uint64_t *keys)
{
    uint32_t at = t->roots[tree];

    while (t->nodes[at].left != 0)
        at = t->nodes[at].left + (t->nodes[at].cut < keys[t->nodes[at].column]);
    return t->leaf_of[at];
}

#endif
