/*
 * Leap frames, and tables of them.
 */
#include <stdlib.h>

#include "cli/stream/sink.h"
#include "cli/table.h"
#include "mleap/frame_avro.h"
#include "mleap/frame_binary.h"
#include "mleap/frame_json_write.h"

/* A table is laid out when all of it is known, so it has an end. */
#define TABLE_MAX_ROWS ((size_t)1000000)

struct json {
    struct sink sink;
    enum cleap_json_style style;
    const struct cl_schema *schema;
    struct cl_frame_writer writer;
};

static void free_sink(struct sink *sink)
{
    free(sink);
}

static enum cleap_status begin_json(struct sink *sink, const struct cl_schema *schema,
                                    struct cleap_error *err)
{
    struct json *s = (struct json *)sink;

    (void)err;
    s->schema = schema;
    cl_frame_write_begin(&s->writer, &sink->out, s->style);
    return CLEAP_OK;
}

static enum cleap_status rows_json(struct sink *sink, const struct batch *batch,
                                   struct cleap_error *err)
{
    struct json *s = (struct json *)sink;

    return cl_frame_write_rows(&s->writer, batch->columns, batch->schema->n, batch->n, err);
}

static enum cleap_status end_json(struct sink *sink, struct cleap_error *err)
{
    struct json *s = (struct json *)sink;

    (void)err;
    cl_frame_write_end(&s->writer, s->schema);
    cl_buf_byte(&sink->out, '\n');
    return CLEAP_OK;
}

enum cleap_status sink_open_json(const struct sink_options *options, struct sink **sink,
                                 struct cleap_error *err)
{
    struct json *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    s->style = options->style;
    s->sink =
        (struct sink){.begin = begin_json, .rows = rows_json, .end = end_json, .free = free_sink};
    *sink = &s->sink;
    return CLEAP_OK;
}

struct binary {
    struct sink sink;
    struct cl_binary_writer writer;
};

static enum cleap_status begin_binary(struct sink *sink, const struct cl_schema *schema,
                                      struct cleap_error *err)
{
    return cl_binary_write_begin(&((struct binary *)sink)->writer, schema, &sink->out, err);
}

static enum cleap_status rows_binary(struct sink *sink, const struct batch *batch,
                                     struct cleap_error *err)
{
    return cl_binary_write_rows(&((struct binary *)sink)->writer, batch->columns, batch->n, err);
}

static enum cleap_status end_binary(struct sink *sink, struct cleap_error *err)
{
    return cl_binary_write_end(&((struct binary *)sink)->writer, err);
}

enum cleap_status sink_open_binary(struct sink **sink, struct cleap_error *err)
{
    struct binary *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    s->sink = (struct sink){
        .begin = begin_binary, .rows = rows_binary, .end = end_binary, .free = free_sink};
    *sink = &s->sink;
    return CLEAP_OK;
}

struct avro {
    struct sink sink;
    struct cl_avro_writer *writer;
};

static enum cleap_status begin_avro(struct sink *sink, const struct cl_schema *schema,
                                    struct cleap_error *err)
{
    return cl_avro_writer_open(schema, &sink->out, &((struct avro *)sink)->writer, err);
}

static enum cleap_status rows_avro(struct sink *sink, const struct batch *batch,
                                   struct cleap_error *err)
{
    return cl_avro_writer_rows(((struct avro *)sink)->writer, batch->columns, batch->n, err);
}

static enum cleap_status end_avro(struct sink *sink, struct cleap_error *err)
{
    return cl_avro_writer_end(((struct avro *)sink)->writer, err);
}

static void free_avro(struct sink *sink)
{
    cl_avro_writer_free(((struct avro *)sink)->writer);
    free(sink);
}

enum cleap_status sink_open_avro(struct sink **sink, struct cleap_error *err)
{
    struct avro *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    s->sink =
        (struct sink){.begin = begin_avro, .rows = rows_avro, .end = end_avro, .free = free_avro};
    *sink = &s->sink;
    return CLEAP_OK;
}

struct table {
    struct sink sink;
    struct cleap_frame frame; /* all rows so far */
    size_t room;
};

static enum cleap_status begin_table(struct sink *sink, const struct cl_schema *schema,
                                     struct cleap_error *err)
{
    struct table *s = (struct table *)sink;

    CL_TRY(cl_frame_shape(&s->frame, schema, 0, err));
    return CLEAP_OK;
}

/* Columns of more room, with the cells that they have. */
static enum cleap_status widen(struct table *s, size_t room, struct cleap_error *err)
{
    for (size_t i = 0; i < s->frame.schema->n; i++) {
        struct cl_column *old = &s->frame.columns[i], wider = {.type = old->type};

        if (!cl_column_reserve(&wider, room, &s->frame.arena))
            return cl_fail_nomem(err);
        memcpy(wider.as.any, old->as.any, s->frame.n * cl_cell_size(&wider.type));
        if (wider.valid != NULL)
            memcpy(wider.valid, old->valid, s->frame.n);
        *old = wider;
    }
    s->room = room;
    return CLEAP_OK;
}

static enum cleap_status rows_table(struct sink *sink, const struct batch *batch,
                                    struct cleap_error *err)
{
    struct table *s = (struct table *)sink;
    size_t n = s->frame.n + batch->n;

    if (n > TABLE_MAX_ROWS)
        return cl_fail(err, CLEAP_E_LIMIT, "a table of more than %zu rows", TABLE_MAX_ROWS);
    if (n > s->room)
        CL_TRY(widen(s, n > 2 * s->room ? n : 2 * s->room, err));
    for (size_t i = 0; i < batch->schema->n; i++)
        if (!cl_column_append(&s->frame.columns[i], s->frame.n, batch->columns[i], batch->n,
                              &s->frame.arena))
            return cl_fail_nomem(err);
    s->frame.n = n;
    return CLEAP_OK;
}

static enum cleap_status end_table(struct sink *sink, struct cleap_error *err)
{
    return table_write(&sink->out, &((struct table *)sink)->frame, err);
}

static void free_table(struct sink *sink)
{
    cl_frame_done(&((struct table *)sink)->frame);
    free(sink);
}

enum cleap_status sink_open_table(struct sink **sink, struct cleap_error *err)
{
    struct table *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    cl_frame_init(&s->frame);
    s->sink = (struct sink){
        .begin = begin_table, .rows = rows_table, .end = end_table, .free = free_table};
    *sink = &s->sink;
    return CLEAP_OK;
}
