/*
 * k_means
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_k_means;

#define CENTER(x, y) "{\"base\": \"double\", \"dimensions\": [2], \"values\": [" x ", " y "]}"

static const char *const model = "{\"num_features\": 2, \"cluster_centers\": [" CENTER(
    "0", "0") ", " CENTER("4", "0") ", " CENTER("4", "0") ", " CENTER("0", "3") "]}";

static void the_nearest_center_is_found(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);

    (void)unused;
    op_feed_dense(&f, 3, 2, (double[]){0.1, 0.1, 3, 1, 1, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 0);
    assert_int_equal(op_i64(&f, "prediction", 1), 1);
    assert_int_equal(op_i64(&f, "prediction", 2), 3);
    op_done(&f);
}

static void of_centers_as_near_the_first_counts(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){2, 0, 4, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 0);
    assert_int_equal(op_i64(&f, "prediction", 1), 1);
    op_done(&f);
}

static void a_sparse_row_is_as_near_as_a_dense_one(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);

    (void)unused;
    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){2.9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 3);
    op_done(&f);
}

static void nan_has_no_nearest_center(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){NAN, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 0);
    op_done(&f);
}

static void a_vector_of_another_size_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);

    (void)unused;
    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 3 values, the model wants 2");
    op_done(&f);
}

static void the_prediction_is_an_int(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_k_means, model);
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(op_type(&f, "prediction"), text), "int");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_center_is_found),
        cmocka_unit_test(of_centers_as_near_the_first_counts),
        cmocka_unit_test(a_sparse_row_is_as_near_as_a_dense_one),
        cmocka_unit_test(nan_has_no_nearest_center),
        cmocka_unit_test(a_vector_of_another_size_is_refused),
        cmocka_unit_test(the_prediction_is_an_int),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
