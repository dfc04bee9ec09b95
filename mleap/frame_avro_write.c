/*
 * Writing leap frames as Avro: byte for byte what the JVM writes, but for the sync marker.
 *
 * The container is put together here, because libavro's file writer sets the C library's random
 * numbers off anew, takes no schema above 64 KB and no row that is longer than a block.
 */
#include <stdlib.h>

#include "mleap/avro_schema.h"
#include "mleap/avro_value.h"
#include "mleap/frame_avro.h"
#include "mleap/limits.h"

/* A block ends with the row that makes it this long, as on the JVM. */
#define BLOCK_SIZE 64000

struct cl_avro_writer {
    const struct cl_schema *schema;
    struct cl_buf *out;
    struct cl_buf block; /* the rows that are not in `out` yet */
    uint64_t n_rows;     /* of them */
    uint64_t row;        /* rows written, all together */
    struct cl_avro_output to;
    char sync[CL_AVRO_SYNC_SIZE];
};

/* A marker that is made of the schema: equal frames give equal files. */
static void make_sync(char sync[CL_AVRO_SYNC_SIZE], const struct cl_buf *text)
{
    uint64_t h = UINT64_C(0xCBF29CE484222325); /* FNV-1a */

    for (size_t i = 0; i < text->n; i++)
        h = (h ^ (unsigned char)text->at[i]) * UINT64_C(0x100000001B3);
    for (size_t i = 0; i < CL_AVRO_SYNC_SIZE; i++) {
        h = (h ^ i) * UINT64_C(0x100000001B3);
        sync[i] = (char)(h >> 32);
    }
}

static enum cleap_status put_header(struct cl_avro_writer *w, struct cleap_error *err)
{
    struct cl_str text;

    CL_TRY(cl_avro_schema_write(&w->block, w->schema, err));
    CL_TRY(cl_avro_output_set(&w->to, w->out, err));
    text = (struct cl_str){.at = w->block.at, .n = (uint32_t)w->block.n};
    make_sync(w->sync, &w->block);
    cl_buf_append(w->out, "Obj\1", 4);
    cl_avro_put_long(&w->to, 1);
    cl_avro_put_text(&w->to, CL_STR, cl_str_of("avro.schema"));
    cl_avro_put_text(&w->to, CL_BYTES, text);
    cl_avro_put_long(&w->to, 0);
    cl_buf_append(w->out, w->sync, sizeof w->sync);
    cl_buf_reset(&w->block);
    return cl_buf_check(w->out, "the frame", err);
}

static enum cleap_status put_block(struct cl_avro_writer *w, struct cleap_error *err)
{
    CL_TRY(cl_buf_check(&w->block, "a block", err));
    CL_TRY(cl_avro_output_set(&w->to, w->out, err));
    cl_avro_put_long(&w->to, (int64_t)w->n_rows);
    cl_avro_put_long(&w->to, (int64_t)w->block.n);
    cl_buf_append(w->out, w->block.at, w->block.n);
    cl_buf_append(w->out, w->sync, sizeof w->sync);
    cl_buf_reset(&w->block);
    w->n_rows = 0;
    return cl_buf_check(w->out, "the frame", err);
}

static void put_array(struct cl_avro_output *to, enum cl_base base, const void *values, uint32_t n)
{
    if (n > 0)
        cl_avro_put_long(to, n);
    for (uint32_t i = 0; i < n; i++)
        cl_avro_put(to, base, values, i);
    cl_avro_put_long(to, 0);
}

static void put_indices(struct cl_avro_output *to, const struct cl_tensor *cell)
{
    cl_avro_put_long(to, cell->index == NULL);
    if (cell->index == NULL)
        return;
    if (cell->n > 0)
        cl_avro_put_long(to, cell->n);
    for (uint32_t i = 0; i < cell->n; i++)
        put_array(to, CL_I32, cell->index + (size_t)i * cell->rank, cell->rank);
    cl_avro_put_long(to, 0);
}

static void put_tensor(struct cl_avro_output *to, enum cl_base base, const struct cl_tensor *cell)
{
    int32_t size = (int32_t)cell->size;

    put_array(to, CL_I32, cell->dims != NULL ? cell->dims : &size, cell->rank);
    if (base == CL_I8)
        cl_avro_put_text(to, CL_BYTES, (struct cl_str){.at = cell->value, .n = cell->n});
    else
        put_array(to, base, cell->value, cell->n);
    put_indices(to, cell);
}

static void put_map(struct cl_avro_output *to, enum cl_base base, const struct cl_map *cell)
{
    if (cell->n > 0)
        cl_avro_put_long(to, cell->n);
    for (uint32_t i = 0; i < cell->n; i++) {
        cl_avro_put(to, CL_STR, cell->key, i);
        cl_avro_put(to, base, cell->value, i);
    }
    cl_avro_put_long(to, 0);
}

