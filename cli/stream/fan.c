/*
 * Chunks of text, handed out to lanes.
 *
 * A chunk is cut when it is large enough, or when nothing more has come and a thread has nothing to
 * do: so rows that come slowly are answered as they come.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/stream/fan.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "mleap/json.h"
#include "runtime/workers.h"

#define CHUNK_SIZE ((size_t)256 << 10)

/* A slot of the workers. */
struct chunk {
    struct cl_buf text; /* whole records, CL_JSON_PADDING bytes behind them */
    uint64_t line;      /* of the first */
    size_t n_records;
    struct cl_buf out;        /* what goes out: its text, or */
    struct cleap_frame frame; /* its cells, where the sink has no fork() */
    struct bad bad;
    uint64_t n_rows;
    struct cleap_error err;
};

/* Keeps the cells of a chunk for a sink that must have rows one after the other. */
struct keeper {
    struct sink sink;
    struct cleap_frame *frame;
    size_t room;
};

/* A worker. */
struct member {
    struct lane lane;
    struct feed feed; /* of the chunk at hand */
    struct keeper keeper;
};

struct fan {
    struct lane *lane; /* whose sink takes it all */
    struct progress *progress;
    struct cl_workers *workers;
    size_t n_members, n_chunks;
    struct member *members;
    struct chunk *chunks;
    uint64_t line;           /* of the next record */
    struct cleap_error *err; /* what a chunk failed with */
};

static enum cleap_status keep_rows(struct sink *sink, const struct batch *batch,
                                   struct cleap_error *err)
{
    struct keeper *keeper = (struct keeper *)sink;

    if (keeper->frame->n == 0) {
        cleap_frame_reset(keeper->frame);
        CL_TRY(cl_answer_begin(keeper->frame, batch->answer->plan, keeper->room, err));
    }
    return cl_answer_append(keeper->frame, batch->answer, err);
}

static enum cleap_status put_chunk(struct lane *lane, struct chunk *chunk, struct cleap_error *err)
{
    do {
        CL_TRY(source_next(lane->source, err));
        CL_TRY(lane_put(lane, err));
        chunk->n_rows += lane->source->frame->n;
    } while (lane->source->frame->n > 0);
    return CLEAP_OK;
}

static void swap(struct cl_buf *a, struct cl_buf *b)
{
    struct cl_buf kept = *a;

    *a = *b;
    *b = kept;
}

static void run(void *arg, size_t worker, size_t slot)
{
    struct fan *fan = arg;
    struct chunk *chunk = &fan->chunks[slot];
    struct member *member = &fan->members[worker];
    struct source *source = member->lane.source;

    member->feed = (struct feed){
        .path = fan->lane->source->feed->path, .fd = -1, .at_end = true, .buf = chunk->text};
    member->keeper.frame = &chunk->frame;
    member->keeper.room = chunk->n_records;
    member->lane.bad = source->bad = &chunk->bad;
    source->line = chunk->line;
    source->late = (struct cleap_error){0};
    cl_error_begin(&chunk->err, NULL);
    chunk->n_rows = 0;
    swap(&member->lane.sink->out, &chunk->out);
    (void)put_chunk(&member->lane, chunk, &chunk->err);
    bad_end_tile(&chunk->bad);
    swap(&member->lane.sink->out, &chunk->out);
}

static enum cleap_status put_cells(struct sink *sink, const struct cleap_frame *frame,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    const struct cl_column **columns = cl_arena_array(arena, frame->schema->n, sizeof *columns);
    const struct batch batch = {.schema = frame->schema, .columns = columns, .n = frame->n};

    if (columns == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < frame->schema->n; i++)
        columns[i] = &frame->columns[i];
    return sink_rows(sink, &batch, err);
}

static enum cleap_status put_out(struct fan *fan, struct chunk *chunk, struct cleap_error *err)
{
    struct sink *sink = fan->lane->sink;

    if (sink->fork != NULL)
        return sink_text(sink, &chunk->out, err);
    return chunk->frame.n > 0 ? put_cells(sink, &chunk->frame, &chunk->frame.arena, err) : CLEAP_OK;
}

static bool take(void *arg, size_t slot)
{
    struct fan *fan = arg;
    struct chunk *chunk = &fan->chunks[slot];

    bad_join(fan->lane->bad, &chunk->bad);
    if (put_out(fan, chunk, fan->err) == CLEAP_OK)
        *fan->err = chunk->err;
    progress_add(fan->progress, chunk->n_rows);
    return fan->err->status == CLEAP_OK;
}

/* Moves records that the feed holds into a chunk. */
static enum cleap_status cut(struct fan *fan, struct feed *feed, struct chunk *chunk,
                             struct cleap_error *err)
{
    struct feed_piece record;
    const char *begin = feed->buf.at + feed->begin, *end = begin;

    while (chunk->text.n + (size_t)(end - begin) < CHUNK_SIZE) {
        CL_TRY(feed_next(feed, fan->lane->source->record_end, true, &record, err));
        if (record.at == NULL)
            break;
        end = record.end;
        chunk->n_records++;
        fan->line += record.n_lines;
    }
    if (end > begin)
        cl_buf_append(&chunk->text, begin, (size_t)(end - begin));
    return cl_buf_check(&chunk->text, "a piece of the input", err);
}

/* Whether a read would give something at once. */
static bool has_more(const struct feed *feed)
{
    struct pollfd fd = {.fd = feed->fd, .events = POLLIN};

    return poll(&fd, 1, 0) != 0;
}

