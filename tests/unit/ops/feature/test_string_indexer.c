/*
 * string_indexer: labels, nulls, what is unknown and older bundles.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_string_indexer;

#define ATTRIBUTES(invalid)                                                                        \
    "{\"labels_length\": 1, \"labels_array_0\": [\"b\", \"a\", \"\"], \"handle_invalid\": "        \
    "\"" invalid "\"}"
#define TWO_COLUMNS(invalid)                                                                       \
    "{\"labels_length\": 2, \"labels_array_0\": [\"b\", \"a\"], \"labels_array_1\": [\"x\"], "     \
    "\"handle_invalid\": \"" invalid "\"}"

static void text_becomes_its_position(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, ATTRIBUTES("error"));

    op_feed_str(&f, 3, (const char *[]){"a", "b", ""});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 3, (double[]){1, 0, 2});
    op_done(&f);
}

static void the_last_of_equal_labels_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer,
                                     "{\"labels_length\": 1, \"labels_array_0\": [\"a\", \"b\", "
                                     "\"a\"], \"handle_invalid\": \"keep\"}");

    op_feed_str(&f, 2, (const char *[]){"a", "?"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 2, (double[]){2, 3});
    op_done(&f);
}

static void the_unknown_and_null_are_kept_as_the_number_of_labels(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, ATTRIBUTES("keep"));

    op_feed_str(&f, 3, (const char *[]){"zzz", NULL, "a"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 3, (double[]){3, 3, 1});
    op_done(&f);
}

static void an_unknown_label_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, ATTRIBUTES("error"));

    op_feed_str(&f, 3, (const char *[]){"a", "b", "zzz"});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 2: label 'zzz' is not among the 3 known; "
                                       "handle_invalid is \"error\"");
    op_done(&f);
}

static void null_is_an_error_and_not_the_empty_label(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, ATTRIBUTES("error"));

    op_feed_str(&f, 1, (const char *[]){NULL});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: a null has no label; handle_invalid is \"error\"");
    op_done(&f);
}

static void a_row_with_the_unknown_in_any_column_is_skipped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, TWO_COLUMNS("skip"));

    op_feed_str(&f, 3, (const char *[]){"?", "a", "a"});
    op_feed_str(&f, 3, (const char *[]){"x", "?", "x"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(f.n, 1);
    op_expect_f64(&f, "output0", 1, (double[]){1});
    op_expect_f64(&f, "output1", 1, (double[]){0});
    op_done(&f);
}

static void null_is_an_error_with_skip(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, TWO_COLUMNS("skip"));

    op_feed_str(&f, 2, (const char *[]){"a", "a"});
    op_feed_str(&f, 2, (const char *[]){"x", NULL});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: a null has no label; \"skip\" does not drop it");
    op_done(&f);
}

static void null_is_not_looked_at_behind_the_unknown(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, TWO_COLUMNS("skip"));

    op_feed_str(&f, 1, (const char *[]){"?"});
    op_feed_str(&f, 1, (const char *[]){NULL});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(f.n, 0);
    op_done(&f);
}

static void an_older_bundle_has_one_list_of_labels(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, "{\"labels\": [\"b\", \"a\"]}");

    op_feed_str(&f, 1, (const char *[]){"a"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 1, (double[]){1});
    op_done(&f);
}

static void a_missing_list_of_labels_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_string_indexer, "{\"labels_length\": 2, \"labels_array_0\": [\"a\"]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void a_huge_number_of_columns_is_refused_before_memory_is_taken(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, "{\"labels_length\": 2147483647}");

    assert_int_equal(f.status, CLEAP_E_LIMIT);
    op_done(&f);
}

static void another_word_for_handle_invalid_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_indexer, ATTRIBUTES("nonsense"));

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_becomes_its_position),
        cmocka_unit_test(the_last_of_equal_labels_counts),
        cmocka_unit_test(the_unknown_and_null_are_kept_as_the_number_of_labels),
        cmocka_unit_test(an_unknown_label_is_an_error),
        cmocka_unit_test(null_is_an_error_and_not_the_empty_label),
        cmocka_unit_test(a_row_with_the_unknown_in_any_column_is_skipped),
        cmocka_unit_test(null_is_an_error_with_skip),
        cmocka_unit_test(null_is_not_looked_at_behind_the_unknown),
        cmocka_unit_test(an_older_bundle_has_one_list_of_labels),
        cmocka_unit_test(a_missing_list_of_labels_is_an_error_at_load),
        cmocka_unit_test(a_huge_number_of_columns_is_refused_before_memory_is_taken),
        cmocka_unit_test(another_word_for_handle_invalid_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
