/*
 * Writing leap frames as JSON.
 */
#include "mleap/frame_json_write.h"

#include "mleap/schema_json.h"
#include "runtime/frame.h"
#include "runtime/number.h"

/* What stands between the values of a row, for each style. Tensors are the only objects that come
 * often, so their keys are written in one go. */
struct layout {
    size_t n_comma; /* bytes of ", " */
    const char *comma, *dimensions, *indices, *values, *end;
};

static const struct layout layouts[] = {
    [CLEAP_JSON_COMPACT] = {1, ",", "{\"dimensions\":[", "],\"indices\":[", "],\"values\":[", "]}"},
    [CLEAP_JSON_PRETTY] = {2, ", ", "{\n    \"dimensions\": [", "],\n    \"indices\": [",
                           "],\n    \"values\": [", "]\n  }"},
};

static inline char *room(struct cl_buf *buf, size_t n)
{
    if (buf->room - buf->n >= n && buf->status == CLEAP_OK)
        return buf->at + buf->n;
    return cl_buf_reserve(buf, n);
}

static inline void put_comma(struct cl_buf *buf, const struct layout *layout)
{
    char *at = room(buf, 2);

    if (at == NULL)
        return;
    memcpy(at, ", ", 2);
    buf->n += layout->n_comma;
}

static inline void put_number(struct cl_buf *buf, enum cl_base base, const void *values, size_t i)
{
    char *at = room(buf, CL_NUMBER_TEXT_SIZE);

    if (at == NULL)
        return;
    switch (base) {
    case CL_F64:
        buf->n += cl_f64_json_text(((const double *)values)[i], at);
        break;
    case CL_F32:
        buf->n += cl_f32_json_text(((const float *)values)[i], at);
        break;
    case CL_I8:
        buf->n += cl_i64_text(((const int8_t *)values)[i], at);
        break;
    case CL_I16:
        buf->n += cl_i64_text(((const int16_t *)values)[i], at);
        break;
    case CL_I32:
        buf->n += cl_i64_text(((const int32_t *)values)[i], at);
        break;
    default:
        buf->n += cl_i64_text(((const int64_t *)values)[i], at);
        break;
    }
}

/* Writes value i of an array of a base type. */
static void put_value(struct cl_buf *buf, enum cl_base base, const void *values, size_t i)
{
    switch (base) {
    case CL_STR:
        cl_json_put_string(buf, ((const struct cl_str *)values)[i]);
        break;
    case CL_BYTES:
        cl_json_put_base64(buf, ((const struct cl_str *)values)[i]);
        break;
    case CL_BOOL:
        cl_buf_text(buf, ((const uint8_t *)values)[i] ? "true" : "false");
        break;
    default:
        put_number(buf, base, values, i);
        break;
    }
}

/* Doubles that are written at once. */
#define MAX_DOUBLES 64

static void put_doubles(struct cl_buf *buf, const struct layout *layout, const double *values,
                        size_t n)
{
    for (size_t i = 0; i < n; i += MAX_DOUBLES) {
        size_t n_now = n - i < MAX_DOUBLES ? n - i : MAX_DOUBLES;
        char *at;

        if (i > 0)
            put_comma(buf, layout);
        at = room(buf, n_now * (CL_NUMBER_TEXT_SIZE + 2));
        if (at == NULL)
            return;
        buf->n = (size_t)(cl_f64s_json_text(values + i, n_now, layout->comma, at) - buf->at);
    }
}

/* Writes the values with commas between them, no brackets. */
static void put_values(struct cl_buf *buf, const struct layout *layout, enum cl_base base,
                       const void *values, size_t n)
{
    if (base == CL_F64) {
        put_doubles(buf, layout, values, n);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            put_comma(buf, layout);
        put_value(buf, base, values, i);
    }
}

