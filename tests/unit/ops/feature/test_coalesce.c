/*
 * coalesce: the first that is there.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_coalesce;

static void the_first_that_is_not_null_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_coalesce, "{\"nullable_inputs\": [true, true]}");

    op_feed_f64(&f, 3, (double[]){1, 0, 0});
    op_feed_null(&f, 1);
    op_feed_null(&f, 2);
    op_feed_f64(&f, 3, (double[]){5, 6, 0});
    op_feed_null(&f, 2);
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(op_f64(&f, "output", 0) == 1);
    assert_true(op_f64(&f, "output", 1) == 6);
    assert_true(op_is_null(&f, "output", 2));
    op_done(&f);
}

static void nan_is_a_number(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_coalesce, "{\"nullable_inputs\": [true, false]}");

    op_feed_f64(&f, 1, (double[]){NAN});
    op_feed_f64(&f, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(isnan(op_f64(&f, "output", 0)));
    op_done(&f);
}

static void nullability_is_as_the_model_says(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_coalesce, "{\"nullable_inputs\": [true, false]}");

    assert_true(f.node.in[0].type.nullable);
    assert_false(f.node.in[1].type.nullable);
    assert_true(op_type(&f, "output")->nullable);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_that_is_not_null_counts),
        cmocka_unit_test(nan_is_a_number),
        cmocka_unit_test(nullability_is_as_the_model_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
