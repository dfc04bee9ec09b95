/*
 * Reads decision trees into a forest, node by node as their files are read. Files say neither how
 * many nodes there are nor how deep they lie; nothing here recurses.
 */
#include <math.h>
#include <string.h>

#include "ops/kernels/forest_columns.h"
#include "ops/kernels/trees/key.h"
#include "runtime/buf.h"

#define MAX_NODES (1u << 28)
#define MAX_DEPTH 100000u
#define MAX_CATEGORIES 10000000u
#define MAX_BYTES ((size_t)MAX_NODES * sizeof(struct cl_split))

/* Features that were seen lately, so that the list of them stays short. */
#define N_SEEN 1024

/* A node that is still to be read. */
struct pending {
    uint32_t node, depth;
};

struct loader {
    enum cl_forest_leaf leaf;
    size_t n_values;        /* of a leaf */
    struct cl_arena *arena; /* the model's */
    /* Growing arrays. */
    struct cl_buf nodes; /* struct cl_split: siblings side by side, behind their parent; the cut of
                            a leaf says as which of all leaves it was read */
    struct cl_buf sets;  /* struct cl_forest_set, in the order of their splits */
    struct cl_buf features; /* uint32_t, of continuous splits; some more than once */
    struct cl_buf leaves;   /* double, n_values a leaf */
    struct cl_buf pending;  /* struct pending; the next one is the last */
    uint32_t n_nodes, n_leaves;
    int32_t max_feature;
    uint32_t seen[N_SEEN]; /* 1 + feature */
};

static void loader_init(struct loader *l, size_t n_classes)
{
    l->n_values = l->leaf == CL_LEAF_VALUE ? 1 : n_classes;
    cl_buf_init(&l->nodes, MAX_BYTES);
    cl_buf_init(&l->sets, MAX_BYTES);
    cl_buf_init(&l->features, MAX_BYTES);
    cl_buf_init(&l->leaves, MAX_BYTES);
    cl_buf_init(&l->pending, MAX_BYTES);
    l->max_feature = -1;
}

static void loader_free(struct loader *l)
{
    cl_buf_free(&l->pending);
    cl_buf_free(&l->leaves);
    cl_buf_free(&l->features);
    cl_buf_free(&l->sets);
    cl_buf_free(&l->nodes);
}

static struct cl_split *node_at(const struct loader *l, uint32_t i)
{
    return (struct cl_split *)(void *)l->nodes.at + i;
}

static enum cleap_status check_bufs(const struct loader *l, struct cleap_error *err)
{
    if (l->nodes.status == CLEAP_OK && l->sets.status == CLEAP_OK &&
        l->features.status == CLEAP_OK && l->leaves.status == CLEAP_OK &&
        l->pending.status == CLEAP_OK)
        return CLEAP_OK;
    CL_TRY(cl_buf_check(&l->nodes, "the trees' nodes", err));
    CL_TRY(cl_buf_check(&l->sets, "the trees' categories", err));
    CL_TRY(cl_buf_check(&l->features, "the trees' features", err));
    CL_TRY(cl_buf_check(&l->leaves, "the trees' leaves", err));
    return cl_buf_check(&l->pending, "a tree's open branches", err);
}

/* Appends nodes that are read next, in their order. */
static enum cleap_status add_nodes(struct loader *l, uint32_t n, uint32_t depth,
                                   struct cleap_error *err)
{
    const struct cl_split blank = {.left = 0};

    if (n > MAX_NODES - l->n_nodes)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %u tree nodes", MAX_NODES);
    if (depth > MAX_DEPTH)
        return cl_fail(err, CLEAP_E_LIMIT, "a tree is more than %u levels deep", MAX_DEPTH);
    for (uint32_t i = n; i-- > 0;) {
        struct pending pending = {.node = l->n_nodes + i, .depth = depth};

        cl_buf_append(&l->nodes, &blank, sizeof blank);
        cl_buf_append(&l->pending, &pending, sizeof pending);
    }
    l->n_nodes += n;
    return check_bufs(l, err);
}

static enum cleap_status check_values(const struct loader *l, const struct cl_tree_node *from,
                                      struct cleap_error *err)
{
    if (l->leaf == CL_LEAF_VALUE && from->n_values < 1)
        return cl_fail(err, CLEAP_E_FORMAT, "a leaf has no value");
    if (from->n_values < l->n_values || (l->leaf == CL_LEAF_COUNTS && from->n_values > l->n_values))
        return cl_fail(err, CLEAP_E_FORMAT, "a leaf has %zu values for %zu classes", from->n_values,
                       l->n_values);
    return CLEAP_OK;
}

