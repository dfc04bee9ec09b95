/*
 * Rows of Spark's forests: their keys, and what their leaves add up to.
 */
#include "ops/kernels/forest.h"

#include "ops/kernels/dense.h"
#include "ops/kernels/trees/key.h"

#define MOST_SPREAD 1024

/* A set's column holds 1 for what goes right, and the cut of its split is 0. */
static inline uint64_t key_of(const struct cl_forest_column *column, double value)
{
    if (column->set == NULL)
        return cl_key_f64(value);
    return !cl_categories_goes_left(column->set, value);
}

static double sparse_value(const struct cl_tensor *v, uint32_t feature)
{
    uint32_t low = 0, high = v->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if ((uint32_t)v->index[middle] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->n && (uint32_t)v->index[low] == feature ? ((const double *)v->value)[low] : 0.0;
}

static double value_at(const struct cl_tensor *v, uint32_t feature)
{
    return v->index == NULL ? ((const double *)v->value)[feature] : sparse_value(v, feature);
}

static void make_continuous_keys(const struct cl_forest *forest, const struct cl_tensor *v,
                                 uint64_t *keys)
{
    const double *value = v->value;
    uint32_t at = 0;

    if (v->index == NULL) {
        for (uint32_t c = 0; c < forest->n_continuous; c++)
            keys[c] = cl_key_f64(value[forest->columns[c].feature]);
        return;
    }
    for (uint32_t c = 0; c < forest->n_continuous; c++) {
        uint32_t feature = forest->columns[c].feature;

        while (at < v->n && (uint32_t)v->index[at] < feature)
            at++;
        keys[c] = cl_key_f64(at < v->n && (uint32_t)v->index[at] == feature ? value[at] : 0.0);
    }
}

static void make_keys(const struct cl_forest *forest, const struct cl_tensor *v, uint64_t *keys)
{
    make_continuous_keys(forest, v, keys);
    for (uint32_t c = forest->n_continuous; c < forest->n_columns; c++)
        keys[c] = key_of(&forest->columns[c], value_at(v, forest->columns[c].feature));
}

/* Walks a row of any form and size through a tree. */
static enum cleap_status walk_tree(const struct cl_forest *forest, const struct cl_exec *x,
                                   size_t i, const struct cl_tensor *v, uint32_t tree,
                                   uint32_t *leaf, struct cleap_error *err)
{
    const struct cl_trees *trees = &forest->trees;
    uint32_t at = trees->roots[tree];
    struct cl_split split;

    while (cl_trees_split(trees, at, &split)) {
        const struct cl_forest_column *column = &forest->columns[split.column];

        if (column->feature >= v->size)
            return cl_fail_row(err, x, i, "the vector has %u values, a split reads feature %u",
                               v->size, column->feature);
        at = split.left + (split.cut < key_of(column, value_at(v, column->feature)));
    }
    *leaf = trees->first_leaf[tree] + split.left;
    return CLEAP_OK;
}

/* Such rows come one by one; the slot behind those of rows that walk together is theirs. */
static enum cleap_status walk_lazily(const struct cl_forest *forest, const struct cl_exec *x,
                                     size_t i, cl_trees_fn on_leaves, void *arg,
                                     const struct cl_tensor *v, struct cleap_error *err)
{
    uint32_t leaf[CL_TREES_LANES];
    struct cl_trees_leaves leaves = {.row = i, .slot = CL_TREES_ROWS, .leaf = leaf};

    while (leaves.tree < forest->n_trees) {
        leaves.n = forest->n_trees - leaves.tree;
        if (leaves.n > CL_TREES_LANES)
            leaves.n = CL_TREES_LANES;
        for (uint32_t k = 0; k < leaves.n; k++)
            CL_TRY(walk_tree(forest, x, i, v, leaves.tree + k, &leaf[k], err));
        on_leaves(arg, &leaves);
        leaves.tree += leaves.n;
    }
    return CLEAP_OK;
}

/* A sparse row of few features as a dense one in `room`: a walk looks for many of its values. */
static struct cl_tensor spread(const struct cl_tensor *v, double *room)
{
    const double *value = v->value;

    memset(room, 0, v->size * sizeof *room);
    for (uint32_t k = 0; k < v->n; k++)
        room[v->index[k]] = value[k];
    return cl_dense(room, v->size);
}

static enum cleap_status walk_all_lazily(const struct cl_forest *forest, const struct cl_exec *x,
                                         const struct cl_tensor *v, cl_trees_fn on_leaves,
                                         void *arg, struct cleap_error *err)
{
    double *room = cl_arena_array(x->scratch, MOST_SPREAD, sizeof *room);

    if (room == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        bool spreads = v[i].index != NULL && v[i].size <= MOST_SPREAD;
        struct cl_tensor row = spreads ? spread(&v[i], room) : v[i];

        CL_TRY(walk_lazily(forest, x, i, on_leaves, arg, &row, err));
    }
    return CLEAP_OK;
}

static enum cleap_status walk_together(const struct cl_forest *forest, const struct cl_exec *x,
                                       const struct cl_tensor *v, cl_trees_fn on_leaves, void *arg,
                                       struct cleap_error *err)
{
    struct cl_trees_rows rows;
    size_t n = 0;

    if (!cl_trees_rows_init(&rows, &forest->trees, x->n, x->scratch))
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        if ((int64_t)v[i].size <= forest->max_feature) {
            CL_TRY(walk_lazily(forest, x, i, on_leaves, arg, &v[i], err));
        } else {
            make_keys(forest, &v[i], rows.keys + n * forest->n_columns);
            rows.row[n++] = i;
        }
        if (n == rows.most || i + 1 == x->n) {
            cl_trees_walk(&forest->trees, &rows, n, on_leaves, arg);
            n = 0;
        }
    }
    return CLEAP_OK;
}

