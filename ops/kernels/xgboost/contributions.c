/*
 * Contributions of features to a row's margins: path-dependent TreeSHAP, as "Consistent
 * individualized feature attribution for tree ensembles" (Lundberg, Erion, Lee, 2018) has it in
 * its second algorithm.
 *
 * On the way from the root to a leaf a path holds each feature once, with the share of the row's
 * weight that goes on when the feature is unknown (`zero`: cover of child by cover of node) and
 * when it is known (`one`: 1 on the row's own way, else 0), and, for each number of known
 * features, the share of their subsets that is this large and comes this far (`weight`). Path
 * element 0 stands for no feature.
 *
 * All is float and in XGBoost's order, whose sums these are.
 */
#include "ops/kernels/xgboost/booster.h"

/* Contributions in a row, and levels of a tree: a walk recurses and takes room for the square. */
#define MAX_CONTRIBUTIONS ((size_t)1 << 20)
#define MAX_DEPTH 1000

#define NO_FEATURE UINT32_MAX

struct cl_path_step {
    uint32_t feature;
    float zero, one;
    float weight;
};

enum cleap_status cl_booster_check_contributions(const struct cl_booster *booster,
                                                 struct cleap_error *err)
{
    size_t n = cl_booster_n_contributions(booster);

    if (n > MAX_CONTRIBUTIONS)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu contributions in a row, the limit is %zu", n,
                       MAX_CONTRIBUTIONS);
    if (booster->max_depth > MAX_DEPTH)
        return cl_fail(err, CLEAP_E_LIMIT, "trees of %u levels, the limit for contributions is %d",
                       booster->max_depth, MAX_DEPTH);
    return CLEAP_OK;
}

bool cl_booster_shap_init(struct cl_booster_shap *shap, const struct cl_booster *booster,
                          struct cl_arena *arena)
{
    /* A node's path begins behind its parent's; one at level k has k + 1 elements. */
    size_t levels = (size_t)booster->max_depth + 2;

    shap->sum = cl_arena_array(arena, booster->n_read, sizeof(float));
    shap->tree = cl_arena_array(arena, booster->n_read, sizeof(float));
    shap->path = cl_arena_array(arena, levels * (levels + 1) / 2, sizeof *shap->path);
    return shap->sum != NULL && shap->tree != NULL && shap->path != NULL;
}

/* Puts element n behind n others. */
static void extend(struct cl_path_step *path, uint32_t n, struct cl_path_step step)
{
    float size = (float)(n + 1);

    path[n] = step;
    path[n].weight = n == 0 ? 1.0F : 0.0F;
    for (uint32_t i = n; i-- > 0;) {
        path[i + 1].weight += step.one * path[i].weight * (float)(i + 1) / size;
        path[i].weight = step.zero * path[i].weight * (float)(n - i) / size;
    }
}

/* Takes element `gone` out of a path whose last is n, as if it had never been put in. */
static void unwind(struct cl_path_step *path, uint32_t n, uint32_t gone)
{
    float one = path[gone].one, zero = path[gone].zero;
    float rest = path[n].weight, size = (float)(n + 1);

    for (uint32_t i = n; i-- > 0;) {
        float weight = path[i].weight;

        if (one != 0.0F) {
            path[i].weight = rest * size / ((float)(i + 1) * one);
            rest = weight - path[i].weight * zero * (float)(n - i) / size;
        } else {
            path[i].weight = weight * size / (zero * (float)(n - i));
        }
    }
    for (uint32_t i = gone; i < n; i++) {
        path[i].feature = path[i + 1].feature;
        path[i].zero = path[i + 1].zero;
        path[i].one = path[i + 1].one;
    }
}

