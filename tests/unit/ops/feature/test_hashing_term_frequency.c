/*
 * hashing_term_frequency: places, counts, both forms of the hash.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_hashing_term_frequency;

static void counts_lie_at_the_hashed_places_in_order(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency,
                                     "{\"num_features\": 262144, \"hashUnsafeBytesVersion\": 2}");

    op_feed_strs(&f, 1, LISTS(STRS("hello", "a", "b", "a", "")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 262144, 4, (int32_t[]){107107, 148981, 249180, 250593},
                     (double[]){2, 1, 1, 1});
    op_done(&f);
}

static void without_a_version_the_old_hash_is_taken(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency, "{\"num_features\": 262144}");

    op_feed_strs(&f, 1, LISTS(STRS("MLeap")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 262144, 1, (int32_t[]){200131}, (double[]){1});
    op_done(&f);
}

static void binary_counts_are_one(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_hashing_term_frequency,
                   "{\"num_features\": 1, \"binary\": true, \"hashUnsafeBytesVersion\": 2}");

    op_feed_strs(&f, 1, LISTS(STRS("a", "b", "c")));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 1, 1, (int32_t[]){0}, (double[]){1});
    op_done(&f);
}

static void long_documents_are_counted_alike(void **unused)
{
    static const char *const words[] = {"a", "b", "hello", "MLeap"};
    const char *tokens[401] = {NULL};

    (void)unused;
    for (size_t i = 0; i < 400; i++)
        tokens[i] = words[i % 4];
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency,
                                     "{\"num_features\": 262144, \"hashUnsafeBytesVersion\": 2}");

    op_feed_strs(&f, 1, LISTS((const char *const *)tokens));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 262144, 4, (int32_t[]){107107, 148981, 172004, 250593},
                     (double[]){100, 100, 100, 100});
    op_done(&f);
}

static void no_tokens_give_an_empty_vector(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency, "{\"num_features\": 0}");

    op_feed_strs(&f, 1, LISTS(STRS(NULL)));
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_tensor(&f, "output", 0).n, 0);
    op_done(&f);
}

static void no_features_fail_at_the_first_token(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency, "{\"num_features\": 0}");

    op_feed_strs(&f, 1, LISTS(STRS("a")));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: num_features is 0, needs 1 or more");
    op_done(&f);
}

static void the_width_is_declared(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_hashing_term_frequency, "{\"num_features\": 16}");

    assert_int_equal(op_type(&f, "output")->dims.n, 1);
    assert_int_equal(op_type(&f, "output")->dims.size[0], 16);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_lie_at_the_hashed_places_in_order),
        cmocka_unit_test(without_a_version_the_old_hash_is_taken),
        cmocka_unit_test(binary_counts_are_one),
        cmocka_unit_test(long_documents_are_counted_alike),
        cmocka_unit_test(no_tokens_give_an_empty_vector),
        cmocka_unit_test(no_features_fail_at_the_first_token),
        cmocka_unit_test(the_width_is_declared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
