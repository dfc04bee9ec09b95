/*
 * Forests at random, in each way that they may be walked: rows dense and sparse, long and short,
 * against a walk through the trees as they are written.
 */
#include "tests/support/arenas.h"
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/forest.h"

#define MOST_NODES 4096
#define MOST_CATEGORIES 4

struct wood_node {
    struct cl_tree_node node;
    double values[MOST_CATEGORIES];
    uint32_t left, right;
};

/* What a forest is made of. */
struct wood {
    uint32_t n_trees, depth, n_features, n_values;
    uint32_t categorical; /* of a hundred splits */
    uint64_t state;
    struct wood_node *nodes; /* MOST_NODES a tree */
};

static uint32_t next(struct wood *w, uint32_t below)
{
    w->state ^= w->state << 13;
    w->state ^= w->state >> 7;
    w->state ^= w->state << 17;
    return (uint32_t)(w->state >> 20) % below;
}

/* A number that thresholds and features may be: halves, zeros of both signs, what is no number. */
static double pick(struct wood *w)
{
    static const double odd[] = {NAN, INFINITY, -INFINITY, -0.0, 0.0};

    if (next(w, 20) == 0)
        return odd[next(w, 5)];
    return next(w, w->n_values) * 0.5 - w->n_values / 4.0;
}

/* Grows a tree; returns its root. */
static uint32_t grow(struct wood *w, struct wood_node *nodes, uint32_t *n, uint32_t depth)
{
    uint32_t at = (*n)++;
    struct wood_node *node = &nodes[at];

    assert_true(*n <= MOST_NODES);
    *node = (struct wood_node){.node = {.kind = CL_TREE_LEAF, .n_values = 1}};
    node->node.value = node->values;
    if (depth == w->depth || next(w, 6) == 0) {
        node->values[0] = next(w, 1000) / 7.0;
        return at;
    }
    node->node.feature = (int32_t)next(w, w->n_features);
    node->node.kind = next(w, 100) < w->categorical ? CL_TREE_CATEGORICAL : CL_TREE_CONTINUOUS;
    node->node.threshold = pick(w);
    node->node.is_left = next(w, 2) == 0;
    node->node.n_values = MOST_CATEGORIES;
    for (size_t i = 0; i < MOST_CATEGORIES; i++)
        node->values[i] = next(w, 8);
    node->left = grow(w, nodes, n, depth + 1);
    node->right = grow(w, nodes, n, depth + 1);
    return at;
}

static bool goes_left(const struct wood_node *node, double value)
{
    if (node->node.kind == CL_TREE_CONTINUOUS)
        return value <= node->node.threshold;
    for (size_t i = 0; i < MOST_CATEGORIES; i++)
        if (value == node->values[i])
            return node->node.is_left;
    return !node->node.is_left;
}

/* The sum of the trees' values; NaN: a split misses its feature. */
static double sum_of(const struct wood *w, const double *row, uint32_t size)
{
    double sum = 0.0;

    for (uint32_t t = 0; t < w->n_trees; t++) {
        const struct wood_node *nodes = w->nodes + (size_t)t * MOST_NODES, *at = nodes;

        while (at->node.kind != CL_TREE_LEAF) {
            if ((uint32_t)at->node.feature >= size)
                return NAN;
            at = nodes + (goes_left(at, row[at->node.feature]) ? at->left : at->right);
        }
        sum += at->values[0];
    }
    return sum;
}

/* The folder of a forest, and those of its trees, one at a time. */
struct folder {
    struct cl_source source;
    const struct wood *wood;
    uint32_t tree;
    struct folder *child;
};

static bool has_all(const struct cl_source *src, const char *name)
{
    (void)src;
    (void)name;
    return true;
}

static enum cleap_status get_one(struct cl_source *src, const struct cl_attr *attr, void *field,
                                 struct cleap_error *e)
{
    (void)src;
    (void)attr;
    (void)e;
    *(int64_t *)field = 1;
    return CLEAP_OK;
}

static enum cleap_status open_tree(struct cl_source *src, struct cl_str name,
                                   struct cl_source **child, struct cleap_error *e)
{
    struct folder *folder = (struct folder *)src;

    (void)name;
    (void)e;
    folder->child->tree = folder->tree++;
    *child = &folder->child->source;
    return CLEAP_OK;
}

static enum cleap_status read_tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                                   struct cleap_error *e)
{
    const struct folder *folder = (const struct folder *)src;
    const struct wood_node *node = folder->wood->nodes + (size_t)folder->tree * MOST_NODES;
    bool more = true;

    for (; more; node++)
        CL_TRY(on_node(arg, &node->node, &more, e));
    return CLEAP_OK;
}

static const struct cl_source_ops folder_ops = {
    .has = has_all, .get = get_one, .child = open_tree, .tree = read_tree};

