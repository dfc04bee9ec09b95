/*
 * Walks through decision trees.
 */
#include "ops/kernels/forest.h"

#include "ops/kernels/dense.h"

static uint32_t walk_continuous(const struct cl_forest_node *nodes, uint32_t at, const double *x)
{
    for (;;) {
        const struct cl_forest_node *node = &nodes[at];

        if (node->left == 0)
            return at;
        at = node->left + !(x[node->feature] <= node->as.threshold);
    }
}

static inline uint32_t next_of(const struct cl_forest *forest, const struct cl_forest_node *node,
                               double value)
{
    bool left = node->feature >= 0 ? value <= node->as.threshold
                                   : cl_categories_goes_left(&forest->sets[node->as.set], value);

    return node->left + !left;
}

static inline int32_t feature_of(const struct cl_forest_node *node)
{
    return node->feature >= 0 ? node->feature : ~node->feature;
}

static uint32_t walk_mixed(const struct cl_forest *forest, uint32_t at, const double *x)
{
    for (;;) {
        const struct cl_forest_node *node = &forest->nodes[at];

        if (node->left == 0)
            return at;
        at = next_of(forest, node, x[feature_of(node)]);
    }
}

static double sparse_value(const struct cl_tensor *v, int32_t feature)
{
    uint32_t low = 0, high = v->n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (v->index[middle] < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->n && v->index[low] == feature ? ((const double *)v->value)[low] : 0.0;
}

/* Walks a row of any form and size. Returns the leaf, or the split that reads what the row does
 * not have. */
static uint32_t walk_any(const struct cl_forest *forest, uint32_t at, const struct cl_tensor *v)
{
    for (;;) {
        const struct cl_forest_node *node = &forest->nodes[at];
        int32_t feature = feature_of(node);

        if (node->left == 0 || (uint32_t)feature >= v->size)
            return at;
        at = next_of(forest, node,
                     v->index == NULL ? ((const double *)v->value)[feature]
                                      : sparse_value(v, feature));
    }
}

/* Rows as they are walked: `dense` where every feature of the forest can be read, else `v`. */
struct row {
    const double *dense;
    const struct cl_tensor *v;
};

/* Puts the values of a sparse row among zeros; those behind the last feature are left out. */
static void scatter(const struct cl_tensor *v, int32_t max_feature, double *dense)
{
    const double *value = v->value;

    for (int32_t i = 0; i <= max_feature; i++)
        dense[i] = 0.0;
    for (uint32_t k = 0; k < v->n && v->index[k] <= max_feature; k++)
        dense[v->index[k]] = value[k];
}

static enum cleap_status make_row(const struct cl_forest *forest, const struct cl_exec *x,
                                  const struct cl_tensor *v, struct row *row,
                                  struct cleap_error *err)
{
    *row = (struct row){.v = v};
    if ((int64_t)v->size <= forest->max_feature)
        return CLEAP_OK;
    if (v->index == NULL) {
        row->dense = v->value;
    } else if (forest->scatters) {
        double *dense = cl_arena_array(x->scratch, (size_t)forest->max_feature + 1, sizeof *dense);

        if (dense == NULL)
            return cl_fail_nomem(err);
        scatter(v, forest->max_feature, dense);
        row->dense = dense;
    }
    return CLEAP_OK;
}

static uint32_t walk(const struct cl_forest *forest, uint32_t root, const struct row *row)
{
    if (row->dense == NULL)
        return walk_any(forest, root, row->v);
    if (forest->n_sets > 0)
        return walk_mixed(forest, root, row->dense);
    return walk_continuous(forest->nodes, root, row->dense);
}

static enum cleap_status check_leaves(const struct cl_forest *forest, const struct cl_exec *x,
                                      size_t i, const struct cl_tensor *v, const uint32_t *leaf,
                                      struct cleap_error *err)
{
    for (uint32_t t = 0; t < forest->n_trees; t++)
        if (forest->nodes[leaf[t]].left != 0)
            return cl_fail_row(err, x, i, "the vector has %u values, a split reads feature %d",
                               v->size, feature_of(&forest->nodes[leaf[t]]));
    return CLEAP_OK;
}

/* The leaf of row i in tree t is node leaf[i * n_trees + t]. */
static enum cleap_status find_leaves(const struct cl_forest *forest, const struct cl_exec *x,
                                     const struct cl_column *features, size_t first, size_t n,
                                     uint32_t *leaf, struct cleap_error *err)
{
    const struct cl_tensor *v = features->as.tensor + first;
    struct row rows[CL_FOREST_ROWS];

    for (size_t i = 0; i < n; i++)
        CL_TRY(make_row(forest, x, &v[i], &rows[i], err));
    /* A tree is walked by all rows while it is in the cache. */
    for (uint32_t t = 0; t < forest->n_trees; t++)
        for (size_t i = 0; i < n; i++)
            leaf[i * forest->n_trees + t] = walk(forest, forest->roots[t], &rows[i]);
    for (size_t i = 0; i < n; i++)
        if (rows[i].dense == NULL)
            CL_TRY(check_leaves(forest, x, first + i, &v[i], leaf + i * forest->n_trees, err));
    return CLEAP_OK;
}

enum cleap_status cl_forest_walk(const struct cl_forest *forest, const struct cl_exec *x,
                                 const struct cl_column *features, cl_forest_row_fn on_row,
                                 void *arg, struct cleap_error *err)
{
    size_t tile = forest->tile < x->n ? forest->tile : x->n;
    uint32_t *leaf = cl_arena_array(x->scratch, tile, forest->n_trees * sizeof *leaf);
    struct cl_mark mark = cl_arena_mark(x->scratch);

    if (leaf == NULL)
        return cl_fail_nomem(err);
    for (size_t first = 0; first < x->n; first += tile) {
        size_t n = x->n - first < tile ? x->n - first : tile;

        CL_TRY(find_leaves(forest, x, features, first, n, leaf, err));
        cl_arena_rewind(x->scratch, mark);
        for (size_t i = 0; i < n; i++)
            on_row(arg, first + i, leaf + i * forest->n_trees);
    }
    return CLEAP_OK;
}

/* What weigh_row() needs. */
struct weighing {
    const struct cl_forest *forest;
    const double *weights;
    double *predictions; /* room for one row's */
    double *out;
};

static void weigh_row(void *arg, size_t i, const uint32_t *leaf)
{
    const struct weighing *w = arg;

    for (uint32_t t = 0; t < w->forest->n_trees; t++)
        w->predictions[t] = cl_forest_value(w->forest, leaf[t]);
    w->out[i] = cl_dense_kernels()->dot(w->predictions, w->weights, w->forest->n_trees);
}

enum cleap_status cl_forest_weigh(const struct cl_forest *forest, const struct cl_exec *x,
                                  const struct cl_column *features, const double *weights,
                                  double *out, struct cleap_error *err)
{
    struct weighing w = {.forest = forest, .weights = weights, .out = out};

    w.predictions = cl_arena_array(x->scratch, forest->n_trees, sizeof *w.predictions);
    if (w.predictions == NULL)
        return cl_fail_nomem(err);
    return cl_forest_walk(forest, x, features, weigh_row, &w, err);
}
