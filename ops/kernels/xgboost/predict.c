/*
 * What boosters answer to rows.
 */
#include <math.h>

#include "ops/kernels/xgboost/booster.h"

bool cl_booster_goes_left(const struct cl_booster *booster, const struct cl_booster_node *split,
                          float value)
{
    if (isnan(value))
        return (split->feature & CL_BOOSTER_DEFAULT_LEFT) != 0;
    if ((split->feature & CL_BOOSTER_CATEGORICAL) == 0)
        return value < split->as.threshold;
    if (value < 0.0F || value >= 0x1p24F)
        return true;
    return !cl_categories_find(&booster->sets[split->as.set], (double)truncf(value));
}

uint32_t cl_booster_next(const struct cl_booster *booster, uint32_t node, const float *x)
{
    const struct cl_booster_node *at = &booster->nodes[node];

    return at->left + !cl_booster_goes_left(booster, at, x[at->feature & CL_BOOSTER_FEATURE]);
}

uint32_t cl_booster_leaf(const struct cl_booster *booster, uint32_t tree, const float *x)
{
    uint32_t at = booster->roots[tree];

    while (booster->nodes[at].left != 0)
        at = cl_booster_next(booster, at, x);
    return at;
}

static enum cleap_status check_row(const struct cl_booster *b, const struct cl_exec *x, size_t i,
                                   const struct cl_tensor *v, struct cleap_error *err)
{
    const double *value = v->value;

    if (v->size > b->n_features)
        return cl_fail_row(err, x, i, "the vector has %u values, the booster knows %u", v->size,
                           b->n_features);
    for (uint32_t k = 0; k < v->n; k++)
        if (isinf((float)value[k]))
            return cl_fail_row(err, x, i, "the value %g at %d is infinite as a float", value[k],
                               v->index != NULL ? v->index[k] : (int)k);
    return CLEAP_OK;
}

/* Picks the values that splits read. */
static void pick_dense(const struct cl_booster *b, const struct cl_tensor *v, float *picked)
{
    const double *value = v->value;

    for (uint32_t k = 0; k < b->n_read; k++)
        picked[k] = b->features[k] < v->n ? (float)value[b->features[k]] : NAN;
}

static void pick_sparse(const struct cl_booster *b, const struct cl_tensor *v, float *picked)
{
    const double *value = v->value;
    uint32_t at = 0;

    for (uint32_t k = 0; k < b->n_read; k++) {
        while (at < v->n && (uint32_t)v->index[at] < b->features[k])
            at++;
        if (at < v->n && (uint32_t)v->index[at] == b->features[k])
            picked[k] = (float)value[at];
        else
            picked[k] = NAN;
    }
}

/* Where the leaves of a row go. */
struct run {
    const struct cl_booster *booster;
    const struct cl_booster_answer *answer;
};

static float weigh(const struct cl_booster *b, uint32_t tree, float leaf)
{
    /* XGBoost's dart adds a leaf to 0 before it weighs it, which makes 0.0 of -0.0. */
    return b->tree_weights != NULL ? (0.0F + leaf) * b->tree_weights[tree] : leaf;
}

static void add_leaves(const struct cl_booster *b, const struct cl_trees_leaves *at, float *margins)
{
    float sum = margins[0];

    if (b->n_groups > 1) {
        for (uint32_t k = 0; k < at->n; k++)
            margins[b->groups[at->tree + k]] += weigh(b, at->tree + k, b->leaves[at->leaf[k]]);
        return;
    }
    if (b->tree_weights == NULL) {
        for (uint32_t k = 0; k < at->n; k++)
            sum += b->leaves[at->leaf[k]];
    } else {
        for (uint32_t k = 0; k < at->n; k++)
            sum += weigh(b, at->tree + k, b->leaves[at->leaf[k]]);
    }
    margins[0] = sum;
}

static void take_leaves(void *arg, const struct cl_trees_leaves *at)
{
    const struct run *run = arg;
    const struct cl_booster *b = run->booster;

    if (run->answer->margins != NULL)
        add_leaves(b, at, run->answer->margins + at->row * b->n_groups);
    if (run->answer->leaves != NULL)
        for (uint32_t k = 0; k < at->n; k++)
            run->answer->leaves[at->row * b->n_trees + at->tree + k] =
                (double)b->leaf_nodes[at->leaf[k]];
}

/* Where the engine has no trees. */
static void walk_lazily(const struct run *run, const float *x, size_t i)
{
    const struct cl_booster *b = run->booster;
    const struct cl_booster_answer *answer = run->answer;

    for (uint32_t t = 0; t < b->n_trees; t++) {
        uint32_t leaf = cl_booster_leaf(b, t, x);

        if (answer->margins != NULL)
            answer->margins[i * b->n_groups + b->groups[t]] += weigh(b, t, b->nodes[leaf].as.leaf);
        if (answer->leaves != NULL)
            answer->leaves[i * b->n_trees + t] = (double)(leaf - b->roots[t]);
    }
}

