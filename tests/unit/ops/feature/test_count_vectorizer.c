/*
 * count_vectorizer: counts, the least frequency, repeated words.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_count_vectorizer;

static void known_words_are_counted(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_count_vectorizer,
                   "{\"vocabulary\": [\"a\", \"b\", \"c\"], \"binary\": false, \"min_tf\": 1}");

    op_feed_strs(&f, 1, LISTS(STRS("c", "x", "a", "c")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 2, (int32_t[]){0, 2}, (double[]){1, 2});
    op_done(&f);
}

static void a_share_is_of_all_words(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_count_vectorizer,
                   "{\"vocabulary\": [\"a\", \"b\"], \"binary\": false, \"min_tf\": 0.5}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "a", "b", "x")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 2, 1, (int32_t[]){0}, (double[]){2});
    op_done(&f);
}

static void binary_counts_are_one(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_count_vectorizer,
                   "{\"vocabulary\": [\"a\", \"b\"], \"binary\": true, \"min_tf\": 2}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "a", "b")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 2, 1, (int32_t[]){0}, (double[]){1});
    op_done(&f);
}

static void a_repeated_word_has_its_last_place(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_count_vectorizer,
        "{\"vocabulary\": [\"a\", \"a\", \"b\", \"b\", \"c\"], \"binary\": false, \"min_tf\": 1}");

    op_feed_strs(&f, 1, LISTS(STRS("a")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 1, (int32_t[]){1}, (double[]){1});
    op_done(&f);
}

static void a_place_behind_the_vector_fails_the_row(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_count_vectorizer,
                   "{\"vocabulary\": [\"a\", \"a\"], \"binary\": false, \"min_tf\": 1}");

    op_feed_strs(&f, 1, LISTS(STRS("a")));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: word 'a' has place 1 in a vocabulary of 1");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_words_are_counted),
        cmocka_unit_test(a_share_is_of_all_words),
        cmocka_unit_test(binary_counts_are_one),
        cmocka_unit_test(a_repeated_word_has_its_last_place),
        cmocka_unit_test(a_place_behind_the_vector_fails_the_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
