/*
 * Where rows go: a tile at a time, whatever their form.
 */
#ifndef CLEAP_CLI_STREAM_SINK_H
#define CLEAP_CLI_STREAM_SINK_H

#include "cleap/frame.h"
#include "cli/stream/form.h"
#include "proxy/payload/rows.h"
#include "proxy/payload/select.h"
#include "runtime/buf.h"
#include "runtime/scorer.h"

/* Rows of one schema, which stays the same. */
struct batch {
    const struct cl_schema *schema;
    const struct cl_column *const *columns;
    size_t n;
    const struct cl_answer *answer;     /* what they are; NULL: they were not scored */
    const struct payload_rows *objects; /* what rides along; NULL: nothing but columns */
};

struct sink {
    int fd;
    bool owns_fd;
    const char *path;  /* for messages */
    bool hold;         /* nothing is written before the end */
    bool is_lines;     /* a row is good without those behind it */
    struct cl_buf out; /* not written yet */

    /* begin() comes once, before rows() and end(), and takes only the batch's schema. */
    enum cleap_status (*begin)(struct sink *sink, const struct cl_schema *schema,
                               struct cleap_error *err);
    enum cleap_status (*rows)(struct sink *sink, const struct batch *batch,
                              struct cleap_error *err);
    enum cleap_status (*end)(struct sink *sink, struct cleap_error *err);
    /* Another sink whose text for rows is the same; NULL: it depends on the rows before them. */
    enum cleap_status (*fork)(const struct sink *sink, struct sink **fresh,
                              struct cleap_error *err);
    void (*free)(struct sink *sink);
};

struct sink_options {
    enum form form;
    const char *path; /* NULL or "-": standard output */
    bool hold;        /* what comes out must be whole or nothing, where the form allows */
    enum cleap_json_style style;
    const struct payload_select *select; /* for rows with what rides along */
};

/* CLEAP_E_IO: the file cannot be made. */
enum cleap_status sink_open(const struct sink_options *options, struct sink **sink,
                            struct cleap_error *err);
void sink_close(struct sink *sink);

enum cleap_status sink_rows(struct sink *sink, const struct batch *batch, struct cleap_error *err);
enum cleap_status sink_end(struct sink *sink, struct cleap_error *err);

/* sink->fork(): for rows() alone, whose text stays in sink->out. */
enum cleap_status sink_fork(const struct sink *sink, struct sink **fresh, struct cleap_error *err);

/* Writes text that such a sink has made. */
enum cleap_status sink_text(struct sink *sink, const struct cl_buf *text, struct cleap_error *err);

/* For work that ends early: writes the rows that there are, if each stands for itself. */
void sink_abandon(struct sink *sink);

/* Writes what there is, unless all is held; the argument of the feed's on_wait is the sink. */
enum cleap_status sink_flush(void *sink, struct cleap_error *err);

/* For sink_open() alone. */
enum cleap_status sink_open_json(const struct sink_options *options, struct sink **sink,
                                 struct cleap_error *err);
enum cleap_status sink_open_binary(struct sink **sink, struct cleap_error *err);
enum cleap_status sink_open_avro(struct sink **sink, struct cleap_error *err);
enum cleap_status sink_open_csv(struct sink **sink, struct cleap_error *err);
enum cleap_status sink_open_jsonl(const struct sink_options *options, struct sink **sink,
                                  struct cleap_error *err);
enum cleap_status sink_open_table(struct sink **sink, struct cleap_error *err);

#endif
