/*
 * Writing leap frames in MLeap's binary form.
 */
#include "mleap/frame_binary.h"
#include "mleap/json_write.h"
#include "mleap/schema_json.h"

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

        if (base == CL_STR || base == CL_BYTES) {
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

static void put_cell(struct cl_buf *buf, const struct cl_column *column, size_t row)
{
    const struct cl_type *type = &column->type;

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

enum cleap_status cl_frame_write_binary(const struct cleap_frame *frame, struct cl_buf *buf,
                                        struct cleap_error *err)
{
    const struct cl_schema *schema = frame->schema;

    for (size_t i = 0; i < schema->n; i++)
        if (schema->fields[i].type.shape == CL_MAP)
            return cl_fail(err, CLEAP_E_UNSUPPORTED, "column '%.*s': maps have no binary form",
                           CL_STR_ARGS(schema->fields[i].name));
    if (frame->n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu rows are too many for the binary form", frame->n);
    put_schema(buf, schema);
    put(buf, frame->n, 4);
    for (size_t row = 0; row < frame->n && buf->status == CLEAP_OK; row++)
        for (size_t i = 0; i < schema->n; i++)
            put_cell(buf, &frame->columns[i], row);
    return cl_buf_check(buf, "the frame", err);
}
