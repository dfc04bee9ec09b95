/*
 * ngram: windows, too few tokens, odd sizes.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_ngram;

static void windows_are_joined_by_a_blank(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_ngram, "{\"n\": 2}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "", "b c", "d")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("a ", " b c", "b c d"));
    op_done(&f);
}

static void windows_of_one_are_the_tokens(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_ngram, "{\"n\": 1}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "", "b")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("a", "", "b"));
    op_done(&f);
}

static void too_few_tokens_give_an_empty_list(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_ngram, "{\"n\": 3}");

    op_feed_strs(&f, 2, LISTS(STRS("a", "b"), STRS("a", "b", "c")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_list(&f, "output", 0).n, 0);
    op_expect_strs(&f, "output", 1, STRS("a b c"));
    op_done(&f);
}

static void a_size_of_zero_fails_each_row(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_ngram, "{\"n\": 4294967296}");

    assert_int_equal(f.status, CLEAP_OK);
    op_feed_strs(&f, 1, LISTS(STRS("a")));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: n is 0, needs 1 or more");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(windows_are_joined_by_a_blank),
        cmocka_unit_test(windows_of_one_are_the_tokens),
        cmocka_unit_test(too_few_tokens_give_an_empty_list),
        cmocka_unit_test(a_size_of_zero_fails_each_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
