/*
 * The executor with a clock around each step.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/profile.h"
#include "runtime/scorer.h"
#include "tests/support/toy_model.h"

/* x, y -> s = x + y; s -> t = s + y */
struct bench {
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    struct cleap_frame *frame;
    const struct cl_plan *plan;
    struct cl_profile profile;
    struct cleap_error err;
};

static void open_bench(struct bench *b, double last)
{
    double x[] = {1, 2, last}, y[] = {10, 20, 30};

    b->model = toy_model(2);
    toy_add(b->model, &toy_sum, "first", "input=x other=y output=s");
    toy_add(b->model, &toy_sum, "second", "input=s other=y output=t");
    toy_finish(b->model);
    b->frame = cleap_frame_new();
    cleap_frame_add_f64(b->frame, "x", 3, x, NULL, &b->err);
    cleap_frame_add_f64(b->frame, "y", 3, y, NULL, &b->err);
    if (cleap_scorer_open(b->model, NULL, &b->scorer, &b->err) != CLEAP_OK ||
        cl_scorer_plan(b->scorer, b->frame->schema, 0, &b->plan, &b->err) != CLEAP_OK ||
        cl_profile_init(&b->profile, b->plan, &b->err) != CLEAP_OK)
        fail_msg("%s", b->err.message);
}

static void close_bench(struct bench *b)
{
    cl_profile_done(&b->profile);
    cleap_scorer_close(b->scorer);
    cleap_frame_free(b->frame);
    cleap_model_close(b->model);
}

static void every_step_runs_and_rows_are_counted(void **unused)
{
    struct bench b = {0};
    size_t before;

    (void)unused;
    open_bench(&b, 3);
    before = toy_calls();
    assert_int_equal(cl_profile_run(&b.profile, b.frame, 0, 3, &b.err), CLEAP_OK);
    assert_int_equal(cl_profile_run(&b.profile, b.frame, 2, 1, &b.err), CLEAP_OK);
    assert_int_equal(toy_calls() - before, 4);
    assert_int_equal(b.profile.n_runs, 2);
    assert_int_equal(b.profile.n_rows, 4);
    assert_true(b.profile.tile.columns[b.plan->n_slots - 1].as.f64[0] == 63);
    close_bench(&b);
}

static void a_restart_forgets(void **unused)
{
    struct bench b = {0};

    (void)unused;
    open_bench(&b, 3);
    cl_profile_run(&b.profile, b.frame, 0, 3, &b.err);
    b.profile.step_ns[0] = 7;
    cl_profile_restart(&b.profile);
    assert_int_equal(b.profile.n_rows, 0);
    assert_int_equal(b.profile.step_ns[0], 0);
    close_bench(&b);
}

static void a_failure_names_the_node(void **unused)
{
    struct bench b = {0};

    (void)unused;
    open_bench(&b, (double)NAN);
    assert_int_equal(cl_profile_run(&b.profile, b.frame, 0, 3, &b.err), CLEAP_E_DATA);
    assert_memory_equal(b.err.message, "node 'first' (toy_sum): row 2", 29);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_runs_and_rows_are_counted),
        cmocka_unit_test(a_restart_forgets),
        cmocka_unit_test(a_failure_names_the_node),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
