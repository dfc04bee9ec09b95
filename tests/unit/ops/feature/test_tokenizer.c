/*
 * tokenizer: lower case, separators, empty tokens.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_tokenizer;

static void tokens_are_in_lower_case(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_tokenizer, "{}");

    op_feed_str(&f, 2, STRS("Hello WORLD", "\u00c4\u00d6 \u0130"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("hello", "world"));
    op_expect_strs(&f, "output", 1, STRS("\u00e4\u00f6", "i\u0307"));
    op_done(&f);
}

static void each_separator_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_tokenizer, "{}");

    op_feed_str(&f, 2, STRS(" a  b", "a\tb\nc\vd\fe\rf"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("", "a", "", "b"));
    op_expect_strs(&f, "output", 1, STRS("a", "b", "c", "d", "e", "f"));
    op_done(&f);
}

static void other_white_space_separates_nothing(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_tokenizer, "{}");

    op_feed_str(&f, 1, STRS("a\u00a0b\u2003c\x1c"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("a\u00a0b\u2003c\x1c"));
    op_done(&f);
}

static void empty_tokens_at_the_end_are_dropped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_tokenizer, "{}");

    op_feed_str(&f, 2, STRS("a b  ", "   "));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("a", "b"));
    assert_int_equal(op_list(&f, "output", 1).n, 0);
    op_done(&f);
}

static void empty_text_is_one_empty_token(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_tokenizer, "{}");

    op_feed_str(&f, 1, STRS(""));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS(""));
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_in_lower_case),
        cmocka_unit_test(each_separator_counts),
        cmocka_unit_test(other_white_space_separates_nothing),
        cmocka_unit_test(empty_tokens_at_the_end_are_dropped),
        cmocka_unit_test(empty_text_is_one_empty_token),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
