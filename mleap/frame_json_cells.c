/*
 * Reading the cells of a JSON leap frame.
 *
 * Elements of lists, maps and tensors are never null, but a null where a double or float belongs is
 * NaN, as is a null in a column of them that is not nullable.
 */
#include "mleap/frame_json_cells.h"

#include <math.h>

#include "mleap/base64.h"
#include "mleap/map_settle.h"
#include "mleap/tensor_settle.h"

void cl_cell_reader_init(struct cl_cell_reader *r, struct cl_json *json)
{
    *r = (struct cl_cell_reader){.json = json};
    cl_buf_init(&r->values, SIZE_MAX);
    cl_buf_init(&r->others, SIZE_MAX);
}

void cl_cell_reader_done(struct cl_cell_reader *r)
{
    cl_buf_free(&r->values);
    cl_buf_free(&r->others);
}

static enum cleap_status read_bytes(struct cl_cell_reader *r, struct cl_str *bytes,
                                    struct cleap_error *err)
{
    struct cl_str text;

    CL_TRY(cl_json_read_string(r->json, NULL, &text, err));
    return cl_base64_read(text, r->arena, bytes, err);
}

static enum cleap_status read_f32(struct cl_json *j, float *value, struct cleap_error *err)
{
    if (!cl_json_take_null(j))
        return cl_json_read_f32(j, value, err);
    *value = NAN;
    return CLEAP_OK;
}

/* Reads one value of a base type. */
static enum cleap_status read_value(struct cl_cell_reader *r, enum cl_base base, void *to,
                                    struct cleap_error *err)
{
    struct cl_json *j = r->json;
    int64_t number;
    bool yes;

    switch (base) {
    case CL_F64:
        return cl_json_read_f64_or_null(j, to, &yes, err);
    case CL_STR:
        return cl_json_borrow_string(j, r->arena, to, err);
    case CL_I32:
        CL_TRY(cl_json_read_i64(j, INT32_MIN, INT32_MAX, &number, err));
        *(int32_t *)to = (int32_t)number;
        return CLEAP_OK;
    case CL_I64:
        return cl_json_read_i64(j, INT64_MIN, INT64_MAX, to, err);
    case CL_F32:
        return read_f32(j, to, err);
    case CL_BOOL:
        CL_TRY(cl_json_read_bool(j, &yes, err));
        *(uint8_t *)to = yes;
        return CLEAP_OK;
    case CL_I8:
        CL_TRY(cl_json_read_i64(j, INT8_MIN, INT8_MAX, &number, err));
        *(int8_t *)to = (int8_t)number;
        return CLEAP_OK;
    case CL_I16:
        CL_TRY(cl_json_read_i64(j, INT16_MIN, INT16_MAX, &number, err));
        *(int16_t *)to = (int16_t)number;
        return CLEAP_OK;
    case CL_BYTES:
        return read_bytes(r, to, err);
    default:
        return cl_fail(err, CLEAP_E_SCHEMA, "no base type");
    }
}

/* Reads one more value behind those in a buffer. */
static enum cleap_status read_into(struct cl_cell_reader *r, struct cl_buf *buf, enum cl_base base,
                                   struct cleap_error *err)
{
    size_t size = cl_base_size(base);
    void *to = buf->room - buf->n >= size ? buf->at + buf->n : (void *)cl_buf_reserve(buf, size);

    if (to == NULL)
        return cl_fail_nomem(err);
    CL_TRY(read_value(r, base, to, err));
    buf->n += size;
    return CLEAP_OK;
}

/* Reads doubles behind those in a buffer, for as long as they are easy ones. */
static enum cleap_status read_f64s(struct cl_cell_reader *r, struct cl_buf *buf,
                                   struct cleap_error *err)
{
    size_t n, room;

    do {
        double *to = (double *)(void *)cl_buf_reserve(buf, sizeof *to);

        if (to == NULL)
            return cl_fail_nomem(err);
        room = (buf->room - buf->n) / sizeof *to;
        n = cl_json_read_f64s(r->json, to, room);
        buf->n += n * sizeof *to;
    } while (n == room);
    return CLEAP_OK;
}

/* Moves what a buffer holds into the arena. */
static const void *keep(struct cl_cell_reader *r, struct cl_buf *buf)
{
    const void *kept = cl_arena_copy(r->arena, buf->at, buf->n);

    cl_buf_reset(buf);
    return kept;
}

