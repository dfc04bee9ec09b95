/*
 * Columns: room, nulls, selection and deep copies.
 */
#include "runtime/column.h"

bool cl_type_set_width(struct cl_type *type, int64_t n, struct cl_arena *arena)
{
    int32_t *size = cl_arena_alloc(arena, sizeof *size);

    if (size == NULL)
        return false;
    *size = n > INT32_MAX ? INT32_MAX : n < -1 ? -1 : (int32_t)n;
    type->dims = (struct cl_dims){.known = true, .n = 1, .size = size};
    return true;
}

static bool cell_is_text(const struct cl_type *type)
{
    return type->shape == CL_SCALAR && (type->base == CL_STR || type->base == CL_BYTES);
}

static void clear_cells(struct cl_column *column, size_t at, size_t n)
{
    if (cell_is_text(&column->type)) {
        for (size_t i = at; i < at + n; i++)
            column->as.str[i] = (struct cl_str){.at = "", .n = 0};
    } else {
        size_t size = cl_cell_size(&column->type);

        memset((char *)column->as.any + at * size, 0, n * size);
    }
}

bool cl_column_reserve(struct cl_column *column, size_t n, struct cl_arena *arena)
{
    column->valid = NULL;
    column->as.any = cl_arena_array(arena, n, cl_cell_size(&column->type));
    if (column->as.any == NULL)
        return false;
    clear_cells(column, 0, n);
    if (column->type.nullable) {
        column->valid = cl_arena_alloc(arena, n);
        if (column->valid == NULL)
            return false;
        memset(column->valid, 1, n);
    }
    return true;
}

void cl_column_set_null(struct cl_column *column, size_t row)
{
    column->valid[row] = 0;
    clear_cells(column, row, 1);
}

void cl_column_gather(struct cl_column *to, const struct cl_column *from, const uint32_t *rows,
                      size_t n)
{
    size_t size = cl_cell_size(&from->type);
    char *cells = to->as.any;
    const char *source = from->as.any;

    for (size_t i = 0; i < n; i++)
        memcpy(cells + i * size, source + rows[i] * size, size);
    if (from->valid != NULL)
        for (size_t i = 0; i < n; i++)
            to->valid[i] = from->valid[rows[i]];
    else if (to->valid != NULL)
        memset(to->valid, 1, n);
}

/* A copy of n values of a base, texts included; NULL: no memory. */
static const void *copy_values(const void *from, size_t n, enum cl_base base,
                               struct cl_arena *arena)
{
    void *values = cl_arena_array(arena, n, cl_base_size(base));

    if (values == NULL || n == 0)
        return values;
    memcpy(values, from, n * cl_base_size(base));
    if (base == CL_STR || base == CL_BYTES) {
        struct cl_str *texts = values;

        for (size_t i = 0; i < n; i++) {
            texts[i].at = cl_arena_copy(arena, texts[i].at, texts[i].n);
            if (texts[i].at == NULL)
                return NULL;
        }
    }
    return values;
}

static bool copy_tensor(struct cl_tensor *cell, enum cl_base base, struct cl_arena *arena)
{
    cell->value = copy_values(cell->value, cell->n, base, arena);
    if (cell->value == NULL)
        return false;
    if (cell->index != NULL) {
        cell->index =
            cl_arena_copy(arena, cell->index, (size_t)cell->n * cell->rank * sizeof(int32_t));
        if (cell->index == NULL)
            return false;
    }
    if (cell->dims != NULL) {
        cell->dims = cl_arena_copy(arena, cell->dims, cell->rank * sizeof(int32_t));
        if (cell->dims == NULL)
            return false;
    }
    return true;
}

static bool copy_map(struct cl_map *cell, const struct cl_type *type, struct cl_arena *arena)
{
    cell->key = copy_values(cell->key, cell->n, type->key, arena);
    cell->value = copy_values(cell->value, cell->n, type->base, arena);
    return cell->key != NULL && cell->value != NULL;
}

/* Gives cells at .. at+n-1 copies of what they point at. */
static bool deepen(struct cl_column *column, size_t at, size_t n, struct cl_arena *arena)
{
    const struct cl_type *type = &column->type;

    if (type->shape == CL_SCALAR && !cell_is_text(type))
        return true;
    for (size_t i = at; i < at + n; i++) {
        switch (type->shape) {
        case CL_SCALAR:
            column->as.str[i].at = cl_arena_copy(arena, column->as.str[i].at, column->as.str[i].n);
            if (column->as.str[i].at == NULL)
                return false;
            break;
        case CL_LIST:
            column->as.list[i].at =
                copy_values(column->as.list[i].at, column->as.list[i].n, type->base, arena);
            if (column->as.list[i].at == NULL)
                return false;
            break;
        case CL_TENSOR:
            if (!copy_tensor(&column->as.tensor[i], type->base, arena))
                return false;
            break;
        case CL_MAP:
            if (!copy_map(&column->as.map[i], type, arena))
                return false;
            break;
        }
    }
    return true;
}

bool cl_column_append(struct cl_column *to, size_t at, const struct cl_column *from, size_t n,
                      struct cl_arena *arena)
{
    size_t size = cl_cell_size(&from->type);

    if (n == 0)
        return true;
    memcpy((char *)to->as.any + at * size, from->as.any, n * size);
    if (to->valid != NULL) {
        if (from->valid != NULL)
            memcpy(to->valid + at, from->valid, n);
        else
            memset(to->valid + at, 1, n);
    }
    return deepen(to, at, n, arena);
}
