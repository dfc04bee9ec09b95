/*
 * Decision trees: reading them from hostile streams, and walking them.
 */
#include "tests/support/arenas.h"
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/forest.h"

/* A source whose tree is a list of nodes, cut off or going on as a file may be. */
struct stream {
    struct cl_source source;
    const struct cl_tree_node *nodes;
    size_t n, read;
};

static enum cleap_status read_tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                                   struct cleap_error *error)
{
    struct stream *stream = (struct stream *)src;
    bool more = true;

    for (stream->read = 0; more; stream->read++) {
        if (stream->read == stream->n)
            return cl_fail(error, CLEAP_E_FORMAT, "the tree ends early");
        CL_TRY(on_node(arg, &stream->nodes[stream->read], &more, error));
    }
    return CLEAP_OK;
}

static const struct cl_source_ops stream_ops = {.tree = read_tree};

static struct cl_tree_node split(int32_t feature, double threshold)
{
    return (struct cl_tree_node){
        .kind = CL_TREE_CONTINUOUS, .feature = feature, .threshold = threshold};
}

static struct cl_tree_node leaf(const double *values, size_t n)
{
    return (struct cl_tree_node){.kind = CL_TREE_LEAF, .value = values, .n_values = n};
}

static struct cl_tree_node categorical(int32_t feature, bool is_left, const double *values,
                                       size_t n)
{
    return (struct cl_tree_node){.kind = CL_TREE_CATEGORICAL,
                                 .feature = feature,
                                 .is_left = is_left,
                                 .value = values,
                                 .n_values = n};
}

static const double values[] = {10, 11, 12, 13, 14, 15};

static enum cleap_status load(struct cl_forest *forest, enum cl_forest_leaf kind, size_t n_classes,
                              const struct cl_tree_node *nodes, size_t n, size_t *read)
{
    struct stream stream = {
        .source = {.ops = &stream_ops, .arena = &arena}, .nodes = nodes, .n = n};
    enum cleap_status status = cl_forest_load(forest, kind, n_classes, &stream.source, &err);

    if (read != NULL)
        *read = stream.read;
    return status;
}

static void note_leaf(void *arg, const struct cl_trees_leaves *found)
{
    ((uint32_t *)arg)[found->row] = *found->leaf;
}

static enum cleap_status walk(const struct cl_forest *forest, size_t n,
                              const struct cl_tensor *rows, uint32_t *found)
{
    struct cl_tensor cells[CL_TILE_ROWS];
    struct cl_exec x = {.n = n, .scratch = &scratch};

    memcpy(cells, rows, n * sizeof *cells);
    cl_arena_reset(&scratch);
    return cl_forest_walk(forest, &x, &(struct cl_column){.as.tensor = cells}, note_leaf, found,
                          &err);
}

/* The value of the leaf that one row comes to. */
static double value_of(const struct cl_forest *forest, struct cl_tensor row)
{
    uint32_t found;

    assert_int_equal(walk(forest, 1, &row, &found), CLEAP_OK);
    return forest->leaves[found];
}

static double value_at(const struct cl_forest *forest, double a, double b)
{
    return value_of(forest, cl_dense((double[]){a, b}, 2));
}

/* (f0 <= 1) ? ((f1 <= 2) ? 10 : 11) : 12 */
static const struct cl_tree_node *small_tree(void)
{
    static struct cl_tree_node nodes[5];

    nodes[0] = split(0, 1);
    nodes[1] = split(1, 2);
    nodes[2] = leaf(values, 1);
    nodes[3] = leaf(values + 1, 1);
    nodes[4] = leaf(values + 2, 1);
    return nodes;
}

static void nodes_come_with_the_left_subtree_first(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_true(value_at(&forest, 1, 2) == 10);
    assert_true(value_at(&forest, 1, 2.5) == 11);
    assert_true(value_at(&forest, 1.5, 0) == 12);
}

static void leaves_are_numbered_and_features_noted(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_int_equal(forest.n_leaves, 3);
    assert_int_equal(forest.n_columns, 2);
    assert_int_equal(forest.max_feature, 1);
}

static void nan_goes_right(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_true(value_at(&forest, NAN, 0) == 12);
    assert_true(value_at(&forest, -INFINITY, NAN) == 11);
}

static void a_threshold_that_is_nan_sends_all_to_the_right(void **unused)
{
    struct cl_tree_node nodes[] = {split(0, NAN), leaf(values, 1), leaf(values + 1, 1)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 3, NULL), CLEAP_OK);
    assert_true(value_at(&forest, 0, 0) == 11);
}

static void reading_stops_when_every_branch_has_its_leaf(void **unused)
{
    struct cl_tree_node nodes[] = {leaf(values, 1), leaf(values + 1, 1)};
    struct cl_forest forest;
    size_t read;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 2, &read), CLEAP_OK);
    assert_int_equal(read, 1);
    assert_int_equal(forest.max_feature, -1);
    assert_true(value_of(&forest, cl_dense(NULL, 0)) == 10);
}