/* What all weights add up to when element `gone` is taken out. */
static float unwound_sum(const struct cl_path_step *path, uint32_t n, uint32_t gone)
{
    float one = path[gone].one, zero = path[gone].zero;
    float rest = path[n].weight, size = (float)(n + 1), sum = 0.0F;

    for (uint32_t i = n; i-- > 0;) {
        if (one != 0.0F) {
            float weight = rest * size / ((float)(i + 1) * one);

            sum += weight;
            rest = path[i].weight - weight * zero * ((float)(n - i) / size);
        } else if (zero != 0.0F) {
            sum += path[i].weight / zero / ((float)(n - i) / size);
        }
    }
    return sum;
}

/* The element of the feature, or n + 1. */
static uint32_t find(const struct cl_path_step *path, uint32_t n, uint32_t feature)
{
    uint32_t i = 0;

    while (i <= n && path[i].feature != feature)
        i++;
    return i;
}

struct walk {
    const struct cl_booster *booster;
    const float *x;
    float *out; /* what the tree gives to each feature */
};

/* Visits a node whose parent's path has n elements, of which `step` comes in addition. */
static void visit(const struct walk *w, uint32_t node, const struct cl_path_step *parent,
                  struct cl_path_step *path, uint32_t n, struct cl_path_step step)
{
    const struct cl_booster *b = w->booster;
    const struct cl_booster_node *at = &b->nodes[node];
    struct cl_path_step known = {.feature = at->feature & CL_BOOSTER_FEATURE, .zero = 1, .one = 1};
    struct cl_path_step hot, cold;
    uint32_t to, other, again;

    for (uint32_t i = 0; i < n; i++)
        path[i] = parent[i];
    extend(path, n, step);
    if (at->left == 0) {
        for (uint32_t i = 1; i <= n; i++)
            w->out[path[i].feature] +=
                unwound_sum(path, n, i) * (path[i].one - path[i].zero) * at->as.leaf;
        return;
    }
    again = find(path, n, known.feature);
    if (again <= n) {
        known = path[again];
        unwind(path, n, again);
        n--;
    }
    to = cl_booster_next(b, node, w->x);
    other = to == at->left ? to + 1 : at->left;
    hot = cold = known;
    hot.zero = b->cover[to] / b->cover[node] * known.zero;
    cold.zero = b->cover[other] / b->cover[node] * known.zero;
    cold.one = 0.0F;
    visit(w, to, path, path + n + 1, n + 1, hot);
    visit(w, other, path, path + n + 1, n + 1, cold);
}

static void add_tree(const struct cl_booster *b, const struct cl_booster_shap *shap, uint32_t tree,
                     const float *x, float *bias)
{
    const struct walk w = {.booster = b, .x = x, .out = shap->tree};
    const struct cl_path_step start = {.feature = NO_FEATURE, .zero = 1, .one = 1};
    float weight = b->tree_weights != NULL ? b->tree_weights[tree] : 1.0F;

    for (uint32_t k = 0; k < b->n_read; k++)
        shap->tree[k] = 0.0F;
    visit(&w, b->roots[tree], NULL, shap->path, 0, start);
    for (uint32_t k = 0; k < b->n_read; k++)
        shap->sum[k] += shap->tree[k] * weight;
    *bias += b->tree_means[tree] * weight;
}

void cl_booster_contribute(const struct cl_booster *booster, const struct cl_booster_shap *shap,
                           const float *x, double *out)
{
    size_t width = (size_t)booster->n_features + 1;

    for (uint32_t g = 0; g < booster->n_groups; g++, out += width) {
        float bias = 0.0F;

        for (uint32_t k = 0; k < booster->n_read; k++)
            shap->sum[k] = 0.0F;
        for (uint32_t t = 0; t < booster->n_trees; t++)
            if (booster->groups[t] == g)
                add_tree(booster, shap, t, x, &bias);
        for (size_t k = 0; k < width; k++)
            out[k] = 0.0;
        for (uint32_t k = 0; k < booster->n_read; k++)
            out[booster->features[k]] = (double)shap->sum[k];
        out[booster->n_features] = (double)(bias + booster->base_margin);
    }
}