static void make(struct wood *w, struct cl_forest *forest)
{
    struct folder tree = {.source = {.ops = &folder_ops, .arena = &arena}, .wood = w};
    struct folder folder = {.source = {.ops = &folder_ops, .arena = &arena}, .child = &tree};
    struct cl_strs names = {.n = w->n_trees};
    struct cl_str *name = cl_arena_zeroed(&arena, w->n_trees, sizeof *name);

    tree.source.op = cl_str_of("decision_tree_regression");
    w->nodes = cl_arena_array(&arena, (size_t)w->n_trees * MOST_NODES, sizeof *w->nodes);
    assert_non_null(name);
    assert_non_null(w->nodes);
    names.at = name;
    for (uint32_t t = 0; t < w->n_trees; t++) {
        uint32_t n = 0;

        grow(w, w->nodes + (size_t)t * MOST_NODES, &n, 0);
    }
    assert_int_equal(cl_forest_load_trees(forest, CL_LEAF_VALUE, 0, &names, &folder.source, &err),
                     CLEAP_OK);
}

#define ROWS 150
#define MOST_FEATURES 64

struct rows {
    double dense[ROWS][MOST_FEATURES], stored[ROWS][MOST_FEATURES];
    int32_t index[ROWS][MOST_FEATURES];
    struct cl_tensor cells[ROWS];
};

/* Of three rows one is sparse; of seven one is shorter than what the trees read. */
static void make_rows(struct wood *w, struct rows *r)
{
    for (size_t i = 0; i < ROWS; i++) {
        uint32_t size = w->n_features + (i % 7 == 3 ? 0 : next(w, 3)), n = 0;

        if (i % 7 == 3)
            size = next(w, size + 1);
        for (uint32_t k = 0; k < size; k++) {
            r->dense[i][k] = i % 3 == 0 && next(w, 2) == 0 ? 0.0 : pick(w);
            if (r->dense[i][k] == 0.0 && i % 3 == 0 && next(w, 2) == 0)
                continue;
            r->stored[i][n] = r->dense[i][k];
            r->index[i][n++] = (int32_t)k;
        }
        r->cells[i] = i % 3 == 0 ? cl_sparse(r->stored[i], r->index[i], n, size)
                                 : cl_dense(r->dense[i], size);
    }
}

static enum cleap_status add_up(const struct cl_forest *forest, const struct cl_tensor *cells,
                                size_t n, double *out)
{
    struct cl_tensor copy[ROWS];
    struct cl_exec x = {.n = n, .scratch = &scratch};

    memcpy(copy, cells, n * sizeof *copy);
    cl_arena_reset(&scratch);
    cl_error_begin(&err, NULL);
    return cl_forest_sum(forest, &x, &(struct cl_column){.as.tensor = copy}, 0.0, out, &err);
}

static void check(struct wood w, enum cl_trees_way way)
{
    struct rows *r = cl_arena_zeroed(&arena, 1, sizeof *r);
    struct cl_tensor good[ROWS];
    double out[ROWS], sums[ROWS];
    struct cl_forest forest;
    size_t n = 0;

    assert_non_null(r);
    make(&w, &forest);
    assert_int_equal(forest.trees.way, way);
    make_rows(&w, r);
    for (size_t i = 0; i < ROWS; i++) {
        double sum = sum_of(&w, r->dense[i], r->cells[i].size);

        if (isnan(sum)) {
            assert_int_equal(add_up(&forest, &r->cells[i], 1, out), CLEAP_E_DATA);
            assert_non_null(strstr(err.message, "values, a split reads feature"));
        } else {
            assert_int_equal(add_up(&forest, &r->cells[i], 1, out), CLEAP_OK);
            assert_true(*out == sum);
            sums[n] = sum;
            good[n++] = r->cells[i];
        }
    }
    assert_true(n > ROWS / 2);
    assert_int_equal(add_up(&forest, good, n, out), CLEAP_OK);
    assert_memory_equal(out, sums, n * sizeof *out);
}

static void with_a_table(void **unused)
{
    (void)unused;
    check((struct wood){100, 7, 20, 12, 0, 1, NULL}, CL_TREES_TABLE);
    check((struct wood){40, 10, 60, 3, 0, 2, NULL}, CL_TREES_TABLE);
}

static void with_a_table_and_categories(void **unused)
{
    (void)unused;
    check((struct wood){150, 8, 20, 12, 1, 3, NULL}, CL_TREES_TABLE);
}

static void by_keys(void **unused)
{
    (void)unused;
    check((struct wood){20, 6, 40, 100000, 0, 4, NULL}, CL_TREES_KEYS);
    check((struct wood){13, 6, 40, 100000, 2, 5, NULL}, CL_TREES_KEYS);
}

static void lazily(void **unused)
{
    (void)unused;
    check((struct wood){1, 6, 40, 50, 0, 8, NULL}, CL_TREES_LAZY);
    check((struct wood){30, 8, 20, 50, 60, 7, NULL}, CL_TREES_LAZY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arenas, close_arenas)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(with_a_table),
        TEST(with_a_table_and_categories),
        TEST(by_keys),
        TEST(lazily),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
