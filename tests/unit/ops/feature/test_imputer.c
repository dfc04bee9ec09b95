/*
 * imputer: what counts as missing.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_imputer;

static void null_and_nan_become_the_surrogate(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_imputer, "{\"surrogate_value\": 5.5, \"strategy\": \"mean\"}");

    op_feed_f64(&f, 3, (double[]){NAN, 0, 1});
    op_feed_null(&f, 1);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 3, (double[]){5.5, 5.5, 1});
    op_done(&f);
}

static void the_missing_value_becomes_the_surrogate_and_so_does_nan(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_imputer,
                   "{\"surrogate_value\": 5.5, \"missing_value\": -1, \"strategy\": \"median\"}");

    op_feed_f64(&f, 3, (double[]){-1, NAN, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 3, (double[]){5.5, 5.5, 1});
    op_done(&f);
}

static void nulls_are_taken_unless_the_model_says_otherwise(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_imputer, "{\"surrogate_value\": 5.5, \"strategy\": \"mean\"}");
    struct op_fixture strict =
        op_fixture(&cl_op_imputer,
                   "{\"surrogate_value\": 5.5, \"strategy\": \"mean\", \"nullable_input\": false}");

    assert_int_equal(f.node.in[0].nulls, CL_NULL_OP);
    assert_true(f.node.in[0].type.nullable);
    assert_int_equal(strict.node.in[0].nulls, CL_NULL_ERROR);
    assert_false(strict.node.in[0].type.nullable);
    assert_false(op_type(&f, "output")->nullable);
    op_done(&strict);
    op_done(&f);
}

static void the_strategy_must_be_there(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_imputer, "{\"surrogate_value\": 5.5}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_and_nan_become_the_surrogate),
        cmocka_unit_test(the_missing_value_becomes_the_surrogate_and_so_does_nan),
        cmocka_unit_test(nulls_are_taken_unless_the_model_says_otherwise),
        cmocka_unit_test(the_strategy_must_be_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
