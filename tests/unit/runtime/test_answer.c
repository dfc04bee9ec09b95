/*
 * Frames that receive answers, one after the other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/scorer.h"
#include "tests/support/toy_model.h"

/* More than a tile. */
#define MANY 300

static struct cleap_model *text_model(void)
{
    struct cleap_model *model = toy_model(1);

    toy_add(model, &toy_text, "text", "input=x output=t");
    toy_finish(model);
    return model;
}

static struct cleap_scorer *open_scorer(const struct cleap_model *model, const char *const *select)
{
    struct cleap_scorer *scorer;

    assert_int_equal(cleap_scorer_open(model, select, &scorer, NULL), CLEAP_OK);
    return scorer;
}

/* x[i] = first + i, null where first + i is `null`; s says the same. */
static struct cleap_frame *numbers(size_t n, int first, int null)
{
    struct cleap_frame *frame = cleap_frame_new();
    double x[MANY];
    bool is_null[MANY];
    const char *s[MANY];

    for (size_t i = 0; i < n; i++) {
        x[i] = first + (int)i;
        is_null[i] = first + (int)i == null;
        s[i] = i % 2 == 0 ? "even" : "odd";
    }
    assert_int_equal(cleap_frame_add_f64(frame, "x", n, x, is_null, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_add_string(frame, "s", n, s, NULL), CLEAP_OK);
    return frame;
}

static void score(struct cleap_scorer *scorer, struct cleap_frame *in, struct cleap_frame *out)
{
    struct cleap_error err;

    if (cleap_score(scorer, in, out, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    cleap_frame_free(in);
}

static bool has_text(const struct cleap_frame *frame, const char *column, size_t row,
                     const char *text)
{
    const char *at;
    size_t n;

    return cleap_frame_get_string(frame, (size_t)cleap_frame_find(frame, column), row, &at, &n,
                                  NULL) == CLEAP_OK &&
           n == strlen(text) && memcmp(at, text, n) == 0;
}

static bool is_null(const struct cleap_frame *frame, const char *column, size_t row)
{
    const char *at;
    size_t n;

    return cleap_frame_get_string(frame, (size_t)cleap_frame_find(frame, column), row, &at, &n,
                                  NULL) == CLEAP_E_DATA;
}

static void an_answer_outlives_frame_scorer_and_model(void **unused)
{
    (void)unused;
    for (size_t n = 1; n <= MANY; n += MANY - 1) {
        struct cleap_model *model = text_model();
        struct cleap_scorer *scorer = open_scorer(model, NULL);
        struct cleap_frame *out = cleap_frame_new();

        score(scorer, numbers(n, 7, -1), out);
        cleap_scorer_close(scorer);
        cleap_model_close(model);
        assert_int_equal(cleap_frame_n_rows(out), n);
        assert_string_equal(cleap_frame_column_name(out, 2), "t");
        assert_true(has_text(out, "t", 0, "<7>"));
        assert_true(has_text(out, "s", 0, "even"));
        cleap_frame_free(out);
    }
}

static void answers_in_turn_do_not_touch_each_other(void **unused)
{
    struct cleap_model *model = text_model();
    struct cleap_scorer *scorer = open_scorer(model, NULL);
    struct cleap_frame *a = cleap_frame_new(), *b = cleap_frame_new();

    (void)unused;
    for (int round = 0; round < 3; round++) {
        score(scorer, numbers(1, 10, -1), a);
        score(scorer, numbers(2, 20, -1), b);
        score(scorer, numbers(1, 11 + round, -1), a);
        assert_true(has_text(b, "t", 0, "<20>") && has_text(b, "t", 1, "<21>"));
        assert_true(has_text(a, "t", 0, round == 0 ? "<11>" : round == 1 ? "<12>" : "<13>"));
    }
    cleap_frame_free(a);
    cleap_frame_free(b);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

static void a_null_of_one_answer_is_none_of_the_next(void **unused)
{
    struct cleap_model *model = text_model();
    struct cleap_scorer *scorer = open_scorer(model, NULL);
    struct cleap_frame *out = cleap_frame_new();

    (void)unused;
    score(scorer, numbers(1, 5, 5), out);
    assert_true(is_null(out, "t", 0));
    score(scorer, numbers(1, 6, 5), out);
    assert_true(has_text(out, "t", 0, "<6>"));
    cleap_frame_free(out);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

static void a_null_in_the_second_tile_is_the_only_one(void **unused)
{
    struct cleap_model *model = text_model();
    struct cleap_scorer *scorer = open_scorer(model, NULL);
    struct cleap_frame *out = cleap_frame_new();

    (void)unused;
    score(scorer, numbers(MANY, 0, CL_TILE_ROWS + 1), out);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(is_null(out, "t", i), i == CL_TILE_ROWS + 1);
    cleap_frame_free(out);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

static void scorers_in_turn_give_a_frame_their_columns(void **unused)
{
    struct cleap_model *model = text_model();
    struct cleap_scorer *all = open_scorer(model, NULL);
    struct cleap_scorer *one = open_scorer(model, (const char *const[]){"t", NULL});
    struct cleap_frame *out = cleap_frame_new();

    (void)unused;
    for (int round = 0; round < 2; round++) {
        score(all, numbers(2, 1, -1), out);
        assert_int_equal(cleap_frame_n_columns(out), 3);
        score(one, numbers(1, 3, -1), out);
        assert_int_equal(cleap_frame_n_columns(out), 1);
        assert_true(has_text(out, "t", 0, "<3>"));
    }
    cleap_frame_free(out);
    cleap_scorer_close(one);
    cleap_scorer_close(all);
    cleap_model_close(model);
}

static void what_was_added_to_an_answer_is_not_in_the_next(void **unused)
{
    struct cleap_model *model = text_model();
    struct cleap_scorer *scorer = open_scorer(model, NULL);
    struct cleap_frame *out = cleap_frame_new();

    (void)unused;
    score(scorer, numbers(1, 1, -1), out);
    assert_int_equal(cleap_frame_add_f64(out, "more", 1, (double[]){1.0}, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_n_columns(out), 4);
    score(scorer, numbers(1, 2, -1), out);
    assert_int_equal(cleap_frame_n_columns(out), 3);
    assert_int_equal(cleap_frame_find(out, "more"), -1);
    cleap_frame_free(out);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

/* A frame that was an answer is one like any other. */
static void an_answer_may_be_scored(void **unused)
{
    struct cleap_model *model = text_model(), *sums = toy_model(1);
    struct cleap_scorer *first = open_scorer(model, NULL), *second;
    struct cleap_frame *middle = cleap_frame_new(), *out = cleap_frame_new();
    double value;

    (void)unused;
    toy_add(sums, &toy_sum, "sum", "input=x other=x output=twice");
    toy_finish(sums);
    second = open_scorer(sums, NULL);
    for (int round = 1; round < 3; round++) {
        score(first, numbers(1, round, -1), middle);
        assert_int_equal(cleap_score(second, middle, out, NULL), CLEAP_OK);
        assert_true(has_text(out, "t", 0, round == 1 ? "<1>" : "<2>"));
        assert_int_equal(
            cleap_frame_get_f64(out, (size_t)cleap_frame_find(out, "twice"), 0, &value, NULL),
            CLEAP_OK);
        assert_true(value == 2.0 * round);
    }
    cleap_frame_free(out);
    cleap_frame_free(middle);
    cleap_scorer_close(second);
    cleap_scorer_close(first);
    cleap_model_close(sums);
    cleap_model_close(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_outlives_frame_scorer_and_model),
        cmocka_unit_test(answers_in_turn_do_not_touch_each_other),
        cmocka_unit_test(a_null_of_one_answer_is_none_of_the_next),
        cmocka_unit_test(a_null_in_the_second_tile_is_the_only_one),
        cmocka_unit_test(scorers_in_turn_give_a_frame_their_columns),
        cmocka_unit_test(what_was_added_to_an_answer_is_not_in_the_next),
        cmocka_unit_test(an_answer_may_be_scored),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
