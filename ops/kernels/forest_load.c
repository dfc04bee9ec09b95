/*
 * Reads decision trees into a forest, node by node as their files are read. Files say neither how
 * many nodes there are nor how deep they lie; nothing here recurses.
 */
#include <string.h>

#include "ops/kernels/forest.h"
#include "runtime/buf.h"

#define MAX_NODES (1u << 28)
#define MAX_DEPTH 100000u
#define MAX_CATEGORIES 10000000u
#define MAX_BYTES ((size_t)MAX_NODES * sizeof(struct cl_forest_node))

/* A node that is still to be read. */
struct pending {
    uint32_t node, depth;
};

struct loader {
    enum cl_forest_leaf leaf;
    size_t n_classes;
    struct cl_arena *arena; /* the model's */
    /* Growing arrays. */
    struct cl_buf nodes;   /* struct cl_forest_node */
    struct cl_buf sets;    /* struct cl_categories */
    struct cl_buf counts;  /* double */
    struct cl_buf pending; /* struct pending; the next one is the last */
    uint32_t n_nodes;
    int32_t max_feature;
};

static void loader_init(struct loader *l)
{
    cl_buf_init(&l->nodes, MAX_BYTES);
    cl_buf_init(&l->sets, MAX_BYTES);
    cl_buf_init(&l->counts, MAX_BYTES);
    cl_buf_init(&l->pending, MAX_BYTES);
    l->max_feature = -1;
}

static void loader_free(struct loader *l)
{
    cl_buf_free(&l->pending);
    cl_buf_free(&l->counts);
    cl_buf_free(&l->sets);
    cl_buf_free(&l->nodes);
}

static struct cl_forest_node *node_at(const struct loader *l, uint32_t i)
{
    return (struct cl_forest_node *)(void *)l->nodes.at + i;
}

static enum cleap_status check_bufs(const struct loader *l, struct cleap_error *err)
{
    CL_TRY(cl_buf_check(&l->nodes, "the trees' nodes", err));
    CL_TRY(cl_buf_check(&l->sets, "the trees' categories", err));
    CL_TRY(cl_buf_check(&l->counts, "the trees' leaves", err));
    return cl_buf_check(&l->pending, "a tree's open branches", err);
}

/* Appends nodes that are read next, in their order. */
static enum cleap_status add_nodes(struct loader *l, uint32_t n, uint32_t depth,
                                   struct cleap_error *err)
{
    const struct cl_forest_node blank = {.left = 0};

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

static enum cleap_status add_value(struct loader *l, const struct cl_tree_node *from,
                                   struct cl_forest_node *node, struct cleap_error *err)
{
    if (from->n_values < 1)
        return cl_fail(err, CLEAP_E_FORMAT, "a leaf has no value");
    node->as.value = from->value[0];
    (void)l;
    return CLEAP_OK;
}

static enum cleap_status add_counts(struct loader *l, const struct cl_tree_node *from,
                                    struct cl_forest_node *node, struct cleap_error *err)
{
    size_t n = l->n_classes;
    double total = 0.0;

    if (from->n_values < n || (l->leaf == CL_LEAF_COUNTS && from->n_values > n))
        return cl_fail(err, CLEAP_E_FORMAT, "a leaf has %zu values for %zu classes", from->n_values,
                       n);
    node->as.counts = l->counts.n / sizeof(double);
    if (l->leaf == CL_LEAF_COUNTS) {
        cl_buf_append(&l->counts, from->value, n * sizeof(double));
        return check_bufs(l, err);
    }
    for (size_t i = 0; i < from->n_values; i++)
        total += from->value[i];
    for (size_t i = 0; i < n; i++) {
        double share = total != 0.0 ? from->value[i] / total : 0.0;

        cl_buf_append(&l->counts, &share, sizeof share);
    }
    return check_bufs(l, err);
}

static enum cleap_status add_set(struct loader *l, const struct cl_tree_node *from,
                                 struct cl_forest_node *node, struct cleap_error *err)
{
    struct cl_categories set;

