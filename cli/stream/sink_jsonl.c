/*
 * JSON Lines: an object a line, its keys in the order of the columns; what rides along comes first.
 */
#include <stdlib.h>

#include "cli/stream/sink.h"
#include "mleap/frame_json_write.h"
#include "proxy/payload/answer.h"

struct jsonl {
    struct sink sink;
    const struct payload_select *select;
};

static enum cleap_status begin(struct sink *sink, const struct cl_schema *schema,
                               struct cleap_error *err)
{
    (void)sink;
    (void)schema;
    (void)err;
    return CLEAP_OK;
}

static enum cleap_status put_row(struct cl_json_writer *json, const struct batch *batch, size_t row,
                                 struct cleap_error *err)
{
    cl_json_put_begin_object(json);
    for (size_t i = 0; i < batch->schema->n; i++) {
        struct cl_str name = batch->schema->fields[i].name;

        cl_json_put_text_key(json, name, false);
        if (cl_frame_write_cell(json, batch->columns[i], row, err) != CLEAP_OK)
            return cl_blame(err, "column '%.*s'", CL_STR_ARGS(name));
        json->is_first = false;
    }
    cl_json_put_end_object(json);
    cl_buf_byte(json->buf, '\n');
    return CLEAP_OK;
}

static enum cleap_status rows(struct sink *sink, const struct batch *batch, struct cleap_error *err)
{
    struct jsonl *s = (struct jsonl *)sink;
    struct payload_answer answer = {.json = {.buf = &sink->out, .style = CLEAP_JSON_COMPACT},
                                    .rows = batch->objects,
                                    .select = s->select,
                                    .between = "\n",
                                    .lenient = true};

    if (batch->objects != NULL && batch->answer != NULL) {
        CL_TRY(payload_answer_tile(&answer, batch->answer, err));
        if (answer.n > 0)
            cl_buf_byte(&sink->out, '\n');
        return CLEAP_OK;
    }
    for (size_t row = 0; row < batch->n; row++)
        CL_TRY(put_row(&answer.json, batch, row, err));
    return CLEAP_OK;
}

static enum cleap_status end(struct sink *sink, struct cleap_error *err)
{
    (void)sink;
    (void)err;
    return CLEAP_OK;
}

static void free_jsonl(struct sink *sink)
{
    free(sink);
}

static enum cleap_status fork_jsonl(const struct sink *sink, struct sink **fresh,
                                    struct cleap_error *err)
{
    const struct sink_options options = {.select = ((const struct jsonl *)sink)->select};

    return sink_open_jsonl(&options, fresh, err);
}

enum cleap_status sink_open_jsonl(const struct sink_options *options, struct sink **sink,
                                  struct cleap_error *err)
{
    struct jsonl *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    s->select = options->select;
    s->sink = (struct sink){
        .begin = begin, .rows = rows, .end = end, .fork = fork_jsonl, .free = free_jsonl};
    *sink = &s->sink;
    return CLEAP_OK;
}
