/*
 * Teams answer what one scorer answers, whatever the frame.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/team.h"
#include "tests/support/toy_model.h"

#define MANY 3000
#define N_THREADS 4

static struct cleap_model *model;
static struct cleap_scorer *scorer;
static struct cleap_team *team;
static struct cleap_frame *in, *alone, *together;

/* x -> even = x where x is even, odd rows go; s = even + y; t = "<y>" */
static int set_up(void **unused)
{
    (void)unused;
    model = toy_model(3);
    toy_add(model, &toy_evens, "evens", "input=x output=even");
    toy_add(model, &toy_sum, "sum", "input=even other=y output=s");
    toy_add(model, &toy_text, "tell", "input=y output=t");
    toy_finish(model);
    in = cleap_frame_new();
    alone = cleap_frame_new();
    together = cleap_frame_new();
    if (cleap_scorer_open(model, NULL, &scorer, NULL) != CLEAP_OK)
        return 1;
    return cleap_team_open(model, NULL, N_THREADS, &team, NULL) != CLEAP_OK;
}

static int tear_down(void **unused)
{
    (void)unused;
    cleap_team_close(team);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
    cleap_frame_free(in);
    cleap_frame_free(alone);
    cleap_frame_free(together);
    return 0;
}

/* Rows of x = 3 i + 1, y = i; `bad` is a row whose y is NaN, which toy_sum refuses. */
static void feed(size_t n, size_t bad)
{
    double x[MANY], y[MANY];

    assert_true(n <= MANY);
    for (size_t i = 0; i < n; i++) {
        x[i] = 3.0 * (double)i + 1;
        y[i] = i == bad ? NAN : (double)i;
    }
    cleap_frame_reset(in);
    assert_int_equal(cleap_frame_add_f64(in, "x", n, x, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_add_f64(in, "y", n, y, NULL, NULL), CLEAP_OK);
}

/* Texts of both answers are compared: they have every cell. */
static void assert_same(const struct cleap_error *a, const struct cleap_error *b)
{
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->row, b->row);
    if (a->status != CLEAP_OK)
        assert_string_equal(a->message, b->message);
    assert_int_equal(cleap_frame_n_rows(alone), cleap_frame_n_rows(together));
    assert_int_equal(cleap_frame_n_columns(alone), cleap_frame_n_columns(together));
    for (size_t column = 0; column < cleap_frame_n_columns(alone); column++)
        for (size_t row = 0; row < cleap_frame_n_rows(alone); row++) {
            const struct cl_column *x = &alone->columns[column], *y = &together->columns[column];

            if (x->type.base == CL_STR)
                assert_true(cl_str_equal(x->as.str[row], y->as.str[row]));
            else
                assert_memory_equal(&x->as.f64[row], &y->as.f64[row], sizeof(double));
        }
}

static void check(size_t n, size_t bad)
{
    struct cleap_error a, b;

    feed(n, bad);
    cleap_score(scorer, in, alone, &a);
    cleap_team_score(team, in, together, &b);
    assert_same(&a, &b);
}

static void frames_of_any_length_are_answered_alike(void **unused)
{
    static const size_t sizes[] = {0, 1, 2, 255, 256, 257, 600, MANY};

    (void)unused;
    for (int round = 0; round < 5; round++)
        for (size_t i = 0; i < CL_COUNT_OF(sizes); i++)
            check(sizes[i], SIZE_MAX);
    assert_true(cleap_frame_n_rows(together) == MANY / 2);
}

static void the_first_row_that_fails_is_named(void **unused)
{
    static const size_t rows[] = {1, 255, 257, 1201, 2999};

    (void)unused;
    for (int round = 0; round < 5; round++)
        for (size_t i = 0; i < CL_COUNT_OF(rows); i++) {
            check(MANY, rows[i]);
            assert_int_equal(cleap_frame_n_rows(together), 0);
        }
}

/* What one call of on_tile() saw. */
struct seen {
    size_t n_tiles, n_wrong, fail_at, next;
};

static enum cleap_status see(void *arg, const struct cl_answer *answer, struct cleap_error *err)
{
    struct seen *seen = arg;

    seen->n_wrong += answer->row0 != seen->next;
    for (size_t i = 0; i < answer->n; i++)
        seen->n_wrong += answer->row_of[i] % 2 != (answer->row0 + 1) % 2;
    seen->next = answer->row0 + CL_TILE_ROWS;
    if (seen->n_tiles++ == seen->fail_at)
        return cl_fail(err, CLEAP_E_LIMIT, "enough");
    return CLEAP_OK;
}

static void tiles_come_in_order_with_the_rows_they_hold(void **unused)
{
    struct seen seen = {.fail_at = SIZE_MAX, .next = 100};
    struct cleap_error err = {0};

    (void)unused;
    feed(MANY, SIZE_MAX);
    assert_int_equal(cl_team_tiles(team, in, 100, MANY, see, &seen, &err), CLEAP_OK);
    assert_int_equal(seen.n_tiles, (MANY - 100 + CL_TILE_ROWS - 1) / CL_TILE_ROWS);
    assert_int_equal(seen.n_wrong, 0);
}

static void who_takes_tiles_may_have_enough(void **unused)
{
    struct seen seen = {.fail_at = 3};
    struct cleap_error err = {0};

    (void)unused;
    feed(MANY, SIZE_MAX);
    assert_int_equal(cl_team_tiles(team, in, 0, MANY, see, &seen, &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "enough");
    assert_int_equal(seen.n_tiles, 4);
    check(MANY, SIZE_MAX);
}

static void what_a_frame_lacks_is_said_as_by_a_scorer(void **unused)
{
    struct cleap_error a, b;

    (void)unused;
    cleap_frame_reset(in);
    assert_int_equal(cleap_score(scorer, in, alone, &a), CLEAP_E_SCHEMA);
    cleap_team_score(team, in, together, &b);
    assert_same(&a, &b);
}

static void threads_are_counted(void **unused)
{
    struct cleap_team *other;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(cleap_team_open(model, NULL, 257, &other, &err), CLEAP_E_STATE);
    assert_null(other);
    assert_true(cl_team_size(0) >= 1);
    assert_int_equal(cleap_team_open(model, (const char *const[]){"s", NULL}, 0, &other, &err),
                     CLEAP_OK);
    feed(MANY, SIZE_MAX);
    assert_int_equal(cleap_team_score(other, in, together, &err), CLEAP_OK);
    assert_int_equal(cleap_frame_n_columns(together), 1);
    cleap_team_close(other);
    cleap_team_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_any_length_are_answered_alike),
        cmocka_unit_test(the_first_row_that_fails_is_named),
        cmocka_unit_test(tiles_come_in_order_with_the_rows_they_hold),
        cmocka_unit_test(who_takes_tiles_may_have_enough),
        cmocka_unit_test(what_a_frame_lacks_is_said_as_by_a_scorer),
        cmocka_unit_test(threads_are_counted),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
