/*
 * The protobuf format: trees.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/mleap/decoder_fixture.h"

#define BYTES(literal) decoder_text(literal, sizeof(literal) - 1)

static enum cleap_status next(struct cl_str *rest, struct cl_tree_node *node)
{
    return cl_format_pb.next_tree_node(&f.d, rest, node, &f.err);
}

static void the_nodes_of_a_tree_come_record_by_record(void **unused)
{
    struct cl_str rest = BYTES("\0\0\0\x11\x0A\x0F\x0A\x0D\x12\x0B\x08\x03\x11\0\0\0\0\0\0\xE0\x3F"
                               "\0\0\0\x14\x0A\x12\x0A\x10\x0A\x0E\x08\x02\x10\x01\x22\x08"
                               "\0\0\0\0\0\0\0\x40"
                               "\0\0\0\x0C\x12\x0A\x0A\x08\0\0\0\0\0\0\x28\x40");
    struct cl_tree_node node;

    (void)unused;
    assert_int_equal(next(&rest, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_CONTINUOUS && node.feature == 3 && node.threshold == 0.5);
    assert_int_equal(next(&rest, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_CATEGORICAL && node.feature == 2 && node.is_left);
    assert_true(node.n_values == 1 && node.value[0] == 2);
    assert_int_equal(next(&rest, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_LEAF && node.n_values == 1 && node.value[0] == 12);
    assert_int_equal(next(&rest, &node), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "the file ends before the tree does");
}

/* Nodes that mean the same: as they are usually written, and in longer words. */
static void fields_may_be_left_out_come_twice_or_in_any_order(void **unused)
{
    struct cl_str records[] = {
        BYTES("\0\0\0\x12\x0A\x10\x0A\x0E\x12\x0C\x08\x83\x01\x11\0\0\0\0\0\0\xE0\x3F"),
        BYTES("\0\0\0\x12\x0A\x10\x0A\x0E\x12\x0C\x11\0\0\0\0\0\0\xE0\x3F\x08\x83\x01"),
        BYTES("\0\0\0\x14\x0A\x12\x0A\x10\x12\x0E\x08\x05\x08\x83\x01\x11\0\0\0\0\0\0\xE0\x3F"),
    };
    struct cl_str zero = BYTES("\0\0\0\x06\x0A\x04\x0A\x02\x12\0");
    struct cl_str two = BYTES("\0\0\0\x16\x12\x14\x0A\x08\0\0\0\0\0\0\xE0\x3F\x0A\x08"
                              "\0\0\0\0\0\0\x28\x40");
    struct cl_tree_node node;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(records); i++) {
        assert_int_equal(next(&records[i], &node), CLEAP_OK);
        assert_true(node.kind == CL_TREE_CONTINUOUS && node.feature == 131);
        assert_true(node.threshold == 0.5 && records[i].n == 0);
    }
    assert_int_equal(next(&zero, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_CONTINUOUS && node.feature == 0 && node.threshold == 0);
    assert_int_equal(next(&two, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_LEAF && node.n_values == 2);
    assert_true(node.value[0] == 0.5 && node.value[1] == 12);
}

static void an_empty_leaf_is_a_leaf(void **unused)
{
    struct cl_str rest = BYTES("\0\0\0\2\x12\0");
    struct cl_tree_node node;

    (void)unused;
    assert_int_equal(next(&rest, &node), CLEAP_OK);
    assert_true(node.kind == CL_TREE_LEAF && node.n_values == 0);
}

static void broken_records_are_refused(void **unused)
{
    struct cl_str records[] = {
        BYTES("\0\0\0"),
        BYTES("\0\0\0\3\x12\0"),
        BYTES("\xFF\xFF\xFF\xFF\x12\0"),
        BYTES("\0\0\0\0"),               /* neither kind */
        BYTES("\0\0\0\2\x0A\0"),         /* an inner node without a split */
        BYTES("\0\0\0\4\x0A\2\x0A\0"),   /* a split of neither kind */
        BYTES("\0\0\0\2\x12\5"),         /* a leaf longer than its record */
        BYTES("\0\0\0\5\x12\3\x0A\1\0"), /* half a double */
    };
    struct cl_tree_node node;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(records); i++)
        assert_int_equal(next(&records[i], &node), CLEAP_E_FORMAT);
}

static void the_index_of_a_cluster_may_be_negative(void **unused)
{
    struct cl_str rest = BYTES("\0\0\0\x1B\x08\xFF\xFF\xFF\xFF\x0F\x11\0\0\0\0\0\0\x04\x40\x1A\x08"
                               "\0\0\0\0\0\0\0\x40\x20\2");
    struct cl_cluster_node node;

    (void)unused;
    assert_int_equal(cl_format_pb.next_cluster_node(&f.d, &rest, &node, &f.err), CLEAP_OK);
    assert_true(node.index == -1 && node.norm == 2.5 && node.n_children == 2);
    assert_true(node.n_values == 1 && node.value[0] == 2);
    assert_int_equal(rest.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_nodes_of_a_tree_come_record_by_record),
        TEST(fields_may_be_left_out_come_twice_or_in_any_order),
        TEST(an_empty_leaf_is_a_leaf),
        TEST(broken_records_are_refused),
        TEST(the_index_of_a_cluster_may_be_negative),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
