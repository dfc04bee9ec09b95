/*
 * multi_layer_perceptron_classifier
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/ulp.h"

extern const struct cl_op cl_op_multi_layer_perceptron_classifier;

static double sigmoid(double y)
{
    return 1.0 / (1.0 + exp(-y));
}

/* 2 -> 1 -> 2: weights 0.1 0.3, bias 0.7; weights 1 -1, biases 0.5 0.25. */
static const char *const small =
    "{\"layers\": [2, 1, 2], \"weights\": [0.1, 0.3, 0.7, 1, -1, 0.5, 0.25]}";

static void layers_are_affine_with_a_sigmoid_between(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, small);
    double h = sigmoid(fma(0.9, 0.3, 0.3 * 0.1) + 0.7);
    double raw[] = {h + 0.5, -h + 0.25};
    double e = exp(raw[1] - raw[0]), sum = 1.0 + e;

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0.3, 0.9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, raw);
    op_expect_dense(&f, "probability", 0, 2, (double[]){1.0 / sum, e / sum});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void a_sparse_row_is_made_dense(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, small);
    double h = sigmoid(0.9 * 0.3 + 0.7);

    (void)unused;
    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){0.9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){h + 0.5, -h + 0.25});
    op_done(&f);
}

static void a_row_of_a_tile_gets_what_it_gets_alone(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, small);
    double rows[14], together[14];

    (void)unused;
    for (int i = 0; i < 14; i++)
        rows[i] = 0.1 * i - 0.3;
    op_feed_dense(&f, 7, 2, rows);
    assert_int_equal(op_run(&f), CLEAP_OK);
    for (size_t r = 0; r < 7; r++)
        memcpy(together + 2 * r, op_tensor(&f, "raw_prediction", r).value, 2 * sizeof(double));
    for (size_t r = 0; r < 7; r++) {
        assert_int_equal(op_run_rows(&f, r, 1), CLEAP_OK);
        op_expect_dense(&f, "raw_prediction", 0, 2, together + 2 * r);
    }
    op_done(&f);
}

static void weights_are_as_many_as_the_layers_ask_for(void **unused)
{
    const char *const models[] = {
        "{\"layers\": [2, 2], \"weights\": [1, 2, 3, 4, 5]}",
        "{\"layers\": [2, 2], \"weights\": [1, 2, 3, 4, 5, 6, 7]}",
        "{\"layers\": [2147483647, 2147483647, 2147483647], \"weights\": [1]}",
        "{\"layers\": [2147483648, 1], \"weights\": [1]}",
        "{\"layers\": [0, 1], \"weights\": [1]}",
        "{\"layers\": [1], \"weights\": []}",
        "{\"layers\": [], \"weights\": []}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(models); i++) {
        struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, models[i]);

        assert_int_equal(f.status, CLEAP_E_FORMAT);
        op_done(&f);
    }
}

static void a_vector_of_another_size_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, small);

    (void)unused;
    op_feed_sparse(&f, 3, 1, (int32_t[]){2}, (double[]){0.9});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

/* A layer of n_in inputs and n_out outputs, all weights 0.1 and biases 0.7. */
static char *wide_model(int n_in, int n_out)
{
    size_t n = (size_t)(n_in + 1) * (size_t)n_out, at;
    char *text = malloc(4 * n + 100);

    assert_non_null(text);
    at = (size_t)snprintf(text, 100, "{\"layers\": [%d, %d], \"weights\": [", n_in, n_out);
    for (size_t i = 0; i < n; i++) {
        const char *value = i < n - (size_t)n_out ? "0.1" : "0.7";

        memcpy(text + at, value, 3);
        text[at + 3] = i + 1 < n ? ',' : ']';
        at += 4;
    }
    memcpy(text + at, "}", 2);
    return text;
}

static void assert_wide(int n_in, int n_out, size_t panel)
{
    char *text = wide_model(n_in, n_out);
    struct op_fixture f = op_fixture(&cl_op_multi_layer_perceptron_classifier, text);
    double *x = malloc((size_t)n_in * sizeof *x), want = 0.7, sum = 0.0;

    assert_non_null(x);
    for (int i = 0; i < n_in; i++) {
        x[i] = 0.3 + i % 7;
        if (i > 0 && (size_t)i % panel == 0) {
            want += sum;
            sum = 0.0;
        }
        sum = fma(x[i], 0.1, sum);
    }
    want += sum;
    op_feed_dense(&f, 1, (size_t)n_in, x);
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(cl_ulps(*(const double *)op_tensor(&f, "raw_prediction", 0).value, want), 0);
    free(x);
    free(text);
    op_done(&f);
}

static void a_layer_below_a_million_weights_is_summed_at_once(void **unused)
{
    (void)unused;
    assert_wide(1001, 999, 1001); /* 999,999 */
}

static void a_layer_of_a_million_weights_is_summed_in_panels(void **unused)
{
    (void)unused;
    assert_wide(1250, 800, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layers_are_affine_with_a_sigmoid_between),
        cmocka_unit_test(a_sparse_row_is_made_dense),
        cmocka_unit_test(a_row_of_a_tile_gets_what_it_gets_alone),
        cmocka_unit_test(weights_are_as_many_as_the_layers_ask_for),
        cmocka_unit_test(a_vector_of_another_size_is_refused),
        cmocka_unit_test(a_layer_below_a_million_weights_is_summed_at_once),
        cmocka_unit_test(a_layer_of_a_million_weights_is_summed_in_panels),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
