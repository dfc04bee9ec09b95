/*
 * Teams: a job is a tile. Its answer is copied into the slot's frame, for the scorer goes on to
 * another tile before it is taken.
 */
#define _GNU_SOURCE /* sched_getaffinity */

#include "runtime/team.h"

#include <sched.h>
#include <stdlib.h>

#include "runtime/scorer.h"
#include "runtime/workers.h"

struct tile {
    size_t begin, end; /* rows of the frame */
    struct cleap_frame frame;
    const struct cl_column **columns; /* of the frame, in its arena */
    uint32_t row_of[CL_TILE_ROWS];
    struct cl_answer answer;
    struct cleap_error err;
};

struct cleap_team {
    struct cl_workers *workers;
    size_t n_scorers, n_tiles;
    struct cleap_scorer **scorers; /* a worker */
    struct tile *tiles;            /* a slot */

    /* The call at hand. */
    const struct cleap_frame *in;
    cl_answer_fn on_tile;
    void *arg;
    struct cleap_error *err;
};

size_t cl_team_size(size_t asked)
{
    cpu_set_t set;
    int n = 1;

    if (asked > 0)
        return asked;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        n = CPU_COUNT(&set);
    return n < CL_MAX_WORKERS ? (size_t)n : CL_MAX_WORKERS;
}

static enum cleap_status keep_answer(void *arg, const struct cl_answer *answer,
                                     struct cleap_error *err)
{
    struct tile *tile = arg;
    struct cleap_frame *frame = &tile->frame;

    CL_TRY(cl_answer_begin(frame, answer->plan, answer->n, err));
    CL_TRY(cl_answer_append(frame, answer, err));
    tile->columns = cl_arena_array(&frame->arena, frame->schema->n, sizeof *tile->columns);
    if (tile->columns == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < frame->schema->n; i++)
        tile->columns[i] = &frame->columns[i];
    tile->answer = *answer;
    tile->answer.columns = tile->columns;
    if (answer->row_of != NULL) {
        memcpy(tile->row_of, answer->row_of, answer->n * sizeof *answer->row_of);
        tile->answer.row_of = tile->row_of;
    }
    return CLEAP_OK;
}

static void run(void *arg, size_t worker, size_t slot)
{
    struct cleap_team *team = arg;
    struct tile *tile = &team->tiles[slot];

    cl_error_begin(&tile->err, NULL);
    (void)cl_scorer_tiles(team->scorers[worker], team->in, tile->begin, tile->end, keep_answer,
                          tile, &tile->err);
}

static bool take(void *arg, size_t slot)
{
    struct cleap_team *team = arg;
    struct tile *tile = &team->tiles[slot];

    if (tile->err.status == CLEAP_OK)
        return team->on_tile(team->arg, &tile->answer, team->err) == CLEAP_OK;
    *team->err = tile->err;
    return false;
}

enum cleap_status cl_team_tiles(struct cleap_team *team, const struct cleap_frame *in, size_t begin,
                                size_t end, cl_answer_fn on_tile, void *arg,
                                struct cleap_error *err)
{
    size_t slot;

    team->in = in;
    team->on_tile = on_tile;
    team->arg = arg;
    team->err = err;
    for (size_t row = begin; row < end; row = team->tiles[slot].end) {
        slot = cl_workers_slot(team->workers);
        if (slot == CL_NO_SLOT_FREE)
            break;
        team->tiles[slot].begin = row;
        team->tiles[slot].end = end - row < CL_TILE_ROWS ? end : row + CL_TILE_ROWS;
        cl_workers_put(team->workers);
    }
    cl_workers_finish(team->workers);
    return err->status;
}

enum cleap_status cl_team_select(struct cleap_team *team, const struct cl_strs *select,
                                 struct cleap_error *err)
{
    for (size_t i = 0; i < team->n_scorers; i++)
        CL_TRY(cl_scorer_select(team->scorers[i], select, err));
    return CLEAP_OK;
}

static enum cleap_status open_members(struct cleap_team *team, const struct cleap_model *model,
                                      const char *const *select, size_t n, struct cleap_error *err)
{
    struct cl_workers_options options = {
        .n_threads = n, .n_slots = 2 * n + 2, .arg = team, .run = run, .take = take};

    team->scorers = calloc(n, sizeof(struct cleap_scorer *));
    team->tiles = calloc(options.n_slots, sizeof *team->tiles);
    if (team->scorers == NULL || team->tiles == NULL)
        return cl_fail_nomem(err);
    for (; team->n_tiles < options.n_slots; team->n_tiles++)
        cl_frame_init(&team->tiles[team->n_tiles].frame);
    for (; team->n_scorers < n; team->n_scorers++)
        CL_TRY(cleap_scorer_open(model, select, &team->scorers[team->n_scorers], err));
    return cl_workers_open(&options, &team->workers, err);
}

enum cleap_status cleap_team_open(const struct cleap_model *model, const char *const *select,
                                  unsigned n_threads, struct cleap_team **team,
                                  struct cleap_error *err)
{
    struct cleap_error stand_in;
    struct cleap_team *fresh;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    *team = NULL;
    if (n_threads > CL_MAX_WORKERS)
        return cl_fail(err, CLEAP_E_STATE, "%u threads, at most %d are allowed", n_threads,
                       CL_MAX_WORKERS);
    fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL)
        return cl_fail_nomem(err);
    status = open_members(fresh, model, select, cl_team_size(n_threads), err);
    if (status == CLEAP_OK)
        *team = fresh;
    else
        cleap_team_close(fresh);
    return status;
}

void cleap_team_close(struct cleap_team *team)
{
    if (team == NULL)
        return;
    cl_workers_close(team->workers);
    for (size_t i = 0; i < team->n_scorers; i++)
        cleap_scorer_close(team->scorers[i]);
    for (size_t i = 0; i < team->n_tiles; i++)
        cl_frame_done(&team->tiles[i].frame);
    free(team->scorers);
    free(team->tiles);
    free(team);
}

static enum cleap_status score(struct cleap_team *team, const struct cleap_frame *in,
                               struct cleap_frame *out, struct cleap_error *err)
{
    const struct cl_plan *plan = NULL;

    CL_TRY(cl_scorer_plan(team->scorers[0], in->schema, in->schema_id, &plan, err));
    CL_TRY(cl_answer_begin(out, plan, in->n, err));
    return cl_team_tiles(team, in, 0, in->n, cl_answer_append, out, err);
}

enum cleap_status cleap_team_score(struct cleap_team *team, const struct cleap_frame *in,
                                   struct cleap_frame *out, struct cleap_error *err)
{
    struct cleap_error stand_in;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    status = score(team, in, out, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(out);
    return status;
}
