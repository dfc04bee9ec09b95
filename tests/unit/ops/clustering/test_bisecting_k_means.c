/*
 * bisecting_k_means: reading trees from hostile streams, and descending them.
 */
#include "tests/support/arenas.h"
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_bisecting_k_means;

/* A source whose tree is a list of nodes. */
struct stream {
    struct cl_source source;
    const struct cl_cluster_node *nodes;
    size_t n;
};

static enum cleap_status read_tree(struct cl_source *src, cl_cluster_node_fn on_node, void *arg,
                                   struct cleap_error *error)
{
    struct stream *stream = (struct stream *)src;
    bool more = true;

    for (size_t i = 0; more; i++) {
        if (i == stream->n)
            return cl_fail(error, CLEAP_E_FORMAT, "the tree ends early");
        CL_TRY(on_node(arg, &stream->nodes[i], &more, error));
    }
    return CLEAP_OK;
}

static const struct cl_source_ops stream_ops = {.cluster_tree = read_tree};

static struct cl_node node;

static enum cleap_status load(const struct cl_cluster_node *nodes, size_t n)
{
    static const struct cl_socket in = {{"features", 8}, {"features", 8}};
    static const struct cl_socket out = {{"prediction", 10}, {"prediction", 10}};
    const struct cl_sockets sockets = {.n_in = 1, .n_out = 1, .in = &in, .out = &out};
    struct stream stream = {.source = {.ops = &stream_ops, .arena = &arena, .where = {.at = ""}},
                            .nodes = nodes,
                            .n = n};

    return cl_node_load(&node, &cl_op_bisecting_k_means, cl_str_of("n"), &sockets, &stream.source,
                        &err);
}

static enum cleap_status run(struct cl_tensor row, int32_t *index)
{
    const struct cl_column features = {.as.tensor = &row}, *in = &features;
    struct cl_column prediction = {.as.i32 = index}, *out = &prediction;
    struct cl_exec x = {.n = 1, .in = &in, .out = &out, .scratch = &arena};

    return node.op->execute(node.state, &x, &err);
}

static int32_t cluster_of(double a)
{
    int32_t index = -1;

    assert_int_equal(run(cl_dense(&a, 1), &index), CLEAP_OK);
    return index;
}

static const double centers[] = {0, 1, 2, 4, 8, 16};

static struct cl_cluster_node cluster(int32_t index, int32_t n_children, size_t center)
{
    return (struct cl_cluster_node){.index = index,
                                    .n_children = n_children,
                                    .norm = centers[center],
                                    .n_values = 1,
                                    .value = &centers[center]};
}

static void rows_go_down_to_the_nearest_leaf(void **unused)
{
    const struct cl_cluster_node nodes[] = {
        cluster(-1, 3, 2), cluster(-2, 2, 1), cluster(0, 0, 0), cluster(1, 0, 2),
        cluster(2, 0, 3),  cluster(-3, 1, 5), cluster(3, 0, 5),
    };

    (void)unused;
    assert_int_equal(load(nodes, 7), CLEAP_OK);
    assert_int_equal(cluster_of(0), 0);
    assert_int_equal(cluster_of(2), 1); /* of the first child, though the second is as near */
    assert_int_equal(cluster_of(4), 2);
    assert_int_equal(cluster_of(20), 3);
}

static void of_children_as_near_the_first_counts(void **unused)
{
    const struct cl_cluster_node nodes[] = {cluster(-1, 2, 2), cluster(5, 0, 2), cluster(6, 0, 3)};

    (void)unused;
    assert_int_equal(load(nodes, 3), CLEAP_OK);
    assert_int_equal(cluster_of(3), 5);
}

static void a_row_with_nan_is_refused(void **unused)
{
    const struct cl_cluster_node nodes[] = {cluster(4, 0, 2)};
    double nan = NAN;
    int32_t index;

    (void)unused;
    assert_int_equal(load(nodes, 1), CLEAP_OK);
    assert_int_equal(run(cl_dense(&nan, 1), &index), CLEAP_E_DATA);
    assert_int_equal(err.row, 0);
}

static void a_cluster_without_a_norm_fails_when_it_is_compared(void **unused)
{
    struct cl_cluster_node nodes[] = {cluster(-1, 2, 2), cluster(5, 0, 2), cluster(6, 0, 3)};
    double one = 1;
    int32_t index;

    (void)unused;
    nodes[2].norm = NAN;
    assert_int_equal(load(nodes, 3), CLEAP_OK);
    assert_int_equal(run(cl_dense(&one, 1), &index), CLEAP_E_DATA);
}

static void a_tree_may_be_a_single_leaf(void **unused)
{
    const struct cl_cluster_node nodes[] = {cluster(4, 0, 2)};

    (void)unused;
    assert_int_equal(load(nodes, 1), CLEAP_OK);
    assert_int_equal(cluster_of(3), 4);
}

static void a_tree_that_ends_early_is_refused(void **unused)
{
    const struct cl_cluster_node nodes[] = {cluster(-1, INT32_MAX, 2), cluster(5, 0, 2)};

    (void)unused;
    assert_int_equal(load(nodes, 0), CLEAP_E_FORMAT);
    cl_error_begin(&err, NULL);
    assert_int_equal(load(nodes, 2), CLEAP_E_FORMAT);
}

static void leaves_and_inner_nodes_are_told_by_their_index(void **unused)
{
    const struct cl_cluster_node wrong[] = {cluster(-1, 0, 0), cluster(1, 2, 0),
                                            cluster(-1, -1, 0)};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(wrong); i++) {
        cl_error_begin(&err, NULL);
        assert_int_equal(load(&wrong[i], 1), CLEAP_E_FORMAT);
    }
}

static void a_chain_needs_no_stack(void **unused)
{
    static struct cl_cluster_node nodes[100001];

    (void)unused;
    for (size_t i = 0; i < 100000; i++)
        nodes[i] = cluster(-1, 1, 0);
    nodes[100000] = cluster(9, 0, 0);
    assert_int_equal(load(nodes, 100001), CLEAP_OK);
    assert_int_equal(cluster_of(1), 9);
}

static void a_vector_of_another_size_is_refused(void **unused)
{
    const struct cl_cluster_node nodes[] = {cluster(-1, 1, 2), cluster(5, 0, 2)};
    int32_t index;

    (void)unused;
    assert_int_equal(load(nodes, 2), CLEAP_OK);
    assert_int_equal(run(cl_dense(centers, 2), &index), CLEAP_E_DATA);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arenas, close_arenas)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_go_down_to_the_nearest_leaf),
        TEST(of_children_as_near_the_first_counts),
        TEST(a_row_with_nan_is_refused),
        TEST(a_cluster_without_a_norm_fails_when_it_is_compared),
        TEST(a_tree_may_be_a_single_leaf),
        TEST(a_tree_that_ends_early_is_refused),
        TEST(leaves_and_inner_nodes_are_told_by_their_index),
        TEST(a_chain_needs_no_stack),
        TEST(a_vector_of_another_size_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