static enum cleap_status add_leaf(struct loader *l, const struct cl_tree_node *from,
                                  struct cl_split *node, struct cleap_error *err)
{
    double total = 0.0, *share;

    CL_TRY(check_values(l, from, err));
    node->cut = l->n_leaves++;
    if (l->leaf != CL_LEAF_SHARES) {
        cl_buf_append(&l->leaves, from->value, l->n_values * sizeof(double));
        return check_bufs(l, err);
    }
    for (size_t i = 0; i < from->n_values; i++)
        total += from->value[i];
    share = (double *)(void *)cl_buf_reserve(&l->leaves, l->n_values * sizeof *share);
    if (share == NULL)
        return check_bufs(l, err);
    for (size_t i = 0; i < l->n_values; i++)
        share[i] = total != 0.0 ? from->value[i] / total : 0.0;
    l->leaves.n += l->n_values * sizeof *share;
    return CLEAP_OK;
}

static enum cleap_status add_set(struct loader *l, const struct cl_tree_node *from,
                                 struct cl_split *node, struct cleap_error *err)
{
    struct cl_categories *set = cl_arena_alloc(l->arena, sizeof *set);
    struct cl_forest_set listed = {
        .column = {.feature = (uint32_t)from->feature, .set = set},
        .number = (uint32_t)(l->sets.n / sizeof listed),
    };

    if (from->n_values > MAX_CATEGORIES)
        return cl_fail(err, CLEAP_E_LIMIT, "a split has %zu categories, the limit is %u",
                       from->n_values, MAX_CATEGORIES);
    if (set == NULL ||
        !cl_categories_init(set, from->value, (uint32_t)from->n_values, from->is_left, l->arena))
        return cl_fail_nomem(err);
    node->cut = 0;
    node->column = CL_FOREST_SET | listed.number;
    cl_buf_append(&l->sets, &listed, sizeof listed);
    return check_bufs(l, err);
}

static void add_threshold(struct loader *l, const struct cl_tree_node *from, struct cl_split *node)
{
    uint32_t feature = (uint32_t)from->feature, *seen = &l->seen[feature % N_SEEN];

    node->cut = isnan(from->threshold) ? 0 : cl_key_f64(from->threshold);
    node->column = feature;
    if (*seen == feature + 1)
        return;
    *seen = feature + 1;
    cl_buf_append(&l->features, &feature, sizeof feature);
}

static enum cleap_status add_split(struct loader *l, const struct cl_tree_node *from,
                                   struct pending at, struct cleap_error *err)
{
    struct cl_split *node = node_at(l, at.node);

    if (from->feature < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "a split reads feature %d", from->feature);
    if (from->feature > l->max_feature)
        l->max_feature = from->feature;
    node->left = l->n_nodes;
    if (from->kind == CL_TREE_CATEGORICAL)
        CL_TRY(add_set(l, from, node, err));
    else
        add_threshold(l, from, node);
    return add_nodes(l, 2, at.depth + 1, err);
}

static enum cleap_status on_node(void *arg, const struct cl_tree_node *from, bool *more,
                                 struct cleap_error *err)
{
    struct loader *l = arg;
    struct pending at;

    l->pending.n -= sizeof at;
    memcpy(&at, l->pending.at + l->pending.n, sizeof at);
    if (from->kind != CL_TREE_LEAF)
        return add_split(l, from, at, err);
    *more = l->pending.n > 0;
    return add_leaf(l, from, node_at(l, at.node), err);
}

static enum cleap_status load_tree(struct loader *l, struct cl_source *src, uint32_t *root,
                                   struct cleap_error *err)
{
    *root = l->n_nodes;
    l->pending.n = 0;
    CL_TRY(add_nodes(l, 1, 0, err));
    return cl_source_tree(src, on_node, l, err);
}

/* Puts what leaves hold into the order of the nodes, which is that of the engine. */
static enum cleap_status set_leaves(const struct loader *l, struct cl_forest *forest,
                                    struct cleap_error *err)
{
    const double *read = (const double *)(const void *)l->leaves.at;
    size_t size = l->n_values * sizeof(double);
    double *leaves = cl_arena_array(l->arena, l->n_leaves, size), *next = leaves;

    if (leaves == NULL)
        return cl_fail_nomem(err);
    for (uint32_t i = 0; i < l->n_nodes; i++)
        if (node_at(l, i)->left == 0) {
            memcpy(next, read + node_at(l, i)->cut * l->n_values, size);
            next += l->n_values;
        }
    forest->leaves = leaves;
    forest->n_leaves = l->n_leaves;
    forest->n_values = l->n_values;
    return CLEAP_OK;
}

