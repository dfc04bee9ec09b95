#define _POSIX_C_SOURCE 200809L

#include "runtime/profile.h"

#include <stdlib.h>
#include <time.h>

#define PROFILE_CHUNK 1024
#define CLOCK_READINGS 1001

uint64_t cl_clock_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

uint64_t cl_clock_cost_ns(void)
{
    uint64_t ns[CLOCK_READINGS];

    for (size_t i = 0; i < CLOCK_READINGS; i++) {
        uint64_t before = cl_clock_ns();

        ns[i] = cl_clock_ns() - before;
    }
    qsort(ns, CLOCK_READINGS, sizeof *ns, by_value);
    return ns[CLOCK_READINGS / 2];
}

enum cleap_status cl_profile_init(struct cl_profile *profile, const struct cl_plan *plan,
                                  struct cleap_error *err)
{
    *profile = (struct cl_profile){.clock_ns = cl_clock_cost_ns()};
    cl_tile_init(&profile->tile, plan);
    cl_arena_init(&profile->arena, PROFILE_CHUNK);
    profile->step_ns = cl_arena_zeroed(&profile->arena, plan->n_steps, sizeof *profile->step_ns);
    return profile->step_ns != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void cl_profile_done(struct cl_profile *profile)
{
    cl_tile_free(&profile->tile);
    cl_arena_free(&profile->arena);
}

void cl_profile_restart(struct cl_profile *profile)
{
    memset(profile->step_ns, 0, profile->tile.plan->n_steps * sizeof *profile->step_ns);
    profile->n_runs = profile->n_rows = 0;
}

enum cleap_status cl_profile_run(struct cl_profile *profile, const struct cleap_frame *frame,
                                 size_t row0, size_t n, struct cleap_error *err)
{
    uint64_t before, after;

    CL_TRY(cl_tile_begin(&profile->tile, frame->columns, row0, n, err));
    before = cl_clock_ns();
    for (size_t i = 0; i < profile->tile.plan->n_steps; i++, before = after) {
        CL_TRY(cl_tile_step(&profile->tile, i, err));
        after = cl_clock_ns();
        if (after - before > profile->clock_ns)
            profile->step_ns[i] += after - before - profile->clock_ns;
    }
    profile->n_runs++;
    profile->n_rows += n;
    return CLEAP_OK;
}