static void a_tree_that_ends_early_is_refused(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    for (size_t n = 0; n < 5; n++) {
        cl_error_begin(&err, NULL);
        assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), n, NULL), CLEAP_E_FORMAT);
    }
}

static void a_negative_feature_is_refused(void **unused)
{
    struct cl_tree_node nodes[] = {split(INT32_MIN, 0), leaf(values, 1), leaf(values, 1)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 3, NULL), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "a split reads feature -2147483648");
}

static void a_leaf_without_a_value_is_refused(void **unused)
{
    struct cl_tree_node nodes[] = {leaf(values, 0)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 1, NULL), CLEAP_E_FORMAT);
}

static void counts_must_be_as_many_as_classes(void **unused)
{
    struct cl_tree_node nodes[] = {leaf(values, 3)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_COUNTS, 4, nodes, 1, NULL), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "a leaf has 3 values for 4 classes");
    cl_error_begin(&err, NULL);
    assert_int_equal(load(&forest, CL_LEAF_COUNTS, 2, nodes, 1, NULL), CLEAP_E_FORMAT);
    assert_int_equal(load(&forest, CL_LEAF_COUNTS, 3, nodes, 1, NULL), CLEAP_OK);
    assert_memory_equal(forest.leaves, values, 3 * sizeof *values);
}

static void shares_are_of_all_that_a_leaf_counts(void **unused)
{
    double counts[] = {1, 2, 5};
    struct cl_tree_node nodes[] = {leaf(counts, 3)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_SHARES, 2, nodes, 1, NULL), CLEAP_OK);
    assert_memory_equal(forest.leaves, ((const double[]){0.125, 0.25}), 2 * sizeof(double));
}

static void a_leaf_that_counts_nothing_has_no_shares(void **unused)
{
    struct cl_tree_node nodes[] = {leaf((const double[]){0, 0}, 2)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_SHARES, 2, nodes, 1, NULL), CLEAP_OK);
    assert_memory_equal(forest.leaves, ((const double[]){0, 0}), 2 * sizeof(double));
}

/* A chain of `depth` splits, each with a leaf on one side. */
static struct cl_tree_node *chain(size_t depth, bool left)
{
    struct cl_tree_node *nodes = cl_arena_array(&arena, 2 * depth + 1, sizeof *nodes);

    assert_non_null(nodes);
    for (size_t i = 0; i < depth; i++) {
        nodes[left ? i : 2 * i] = split(0, (double)i);
        nodes[left ? depth + i : 2 * i + 1] = leaf(values, 1);
    }
    nodes[2 * depth] = leaf(values + 1, 1);
    return nodes;
}

static void a_deep_tree_needs_no_stack(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, chain(100000, true), 200001, NULL), CLEAP_OK);
    assert_true(value_at(&forest, -1, 0) == 10);
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, chain(100000, false), 200001, NULL), CLEAP_OK);
    assert_true(value_at(&forest, 1e6, 0) == 11);
}

static void a_tree_may_not_be_deeper_than_the_limit(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, chain(100001, true), 200003, NULL),
                     CLEAP_E_LIMIT);
}

static void categories_send_to_the_side_that_lists_them(void **unused)
{
    struct cl_tree_node nodes[] = {categorical(1, true, (const double[]){0, 2}, 2), leaf(values, 1),
                                   categorical(1, false, (const double[]){1.5}, 1),
                                   leaf(values + 1, 1), leaf(values + 2, 1)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 5, NULL), CLEAP_OK);
    assert_true(value_at(&forest, 9, 2) == 10);
    assert_true(value_at(&forest, 9, -0.0) == 10);
    assert_true(value_at(&forest, 9, 1.5) == 12);
    assert_true(value_at(&forest, 9, 7) == 11);
    assert_true(value_at(&forest, 9, NAN) == 11);
}

static void a_split_on_feature_zero_may_be_categorical(void **unused)
{
    struct cl_tree_node nodes[] = {categorical(0, true, (const double[]){3}, 1), leaf(values, 1),
                                   leaf(values + 1, 1)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 3, NULL), CLEAP_OK);
    assert_true(value_at(&forest, 3, 0) == 10);
    assert_true(value_at(&forest, 2, 0) == 11);
}

