/*
 * stopwords_remover: letter case, order, what stays as it is.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_stopwords_remover;

static void case_does_not_matter(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_stopwords_remover,
                   "{\"stop_words\": [\"The\", \"\u00dcber\"], \"case_sensitive\": false}");

    op_feed_strs(&f, 1, LISTS(STRS("the", "Fox", "THE", "\u00fcBER", "fox")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("Fox", "fox"));
    op_done(&f);
}

static void case_matters_when_asked_for(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_stopwords_remover,
                                     "{\"stop_words\": [\"The\"], \"case_sensitive\": true}");

    op_feed_strs(&f, 1, LISTS(STRS("the", "The")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("the"));
    op_done(&f);
}

static void a_capital_i_is_an_english_one(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_stopwords_remover,
                                     "{\"stop_words\": [\"i\"], \"case_sensitive\": false}");

    op_feed_strs(&f, 1, LISTS(STRS("I", "\u0131", "\u0130")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output", 0, STRS("\u0131", "\u0130"));
    op_done(&f);
}

static void nothing_may_be_left(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_stopwords_remover, "{\"stop_words\": [\"a\"], \"case_sensitive\": true}");

    op_feed_strs(&f, 2, LISTS(STRS("a"), STRS("b")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_list(&f, "output", 0).n, 0);
    op_expect_strs(&f, "output", 1, STRS("b"));
    op_done(&f);
}

#define MODEL "{\"stop_words\": [\"a\"], \"case_sensitive\": true}"

static void several_columns_share_the_stop_words(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture_wired(&cl_op_stopwords_remover, MODEL, "input0 input1 output0 output1");

    op_feed_strs(&f, 1, LISTS(STRS("a", "b")));
    op_feed_strs(&f, 1, LISTS(STRS("c", "a")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "output0", 0, STRS("b"));
    op_expect_strs(&f, "output1", 0, STRS("c"));
    op_done(&f);
}

static void check_refused(const char *ports, const char *message)
{
    struct op_fixture f = op_fixture_wired(&cl_op_stopwords_remover, MODEL, ports);

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, message);
    op_done(&f);
}

static void each_input_has_its_output(void **unused)
{
    (void)unused;
    check_refused("input0 input1 output0", "2 numbered inputs, 1 numbered outputs");
    check_refused("input input0 output0", "output port 'output' is not wired to a column");
    check_refused("output", "input port 'input' is not wired to a column");
    check_refused("input1 output1", "input port 'input' is not wired to a column");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_does_not_matter),
        cmocka_unit_test(case_matters_when_asked_for),
        cmocka_unit_test(a_capital_i_is_an_english_one),
        cmocka_unit_test(nothing_may_be_left),
        cmocka_unit_test(several_columns_share_the_stop_words),
        cmocka_unit_test(each_input_has_its_output),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
