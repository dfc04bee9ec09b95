/*
 * regex_indexer: the first that is found, the default, nothing.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_regex_indexer;

static void the_first_pattern_that_is_found_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_regex_indexer, "{\"regexes\": [\"(?i)hello\", \"l+\"], \"indices\": [7, -3]}");

    op_feed_str(&f, 2, STRS("say HELLO", "all"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "output", 0), 7);
    assert_int_equal(op_i64(&f, "output", 1), -3);
    op_done(&f);
}

static void the_default_stands_in(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_regex_indexer, "{\"regexes\": [\"a\"], \"indices\": [1], \"default_value\": 9}");

    op_feed_str(&f, 1, STRS("b"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "output", 0), 9);
    op_done(&f);
}

static void without_a_default_the_row_fails(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_regex_indexer, "{\"regexes\": [\"a\"], \"indices\": [1]}");

    op_feed_str(&f, 2, STRS("a", "b"));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: no pattern is found in 'b' and there is no default");
    op_done(&f);
}

static void a_pattern_without_a_number_is_not_tried(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_regex_indexer,
                   "{\"regexes\": [\"a\", \"b\"], \"indices\": [1], \"default_value\": 0}");

    op_feed_str(&f, 1, STRS("b"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_i64(&f, "output", 0), 0);
    op_done(&f);
}

static void one_broken_pattern_refuses_the_model(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_regex_indexer, "{\"regexes\": [\"a\", \"(\"], \"indices\": [1, 2]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_pattern_that_is_found_counts),
        cmocka_unit_test(the_default_stands_in),
        cmocka_unit_test(without_a_default_the_row_fails),
        cmocka_unit_test(a_pattern_without_a_number_is_not_tried),
        cmocka_unit_test(one_broken_pattern_refuses_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
