/*
 * bucketizer: ends of buckets, NaN and what lies outside.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_bucketizer;

static void a_bucket_holds_its_lower_end_and_the_last_one_both(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2, 5]}");

    op_feed_f64(&f, 5, (double[]){-1, -0.5, 0, 2, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 5, (double[]){0, 0, 1, 2, 2});
    op_done(&f);
}

static void minus_zero_is_below_zero(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2]}");

    op_feed_f64(&f, 1, (double[]){-0.0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 1, (double[]){0});
    op_done(&f);
}

static void null_ends_are_infinite(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [null, 0, null]}");

    op_feed_f64(&f, 4, (double[]){-INFINITY, -1e300, 1e300, INFINITY});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 4, (double[]){0, 0, 1, 1});
    op_done(&f);
}

static void outside_is_an_error_also_with_keep(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 5], \"handle_invalid\": \"keep\"}");

    op_feed_f64(&f, 2, (double[]){1, 7});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: 7 is not in [-1, 5]");
    op_done(&f);
}

static void nan_is_an_error_without_handle_invalid(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 5]}");

    op_feed_f64(&f, 1, (double[]){NAN});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: NaN is in no bucket; handle_invalid is \"error\"");
    op_done(&f);
}

static void nan_has_a_bucket_of_its_own_with_keep(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 5], \"handle_invalid\": \"keep\"}");

    op_feed_f64(&f, 1, (double[]){NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 1, (double[]){2});
    op_done(&f);
}

static void a_row_of_nan_is_lost_with_skip(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 5], \"handle_invalid\": \"skip\"}");

    op_feed_f64(&f, 3, (double[]){NAN, 3, NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(f.n, 1);
    op_expect_f64(&f, "output", 1, (double[]){1});
    op_done(&f);
}

static void unordered_splits_are_searched_as_by_java(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [0, 2, 1, 5]}");

    op_feed_f64(&f, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 3, (double[]){0, 1, 2});
    op_done(&f);
}

static void no_output_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(&cl_op_bucketizer, "{\"splits\": [0, 2, 3]}", "input");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_holds_its_lower_end_and_the_last_one_both),
        cmocka_unit_test(minus_zero_is_below_zero),
        cmocka_unit_test(null_ends_are_infinite),
        cmocka_unit_test(outside_is_an_error_also_with_keep),
        cmocka_unit_test(nan_is_an_error_without_handle_invalid),
        cmocka_unit_test(nan_has_a_bucket_of_its_own_with_keep),
        cmocka_unit_test(a_row_of_nan_is_lost_with_skip),
        cmocka_unit_test(no_output_is_an_error_at_load),
        cmocka_unit_test(unordered_splits_are_searched_as_by_java),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
