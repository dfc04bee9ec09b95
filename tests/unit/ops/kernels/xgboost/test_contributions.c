/*
 * Contributions of features: TreeSHAP against what Shapley's formula says.
 */
#include "booster_fixture.h"

#include <math.h>

/* What a row gets, in room for `n` numbers. */
static void contributions_of(const struct cl_booster *b, struct cl_tensor row, double *out,
                             size_t n)
{
    assert_int_equal(cl_booster_n_contributions(b), n);
    assert_int_equal(run_row(b, row, (struct cl_booster_answer){.contributions = out}), CLEAP_OK);
}

static void one_split_gives_all_to_its_feature(void **unused)
{
    struct cl_booster b;
    double out[4];

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    contributions_of(&b, cl_dense((double[]){0, 1}, 2), out, 4);
    assert_bits(out[0], 0.0);
    assert_bits(out[1], 2.25);
    assert_bits(out[2], 0.0);
    assert_bits(out[3], 0.25); /* the mean of -1, 3 of 4, and 2, 1 of 4; and the base of 0.5 */
}

/* Feature 0 below 0: 10 where feature 1 is below 0, else 20. Else 40. All leaves weigh the same. */
#define TWO_LEVELS(second)                                                                         \
    TREE("5", "1, 3, -1, -1, -1", "2, 4, -1, -1, -1", "0, " second ", 0, 0, 0", "0, 0, 0, 0, 0",   \
         "0, -5, 40, 10, 20", "4, 2, 2, 1, 1", "")

static void two_features_share_by_shapley(void **unused)
{
    struct cl_booster b;
    double out[4];

    (void)unused;
    assert_read(&b, TREES_OF("reg:squarederror", BASE("0"), "1", "0", TWO_LEVELS("1")));
    contributions_of(&b, cl_dense((double[]){-1, 0}, 2), out, 4);
    /* Of subsets of known features: none 27.5, {0} 15, {1} 30, {0, 1} 20. */
    assert_bits(out[0], ((15 - 27.5) + (20 - 30.0)) / 2);
    assert_bits(out[1], ((30 - 27.5) + (20 - 15.0)) / 2);
    assert_bits(out[3], 27.5);
}

static void a_feature_that_comes_twice_is_one(void **unused)
{
    struct cl_booster b;
    double out[4];

    (void)unused;
    assert_read(&b, TREES_OF("reg:squarederror", BASE("0"), "1", "0", TWO_LEVELS("0")));
    contributions_of(&b, cl_dense((double[]){-6}, 1), out, 4);
    assert_bits(out[0], 10 - 27.5);
    assert_bits(out[1], 0.0);
    assert_bits(out[3], 27.5);
}

static void a_leaf_alone_is_all_bias(void **unused)
{
    struct cl_booster b;
    double out[4];

    (void)unused;
    assert_read(&b, REGRESSION("2", "0, 0", LEAF("3") ", " LEAF("4")));
    contributions_of(&b, cl_dense(NULL, 0), out, 4);
    assert_bits(out[0], 0.0);
    assert_bits(out[3], 7.5);
}

static void groups_lie_behind_each_other(void **unused)
{
    struct cl_booster b;
    double out[8];

    (void)unused;
    assert_read(&b, TREES_OF("multi:softprob", "'base_score': '0.5', 'num_class': '2', ", "2",
                             "1, 0", STUMP ", " LEAF("4")));
    contributions_of(&b, cl_dense((double[]){0, 1}, 2), out, 8);
    assert_bits(out[1], 0.0);
    assert_bits(out[3], 4.5);
    assert_bits(out[5], 2.25);
    assert_bits(out[7], 0.25);
}

static void dart_weighs_contributions(void **unused)
{
    struct cl_booster b;
    double out[4];

    (void)unused;
    assert_read(&b, "{'learner': {'gradient_booster': {'gbtree': {'model': {'gbtree_model_param':"
                    "{'num_trees': '1'}, 'tree_info': [0], 'trees': [" STUMP
                    "]}}, 'name': 'dart', 'weight_drop': [0.5]}, 'learner_model_param':"
                    "{'base_score': '0.5', 'num_feature': '3'},"
                    "'objective': {'name': 'reg:squarederror'}}}");
    contributions_of(&b, cl_dense((double[]){0, 1}, 2), out, 4);
    assert_bits(out[1], 1.125);
    assert_bits(out[3], 0.375);
}

static void a_linear_model_gives_products(void **unused)
{
    struct cl_booster b;
    double out[3];

    (void)unused;
    assert_read(&b, "{'learner': {'objective': {'name': 'reg:linear'},"
                    "'learner_model_param': {'num_feature': '2', 'base_score': '0.5'},"
                    "'gradient_booster': {'name': 'gblinear', 'model': {'weights': [2, 3, 1]}}}}");
    contributions_of(&b, cl_sparse((double[]){5}, (int32_t[]){1}, 1, 2), out, 3);
    assert_bits(out[0], 0.0);
    assert_bits(out[1], 15.0);
    assert_bits(out[2], 1.5);
    contributions_of(&b, cl_dense((double[]){4, NAN}, 2), out, 3);
    assert_bits(out[0], 8.0);
    assert_bits(out[1], 0.0);
}

static void too_many_features_are_refused(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, "{'learner': {'gradient_booster': {'model': {'gbtree_model_param':"
                    "{'num_trees': '0'}}, 'name': 'gbtree'}, 'learner_model_param':"
                    "{'base_score': '0', 'num_feature': '4294967295'},"
                    "'objective': {'name': 'reg:squarederror'}}}");
    assert_int_equal(cl_booster_check_contributions(&b, &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "4294967296 contributions in a row, the limit is 1048576");
}

static void trees_that_are_too_deep_are_refused(void **unused)
{
    const struct cl_booster b = {.n_features = 1, .n_groups = 1, .max_depth = 1001};

    (void)unused;
    assert_int_equal(cl_booster_check_contributions(&b, &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "trees of 1001 levels, the limit for contributions is 1000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(one_split_gives_all_to_its_feature),
        booster_test(two_features_share_by_shapley),
        booster_test(a_feature_that_comes_twice_is_one),
        booster_test(a_leaf_alone_is_all_bias),
        booster_test(groups_lie_behind_each_other),
        booster_test(dart_weighs_contributions),
        booster_test(a_linear_model_gives_products),
        booster_test(too_many_features_are_refused),
        booster_test(trees_that_are_too_deep_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