/* Writes the indices of a sparse vector, each in brackets of its own. */
static void put_vector_indices(struct cl_buf *buf, const struct layout *layout,
                               const int32_t *index, size_t n)
{
    char *at;

    for (size_t i = 0; i < n; i++) {
        at = room(buf, CL_NUMBER_TEXT_SIZE + 4);
        if (at == NULL)
            return;
        if (i > 0) {
            memcpy(at, layout->comma, 2);
            at += layout->n_comma;
        }
        *at++ = '[';
        at += cl_i64_text(index[i], at);
        *at++ = ']';
        buf->n = (size_t)(at - buf->at);
    }
}

/* The same for more dimensions. */
static void put_indices(struct cl_buf *buf, const struct layout *layout,
                        const struct cl_tensor *cell)
{
    for (size_t i = 0; i < cell->n; i++) {
        if (i > 0)
            put_comma(buf, layout);
        cl_buf_byte(buf, '[');
        put_values(buf, layout, CL_I32, cell->index + i * cell->rank, cell->rank);
        cl_buf_byte(buf, ']');
    }
}

static void put_tensor(struct cl_buf *buf, const struct layout *layout, enum cl_base base,
                       const struct cl_tensor *cell)
{
    const int32_t size = (int32_t)cell->size;

    cl_buf_text(buf, layout->dimensions);
    if (cell->dims != NULL)
        put_values(buf, layout, CL_I32, cell->dims, cell->rank);
    else
        put_values(buf, layout, CL_I32, &size, 1);
    if (cell->index != NULL) {
        cl_buf_text(buf, layout->indices);
        if (cell->rank == 1)
            put_vector_indices(buf, layout, cell->index, cell->n);
        else
            put_indices(buf, layout, cell);
    }
    cl_buf_text(buf, layout->values);
    put_values(buf, layout, base, cell->value, cell->n);
    cl_buf_text(buf, layout->end);
}

/* A map is an object, so its keys must be what is a string in JSON. */
static enum cleap_status put_map(struct cl_json_writer *w, const struct cl_type *type,
                                 const struct cl_map *cell, struct cleap_error *err)
{
    const struct cl_str *keys = cell->key;

    if (cell->n > 0 && type->key != CL_STR && type->key != CL_BYTES)
        return cl_fail(err, CLEAP_E_DATA, "keys of a map are strings in JSON, not %s",
                       cl_base_name(type->key));
    cl_json_put_begin_object(w);
    for (size_t i = 0; i < cell->n; i++) {
        cl_json_put_text_key(w, keys[i], type->key == CL_BYTES);
        put_value(w->buf, type->base, cell->value, i);
    }
    cl_json_put_end_object(w);
    return CLEAP_OK;
}

static enum cleap_status put_cell(struct cl_json_writer *w, const struct layout *layout,
                                  const struct cl_column *column, size_t row,
                                  struct cleap_error *err)
{
    const struct cl_type *type = &column->type;

    if (cl_column_is_null(column, row)) {
        cl_buf_append(w->buf, "null", 4);
        return CLEAP_OK;
    }
    switch (type->shape) {
    case CL_SCALAR:
        put_value(w->buf, type->base, column->as.any, row);
        break;
    case CL_LIST:
        cl_buf_byte(w->buf, '[');
        put_values(w->buf, layout, type->base, column->as.list[row].at, column->as.list[row].n);
        cl_buf_byte(w->buf, ']');
        break;
    case CL_TENSOR:
        put_tensor(w->buf, layout, type->base, &column->as.tensor[row]);
        break;
    case CL_MAP:
        return put_map(w, type, &column->as.map[row], err);
    }
    return CLEAP_OK;
}

/* Most cells are doubles. */
static inline bool is_double(const struct cl_column *column, size_t row)
{
    return column->type.base == CL_F64 && column->type.shape == CL_SCALAR &&
           !cl_column_is_null(column, row);
}

void cl_frame_write_begin(struct cl_frame_writer *w, struct cl_buf *buf,
                          enum cleap_json_style style)
{
    *w = (struct cl_frame_writer){.json = {.buf = buf, .style = style}};
    cl_json_put_begin_object(&w->json);
    cl_json_put_key(&w->json, "rows");
    cl_buf_byte(buf, '[');
}

