/*
 * What boosters answer to rows.
 */
#include <math.h>

#include "ops/kernels/xgboost/booster.h"

static bool goes_left(const struct cl_booster *b, const struct cl_booster_node *node, float value)
{
    if (isnan(value))
        return (node->feature & CL_BOOSTER_DEFAULT_LEFT) != 0;
    if ((node->feature & CL_BOOSTER_CATEGORICAL) == 0)
        return value < node->as.threshold;
    if (value < 0.0F || value >= 0x1p24F)
        return true;
    return !cl_categories_find(&b->sets[node->as.set], (double)truncf(value));
}

uint32_t cl_booster_next(const struct cl_booster *booster, uint32_t node, const float *x)
{
    const struct cl_booster_node *at = &booster->nodes[node];

    return at->left + !goes_left(booster, at, x[at->feature & CL_BOOSTER_FEATURE]);
}

/* No split is over categories. */
static uint32_t walk_ordered(const struct cl_booster_node *nodes, uint32_t at, const float *x)
{
    for (;;) {
        const struct cl_booster_node *node = &nodes[at];
        float value;
        bool left;

        if (node->left == 0)
            return at;
        value = x[node->feature & CL_BOOSTER_FEATURE];
        left = isnan(value) ? (node->feature & CL_BOOSTER_DEFAULT_LEFT) != 0
                            : value < node->as.threshold;
        at = node->left + !left;
    }
}

uint32_t cl_booster_leaf(const struct cl_booster *booster, uint32_t tree, const float *x)
{
    uint32_t at = booster->roots[tree];

    if (booster->n_sets == 0)
        return walk_ordered(booster->nodes, at, x);
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

static void add_trees(const struct cl_booster *b, const float *x, float *margins)
{
    for (uint32_t t = 0; t < b->n_trees; t++) {
        float leaf = b->nodes[cl_booster_leaf(b, t, x)].as.leaf;

        /* XGBoost's dart adds a leaf to 0 before it weighs it, which makes 0.0 of -0.0. */
        if (b->tree_weights != NULL)
            leaf = (0.0F + leaf) * b->tree_weights[t];
        margins[b->groups[t]] += leaf;
    }
}

static void list_leaves(const struct cl_booster *b, const float *x, double *leaves)
{
    for (uint32_t t = 0; t < b->n_trees; t++)
        leaves[t] = (double)(cl_booster_leaf(b, t, x) - b->roots[t]);
}

static enum cleap_status run_trees(const struct cl_booster *b, const struct cl_exec *x,
                                   const struct cl_column *rows,
                                   const struct cl_booster_answer *answer, struct cleap_error *err)
{
    float *picked = cl_arena_array(x->scratch, b->n_read, sizeof *picked);
    struct cl_booster_shap shap;

    if (picked == NULL)
        return cl_fail_nomem(err);
    if (answer->contributions != NULL && !cl_booster_shap_init(&shap, b, x->scratch))
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &rows->as.tensor[i];

        CL_TRY(check_row(b, x, i, v, err));
        if (v->index == NULL)
            pick_dense(b, v, picked);
        else
            pick_sparse(b, v, picked);
        if (answer->margins != NULL) {
            for (uint32_t g = 0; g < b->n_groups; g++)
                answer->margins[i * b->n_groups + g] = b->base_margin;
            add_trees(b, picked, answer->margins + i * b->n_groups);
        }
        if (answer->leaves != NULL)
            list_leaves(b, picked, answer->leaves + i * b->n_trees);
        if (answer->contributions != NULL)
            cl_booster_contribute(b, &shap, picked,
                                  answer->contributions + i * cl_booster_n_contributions(b));
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