/* What it costs to make a key, in nanoseconds. */
#define NS_CONTINUOUS 0.35
#define NS_SET 4.0

static enum cleap_status finish(struct loader *l, const uint32_t *roots, struct cl_forest *forest,
                                struct cleap_error *err)
{
    struct cl_trees_input input = {.roots = roots, .n_trees = forest->n_trees};
    struct cl_forest_splits splits = {
        .nodes = node_at(l, 0),
        .n_nodes = l->n_nodes,
        .features = (uint32_t *)(void *)l->features.at,
        .n_features = l->features.n / sizeof(uint32_t),
        .sets = (struct cl_forest_set *)(void *)l->sets.at,
        .n_sets = (uint32_t)(l->sets.n / sizeof(struct cl_forest_set)),
    };

    CL_TRY(cl_forest_list_columns(forest, &splits, l->arena, err));
    CL_TRY(set_leaves(l, forest, err));
    forest->max_feature = l->max_feature;
    input.nodes = node_at(l, 0);
    input.n_nodes = l->n_nodes;
    input.n_columns = forest->n_columns;
    input.row_ns =
        forest->n_continuous * NS_CONTINUOUS + (forest->n_columns - forest->n_continuous) * NS_SET;
    return cl_trees_build(&forest->trees, &input, l->arena, err);
}

enum cleap_status cl_forest_load(struct cl_forest *forest, enum cl_forest_leaf leaf,
                                 size_t n_classes, struct cl_source *src, struct cleap_error *err)
{
    struct loader l = {.leaf = leaf, .arena = src->arena};
    enum cleap_status status;
    uint32_t root = 0;

    *forest = (struct cl_forest){.n_trees = 1};
    loader_init(&l, n_classes);
    status = load_tree(&l, src, &root, err);
    if (status == CLEAP_OK)
        status = finish(&l, &root, forest, err);
    loader_free(&l);
    return status;
}

/* Attributes that MLeap insists on in the model of a member, though nothing here needs them. */
struct member {
    int64_t num_features, num_classes;
};

static const struct cl_attr regression_attrs[] = {
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct member, num_features)},
    {.type = CL_ATTR_END},
};

static const struct cl_attr classifier_attrs[] = {
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct member, num_features)},
    {.name = "num_classes", .type = CL_ATTR_I64, .offset = offsetof(struct member, num_classes)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load_member(struct loader *l, struct cl_source *src, struct cl_str name,
                                     uint32_t *root, struct cleap_error *err)
{
    bool is_regression = l->leaf == CL_LEAF_VALUE;
    const char *op = is_regression ? "decision_tree_regression" : "decision_tree_classifier";
    struct cl_source *child;
    struct member member;

    CL_TRY(cl_source_child(src, name, &child, err));
    if (!cl_str_is(child->op, op))
        return cl_fail(err, CLEAP_E_FORMAT, "it is a %.*s, needs %s", CL_STR_ARGS(child->op), op);
    CL_TRY(
        cl_source_attrs(child, is_regression ? regression_attrs : classifier_attrs, &member, err));
    return load_tree(l, child, root, err);
}

static enum cleap_status load_members(struct loader *l, const struct cl_strs *names,
                                      struct cl_source *src, uint32_t *roots,
                                      struct cleap_error *err)
{
    for (size_t t = 0; t < names->n; t++)
        if (load_member(l, src, names->at[t], &roots[t], err) != CLEAP_OK)
            return cl_blame(err, "tree '%.*s'", CL_STR_ARGS(names->at[t]));
    return CLEAP_OK;
}

enum cleap_status cl_forest_load_trees(struct cl_forest *forest, enum cl_forest_leaf leaf,
                                       size_t n_classes, const struct cl_strs *names,
                                       struct cl_source *src, struct cleap_error *err)
{
    struct loader l = {.leaf = leaf, .arena = src->arena};
    uint32_t *roots;
    enum cleap_status status;

    if (names->n > MAX_NODES)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu trees, the limit is %u", names->n, MAX_NODES);
    roots = cl_arena_zeroed(src->arena, names->n, sizeof *roots);
    if (roots == NULL)
        return cl_fail_nomem(err);
    *forest = (struct cl_forest){.n_trees = (uint32_t)names->n};
    loader_init(&l, n_classes);
    status = load_members(&l, names, src, roots, err);
    if (status == CLEAP_OK)
        status = finish(&l, roots, forest, err);
    loader_free(&l);
    return status;
}
