/*
 * Leap frames in the binary form: big-endian, row by row.
 */
#include <stdio.h>

#include "tests/golden/golden.h"

/* What is left to read; `failed` once there was less than asked for. */
struct bytes {
    const unsigned char *at;
    size_t n;
    bool failed;
    struct cl_arena *arena;
};

static const void *take(struct bytes *from, size_t n)
{
    const unsigned char *at = from->at;

    if (n > from->n) {
        from->failed = true;
        return NULL;
    }
    from->at += n;
    from->n -= n;
    return at;
}

static uint64_t take_number(struct bytes *from, size_t n)
{
    const unsigned char *at = take(from, n);
    uint64_t number = 0;

    for (size_t i = 0; at != NULL && i < n; i++)
        number = number << 8 | at[i];
    return number;
}

static uint32_t take_count(struct bytes *from)
{
    uint32_t n = (uint32_t)take_number(from, 4);

    if (n > from->n) { /* each thing takes a byte or more */
        from->failed = true;
        return 0;
    }
    return n;
}

static void *get_memory(struct bytes *from, size_t n, size_t size)
{
    void *memory = cl_arena_zeroed(from->arena, n, size);

    if (memory == NULL)
        from->failed = true;
    return memory;
}

static void take_value(struct bytes *from, enum cl_base base, void *to)
{
    size_t size = cl_base_size(base);
    uint64_t number;
    struct cl_str text;

    if (base == CL_STR || base == CL_BYTES) {
        text.n = take_count(from);
        text.at = cl_arena_copy(from->arena, take(from, text.n), text.n);
        memcpy(to, &text, sizeof text);
        return;
    }
    number = take_number(from, size);
    switch (size) {
    case 1:
        *(uint8_t *)to = (uint8_t)number;
        break;
    case 2:
        *(uint16_t *)to = (uint16_t)number;
        break;
    case 4:
        memcpy(to, &(uint32_t){(uint32_t)number}, 4);
        break;
    default:
        memcpy(to, &number, 8);
    }
}

static void *take_values(struct bytes *from, enum cl_base base, uint32_t n)
{
    size_t size = cl_base_size(base);
    char *values = get_memory(from, n, size);

    for (size_t i = 0; values != NULL && i < n && !from->failed; i++)
        take_value(from, base, values + i * size);
    return values;
}

static struct cl_list take_list(struct bytes *from, enum cl_base base)
{
    uint32_t n = take_count(from);

    return (struct cl_list){.at = take_values(from, base, n), .n = n};
}

static void take_indices(struct bytes *from, struct cl_tensor *cell)
{
    uint32_t n = take_count(from);
    int32_t *index = get_memory(from, n, cell->rank * sizeof *index);

    for (size_t i = 0; index != NULL && i < n && !from->failed; i++) {
        if (take_number(from, 2) != cell->rank)
            from->failed = true;
        for (size_t k = 0; k < cell->rank; k++)
            index[i * cell->rank + k] = (int32_t)take_number(from, 4);
    }
    if (n != cell->n)
        from->failed = true;
    cell->index = index;
}

static struct cl_tensor take_tensor(struct bytes *from, enum cl_base base)
{
    uint64_t kind = take_number(from, 2);
    struct cl_tensor cell = {.rank = (uint32_t)take_number(from, 2), .size = 1};
    int32_t *dims = get_memory(from, cell.rank, sizeof *dims);

    for (size_t i = 0; dims != NULL && i < cell.rank; i++) {
        dims[i] = (int32_t)take_number(from, 4);
        cell.size *= (uint32_t)dims[i];
    }
    cell.dims = dims;
    cell.n = take_count(from);
    cell.value = take_values(from, base, cell.n);
    if (kind == 1)
        take_indices(from, &cell);
    else
        cell.size = cell.n;
    return cell;
}

static void take_cell(struct bytes *from, struct cl_column *column, size_t row)
{
    const struct cl_type *type = &column->type;

    if (column->valid != NULL && take_number(from, 1) == 0) {
        cl_column_set_null(column, row);
        return;
    }
    switch (type->shape) {
    case CL_SCALAR:
        take_value(from, type->base, (char *)column->as.any + row * cl_base_size(type->base));
        break;
    case CL_LIST:
        column->as.list[row] = take_list(from, type->base);
        break;
    case CL_TENSOR:
        column->as.tensor[row] = take_tensor(from, type->base);
        break;
    case CL_MAP:
        from->failed = true;
    }
}

bool golden_read_bin(struct cleap_frame *frame, const void *bytes, size_t n)
{
    struct bytes from = {.at = bytes, .n = n, .arena = &frame->arena};
    struct cl_schema *schema = get_memory(&from, 1, sizeof *schema);
    size_t n_text = take_count(&from);
    const char *text = take(&from, n_text);
    size_t n_rows = take_number(&from, 4);
    struct cleap_error err;

    if (from.failed || n_rows > n || schema == NULL ||
        !golden_read_schema(schema, text, n_text, from.arena) ||
        cl_frame_shape(frame, schema, n_rows, &err) != CLEAP_OK)
        from.failed = true;
    for (size_t row = 0; !from.failed && row < n_rows; row++)
        for (size_t i = 0; i < schema->n; i++)
            take_cell(&from, &frame->columns[i], row);
    if (from.failed || from.n != 0)
        fprintf(stderr, "expected binary frame: broken, %zu bytes left\n", from.n);
    return !from.failed && from.n == 0;
}
