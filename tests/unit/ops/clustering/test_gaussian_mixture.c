/*
 * gaussian_mixture: probabilities, degenerate covariances and broken models.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_gaussian_mixture;

#define MEANS "\"means\": [[0, 0], [4, 0]]"
#define ROUND "{\"dimensions\": [2, 2], \"values\": [1, 0, 0, 1]}"
#define FLAT "{\"dimensions\": [2, 2], \"values\": [4, 0, 0, 0]}"
#define WEIGHTS "\"weights\": [0.25, 0.75]"

static const char *const model = "{" MEANS ", \"covs\": [" ROUND ", " ROUND "], " WEIGHTS "}";

static void the_likeliest_distribution_is_predicted(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture, model);

    op_feed_dense(&f, 2, 2, (double[]){0.5, 0.5, 3, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 0);
    assert_int_equal(op_i64(&f, "prediction", 1), 1);
    op_done(&f);
}

static void between_equal_distributions_the_weights_are_the_probabilities(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture, model);
    const double *p;

    op_feed_dense(&f, 1, 2, (double[]){2, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    p = op_tensor(&f, "probability", 0).value;
    assert_true(fabs(p[0] - 0.25) < 1e-13);
    assert_true(fabs(p[1] - 0.75) < 1e-13);
    op_done(&f);
}

static void the_probability_is_that_of_the_density(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_gaussian_mixture,
        "{\"means\": [[1, 2], [0, 1]], \"covs\": [{\"dimensions\": [2, 2], \"values\": [2, 0.5, "
        "0.5, 1]}, " ROUND "], \"weights\": [0.5, 0.5]}");
    double a, b;

    /* At (2, 2): d = (1, 0), the first inverse covariance is (1, -0.5; -0.5, 2) / 1.75. */
    a = exp(-0.5 / 1.75) / sqrt(1.75);
    b = exp(-0.5 * 5.0);
    op_feed_dense(&f, 1, 2, (double[]){2, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(fabs(((const double *)op_tensor(&f, "probability", 0).value)[0] - a / (a + b)) <
                1e-14);
    op_done(&f);
}

static void a_sparse_row_is_made_dense(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture, model);
    struct cl_tensor rows[] = {cl_dense((double[]){0, 0.7}, 2),
                               cl_sparse((double[]){0.7}, (int32_t[]){1}, 1, 2)};
    const double *a, *b;

    op_feed_tensors(&f, 2, rows);
    assert_int_equal(op_run(&f), CLEAP_OK);
    a = op_tensor(&f, "probability", 0).value;
    b = op_tensor(&f, "probability", 1).value;
    assert_true(a[0] == b[0] && a[1] == b[1]);
    op_done(&f);
}

static void what_a_degenerate_covariance_does_not_span_does_not_count(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture,
                                     "{" MEANS ", \"covs\": [" FLAT ", " ROUND "], " WEIGHTS "}");
    const double *p;

    op_feed_dense(&f, 1, 2, (double[]){0, 1000});
    assert_int_equal(op_run(&f), CLEAP_OK);
    p = op_tensor(&f, "probability", 0).value;
    assert_true(p[0] > 0.999);
    op_done(&f);
}

static void the_prediction_alone_is_the_same(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(&cl_op_gaussian_mixture, model, "features prediction");

    op_feed_dense(&f, 1, 2, (double[]){3, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "prediction", 0), 1);
    op_done(&f);
}

static void the_input_is_declared_as_wide_as_there_are_weights(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_gaussian_mixture, "{\"means\": [[0, 0]], \"covs\": [" ROUND "], \"weights\": [1]}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(&f.node.in[0].type, text), "tensor(double, [1])?");
    op_feed_dense(&f, 1, 2, (double[]){3, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_done(&f);
}

static void a_vector_of_another_size_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture, model);

    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 3 values, the model wants 2");
    op_done(&f);
}

static void expect_refused(const char *attributes)
{
    struct op_fixture f = op_fixture(&cl_op_gaussian_mixture, attributes);

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void broken_models_are_refused(void **unused)
{
    (void)unused;
    expect_refused("{" MEANS ", \"covs\": [" ROUND "], " WEIGHTS "}");
    expect_refused("{" MEANS ", \"covs\": [" ROUND ", " ROUND "], \"weights\": []}");
    expect_refused("{\"means\": [[0, 0, 0]], \"covs\": [" ROUND "], \"weights\": [1]}");
    expect_refused("{\"means\": [[]], \"covs\": [{\"dimensions\": [0, 0], \"values\": []}], "
                   "\"weights\": [1]}");
    expect_refused("{\"means\": [[0, 0]], \"covs\": [{\"dimensions\": [2, 1], \"values\": [1, "
                   "1]}], \"weights\": [1]}");
    expect_refused("{\"means\": [[0, 0]], \"covs\": [{\"dimensions\": [2, 2], \"values\": [1, 2, "
                   "3, 1]}], \"weights\": [1]}");
    expect_refused("{\"means\": [[0, 0]], \"covs\": [{\"dimensions\": [2, 2], \"values\": [1, "
                   "null, null, 1]}], \"weights\": [1]}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_likeliest_distribution_is_predicted),
        cmocka_unit_test(between_equal_distributions_the_weights_are_the_probabilities),
        cmocka_unit_test(the_probability_is_that_of_the_density),
        cmocka_unit_test(a_sparse_row_is_made_dense),
        cmocka_unit_test(what_a_degenerate_covariance_does_not_span_does_not_count),
        cmocka_unit_test(the_prediction_alone_is_the_same),
        cmocka_unit_test(the_input_is_declared_as_wide_as_there_are_weights),
        cmocka_unit_test(a_vector_of_another_size_is_an_error),
        cmocka_unit_test(broken_models_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
