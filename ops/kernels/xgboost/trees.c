/*
 * Lays out a booster's trees for the engine that walks them, and makes the keys of its rows.
 *
 * XGBoost sends a value left if it is below the threshold, the engine if its key is not above the
 * cut: so the cut is the key before the threshold's. A feature has up to two columns, which
 * differ in where they send a missing value.
 */
#include <math.h>

#include "ops/kernels/trees/key.h"
#include "ops/kernels/xgboost/booster.h"

#define NO_COLUMN UINT32_MAX
#define SCRATCH ((size_t)64 << 10)

/* What it costs to make a key, in nanoseconds. */
#define NS_NUMBER 0.5
#define NS_SET 6.0

struct laying {
    struct cl_booster *booster;
    struct cl_booster_column *columns;
    uint32_t n_columns;
    uint32_t *column_of; /* of each feature that is read: missing goes right, left */
    struct cl_split *splits;
    uint32_t n_nodes;
};

/* The nodes of the trees that predict. */
static uint32_t count_nodes(const struct cl_booster *b, uint32_t n_trees_in_file, uint32_t n_nodes)
{
    return b->n_trees < n_trees_in_file ? b->roots[b->n_trees] : n_nodes;
}

static uint64_t cut_of(float threshold)
{
    return isnan(threshold) ? 0 : cl_key_f32(threshold) - 1;
}

static void lay_split(struct laying *l, const struct cl_booster_node *node, struct cl_split *split)
{
    bool is_set = (node->feature & CL_BOOSTER_CATEGORICAL) != 0;
    struct cl_booster_column column = {
        .read = node->feature & CL_BOOSTER_FEATURE,
        .split = is_set ? node : NULL,
        .missing_left = (node->feature & CL_BOOSTER_DEFAULT_LEFT) != 0,
    };
    uint32_t *known = &l->column_of[2 * column.read + column.missing_left];

    split->left = node->left;
    split->cut = is_set ? 0 : cut_of(node->as.threshold);
    split->column = is_set || *known == NO_COLUMN ? l->n_columns : *known;
    if (split->column < l->n_columns)
        return;
    l->columns[l->n_columns++] = column;
    if (!is_set)
        *known = split->column;
}

static void lay_nodes(struct laying *l)
{
    for (size_t k = 0; k < 2 * (size_t)l->booster->n_read; k++)
        l->column_of[k] = NO_COLUMN;
    for (uint32_t i = 0; i < l->n_nodes; i++) {
        l->splits[i] = (struct cl_split){.left = 0};
        if (l->booster->nodes[i].left != 0)
            lay_split(l, &l->booster->nodes[i], &l->splits[i]);
    }
}

/* What each leaf holds, and its number in its tree. */
static bool list_leaves(struct cl_booster *b, uint32_t n_nodes, struct cl_arena *arena)
{
    uint32_t n = 0, tree = 0, *nodes;
    float *leaves;

    for (uint32_t i = 0; i < n_nodes; i++)
        n += b->nodes[i].left == 0;
    leaves = cl_arena_array(arena, n, sizeof *leaves);
    nodes = cl_arena_array(arena, n, sizeof *nodes);
    if (leaves == NULL || nodes == NULL)
        return false;
    n = 0;
    for (uint32_t i = 0; i < n_nodes; i++) {
        while (tree + 1 < b->n_trees && b->roots[tree + 1] <= i)
            tree++;
        if (b->nodes[i].left != 0)
            continue;
        leaves[n] = b->nodes[i].as.leaf;
        nodes[n++] = i - b->roots[tree];
    }
    b->leaves = leaves;
    b->leaf_nodes = nodes;
    return true;
}

static enum cleap_status build(struct laying *l, struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_booster *b = l->booster;
    struct cl_trees_input input = {.nodes = l->splits,
                                   .n_nodes = l->n_nodes,
                                   .roots = b->roots,
                                   .n_trees = b->n_trees,
                                   .has_small_keys = true,
                                   .needs_no_lazy = true};
    struct cl_booster_column *columns;

    lay_nodes(l);
    input.n_columns = l->n_columns;
    input.row_ns = NS_NUMBER * l->n_columns;
    for (uint32_t c = 0; c < l->n_columns; c++)
        if (l->columns[c].split != NULL)
            input.row_ns += NS_SET;
    columns = cl_arena_copy(arena, l->columns, l->n_columns * sizeof *columns);
    if (columns == NULL || !list_leaves(b, l->n_nodes, arena))
        return cl_fail_nomem(err);
    b->columns = columns;
    return cl_trees_build(&b->trees, &input, arena, err);
}

enum cleap_status cl_booster_lay(struct cl_booster *booster, uint32_t n_trees_in_file,
                                 uint32_t n_nodes, struct cl_arena *arena, struct cleap_error *err)
{
    struct laying l = {.booster = booster,
                       .n_nodes = count_nodes(booster, n_trees_in_file, n_nodes)};
    enum cleap_status status;
    struct cl_arena scratch;

    cl_arena_init(&scratch, SCRATCH);
    l.columns = cl_arena_zeroed(&scratch, l.n_nodes, sizeof *l.columns);
    l.column_of = cl_arena_array(&scratch, booster->n_read, 2 * sizeof *l.column_of);
    l.splits = cl_arena_array(&scratch, l.n_nodes, sizeof *l.splits);
    if (l.columns == NULL || l.column_of == NULL || l.splits == NULL)
        status = cl_fail_nomem(err);
    else
        status = build(&l, arena, err);
    cl_arena_free(&scratch);
    return status;
}

void cl_booster_keys(const struct cl_booster *booster, const float *x, uint64_t *keys)
{
    for (uint32_t c = 0; c < booster->trees.n_columns; c++) {
        const struct cl_booster_column *column = &booster->columns[c];
        float value = x[column->read];

        if (column->split != NULL)
            keys[c] = !cl_booster_goes_left(booster, column->split, value);
        else if (isnan(value) && column->missing_left)
            keys[c] = 0;
        else
            keys[c] = cl_key_f32(value);
    }
}