static void start_margins(const struct cl_booster *b, size_t n, float *margins)
{
    for (size_t i = 0; margins != NULL && i < n * b->n_groups; i++)
        margins[i] = b->base_margin;
}

/* What rows of trees are run with. */
struct room {
    float *picked;
    struct cl_trees_rows rows; /* unless trees are walked lazily */
    struct cl_booster_shap shap;
};

static bool make_room(struct room *room, const struct cl_booster *b, const struct cl_exec *x,
                      const struct cl_booster_answer *answer)
{
    *room = (struct room){.picked = cl_arena_array(x->scratch, b->n_read, sizeof *room->picked)};
    if (room->picked == NULL)
        return false;
    if (b->trees.way != CL_TREES_LAZY &&
        !cl_trees_rows_init(&room->rows, &b->trees, x->n, x->scratch))
        return false;
    return answer->contributions == NULL || cl_booster_shap_init(&room->shap, b, x->scratch);
}

static enum cleap_status run_trees(const struct cl_booster *b, const struct cl_exec *x,
                                   const struct cl_column *rows,
                                   const struct cl_booster_answer *answer, struct cleap_error *err)
{
    struct run run = {.booster = b, .answer = answer};
    struct room room;
    size_t n = 0;

    if (!make_room(&room, b, x, answer))
        return cl_fail_nomem(err);
    start_margins(b, x->n, answer->margins);
    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &rows->as.tensor[i];

        CL_TRY(check_row(b, x, i, v, err));
        if (v->index == NULL)
            pick_dense(b, v, room.picked);
        else
            pick_sparse(b, v, room.picked);
        if (answer->contributions != NULL)
            cl_booster_contribute(b, &room.shap, room.picked,
                                  answer->contributions + i * cl_booster_n_contributions(b));
        if (b->trees.way == CL_TREES_LAZY) {
            walk_lazily(&run, room.picked, i);
            continue;
        }
        cl_booster_keys(b, room.picked, room.rows.keys + n * b->trees.n_columns);
        room.rows.row[n++] = i;
        if (n == room.rows.most || i + 1 == x->n) {
            cl_trees_walk(&b->trees, &room.rows, n, take_leaves, &run);
            n = 0;
        }
    }
    return CLEAP_OK;
}

/* Adds up, or tells apart, what the values of a row do to the margin of a group. */
static float add_weights(const struct cl_booster *b, const struct cl_tensor *v, uint32_t group,
                         float margin)
{
    const double *value = v->value;

    for (uint32_t k = 0; k < v->n; k++) {
        float x = (float)value[k];
        size_t feature = v->index != NULL ? (size_t)v->index[k] : k;

        if (!isnan(x))
            margin += x * b->weights[feature * b->n_groups + group];
    }
    return margin;
}

static void list_weights(const struct cl_booster *b, const struct cl_tensor *v, uint32_t group,
                         double *out)
{
    const double *value = v->value;

    for (uint32_t k = 0; k < b->n_features; k++)
        out[k] = 0.0;
    for (uint32_t k = 0; k < v->n; k++) {
        float x = (float)value[k];
        size_t feature = v->index != NULL ? (size_t)v->index[k] : k;

        if (!isnan(x))
            out[feature] = (double)(x * b->weights[feature * b->n_groups + group]);
    }
}

static enum cleap_status run_linear(const struct cl_booster *b, const struct cl_exec *x,
                                    const struct cl_column *rows,
                                    const struct cl_booster_answer *answer, struct cleap_error *err)
{
    const float *biases = b->weights + (size_t)b->n_features * b->n_groups;
    size_t width = (size_t)b->n_features + 1;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &rows->as.tensor[i];

        CL_TRY(check_row(b, x, i, v, err));
        for (uint32_t g = 0; g < b->n_groups; g++) {
            float bias = biases[g] + b->base_margin;

            if (answer->margins != NULL)
                answer->margins[i * b->n_groups + g] = add_weights(b, v, g, bias);
            if (answer->contributions != NULL) {
                double *out = answer->contributions + (i * b->n_groups + g) * width;

                list_weights(b, v, g, out);
                out[b->n_features] = (double)bias;
            }
        }
    }
    return CLEAP_OK;
}

enum cleap_status cl_booster_run(const struct cl_booster *booster, const struct cl_exec *x,
                                 const struct cl_column *rows,
                                 const struct cl_booster_answer *answer, struct cleap_error *err)
{
    if (booster->weights != NULL)
        return run_linear(booster, x, rows, answer, err);
    return run_trees(booster, x, rows, answer, err);
}
