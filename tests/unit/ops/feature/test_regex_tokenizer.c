/*
 * regex_tokenizer: gaps or matches, lengths, patterns that are refused.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_regex_tokenizer;

#define ATTRS(regex, gaps, length, lower)                                                          \
    "{\"regex\": \"" regex "\", \"match_gaps\": " gaps ", \"token_min_length\": " length           \
    ", \"lowercase_text\": " lower "}"

static void tokens_lie_between_matches(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_regex_tokenizer, ATTRS("\\\\s+", "true", "1", "true"));

    op_feed_str(&f, 2, STRS("A  b\tC ", " x"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("a", "b", "c"));
    op_expect_strs(&f, "output", 1, STRS("x"));
    op_done(&f);
}

static void matches_are_tokens_without_match_gaps(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_regex_tokenizer, ATTRS("\\\\p{L}+", "false", "1", "false"));

    op_feed_str(&f, 1, STRS("na\u00efve, 12 Caf\u00e9s"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("na\u00efve", "Caf\u00e9s"));
    op_done(&f);
}

static void length_is_counted_in_utf16_units(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_regex_tokenizer, ATTRS(",", "true", "2", "false"));

    op_feed_str(&f, 1, STRS("a,ab,\u00e9,\u65e5,\U0001f600,"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("ab", "\U0001f600"));
    op_done(&f);
}

static void a_length_of_zero_keeps_empty_tokens(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_regex_tokenizer, ATTRS(",", "true", "0", "false"));

    op_feed_str(&f, 1, STRS(",a,,b"));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("", "a", "", "b"));
    op_done(&f);
}

static void a_pattern_that_cannot_be_followed_is_refused(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_regex_tokenizer, ATTRS("\\\\X", "true", "1", "true"));

    assert_int_equal(f.status, CLEAP_E_UNSUPPORTED);
    assert_string_equal(f.err.message, "pattern '\\X': \\X is not supported");
    op_done(&f);
}

static void a_hostile_pattern_fails_the_row(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_regex_tokenizer, ATTRS("(x+x+)+y", "true", "1", "true"));

    op_feed_str(&f, 2,
                STRS("ok", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: the pattern takes too many steps on this text");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_lie_between_matches),
        cmocka_unit_test(matches_are_tokens_without_match_gaps),
        cmocka_unit_test(length_is_counted_in_utf16_units),
        cmocka_unit_test(a_length_of_zero_keeps_empty_tokens),
        cmocka_unit_test(a_pattern_that_cannot_be_followed_is_refused),
        cmocka_unit_test(a_hostile_pattern_fails_the_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
