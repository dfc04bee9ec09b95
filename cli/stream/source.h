/*
 * Where rows come from: a tile at a time, whatever their form.
 *
 * A leap frame in JSON or binary is read whole, as its form wants it. The others are read as they
 * are needed, in the memory of a tile.
 */
#ifndef CLEAP_CLI_STREAM_SOURCE_H
#define CLEAP_CLI_STREAM_SOURCE_H

#include "cli/stream/bad.h"
#include "cli/stream/feed.h"
#include "cli/stream/form.h"
#include "proxy/payload/rows.h"
#include "proxy/payload/select.h"
#include "runtime/frame.h"
#include "runtime/model.h"

/* Rows are handed on at once when they take as many bytes as this. */
#define SOURCE_TILE_BYTES ((size_t)4 << 20)

struct source {
    const struct cleap_model *model; /* says what columns of CSV and JSON Lines are; or NULL */
    struct bad *bad;
    struct feed *feed;

    /* What next() gave: the frame is good until it is called again. Its schema stays the same. */
    const struct cleap_frame *frame;
    const char *unit;        /* "line" or "row" */
    const uint64_t *numbers; /* of the rows, as `unit` counts them; NULL: from `first` on */
    uint64_t first;
    uint64_t line;           /* of text: that of the next record, from 1 */
    struct cleap_error late; /* what ended the frame: it is said when its rows are through */
    const struct payload_rows *objects; /* rows with what rides along; NULL: it is in columns */

    /* Of text that can be cut: where a record ends, and another source for such pieces, which knows
     * what this one knows of columns and lives no longer. NULL: it cannot. The caller gives it a
     * feed with whole records, the model, and the line on which they begin. */
    feed_end_fn record_end;
    enum cleap_status (*fork)(const struct source *source, struct source **fresh,
                              struct cleap_error *err);

    /* No rows are left when frame->n is 0. To be called through source_next(). */
    enum cleap_status (*next)(struct source *source, struct cleap_error *err);
    void (*free)(struct source *source);
};

/*
 * Makes a source of a feed, which must live as long. `objects`: what rides along with JSON Lines
 * stays what it was, for a sink that writes JSON Lines again; else it becomes columns of text.
 */
struct source_options {
    const struct cleap_model *model;
    struct bad *bad;
    bool objects;
    const struct payload_select *select; /* columns that are going to be asked for */
    size_t n_tiles;                      /* a frame may have, where they are read as needed */
};
enum cleap_status source_open(enum form form, struct feed *feed,
                              const struct source_options *options, struct source **source,
                              struct cleap_error *err);
void source_close(struct source *source);

/* source->next(), but a failure behind rows of the frame waits for the next call. */
enum cleap_status source_next(struct source *source, struct cleap_error *err);

/* For next() alone: whether a failure can wait, because there are n rows before it. */
bool source_delay(struct source *source, size_t n, struct cleap_error *err);

/* The form of what a feed holds, which is looked at but not used. */
enum cleap_status source_guess(struct feed *feed, enum form *form, struct cleap_error *err);

/* For source_open() alone. */
enum cleap_status source_open_whole(enum form form, struct source **source,
                                    struct cleap_error *err);
enum cleap_status source_open_avro(const struct source_options *options, struct source **source,
                                   struct cleap_error *err);
enum cleap_status source_open_csv(struct source **source, struct cleap_error *err);
enum cleap_status source_open_jsonl(const struct source_options *options, struct source **source,
                                    struct cleap_error *err);

#endif
