/*
 * What classifiers share: which outputs are worked out from which.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include <math.h>

#include "ops/kernels/classify.h"

/* A classifier whose raw values are given: 3 classes, one row. Its probabilities are the raw
 * values turned round, so that one sees which of both decided. */
struct toy {
    double raw[3];
    struct cl_classes classes;
};

static enum cleap_status toy_raw(const void *state, struct cl_exec *x, double *raw,
                                 struct cleap_error *err)
{
    (void)x;
    (void)err;
    memcpy(raw, ((const struct toy *)state)->raw, 3 * sizeof *raw);
    return CLEAP_OK;
}

static void toy_normalise(const void *state, double *v)
{
    (void)state;
    for (int k = 0; k < 3; k++)
        v[k] = 1.0 - v[k];
}

static double toy_straight(const void *state, const double *raw)
{
    (void)state;
    return 100.0 + raw[0];
}

static const struct cl_classifier usual = {.raw = toy_raw, .normalise = toy_normalise};

static const struct cl_classifier special = {
    .raw = toy_raw, .normalise = toy_normalise, .straight = toy_straight};

struct answer {
    double raw[3], probability[3], prediction;
};

static struct answer run(const struct cl_classifier *how, const struct toy *toy, bool raw,
                         bool probability)
{
    struct cl_tensor raw_cell = {0}, probability_cell = {0};
    struct answer answer = {0};
    struct cl_column out[3] = {
        {.as.tensor = &raw_cell}, {.as.tensor = &probability_cell}, {.as.f64 = &answer.prediction}};
    struct cl_column *columns[3] = {raw ? &out[0] : NULL, probability ? &out[1] : NULL, &out[2]};
    struct cl_arena scratch;
    struct cl_exec x = {.n = 1, .out = columns, .scratch = &scratch};
    struct cleap_error err;

    cl_error_begin(&err, NULL);
    cl_arena_init(&scratch, 1024);
    assert_int_equal(cl_classify(how, toy, &toy->classes, &x, &err), CLEAP_OK);
    if (raw)
        memcpy(answer.raw, raw_cell.value, sizeof answer.raw);
    if (probability)
        memcpy(answer.probability, probability_cell.value, sizeof answer.probability);
    cl_arena_free(&scratch);
    return answer;
}

static const struct toy plain = {.raw = {0.25, 0.75, 0.5}, .classes = {.n = 3}};

static void with_both_outputs_the_probability_decides(void **unused)
{
    struct answer a = run(&usual, &plain, true, true);

    (void)unused;
    assert_true(a.prediction == 0.0);
    assert_memory_equal(a.raw, plain.raw, sizeof a.raw);
    assert_memory_equal(a.probability, ((const double[]){0.75, 0.25, 0.5}), sizeof a.probability);
}

static void with_raw_alone_the_raw_value_decides(void **unused)
{
    struct answer a = run(&usual, &plain, true, false);

    (void)unused;
    assert_true(a.prediction == 1.0);
    assert_memory_equal(a.raw, plain.raw, sizeof a.raw);
}

static void with_probability_alone_it_decides(void **unused)
{
    struct answer a = run(&usual, &plain, false, true);

    (void)unused;
    assert_true(a.prediction == 0.0);
    assert_memory_equal(a.probability, ((const double[]){0.75, 0.25, 0.5}), sizeof a.probability);
}

static void with_neither_the_probability_decides_unseen(void **unused)
{
    (void)unused;
    assert_true(run(&usual, &plain, false, false).prediction == 0.0);
}

static void an_op_may_decide_in_its_own_way(void **unused)
{
    (void)unused;
    assert_true(run(&special, &plain, false, false).prediction == 100.25);
    assert_true(run(&special, &plain, true, false).prediction == 1.0);
}

static void thresholds_turn_a_raw_decision_into_one_by_probability(void **unused)
{
    struct toy toy = plain;
    double thresholds[] = {1, 1, 1};

    (void)unused;
    toy.classes.thresholds = (struct cl_f64s){.at = thresholds, .n = 3};
    toy.classes.has_thresholds = true;
    assert_true(run(&usual, &toy, true, false).prediction == 0.0);
}