    if (from->n_values > MAX_CATEGORIES)
        return cl_fail(err, CLEAP_E_LIMIT, "a split has %zu categories, the limit is %u",
                       from->n_values, MAX_CATEGORIES);
    if (!cl_categories_init(&set, from->value, (uint32_t)from->n_values, from->is_left, l->arena))
        return cl_fail_nomem(err);
    node->as.set = l->sets.n / sizeof set;
    node->feature = ~from->feature;
    cl_buf_append(&l->sets, &set, sizeof set);
    return check_bufs(l, err);
}

static enum cleap_status add_split(struct loader *l, const struct cl_tree_node *from,
                                   struct pending at, struct cleap_error *err)
{
    struct cl_forest_node *node = node_at(l, at.node);

    if (from->feature < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "a split reads feature %d", from->feature);
    if (from->feature > l->max_feature)
        l->max_feature = from->feature;
    node->left = l->n_nodes;
    node->feature = from->feature;
    node->as.threshold = from->threshold;
    if (from->kind == CL_TREE_CATEGORICAL)
        CL_TRY(add_set(l, from, node, err));
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
    if (l->leaf == CL_LEAF_VALUE)
        return add_value(l, from, node_at(l, at.node), err);
    return add_counts(l, from, node_at(l, at.node), err);
}

static enum cleap_status load_tree(struct loader *l, struct cl_source *src, uint32_t *root,
                                   struct cleap_error *err)
{
    *root = l->n_nodes;
    l->pending.n = 0;
    CL_TRY(add_nodes(l, 1, 0, err));
    return cl_source_tree(src, on_node, l, err);
}

/* Sparse rows are made dense where that costs less than looking up each feature that is read. A
 * zero was measured to cost 0.08 ns, the lookups of one tree 15 to 130 ns. */
#define ZEROS_PER_TREE 256
#define MOST_ZEROS 131072

/* What rows that are walked together may take, so that they stay in the cache. */
#define TILE_DOUBLES 16384

static void choose_walk(struct cl_forest *forest)
{
    size_t zeros = (size_t)((int64_t)forest->max_feature + 1);

    forest->scatters = zeros <= MOST_ZEROS && zeros <= (size_t)ZEROS_PER_TREE * forest->n_trees;
    forest->tile = CL_FOREST_ROWS;
    while (forest->tile > 1 && forest->tile * zeros > TILE_DOUBLES)
        forest->tile /= 2;
}

static enum cleap_status finish(const struct loader *l, struct cl_forest *forest,
                                struct cleap_error *err)
{
    forest->nodes = cl_arena_copy(l->arena, l->nodes.at, l->nodes.n);
    forest->sets = cl_arena_copy(l->arena, l->sets.at, l->sets.n);
    forest->counts = cl_arena_copy(l->arena, l->counts.at, l->counts.n);
    if (forest->nodes == NULL || forest->sets == NULL || forest->counts == NULL)
        return cl_fail_nomem(err);
    forest->n_nodes = l->n_nodes;
    forest->n_sets = l->sets.n / sizeof(struct cl_categories);
    forest->n_classes = l->n_classes;
    forest->max_feature = l->max_feature;
    choose_walk(forest);
    return CLEAP_OK;
}

enum cleap_status cl_forest_load(struct cl_forest *forest, enum cl_forest_leaf leaf,
                                 size_t n_classes, struct cl_source *src, struct cleap_error *err)
{
    struct loader l = {.leaf = leaf, .n_classes = n_classes, .arena = src->arena};
    uint32_t *root = cl_arena_zeroed(src->arena, 1, sizeof *root);
    enum cleap_status status;

    if (root == NULL)
        return cl_fail_nomem(err);
    *forest = (struct cl_forest){.roots = root, .n_trees = 1};
    loader_init(&l);
    status = load_tree(&l, src, root, err);
    if (status == CLEAP_OK)
        status = finish(&l, forest, err);
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
    struct loader l = {.leaf = leaf, .n_classes = n_classes, .arena = src->arena};
    uint32_t *roots;
    enum cleap_status status;

    if (names->n > MAX_NODES)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu trees, the limit is %u", names->n, MAX_NODES);
    roots = cl_arena_zeroed(src->arena, names->n, sizeof *roots);
    if (roots == NULL)
        return cl_fail_nomem(err);
    *forest = (struct cl_forest){.roots = roots, .n_trees = (uint32_t)names->n};
    loader_init(&l);
    status = load_members(&l, names, src, roots, err);
    if (status == CLEAP_OK)
        status = finish(&l, forest, err);
    loader_free(&l);
    return status;
}
