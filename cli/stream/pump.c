/*
 * The loop of `cleap score` and `cleap convert`.
 */
#include "cli/stream/pump.h"

#include "cli/stream/fan.h"
#include "cli/stream/progress.h"

/* What comes before the first row. */
static enum cleap_status begin(struct lane *lane, struct cleap_error *err)
{
    const struct cl_schema *schema;

    CL_TRY(lane_begin(lane, lane->source->frame, &schema, err));
    return lane->sink->begin(lane->sink, schema, err);
}

static enum cleap_status put_next(struct lane *lane, struct progress *progress, bool is_first,
                                  struct cleap_error *err)
{
    CL_TRY(source_next(lane->source, err));
    if (is_first)
        CL_TRY(begin(lane, err));
    CL_TRY(lane_put(lane, err));
    progress_add(progress, lane->source->frame->n);
    return CLEAP_OK;
}

static enum cleap_status run(struct pump *pump, struct progress *progress, struct cleap_error *err)
{
    struct source *source = pump->lane.source;

    CL_TRY(put_next(&pump->lane, progress, true, err));
    if (pump->n_threads > 1 && source->fork != NULL && source->frame->n > 0 &&
        source->late.status == CLEAP_OK)
        CL_TRY(fan_run(&pump->lane, pump->n_threads, progress, err));
    while (source->frame->n > 0)
        CL_TRY(put_next(&pump->lane, progress, false, err));
    return sink_end(pump->lane.sink, err);
}

enum cleap_status pump_run(struct pump *pump, struct cleap_error *err)
{
    struct progress progress;
    enum cleap_status status;

    lane_init(&pump->lane);
    progress_start(&progress, pump->lane.sink->fd);
    status = run(pump, &progress, err);
    bad_end_tile(pump->lane.bad);
    if (status != CLEAP_OK)
        sink_abandon(pump->lane.sink);
    progress_end(&progress);
    lane_done(&pump->lane);
    return status;
}
