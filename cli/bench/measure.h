/*
 * Timing calls one by one.
 */
#ifndef CLEAP_CLI_BENCH_MEASURE_H
#define CLEAP_CLI_BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/error.h"

/* What is timed. */
struct work {
    enum cleap_status (*call)(void *arg, struct cleap_error *err);
    void (*between)(void *arg); /* runs before each call, untimed; NULL: nothing does */
    void *arg;
};

/* Nanoseconds a call, without those that reading the clock takes. */
struct times {
    uint64_t p50, p99, p999, least;
    size_t n; /* calls that were counted */
    double
        allocations; /* heap requests a call, outside of `between`; see cli/bench/allocations.h */
};

struct stopwatch {
    uint64_t *ns; /* room for samples */
    uint64_t clock_ns;
    double seconds; /* how long a measurement runs; its first tenth warms up */
};

/* CLEAP_E_NOMEM; stopwatch_done frees it then too. */
enum cleap_status stopwatch_init(struct stopwatch *watch, double seconds, struct cleap_error *err);
void stopwatch_done(struct stopwatch *watch);

/* Calls again and again, once at least. Fails with the first call that fails. */
enum cleap_status measure(const struct stopwatch *watch, const struct work *work,
                          struct times *times, struct cleap_error *err);

#endif