/* Each question that splits ask of a row is answered once. */
static void equal_sets_of_a_feature_share_a_column(void **unused)
{
    static const double some[] = {0, 2}, others[] = {0, 3}, fractions[] = {0.5, 2};
    const struct cl_tree_node nodes[] = {
        categorical(1, true, some, 2),
        leaf(values, 1),
        categorical(1, true, others, 2),
        leaf(values, 1),
        categorical(1, true, some, 2),
        leaf(values, 1),
        categorical(1, false, some, 2),
        leaf(values, 1),
        categorical(0, true, some, 2),
        leaf(values, 1),
        categorical(1, true, fractions, 2),
        leaf(values, 1),
        categorical(1, true, fractions, 2),
        leaf(values, 1),
        leaf(values, 1),
    };
    struct cl_forest forest;
    size_t read;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 15, &read), CLEAP_OK);
    assert_int_equal(forest.n_continuous, 0);
    assert_int_equal(forest.n_columns, 5);
    assert_int_equal(forest.columns[0].feature, 0);
}

static void what_a_sparse_row_does_not_store_is_zero(void **unused)
{
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_true(value_of(&forest, cl_sparse((double[]){5}, (int32_t[]){1}, 1, 4)) == 11);
    assert_true(value_of(&forest, cl_sparse((double[]){5}, (int32_t[]){0}, 1, 4)) == 12);
    assert_true(value_of(&forest, cl_sparse((double[]){5}, (int32_t[]){3}, 1, 4)) == 10);
    assert_true(value_of(&forest, cl_sparse(values, (int32_t[]){0}, 0, 4)) == 10);
}

static void a_short_row_fails_only_at_a_split_that_misses_its_feature(void **unused)
{
    struct cl_tensor rows[] = {cl_dense((double[]){5}, 1), cl_dense((double[]){0}, 1)};
    struct cl_forest forest;
    uint32_t found[2];

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_true(value_of(&forest, rows[0]) == 12);
    assert_int_equal(walk(&forest, 2, rows, found), CLEAP_E_DATA);
    assert_string_equal(err.message, "row 1: the vector has 1 values, a split reads feature 1");
}

static void a_short_sparse_row_is_not_read_behind_its_end(void **unused)
{
    struct cl_tensor row = cl_sparse((double[]){0.5}, (int32_t[]){0}, 1, 1);
    struct cl_forest forest;
    uint32_t found;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    assert_int_equal(walk(&forest, 1, &row, &found), CLEAP_E_DATA);
}

static void a_huge_feature_makes_no_huge_rows(void **unused)
{
    struct cl_tree_node nodes[] = {split(INT32_MAX, 0), leaf(values, 1), leaf(values + 1, 1)};
    struct cl_forest forest;

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, nodes, 3, NULL), CLEAP_OK);
    assert_true(value_of(&forest, cl_sparse((double[]){5}, (int32_t[]){INT32_MAX}, 1,
                                            (uint32_t)INT32_MAX + 1)) == 11);
    assert_true(cl_arena_size(&scratch) < 100000);
}

static void a_tile_of_mixed_rows_gives_each_its_own_leaf(void **unused)
{
    struct cl_tensor rows[40];
    struct cl_forest forest;
    uint32_t found[40];

    (void)unused;
    assert_int_equal(load(&forest, CL_LEAF_VALUE, 0, small_tree(), 5, NULL), CLEAP_OK);
    for (size_t i = 0; i < 40; i++) {
        static const double one[] = {5, 0}, other[] = {0, 5};
        static const int32_t index[] = {1};

        rows[i] = i % 3 == 0 ? cl_sparse(one, index, 1, 2) : cl_dense(i % 3 == 1 ? one : other, 2);
    }
    assert_int_equal(walk(&forest, 40, rows, found), CLEAP_OK);
    for (size_t i = 0; i < 40; i++)
        assert_true(forest.leaves[found[i]] == (i % 3 == 1 ? 12 : 11));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arenas, close_arenas)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nodes_come_with_the_left_subtree_first),
        TEST(leaves_are_numbered_and_features_noted),
        TEST(nan_goes_right),
        TEST(a_threshold_that_is_nan_sends_all_to_the_right),
        TEST(reading_stops_when_every_branch_has_its_leaf),
        TEST(a_tree_that_ends_early_is_refused),
        TEST(a_negative_feature_is_refused),
        TEST(a_leaf_without_a_value_is_refused),
        TEST(counts_must_be_as_many_as_classes),
        TEST(shares_are_of_all_that_a_leaf_counts),
        TEST(a_leaf_that_counts_nothing_has_no_shares),
        TEST(a_deep_tree_needs_no_stack),
        TEST(a_tree_may_not_be_deeper_than_the_limit),
        TEST(categories_send_to_the_side_that_lists_them),
        TEST(a_split_on_feature_zero_may_be_categorical),
        TEST(equal_sets_of_a_feature_share_a_column),
        TEST(what_a_sparse_row_does_not_store_is_zero),
        TEST(a_short_row_fails_only_at_a_split_that_misses_its_feature),
        TEST(a_short_sparse_row_is_not_read_behind_its_end),
        TEST(a_huge_feature_makes_no_huge_rows),
        TEST(a_tile_of_mixed_rows_gives_each_its_own_leaf),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
