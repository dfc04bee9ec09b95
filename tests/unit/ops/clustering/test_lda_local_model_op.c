/*
 * lda_local_model_op: documents, empty and otherwise.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_lda_local_model_op;

/* Three words, two topics: the first topic has the first word, the second the last. */
static const char *const model =
    "{\"topicMatrix\": {\"dimensions\": [3, 2], \"values\": [10, 1, 0.1, 0.1, 1, 10]}, "
    "\"docConcentration\": [0.5, 0.5], \"topicConcentration\": 0.5}";

static const double *shares(struct op_fixture *f, size_t row)
{
    struct cl_tensor cell = op_tensor(f, "prediction", row);

    assert_null(cell.index);
    assert_int_equal(cell.n, 2);
    return cell.value;
}

static void a_document_has_the_topic_of_its_words(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);

    op_feed_dense(&f, 2, 3, (double[]){7, 1, 0, 0, 1, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(shares(&f, 0)[0] > 0.85);
    assert_true(shares(&f, 1)[1] > 0.85);
    op_done(&f);
}

static void the_shares_add_up_to_one(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);
    const double *p;

    op_feed_dense(&f, 1, 3, (double[]){2, 0, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    p = shares(&f, 0);
    assert_true(fabs(p[0] + p[1] - 1.0) < 1e-15);
    op_done(&f);
}

static void a_document_does_not_depend_on_those_before_it(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);

    op_feed_dense(&f, 3, 3, (double[]){2, 0, 3, 100, 0, 0, 2, 0, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(shares(&f, 0)[0] == shares(&f, 2)[0]);
    op_done(&f);
}

static void words_that_a_sparse_vector_leaves_out_change_little(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);
    struct cl_tensor rows[] = {
        cl_dense((double[]){2, 0, 3}, 3),
        cl_sparse((double[]){2, 3}, (int32_t[]){0, 2}, 2, 3),
    };

    op_feed_tensors(&f, 2, rows);
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(fabs(shares(&f, 0)[0] - shares(&f, 1)[0]) < 1e-12);
    op_done(&f);
}

static void a_document_without_words_is_all_zeros(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);
    struct cl_tensor rows[] = {
        cl_dense((double[]){0, -0.0, 0}, 3),
        cl_sparse((double[]){0}, (int32_t[]){1}, 1, 3),
    };

    op_feed_tensors(&f, 2, rows);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "prediction", 0, 2, (double[]){0, 0});
    op_expect_dense(&f, "prediction", 1, 2, (double[]){0, 0});
    op_done(&f);
}

static void the_input_is_declared_as_wide_as_there_are_topics(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(&f.node.in[0].type, text), "tensor(double, [2])?");
    op_done(&f);
}

static void a_word_outside_the_vocabulary_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);

    op_feed_sparse(&f, 9, 1, (int32_t[]){3}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has a value at 3, the model knows 3");
    op_done(&f);
}

static void a_document_that_does_not_settle_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);

    op_feed_dense(&f, 1, 3, (double[]){-3, 4.5, 6});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the topics do not settle in 100000 rounds");
    op_done(&f);
}

static void counts_that_are_no_numbers_end(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_lda_local_model_op, model);

    op_feed_dense(&f, 2, 3, (double[]){NAN, 1, 0, INFINITY, 0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(isnan(shares(&f, 0)[0]));
    op_done(&f);
}

static void a_concentration_for_each_topic_is_wanted(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_lda_local_model_op,
                   "{\"topicMatrix\": {\"dimensions\": [2, 2], \"values\": [1, 2, 3, 4]}, "
                   "\"docConcentration\": [0.5], \"topicConcentration\": 0.5}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "docConcentration has 1 values for 2 topics");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_has_the_topic_of_its_words),
        cmocka_unit_test(the_shares_add_up_to_one),
        cmocka_unit_test(a_document_does_not_depend_on_those_before_it),
        cmocka_unit_test(words_that_a_sparse_vector_leaves_out_change_little),
        cmocka_unit_test(a_document_without_words_is_all_zeros),
        cmocka_unit_test(the_input_is_declared_as_wide_as_there_are_topics),
        cmocka_unit_test(a_word_outside_the_vocabulary_is_an_error),
        cmocka_unit_test(a_document_that_does_not_settle_is_an_error),
        cmocka_unit_test(counts_that_are_no_numbers_end),
        cmocka_unit_test(a_concentration_for_each_topic_is_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
