/*
 * What makes a booster of a file's parts: objectives, groups, and how many trees predict.
 */
#include "booster_fixture.h"

#include <string.h>

#define FOUR LEAF("1") ", " LEAF("2") ", " LEAF("4") ", " LEAF("8")

/* Four trees of two classes, in two rounds; `rounds` is the member that says so, with a comma. */
#define CLASSES(num_class, rounds, parallel, info)                                                 \
    "{'learner': {'gradient_booster': {'model': {" rounds "'gbtree_model_param':"                  \
    "{'num_trees': '4', 'num_parallel_tree': '" parallel "'}, 'tree_info': [" info                 \
    "], 'trees': [" FOUR "]}, 'name': 'gbtree'}, 'learner_model_param': {'base_score': '0',"       \
    " 'num_class': '" num_class                                                                    \
    "', 'num_feature': '1'}, 'objective': {'name': 'multi:softprob'}}}"

static void trees_belong_to_groups(void **unused)
{
    struct cl_booster b;
    float margins[2];

    (void)unused;
    assert_read(&b, CLASSES("2", "", "1", "0, 1, 0, 1"));
    assert_int_equal(b.n_groups, 2);
    assert_int_equal(run_row(&b, cl_dense(NULL, 0), (struct cl_booster_answer){.margins = margins}),
                     CLEAP_OK);
    assert_f32(margins[0], 5.0F);
    assert_f32(margins[1], 10.0F);
}

static void a_limit_counts_trees_of_a_group(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_int_equal(read_limited(&b, CLASSES("2", "", "1", "0, 1, 0, 1"), 1), CLEAP_OK);
    assert_int_equal(b.n_trees, 2);
    assert_int_equal(read_limited(&b, CLASSES("2", "", "1", "0, 1, 0, 1"), 2), CLEAP_OK);
    assert_int_equal(b.n_trees, 4);
}

static void a_limit_below_one_round_is_none(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_int_equal(read_limited(&b, CLASSES("2", "", "2", "0, 0, 1, 1"), 1), CLEAP_OK);
    assert_int_equal(b.n_trees, 4);
    assert_int_equal(read_limited(&b, CLASSES("1", "", "2", "0, 0, 0, 0"), 3), CLEAP_OK);
    assert_int_equal(b.n_trees, 2);
}

static void rounds_end_where_the_file_says(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_int_equal(
        read_limited(&b, CLASSES("2", "'iteration_indptr': [0, 3, 4], ", "1", "0, 1, 0, 1"), 1),
        CLEAP_OK);
    assert_int_equal(b.n_trees, 3);
}

static void a_limit_beyond_the_rounds_is_refused(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_int_equal(read_limited(&b, CLASSES("2", "", "1", "0, 1, 0, 1"), 3), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "tree_limit 3 asks for 3 rounds of trees, there are 2");
    assert_int_equal(read_limited(&b, CLASSES("2", "", "1", "0, 1, 0, 1"), -1), CLEAP_E_FORMAT);
}

static void rounds_must_hold_the_trees(void **unused)
{
    (void)unused;
    assert_refused(CLASSES("2", "'iteration_indptr': [], ", "1", "0, 1, 0, 1"), CLEAP_E_FORMAT,
                   "iteration_indptr does not end with the 4 trees");
    assert_refused(CLASSES("2", "'iteration_indptr': [0, 5], ", "1", "0, 1, 0, 1"), CLEAP_E_FORMAT,
                   "iteration_indptr does not end with the 4 trees");
    assert_refused(CLASSES("2", "'iteration_indptr': [0, 5, 4], ", "1", "0, 1, 0, 1"),
                   CLEAP_E_FORMAT, "iteration_indptr descends");
    assert_refused(CLASSES("2", "", "3", "0, 1, 0, 1"), CLEAP_E_FORMAT, "4 trees in rounds of 6");
    assert_refused(CLASSES("2", "", "0", "0, 1, 0, 1"), CLEAP_E_FORMAT, "4 trees in rounds of 0");
}

