/*
 * Reading leap frames from Avro.
 *
 * No count is trusted: arrays grow as their values come, and a block that claims more rows than its
 * bytes can hold is refused before there is room for them.
 */
#include <stdlib.h>

#include "mleap/avro_schema.h"
#include "mleap/avro_value.h"
#include "mleap/frame_avro.h"
#include "mleap/limits.h"
#include "mleap/map_settle.h"
#include "mleap/tensor_settle.h"

#define READER_CHUNK 4096
#define FIRST_ROWS 256

struct cl_avro_reader {
    struct cl_avro_container container;
    struct cl_arena arena; /* the schema, unless it is the frame's */
    struct cl_avro_schema schema;
    uint64_t schema_id;
    struct cl_avro_input in;
    uint64_t n_left, row;         /* rows left in the block; rows read so far */
    struct cl_buf values, others; /* of arrays and maps, while they are read */
    struct cl_arena *cells;       /* what cells point at */
};

static void init(struct cl_avro_reader *r, cl_pull_fn pull, void *arg)
{
    *r = (struct cl_avro_reader){.n_left = 0};
    cl_avro_container_init(&r->container, pull, arg);
    cl_arena_init(&r->arena, READER_CHUNK);
    cl_buf_init(&r->values, SIZE_MAX);
    cl_buf_init(&r->others, SIZE_MAX);
}

static void done(struct cl_avro_reader *r)
{
    cl_avro_container_done(&r->container);
    cl_avro_input_done(&r->in);
    cl_arena_free(&r->arena);
    cl_buf_free(&r->values);
    cl_buf_free(&r->others);
}

/* Reads the header; the schema is in the arena. */
static enum cleap_status begin(struct cl_avro_reader *r, struct cl_arena *arena,
                               struct cleap_error *err)
{
    struct cl_str text;

    CL_TRY(cl_avro_container_open(&r->container, &r->arena, &text, err));
    CL_TRY(cl_avro_schema_read(&r->schema, text, arena, err));
    r->schema_id = cl_schema_new_id();
    return CLEAP_OK;
}

/* Reads one more value behind those in a buffer. */
static enum cleap_status read_into(struct cl_avro_reader *r, struct cl_buf *buf, enum cl_base base,
                                   struct cleap_error *err)
{
    void *to = cl_buf_reserve(buf, cl_base_size(base));

    if (to == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_avro_get(&r->in, base, r->cells, to, err));
    buf->n += cl_base_size(base);
    return CLEAP_OK;
}

/* How many items the next block of an array or map has; 0 ends it. An item is a byte at least. */
static enum cleap_status read_count(struct cl_avro_reader *r, uint64_t *n, struct cleap_error *err)
{
    int64_t count, size, most = (int64_t)r->in.size;

    CL_TRY(cl_avro_get_long(&r->in, -most, most, &count, err));
    if (count < 0)
        CL_TRY(cl_avro_get_long(&r->in, 0, INT64_MAX, &size, err));
    *n = (uint64_t)(count < 0 ? -count : count);
    return CLEAP_OK;
}

/* Reads the values of an array behind those in the buffer. */
static enum cleap_status read_items(struct cl_avro_reader *r, enum cl_base base,
                                    struct cleap_error *err)
{
    uint64_t n;

    for (;;) {
        CL_TRY(read_count(r, &n, err));
        if (n == 0)
            return CLEAP_OK;
        for (; n > 0; n--)
            CL_TRY(read_into(r, &r->values, base, err));
    }
}

static enum cleap_status keep_values(struct cl_avro_reader *r, const void **values,
                                     struct cleap_error *err)
{
    *values = cl_arena_copy(r->cells, r->values.at, r->values.n);
    return *values != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_array(struct cl_avro_reader *r, enum cl_base base,
                                    const void **values, uint32_t *n, struct cleap_error *err)
{
    cl_buf_reset(&r->values);
    CL_TRY(read_items(r, base, err));
    *n = (uint32_t)(r->values.n / cl_base_size(base));
    return keep_values(r, values, err);
}

/* Reads the number of a union's branch: whether it is the one of null. */
static enum cleap_status read_branch(struct cl_avro_reader *r, bool null_first, bool *is_null,
                                     struct cleap_error *err)
{
    int64_t branch;

