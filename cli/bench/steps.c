#include "cli/bench/steps.h"

#include <stdlib.h>

#include "runtime/profile.h"
#include "runtime/scorer.h"

typedef enum cleap_status (*round_fn)(struct cl_profile *profile, const struct cleap_frame *frame,
                                      struct cleap_error *err);

static enum cleap_status row_by_row(struct cl_profile *profile, const struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    for (size_t row = 0; row < frame->n; row++)
        CL_TRY(cl_profile_run(profile, frame, row, 1, err));
    return CLEAP_OK;
}

static enum cleap_status by_tiles(struct cl_profile *profile, const struct cleap_frame *frame,
                                  struct cleap_error *err)
{
    for (size_t row = 0; row < frame->n; row += CL_TILE_ROWS)
        CL_TRY(cl_profile_run(profile, frame, row,
                              frame->n - row < CL_TILE_ROWS ? frame->n - row : CL_TILE_ROWS, err));
    return CLEAP_OK;
}

/* Of all rounds the quickest per step: whatever else the machine does only adds. */
static void keep_least(const struct cl_profile *profile, double *ns)
{
    for (size_t i = 0; i < profile->tile.plan->n_steps; i++) {
        double a_row = (double)profile->step_ns[i] / (double)profile->n_rows;

        if (ns[i] < 0 || a_row < ns[i])
            ns[i] = a_row;
    }
}

/* The first round warms up. */
static enum cleap_status repeat(struct cl_profile *profile, round_fn round,
                                const struct cleap_frame *frame, double seconds, double *ns,
                                struct cleap_error *err)
{
    uint64_t end = cl_clock_ns() + (uint64_t)(seconds * 1e9);

    for (size_t i = 0; i < profile->tile.plan->n_steps; i++)
        ns[i] = -1;
    CL_TRY(round(profile, frame, err));
    do {
        cl_profile_restart(profile);
        CL_TRY(round(profile, frame, err));
        keep_least(profile, ns);
    } while (cl_clock_ns() < end);
    return CLEAP_OK;
}

static enum cleap_status fill(struct subject *subject, struct cl_profile *profile, double seconds,
                              struct steps *steps, struct cleap_error *err)
{
    const struct cl_plan *plan = profile->tile.plan;
    double *tile_ns = cl_arena_array(&subject->arena, plan->n_steps, sizeof *tile_ns);
    double *row_ns = cl_arena_array(&subject->arena, plan->n_steps, sizeof *row_ns);

    steps->n = plan->n_steps;
    steps->times = cl_arena_zeroed(&subject->arena, steps->n, sizeof *steps->times);
    if (steps->times == NULL || tile_ns == NULL || row_ns == NULL)
        return cl_fail_nomem(err);
    CL_TRY(repeat(profile, by_tiles, &subject->batch, seconds / 2, tile_ns, err));
    CL_TRY(repeat(profile, row_by_row, &subject->frame, seconds / 2, row_ns, err));
    for (size_t i = 0; i < steps->n; i++)
        steps->times[i] = (struct step_time){.name = plan->steps[i].node,
                                             .op = plan->steps[i].op->name,
                                             .row_ns = row_ns[i],
                                             .tile_ns = tile_ns[i]};
    return CLEAP_OK;
}

static int longest_first(const void *a, const void *b)
{
    const struct step_time *x = a, *y = b;

    return (x->row_ns < y->row_ns) - (x->row_ns > y->row_ns);
}

enum cleap_status steps_measure(struct subject *subject, double seconds, struct steps *steps,
                                struct cleap_error *err)
{
    const struct cl_plan *plan;
    struct cl_profile profile;
    enum cleap_status status;

    CL_TRY(cl_scorer_plan(subject->scorer, subject->frame.schema, subject->frame.schema_id, &plan,
                          err));
    status = cl_profile_init(&profile, plan, err);
    if (status == CLEAP_OK)
        status = fill(subject, &profile, seconds, steps, err);
    cl_profile_done(&profile);
    if (status == CLEAP_OK)
        qsort(steps->times, steps->n, sizeof *steps->times, longest_first);
    return status;
}

static double sum_row_ns(const struct steps *steps)
{
    double sum = 0;

    for (size_t i = 0; i < steps->n; i++)
        sum += steps->times[i].row_ns;
    return sum > 0 ? sum : 1;
}

void steps_put_text(const struct steps *steps, struct cl_buf *buf)
{
    double sum = sum_row_ns(steps);

    cl_buf_printf(buf, "\n%7s %12s %16s   %s\n", "share", "ns, one row", "ns, row of a tile",
                  "step");
    for (size_t i = 0; i < steps->n; i++) {
        const struct step_time *time = &steps->times[i];

        cl_buf_printf(buf, "%6.1f%% %12.1f %16.1f   %.*s (%s)\n", 100 * time->row_ns / sum,
                      time->row_ns, time->tile_ns, CL_STR_ARGS(time->name), time->op);
    }
}

static void put_number(struct cl_json_writer *w, const char *key, double value)
{
    cl_json_put_key(w, key);
    cl_buf_printf(w->buf, "%.4f", value);
}

void steps_put_json(const struct steps *steps, struct cl_json_writer *w)
{
    double sum = sum_row_ns(steps);

    cl_json_put_begin_array(w);
    for (size_t i = 0; i < steps->n; i++) {
        const struct step_time *time = &steps->times[i];

        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        cl_json_put_key(w, "step");
        cl_json_put_string(w->buf, time->name);
        cl_json_put_key(w, "op");
        cl_json_put_word(w->buf, time->op);
        put_number(w, "share", time->row_ns / sum);
        put_number(w, "row_ns", time->row_ns);
        put_number(w, "tile_row_ns", time->tile_ns);
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
}
