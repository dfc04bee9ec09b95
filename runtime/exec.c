/*
 * The executor: one flat loop over the steps of a plan.
 */
#include "runtime/exec.h"

#define TILE_CHUNK 4096

void cl_tile_init(struct cl_tile *tile, const struct cl_plan *plan)
{
    *tile = (struct cl_tile){.plan = plan};
    cl_arena_init(&tile->arena, TILE_CHUNK);
    cl_arena_init(&tile->scratch, TILE_CHUNK);
}

void cl_tile_free(struct cl_tile *tile)
{
    cl_arena_free(&tile->scratch);
    cl_arena_free(&tile->arena);
}

/* Binds the ports of a step to the columns of its slots. */
static bool bind_call(struct cl_tile *tile, const struct cl_step *step, struct cl_exec *call)
{
    const struct cl_column **in = cl_arena_array(&tile->arena, step->n_in, sizeof *in);
    struct cl_column **out = cl_arena_array(&tile->arena, step->n_out, sizeof *out);

    if (in == NULL || out == NULL)
        return false;
    for (size_t i = 0; i < step->n_in; i++)
        in[i] = step->in[i] != CL_NO_SLOT ? &tile->columns[step->in[i]] : NULL;
    for (size_t i = 0; i < step->n_out; i++)
        out[i] = step->out[i] != CL_NO_SLOT ? &tile->columns[step->out[i]] : NULL;
    *call = (struct cl_exec){.in = in, .out = out, .scratch = &tile->scratch};
    return true;
}

/* Columns that a step writes have cells of the tile. */
static void own_columns(struct cl_tile *tile)
{
    for (size_t slot = tile->plan->n_inputs; slot < tile->plan->n_slots; slot++)
        tile->columns[slot] = tile->own[slot];
    tile->moved = false;
}

static bool make_columns(struct cl_tile *tile, size_t room)
{
    const struct cl_plan *plan = tile->plan;

    tile->columns = cl_arena_zeroed(&tile->arena, plan->n_slots, sizeof *tile->columns);
    tile->own = cl_arena_zeroed(&tile->arena, plan->n_slots, sizeof *tile->own);
    tile->outputs = cl_arena_array(&tile->arena, plan->n_outputs, sizeof *tile->outputs);
    if (tile->columns == NULL || tile->own == NULL || tile->outputs == NULL)
        return false;
    for (size_t i = 0; i < plan->n_outputs; i++)
        tile->outputs[i] = &tile->columns[plan->outputs[i]];
    for (size_t slot = 0; slot < plan->n_slots; slot++) {
        struct cl_column *own = &tile->own[slot];

        own->type = plan->slots[slot].type;
        if (slot < plan->n_inputs)
            tile->columns[slot].type = own->type;
        else if (!cl_column_reserve(own, room, &tile->arena))
            return false;
        if (!plan->slots[slot].has_nulls)
            own->valid = NULL;
    }
    own_columns(tile);
    return true;
}

static bool make_room(struct cl_tile *tile, size_t room)
{
    const struct cl_plan *plan = tile->plan;

    tile->keep = cl_arena_alloc(&tile->arena, room);
    tile->rows = cl_arena_array(&tile->arena, room, sizeof *tile->rows);
    tile->row_of = cl_arena_array(&tile->arena, room, sizeof *tile->row_of);
    tile->calls = cl_arena_array(&tile->arena, plan->n_steps, sizeof *tile->calls);
    if (tile->keep == NULL || tile->rows == NULL || tile->row_of == NULL || tile->calls == NULL ||
        !make_columns(tile, room))
        return false;
    for (size_t i = 0; i < plan->n_steps; i++)
        if (!bind_call(tile, &plan->steps[i], &tile->calls[i]))
            return false;
    return true;
}

/* A few sizes only, so that a single row keeps its columns close together and a large frame does
 * not make room again and again. */
static size_t round_room(size_t n)
{
    return n <= 1 ? 1 : n <= 16 ? 16 : CL_TILE_ROWS;
}

enum cleap_status cl_tile_reserve(struct cl_tile *tile, size_t n, struct cleap_error *err)
{
    if (n <= tile->room)
        return CLEAP_OK;
    tile->room = 0;
    cl_arena_reset(&tile->arena);
    if (!make_room(tile, round_room(n)))
        return cl_fail_nomem(err);
    tile->room = round_room(n);
    tile->n = 0; /* nothing is placed */
    return CLEAP_OK;
}

static void view_inputs(struct cl_tile *tile, const struct cl_column *frame)
{
    const struct cl_plan *plan = tile->plan;

    for (size_t slot = 0; slot < plan->n_inputs; slot++) {
        const struct cl_column *from = &frame[slot];
        struct cl_column *column = &tile->columns[slot];

        column->as.any = (char *)from->as.any + tile->row0 * plan->slots[slot].cell_size;
        column->valid = from->valid != NULL ? from->valid + tile->row0 : NULL;
    }
}

/* Before a step that may make nulls. */
static void ready_validity(struct cl_tile *tile, const struct cl_step *step)
{
    for (size_t i = 0; i < step->n_out; i++)
        if (step->out[i] != CL_NO_SLOT && tile->columns[step->out[i]].valid != NULL)
            memset(tile->columns[step->out[i]].valid, 1, tile->n);
}

