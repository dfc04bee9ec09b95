/*
 * The JSON format: trees.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/mleap/decoder_fixture.h"

static struct cl_str text_of(const char *text)
{
    return decoder_text(text, strlen(text));
}

static void the_nodes_of_a_tree_come_line_by_line(void **unused)
{
    struct cl_str rest =
        text_of("{\"type\":\"internal\",\"split\":{\"type\":\"continuous\",\"featureIndex\":3,"
                "\"threshold\":0.5}}\n"
                "{ \"split\": {\"categories\": [0.0, 2.0], \"numCategories\": 4, \"isLeft\": true,"
                " \"featureIndex\": 2, \"type\": \"categorical\"}, \"type\": \"internal\"}\r\n"
                "{\"type\":\"leaf\",\"values\":[12.0,3]}");
    struct cl_tree_node node;

    (void)unused;
    assert_int_equal(cl_format_json.next_tree_node(&f.d, &rest, &node, &f.err), CLEAP_OK);
    assert_true(node.kind == CL_TREE_CONTINUOUS && node.feature == 3 && node.threshold == 0.5);
    assert_int_equal(cl_format_json.next_tree_node(&f.d, &rest, &node, &f.err), CLEAP_OK);
    assert_true(node.kind == CL_TREE_CATEGORICAL && node.feature == 2 && node.is_left);
    assert_true(node.n_values == 2 && node.value[1] == 2);
    assert_int_equal(cl_format_json.next_tree_node(&f.d, &rest, &node, &f.err), CLEAP_OK);
    assert_true(node.kind == CL_TREE_LEAF && node.n_values == 2 && node.value[0] == 12);
    assert_int_equal(cl_format_json.next_tree_node(&f.d, &rest, &node, &f.err), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "the file ends before the tree does");
}

static void broken_tree_lines_are_refused(void **unused)
{
    static const char *const texts[] = {
        "\n{\"type\":\"leaf\",\"values\":[]}",
        "{\"type\":\"leaf\"}",
        "{\"values\":[]}",
        "{\"type\":\"root\",\"values\":[]}",
        "{\"type\":\"internal\"}",
        "{\"type\":\"internal\",\"split\":{\"type\":\"continuous\",\"featureIndex\":3}}",
        "{\"type\":\"internal\",\"split\":{\"type\":\"continuous\",\"threshold\":3}}",
        "{\"type\":\"internal\",\"split\":{\"featureIndex\":3,\"threshold\":3}}",
        "{\"type\":\"internal\",\"split\":{\"type\":\"odd\",\"featureIndex\":3,\"threshold\":3}}",
        "{\"type\":\"internal\",\"split\":{\"type\":\"categorical\",\"featureIndex\":3,"
        "\"isLeft\":true,\"categories\":[]}}",
        "{\"type\":\"internal\",\"split\":{\"type\":\"continuous\",\"featureIndex\":1.5,"
        "\"threshold\":3}}",
        "{\"type\":\"leaf\",\"values\":[1}",
        "{\"type\":\"leaf\",\"values\":[1]} {}",
        "{\"type\":\"leaf\",\"values\":[\"1\"]}",
    };
    struct cl_tree_node node;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++) {
        struct cl_str rest = text_of(texts[i]);

        assert_int_equal(cl_format_json.next_tree_node(&f.d, &rest, &node, &f.err), CLEAP_E_FORMAT);
    }
}

static enum cleap_status next_cluster(struct cl_str *rest, struct cl_cluster_node *node)
{
    return cl_format_json.next_cluster_node(&f.d, rest, node, &f.err);
}

static void the_nodes_of_a_tree_of_clusters_come_line_by_line(void **unused)
{
    struct cl_str rest = text_of("{\"index\":-1,\"norm\":2.5,\"numChildren\":2,\"values\":[1,2]}\n"
                                 "{\"values\":[],\"numChildren\":0,\"norm\":0,\"index\":0}\n");
    struct cl_cluster_node node;

    (void)unused;
    assert_int_equal(next_cluster(&rest, &node), CLEAP_OK);
    assert_true(node.index == -1 && node.norm == 2.5 && node.n_children == 2);
    assert_true(node.n_values == 2 && node.value[1] == 2);
    assert_int_equal(next_cluster(&rest, &node), CLEAP_OK);
    assert_true(node.index == 0 && node.n_children == 0 && node.n_values == 0);
    assert_int_equal(next_cluster(&rest, &node), CLEAP_E_FORMAT);
}

static void a_cluster_without_its_keys_is_refused(void **unused)
{
    struct cl_str rest = text_of("{\"index\":-1,\"norm\":2.5,\"values\":[1,2]}");
    struct cl_cluster_node node;

    (void)unused;
    assert_int_equal(next_cluster(&rest, &node), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "'numChildren' is missing");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_nodes_of_a_tree_come_line_by_line),
        TEST(broken_tree_lines_are_refused),
        TEST(the_nodes_of_a_tree_of_clusters_come_line_by_line),
        TEST(a_cluster_without_its_keys_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
