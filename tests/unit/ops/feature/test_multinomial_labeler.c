/*
 * multinomial_labeler: what is probable enough, and labels that are not there.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_multinomial_labeler;

static void probable_places_get_their_labels(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_multinomial_labeler,
                                     "{\"threshold\": 0.3, \"labels\": [\"x\", \"y\", \"z\"]}");

    op_feed_dense(&f, 2, 3, (double[]){0.3, 0.1, 0.6, 0, 0, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64s(&f, "probabilities", 0, 2, (double[]){0.3, 0.6});
    op_expect_strs(&f, "labels", 0, STRS("x", "z"));
    assert_int_equal(op_list(&f, "labels", 1).n, 0);
    op_done(&f);
}

static void zeros_of_a_sparse_vector_count(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_multinomial_labeler,
                                     "{\"threshold\": 0, \"labels\": [\"x\", \"y\", \"z\"]}");

    op_feed_sparse(&f, 3, 2, (int32_t[]){1, 2}, (double[]){-1, 0.5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64s(&f, "probabilities", 0, 2, (double[]){0, 0.5});
    op_expect_strs(&f, "labels", 0, STRS("x", "z"));
    op_done(&f);
}

static void a_wide_sparse_vector_costs_what_it_stores(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_multinomial_labeler, "{\"threshold\": 0.5, \"labels\": [\"x\", \"y\"]}");

    op_feed_sparse(&f, 2147483647, 2, (int32_t[]){1, 2147483646}, (double[]){0.5, 0.4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_strs(&f, "labels", 0, STRS("y"));
    op_done(&f);
}

static void a_place_without_a_label_fails(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_multinomial_labeler, "{\"threshold\": 0.5, \"labels\": [\"x\"]}");

    op_feed_dense(&f, 1, 2, (double[]){0.5, 0.5});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: place 1 has no label, there are 1");
    op_done(&f);
}

static void a_tensor_of_another_rank_fails(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_multinomial_labeler, "{\"threshold\": 0.5, \"labels\": [\"x\"]}");

    op_feed_dense(&f, 1, 1, (double[]){0.5});
    f.in[0]->as.tensor[0].rank = 0; /* as of a scalar that was cast */
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: a tensor of rank 0, wanted a vector");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probable_places_get_their_labels),
        cmocka_unit_test(zeros_of_a_sparse_vector_count),
        cmocka_unit_test(a_wide_sparse_vector_costs_what_it_stores),
        cmocka_unit_test(a_place_without_a_label_fails),
        cmocka_unit_test(a_tensor_of_another_rank_fails),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