/* Tells the steps which rows are at hand, unless they know. */
static void place_calls(struct cl_tile *tile)
{
    for (size_t i = 0; i < tile->plan->n_steps; i++) {
        struct cl_exec *call = &tile->calls[i];

        call->n = tile->n;
        call->row0 = tile->row0;
        call->row_of = tile->dropped ? tile->row_of : NULL;
    }
}

/* Keeps only the rows tile->rows[0 .. n-1] of the columns that are still to be read. */
static enum cleap_status compact(struct cl_tile *tile, const struct cl_step *step, size_t n,
                                 struct cleap_error *err)
{
    tile->moved = true;
    for (size_t i = 0; i < step->n_live; i++) {
        struct cl_column *column = &tile->columns[step->live[i]];
        struct cl_column kept = {.type = column->type};

        kept.type.nullable = column->valid != NULL;
        if (!cl_column_reserve(&kept, n, &tile->scratch))
            return cl_fail_nomem(err);
        cl_column_gather(&kept, column, tile->rows, n);
        column->as = kept.as;
        column->valid = kept.valid;
    }
    for (size_t i = 0; i < n; i++)
        tile->row_of[i] = tile->dropped ? tile->row_of[tile->rows[i]] : tile->rows[i];
    tile->dropped = true;
    tile->n = n;
    place_calls(tile);
    return CLEAP_OK;
}

static enum cleap_status drop_rows(struct cl_tile *tile, const struct cl_step *step,
                                   struct cl_exec *call, struct cleap_error *err)
{
    size_t n = 0;

    memset(tile->keep, 1, tile->n);
    CL_TRY(step->op->filter(step->state, call, tile->keep, err));
    for (uint32_t i = 0; i < tile->n; i++)
        if (tile->keep[i])
            tile->rows[n++] = i;
    return n < tile->n ? compact(tile, step, n, err) : CLEAP_OK;
}

static inline enum cleap_status run_step(struct cl_tile *tile, const struct cl_step *step,
                                         struct cl_exec *call, struct cleap_error *err)
{
    if (step->filters)
        CL_TRY(drop_rows(tile, step, call, err));
    if (step->makes_nulls)
        ready_validity(tile, step);
    return step->op->execute(step->state, call, err);
}

static enum cleap_status blame_step(const struct cl_step *step, struct cleap_error *err)
{
    if (step->is_hidden)
        return cl_blame(err, "column '%.*s'", CL_STR_ARGS(step->node));
    return cl_blame(err, "node '%.*s' (%s)", CL_STR_ARGS(step->node), step->op->name);
}

enum cleap_status cl_tile_begin(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                                size_t n, struct cleap_error *err)
{
    CL_TRY(cl_tile_reserve(tile, n, err));
    cl_arena_rewind(&tile->scratch, tile->scratch_from);
    if (tile->moved)
        own_columns(tile);
    if (tile->n != n || tile->row0 != row0 || tile->dropped) {
        tile->n = n;
        tile->row0 = row0;
        tile->dropped = false;
        place_calls(tile);
    }
    view_inputs(tile, frame);
    return CLEAP_OK;
}

enum cleap_status cl_tile_step(struct cl_tile *tile, size_t i, struct cleap_error *err)
{
    const struct cl_step *step = &tile->plan->steps[i];

    return run_step(tile, step, &tile->calls[i], err) == CLEAP_OK ? CLEAP_OK
                                                                  : blame_step(step, err);
}

/* Step i and the next one together; false: they have to run one after the other. */
static bool run_fused(struct cl_tile *tile, size_t i)
{
    const struct cl_step *maker = &tile->plan->steps[i], *reader = maker + 1;

    return maker->fusion->execute(maker->state, &tile->calls[i], reader->state,
                                  &tile->calls[i + 1]);
}

static enum cleap_status run_steps(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                                   size_t n, struct cleap_error *err)
{
    const struct cl_plan *plan = tile->plan;

    CL_TRY(cl_tile_begin(tile, frame, row0, n, err));
    for (size_t i = 0, n_steps = plan->n_steps; i < n_steps; i++) {
        if (plan->steps[i].fusion != NULL && run_fused(tile, i)) {
            i++;
            continue;
        }
        if (run_step(tile, &plan->steps[i], &tile->calls[i], err) != CLEAP_OK)
            return blame_step(&plan->steps[i], err);
    }
    return CLEAP_OK;
}

/* A step stops at its first bad row, but an earlier row may be bad for a later step. */
static void find_first_bad_row(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                               struct cleap_error *err)
{
    struct cleap_error earlier;

    while (err->row > (int64_t)row0) {
        cl_error_begin(&earlier, NULL);
        run_steps(tile, frame, row0, (size_t)err->row - row0, &earlier);
        if (earlier.row < (int64_t)row0)
            return;
        *err = earlier;
    }
}

enum cleap_status cl_tile_run(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                              size_t n, struct cleap_error *err)
{
    if (run_steps(tile, frame, row0, n, err) == CLEAP_OK)
        return CLEAP_OK;
    find_first_bad_row(tile, frame, row0, err);
    return err->status;
}