    CL_TRY(cl_avro_get_long(&r->in, 0, 1, &branch, err));
    *is_null = (branch == 0) == null_first;
    return CLEAP_OK;
}

/* Reads tuples of indices, all of one length. */
static enum cleap_status read_indices(struct cl_avro_reader *r, struct cl_tensor *cell,
                                      uint32_t *n_indices, uint32_t *width, struct cleap_error *err)
{
    const void *index = NULL;
    uint64_t n;

    cl_buf_reset(&r->values);
    for (;;) {
        CL_TRY(read_count(r, &n, err));
        if (n == 0)
            break;
        for (; n > 0; n--, ++*n_indices) {
            size_t before = r->values.n;

            CL_TRY(read_items(r, CL_I32, err));
            before = (r->values.n - before) / sizeof(int32_t);
            if (*n_indices > 0 && before != *width)
                return cl_fail(err, CLEAP_E_FORMAT, "index %u has %zu numbers, the one before %u",
                               *n_indices, before, *width);
            *width = (uint32_t)before;
        }
    }
    CL_TRY(keep_values(r, &index, err));
    cell->index = index;
    return CLEAP_OK;
}

static enum cleap_status read_tensor(struct cl_avro_reader *r, enum cl_base base,
                                     const struct cl_avro_field *field, struct cl_tensor *cell,
                                     struct cleap_error *err)
{
    uint32_t n_indices = 0, width = 0;
    const void *dims;
    struct cl_str bytes;
    bool is_dense;

    *cell = (struct cl_tensor){0};
    CL_TRY(read_array(r, CL_I32, &dims, &cell->rank, err));
    cell->dims = dims;
    if (base == CL_I8) {
        CL_TRY(cl_avro_get_text(&r->in, CL_BYTES, r->cells, &bytes, err));
        cell->value = bytes.at;
        cell->n = bytes.n;
    } else {
        CL_TRY(read_array(r, base, &cell->value, &cell->n, err));
    }
    CL_TRY(read_branch(r, field->indices_null_first, &is_dense, err));
    if (!is_dense)
        CL_TRY(read_indices(r, cell, &n_indices, &width, err));
    return cl_tensor_settle(cell, n_indices, width, err);
}

static enum cleap_status read_map(struct cl_avro_reader *r, enum cl_base base, struct cl_map *cell,
                                  struct cleap_error *err)
{
    uint64_t n;

    cl_buf_reset(&r->values);
    cl_buf_reset(&r->others);
    for (;;) {
        CL_TRY(read_count(r, &n, err));
        if (n == 0)
            break;
        for (; n > 0; n--) {
            CL_TRY(read_into(r, &r->others, CL_STR, err));
            CL_TRY(read_into(r, &r->values, base, err));
        }
    }
    return cl_map_settle(cell, &r->others, &r->values, cl_base_size(base), r->cells, err);
}

static enum cleap_status read_cell(struct cl_avro_reader *r, const struct cl_avro_field *field,
                                   struct cl_column *column, size_t row, struct cleap_error *err)
{
    enum cl_base base = column->type.base;
    bool is_null = false;

    if (field->is_union)
        CL_TRY(read_branch(r, field->null_first, &is_null, err));
    if (is_null) {
        cl_column_set_null(column, row);
        return CLEAP_OK;
    }
    switch (column->type.shape) {
    case CL_SCALAR:
        return cl_avro_get(&r->in, base, r->cells,
                           (char *)column->as.any + row * cl_base_size(base), err);
    case CL_LIST:
        return read_array(r, base, &column->as.list[row].at, &column->as.list[row].n, err);
    case CL_TENSOR:
        return read_tensor(r, base, field, &column->as.tensor[row], err);
    case CL_MAP:
        return read_map(r, base, &column->as.map[row], err);
    }
    return cl_fail(err, CLEAP_E_SCHEMA, "no shape");
}

static enum cleap_status read_row(struct cl_avro_reader *r, struct cleap_frame *frame, size_t row,
                                  struct cleap_error *err)
{
    for (size_t i = 0; i < frame->schema->n; i++) {
        if (read_cell(r, &r->schema.fields[i], &frame->columns[i], row, err) == CLEAP_OK)
            continue;
        cl_blame(err, "row %llu, column '%.*s'", (unsigned long long)r->row,
                 CL_STR_ARGS(frame->schema->fields[i].name));
        err->row = (int64_t)r->row;
        return err->status;
    }
    r->row++;
    r->n_left--;
    return CLEAP_OK;
}

/* Goes on to the next block that has rows. */
static enum cleap_status next_block(struct cl_avro_reader *r, bool *more, struct cleap_error *err)
{
    struct cl_avro_container *c = &r->container;

