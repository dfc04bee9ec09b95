/*
 * Writing leap frames in MLeap's binary form.
 */
#include "mleap/frame_binary.h"
#include "mleap/json_write.h"
#include "mleap/schema_json.h"
#include "runtime/utf8.h"

static void put(struct cl_buf *buf, uint64_t value, size_t size)
{
    char *at = cl_buf_reserve(buf, size);

    if (at == NULL)
        return;
    for (size_t i = 0; i < size; i++)
        at[i] = (char)(value >> 8 * (size - 1 - i));
    buf->n += size;
}

/* Writes n values of a base type. */
static void put_values(struct cl_buf *buf, enum cl_base base, const void *values, size_t n)
{
    size_t size = cl_base_size(base);

    for (size_t i = 0; i < n; i++) {
        const struct cl_str *text = (const struct cl_str *)values + i;
        const uint8_t *u8 = values;
        const uint16_t *u16 = values;
        const uint32_t *u32 = values;
        const uint64_t *u64 = values;

        if (base == CL_STR) {
            put(buf, cl_utf8_written_size(*text), 4);
            cl_utf8_write(buf, *text);
        } else if (base == CL_BYTES) {
            put(buf, text->n, 4);
            cl_buf_append(buf, text->at, text->n);
        } else {
            put(buf, size == 1 ? u8[i] : size == 2 ? u16[i] : size == 4 ? u32[i] : u64[i], size);
        }
    }
}

static void put_tensor(struct cl_buf *buf, enum cl_base base, const struct cl_tensor *cell)
{
    put(buf, cell->index != NULL, 2);
    put(buf, cell->rank, 2);
    if (cell->dims != NULL)
        put_values(buf, CL_I32, cell->dims, cell->rank);
    else
        put(buf, cell->size, 4);
    put(buf, cell->n, 4);
    put_values(buf, base, cell->value, cell->n);
    if (cell->index == NULL)
        return;
    put(buf, cell->n, 4);
    for (uint32_t i = 0; i < cell->n; i++) {
        put(buf, cell->rank, 2);
        put_values(buf, CL_I32, cell->index + (size_t)i * cell->rank, cell->rank);
    }
}

/* The type is the schema's: what a column itself says of nulls may be less. */
static void put_cell(struct cl_buf *buf, const struct cl_type *type, const struct cl_column *column,
                     size_t row)
{
    if (type->nullable) {
        put(buf, !cl_column_is_null(column, row), 1);
        if (cl_column_is_null(column, row))
            return;
    }
    if (type->shape == CL_TENSOR) {
        put_tensor(buf, type->base, &column->as.tensor[row]);
    } else if (type->shape == CL_LIST) {
        put(buf, column->as.list[row].n, 4);
        put_values(buf, type->base, column->as.list[row].at, column->as.list[row].n);
    } else {
        put_values(buf, type->base, (const char *)column->as.any + row * cl_base_size(type->base),
                   1);
    }
}

/* The schema as JSON, its length before it. */
static void put_schema(struct cl_buf *buf, const struct cl_schema *schema)
{
    struct cl_json_writer w = {.buf = buf, .style = CLEAP_JSON_PRETTY};
    size_t start = buf->n, end;

    put(buf, 0, 4);
    cl_schema_write_json(&w, schema);
    if (buf->status != CLEAP_OK)
        return;
    end = buf->n;
    buf->n = start;
    put(buf, end - start - 4, 4);
    buf->n = end;
}

enum cleap_status cl_binary_write_begin(struct cl_binary_writer *w, const struct cl_schema *schema,
                                        struct cl_buf *buf, struct cleap_error *err)
{
    for (size_t i = 0; i < schema->n; i++)
        if (schema->fields[i].type.shape == CL_MAP)
            return cl_fail(err, CLEAP_E_UNSUPPORTED, "column '%.*s': maps have no binary form",
                           CL_STR_ARGS(schema->fields[i].name));
    put_schema(buf, schema);
    *w = (struct cl_binary_writer){.schema = schema, .buf = buf, .count_at = buf->n};
    put(buf, 0, 4);
    return cl_buf_check(buf, "the frame", err);
}

enum cleap_status cl_binary_write_rows(struct cl_binary_writer *w,
                                       const struct cl_column *const *columns, size_t n,
                                       struct cleap_error *err)
{
    const struct cl_schema *schema = w->schema;

    w->n += n;
    for (size_t row = 0; row < n && w->buf->status == CLEAP_OK; row++)
        for (size_t i = 0; i < schema->n; i++)
            put_cell(w->buf, &schema->fields[i].type, columns[i], row);
    return cl_buf_check(w->buf, "the frame", err);
}

enum cleap_status cl_binary_write_end(struct cl_binary_writer *w, struct cleap_error *err)
{
    size_t end = w->buf->n;

    if (w->n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "%llu rows are too many for the binary form",
                       (unsigned long long)w->n);
    w->buf->n = w->count_at;
    put(w->buf, w->n, 4);
    w->buf->n = end;
    return CLEAP_OK;
}

enum cleap_status cl_frame_write_binary(const struct cleap_frame *frame, struct cl_buf *buf,
                                        struct cleap_error *err)
{
    const struct cl_schema *schema = frame->schema;
    struct cl_binary_writer w;

    CL_TRY(cl_binary_write_begin(&w, schema, buf, err));
    w.n = frame->n;
    for (size_t row = 0; row < frame->n && buf->status == CLEAP_OK; row++)
        for (size_t i = 0; i < schema->n; i++)
            put_cell(buf, &schema->fields[i].type, &frame->columns[i], row);
    CL_TRY(cl_buf_check(buf, "the frame", err));
    return cl_binary_write_end(&w, err);
}
