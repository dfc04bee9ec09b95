/*
 * Lanes.
 */
#include "cli/stream/lane.h"

#include "proxy/payload/bounds.h"
#include "runtime/op.h"
#include "runtime/team.h"

#define LANE_CHUNK 4096

/* What the source calls a row that counts from lane->row0. */
static uint64_t row_number(const struct lane *lane, size_t row)
{
    const struct source *source = lane->source;

    row += lane->row0;
    return source->numbers != NULL ? source->numbers[row] : source->first + row;
}

/* Says which row of the source it was. */
static enum cleap_status blame_row(const struct lane *lane, struct cleap_error *err)
{
    uint64_t number = row_number(lane, (size_t)err->row);

    payload_forget_row(err); /* it counts within a tile */
    return cl_blame(err, "%s %llu", lane->source->unit, (unsigned long long)number);
}

static enum cleap_status put_tile(void *arg, const struct cl_answer *answer,
                                  struct cleap_error *err)
{
    struct lane *lane = arg;
    const struct payload_rows *objects = lane->source->objects;
    struct batch batch = {.schema = &answer->plan->output,
                          .columns = answer->columns,
                          .n = answer->n,
                          .answer = answer};

    if (objects != NULL) {
        lane->objects = *objects;
        lane->objects.extras += lane->row0;
        batch.objects = &lane->objects;
    }
    if (sink_rows(lane->sink, &batch, err) == CLEAP_OK)
        return CLEAP_OK;
    lane->sink_failed = true;
    return objects != NULL && err->row >= 0 ? blame_row(lane, err) : err->status;
}

static enum cleap_status put_unscored(struct lane *lane, size_t n, struct cleap_error *err)
{
    struct batch batch = {.schema = &lane->kept, .columns = lane->columns, .n = n};

    lane->sink_failed = true;
    return sink_rows(lane->sink, &batch, err);
}

/* Puts rows row0 .. row0+n-1 of the source's frame through. */
static enum cleap_status put_rows(struct lane *lane, size_t row0, size_t n, struct cleap_error *err)
{
    const struct cleap_frame *frame = lane->source->frame;
    struct cleap_frame rows = *frame;

    rows.n = n;
    rows.columns = lane->views;
    lane->row0 = row0;
    for (size_t i = 0; i < frame->schema->n; i++)
        lane->views[i] = cl_column_from(&frame->columns[i], row0);
    if (lane->scorer == NULL)
        return put_unscored(lane, n, err);
    return cl_scorer_each_tile(lane->scorer, &rows, put_tile, lane, err);
}

/* Whether a failure is that of a row, and says of which. */
static bool is_row(const struct lane *lane, struct cleap_error *err)
{
    if (err->row < 0 || lane->sink_failed)
        return false;
    blame_row(lane, err);
    return true;
}

/* The first bad row ends the work: those before it are put through. */
static enum cleap_status put_good(struct lane *lane, size_t row0, struct cleap_error *err)
{
    struct cleap_error first = *err, other = {0};

    if (err->row > 0 && put_rows(lane, row0, (size_t)err->row, &other) != CLEAP_OK)
        first = other;
    *err = first;
    return err->status;
}

/* Puts at most a tile of the source's frame through. */
static enum cleap_status put_part(struct lane *lane, size_t row0, size_t n, struct cleap_error *err)
{
    if (put_rows(lane, row0, n, err) == CLEAP_OK || !is_row(lane, err))
        return err->status;
    if (!lane->bad->skip)
        return put_good(lane, row0, err);
    cl_error_begin(err, err);
    for (size_t row = row0; row < row0 + n; row++) {
        if (put_rows(lane, row, 1, err) == CLEAP_OK)
            continue;
        if (!is_row(lane, err))
            return err->status;
        CL_TRY(bad_row(lane->bad, BAD_SCORED, row_number(lane, 0), err));
    }
    return CLEAP_OK;
}