static double by_thresholds(size_t n, double *thresholds, const double *probability)
{
    struct cl_classes classes = {
        .n = 3, .has_thresholds = true, .thresholds = {.at = thresholds, .n = n}};

    return cl_classes_by_probability(&classes, probability);
}

static void the_largest_share_of_its_threshold_wins(void **unused)
{
    (void)unused;
    assert_true(by_thresholds(3, (double[]){0.5, 0.9, 0.1}, (double[]){0.3, 0.5, 0.2}) == 2.0);
}

static void a_threshold_of_zero_beats_all_and_the_first_one_wins(void **unused)
{
    (void)unused;
    assert_true(by_thresholds(3, (double[]){0.5, 0.0, 0.0}, (double[]){0.9, 0.0, 0.1}) == 1.0);
}

static void equal_shares_go_to_the_first(void **unused)
{
    (void)unused;
    assert_true(by_thresholds(3, (double[]){1, 1, 1}, (double[]){0.2, 0.4, 0.4}) == 1.0);
}

static void fewer_thresholds_than_classes_hide_the_rest(void **unused)
{
    (void)unused;
    assert_true(by_thresholds(2, (double[]){1, 1}, (double[]){0.1, 0.2, 0.7}) == 1.0);
    assert_true(by_thresholds(0, NULL, (double[]){0.1, 0.2, 0.7}) == -1.0);
}

static void a_nan_wins_only_from_the_first_place(void **unused)
{
    (void)unused;
    assert_int_equal(cl_argmax((double[]){1, NAN, 2}, 3), 2);
    assert_int_equal(cl_argmax((double[]){NAN, 1, 2}, 3), 0);
}

static void a_sum_of_zero_divides_nothing(void **unused)
{
    double v[] = {1, -1}, w[] = {1, 3};

    (void)unused;
    cl_divide_by_sum(v, 2);
    assert_true(v[0] == 1 && v[1] == -1);
    cl_divide_by_sum(w, 2);
    assert_true(w[0] == 0.25 && w[1] == 0.75);
}

static void margins_become_pairs_in_place(void **unused)
{
    double v[6] = {1, -2, 0};

    (void)unused;
    cl_classes_from_margins(v, 3);
    assert_memory_equal(v, ((const double[]){-1, 1, 2, -2, -0.0, 0}), sizeof v);
}

static void a_model_has_from_one_to_a_million_classes(void **unused)
{
    struct cl_classes classes;
    struct cleap_error err;

    (void)unused;
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_classes_init(&classes, 1, &err), CLEAP_OK);
    assert_int_equal(cl_classes_init(&classes, 0, &err), CLEAP_E_FORMAT);
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_classes_init(&classes, INT64_MIN, &err), CLEAP_E_FORMAT);
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_classes_init(&classes, CL_MAX_CLASSES + 1, &err), CLEAP_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_both_outputs_the_probability_decides),
        cmocka_unit_test(with_raw_alone_the_raw_value_decides),
        cmocka_unit_test(with_probability_alone_it_decides),
        cmocka_unit_test(with_neither_the_probability_decides_unseen),
        cmocka_unit_test(an_op_may_decide_in_its_own_way),
        cmocka_unit_test(thresholds_turn_a_raw_decision_into_one_by_probability),
        cmocka_unit_test(the_largest_share_of_its_threshold_wins),
        cmocka_unit_test(a_threshold_of_zero_beats_all_and_the_first_one_wins),
        cmocka_unit_test(equal_shares_go_to_the_first),
        cmocka_unit_test(fewer_thresholds_than_classes_hide_the_rest),
        cmocka_unit_test(a_nan_wins_only_from_the_first_place),
        cmocka_unit_test(a_sum_of_zero_divides_nothing),
        cmocka_unit_test(margins_become_pairs_in_place),
        cmocka_unit_test(a_model_has_from_one_to_a_million_classes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