/* Reads an array of values. */
static enum cleap_status read_values(struct cl_cell_reader *r, enum cl_base base,
                                     const void **values, uint32_t *n, struct cleap_error *err)
{
    bool more;

    cl_buf_reset(&r->values);
    CL_TRY(cl_json_begin_array(r->json, err));
    for (;;) {
        if (base == CL_F64)
            CL_TRY(read_f64s(r, &r->values, err));
        CL_TRY(cl_json_next_item(r->json, &more, err));
        if (!more)
            break;
        CL_TRY(read_into(r, &r->values, base, err));
    }
    *n = (uint32_t)(r->values.n / cl_base_size(base));
    *values = keep(r, &r->values);
    return *values != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* A tensor as it is read. */
struct tensor_parts {
    struct cl_tensor cell;
    bool has_values, has_dims;
    uint32_t n_indices, width; /* tuples, and indices in each */
};

/* Reads the tuples of a sparse tensor's indices, one behind the other. */
static enum cleap_status read_indices(struct cl_cell_reader *r, struct tensor_parts *t,
                                      struct cleap_error *err)
{
    struct cl_json *j = r->json;
    size_t before;
    bool more;

    cl_buf_reset(&r->values);
    t->n_indices = 0;
    CL_TRY(cl_json_begin_array(j, err));
    for (;; t->n_indices++) {
        CL_TRY(cl_json_next_item(j, &more, err));
        if (!more)
            break;
        before = r->values.n;
        CL_TRY(cl_json_begin_array(j, err));
        for (;;) {
            CL_TRY(cl_json_next_item(j, &more, err));
            if (!more)
                break;
            CL_TRY(read_into(r, &r->values, CL_I32, err));
        }
        before = (r->values.n - before) / sizeof(int32_t);
        if (t->n_indices > 0 && before != t->width)
            return cl_fail(err, CLEAP_E_FORMAT, "index %u has %zu numbers, the one before %u",
                           t->n_indices, before, t->width);
        t->width = (uint32_t)before;
    }
    t->cell.index = keep(r, &r->values);
    return t->cell.index != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_tensor(struct cl_cell_reader *r, enum cl_base base,
                                     struct cl_tensor *cell, struct cleap_error *err)
{
    struct tensor_parts t = {0};
    const void *dims;
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(r->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(r->json, NULL, &key, &more, err));
        if (!more)
            break;
        if (cl_str_is(key, "values")) {
            t.has_values = true;
            CL_TRY(read_values(r, base, &t.cell.value, &t.cell.n, err));
        } else if (cl_str_is(key, "dimensions")) {
            t.has_dims = true;
            CL_TRY(read_values(r, CL_I32, &dims, &t.cell.rank, err));
            t.cell.dims = dims;
        } else if (cl_str_is(key, "indices")) {
            CL_TRY(read_indices(r, &t, err));
        } else {
            CL_TRY(cl_json_skip(r->json, NULL, err));
        }
    }
    if (!t.has_values || !t.has_dims)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor without \"%s\"",
                       t.has_values ? "dimensions" : "values");
    *cell = t.cell;
    return cl_tensor_settle(cell, t.n_indices, t.width, err);
}

static enum cleap_status read_list(struct cl_cell_reader *r, enum cl_base base,
                                   struct cl_list *cell, struct cleap_error *err)
{
    return read_values(r, base, &cell->at, &cell->n, err);
}

/* Keys are read as JSON strings, so only bases that are written as strings can be keys. */
static enum cleap_status read_map_key(struct cl_cell_reader *r, enum cl_base base,
                                      struct cl_str key, struct cleap_error *err)
{
    if (base == CL_BYTES)
        CL_TRY(cl_base64_read(key, r->arena, &key, err));
    else if (base != CL_STR)
        return cl_fail(err, CLEAP_E_FORMAT, "keys of a map are strings, not %s",
                       cl_base_name(base));
    cl_buf_append(&r->others, &key, sizeof key);
    return r->others.status == CLEAP_OK ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_map(struct cl_cell_reader *r, const struct cl_type *type,
                                  struct cl_map *cell, struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    cl_buf_reset(&r->values);
    cl_buf_reset(&r->others);
    CL_TRY(cl_json_begin_object(r->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(r->json, r->arena, &key, &more, err));
        if (!more)
            break;
        CL_TRY(read_map_key(r, type->key, key, err));
        CL_TRY(read_into(r, &r->values, type->base, err));
    }
    return cl_map_settle(cell, &r->others, &r->values, cl_base_size(type->base), r->arena, err);
}

/* Most cells are doubles. */
static enum cleap_status read_double(struct cl_json *j, struct cl_column *column, size_t row,
                                     struct cleap_error *err)
{
    bool is_null;

    CL_TRY(cl_json_read_f64_or_null(j, &column->as.f64[row], &is_null, err));
    if (is_null && column->type.nullable)
        cl_column_set_null(column, row);
    return CLEAP_OK;
}

enum cleap_status cl_cell_read_json(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                    struct cleap_error *err)
{
    const struct cl_type *type = &column->type;

    if (type->shape == CL_SCALAR && type->base == CL_F64)
        return read_double(r->json, column, row, err);
    if (type->nullable && cl_json_take_null(r->json)) {
        cl_column_set_null(column, row);
        return CLEAP_OK;
    }
    switch (type->shape) {
    case CL_SCALAR:
        return read_value(r, type->base, (char *)column->as.any + row * cl_base_size(type->base),
                          err);
    case CL_LIST:
        return read_list(r, type->base, &column->as.list[row], err);
    case CL_TENSOR:
        return read_tensor(r, type->base, &column->as.tensor[row], err);
    case CL_MAP:
        return read_map(r, type, &column->as.map[row], err);
    }
    return cl_fail(err, CLEAP_E_SCHEMA, "no shape");
}
