/*
 * Threads that work at jobs side by side, and whose results are taken in the order of the jobs.
 *
 * A job lives in a slot, of which there are few, so that memory is bounded. One thread hands out
 * jobs:
 *
 *     while (there is work && (slot = cl_workers_slot(w)) != CL_NO_SLOT_FREE) {
 *         ... put the job into the slot ...
 *         cl_workers_put(w);
 *     }
 *     cl_workers_finish(w);
 */
#ifndef CLEAP_RUNTIME_WORKERS_H
#define CLEAP_RUNTIME_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/error.h"

#define CL_MAX_WORKERS 256
#define CL_NO_SLOT_FREE ((size_t)-1)

struct cl_workers;

struct cl_workers_options {
    size_t n_threads; /* 1 .. CL_MAX_WORKERS; fewer are made where the system refuses more */
    size_t n_slots;   /* twice the threads keep them busy */
    void *arg;
    /* Works at the job of a slot. Worker i, below n_threads, is at one job at a time. */
    void (*run)(void *arg, size_t worker, size_t slot);
    /* Takes the result of a slot, in the order in which jobs were put; one at a time, by any of the
     * threads. False: no more work. What was put behind it is neither run, if it was not yet, nor
     * taken. */
    bool (*take)(void *arg, size_t slot);
};

/* CLEAP_E_NOMEM: not a single thread can be had. */
enum cleap_status cl_workers_open(const struct cl_workers_options *options,
                                  struct cl_workers **workers, struct cleap_error *err);

/* Ends the threads; what was not taken is dropped. NULL is fine. */
void cl_workers_close(struct cl_workers *workers);

/* The slot of the next job; waits until one is free. CL_NO_SLOT_FREE: take() wanted no more. */
size_t cl_workers_slot(struct cl_workers *workers);

/* The job in the slot that was given last is ready to be run. */
void cl_workers_put(struct cl_workers *workers);

/* Whether a thread waits for work. */
bool cl_workers_idle(struct cl_workers *workers);

/* Waits until all is taken, or nothing more is wanted. Jobs may be put again afterwards. */
void cl_workers_finish(struct cl_workers *workers);

#endif
