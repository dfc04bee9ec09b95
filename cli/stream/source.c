/*
 * Sources: which one, and those of leap frames.
 */
#include "cli/stream/source.h"

#include <stdlib.h>

#include "mleap/frame_avro.h"
#include "mleap/frame_format.h"
#include "runtime/op.h"

/* Looking that far must tell what the data is. */
#define GUESS_SIZE 16

/* A frame that is read whole and given once. */
struct whole {
    struct source source;
    const struct cl_frame_format *format;
    struct cleap_frame frame;
    bool given;
};

static enum cleap_status next_whole(struct source *source, struct cleap_error *err)
{
    struct whole *s = (struct whole *)source;
    struct feed *feed = source->feed;

    if (s->given) {
        s->frame.n = 0;
        return CLEAP_OK;
    }
    s->given = true;
    CL_TRY(feed_all(feed, err));
    CL_TRY(s->format->read(&s->frame, feed->buf.n > 0 ? feed->buf.at : "", feed->buf.n, err));
    cl_buf_free(&feed->buf);
    return CLEAP_OK;
}

static void free_whole(struct source *source)
{
    struct whole *s = (struct whole *)source;

    cl_frame_done(&s->frame);
    free(s);
}

enum cleap_status source_open_whole(enum form form, struct source **source, struct cleap_error *err)
{
    struct whole *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    cl_frame_init(&s->frame);
    s->format = cl_frame_format_find(cl_str_of(form_name(form)));
    s->source =
        (struct source){.unit = "row", .frame = &s->frame, .next = next_whole, .free = free_whole};
    *source = &s->source;
    return CLEAP_OK;
}

struct avro {
    struct source source;
    struct cl_avro_reader *reader;
    struct cleap_frame frame;
    size_t n_rows; /* a frame */
};

static enum cleap_status next_avro(struct source *source, struct cleap_error *err)
{
    struct avro *s = (struct avro *)source;

    if (s->reader == NULL)
        CL_TRY(cl_avro_reader_open(feed_pull, source->feed, &s->reader, err));
    source->first += s->frame.n;
    return cl_avro_reader_next(s->reader, &s->frame, s->n_rows, err);
}

static void free_avro(struct source *source)
{
    struct avro *s = (struct avro *)source;

    cl_avro_reader_free(s->reader);
    cl_frame_done(&s->frame);
    free(s);
}

enum cleap_status source_open_avro(const struct source_options *options, struct source **source,
                                   struct cleap_error *err)
{
    struct avro *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    cl_frame_init(&s->frame);
    s->n_rows = options->n_tiles * CL_TILE_ROWS;
    s->source =
        (struct source){.unit = "row", .frame = &s->frame, .next = next_avro, .free = free_avro};
    *source = &s->source;
    return CLEAP_OK;
}

enum cleap_status source_open(enum form form, struct feed *feed,
                              const struct source_options *options, struct source **source,
                              struct cleap_error *err)
{
    *source = NULL;
    if ((form == FORM_CSV || form == FORM_JSONL) && options->model == NULL)
        return cl_fail(err, CLEAP_E_STATE,
                       "%s says nothing of types: the model that it is for must be named",
                       form_name(form));
    if (form == FORM_AVRO)
        CL_TRY(source_open_avro(options, source, err));
    else if (form == FORM_CSV)
        CL_TRY(source_open_csv(source, err));
    else if (form == FORM_JSONL)
        CL_TRY(source_open_jsonl(options, source, err));
    else
        CL_TRY(source_open_whole(form, source, err));
    (*source)->feed = feed;
    (*source)->model = options->model;
    (*source)->bad = options->bad;
    return CLEAP_OK;
}

void source_close(struct source *source)
{
    if (source != NULL)
        source->free(source);
}

enum cleap_status source_next(struct source *source, struct cleap_error *err)
{
    if (source->late.status != CLEAP_OK)
        *err = source->late;
    else if (source->next(source, err) == CLEAP_OK)
        return CLEAP_OK;
    if (err->status == CLEAP_E_IO || err->status == CLEAP_E_NOMEM) /* the former has the path */
        return err->status;
    return cl_blame(err, "%s", source->feed->path);
}

bool source_delay(struct source *source, size_t n, struct cleap_error *err)
{
    if (n == 0)
        return false;
    source->late = *err;
    cl_error_begin(err, err);
    return true;
}

enum cleap_status source_guess(struct feed *feed, enum form *form, struct cleap_error *err)
{
    while (feed->buf.n < GUESS_SIZE && !feed->at_end)
        CL_TRY(feed_more(feed, FEED_MAX_LINE, err));
    *form = form_by_content(feed->buf.n > 0 ? feed->buf.at : "", feed->buf.n);
    return CLEAP_OK;
}
