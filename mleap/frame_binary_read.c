/*
 * Reading leap frames from MLeap's binary form. Every count is checked against the bytes that are
 * left before memory is asked for.
 */
#include "mleap/frame_binary.h"
#include "mleap/json.h"
#include "mleap/limits.h"
#include "mleap/schema_json.h"
#include "mleap/tensor_settle.h"

struct input {
    const unsigned char *at, *end;
    struct cl_arena *arena;
};

static size_t left(const struct input *in)
{
    return (size_t)(in->end - in->at);
}

/* The next n bytes. */
static enum cleap_status take(struct input *in, size_t n, const unsigned char **bytes,
                              struct cleap_error *err)
{
    *bytes = in->at;
    if (n > left(in))
        return cl_fail(err, CLEAP_E_FORMAT, "the frame ends %zu bytes too early", n - left(in));
    in->at += n;
    return CLEAP_OK;
}

/* A big-endian number of `size` bytes. */
static uint64_t big_endian(const unsigned char *at, size_t size)
{
    uint64_t v = 0;

    for (size_t i = 0; i < size; i++)
        v = v << 8 | at[i];
    return v;
}

static enum cleap_status take_u16(struct input *in, uint32_t *value, struct cleap_error *err)
{
    const unsigned char *at;

    CL_TRY(take(in, 2, &at, err));
    *value = (uint32_t)big_endian(at, 2);
    return CLEAP_OK;
}

/* A count of things of at least `size` bytes each. */
static enum cleap_status take_count(struct input *in, size_t size, uint32_t *n,
                                    struct cleap_error *err)
{
    const unsigned char *at;

    CL_TRY(take(in, 4, &at, err));
    *n = (uint32_t)big_endian(at, 4);
    if (*n > INT32_MAX)
        return cl_fail(err, CLEAP_E_FORMAT, "a count of %d", (int)(int32_t)*n);
    if (size > 0 && *n > left(in) / size)
        return cl_fail(err, CLEAP_E_FORMAT, "a count of %u, more than the %zu bytes left can hold",
                       *n, left(in));
    return CLEAP_OK;
}

/* Bytes of a value of the base, of text those before its characters. */
static size_t wire_size(enum cl_base base)
{
    return base == CL_STR || base == CL_BYTES ? 4 : cl_base_size(base);
}

static enum cleap_status read_text(struct input *in, enum cl_base base, struct cl_str *text,
                                   struct cleap_error *err)
{
    const unsigned char *at;
    uint32_t n;

    CL_TRY(take_count(in, 1, &n, err));
    CL_TRY(take(in, n, &at, err));
    if (base == CL_STR && !cl_json_is_utf8((const char *)at, n))
        return cl_fail(err, CLEAP_E_FORMAT, "a string that is not UTF-8");
    text->at = cl_arena_copy(in->arena, at, n);
    text->n = n;
    return text->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* Reads n values of a base type. */
static enum cleap_status read_values(struct input *in, enum cl_base base, size_t n, void *to,
                                     struct cleap_error *err)
{
    const unsigned char *at;
    size_t size = wire_size(base);

    if (base == CL_STR || base == CL_BYTES) {
        for (size_t i = 0; i < n; i++)
            CL_TRY(read_text(in, base, (struct cl_str *)to + i, err));
        return CLEAP_OK;
    }
    CL_TRY(take(in, n * size, &at, err));
    for (size_t i = 0; i < n; i++) {
        uint64_t v = big_endian(at + i * size, size);

        switch (size) {
        case 1:
            ((uint8_t *)to)[i] = base == CL_BOOL ? v != 0 : (uint8_t)v;
            break;
        case 2:
            ((uint16_t *)to)[i] = (uint16_t)v;
            break;
        case 4:
            ((uint32_t *)to)[i] = (uint32_t)v;
            break;
        default:
            ((uint64_t *)to)[i] = v;
            break;
        }
    }
    return CLEAP_OK;
}

/* Reads a count and as many values. */
static enum cleap_status read_array(struct input *in, enum cl_base base, const void **values,
                                    uint32_t *n, struct cleap_error *err)
{
    void *to;

    CL_TRY(take_count(in, wire_size(base), n, err));
    to = cl_arena_array(in->arena, *n, cl_base_size(base));
    if (to == NULL)
        return cl_fail_nomem(err);
    *values = to;
    return read_values(in, base, *n, to, err);
}

/* Reads the index tuples of a sparse tensor, all of one length. */
static enum cleap_status read_indices(struct input *in, struct cl_tensor *cell, uint32_t *n,
                                      uint32_t *width, struct cleap_error *err)
{
    int32_t *index = NULL;
    uint32_t length;

    *width = 0;
    CL_TRY(take_count(in, 2, n, err));
    for (uint32_t i = 0; i < *n; i++) {
        CL_TRY(take_u16(in, &length, err));
        if (i > 0 && length != *width)
            return cl_fail(err, CLEAP_E_FORMAT, "index %u has %u numbers, the one before %u", i,
                           length, *width);
        if (i == 0) {
            *width = length;
            if (length > CL_MAX_RANK)
                return cl_fail(err, CLEAP_E_LIMIT, "an index of %u numbers, at most %d are allowed",
                               length, CL_MAX_RANK);
            index = cl_arena_array(in->arena, (size_t)*n * length, sizeof *index);
            if (index == NULL)
                return cl_fail_nomem(err);
        }
        CL_TRY(read_values(in, CL_I32, length, index + (size_t)i * length, err));
    }
    cell->index = index != NULL ? index : cl_arena_alloc(in->arena, 0);
    return cell->index != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_tensor(struct input *in, enum cl_base base, struct cl_tensor *cell,
                                     struct cleap_error *err)
{
    enum { DENSE, SPARSE };
    uint32_t kind, n_indices = 0, width = 0;
    int32_t *dims;

    *cell = (struct cl_tensor){0};
    CL_TRY(take_u16(in, &kind, err));
    if (kind != DENSE && kind != SPARSE)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "a tensor of kind %u; 0 (dense) and 1 (sparse) are known", kind);
    CL_TRY(take_u16(in, &cell->rank, err));
    if (cell->rank > CL_MAX_RANK)
        return cl_fail(err, CLEAP_E_LIMIT, "a tensor of %u dimensions, at most %d are allowed",
                       cell->rank, CL_MAX_RANK);
    dims = cl_arena_array(in->arena, cell->rank, sizeof *dims);
    if (dims == NULL)
        return cl_fail_nomem(err);
    CL_TRY(read_values(in, CL_I32, cell->rank, dims, err));
    cell->dims = dims;
    CL_TRY(read_array(in, base, &cell->value, &cell->n, err));
    if (kind == SPARSE)
        CL_TRY(read_indices(in, cell, &n_indices, &width, err));
    return cl_tensor_settle(cell, n_indices, width, err);
}

static enum cleap_status read_cell(struct input *in, struct cl_column *column, size_t row,
                                   struct cleap_error *err)
{
    const struct cl_type *type = &column->type;
    const unsigned char *flag;

