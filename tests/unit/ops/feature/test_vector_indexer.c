/*
 * vector_indexer: maps of features and what they do not hold.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_vector_indexer;

#define MAPS                                                                                       \
    "\"num_features\": 3, \"keys\": [2, 0], \"key_0_keys\": [0, -1, 7], "                          \
    "\"key_0_values\": [0, 1, 2], \"key_2_keys\": [0, 5], \"key_2_values\": [0, 1]"

static void mapped_features_change_and_others_do_not(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer, "{" MAPS "}");

    op_feed_dense(&f, 2, 3, (double[]){-1, 0.5, 5, 7, 9, -0.0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){1, 0.5, 1});
    op_expect_dense(&f, "output", 1, 3, (double[]){2, 9, 0});
    op_done(&f);
}

static void only_stored_values_of_a_sparse_vector_are_mapped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer, "{" MAPS "}");

    op_feed_sparse(&f, 3, 2, (int32_t[]){1, 2}, (double[]){4, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 2, (int32_t[]){1, 2}, (double[]){4, 1});
    op_done(&f);
}

static void an_unknown_value_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer, "{" MAPS "}");

    op_feed_dense(&f, 1, 3, (double[]){3, 0, 0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(
        f.err.message,
        "row 0: 3 is not among the 3 values of feature 0; handle_invalid is \"error\"");
    op_done(&f);
}

static void an_unknown_value_is_kept_as_the_size_of_the_map(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_indexer, "{" MAPS ", \"handle_invalid\": \"keep\"}");

    op_feed_dense(&f, 1, 3, (double[]){NAN, 0, 6});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){3, 0, 2});
    op_done(&f);
}

static void skip_fails_at_an_unknown_value(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_indexer, "{" MAPS ", \"handle_invalid\": \"skip\"}");

    op_feed_dense(&f, 1, 3, (double[]){3, 0, 0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void the_last_of_equal_values_counts_once(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_indexer,
                   "{\"num_features\": 2, \"keys\": [0, 0], \"key_0_keys\": [1, 0, 1, null], "
                   "\"key_0_values\": [5, 6, 7, 8], \"handle_invalid\": \"keep\"}");

    /* 0, 1 and NaN make three. */
    op_feed_dense(&f, 2, 2, (double[]){1, 2, 9, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){7, 2});
    op_expect_dense(&f, "output", 1, 2, (double[]){3, 2});
    op_done(&f);
}

static void a_vector_of_another_size_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer, "{" MAPS "}");

    op_feed_dense(&f, 1, 2, (double[]){0, 0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 2 values, wanted 3");
    op_done(&f);
}

static void a_map_for_a_feature_that_is_none_fails_at_a_dense_row(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer,
                                     "{\"num_features\": 1, \"keys\": [4], \"key_4_keys\": [0], "
                                     "\"key_4_values\": [0]}");

    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void a_missing_map_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_indexer, "{\"num_features\": 1, \"keys\": [0]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mapped_features_change_and_others_do_not),
        cmocka_unit_test(only_stored_values_of_a_sparse_vector_are_mapped),
        cmocka_unit_test(an_unknown_value_is_an_error),
        cmocka_unit_test(an_unknown_value_is_kept_as_the_size_of_the_map),
        cmocka_unit_test(skip_fails_at_an_unknown_value),
        cmocka_unit_test(the_last_of_equal_values_counts_once),
        cmocka_unit_test(a_vector_of_another_size_is_an_error),
        cmocka_unit_test(a_map_for_a_feature_that_is_none_fails_at_a_dense_row),
        cmocka_unit_test(a_missing_map_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
