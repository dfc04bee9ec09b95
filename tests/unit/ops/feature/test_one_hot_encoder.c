/*
 * one_hot_encoder: widths, unknown categories and older bundles.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_one_hot_encoder;

#define ATTRIBUTES(drop, invalid)                                                                  \
    "{\"category_sizes\": [3], \"drop_last\": " drop ", \"handle_invalid\": \"" invalid "\"}"

static void expect_empty(const struct op_fixture *f, size_t row, size_t size)
{
    op_expect_sparse(f, "output0", row, size, 0, (int32_t[]){0}, (double[]){0});
}

static void expect_one(const struct op_fixture *f, size_t row, size_t size, int32_t place)
{
    op_expect_sparse(f, "output0", row, size, 1, &place, (double[]){1});
}

static void the_last_category_is_left_out(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "error"));

    op_feed_f64(&f, 3, (double[]){-0.0, 1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    expect_one(&f, 0, 2, 0);
    expect_one(&f, 1, 2, 1);
    expect_empty(&f, 2, 2);
    op_done(&f);
}

static void the_declared_width_is_the_number_of_categories(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "error"));
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output0"), text), "tensor(double, [3])?");
    op_done(&f);
}

static void unknown_numbers_are_kept_at_the_end(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("false", "keep"));

    op_feed_f64(&f, 3, (double[]){2, 3, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    expect_one(&f, 0, 4, 2);
    expect_one(&f, 1, 4, 3);
    expect_one(&f, 2, 4, 3);
    op_done(&f);
}

static void kept_numbers_are_the_last_that_is_dropped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "keep"));

    op_feed_f64(&f, 2, (double[]){2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    expect_one(&f, 0, 3, 2);
    expect_empty(&f, 1, 3);
    op_done(&f);
}

static void an_unknown_number_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "error"));

    op_feed_f64(&f, 2, (double[]){1, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(
        f.err.message,
        "row 1: 3 is not among the 3 categories from 0; handle_invalid is \"error\"");
    op_done(&f);
}

static void a_number_that_is_not_whole_is_an_error_also_with_keep(void **unused)
{
    (void)unused;
    const double numbers[] = {0.5, NAN, 1e10, -INFINITY};

    for (size_t i = 0; i < CL_COUNT_OF(numbers); i++) {
        struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "keep"));

        op_feed_f64(&f, 1, &numbers[i]);
        assert_int_equal(op_run(&f), CLEAP_E_DATA);
        op_done(&f);
    }
}

static void several_columns_have_a_size_each(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_one_hot_encoder,
        "{\"category_sizes\": [2, 3], \"drop_last\": false, \"handle_invalid\": \"error\"}");

    op_feed_f64(&f, 1, (double[]){1});
    op_feed_f64(&f, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output0", 0, 2, 1, (int32_t[]){1}, (double[]){1});
    op_expect_sparse(&f, "output1", 0, 3, 1, (int32_t[]){0}, (double[]){1});
    op_done(&f);
}

static void an_older_bundle_keeps_when_it_drops_the_last(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, "{\"size\": 3, \"drop_last\": true}");

    op_feed_f64(&f, 2, (double[]){2, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    expect_one(&f, 0, 3, 2);
    expect_empty(&f, 1, 3);
    op_done(&f);
}

static void an_older_bundle_that_drops_nothing_refuses_the_unknown(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, "{\"size\": 3, \"drop_last\": false}");

    op_feed_f64(&f, 1, (double[]){3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void skip_is_refused_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_one_hot_encoder, ATTRIBUTES("true", "skip"));

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void a_negative_size_is_refused_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_one_hot_encoder,
        "{\"category_sizes\": [3, -1], \"drop_last\": true, \"handle_invalid\": \"keep\"}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "category_sizes[1] is -1, wanted 0 or more, below 2^31 - 1");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_category_is_left_out),
        cmocka_unit_test(the_declared_width_is_the_number_of_categories),
        cmocka_unit_test(unknown_numbers_are_kept_at_the_end),
        cmocka_unit_test(kept_numbers_are_the_last_that_is_dropped),
        cmocka_unit_test(an_unknown_number_is_an_error),
        cmocka_unit_test(a_number_that_is_not_whole_is_an_error_also_with_keep),
        cmocka_unit_test(several_columns_have_a_size_each),
        cmocka_unit_test(an_older_bundle_keeps_when_it_drops_the_last),
        cmocka_unit_test(an_older_bundle_that_drops_nothing_refuses_the_unknown),
        cmocka_unit_test(skip_is_refused_at_load),
        cmocka_unit_test(a_negative_size_is_refused_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
