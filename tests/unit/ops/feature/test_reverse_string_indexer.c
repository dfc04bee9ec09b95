/*
 * reverse_string_indexer: numbers, lists and tensors of them.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_reverse_string_indexer;

#define SHAPED(shape) "{\"labels\": [\"x\", \"y\", \"z\"], \"input_shape\": " shape "}"

static void numbers_are_cut_and_nan_is_zero(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_reverse_string_indexer, "{\"labels\": [\"x\", \"y\", \"z\"]}");

    op_feed_f64(&f, 4, (double[]){1.9, NAN, -0.9, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_str(&f, "output", 0, "y");
    op_expect_str(&f, "output", 1, "x");
    op_expect_str(&f, "output", 2, "x");
    op_expect_str(&f, "output", 3, "z");
    op_done(&f);
}

static void a_number_without_a_label_is_an_error(void **unused)
{
    (void)unused;
    const double numbers[] = {3, -1, INFINITY};

    for (size_t i = 0; i < CL_COUNT_OF(numbers); i++) {
        struct op_fixture f =
            op_fixture(&cl_op_reverse_string_indexer, "{\"labels\": [\"x\", \"y\", \"z\"]}");

        op_feed_f64(&f, 1, &numbers[i]);
        assert_int_equal(op_run(&f), CLEAP_E_DATA);
        op_done(&f);
    }
}

static void the_error_names_the_number_and_the_labels(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_reverse_string_indexer, "{\"labels\": [\"x\", \"y\", \"z\"]}");

    op_feed_f64(&f, 1, (double[]){3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: 3 is no position of the 3 labels");
    op_done(&f);
}

static void a_list_becomes_a_list(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_reverse_string_indexer,
                                     SHAPED("{\"base\": \"list\", \"isNullable\": false}"));
    const struct cl_list lists[] = {{(double[]){2, 0}, 2}, {NULL, 0}};
    const struct cl_column in = {.type = f.node.in[0].type,
                                 .as.list = (struct cl_list[]){lists[0], lists[1]}};
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "list(string)?");
    f.in[0] = &in;
    f.row_limit = 2;
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, (const char *[]){"z", "x", NULL});
    op_expect_strs(&f, "output", 1, (const char *[]){NULL});
    op_done(&f);
}

static void a_sparse_tensor_keeps_its_places(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_reverse_string_indexer,
                   SHAPED("{\"base\": \"tensor\", \"isNullable\": false, \"dimensions\": [5]}"));
    struct cl_tensor out;

    op_feed_sparse(&f, 5, 1, (int32_t[]){3}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    out = op_tensor(&f, "output", 0);
    assert_int_equal(out.size, 5);
    assert_int_equal(out.n, 1);
    assert_int_equal(out.index[0], 3);
    assert_true(cl_str_is(*(const struct cl_str *)out.value, "y"));
    op_done(&f);
}

static void a_nullable_shape_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_reverse_string_indexer,
                                     SHAPED("{\"base\": \"scalar\", \"isNullable\": true}"));

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_cut_and_nan_is_zero),
        cmocka_unit_test(a_number_without_a_label_is_an_error),
        cmocka_unit_test(the_error_names_the_number_and_the_labels),
        cmocka_unit_test(a_list_becomes_a_list),
        cmocka_unit_test(a_sparse_tensor_keeps_its_places),
        cmocka_unit_test(a_nullable_shape_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
