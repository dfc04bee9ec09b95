/*
 * The engine that walks decision trees, of Spark as of XGBoost.
 *
 * A row is an array of keys, one a column (key.h), which the caller makes of its values: a column
 * is a number that splits compare, or the answer to a question that they ask, such as whether a
 * category is in a set. A split sends a row right if its cut is below the row's key.
 *
 * Trees are walked twelve at a time, a level after the other, so that the processor waits for
 * twelve loads at once and guesses no branch: siblings lie side by side, a leaf is its own child,
 * and a group of trees is walked as far as its deepest leaf (or, beyond some levels, until all
 * stand still). Of several rows each group of trees is walked by all while it is in the cache.
 * There are three ways:
 *
 *   table  a row first compares its keys with each distinct cut there is, into a table of bytes; a
 *          step adds two bytes of a node and one of the table. Nodes have 4 bytes. Best where many
 *          splits share cuts, as those of Spark do, which has 32 bins a feature.
 *   keys   a step compares. Nodes have 8 bytes (keys below 2^32, trees below 2^16 nodes) or 16.
 *   lazy   the caller walks the trees one by one by cl_trees_split(), and asks for the values that
 *          it comes to: best for few trees, many columns.
 *
 * cl_trees_build() chooses by a model of what each costs; benchmarks/micro/bench_forest.c shows how
 * well it does. Every way comes to the same leaves.
 */
#ifndef CLEAP_OPS_KERNELS_TREES_TREES_H
#define CLEAP_OPS_KERNELS_TREES_TREES_H

#include "ops/kernels/trees/cuts.h"
#include "runtime/arena.h"
#include "runtime/error.h"

enum cl_trees_way { CL_TREES_ANY, CL_TREES_TABLE, CL_TREES_KEYS, CL_TREES_LAZY };

/* A node as the builder takes it. */
struct cl_split {
    uint64_t cut;
    uint32_t column;
    uint32_t left; /* the left child, the right one is the next; 0: this is a leaf */
};

struct cl_trees_input {
    const struct cl_split *nodes; /* tree after tree; a leaf that no way leads to is one as well */
    uint32_t n_nodes;
    const uint32_t *roots; /* ascending: the first node of each tree */
    uint32_t n_trees, n_columns;
    double row_ns;         /* what it costs to make the keys of a row, about */
    enum cl_trees_way way; /* CL_TREES_ANY: the cheapest */
    bool has_small_keys;   /* cuts and keys are those of floats, or below CL_KEY_NAN_F32 */
    bool needs_no_lazy;    /* the caller has nodes of its own to walk lazily */
};

struct cl_trees {
    enum cl_trees_way way;
    bool is_narrow; /* keys: nodes of 8 bytes */
    uint32_t n_trees, n_columns;
    const void *nodes;
    /* Of each tree, then of as many more as fill the last group. */
    const uint32_t *roots;
    const uint32_t *first_leaf; /* what is added to that of a leaf in its node; may wrap around */
    const uint32_t *depths;     /* of each group */
    uint32_t block;             /* groups that fit a cache */
    struct cl_cuts cuts;        /* table */
    uint32_t max_leaves;        /* of a tree */
};

/* Trees that are walked together. */
#define CL_TREES_LANES 12

/* Lays out the trees for walks, in the arena. The leaves are numbered from 0 in the order of the
 * input's nodes. Only CLEAP_E_NOMEM can happen. */
enum cleap_status cl_trees_build(struct cl_trees *trees, const struct cl_trees_input *input,
                                 struct cl_arena *arena, struct cleap_error *err);

/* Rows that are on their way through the trees at a time. */
#define CL_TREES_ROWS 256

/* Slots for them. */
struct cl_trees_rows {
    uint64_t *keys;  /* of slot i from i * n_columns on; the caller fills them for each walk */
    size_t *row;     /* what the caller calls the row in a slot, likewise */
    uint8_t *tables; /* of each slot */
    size_t most;     /* slots, CL_TREES_ROWS or fewer */
};

/* Room for some of n rows; not for trees that are walked lazily. False: no memory. */
bool cl_trees_rows_init(struct cl_trees_rows *rows, const struct cl_trees *trees, size_t n,
                        struct cl_arena *arena);

/* The leaves that a row comes to in n trees from `tree` on. */
struct cl_trees_leaves {
    size_t row, slot;
    uint32_t tree, n;
    const uint32_t *leaf;
};

/* For each row the trees come in their order, a few at a time; between them come those of others.
 */
typedef void (*cl_trees_fn)(void *arg, const struct cl_trees_leaves *leaves);

/* Walks the rows in the first n slots. */
void cl_trees_walk(const struct cl_trees *trees, const struct cl_trees_rows *rows, size_t n,
                   cl_trees_fn on_leaves, void *arg);

/* What node `at` of the walks is, for walks without keys; not of narrow nodes. False: a leaf; then
 * split->left is the number of its leaf in the tree. */
bool cl_trees_split(const struct cl_trees *trees, uint32_t at, struct cl_split *split);

/* The nodes, as build.c lays them out and walk.c reads them. A leaf's cut is above every key. */
struct cl_table_node {
    uint16_t cut;   /* place in the table; of a leaf, behind the cuts, its number in the tree */
    uint16_t ahead; /* bytes to the left child */
};

struct cl_narrow_node {
    uint32_t cut;
    uint16_t column;
    uint16_t ahead; /* nodes to the left child */
};

struct cl_wide_node {
    uint64_t cut;
    uint32_t column;
    uint32_t ahead;
};

#define CL_NARROW_LEAF ((uint32_t)0xffc00000) /* and the number of the leaf in its tree */
#define CL_WIDE_LEAF ((uint64_t)0xffffffff00000000)

#endif
