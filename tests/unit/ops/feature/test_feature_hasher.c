/*
 * feature_hasher: numbers, categories, sums.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_feature_hasher;

#define SCALAR "{\"base\": \"scalar\", \"isNullable\": true}"

static void a_number_lies_at_the_place_of_its_name(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_feature_hasher,
                   "{\"num_features\": 262144, \"categorical_cols\": [], \"input_shapes\": [" SCALAR
                   "], \"basic_types\": [\"double\"], \"input_names\": [\"hello\"]}");

    op_feed_f64(&f, 2, (double[]){2.5, -0.0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 262144, 1, (int32_t[]){250593}, (double[]){2.5});
    op_expect_sparse(&f, "output", 1, 262144, 1, (int32_t[]){250593}, (double[]){0.0});
    op_done(&f);
}

static void a_category_is_one_at_the_place_of_name_and_value(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_feature_hasher,
        "{\"num_features\": 1000, \"categorical_cols\": [\"x\"], \"input_shapes\": [" SCALAR
        ", " SCALAR "], \"basic_types\": [\"double\", \"string\"], "
        "\"input_names\": [\"x\", \"x\"]}");

    op_feed_f64(&f, 1, (double[]){1.5});
    op_feed_str(&f, 1, (const char *const[]){"1.5"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_tensor(&f, "output", 0).n, 1); /* both are "x=1.5" */
    assert_true(*(const double *)op_tensor(&f, "output", 0).value == 2.0);
    op_done(&f);
}

static void nulls_are_passed_over(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_feature_hasher,
                   "{\"num_features\": 8, \"categorical_cols\": [], \"input_shapes\": [" SCALAR
                   "], \"basic_types\": [\"double\"], \"input_names\": [\"x\"]}");

    op_feed_f64(&f, 1, (double[]){1});
    op_feed_null(&f, 0);
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_tensor(&f, "output", 0).n, 0);
    op_done(&f);
}

static void sums_at_one_place_are_in_the_order_of_inputs(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_feature_hasher,
        "{\"num_features\": 1, \"categorical_cols\": [], \"input_shapes\": [" SCALAR ", " SCALAR
        ", " SCALAR "], \"basic_types\": [\"double\", \"double\", \"double\"], "
        "\"input_names\": [\"a\", \"b\", \"c\"]}");

    op_feed_f64(&f, 1, (double[]){1e16});
    op_feed_f64(&f, 1, (double[]){1});
    op_feed_f64(&f, 1, (double[]){-1e16});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 1, 1, (int32_t[]){0}, (double[]){0});
    op_done(&f);
}

static void bytes_are_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_feature_hasher,
                   "{\"num_features\": 1, \"categorical_cols\": [], \"input_shapes\": [" SCALAR
                   "], \"basic_types\": [\"byte_string\"], \"input_names\": [\"a\"]}");

    assert_int_equal(f.status, CLEAP_E_UNSUPPORTED);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_lies_at_the_place_of_its_name),
        cmocka_unit_test(a_category_is_one_at_the_place_of_name_and_value),
        cmocka_unit_test(nulls_are_passed_over),
        cmocka_unit_test(sums_at_one_place_are_in_the_order_of_inputs),
        cmocka_unit_test(bytes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
