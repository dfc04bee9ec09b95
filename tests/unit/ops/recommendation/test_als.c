/*
 * als
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_als;

#define FACTOR(a, b) "{\"base\": \"float\", \"dimensions\": [2], \"values\": [" a ", " b "]}"

#define MODEL(rank, users, factors)                                                                \
    "{\"rank\": " rank ", \"users\": [" users "], \"user_factors\": [" factors "],"                \
    " \"items\": [7], \"item_factors\": [" FACTOR("0.7", "0.9") "]}"

/* The prediction for item 7. */
static float predict(const char *model, int32_t user)
{
    struct op_fixture f = op_fixture(&cl_op_als, model);
    float prediction;

    assert_int_equal(f.status, CLEAP_OK);
    op_feed_i32(&f, 1, &user);
    op_feed_i32(&f, 1, (int32_t[]){7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    prediction = op_out(&f, "prediction")->as.f32[0];
    op_done(&f);
    return prediction;
}

static void the_sum_is_fused_and_of_single_precision(void **unused)
{
    const char *model = MODEL("2", "5, -3", FACTOR("0.1", "0.3") ", " FACTOR("1", "2"));

    (void)unused;
    assert_true(predict(model, 5) == fmaf(0.3f, 0.9f, fmaf(0.1f, 0.7f, 0.0f)));
    assert_true(predict(model, -3) == fmaf(2.0f, 0.9f, 0.7f));
}

static void an_unknown_id_gives_nan(void **unused)
{
    (void)unused;
    assert_true(isnan(predict(MODEL("2", "5", FACTOR("0.1", "0.3")), 6)));
    assert_true(isnan(predict(MODEL("2", "", ""), 6)));
}

static void of_equal_ids_the_last_counts(void **unused)
{
    const char *model =
        MODEL("2", "5, 4, 5", FACTOR("9", "9") ", " FACTOR("8", "8") ", " FACTOR("1", "0"));

    (void)unused;
    assert_true(predict(model, 5) == 0.7f);
}

static void an_id_without_a_factor_is_unknown(void **unused)
{
    (void)unused;
    assert_true(isnan(predict(MODEL("2", "5, 6", FACTOR("1", "0")), 6)));
}

static void only_rank_values_count(void **unused)
{
    (void)unused;
    assert_true(predict(MODEL("1", "5", FACTOR("1", "100")), 5) == 0.7f);
    assert_true(predict(MODEL("0", "5", FACTOR("1", "100")), 5) == 0.0f);
}

static void broken_models_are_refused(void **unused)
{
    const char *const models[] = {
        MODEL("3", "5", FACTOR("1", "0")),
        MODEL("-1", "5", FACTOR("1", "0")),
        MODEL("2", "5", "{\"base\": \"double\", \"dimensions\": [2], \"values\": [1, 2]}"),
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(models); i++) {
        struct op_fixture f = op_fixture(&cl_op_als, models[i]);

        assert_int_equal(f.status, CLEAP_E_FORMAT);
        op_done(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sum_is_fused_and_of_single_precision),
        cmocka_unit_test(an_unknown_id_gives_nan),
        cmocka_unit_test(of_equal_ids_the_last_counts),
        cmocka_unit_test(an_id_without_a_factor_is_unknown),
        cmocka_unit_test(only_rank_values_count),
        cmocka_unit_test(broken_models_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