/* The types are the schema's: what a column itself says of nulls may be less. */
static enum cleap_status put_cell(struct cl_avro_output *to, const struct cl_type *type,
                                  const struct cl_column *column, size_t row,
                                  struct cleap_error *err)
{
    bool is_null = cl_column_is_null(column, row);

    if (is_null && type->shape == CL_TENSOR)
        return cl_fail(err, CLEAP_E_DATA, "a null tensor has no form in Avro");
    if (type->nullable && type->shape != CL_TENSOR)
        cl_avro_put_long(to, is_null);
    if (type->nullable && is_null)
        return CLEAP_OK;
    switch (type->shape) {
    case CL_SCALAR:
        cl_avro_put(to, type->base, column->as.any, row);
        break;
    case CL_LIST:
        put_array(to, type->base, column->as.list[row].at, column->as.list[row].n);
        break;
    case CL_TENSOR:
        put_tensor(to, type->base, &column->as.tensor[row]);
        break;
    case CL_MAP:
        put_map(to, type->base, &column->as.map[row]);
        break;
    }
    return CLEAP_OK;
}

static enum cleap_status put_row(struct cl_avro_writer *w, const struct cl_column *const *columns,
                                 size_t row, struct cleap_error *err)
{
    for (size_t i = 0; i < w->schema->n; i++) {
        const struct cl_field *field = &w->schema->fields[i];

        if (put_cell(&w->to, &field->type, columns[i], row, err) == CLEAP_OK)
            continue;
        cl_blame(err, "row %llu, column '%.*s'", (unsigned long long)w->row,
                 CL_STR_ARGS(field->name));
        err->row = (int64_t)w->row;
        return err->status;
    }
    w->n_rows++;
    w->row++;
    return CLEAP_OK;
}

enum cleap_status cl_avro_writer_rows(struct cl_avro_writer *writer,
                                      const struct cl_column *const *columns, size_t n,
                                      struct cleap_error *err)
{
    for (size_t row = 0; row < n; row++) {
        CL_TRY(cl_avro_output_set(&writer->to, &writer->block, err));
        CL_TRY(put_row(writer, columns, row, err));
        if (writer->block.n >= BLOCK_SIZE || writer->block.status != CLEAP_OK)
            CL_TRY(put_block(writer, err));
    }
    return CLEAP_OK;
}

enum cleap_status cl_avro_writer_end(struct cl_avro_writer *writer, struct cleap_error *err)
{
    return writer->n_rows > 0 ? put_block(writer, err) : CLEAP_OK;
}

enum cleap_status cl_avro_writer_open(const struct cl_schema *schema, struct cl_buf *out,
                                      struct cl_avro_writer **writer, struct cleap_error *err)
{
    struct cl_avro_writer *w = malloc(sizeof *w);
    enum cleap_status status;

    *writer = NULL;
    if (w == NULL)
        return cl_fail_nomem(err);
    *w = (struct cl_avro_writer){.schema = schema, .out = out};
    cl_buf_init(&w->block, CL_MAX_AVRO_BLOCK);
    status = put_header(w, err);
    if (status == CLEAP_OK)
        *writer = w;
    else
        cl_avro_writer_free(w);
    return status;
}

void cl_avro_writer_free(struct cl_avro_writer *writer)
{
    if (writer == NULL)
        return;
    cl_buf_free(&writer->block);
    cl_avro_output_done(&writer->to);
    free(writer);
}

/* The writer wants pointers to columns, as tiles have them. */
static enum cleap_status write_rows(struct cl_avro_writer *w, const struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    const struct cl_column **columns;
    struct cl_arena arena;
    enum cleap_status status;

    cl_arena_init(&arena, 1024);
    columns = cl_arena_array(&arena, frame->schema->n, sizeof *columns);
    status = columns != NULL ? CLEAP_OK : cl_fail_nomem(err);
    for (size_t i = 0; status == CLEAP_OK && i < frame->schema->n; i++)
        columns[i] = &frame->columns[i];
    if (status == CLEAP_OK)
        status = cl_avro_writer_rows(w, columns, frame->n, err);
    cl_arena_free(&arena);
    return status == CLEAP_OK ? cl_avro_writer_end(w, err) : status;
}

enum cleap_status cl_frame_write_avro(const struct cleap_frame *frame, struct cl_buf *buf,
                                      struct cleap_error *err)
{
    struct cl_avro_writer *w;
    enum cleap_status status;

    CL_TRY(cl_avro_writer_open(frame->schema, buf, &w, err));
    status = write_rows(w, frame, err);
    cl_avro_writer_free(w);
    return status;
}
