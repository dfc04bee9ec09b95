/*
 * What boosters answer to rows.
 */
#include "booster_fixture.h"

#include <math.h>

static void below_the_threshold_is_left(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_f32(margin_of(&b, (double[]){9, 0.49999997}, 2), -0.5F);
    assert_f32(margin_of(&b, (double[]){9, 0.5}, 2), 2.5F);
    assert_f32(margin_of(&b, (double[]){9, -0.0}, 2), -0.5F);
}

static void values_are_rounded_to_float_before_they_are_compared(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_f32(margin_of(&b, (double[]){9, 0.49999999999}, 2), 2.5F);
}

static void missing_values_go_the_default_way(void **unused)
{
    struct cl_booster b;
    float margin = 0.0F;
    struct cl_booster_answer answer = {.margins = &margin};

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_f32(margin_of(&b, (double[]){9, NAN, 9}, 3), -0.5F);
    assert_f32(margin_of(&b, (double[]){9}, 1), -0.5F);
    run_row(&b, cl_sparse((double[]){9, 9}, (int32_t[]){0, 2}, 2, 3), answer);
    assert_f32(margin, -0.5F);
    run_row(&b, cl_sparse((double[]){9, NAN}, (int32_t[]){0, 1}, 2, 3), answer);
    assert_f32(margin, -0.5F);
    run_row(&b, cl_sparse((double[]){9, 9}, (int32_t[]){0, 1}, 2, 3), answer);
    assert_f32(margin, 2.5F);
    assert_read(&b, REGRESSION("1", "0",
                               TREE("3", "1, -1, -1", "2, -1, -1", "1, 0, 0", "0, 0, 0",
                                    "0.5, -1, 2", "4, 3, 1", "")));
    assert_f32(margin_of(&b, (double[]){9}, 1), 2.5F);
}

static void categories_of_the_set_go_right(void **unused)
{
    const double left[] = {0, 1, 2, 4, -1, -0.5, 64, 1e9, 16777216}, right[] = {3, 3.9, 5, 5.5};
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0",
                               TREE("3", "1, -1, -1", "2, -1, -1", "0, 0, 0", "0, 0, 0",
                                    "NaN, -1, 2", "4, 3, 1",
                                    ", 'split_type': [1, 0, 0], 'categories': [3, 5],"
                                    "'categories_nodes': [0], 'categories_sizes': [2]")));
    for (size_t i = 0; i < CL_COUNT_OF(left); i++)
        assert_f32(margin_of(&b, &left[i], 1), -0.5F);
    for (size_t i = 0; i < CL_COUNT_OF(right); i++)
        assert_f32(margin_of(&b, &right[i], 1), 2.5F);
    assert_f32(margin_of(&b, (double[]){NAN}, 1), 2.5F);
}

static void a_split_over_no_categories_goes_left(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0",
                               TREE("3", "1, -1, -1", "2, -1, -1", "0, 0, 0", "0, 0, 0",
                                    "NaN, -1, 2", "4, 3, 1", ", 'split_type': [1, 0, 0]")));
    assert_f32(margin_of(&b, (double[]){0}, 1), -0.5F);
    assert_f32(margin_of(&b, (double[]){NAN}, 1), 2.5F);
}

static void leaves_are_added_to_the_base_in_their_order(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, TREES_OF("reg:squarederror", BASE("1E8"), "3", "0, 0, 0",
                             LEAF("3") ", " LEAF("3") ", " LEAF("-1E8")));
    assert_f32(margin_of(&b, (double[]){0}, 1), ((1e8F + 3.0F) + 3.0F) + -1e8F);
}

