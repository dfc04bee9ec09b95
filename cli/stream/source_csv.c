/*
 * CSV: a header line, then a record a row (proxy/payload/csv_rows.h).
 */
#include <stdlib.h>

#include "cli/stream/source.h"
#include "proxy/payload/csv_rows.h"
#include "runtime/op.h"

struct csv {
    struct source source;
    struct payload_csv rows;
    uint64_t lines[CL_TILE_ROWS];
};

static enum cleap_status next_record(struct csv *s, bool keep, struct feed_piece *record,
                                     uint64_t *line, struct cleap_error *err)
{
    *line = s->source.line;
    if (feed_next(s->source.feed, csv_record_end, keep, record, err) != CLEAP_OK)
        return err->status == CLEAP_E_LIMIT
                   ? cl_blame(err, "line %llu", (unsigned long long)s->source.line)
                   : err->status;
    s->source.line += record->at != NULL ? record->n_lines : 0;
    return CLEAP_OK;
}

static enum cleap_status read_header(struct csv *s, struct cleap_error *err)
{
    struct feed_piece record;
    uint64_t line;

    CL_TRY(next_record(s, false, &record, &line, err));
    return payload_csv_header(&s->rows, s->source.model, (struct csv_record){record.at, record.end},
                              err);
}

static enum cleap_status add_record(struct csv *s, const struct feed_piece *piece, uint64_t line,
                                    struct cleap_error *err)
{
    struct csv_record record = {piece->at, piece->end};

    if (payload_csv_is_empty(record) && s->rows.n_fields > 1)
        return CLEAP_OK;
    if (payload_csv_add(&s->rows, record, err) == CLEAP_OK) {
        s->lines[s->rows.frame.n - 1] = line;
        return CLEAP_OK;
    }
    cl_blame(err, "line %llu", (unsigned long long)line);
    return bad_row(s->source.bad, BAD_READ, line, err);
}

static enum cleap_status read_tile(struct csv *s, struct cleap_error *err)
{
    const struct cleap_frame *frame = &s->rows.frame;
    struct feed_piece record;
    size_t n_bytes = 0;
    uint64_t line;

    while (frame->n < CL_TILE_ROWS && (frame->n == 0 || n_bytes < SOURCE_TILE_BYTES)) {
        CL_TRY(next_record(s, frame->n > 0, &record, &line, err));
        if (record.at == NULL)
            break;
        n_bytes += (size_t)(record.end - record.at);
        CL_TRY(add_record(s, &record, line, err));
    }
    return CLEAP_OK;
}

static enum cleap_status next(struct source *source, struct cleap_error *err)
{
    struct csv *s = (struct csv *)source;

    if (s->rows.n_fields == 0 && read_header(s, err) != CLEAP_OK)
        return cl_blame(err, "line 1");
    CL_TRY(payload_csv_begin(&s->rows, CL_TILE_ROWS, err));
    if (read_tile(s, err) != CLEAP_OK && !source_delay(source, s->rows.frame.n, err))
        return err->status;
    cl_frame_drop_validity(&s->rows.frame);
    return CLEAP_OK;
}

static void free_csv(struct source *source)
{
    payload_csv_done(&((struct csv *)source)->rows);
    free(source);
}

static enum cleap_status fork_csv(const struct source *source, struct source **fresh,
                                  struct cleap_error *err)
{
    CL_TRY(source_open_csv(fresh, err));
    return payload_csv_like(&((struct csv *)*fresh)->rows, &((const struct csv *)source)->rows,
                            err);
}

enum cleap_status source_open_csv(struct source **source, struct cleap_error *err)
{
    struct csv *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    s->source = (struct source){.unit = "line",
                                .frame = &s->rows.frame,
                                .numbers = s->lines,
                                .line = 1,
                                .record_end = csv_record_end,
                                .fork = fork_csv,
                                .next = next,
                                .free = free_csv};
    *source = &s->source;
    if (payload_csv_init(&s->rows, err) != CLEAP_OK)
        free_csv(*source);
    return err->status;
}
