/*
 * Scoring: frames through a plan, tile by tile.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/scorer.h"
#include "tests/support/toy_model.h"

/* More than two tiles. */
#define MANY 600

struct bench {
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    struct cleap_frame *in, *out;
    struct cleap_error err;
};

static void open_scorer(struct bench *b, const char *const *select)
{
    toy_finish(b->model);
    if (cleap_scorer_open(b->model, select, &b->scorer, &b->err) != CLEAP_OK)
        fail_msg("%s", b->err.message);
    b->in = cleap_frame_new();
    b->out = cleap_frame_new();
}

static void close_all(struct bench *b)
{
    cleap_frame_free(b->out);
    cleap_frame_free(b->in);
    cleap_scorer_close(b->scorer);
    cleap_model_close(b->model);
}

/* x, y -> s = x + y */
static struct bench sum_bench(const char *const *select)
{
    struct bench b = {.model = toy_model(1)};

    toy_add(b.model, &toy_sum, "sum", "input=x other=y output=s");
    open_scorer(&b, select);
    return b;
}

/* x -> even = x where x is even; s = even + y */
static struct bench evens_bench(const char *const *select)
{
    struct bench b = {.model = toy_model(2)};

    toy_add(b.model, &toy_evens, "evens", "input=x output=even");
    toy_add(b.model, &toy_sum, "sum", "input=even other=y output=s");
    open_scorer(&b, select);
    return b;
}

static void feed(struct bench *b, size_t n, const double *x, const double *y)
{
    cleap_frame_reset(b->in);
    assert_int_equal(cleap_frame_add_f64(b->in, "x", n, x, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_add_f64(b->in, "y", n, y, NULL, NULL), CLEAP_OK);
}

/* x[i] = i, y[i] = 1000 */
static void feed_many(struct bench *b)
{
    double x[MANY], y[MANY];

    for (int i = 0; i < MANY; i++) {
        x[i] = i;
        y[i] = 1000;
    }
    feed(b, MANY, x, y);
}

static void score(struct bench *b)
{
    if (cleap_score(b->scorer, b->in, b->out, &b->err) != CLEAP_OK)
        fail_msg("%s", b->err.message);
}

static double cell(const struct bench *b, const char *column, size_t row)
{
    double value;
    struct cleap_error err;
    ptrdiff_t i = cleap_frame_find(b->out, column);

    assert_true(i >= 0);
    if (cleap_frame_get_f64(b->out, (size_t)i, row, &value, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    return value;
}

static void the_answer_has_the_frames_columns_and_the_models(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed(&b, 2, (double[]){1, 2}, (double[]){10, 20});
    score(&b);
    assert_int_equal(cleap_frame_n_columns(b.out), 3);
    assert_int_equal(cleap_frame_n_rows(b.out), 2);
    assert_true(cell(&b, "x", 1) == 2);
    assert_true(cell(&b, "s", 0) == 11);
    assert_true(cell(&b, "s", 1) == 22);
    close_all(&b);
}

static void a_frame_larger_than_a_tile_is_scored_whole(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed_many(&b);
    score(&b);
    assert_int_equal(cleap_frame_n_rows(b.out), MANY);
    for (size_t i = 0; i < MANY; i++)
        assert_true(cell(&b, "s", i) == (double)i + 1000);
    close_all(&b);
}

static void small_frames_after_large_ones_are_right(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed_many(&b);
    score(&b);
    feed(&b, 1, (double[]){3}, (double[]){4});
    score(&b);
    assert_int_equal(cleap_frame_n_rows(b.out), 1);
    assert_true(cell(&b, "s", 0) == 7);
    feed_many(&b);
    score(&b);
    assert_true(cell(&b, "s", MANY - 1) == MANY - 1 + 1000);
    close_all(&b);
}

static void no_rows_give_columns_and_no_rows(void **unused)
{
    struct bench b = sum_bench(NULL);
    double none[1] = {0};

    (void)unused;
    feed(&b, 0, none, none);
    score(&b);
    assert_int_equal(cleap_frame_n_columns(b.out), 3);
    assert_int_equal(cleap_frame_n_rows(b.out), 0);
    close_all(&b);
}

static void the_row_at_fault_is_counted_in_the_whole_frame(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed_many(&b);
    b.in->columns[1].as.f64[400] = NAN;
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_DATA);
    assert_int_equal(b.err.row, 400);
    assert_string_equal(b.err.message, "node 'sum' (toy_sum): row 400: the sum is no number");
    close_all(&b);
}

static void the_first_row_that_fails_is_named_whichever_node_it_fails_at(void **unused)
{
    const double x[] = {1, 1, NAN}, y[] = {1, INFINITY, 1}, z[] = {1, -INFINITY, 1};
    struct bench b = {.model = toy_model(2)};

    (void)unused;
    toy_add(b.model, &toy_sum, "first", "input=x other=y output=s");
    toy_add(b.model, &toy_sum, "second", "input=s other=z output=t");
    open_scorer(&b, NULL);
    feed(&b, 3, x, y);
    assert_int_equal(cleap_frame_add_f64(b.in, "z", 3, z, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_DATA);
    assert_int_equal(b.err.row, 1);
    assert_non_null(strstr(b.err.message, "'second'"));
    close_all(&b);
}

static void a_failure_leaves_an_empty_answer(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed_many(&b);
    score(&b);
    b.in->columns[1].as.f64[400] = NAN;
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_DATA);
    assert_int_equal(cleap_frame_n_rows(b.out), 0);
    assert_int_equal(cleap_frame_n_columns(b.out), 0);
    close_all(&b);
}

static void a_scorer_goes_on_after_a_failure(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    feed(&b, 1, (double[]){NAN}, (double[]){1});
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, NULL), CLEAP_E_DATA);
    feed(&b, 1, (double[]){1}, (double[]){1});
    score(&b);
    assert_true(cell(&b, "s", 0) == 2);
    close_all(&b);
}

