/*
 * isotonic_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_isotonic_regression;

#define MODEL(more)                                                                                \
    "{\"boundaries\": [0, 1, 3], \"predictions\": [10, 11, 17], \"isotonic\": true" more "}"

static void a_boundary_gives_its_own_prediction(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_isotonic_regression, MODEL(""));

    (void)unused;
    op_feed_f64(&f, 3, (double[]){0, 1, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 3, (double[]){10, 11, 17});
    op_done(&f);
}

static void between_boundaries_it_is_linear(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_isotonic_regression, MODEL(""));

    (void)unused;
    op_feed_f64(&f, 2, (double[]){0.3, 1.7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2,
                  (double[]){10 + 1.0 * (0.3 - 0) / 1, 11 + 6.0 * (1.7 - 1) / 2});
    op_done(&f);
}

static void outside_it_is_flat(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_isotonic_regression, MODEL(""));

    (void)unused;
    op_feed_f64(&f, 5, (double[]){-1, -0.0, 4, INFINITY, NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 5, (double[]){10, 10, 17, 17, 17});
    op_done(&f);
}

static void of_equal_boundaries_the_first_that_is_met_counts(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_isotonic_regression,
        "{\"boundaries\": [1, 1, 1, 1], \"predictions\": [1, 2, 3, 4], \"isotonic\": true}");

    (void)unused;
    op_feed_f64(&f, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){2});
    op_done(&f);
}

static void a_feature_of_a_vector_may_be_taken(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_isotonic_regression, MODEL(", \"feature_index\": 1"));

    (void)unused;
    op_feed_tensors(&f, 3,
                    (const struct cl_tensor[]){
                        cl_dense((double[]){9, 1}, 2),
                        cl_sparse((double[]){3}, (int32_t[]){1}, 1, 2),
                        cl_sparse((double[]){3}, (int32_t[]){0}, 1, 2),
                    });
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 3, (double[]){11, 17, 10});
    op_done(&f);
}

static void the_feature_must_be_there(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_isotonic_regression, MODEL(", \"feature_index\": 2"));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){9, 1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 2 values, feature_index is 2");
    op_done(&f);
}

static void broken_models_are_refused(void **unused)
{
    const char *const models[] = {
        "{\"boundaries\": [], \"predictions\": [], \"isotonic\": true}",
        "{\"boundaries\": [1, 2], \"predictions\": [1], \"isotonic\": true}",
        MODEL(", \"feature_index\": -1"),
        MODEL(", \"feature_index\": 4294967296"),
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(models); i++) {
        struct op_fixture f = op_fixture(&cl_op_isotonic_regression, models[i]);

        assert_int_equal(f.status, CLEAP_E_FORMAT);
        op_done(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_boundary_gives_its_own_prediction),
        cmocka_unit_test(between_boundaries_it_is_linear),
        cmocka_unit_test(outside_it_is_flat),
        cmocka_unit_test(of_equal_boundaries_the_first_that_is_met_counts),
        cmocka_unit_test(a_feature_of_a_vector_may_be_taken),
        cmocka_unit_test(the_feature_must_be_there),
        cmocka_unit_test(broken_models_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
