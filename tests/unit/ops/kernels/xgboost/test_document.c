/*
 * Boosters as documents: what is read, and what is refused.
 */
#include "booster_fixture.h"

#include <math.h>
#include <string.h>

static void a_stump_is_read(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0", STUMP));
    assert_int_equal(b.n_trees, 1);
    assert_int_equal(b.n_features, 3);
    assert_int_equal(b.n_groups, 1);
    assert_int_equal(b.n_read, 1);
    assert_int_equal(b.features[0], 1);
    assert_int_equal(b.max_depth, 1);
    assert_f32(b.base_margin, 0.5F);
    assert_f32(b.nodes[0].as.threshold, 0.5F);
    assert_int_equal(b.nodes[0].left, 1);
    assert_int_equal(b.nodes[0].feature, CL_BOOSTER_DEFAULT_LEFT);
    assert_f32(b.nodes[2].as.leaf, 2.0F);
    assert_f32(b.cover[1], 3.0F);
    assert_f32(b.tree_means[0], -0.25F);
}

static void keys_come_in_any_order(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b,
                "{'learner': {'objective': {'x': [{}], 'name': 'reg:linear'},"
                "'learner_model_param': {'num_feature': '2', 'base_score': '0.25'},"
                "'gradient_booster': {'name': 'gblinear', 'model': {'weights': [1, 2, 3.5]}}}}");
    assert_int_equal(b.n_features, 2);
    assert_f32(b.base_margin, 0.25F);
    assert_f32(b.weights[2], 3.5F);
}

static void dart_has_its_trees_one_level_down(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, "{'learner': {'gradient_booster': {'gbtree': {'model': {'gbtree_model_param':"
                    "{'num_trees': '1'}, 'tree_info': [0], 'trees': [" LEAF(
                        "1") "]},"
                             "'name': 'gbtree'}, 'name': 'dart', 'weight_drop': [0.5]},"
                             "'learner_model_param': {'base_score': '0', 'num_feature': '1'},"
                             "'objective': {'name': 'reg:squarederror'}}}");
    assert_int_equal(b.n_trees, 1);
    assert_f32(b.tree_weights[0], 0.5F);
}

static void what_is_missing_is_told(void **unused)
{
    (void)unused;
    assert_refused("{}", CLEAP_E_FORMAT, "base_score is missing");
    assert_refused("{'learner': []}", CLEAP_E_FORMAT,
                   "before byte 13: found an array, wanted an object");
    assert_refused("{'learner': 1}", CLEAP_E_FORMAT,
                   "before byte 13: found a whole number, wanted an object");
    assert_refused(REGRESSION("2", "0", STUMP), CLEAP_E_FORMAT,
                   "1 trees and 1 entries of tree_info, num_trees is 2");
    assert_refused(REGRESSION("1", "", STUMP), CLEAP_E_FORMAT,
                   "1 trees and 0 entries of tree_info, num_trees is 1");
    assert_refused(REGRESSION("1", "0", "{'tree_param': {'num_nodes': '1'}}"), CLEAP_E_FORMAT,
                   "tree 0: left_children has 0 entries, num_nodes is 1");
    assert_refused(REGRESSION("1", "0", "{}"), CLEAP_E_FORMAT, "tree 0: a tree without nodes");
    assert_refused(TREES_OF("reg:squarederror", "", "1", "0", STUMP), CLEAP_E_FORMAT,
                   "base_score is missing");
}

static void parameters_must_be_numbers_in_text(void **unused)
{
    (void)unused;
    assert_refused(TREES_OF("reg:squarederror", BASE("[5E-1]"), "1", "0", STUMP), CLEAP_E_FORMAT,
                   "base_score is '[5E-1]', wanted a number");
    assert_refused(REGRESSION("-1", "0", STUMP), CLEAP_E_FORMAT,
                   "num_trees is '-1', wanted a number up to 2147483647");
    assert_refused("{'learner': {'learner_model_param': {'num_feature': 3}}}", CLEAP_E_FORMAT,
                   "before byte 53: found a whole number, wanted text");
    assert_refused("{'learner': {'learner_model_param': {'num_feature': '4294967296'}}}",
                   CLEAP_E_FORMAT, "num_feature is '4294967296', wanted a number up to 4294967295");
}