static enum cleap_status read_more(struct fan *fan, struct feed *feed, struct cleap_error *err)
{
    if (feed_more(feed, FEED_MAX_LINE, err) == CLEAP_OK)
        return CLEAP_OK;
    if (err->status != CLEAP_E_LIMIT)
        return err->status;
    return cl_blame(err, "%s: line %llu", feed->path, (unsigned long long)fan->line);
}

/* Fills a chunk, with nothing when nothing is left. Also a failure may leave records in it. */
static enum cleap_status fill(struct fan *fan, struct chunk *chunk, struct cleap_error *err)
{
    struct feed *feed = fan->lane->source->feed;

    cl_buf_reset(&chunk->text);
    cl_buf_reset(&chunk->out);
    chunk->frame.n = 0;
    chunk->n_records = 0;
    chunk->line = fan->line;
    for (;;) {
        bool was_end = feed->at_end;

        CL_TRY(cut(fan, feed, chunk, err));
        if (chunk->text.n >= CHUNK_SIZE || was_end)
            return CLEAP_OK;
        if (chunk->text.n > 0 && (cl_workers_idle(fan->workers) || !has_more(feed)))
            return CLEAP_OK;
        CL_TRY(read_more(fan, feed, err));
    }
}

/* Reads to the end, or until a chunk has failed: then *fan->err says with what. */
static enum cleap_status hand_out(struct fan *fan, struct cleap_error *err)
{
    for (;;) {
        size_t slot = cl_workers_slot(fan->workers);
        struct chunk *chunk;
        enum cleap_status status;

        if (slot == CL_NO_SLOT_FREE)
            return CLEAP_OK;
        chunk = &fan->chunks[slot];
        status = fill(fan, chunk, err);
        if (chunk->n_records == 0)
            return status;
        if (cl_buf_reserve(&chunk->text, CL_JSON_PADDING) == NULL)
            return cl_buf_check(&chunk->text, "a piece of the input", err);
        memset(chunk->text.at + chunk->text.n, 0, CL_JSON_PADDING);
        cl_workers_put(fan->workers);
        CL_TRY(status);
    }
}

static enum cleap_status open_member(struct fan *fan, struct member *member,
                                     struct cleap_error *err)
{
    const struct lane *main = fan->lane;
    struct lane *lane = &member->lane;
    const struct cl_schema *schema;

    member->keeper.sink.rows = keep_rows;
    cl_buf_init(&member->keeper.sink.out, 0);
    lane_init(lane);
    fan->n_members++;
    CL_TRY(main->source->fork(main->source, &lane->source, err));
    lane->source->feed = &member->feed;
    lane->source->model = main->source->model;
    CL_TRY(cl_scorer_clone(main->scorer, &lane->scorer, err));
    lane->sink = &member->keeper.sink;
    if (main->sink->fork != NULL)
        CL_TRY(sink_fork(main->sink, &lane->sink, err));
    return lane_begin(lane, main->source->frame, &schema, err);
}

static enum cleap_status open_fan(struct fan *fan, size_t n_threads, struct cleap_error *err)
{
    struct cl_workers_options options = {
        .n_threads = n_threads, .n_slots = 2 * n_threads + 1, .arg = fan, .run = run, .take = take};

    fan->members = calloc(n_threads, sizeof *fan->members);
    fan->chunks = calloc(options.n_slots, sizeof *fan->chunks);
    if (fan->members == NULL || fan->chunks == NULL)
        return cl_fail_nomem(err);
    for (; fan->n_chunks < options.n_slots; fan->n_chunks++) {
        struct chunk *chunk = &fan->chunks[fan->n_chunks];

        cl_buf_init(&chunk->text, SIZE_MAX / 2);
        cl_buf_init(&chunk->out, fan->lane->sink->out.limit);
        cl_frame_init(&chunk->frame);
        bad_init(&chunk->bad, fan->lane->bad->skip, true);
    }
    while (fan->n_members < n_threads)
        CL_TRY(open_member(fan, &fan->members[fan->n_members], err));
    return cl_workers_open(&options, &fan->workers, err);
}

static void close_fan(struct fan *fan)
{
    cl_workers_close(fan->workers);
    for (size_t i = 0; i < fan->n_members; i++) {
        struct lane *lane = &fan->members[i].lane;

        if (lane->sink != &fan->members[i].keeper.sink)
            sink_close(lane->sink);
        cleap_scorer_close(lane->scorer);
        source_close(lane->source);
        lane_done(lane);
    }
    for (size_t i = 0; i < fan->n_chunks; i++) {
        cl_buf_free(&fan->chunks[i].text);
        cl_buf_free(&fan->chunks[i].out);
        cl_frame_done(&fan->chunks[i].frame);
        bad_free(&fan->chunks[i].bad);
    }
    free(fan->members);
    free(fan->chunks);
}

enum cleap_status fan_run(struct lane *lane, size_t n_threads, struct progress *progress,
                          struct cleap_error *err)
{
    struct cleap_error of_chunk = {0};
    struct fan fan = {
        .lane = lane, .progress = progress, .line = lane->source->line, .err = &of_chunk};

    lane->source->feed->on_wait = NULL; /* the sink is the workers' for now */
    if (sink_flush(lane->sink, err) == CLEAP_OK && open_fan(&fan, n_threads, err) == CLEAP_OK) {
        (void)hand_out(&fan, err);
        cl_workers_finish(fan.workers);
        if (of_chunk.status != CLEAP_OK)
            *err = of_chunk;
    }
    close_fan(&fan);
    return err->status;
}
