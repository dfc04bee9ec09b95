/*
 * CSV: a header line, then a record a row.
 *
 * A null is a field of nothing, an empty text is "". Numbers are as Java writes them, which reads
 * back as the same, NaN and infinities included. A dense vector is a JSON array in a field; lists,
 * maps and other tensors are their JSON.
 */
#include <stdlib.h>

#include "cli/stream/sink.h"
#include "mleap/base64.h"
#include "mleap/frame_json_write.h"
#include "proxy/payload/csv.h"
#include "runtime/number.h"

struct csv {
    struct sink sink;
    struct cl_buf field; /* a field that needs to be looked at before it is written */
};

static void put_number(struct cl_buf *out, const struct cl_column *column, size_t row)
{
    char *at = cl_buf_reserve(out, CL_NUMBER_TEXT_SIZE);

    if (at == NULL)
        return;
    switch (column->type.base) {
    case CL_F64:
        out->n += cl_f64_java_text(column->as.f64[row], at);
        break;
    case CL_F32:
        out->n += cl_f32_java_text(column->as.f32[row], at);
        break;
    case CL_I8:
        out->n += cl_i64_text(column->as.i8[row], at);
        break;
    case CL_I16:
        out->n += cl_i64_text(column->as.i16[row], at);
        break;
    case CL_I32:
        out->n += cl_i64_text(column->as.i32[row], at);
        break;
    default:
        out->n += cl_i64_text(column->as.i64[row], at);
        break;
    }
}

static void put_bytes(struct cl_buf *out, struct cl_str bytes)
{
    char *at = cl_buf_reserve(out, cl_base64_size(bytes.n));

    if (bytes.n == 0)
        csv_put_text(out, bytes);
    else if (at != NULL)
        out->n += cl_base64_write(bytes, at);
}

static void put_scalar(struct csv *s, const struct cl_column *column, size_t row)
{
    struct cl_buf *out = &s->sink.out;

    switch (column->type.base) {
    case CL_STR:
        csv_put_text(out, column->as.str[row]);
        break;
    case CL_BYTES:
        put_bytes(out, column->as.str[row]);
        break;
    case CL_BOOL:
        cl_buf_text(out, column->as.b[row] ? "true" : "false");
        break;
    default:
        put_number(out, column, row);
        break;
    }
}

/* Lists, maps and tensors. */
static enum cleap_status put_json(struct csv *s, const struct cl_column *column, size_t row,
                                  struct cleap_error *err)
{
    struct cl_json_writer json = {.buf = &s->field, .style = CLEAP_JSON_COMPACT};
    struct cl_column values = {.type = {.base = column->type.base, .shape = CL_LIST}};
    struct cl_list list;

    cl_buf_reset(&s->field);
    if (column->type.shape == CL_TENSOR) {
        const struct cl_tensor *cell = &column->as.tensor[row];

        list = (struct cl_list){.at = cell->value, .n = cell->n};
        values.as.list = &list;
        if (cell->index == NULL && cell->rank == 1 && cell->dims == NULL) {
            column = &values;
            row = 0;
        }
    }
    CL_TRY(cl_frame_write_cell(&json, column, row, err));
    CL_TRY(cl_buf_check(&s->field, "a field", err));
    csv_put_text(&s->sink.out, (struct cl_str){.at = s->field.at, .n = (uint32_t)s->field.n});
    return CLEAP_OK;
}

static enum cleap_status begin(struct sink *sink, const struct cl_schema *schema,
                               struct cleap_error *err)
{
    (void)err;
    for (size_t i = 0; i < schema->n; i++) {
        if (i > 0)
            cl_buf_byte(&sink->out, ',');
        csv_put_text(&sink->out, schema->fields[i].name);
    }
    cl_buf_byte(&sink->out, '\n');
    return CLEAP_OK;
}

static enum cleap_status rows(struct sink *sink, const struct batch *batch, struct cleap_error *err)
{
    struct csv *s = (struct csv *)sink;

    for (size_t row = 0; row < batch->n; row++) {
        for (size_t i = 0; i < batch->schema->n; i++) {
            const struct cl_column *column = batch->columns[i];

            if (i > 0)
                cl_buf_byte(&sink->out, ',');
            if (cl_column_is_null(column, row))
                continue;
            if (column->type.shape == CL_SCALAR)
                put_scalar(s, column, row);
            else if (put_json(s, column, row, err) != CLEAP_OK)
                return cl_blame(err, "column '%.*s'", CL_STR_ARGS(batch->schema->fields[i].name));
        }
        cl_buf_byte(&sink->out, '\n');
    }
    return CLEAP_OK;
}

static enum cleap_status end(struct sink *sink, struct cleap_error *err)
{
    (void)sink;
    (void)err;
    return CLEAP_OK;
}

static void free_csv(struct sink *sink)
{
    cl_buf_free(&((struct csv *)sink)->field);
    free(sink);
}

static enum cleap_status fork_csv(const struct sink *sink, struct sink **fresh,
                                  struct cleap_error *err)
{
    (void)sink;
    return sink_open_csv(fresh, err);
}

enum cleap_status sink_open_csv(struct sink **sink, struct cleap_error *err)
{
    struct csv *s = calloc(1, sizeof *s);

    if (s == NULL)
        return cl_fail_nomem(err);
    cl_buf_init(&s->field, UINT32_MAX);
    s->sink =
        (struct sink){.begin = begin, .rows = rows, .end = end, .fork = fork_csv, .free = free_csv};
    *sink = &s->sink;
    return CLEAP_OK;
}