static size_t tile_end(size_t row, size_t n)
{
    return n - row < CL_TILE_ROWS ? n : row + CL_TILE_ROWS;
}

/* Puts tiles through from a row on, by the team until one fails; *row is that one's first then, and
 * all before it are through. */
static enum cleap_status put_by_team(struct lane *lane, size_t *row, struct cleap_error *err)
{
    const struct cleap_frame *frame = lane->source->frame;
    size_t begin = *row;

    lane->row0 = 0;
    *row = frame->n;
    if (cl_team_tiles(lane->team, frame, begin, frame->n, put_tile, lane, err) == CLEAP_OK)
        return CLEAP_OK;
    if (err->row < 0 || lane->sink_failed)
        return err->status;
    *row = (size_t)err->row - ((size_t)err->row - begin) % CL_TILE_ROWS;
    cl_error_begin(err, err);
    return CLEAP_OK;
}

static enum cleap_status put_frame(struct lane *lane, struct cleap_error *err)
{
    size_t n = lane->source->frame->n;

    for (size_t row = 0; row < n; row = tile_end(row, n)) {
        if (lane->team != NULL && n - row > CL_TILE_ROWS)
            CL_TRY(put_by_team(lane, &row, err));
        if (row == n)
            break;
        CL_TRY(put_part(lane, row, tile_end(row, n) - row, err));
        lane->sink_failed = false;
    }
    return CLEAP_OK;
}

enum cleap_status lane_put(struct lane *lane, struct cleap_error *err)
{
    enum cleap_status status = put_frame(lane, err);

    bad_end_tile(lane->bad);
    if (status != CLEAP_OK && err->row >= 0 && !lane->sink_failed)
        return cl_blame(err, "%s", lane->source->feed->path);
    return status;
}

/* Adds a column of the frame to what goes out unscored. */
static enum cleap_status keep_column(struct lane *lane, const struct cl_schema *schema,
                                     struct cl_str name, struct cleap_error *err)
{
    ptrdiff_t at = cl_schema_find(schema, name);

    if (at < 0)
        return cl_fail(err, CLEAP_E_SCHEMA, "there is no column '%.*s' to select",
                       CL_STR_ARGS(name));
    if (cl_schema_find(&lane->kept, name) >= 0)
        return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is selected twice", CL_STR_ARGS(name));
    lane->columns[lane->kept.n] = &lane->views[at];
    lane->kept.fields[lane->kept.n++] = schema->fields[at];
    return CLEAP_OK;
}

static enum cleap_status keep_columns(struct lane *lane, const struct cl_schema *schema,
                                      struct cleap_error *err)
{
    const struct cl_strs *keep = lane->keep;
    size_t n = keep != NULL ? keep->n : schema->n;

    lane->columns = cl_arena_array(&lane->arena, n, sizeof *lane->columns);
    lane->kept.fields = cl_arena_array(&lane->arena, n, sizeof *lane->kept.fields);
    if (lane->columns == NULL || lane->kept.fields == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        CL_TRY(keep_column(lane, schema, keep != NULL ? keep->at[i] : schema->fields[i].name, err));
    return CLEAP_OK;
}

enum cleap_status lane_begin(struct lane *lane, const struct cleap_frame *frame,
                             const struct cl_schema **schema, struct cleap_error *err)
{
    const struct cl_plan *plan;

    lane->views = cl_arena_array(&lane->arena, frame->schema->n, sizeof *lane->views);
    if (lane->views == NULL)
        return cl_fail_nomem(err);
    if (lane->scorer == NULL) {
        *schema = &lane->kept;
        return keep_columns(lane, frame->schema, err);
    }
    CL_TRY(cl_scorer_plan(lane->scorer, frame->schema, frame->schema_id, &plan, err));
    *schema = &plan->output;
    return CLEAP_OK;
}

void lane_init(struct lane *lane)
{
    cl_arena_init(&lane->arena, LANE_CHUNK);
}

void lane_done(struct lane *lane)
{
    cl_arena_free(&lane->arena);
}