enum cleap_status cl_frame_write_rows(struct cl_frame_writer *w,
                                      const struct cl_column *const *columns, size_t n_columns,
                                      size_t n, struct cleap_error *err)
{
    struct cl_buf *buf = w->json.buf;
    const struct layout *layout = &layouts[w->json.style];

    for (size_t row = 0; row < n; row++) {
        if (w->has_rows)
            put_comma(buf, layout);
        w->has_rows = true;
        cl_buf_byte(buf, '[');
        for (size_t i = 0; i < n_columns; i++) {
            if (i > 0)
                put_comma(buf, layout);
            if (is_double(columns[i], row))
                put_number(buf, CL_F64, columns[i]->as.f64, row);
            else
                CL_TRY(put_cell(&w->json, layout, columns[i], row, err));
        }
        cl_buf_byte(buf, ']');
    }
    return CLEAP_OK;
}

enum cleap_status cl_frame_write_cell(struct cl_json_writer *w, const struct cl_column *column,
                                      size_t row, struct cleap_error *err)
{
    return put_cell(w, &layouts[w->style], column, row, err);
}

/* Closes the rows and stands before the schema. */
static void end_rows(struct cl_frame_writer *w)
{
    cl_buf_byte(w->json.buf, ']');
    w->json.is_first = false;
    cl_json_put_key(&w->json, "schema");
}

void cl_frame_write_end(struct cl_frame_writer *w, const struct cl_schema *schema)
{
    end_rows(w);
    cl_schema_write_json(&w->json, schema);
    cl_json_put_end_object(&w->json);
}

void cl_frame_write_schema(struct cl_buf *buf, enum cleap_json_style style,
                           const struct cl_schema *schema)
{
    struct cl_json_writer w = {.buf = buf, .style = style, .indent = 2};

    cl_schema_write_json(&w, schema);
}

void cl_frame_write_end_known(struct cl_frame_writer *w, struct cl_str schema_text)
{
    end_rows(w);
    cl_buf_append(w->json.buf, schema_text.at, schema_text.n);
    cl_json_put_end_object(&w->json);
}

enum cleap_status cl_frame_write_json(const struct cleap_frame *frame, enum cleap_json_style style,
                                      struct cl_buf *buf, struct cleap_error *err)
{
    const struct cl_column **columns;
    struct cl_frame_writer w;
    struct cl_arena arena;
    enum cleap_status status;

    cl_arena_init(&arena, 1024);
    columns = cl_arena_array(&arena, frame->schema->n, sizeof *columns);
    cl_frame_write_begin(&w, buf, style);
    status = columns != NULL ? CLEAP_OK : cl_fail_nomem(err);
    if (status == CLEAP_OK) {
        for (size_t i = 0; i < frame->schema->n; i++)
            columns[i] = &frame->columns[i];
        status = cl_frame_write_rows(&w, columns, frame->schema->n, frame->n, err);
    }
    cl_frame_write_end(&w, frame->schema);
    cl_arena_free(&arena);
    return status == CLEAP_OK ? cl_buf_check(buf, "the frame", err) : status;
}

enum cleap_status cleap_frame_write_json(const struct cleap_frame *frame,
                                         enum cleap_json_style style, char **text, size_t *n,
                                         struct cleap_error *err)
{
    struct cl_buf buf;
    struct cleap_error stand_in;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    *text = NULL;
    *n = 0;
    cl_buf_init(&buf, SIZE_MAX / 2);
    status = cl_frame_write_json(frame, style, &buf, err);
    cl_buf_byte(&buf, '\0');
    if (status == CLEAP_OK)
        status = cl_buf_check(&buf, "the frame", err);
    if (status == CLEAP_OK) {
        *text = buf.at;
        *n = buf.n - 1;
    } else {
        cl_buf_free(&buf);
    }
    return status;
}
