/*
 * The executor's loop with a clock around each step. It is a second loop so that the first one
 * needs no branch.
 */
#ifndef CLEAP_RUNTIME_PROFILE_H
#define CLEAP_RUNTIME_PROFILE_H

#include "runtime/exec.h"
#include "runtime/frame.h"

struct cl_profile {
    struct cl_tile tile;
    struct cl_arena arena;
    uint64_t *step_ns; /* per step of the plan: the sum over all runs, without the clock's share */
    uint64_t clock_ns; /* what one reading costs */
    size_t n_runs, n_rows;
};

/* Nanoseconds of a clock that never goes back. */
uint64_t cl_clock_ns(void);

/* What a reading of the clock adds to what lies between two of them: the median of many. */
uint64_t cl_clock_cost_ns(void);

/* The plan must outlive the profile. On failure too cl_profile_done frees it. CLEAP_E_NOMEM */
enum cleap_status cl_profile_init(struct cl_profile *profile, const struct cl_plan *plan,
                                  struct cleap_error *err);
void cl_profile_done(struct cl_profile *profile);

/* Forgets the runs so far, for instance those that warm up. */
void cl_profile_restart(struct cl_profile *profile);

/* Runs the plan over n rows of the frame, at most CL_TILE_ROWS, and adds up what each step takes.
 */
enum cleap_status cl_profile_run(struct cl_profile *profile, const struct cleap_frame *frame,
                                 size_t row0, size_t n, struct cleap_error *err);

#endif
