/*
 * word_to_vector: means, kernels, words that are not there.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_word_to_vector;

#define MODEL "\"words\": [\"a\", \"b\"], \"word_vectors\": [1, 2, 3, 4]"

static void the_vectors_are_averaged_over_all_words(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_to_vector, "{" MODEL "}");

    op_feed_strs(&f, 2, LISTS(STRS("a", "b", "x", "b"), STRS("x")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){1.75, 2.5});
    op_expect_dense(&f, "output", 1, 2, (double[]){0, 0});
    op_done(&f);
}

static void a_sentence_without_words_is_sparse(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_to_vector, "{" MODEL "}");

    op_feed_strs(&f, 1, LISTS(STRS(NULL)));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 2, 0, (int32_t[]){0}, (double[]){0});
    op_done(&f);
}

static void words_may_have_no_vectors(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_to_vector, "{\"words\": [\"a\", \"b\"], "
                                                            "\"word_vectors\": []}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "b")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 0, (double[]){0});
    op_done(&f);
}

static void indices_say_which_row_is_whose(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_to_vector, "{" MODEL ", \"indices\": [1, 0]}");

    op_feed_strs(&f, 1, LISTS(STRS("a")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){3, 4});
    op_done(&f);
}

static void the_sqrt_kernel_divides_by_the_norm(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_word_to_vector, "{\"words\": [\"a\"], \"word_vectors\": [3, 4], "
                                          "\"kernel\": \"sqrt\"}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "a")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0.6, 0.8});
    op_done(&f);
}

static void a_row_that_is_not_there_fails_where_it_is_wanted(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_word_to_vector, "{" MODEL ", \"indices\": [0, 2]}");

    op_feed_strs(&f, 2, LISTS(STRS("a"), STRS("b")));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: the vector of word 'b' is not there");
    op_done(&f);
}

static void no_words_are_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_word_to_vector, "{\"words\": [], \"word_vectors\": [1]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_are_averaged_over_all_words),
        cmocka_unit_test(a_sentence_without_words_is_sparse),
        cmocka_unit_test(words_may_have_no_vectors),
        cmocka_unit_test(indices_say_which_row_is_whose),
        cmocka_unit_test(the_sqrt_kernel_divides_by_the_norm),
        cmocka_unit_test(a_row_that_is_not_there_fails_where_it_is_wanted),
        cmocka_unit_test(no_words_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
