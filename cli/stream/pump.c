/*
 * The loop of `cleap score` and `cleap convert`.
 *
 * A tile that has a bad row fails as a whole; its rows are scored one by one then, when bad ones
 * are to be left out. That changes no answer: none depends on its neighbours.
 */
#include "cli/stream/pump.h"

#include <stdio.h>
#include <string.h>

#include "cli/stream/progress.h"
#include "runtime/op.h"

struct run {
    const struct pump *pump;
    struct cl_arena arena;
    struct cl_column *views;          /* of some rows of the source's frame */
    struct cl_schema kept;            /* of rows that are not scored: what goes out, */
    const struct cl_column **columns; /* and the views of it */
    struct payload_rows objects;      /* the source's, from row0 on */
    size_t row0;                      /* what is put through begins with that row of its frame */
    struct progress progress;
    bool begun;
    bool sink_failed; /* rows may be written already: none can be put through again */
};

/* Takes "row N: " out of a message: N counts within a tile, which tells nobody anything. */
static void forget_row(struct cleap_error *err)
{
    char words[32];
    int n = snprintf(words, sizeof words, "row %lld: ", (long long)err->row);
    char *at = strstr(err->message, words);

    if (at != NULL)
        memmove(at, at + n, strlen(at + n) + 1);
}

/* Says which row of the source it was: err->row counts from run->row0. */
static enum cleap_status blame_row(const struct run *run, struct cleap_error *err)
{
    const struct source *source = run->pump->source;
    size_t row = run->row0 + (size_t)err->row;
    uint64_t number = source->numbers != NULL ? source->numbers[row] : source->first + row;

    forget_row(err);
    return cl_blame(err, "%s %llu", source->unit, (unsigned long long)number);
}

static enum cleap_status put_tile(void *arg, const struct cl_answer *answer,
                                  struct cleap_error *err)
{
    struct run *run = arg;
    const struct payload_rows *objects = run->pump->source->objects;
    struct batch batch = {.schema = &answer->plan->output,
                          .columns = answer->columns,
                          .n = answer->n,
                          .answer = answer};

    if (objects != NULL) {
        run->objects = *objects;
        run->objects.extras += run->row0;
        batch.objects = &run->objects;
    }
    if (sink_rows(run->pump->sink, &batch, err) == CLEAP_OK)
        return CLEAP_OK;
    run->sink_failed = true;
    return objects != NULL && err->row >= 0 ? blame_row(run, err) : err->status;
}

static enum cleap_status put_unscored(struct run *run, size_t n, struct cleap_error *err)
{
    struct batch batch = {.schema = &run->kept, .columns = run->columns, .n = n};

    run->sink_failed = true;
    return sink_rows(run->pump->sink, &batch, err);
}

/* Puts rows row0 .. row0+n-1 of the source's frame through. */
static enum cleap_status put_rows(struct run *run, size_t row0, size_t n, struct cleap_error *err)
{
    const struct cleap_frame *frame = run->pump->source->frame;
    struct cleap_frame rows = *frame;

    rows.n = n;
    rows.columns = run->views;
    run->row0 = row0;
    for (size_t i = 0; i < frame->schema->n; i++)
        run->views[i] = cl_column_from(&frame->columns[i], row0);
    if (run->pump->scorer == NULL)
        return put_unscored(run, n, err);
    return cl_scorer_each_tile(run->pump->scorer, &rows, put_tile, run, err);
}

/* Whether a failure is that of a row, and says of which. */
static bool is_row(const struct run *run, struct cleap_error *err)
{
    if (err->row < 0 || run->sink_failed)
        return false;
    blame_row(run, err);
    return true;
}

/* The first bad row ends the work: those before it are put through. */
static enum cleap_status put_good(struct run *run, size_t row0, struct cleap_error *err)
{
    struct cleap_error first = *err, other = {0};

    if (err->row > 0 && put_rows(run, row0, (size_t)err->row, &other) != CLEAP_OK)
        first = other;
    *err = first;
    return err->status;
}