static void dart_weighs_leaves(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, "{'learner': {'gradient_booster': {'gbtree': {'model': {'gbtree_model_param':"
                    "{'num_trees': '2'}, 'tree_info': [0, 0], 'trees': [" LEAF("0.1") ", " LEAF(
                        "0.7") "]}}, 'name': 'dart', 'weight_drop': [0.3, 0.9]},"
                               "'learner_model_param': {'base_score': '0.5', 'num_feature': '1'},"
                               "'objective': {'name': 'reg:squarederror'}}}");
    assert_f32(margin_of(&b, (double[]){0}, 1), (0.5F + 0.1F * 0.3F) + 0.7F * 0.9F);
}

static void a_linear_model_weighs_what_is_there(void **unused)
{
    struct cl_booster b;
    float margins[2];
    struct cl_booster_answer answer = {.margins = margins};

    (void)unused;
    assert_read(&b, "{'learner': {'objective': {'name': 'multi:softprob'},"
                    "'learner_model_param': {'num_feature': '2', 'num_class': '2', 'base_score':"
                    "'0.5'}, 'gradient_booster': {'name': 'gblinear', 'model': {'weights':"
                    "[0.1, 10, 0.3, 20, 0.7, 30]}}}}");
    run_row(&b, cl_dense((double[]){3, 5}, 2), answer);
    assert_f32(margins[0], ((0.7F + 0.5F) + 3.0F * 0.1F) + 5.0F * 0.3F);
    assert_f32(margins[1], 160.5F);
    run_row(&b, cl_sparse((double[]){5}, (int32_t[]){1}, 1, 2), answer);
    assert_f32(margins[1], 130.5F);
    run_row(&b, cl_dense((double[]){NAN, 5}, 2), answer);
    assert_f32(margins[1], 130.5F);
}

static void the_leaf_is_told_by_its_number_in_the_tree(void **unused)
{
    struct cl_booster b;
    double leaves[2];
    struct cl_booster_answer answer = {.leaves = leaves};

    (void)unused;
    assert_read(&b, REGRESSION("2", "0, 0", STUMP ", " STUMP));
    run_row(&b, cl_dense((double[]){0, 1}, 2), answer);
    assert_bits(leaves[0], 2.0);
    assert_bits(leaves[1], 2.0);
    run_row(&b, cl_dense((double[]){0, 0}, 2), answer);
    assert_bits(leaves[1], 1.0);
}

static void rows_must_fit_the_booster(void **unused)
{
    struct cl_booster b;
    float margin;
    struct cl_booster_answer answer = {.margins = &margin};

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_int_equal(run_row(&b, cl_dense((double[]){0, 0, 0, 0}, 4), answer), CLEAP_E_DATA);
    assert_string_equal(err.message, "row 0: the vector has 4 values, the booster knows 3");
    assert_int_equal(run_row(&b, cl_sparse(NULL, (int32_t[]){0}, 0, 4), answer), CLEAP_E_DATA);
}

static void infinite_values_are_refused_wherever_they_are(void **unused)
{
    struct cl_booster b;
    float margin;
    struct cl_booster_answer answer = {.margins = &margin};

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_int_equal(run_row(&b, cl_dense((double[]){0, 0, -INFINITY}, 3), answer), CLEAP_E_DATA);
    assert_string_equal(err.message, "row 0: the value -inf at 2 is infinite as a float");
    assert_int_equal(run_row(&b, cl_sparse((double[]){1e39}, (int32_t[]){2}, 1, 3), answer),
                     CLEAP_E_DATA);
    assert_string_equal(err.message, "row 0: the value 1e+39 at 2 is infinite as a float");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(below_the_threshold_is_left),
        booster_test(values_are_rounded_to_float_before_they_are_compared),
        booster_test(missing_values_go_the_default_way),
        booster_test(categories_of_the_set_go_right),
        booster_test(a_split_over_no_categories_goes_left),
        booster_test(leaves_are_added_to_the_base_in_their_order),
        booster_test(dart_weighs_leaves),
        booster_test(a_linear_model_weighs_what_is_there),
        booster_test(the_leaf_is_told_by_its_number_in_the_tree),
        booster_test(rows_must_fit_the_booster),
        booster_test(infinite_values_are_refused_wherever_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
