/*
 * Objectives of XGBoost.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ops/kernels/xgboost/objective.h"
#include "tests/support/ulp.h"

#define assert_f32(a, b) assert_bits((double)(a), (double)(b))

static const struct cl_objective *find(const char *name)
{
    const struct cl_objective *objective = cl_objective_find(cl_str_of(name));

    assert_non_null(objective);
    return objective;
}

static float transform(const char *name, float margin)
{
    cl_objective_transform(find(name), &margin, 1);
    return margin;
}

static float margin(const char *name, float base_score)
{
    struct cleap_error err;
    float m = NAN;

    assert_int_equal(cl_objective_margin(find(name), base_score, &m, &err), CLEAP_OK);
    return m;
}

static void an_unknown_objective_is_not_found(void **unused)
{
    (void)unused;
    assert_null(cl_objective_find(cl_str_of("reg:squared")));
    assert_null(cl_objective_find(cl_str_of("")));
}

static void a_logistic_base_score_of_a_half_is_minus_zero(void **unused)
{
    (void)unused;
    assert_f32(margin("binary:logistic", 0.5F), -0.0F);
    assert_f32(margin("reg:logistic", 0.2F), -logf(1.0F / 0.2F - 1.0F));
}

static void a_logistic_base_score_must_be_a_probability(void **unused)
{
    const float scores[] = {0.0F, 1.0F, -1.0F, NAN};
    struct cleap_error err;
    float m;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(scores); i++) {
        cl_error_begin(&err, NULL);
        assert_int_equal(cl_objective_margin(find("binary:logistic"), scores[i], &m, &err),
                         CLEAP_E_FORMAT);
    }
    cl_error_begin(&err, NULL);
    cl_objective_margin(find("binary:logistic"), 1.0F, &m, &err);
    assert_string_equal(err.message, "base_score 1 of 'binary:logistic' is not between 0 and 1");
}

static void the_base_score_of_raw_margins_is_a_margin(void **unused)
{
    (void)unused;
    assert_f32(margin("binary:logitraw", 0.5F), 0.5F);
    assert_f32(margin("binary:hinge", 0.5F), 0.5F);
    assert_f32(margin("multi:softprob", 0.5F), 0.5F);
}

static void the_base_score_of_a_log_link_is_its_logarithm(void **unused)
{
    (void)unused;
    assert_f32(margin("count:poisson", 0.3F), logf(0.3F));
    assert_f32(margin("survival:aft", 0.3F), logf(0.3F));
}

static void probabilities_do_not_reach_zero(void **unused)
{
    (void)unused;
    assert_f32(transform("binary:logistic", 1.0F), 1.0F / (expf(-1.0F) + 1.0F + 1e-16F));
    assert_f32(transform("binary:logistic", -1000.0F), 1.0F / (expf(88.7F) + 1.0F));
    assert_f32(transform("binary:logistic", 1000.0F), 1.0F);
    assert_true(isnan(transform("binary:logistic", NAN)));
}

static void a_log_link_is_undone(void **unused)
{
    (void)unused;
    assert_f32(transform("reg:gamma", 0.7F), expf(0.7F));
    assert_f32(transform("survival:cox", 100.0F), INFINITY);
}

static void a_hinge_is_above_zero_or_not(void **unused)
{
    (void)unused;
    assert_f32(transform("binary:hinge", 0.1F), 1.0F);
    assert_f32(transform("binary:hinge", 0.0F), 0.0F);
    assert_f32(transform("binary:hinge", NAN), 0.0F);
}

static void ranks_and_raw_margins_stay_as_they_are(void **unused)
{
    (void)unused;
    assert_f32(transform("rank:ndcg", -3.5F), -3.5F);
    assert_f32(transform("binary:logitraw", -3.5F), -3.5F);
    assert_f32(transform("reg:quantileerror", -3.5F), -3.5F);
}

static void shares_add_up_in_double(void **unused)
{
    float v[] = {1.0F, 3.0F, -2.0F};
    float e[] = {expf(-2.0F), expf(0.0F), expf(-5.0F)};
    float sum = (float)((double)e[0] + (double)e[1] + (double)e[2]);

    (void)unused;
    cl_objective_transform(find("multi:softprob"), v, 3);
    for (size_t i = 0; i < 3; i++)
        assert_f32(v[i], e[i] / sum);
    assert_int_equal(cl_objective_outputs(find("multi:softprob"), 3), 3);
}

static void softmax_gives_the_first_largest_group_alone(void **unused)
{
    float v[] = {1.0F, 3.0F, 3.0F};

    (void)unused;
    cl_objective_transform(find("multi:softmax"), v, 3);
    assert_f32(v[0], 1.0F);
    assert_int_equal(cl_objective_outputs(find("multi:softmax"), 3), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_objective_is_not_found),
        cmocka_unit_test(a_logistic_base_score_of_a_half_is_minus_zero),
        cmocka_unit_test(a_logistic_base_score_must_be_a_probability),
        cmocka_unit_test(the_base_score_of_raw_margins_is_a_margin),
        cmocka_unit_test(the_base_score_of_a_log_link_is_its_logarithm),
        cmocka_unit_test(probabilities_do_not_reach_zero),
        cmocka_unit_test(a_log_link_is_undone),
        cmocka_unit_test(a_hinge_is_above_zero_or_not),
        cmocka_unit_test(ranks_and_raw_margins_stay_as_they_are),
        cmocka_unit_test(shares_add_up_in_double),
        cmocka_unit_test(softmax_gives_the_first_largest_group_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
