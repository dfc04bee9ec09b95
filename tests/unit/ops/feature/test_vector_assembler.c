/*
 * vector_assembler: order, forms and what is refused.
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_vector_assembler;

#define SCALAR "{\"base\": \"scalar\", \"isNullable\": false}"
#define VECTOR(n) "{\"base\": \"tensor\", \"isNullable\": true, \"dimensions\": [" n "]}"
#define MIXED "{\"input_shapes\": [" SCALAR ", " VECTOR("3") ", " SCALAR "]}"

static void inputs_stand_one_behind_the_other(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler, MIXED);

    op_feed_f64(&f, 1, (double[]){1});
    op_feed_dense(&f, 1, 3, (double[]){2, 3, 4});
    op_feed_f64(&f, 1, (double[]){5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 5, (double[]){1, 2, 3, 4, 5});
    op_done(&f);
}

static void the_shorter_form_is_taken_row_by_row(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler, MIXED);

    op_feed_f64(&f, 2, (double[]){0, 1});
    op_feed_tensors(&f, 2,
                    (struct cl_tensor[]){cl_dense((double[]){0, 7, 0}, 3),
                                         cl_sparse((double[]){6}, (int32_t[]){2}, 1, 3)});
    op_feed_f64(&f, 2, (double[]){0, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 5, 1, (int32_t[]){2}, (double[]){7});
    op_expect_dense(&f, "output", 1, 5, (double[]){1, 0, 0, 6, 0});
    op_done(&f);
}

static void nan_is_stored_and_minus_zero_becomes_zero(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler, MIXED);

    op_feed_f64(&f, 1, (double[]){NAN});
    op_feed_dense(&f, 1, 3, (double[]){-0.0, 1, 1});
    op_feed_f64(&f, 1, (double[]){-0.0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 5, (double[]){NAN, 0, 1, 1, 0});
    op_done(&f);
}

static void sparse_parts_are_moved_behind_what_stands_before(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler,
                                     "{\"input_shapes\": [" VECTOR("9") ", " VECTOR("9") "]}");

    op_feed_sparse(&f, 9, 2, (int32_t[]){1, 8}, (double[]){1, 0});
    op_feed_sparse(&f, 9, 1, (int32_t[]){0}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 18, 2, (int32_t[]){1, 9}, (double[]){1, 2});
    op_done(&f);
}

#define WIDTH 1200

/* More rows than are put together at once, of a few values and of many; every third has a 0. */
static void check_rows(size_t width)
{
    enum { ROWS = 20 };
    static double vectors[ROWS * WIDTH];
    double numbers[ROWS], expected[WIDTH + 1];
    char shapes[200];
    struct op_fixture f;

    for (size_t i = 0; i < ROWS; i++) {
        numbers[i] = (double)i + 0.5;
        for (size_t j = 0; j < width; j++)
            vectors[i * width + j] =
                i % 3 == 0 && j == width / 2 ? 0.0 : (double)(i * width + j + 1);
    }
    snprintf(shapes, sizeof shapes, "{\"input_shapes\": [" VECTOR("%zu") ", " SCALAR "]}", width);
    f = op_fixture(&cl_op_vector_assembler, shapes);
    op_feed_dense(&f, ROWS, width, vectors);
    op_feed_f64(&f, ROWS, numbers);
    assert_int_equal(op_run(&f), CLEAP_OK);
    for (size_t i = 0; i < ROWS; i++) {
        memcpy(expected, vectors + i * width, width * sizeof *expected);
        expected[width] = numbers[i];
        op_expect_dense(&f, "output", i, width + 1, expected);
    }
    op_done(&f);
}

static void rows_of_any_length_stand_side_by_side(void **unused)
{
    (void)unused;
    check_rows(3);
    check_rows(30);
    check_rows(WIDTH);
}

static void a_vector_is_as_long_as_it_is_and_the_declared_sum_stays(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler, MIXED);
    char text[CL_TYPE_TEXT_SIZE];

    op_feed_f64(&f, 1, (double[]){1});
    op_feed_dense(&f, 1, 4, (double[]){1, 2, 3, 4});
    op_feed_f64(&f, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 6, (double[]){1, 1, 2, 3, 4, 1});
    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [5])?");
    op_done(&f);
}

static void a_null_that_a_cast_made_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_assembler, "{\"input_shapes\": [" SCALAR ", " SCALAR "]}");
    struct cl_column column = {
        .type = f.node.in[1].type, .as.f64 = (double[]){1, 0}, .valid = (uint8_t[]){1, 0}};

    op_feed_f64(&f, 2, (double[]){1, 1});
    f.in[1] = &column;
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: input1 is null");
    op_done(&f);
}

static void indices_that_do_not_ascend_are_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_assembler, "{\"input_shapes\": [" VECTOR("9") "]}");

    op_feed_sparse(&f, 9, 2, (int32_t[]){4, 1}, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: input0 has index 1, wanted ascending ones below 9");
    op_done(&f);
}

static void an_index_behind_the_end_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_assembler, "{\"input_shapes\": [" VECTOR("2") "]}");

    op_feed_sparse(&f, 2, 1, (int32_t[]){2}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void a_matrix_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_assembler, "{\"input_shapes\": [" VECTOR("2") "]}");
    struct cl_tensor matrix = {
        .value = (double[]){1, 2, 3, 4}, .dims = (int32_t[]){2, 2}, .n = 4, .size = 4, .rank = 2};

    op_feed_tensors(&f, 1, &matrix);
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: input0 is a tensor of rank 2, wanted a vector");
    op_done(&f);
}

static void many_huge_empty_vectors_are_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_assembler,
                                     "{\"input_shapes\": [" VECTOR("9") ", " VECTOR("9") "]}");

    op_feed_sparse(&f, 2000000000, 0, (int32_t[]){0}, (double[]){0});
    op_feed_sparse(&f, 2000000000, 0, (int32_t[]){0}, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void a_shape_that_is_no_vector_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_assembler, "{\"input_shapes\": [" VECTOR("2, 2") "]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_stand_one_behind_the_other),
        cmocka_unit_test(the_shorter_form_is_taken_row_by_row),
        cmocka_unit_test(nan_is_stored_and_minus_zero_becomes_zero),
        cmocka_unit_test(sparse_parts_are_moved_behind_what_stands_before),
        cmocka_unit_test(rows_of_any_length_stand_side_by_side),
        cmocka_unit_test(a_vector_is_as_long_as_it_is_and_the_declared_sum_stays),
        cmocka_unit_test(a_null_that_a_cast_made_is_an_error),
        cmocka_unit_test(indices_that_do_not_ascend_are_an_error),
        cmocka_unit_test(an_index_behind_the_end_is_an_error),
        cmocka_unit_test(a_matrix_is_an_error),
        cmocka_unit_test(many_huge_empty_vectors_are_an_error),
        cmocka_unit_test(a_shape_that_is_no_vector_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