static void dropped_rows_are_gone_from_every_column(void **unused)
{
    struct bench b = evens_bench(NULL);

    (void)unused;
    feed_many(&b);
    score(&b);
    assert_int_equal(cleap_frame_n_rows(b.out), MANY / 2);
    for (size_t i = 0; i < MANY / 2; i++) {
        assert_true(cell(&b, "x", i) == 2.0 * (double)i);
        assert_true(cell(&b, "s", i) == 2.0 * (double)i + 1000);
    }
    close_all(&b);
}

static void rows_are_dropped_also_where_only_an_input_is_selected(void **unused)
{
    struct bench b = evens_bench((const char *[]){"y", NULL});

    (void)unused;
    feed(&b, 3, (double[]){1, 2, 3}, (double[]){10, 20, 30});
    score(&b);
    assert_int_equal(cleap_frame_n_rows(b.out), 1);
    assert_true(cell(&b, "y", 0) == 20);
    close_all(&b);
}

static void after_rows_were_dropped_faults_name_the_frames_row(void **unused)
{
    struct bench b = evens_bench(NULL);

    (void)unused;
    feed(&b, 5, (double[]){1, 2, 3, 5, 6}, (double[]){0, 0, 0, 0, NAN});
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_DATA);
    assert_int_equal(b.err.row, 4);
    assert_string_equal(b.err.message, "node 'sum' (toy_sum): row 4: the sum is no number");
    close_all(&b);
}

static void all_rows_may_be_dropped(void **unused)
{
    struct bench b = evens_bench(NULL);

    (void)unused;
    feed(&b, 2, (double[]){1, 3}, (double[]){0, 0});
    score(&b);
    assert_int_equal(cleap_frame_n_rows(b.out), 0);
    close_all(&b);
}