static void groups_must_be_there(void **unused)
{
    (void)unused;
    assert_refused(CLASSES("2", "", "1", "0, 1, 0, 2"), CLEAP_E_FORMAT,
                   "tree 3 is of group 2, the model has 2");
    assert_refused(CLASSES("2", "", "1", "0, 1, 0, -1"), CLEAP_E_FORMAT,
                   "tree 3 is of group -1, the model has 2");
    assert_refused(CLASSES("2147483647", "", "1", "0, 1, 0, 1"), CLEAP_E_LIMIT,
                   "2147483647 classes or targets, the limit is 1000000");
}

static void classes_and_targets_exclude_each_other(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_refused(TREES_OF("reg:squarederror",
                            "'base_score': '0', 'num_class': '2', 'num_target': '2', ", "1", "0",
                            STUMP),
                   CLEAP_E_FORMAT, "2 classes and 2 targets");
    assert_read(&b, TREES_OF("reg:squarederror", "'base_score': '0', 'num_target': '2', ", "2",
                             "0, 1", STUMP ", " STUMP));
    assert_int_equal(b.n_groups, 2);
}

static void a_booster_without_trees_predicts_its_base(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("0", "", ""));
    assert_f32(margin_of(&b, (double[]){1}, 1), 0.5F);
}

static void unknown_names_are_not_supported(void **unused)
{
    (void)unused;
    assert_refused(TREES_OF("reg:new", BASE("0"), "1", "0", STUMP), CLEAP_E_UNSUPPORTED,
                   "unknown objective 'reg:new'");
    assert_refused("{'learner': {'learner_model_param': {'base_score': '0'},"
                   "'gradient_booster': {'name': 'gbforest'}}}",
                   CLEAP_E_UNSUPPORTED, "unknown booster 'gbforest'");
}

static void weights_must_be_as_many_as_there_are_to_weigh(void **unused)
{
    (void)unused;
    assert_refused("{'learner': {'objective': {'name': 'reg:linear'},"
                   "'learner_model_param': {'num_feature': '4294967295', 'base_score': '0'},"
                   "'gradient_booster': {'name': 'gblinear', 'model': {'weights': [1]}}}}",
                   CLEAP_E_FORMAT, "1 weights for 4294967295 features and 1 groups");
    assert_refused("{'learner': {'gradient_booster': {'gbtree': {'model': {'gbtree_model_param':"
                   "{'num_trees': '1'}, 'tree_info': [0], 'trees': [" LEAF(
                       "1") "]},"
                            "'name': 'gbtree'}, 'name': 'dart', 'weight_drop': []},"
                            "'learner_model_param': {'base_score': '0', 'num_feature': '1'},"
                            "'objective': {'name': 'reg:squarederror'}}}",
                   CLEAP_E_FORMAT, "0 weights for 1 trees");
}

static void the_form_is_told_by_the_first_bytes(void **unused)
{
    static const char ubjson[] = "{i\7learner{i\20gradient_booster{i\4nameSi\10gblinear"
                                 "i\5model{i\7weights[$d#i\2\77\200\0\0\100\0\0\0}}"
                                 "i\23learner_model_param{i\12base_scoreSi\1"
                                 "0"
                                 "i\13num_featureSi\1"
                                 "1}i\11objective{i\4nameSi\12reg:linear}}}";
    struct cl_booster b;

    (void)unused;
    assert_int_equal(cl_booster_read(&b, ubjson, sizeof ubjson - 1, 0, &arena, &err), CLEAP_OK);
    assert_f32(margin_of(&b, (double[]){3}, 1), 5.0F);
    for (size_t n = 0; n < sizeof ubjson - 1; n++) {
        cl_error_begin(&err, NULL);
        assert_int_equal(cl_booster_read(&b, ubjson, n, 0, &arena, &err), CLEAP_E_FORMAT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(trees_belong_to_groups),
        booster_test(a_limit_counts_trees_of_a_group),
        booster_test(a_limit_below_one_round_is_none),
        booster_test(rounds_end_where_the_file_says),
        booster_test(a_limit_beyond_the_rounds_is_refused),
        booster_test(rounds_must_hold_the_trees),
        booster_test(groups_must_be_there),
        booster_test(classes_and_targets_exclude_each_other),
        booster_test(a_booster_without_trees_predicts_its_base),
        booster_test(unknown_names_are_not_supported),
        booster_test(weights_must_be_as_many_as_there_are_to_weigh),
        booster_test(the_form_is_told_by_the_first_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
