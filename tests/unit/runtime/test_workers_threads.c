/*
 * Workers: all jobs are done, and taken in their order.
 */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/workers.h"

#define N_JOBS 2000
#define N_SLOTS 6
#define NO_END SIZE_MAX

/* Each job is a number; its result is the number's square. No assertion of cmocka may fail outside
 * of the main thread, so what is wrong is counted. */
struct squares {
    size_t jobs[N_SLOTS], results[N_SLOTS];
    size_t n_taken, n_wrong, stop_at;
    int at_it[CL_MAX_WORKERS]; /* written by that worker alone */
};

static void run(void *arg, size_t worker, size_t slot)
{
    struct squares *s = arg;

    s->at_it[worker]++;
    for (size_t i = 0; i < s->jobs[slot] * 7 % 5; i++)
        sched_yield(); /* so that jobs end in another order */
    s->results[slot] = s->jobs[slot] * s->jobs[slot];
}

static bool take(void *arg, size_t slot)
{
    struct squares *s = arg;

    s->n_wrong += s->results[slot] != s->n_taken * s->n_taken;
    return ++s->n_taken != s->stop_at;
}

static struct cl_workers *start(struct squares *s, size_t n_threads, size_t n_slots)
{
    const struct cl_workers_options options = {
        .n_threads = n_threads, .n_slots = n_slots, .arg = s, .run = run, .take = take};
    struct cl_workers *workers;
    struct cleap_error err;

    if (cl_workers_open(&options, &workers, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    return workers;
}

/* Returns how many could be put. */
static size_t put(struct cl_workers *workers, struct squares *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t slot = cl_workers_slot(workers);

        if (slot == CL_NO_SLOT_FREE)
            return i;
        s->jobs[slot] = i;
        cl_workers_put(workers);
    }
    return n;
}

static void results_are_taken_in_the_order_of_their_jobs(void **unused)
{
    (void)unused;
    for (size_t n_threads = 1; n_threads <= 5; n_threads++)
        for (size_t n_slots = 1; n_slots <= N_SLOTS; n_slots++) {
            struct squares s = {.stop_at = NO_END};
            struct cl_workers *workers = start(&s, n_threads, n_slots);

            assert_int_equal(put(workers, &s, N_JOBS / N_SLOTS), N_JOBS / N_SLOTS);
            cl_workers_finish(workers);
            assert_int_equal(s.n_taken, N_JOBS / N_SLOTS);
            assert_int_equal(s.n_wrong, 0);
            cl_workers_close(workers);
        }
}

static void nothing_is_taken_behind_the_result_that_was_enough(void **unused)
{
    struct squares s = {.stop_at = 100};
    struct cl_workers *workers = start(&s, 3, N_SLOTS);

    (void)unused;
    assert_true(put(workers, &s, N_JOBS) < N_JOBS);
    cl_workers_finish(workers);
    assert_int_equal(s.n_taken, 100);
    assert_int_equal(s.n_wrong, 0);
    cl_workers_close(workers);
}

static void after_the_end_they_work_again(void **unused)
{
    struct squares s = {.stop_at = 10};
    struct cl_workers *workers = start(&s, 2, 3);

    (void)unused;
    for (int round = 0; round < 50; round++) {
        s.n_taken = 0;
        put(workers, &s, 40);
        cl_workers_finish(workers);
        assert_int_equal(s.n_taken, 10);
        assert_int_equal(s.n_wrong, 0);
    }
    cl_workers_close(workers);
}

static void they_may_be_closed_with_work_left(void **unused)
{
    (void)unused;
    for (int round = 0; round < 50; round++) {
        struct squares s = {.stop_at = NO_END};
        struct cl_workers *workers = start(&s, 2, N_SLOTS);

        put(workers, &s, N_SLOTS);
        cl_workers_close(workers);
        assert_int_equal(s.n_wrong, 0);
    }
    cl_workers_close(NULL);
}

static void whoever_has_nothing_to_do_is_idle(void **unused)
{
    struct squares s = {.stop_at = NO_END};
    struct cl_workers *workers = start(&s, 1, 2);

    (void)unused;
    put(workers, &s, 1);
    cl_workers_finish(workers);
    while (!cl_workers_idle(workers))
        sched_yield();
    cl_workers_close(workers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_taken_in_the_order_of_their_jobs),
        cmocka_unit_test(nothing_is_taken_behind_the_result_that_was_enough),
        cmocka_unit_test(after_the_end_they_work_again),
        cmocka_unit_test(they_may_be_closed_with_work_left),
        cmocka_unit_test(whoever_has_nothing_to_do_is_idle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
