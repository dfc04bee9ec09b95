/*
 * Walks: twelve trees at a time, level by level.
 *
 * The loops over lanes are unrolled by the compiler, so that the lanes' places live in registers:
 * hence the constant bounds, the functions that must be inlined and those that must not. A table's
 * step is two loads from a node, one from the table, two additions; a step by keys compares in
 * place of the table's load, and the compiler adds the carry.
 */
#include <string.h>

#include "ops/kernels/trees/trees.h"

#define LANES CL_TREES_LANES
#define INLINED __attribute__((always_inline)) static inline
#define APART __attribute__((noinline)) static
#if defined(__clang__)
#define UNROLLED _Pragma("unroll")
#else
#define UNROLLED _Pragma("GCC unroll 12")
#endif

/* Levels that are walked before anybody asks whether all lanes stand at leaves, and from one such
 * question to the next. */
#define LEVELS_FIRST 8
#define LEVELS_NEXT 4

/* A block of trees is walked by all rows, some rows at a time: what these rows take is to stay in
 * the first cache, the block in the second, together with what the caller keeps for its leaves.
 * Rows under way may take as much as a block. */
#define ROWS_BYTES ((size_t)24 << 10)
#define BLOCK_BYTES ((size_t)128 << 10)
#define LEAST_ROWS 8

INLINED void step_table(const char **at, const uint8_t *table)
{
    UNROLLED
    for (size_t k = 0; k < LANES; k++) {
        const struct cl_table_node *node = (const void *)at[k];

        at[k] += node->ahead;
        at[k] += table[node->cut];
    }
}

INLINED unsigned moves_table(const char *const *at)
{
    unsigned ahead = 0;

    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        ahead |= ((const struct cl_table_node *)(const void *)at[k])->ahead;
    return ahead;
}

APART void walk_table(const struct cl_trees *trees, uint32_t first, uint32_t depth,
                      const uint8_t *table, uint32_t *leaf)
{
    const struct cl_table_node *nodes = trees->nodes;
    uint32_t level = depth < LEVELS_FIRST ? depth : LEVELS_FIRST;
    const char *at[LANES];

    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        at[k] = (const char *)(nodes + trees->roots[first + k]);
    for (depth -= level; level > 0; level--)
        step_table(at, table);
    while (depth > 0 && moves_table(at) != 0) {
        level = depth < LEVELS_NEXT ? depth : LEVELS_NEXT;
        for (depth -= level; level > 0; level--)
            step_table(at, table);
    }
    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        leaf[k] =
            trees->first_leaf[first + k] + ((const struct cl_table_node *)(const void *)at[k])->cut;
}

/* Of both kinds of nodes that compare keys: is_narrow is known wherever this is inlined. */
INLINED size_t ahead_of(const void *nodes, bool is_narrow, size_t at)
{
    if (is_narrow)
        return ((const struct cl_narrow_node *)nodes)[at].ahead;
    return ((const struct cl_wide_node *)nodes)[at].ahead;
}

INLINED void step_keys(const void *nodes, bool is_narrow, size_t *at, const uint64_t *keys)
{
    UNROLLED
    for (size_t k = 0; k < LANES; k++) {
        size_t ahead = ahead_of(nodes, is_narrow, at[k]);

        if (is_narrow) {
            const struct cl_narrow_node *node = (const struct cl_narrow_node *)nodes + at[k];

            at[k] = at[k] + ahead + (node->cut < (uint32_t)keys[node->column]);
        } else {
            const struct cl_wide_node *node = (const struct cl_wide_node *)nodes + at[k];

            at[k] = at[k] + ahead + (node->cut < keys[node->column]);
        }
    }
}

INLINED size_t moves_keys(const void *nodes, bool is_narrow, const size_t *at)
{
    size_t ahead = 0;

    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        ahead |= ahead_of(nodes, is_narrow, at[k]);
    return ahead;
}

INLINED void walk_keys(const struct cl_trees *trees, bool is_narrow, uint32_t first, uint32_t depth,
                       const uint64_t *keys, uint32_t *leaf)
{
    const void *nodes = trees->nodes;
    uint32_t level = depth < LEVELS_FIRST ? depth : LEVELS_FIRST;
    size_t at[LANES];

    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        at[k] = trees->roots[first + k];
    for (depth -= level; level > 0; level--)
        step_keys(nodes, is_narrow, at, keys);
    while (depth > 0 && moves_keys(nodes, is_narrow, at) != 0) {
        level = depth < LEVELS_NEXT ? depth : LEVELS_NEXT;
        for (depth -= level; level > 0; level--)
            step_keys(nodes, is_narrow, at, keys);
    }
    UNROLLED
    for (size_t k = 0; k < LANES; k++)
        leaf[k] = trees->first_leaf[first + k] +
                  (is_narrow ? ((const struct cl_narrow_node *)nodes)[at[k]].cut & ~CL_NARROW_LEAF
                             : (uint32_t)((const struct cl_wide_node *)nodes)[at[k]].cut);
}

APART void walk_narrow(const struct cl_trees *trees, uint32_t first, uint32_t depth,
                       const uint64_t *keys, uint32_t *leaf)
{
    walk_keys(trees, true, first, depth, keys, leaf);
}

APART void walk_wide(const struct cl_trees *trees, uint32_t first, uint32_t depth,
                     const uint64_t *keys, uint32_t *leaf)
{
    walk_keys(trees, false, first, depth, keys, leaf);
}

