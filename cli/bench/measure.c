#include "cli/bench/measure.h"

#include <stdlib.h>

#include "cli/bench/allocations.h"
#include "runtime/profile.h"

#define MAX_SAMPLES ((size_t)1 << 22)
#define COUNTED_CALLS 4

enum cleap_status stopwatch_init(struct stopwatch *watch, double seconds, struct cleap_error *err)
{
    *watch = (struct stopwatch){.seconds = seconds, .clock_ns = cl_clock_cost_ns()};
    watch->ns = malloc(MAX_SAMPLES * sizeof *watch->ns);
    return watch->ns != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void stopwatch_done(struct stopwatch *watch)
{
    free(watch->ns);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static uint64_t percentile(const struct stopwatch *watch, size_t n, double p)
{
    return watch->ns[(size_t)((double)(n - 1) * p)];
}

static enum cleap_status take_samples(const struct stopwatch *watch, const struct work *work,
                                      size_t *n, struct cleap_error *err)
{
    uint64_t length = (uint64_t)(watch->seconds * 1e9), start, warm, end;

    *n = 0;
    if (work->between != NULL)
        work->between(work->arg);
    CL_TRY(work->call(work->arg, err)); /* takes the memory that all of them take */
    start = cl_clock_ns();
    warm = start + length / 10;
    end = start + length;
    for (uint64_t now = start; now < end || *n == 0;) {
        uint64_t before, ns;

        if (work->between != NULL)
            work->between(work->arg);
        before = cl_clock_ns();
        CL_TRY(work->call(work->arg, err));
        now = cl_clock_ns();
        ns = now - before;
        if ((before >= warm || now >= end) && *n < MAX_SAMPLES)
            watch->ns[(*n)++] = ns > watch->clock_ns ? ns - watch->clock_ns : 0;
    }
    return CLEAP_OK;
}

/* Behind the timed calls: whatever takes memory once has taken it by then. */
static enum cleap_status count_allocations(const struct work *work, double *a_call,
                                           struct cleap_error *err)
{
    size_t n = 0;

    for (size_t i = 0; i < COUNTED_CALLS; i++) {
        enum cleap_status status;

        if (work->between != NULL)
            work->between(work->arg);
        allocations_begin();
        status = work->call(work->arg, err);
        n += allocations_end();
        CL_TRY(status);
    }
    *a_call = (double)n / COUNTED_CALLS;
    return CLEAP_OK;
}

enum cleap_status measure(const struct stopwatch *watch, const struct work *work,
                          struct times *times, struct cleap_error *err)
{
    size_t n;

    CL_TRY(take_samples(watch, work, &n, err));
    qsort(watch->ns, n, sizeof *watch->ns, by_value);
    *times = (struct times){.p50 = percentile(watch, n, 0.5),
                            .p99 = percentile(watch, n, 0.99),
                            .p999 = percentile(watch, n, 0.999),
                            .least = watch->ns[0],
                            .n = n};
    return count_allocations(work, &times->allocations, err);
}