    *more = true;
    while (*more && r->n_left == 0)
        CL_TRY(cl_avro_container_next(c, &r->n_left, more, err));
    if (!*more)
        return CLEAP_OK;
    if (r->schema.schema.n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "rows without columns");
    if (r->n_left > c->block.n / r->schema.schema.n)
        return cl_fail(err, CLEAP_E_FORMAT, "a block of %zu bytes cannot hold %llu rows",
                       c->block.n, (unsigned long long)r->n_left);
    return cl_avro_input_set(&r->in, c->block.at, c->block.n, err);
}

/* Reads rows behind frame->n, at most up to `room` of them. */
static enum cleap_status read_rows(struct cl_avro_reader *r, struct cleap_frame *frame, size_t room,
                                   bool *more, struct cleap_error *err)
{
    *more = true;
    while (frame->n < room) {
        if (r->n_left == 0)
            CL_TRY(next_block(r, more, err));
        if (!*more)
            return CLEAP_OK;
        CL_TRY(read_row(r, frame, frame->n, err));
        frame->n++;
    }
    return CLEAP_OK;
}

/* Columns of more room, with the cells that were read so far. */
static enum cleap_status widen(struct cleap_frame *frame, size_t room, struct cleap_error *err)
{
    for (size_t i = 0; i < frame->schema->n; i++) {
        struct cl_column wider = {.type = frame->columns[i].type};

        if (!cl_column_reserve(&wider, room, &frame->arena))
            return cl_fail_nomem(err);
        memcpy(wider.as.any, frame->columns[i].as.any, frame->n * cl_cell_size(&wider.type));
        memcpy(wider.valid, frame->columns[i].valid, frame->n);
        frame->columns[i] = wider;
    }
    return CLEAP_OK;
}

static enum cleap_status shape(struct cl_avro_reader *r, struct cleap_frame *frame, size_t room,
                               struct cleap_error *err)
{
    CL_TRY(cl_frame_shape(frame, &r->schema.schema, room, err));
    frame->n = 0;
    frame->schema_id = r->schema_id;
    r->cells = &frame->arena;
    return CLEAP_OK;
}

enum cleap_status cl_avro_reader_open(cl_pull_fn pull, void *arg, struct cl_avro_reader **reader,
                                      struct cleap_error *err)
{
    struct cl_avro_reader *r = malloc(sizeof *r);
    enum cleap_status status;

    *reader = NULL;
    if (r == NULL)
        return cl_fail_nomem(err);
    init(r, pull, arg);
    status = begin(r, &r->arena, err);
    if (status == CLEAP_OK)
        *reader = r;
    else
        cl_avro_reader_free(r);
    return status;
}

void cl_avro_reader_free(struct cl_avro_reader *reader)
{
    if (reader == NULL)
        return;
    done(reader);
    free(reader);
}

const struct cl_schema *cl_avro_reader_schema(const struct cl_avro_reader *reader)
{
    return &reader->schema.schema;
}

enum cleap_status cl_avro_reader_next(struct cl_avro_reader *reader, struct cleap_frame *frame,
                                      size_t max, struct cleap_error *err)
{
    bool more;

    cleap_frame_reset(frame);
    CL_TRY(shape(reader, frame, max, err));
    CL_TRY(read_rows(reader, frame, max, &more, err));
    cl_frame_drop_validity(frame);
    return CLEAP_OK;
}

struct memory {
    const char *at;
    size_t left;
};

static enum cleap_status pull_memory(void *arg, void *to, size_t room, size_t *n,
                                     struct cleap_error *err)
{
    struct memory *memory = arg;

    (void)err;
    *n = memory->left < room ? memory->left : room;
    if (*n > 0)
        memcpy(to, memory->at, *n);
    memory->at += *n;
    memory->left -= *n;
    return CLEAP_OK;
}

/* A whole frame must not grow out of all proportion to what was sent. */
static enum cleap_status check_size(const struct cl_avro_container *c, struct cleap_error *err)
{
    if (c->block_size > CL_FREE_UNPACKED &&
        (c->block_size - CL_FREE_UNPACKED) / CL_MAX_RATIO > c->packed_size)
        return cl_fail(err, CLEAP_E_LIMIT, "blocks that unpack to more than %d times their size",
                       CL_MAX_RATIO);
    return CLEAP_OK;
}

static enum cleap_status read_all(struct cl_avro_reader *r, struct cleap_frame *frame,
                                  struct cleap_error *err)
{
    struct cl_schema *schema = cl_arena_alloc(&frame->arena, sizeof *schema);
    size_t room = FIRST_ROWS;
    bool more;

    if (schema == NULL)
        return cl_fail_nomem(err);
    CL_TRY(begin(r, &frame->arena, err));
    CL_TRY(shape(r, frame, room, err));
    for (;;) {
        CL_TRY(read_rows(r, frame, room, &more, err));
        if (!more)
            break;
        CL_TRY(check_size(&r->container, err));
        if (room > CL_MAX_ROWS / 2)
            return cl_fail(err, CLEAP_E_LIMIT, "more than %zu rows", room);
        room *= 2;
        CL_TRY(widen(frame, room, err));
    }
    cl_frame_drop_validity(frame);
    *schema = r->schema.schema;
    frame->schema = schema;
    return CLEAP_OK;
}

enum cleap_status cl_frame_read_avro(struct cleap_frame *frame, const void *bytes, size_t n,
                                     struct cleap_error *err)
{
    struct memory memory = {.at = bytes, .left = n};
    struct cl_avro_reader r;
    enum cleap_status status;

    cleap_frame_reset(frame);
    init(&r, pull_memory, &memory);
    status = read_all(&r, frame, err);
    done(&r);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    return status;
}