enum cleap_status cl_forest_walk(const struct cl_forest *forest, const struct cl_exec *x,
                                 const struct cl_column *features, cl_trees_fn on_leaves, void *arg,
                                 struct cleap_error *err)
{
    const struct cl_tensor *v = features->as.tensor;

    if (forest->trees.way != CL_TREES_LAZY)
        return walk_together(forest, x, v, on_leaves, arg, err);
    return walk_all_lazily(forest, x, v, on_leaves, arg, err);
}

/* What the functions that add up leaves need. */
struct adding {
    const struct cl_forest *forest;
    const double *weights;
    double *predictions; /* n_trees for each of the slots, and of the one behind them */
    size_t n_slots;
    double *out;
};

/* The usual numbers of values: sums stay in registers. */
static void add_one(const double *leaves, uint32_t n, const uint32_t *leaf, double *sum)
{
    double s = *sum;

    for (uint32_t k = 0; k < n; k++)
        s += leaves[leaf[k]];
    *sum = s;
}

static void add_two(const double *leaves, uint32_t n, const uint32_t *leaf, double *sum)
{
    double s0 = sum[0], s1 = sum[1];

    for (uint32_t k = 0; k < n; k++) {
        s0 += leaves[2 * (size_t)leaf[k]];
        s1 += leaves[2 * (size_t)leaf[k] + 1];
    }
    sum[0] = s0;
    sum[1] = s1;
}

static void add_leaves(void *arg, const struct cl_trees_leaves *at)
{
    const struct adding *a = arg;
    const double *leaves = a->forest->leaves;
    size_t n_values = a->forest->n_values;
    double *sum = a->out + at->row * n_values;

    if (n_values == 1) {
        add_one(leaves, at->n, at->leaf, sum);
    } else if (n_values == 2) {
        add_two(leaves, at->n, at->leaf, sum);
    } else {
        for (uint32_t k = 0; k < at->n; k++)
            for (size_t c = 0; c < n_values; c++)
                sum[c] += leaves[at->leaf[k] * n_values + c];
    }
}

enum cleap_status cl_forest_sum(const struct cl_forest *forest, const struct cl_exec *x,
                                const struct cl_column *features, double zero, double *out,
                                struct cleap_error *err)
{
    struct adding adding = {.forest = forest, .out = out};

    for (size_t i = 0; i < x->n * forest->n_values; i++)
        out[i] = zero;
    return cl_forest_walk(forest, x, features, add_leaves, &adding, err);
}

static inline void note(const double *restrict leaves, uint32_t n, const uint32_t *restrict leaf,
                        double *restrict predictions)
{
    for (uint32_t k = 0; k < n; k++)
        predictions[k] = leaves[leaf[k]];
}

static void note_predictions(void *arg, const struct cl_trees_leaves *at)
{
    const struct adding *a = arg;
    uint32_t n_trees = a->forest->n_trees;
    size_t slot = at->slot < a->n_slots ? at->slot : a->n_slots;
    double *predictions = a->predictions + slot * n_trees;

    if (at->n == CL_TREES_LANES)
        note(a->forest->leaves, CL_TREES_LANES, at->leaf, predictions + at->tree);
    else
        note(a->forest->leaves, at->n, at->leaf, predictions + at->tree);
    if (at->tree + at->n == n_trees)
        a->out[at->row] = cl_dense_kernels()->dot(predictions, a->weights, n_trees);
}

enum cleap_status cl_forest_weigh(const struct cl_forest *forest, const struct cl_exec *x,
                                  const struct cl_column *features, const double *weights,
                                  double *out, struct cleap_error *err)
{
    struct adding adding = {.forest = forest,
                            .weights = weights,
                            .n_slots = x->n < CL_TREES_ROWS ? x->n : CL_TREES_ROWS,
                            .out = out};

    adding.predictions = cl_arena_array(x->scratch, adding.n_slots + 1,
                                        forest->n_trees * sizeof *adding.predictions);
    if (adding.predictions == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++)
        out[i] = 0.0;
    return cl_forest_walk(forest, x, features, note_predictions, &adding, err);
}