static void a_null_where_none_may_be_names_column_and_row(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    assert_int_equal(
        cleap_frame_add_f64(b.in, "x", 2, (double[]){1, 2}, (bool[]){false, true}, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_add_f64(b.in, "y", 2, (double[]){1, 2}, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_DATA);
    assert_int_equal(b.err.row, 1);
    assert_non_null(strstr(b.err.message, "column 'x'"));
    close_all(&b);
}

static void nulls_and_texts_of_a_tile_reach_the_answer(void **unused)
{
    struct bench b = {.model = toy_model(1)};
    const char *at;
    size_t n;

    (void)unused;
    toy_add(b.model, &toy_text, "text", "input=x output=t");
    open_scorer(&b, (const char *[]){"t", NULL});
    assert_int_equal(
        cleap_frame_add_f64(b.in, "x", 3, (double[]){1, 2, 3}, (bool[]){false, true, false}, NULL),
        CLEAP_OK);
    for (int round = 0; round < 2; round++) {
        score(&b);
        assert_int_equal(cleap_frame_get_string(b.out, 0, 1, &at, &n, NULL), CLEAP_E_DATA);
        assert_int_equal(cleap_frame_get_string(b.out, 0, 2, &at, &n, NULL), CLEAP_OK);
        assert_int_equal(n, 3);
        assert_memory_equal(at, "<3>", 3);
    }
    close_all(&b);
}

static void vectors_keep_the_form_of_their_row(void **unused)
{
    struct bench b = {.model = toy_model(1)};
    double values[3];
    size_t n;

    (void)unused;
    toy_add(b.model, &toy_forms, "forms", "input=x output=v");
    open_scorer(&b, (const char *[]){"v", NULL});
    assert_int_equal(cleap_frame_add_vector(b.in, "x", 2, 3, (double[]){1, 2, 3, 4, 5, 6}, NULL),
                     CLEAP_OK);
    score(&b);
    assert_null(b.out->columns[0].as.tensor[0].index);
    assert_non_null(b.out->columns[0].as.tensor[1].index);
    assert_int_equal(cleap_frame_get_vector(b.out, 0, 1, values, 3, &n, NULL), CLEAP_OK);
    assert_int_equal(n, 3);
    assert_true(values[0] == 0 && values[1] == 7 && values[2] == 0);
    close_all(&b);
}

static void what_nobody_selected_is_not_computed(void **unused)
{
    struct bench b = sum_bench((const char *[]){"y", "x", NULL});
    size_t before;

    (void)unused;
    feed(&b, 1, (double[]){1}, (double[]){2});
    before = toy_calls();
    score(&b);
    assert_int_equal(toy_calls(), before);
    assert_string_equal(cleap_frame_column_name(b.out, 0), "y");
    assert_string_equal(cleap_frame_column_name(b.out, 1), "x");
    close_all(&b);
}

static void another_selection_is_in_force_at_once(void **unused)
{
    struct bench b = sum_bench(NULL);
    struct cl_str name = cl_str_of("s");

    (void)unused;
    feed(&b, 1, (double[]){1}, (double[]){2});
    score(&b);
    assert_int_equal(cl_scorer_select(b.scorer, &(struct cl_strs){.at = &name, .n = 1}, &b.err),
                     CLEAP_OK);
    score(&b);
    assert_int_equal(cleap_frame_n_columns(b.out), 1);
    assert_true(cell(&b, "s", 0) == 3);
    assert_int_equal(cl_scorer_select(b.scorer, NULL, &b.err), CLEAP_OK);
    score(&b);
    assert_int_equal(cleap_frame_n_columns(b.out), 3);
    close_all(&b);
}

static void a_column_that_nobody_has_is_refused_when_the_frame_comes(void **unused)
{
    struct bench b = sum_bench((const char *[]){"nowhere", NULL});

    (void)unused;
    feed(&b, 1, (double[]){1}, (double[]){2});
    assert_int_equal(cleap_score(b.scorer, b.in, b.out, &b.err), CLEAP_E_SCHEMA);
    close_all(&b);
}

static void many_schemas_in_turn_are_all_right(void **unused)
{
    struct bench b = sum_bench(NULL);

    (void)unused;
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 40; i++) {
            char name[8] = {'c', (char)('0' + i / 10), (char)('0' + i % 10), '\0'};

            feed(&b, 1, (double[]){i}, (double[]){round});
            assert_int_equal(cleap_frame_add_f64(b.in, name, 1, (double[]){5}, NULL, NULL),
                             CLEAP_OK);
            score(&b);
            assert_true(cell(&b, "s", 0) == i + round);
            assert_true(cell(&b, name, 0) == 5);
        }
    close_all(&b);
}

static void a_schema_seen_before_is_not_planned_again(void **unused)
{
    struct bench b = sum_bench(NULL);
    const struct cl_plan *first, *second;

    (void)unused;
    feed(&b, 1, (double[]){1}, (double[]){2});
    assert_int_equal(cl_scorer_plan(b.scorer, b.in->schema, 0, &first, &b.err), CLEAP_OK);
    feed(&b, 3, (double[]){1, 2, 3}, (double[]){2, 3, 4});
    assert_int_equal(cl_scorer_plan(b.scorer, b.in->schema, 77, &second, &b.err), CLEAP_OK);
    assert_ptr_equal(first, second);
    assert_int_equal(cl_scorer_plan(b.scorer, b.in->schema, 77, &second, &b.err), CLEAP_OK);
    assert_ptr_equal(first, second);
    close_all(&b);
}

struct tiles {
    size_t n_tiles, n_rows;
    bool dropped;
};

static enum cleap_status count_tile(void *arg, const struct cl_answer *answer,
                                    struct cleap_error *err)
{
    struct tiles *tiles = arg;

    tiles->n_tiles++;
    tiles->n_rows += answer->n;
    tiles->dropped = tiles->dropped || answer->row_of != NULL;
    for (size_t i = 0; answer->row_of != NULL && i < answer->n; i++)
        assert_true(answer->columns[0]->as.f64[i] == (double)(answer->row0 + answer->row_of[i]));
    return tiles->n_tiles == 3 ? cl_fail(err, CLEAP_E_LIMIT, "enough") : CLEAP_OK;
}

static void a_tile_says_which_rows_it_holds(void **unused)
{
    struct bench b = evens_bench(NULL);
    struct tiles tiles = {0};

    (void)unused;
    feed_many(&b);
    assert_int_equal(cl_scorer_each_tile(b.scorer, b.in, count_tile, &tiles, &b.err),
                     CLEAP_E_LIMIT);
    assert_string_equal(b.err.message, "enough");
    assert_int_equal(tiles.n_tiles, 3);
    assert_int_equal(tiles.n_rows, MANY / 2);
    assert_true(tiles.dropped);
    close_all(&b);
}

static void count_free(void *thing)
{
    ++*(int *)thing;
}

static void what_was_attached_is_freed_with_the_scorer(void **unused)
{
    struct bench b = sum_bench(NULL);
    int n_freed = 0;

    (void)unused;
    assert_null(cl_scorer_attached(b.scorer));
    cl_scorer_attach(b.scorer, &n_freed, count_free);
    assert_ptr_equal(cl_scorer_attached(b.scorer), &n_freed);
    assert_ptr_equal(cl_scorer_model(b.scorer), b.model);
    close_all(&b);
    assert_int_equal(n_freed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answer_has_the_frames_columns_and_the_models),
        cmocka_unit_test(a_frame_larger_than_a_tile_is_scored_whole),
        cmocka_unit_test(small_frames_after_large_ones_are_right),
        cmocka_unit_test(no_rows_give_columns_and_no_rows),
        cmocka_unit_test(the_row_at_fault_is_counted_in_the_whole_frame),
        cmocka_unit_test(the_first_row_that_fails_is_named_whichever_node_it_fails_at),
        cmocka_unit_test(a_failure_leaves_an_empty_answer),
        cmocka_unit_test(a_scorer_goes_on_after_a_failure),
        cmocka_unit_test(dropped_rows_are_gone_from_every_column),
        cmocka_unit_test(rows_are_dropped_also_where_only_an_input_is_selected),
        cmocka_unit_test(after_rows_were_dropped_faults_name_the_frames_row),
        cmocka_unit_test(all_rows_may_be_dropped),
        cmocka_unit_test(a_null_where_none_may_be_names_column_and_row),
        cmocka_unit_test(nulls_and_texts_of_a_tile_reach_the_answer),
        cmocka_unit_test(vectors_keep_the_form_of_their_row),
        cmocka_unit_test(what_nobody_selected_is_not_computed),
        cmocka_unit_test(another_selection_is_in_force_at_once),
        cmocka_unit_test(a_column_that_nobody_has_is_refused_when_the_frame_comes),
        cmocka_unit_test(many_schemas_in_turn_are_all_right),
        cmocka_unit_test(a_schema_seen_before_is_not_planned_again),
        cmocka_unit_test(a_tile_says_which_rows_it_holds),
        cmocka_unit_test(what_was_attached_is_freed_with_the_scorer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