static void cycles_and_children_elsewhere_are_refused(void **unused)
{
    (void)unused;
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "0, -1, -1", "1, -1, -1", "0, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "tree 0: node 0 has the children 0 and 1, the tree 3 nodes");
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "1, 1, -1", "2, 2, -1", "0, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "tree 0: node 1 or 2 has two parents");
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "2, -1, -1", "3, -1, -1", "0, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "tree 0: node 0 has the children 2 and 3, the tree 3 nodes");
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "-2, -1, -1", "2, -1, -1", "0, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "tree 0: node 0 has the children -2 and 2, the tree 3 nodes");
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "2, -1, -1", "1, -1, -1", "0, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_UNSUPPORTED,
                   "tree 0: the children of node 0, 2 and 1, do not lie side by side");
}

static void features_must_be_there(void **unused)
{
    (void)unused;
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "1, -1, -1", "2, -1, -1", "3, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "a split reads feature 3, the model has 3");
    assert_refused(REGRESSION("1", "0",
                              TREE("3", "1, -1, -1", "2, -1, -1", "-1, 0, 0", "0, 0, 0", "0, 0, 0",
                                   "1, 1, 1", "")),
                   CLEAP_E_FORMAT, "a split reads feature 4294967295, the model has 3");
}

/* XGBoost's pruner leaves such nodes behind. */
static void nodes_without_a_way_to_them_are_of_no_account(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, REGRESSION("1", "0",
                               TREE("3", "-1, 77, -1", "-1, -1, -1", "0, 2147483647, 0", "0, 1, 0",
                                    "8, 0, 0", "1, 1, 1", "")));
    assert_f32(margin_of(&b, (double[]){1}, 1), 8.5F);
}

static void columns_of_a_tree_must_be_of_one_length(void **unused)
{
    (void)unused;
    assert_refused(
        REGRESSION("1", "0", TREE("2", "1, -1", "2, -1", "0", "0, 0", "0, 0", "1, 1", "")),
        CLEAP_E_FORMAT, "tree 0: split_indices has 1 entries, num_nodes is 2");
    assert_refused(
        REGRESSION("1", "0", TREE("1", "-1", "-1", "0", "0", "0", "1", ", 'split_type': [0, 0]")),
        CLEAP_E_FORMAT, "tree 0: split_type has 2 entries, num_nodes is 1");
    assert_refused(REGRESSION("1", "0", TREE("2147483647", "-1", "-1", "0", "0", "0", "1", "")),
                   CLEAP_E_FORMAT, "tree 0: left_children has 1 entries, num_nodes is 2147483647");
}

static void columns_must_hold_numbers(void **unused)
{
    (void)unused;
    assert_refused(REGRESSION("1", "0", TREE("1", "1.5", "-1", "0", "0", "0", "1", "")),
                   CLEAP_E_FORMAT,
                   "tree 0: left_children: before byte 183: found a number, wanted a whole number");
}

static void trees_are_in_the_order_of_their_ids(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_refused(REGRESSION("1", "0", TREE("1", "-1", "-1", "0", "0", "0", "1", ", 'id': 1")),
                   CLEAP_E_FORMAT, "tree 0: its id is 1");
    assert_read(&b, REGRESSION("1", "0", TREE("1", "-1", "-1", "0", "0", "0", "1", ", 'id': 0")));
}

static void vectors_in_leaves_are_not_supported(void **unused)
{
    (void)unused;
    assert_refused(REGRESSION("1", "0", "{'tree_param': {'size_leaf_vector': '3'}}"),
                   CLEAP_E_UNSUPPORTED, "tree 0: its leaves hold vectors of 3");
}