/* Puts at most a tile of the source's frame through. */
static enum cleap_status put_part(struct run *run, size_t row0, size_t n, struct cleap_error *err)
{
    if (put_rows(run, row0, n, err) == CLEAP_OK || !is_row(run, err))
        return err->status;
    if (!run->pump->bad->skip)
        return put_good(run, row0, err);
    cl_error_begin(err, err);
    for (size_t row = row0; row < row0 + n; row++) {
        if (put_rows(run, row, 1, err) == CLEAP_OK)
            continue;
        CL_TRY(is_row(run, err) ? bad_row(run->pump->bad, err) : err->status);
    }
    return CLEAP_OK;
}

/* Adds a column of the frame to what goes out unscored. */
static enum cleap_status keep_column(struct run *run, struct cl_str name, struct cleap_error *err)
{
    const struct cl_schema *schema = run->pump->source->frame->schema;
    ptrdiff_t at = cl_schema_find(schema, name);

    if (at < 0)
        return cl_fail(err, CLEAP_E_SCHEMA, "there is no column '%.*s' to select",
                       CL_STR_ARGS(name));
    if (cl_schema_find(&run->kept, name) >= 0)
        return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is selected twice", CL_STR_ARGS(name));
    run->columns[run->kept.n] = &run->views[at];
    run->kept.fields[run->kept.n++] = schema->fields[at];
    return CLEAP_OK;
}

static enum cleap_status keep_columns(struct run *run, struct cleap_error *err)
{
    const struct cl_schema *schema = run->pump->source->frame->schema;
    const struct cl_strs *keep = run->pump->keep;
    size_t n = keep != NULL ? keep->n : schema->n;

    run->columns = cl_arena_array(&run->arena, n, sizeof *run->columns);
    run->kept.fields = cl_arena_array(&run->arena, n, sizeof *run->kept.fields);
    if (run->columns == NULL || run->kept.fields == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        CL_TRY(keep_column(run, keep != NULL ? keep->at[i] : schema->fields[i].name, err));
    return CLEAP_OK;
}

/* What comes before the first row: room for views, the sink's beginning. */
static enum cleap_status begin(struct run *run, struct cleap_error *err)
{
    const struct pump *pump = run->pump;
    const struct cleap_frame *frame = pump->source->frame;
    const struct cl_plan *plan;

    run->begun = true;
    run->views = cl_arena_array(&run->arena, frame->schema->n, sizeof *run->views);
    if (run->views == NULL)
        return cl_fail_nomem(err);
    if (pump->scorer == NULL) {
        CL_TRY(keep_columns(run, err));
        return pump->sink->begin(pump->sink, &run->kept, err);
    }
    CL_TRY(cl_scorer_plan(pump->scorer, frame->schema, frame->schema_id, &plan, err));
    return pump->sink->begin(pump->sink, &plan->output, err);
}

static enum cleap_status run_all(struct run *run, struct cleap_error *err)
{
    struct source *source = run->pump->source;
    size_t n;

    do {
        CL_TRY(source_next(source, err));
        if (!run->begun)
            CL_TRY(begin(run, err));
        for (size_t row = 0; row < source->frame->n; row += n) {
            n = source->frame->n - row < CL_TILE_ROWS ? source->frame->n - row : CL_TILE_ROWS;
            CL_TRY(put_part(run, row, n, err));
            run->sink_failed = false;
            progress_add(&run->progress, n);
        }
    } while (source->frame->n > 0);
    return sink_end(run->pump->sink, err);
}

enum cleap_status pump_run(const struct pump *pump, struct cleap_error *err)
{
    struct run run = {.pump = pump};
    enum cleap_status status;

    cl_arena_init(&run.arena, 4096);
    progress_start(&run.progress, pump->sink->fd);
    status = run_all(&run, err);
    if (status != CLEAP_OK)
        sink_abandon(pump->sink);
    progress_end(&run.progress);
    cl_arena_free(&run.arena);
    return status;
}
