/*
 * word_filter: letters alone, longer than a length.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_word_filter;

static void words_longer_than_the_length_stay(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_filter, "{\"length\": 2}");

    op_feed_strs(&f, 1, LISTS(STRS("ab", "abc", "a1c", "don't", "\u00e9t\u00e9", "")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("abc", "\u00e9t\u00e9"));
    op_done(&f);
}

static void supplementary_letters_are_none(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_filter, "{\"length\": 0}");

    op_feed_strs(&f, 1, LISTS(STRS("\U0001d400", "\u65e5\u672c", "a\u0301")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("\u65e5\u672c"));
    op_done(&f);
}

static void a_negative_length_keeps_the_empty_word(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_filter, "{\"length\": -1}");

    op_feed_strs(&f, 1, LISTS(STRS("", "1")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS(""));
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_longer_than_the_length_stay),
        cmocka_unit_test(supplementary_letters_are_none),
        cmocka_unit_test(a_negative_length_keeps_the_empty_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