    if (type->nullable) {
        CL_TRY(take(in, 1, &flag, err));
        if (*flag == 0) {
            cl_column_set_null(column, row);
            return CLEAP_OK;
        }
    }
    switch (type->shape) {
    case CL_SCALAR:
        return read_values(in, type->base, 1,
                           (char *)column->as.any + row * cl_base_size(type->base), err);
    case CL_LIST:
        return read_array(in, type->base, &column->as.list[row].at, &column->as.list[row].n, err);
    case CL_TENSOR:
        return read_tensor(in, type->base, &column->as.tensor[row], err);
    case CL_MAP:
        break;
    }
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "maps have no binary form");
}

/* The least bytes that a row can have. */
static size_t least_row_size(const struct cl_schema *schema)
{
    size_t size = 0;

    for (size_t i = 0; i < schema->n; i++) {
        const struct cl_type *type = &schema->fields[i].type;

        if (type->nullable)
            size += 1;
        else if (type->shape == CL_TENSOR)
            size += 8; /* kind, rank, count */
        else
            size += type->shape == CL_SCALAR ? wire_size(type->base) : 4;
    }
    return size;
}

static enum cleap_status read_schema(struct input *in, struct cl_schema *schema,
                                     struct cleap_error *err)
{
    struct cl_json *json;
    const unsigned char *text;
    enum cleap_status status;
    uint32_t n;

    CL_TRY(take_count(in, 1, &n, err));
    CL_TRY(take(in, n, &text, err));
    json = cl_json_new();
    if (json == NULL)
        return cl_fail_nomem(err);
    status = cl_json_open(json, (const char *)text, n, false, err);
    if (status == CLEAP_OK)
        status = cl_schema_read_json(json, in->arena, schema, err);
    if (status == CLEAP_OK)
        status = cl_json_end(json, err);
    cl_json_free(json);
    return status;
}

static enum cleap_status read_frame(struct input *in, struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    struct cl_schema *schema = cl_arena_alloc(in->arena, sizeof *schema);
    uint32_t n_rows;

    if (schema == NULL)
        return cl_fail_nomem(err);
    CL_TRY(read_schema(in, schema, err));
    CL_TRY(take_count(in, least_row_size(schema), &n_rows, err));
    if (schema->n == 0 && n_rows > 0)
        return cl_fail(err, CLEAP_E_FORMAT, "%u rows without columns", n_rows);
    CL_TRY(cl_frame_shape(frame, schema, n_rows, err));
    for (size_t row = 0; row < n_rows; row++)
        for (size_t i = 0; i < schema->n; i++) {
            if (read_cell(in, &frame->columns[i], row, err) == CLEAP_OK)
                continue;
            cl_blame(err, "row %zu, column '%.*s'", row, CL_STR_ARGS(schema->fields[i].name));
            err->row = (int64_t)row;
            return err->status;
        }
    return CLEAP_OK;
}

enum cleap_status cl_frame_read_binary(struct cleap_frame *frame, const void *bytes, size_t n,
                                       struct cleap_error *err)
{
    struct input in = {
        .at = bytes, .end = (const unsigned char *)bytes + n, .arena = &frame->arena};
    enum cleap_status status;

    cleap_frame_reset(frame);
    status = read_frame(&in, frame, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    return status;
}
