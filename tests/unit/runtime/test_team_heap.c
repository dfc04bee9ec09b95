/*
 * Teams that run short of memory: an answer or a failure, and nothing is left behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cleap/scorer.h"
#include "tests/support/alloc_count.h"
#include "tests/support/toy_model.h"

/* A sanitizer starts threads with memory of its own, which it cannot do without. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED true
#else
#define IS_SANITIZED false
#endif

#define N_ROWS 600
#define N_THREADS 2

static struct cleap_model *model;
static struct cleap_frame *in, *out;

static int set_up(void **unused)
{
    double x[N_ROWS], y[N_ROWS];

    (void)unused;
    model = toy_model(2);
    toy_add(model, &toy_evens, "evens", "input=x output=even");
    toy_add(model, &toy_text, "tell", "input=y output=t");
    toy_finish(model);
    in = cleap_frame_new();
    out = cleap_frame_new();
    for (int i = 0; i < N_ROWS; i++)
        x[i] = y[i] = i;
    return cleap_frame_add_f64(in, "x", N_ROWS, x, NULL, NULL) != CLEAP_OK ||
           cleap_frame_add_f64(in, "y", N_ROWS, y, NULL, NULL) != CLEAP_OK;
}

static int tear_down(void **unused)
{
    (void)unused;
    cleap_frame_free(in);
    cleap_frame_free(out);
    cleap_model_close(model);
    return 0;
}

static enum cleap_status score(struct cleap_error *err)
{
    struct cleap_team *team;
    enum cleap_status status = cleap_team_open(model, NULL, N_THREADS, &team, err);

    if (status == CLEAP_OK)
        status = cleap_team_score(team, in, out, err);
    cleap_team_close(team);
    return status;
}

/* Returns whether the n-th allocation was reached. What the C library keeps of threads that have
 * ended is there already when this is first called. */
static bool survives(size_t n)
{
    struct cleap_error err;
    enum cleap_status status;
    bool failed;
    size_t live;

    cleap_frame_free(out);
    out = cleap_frame_new();
    live = alloc_live();
    alloc_fail_at(n);
    status = score(&err);
    failed = alloc_has_failed();
    alloc_fail_at(0);
    if (status == CLEAP_OK)
        assert_int_equal(cleap_frame_n_rows(out), N_ROWS / 2);
    else if (status != CLEAP_E_NOMEM)
        fail_msg("allocation %zu: %s", n, err.message);
    cleap_frame_free(out);
    out = cleap_frame_new();
    assert_true(alloc_live() <= live);
    return failed;
}

static void any_allocation_may_fail(void **unused)
{
    struct cleap_error err;
    size_t n = 1;

    (void)unused;
    if (IS_SANITIZED)
        skip();
    for (int i = 0; i < 3; i++)
        assert_int_equal(score(&err), CLEAP_OK);
    while (survives(n))
        n++;
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(any_allocation_may_fail)};

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