/* Behind the cuts lie zeros for the leaves, which thus go nowhere. */
static size_t table_size(const struct cl_trees *trees)
{
    return trees->cuts.n_blocks * CL_CUTS_BLOCK + trees->max_leaves;
}

static size_t row_size(const struct cl_trees *trees)
{
    return trees->way == CL_TREES_TABLE ? table_size(trees) : trees->n_columns * sizeof(uint64_t);
}

/* How many of a size there may be: at least one. */
static size_t fit(size_t bytes, size_t size)
{
    return size < bytes ? bytes / (size + 1) : 1;
}

bool cl_trees_rows_init(struct cl_trees_rows *rows, const struct cl_trees *trees, size_t n,
                        struct cl_arena *arena)
{
    size_t size = table_size(trees), most = fit(BLOCK_BYTES, row_size(trees));

    if (most < LEAST_ROWS)
        most = LEAST_ROWS;
    if (most > CL_TREES_ROWS)
        most = CL_TREES_ROWS;
    rows->most = most < n ? most : n;
    rows->keys = cl_arena_array(arena, rows->most, trees->n_columns * sizeof *rows->keys);
    rows->row = cl_arena_array(arena, rows->most, sizeof *rows->row);
    rows->tables = NULL;
    if (rows->keys == NULL || rows->row == NULL)
        return false;
    if (trees->way != CL_TREES_TABLE)
        return true;
    rows->tables = cl_arena_array(arena, rows->most, size);
    if (rows->tables == NULL)
        return false;
    for (size_t i = 0; i < rows->most; i++)
        memset(rows->tables + i * size + size - trees->max_leaves, 0, trees->max_leaves);
    return true;
}

/* Rows on their way through a block of trees. */
struct way {
    const struct cl_trees *trees;
    const struct cl_trees_rows *rows;
    cl_trees_fn on_leaves;
    void *arg;
};

static void walk_group(const struct way *way, uint32_t group, size_t row, size_t end)
{
    const struct cl_trees *trees = way->trees;
    uint32_t leaf[LANES], first = group * LANES, depth = trees->depths[group];
    struct cl_trees_leaves leaves = {.tree = first, .n = LANES, .leaf = leaf};
    size_t size = table_size(trees);

    if (trees->n_trees - first < LANES)
        leaves.n = trees->n_trees - first;
    for (; row < end; row++) {
        const uint64_t *keys = way->rows->keys + row * trees->n_columns;

        if (trees->way == CL_TREES_TABLE)
            walk_table(trees, first, depth, way->rows->tables + row * size, leaf);
        else if (trees->is_narrow)
            walk_narrow(trees, first, depth, keys, leaf);
        else
            walk_wide(trees, first, depth, keys, leaf);
        leaves.row = way->rows->row[row];
        leaves.slot = row;
        way->on_leaves(way->arg, &leaves);
    }
}

static void walk_block(const struct way *way, uint32_t group, uint32_t end, size_t n)
{
    size_t step = fit(ROWS_BYTES, row_size(way->trees));

    if (step < LEAST_ROWS)
        step = LEAST_ROWS;

    for (size_t row = 0; row < n; row += step)
        for (uint32_t g = group; g < end; g++)
            walk_group(way, g, row, n - row < step ? n : row + step);
}

static void fill_table(const struct cl_trees *trees, uint64_t *keys, uint8_t *table)
{
    int64_t *signed_keys = (int64_t *)keys;

    for (uint32_t c = 0; c < trees->n_columns; c++)
        signed_keys[c] = cl_cuts_signed(keys[c]);
    cl_cuts_fill(&trees->cuts, signed_keys, table);
}

void cl_trees_walk(const struct cl_trees *trees, const struct cl_trees_rows *rows, size_t n,
                   cl_trees_fn on_leaves, void *arg)
{
    const struct way way = {.trees = trees, .rows = rows, .on_leaves = on_leaves, .arg = arg};
    uint32_t n_groups = (trees->n_trees + LANES - 1) / LANES;
    size_t size = table_size(trees);

    if (trees->way == CL_TREES_TABLE)
        for (size_t i = 0; i < n; i++)
            fill_table(trees, rows->keys + i * trees->n_columns, rows->tables + i * size);
    for (uint32_t group = 0; group < n_groups; group += trees->block) {
        uint32_t left = n_groups - group;

        walk_block(&way, group, group + (left < trees->block ? left : trees->block), n);
    }
}

static bool table_split(const struct cl_trees *trees, uint32_t at, struct cl_split *split)
{
    const struct cl_table_node *node = (const struct cl_table_node *)trees->nodes + at;
    size_t n_cuts = trees->cuts.n_blocks * CL_CUTS_BLOCK;

    if (node->cut >= n_cuts) {
        split->left = node->cut;
        return false;
    }
    *split = (struct cl_split){
        .cut = (uint64_t)cl_cuts_signed((uint64_t)trees->cuts.at[node->cut]),
        .column = trees->cuts.column[node->cut / CL_CUTS_BLOCK],
        .left = at + node->ahead / CL_CUTS_STEP,
    };
    return true;
}

bool cl_trees_split(const struct cl_trees *trees, uint32_t at, struct cl_split *split)
{
    const struct cl_wide_node *node;

    if (trees->way == CL_TREES_TABLE)
        return table_split(trees, at, split);
    node = (const struct cl_wide_node *)trees->nodes + at;
    if (node->ahead == 0) {
        split->left = (uint32_t)node->cut;
        return false;
    }
    *split = (struct cl_split){.cut = node->cut, .column = node->column, .left = at + node->ahead};
    return true;
}