#define CATEGORICAL(nodes, sizes, categories)                                                      \
    REGRESSION("1", "0",                                                                           \
               TREE("3", "1, -1, -1", "2, -1, -1", "1, 0, 0", "1, 0, 0", "NaN, -1, 2", "4, 3, 1",  \
                    ", 'split_type': [1, 0, 0], 'categories': [" categories                        \
                    "], 'categories_nodes': [" nodes "], 'categories_sizes': [" sizes "]"))

static void categories_are_read(void **unused)
{
    struct cl_booster b;

    (void)unused;
    assert_read(&b, CATEGORICAL("0", "2", "1, 5"));
    assert_int_equal(b.n_sets, 1);
    assert_int_equal(b.nodes[0].feature, CL_BOOSTER_DEFAULT_LEFT | CL_BOOSTER_CATEGORICAL);
    assert_true(cl_categories_find(&b.sets[0], 5.0));
    assert_false(cl_categories_find(&b.sets[0], 2.0));
}

static void categories_that_do_not_fit_are_refused(void **unused)
{
    (void)unused;
    assert_refused(CATEGORICAL("3", "1", "1"), CLEAP_E_FORMAT,
                   "tree 0: node 3 has no categories, or has them twice");
    assert_refused(CATEGORICAL("-1", "1", "1"), CLEAP_E_FORMAT,
                   "tree 0: node -1 has no categories, or has them twice");
    assert_refused(CATEGORICAL("0, 0", "1, 1", "1, 2"), CLEAP_E_FORMAT,
                   "tree 0: node 0 has no categories, or has them twice");
    assert_refused(CATEGORICAL("0", "3", "1, 2"), CLEAP_E_FORMAT,
                   "tree 0: node 0 has 3 categories of 2");
    assert_refused(CATEGORICAL("0", "0", "1, 2"), CLEAP_E_FORMAT,
                   "tree 0: node 0 has 0 categories of 2");
    assert_refused(CATEGORICAL("0", "", "1, 2"), CLEAP_E_FORMAT,
                   "tree 0: categories_nodes has 1 entries, categories_sizes 0");
    assert_refused(CATEGORICAL("0", "1", "-1"), CLEAP_E_FORMAT,
                   "tree 0: category -1 is not in [0, 2^24)");
    assert_refused(CATEGORICAL("0", "1", "16777216"), CLEAP_E_FORMAT,
                   "tree 0: category 16777216 is not in [0, 2^24)");
}

static void every_beginning_of_a_document_is_refused(void **unused)
{
    const char *text = REGRESSION("2", "0, 0", STUMP ", " LEAF("1"));
    char *quoted;
    struct cl_booster b;
    size_t n = strlen(text);

    (void)unused;
    quoted = with_quotes(text);
    for (size_t cut = 0; cut < n; cut++) {
        cl_error_begin(&err, NULL);
        assert_int_equal(cl_booster_read(&b, quoted, cut, 0, &arena, &err), CLEAP_E_FORMAT);
    }
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_booster_read(&b, quoted, n, 0, &arena, &err), CLEAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(a_stump_is_read),
        booster_test(keys_come_in_any_order),
        booster_test(dart_has_its_trees_one_level_down),
        booster_test(what_is_missing_is_told),
        booster_test(parameters_must_be_numbers_in_text),
        booster_test(cycles_and_children_elsewhere_are_refused),
        booster_test(features_must_be_there),
        booster_test(nodes_without_a_way_to_them_are_of_no_account),
        booster_test(columns_of_a_tree_must_be_of_one_length),
        booster_test(columns_must_hold_numbers),
        booster_test(trees_are_in_the_order_of_their_ids),
        booster_test(vectors_in_leaves_are_not_supported),
        booster_test(categories_are_read),
        booster_test(categories_that_do_not_fit_are_refused),
        booster_test(every_beginning_of_a_document_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
