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

static inline bool is_there(struct cl_copier *c, const void *at)
{
    if (!c->is_mixed)
        return false;
    if (c->near != NULL && cl_chunk_holds(c->near, at))
        return true;
    c->near = cl_arena_find(c->arena, at);
    return c->near != NULL;
}

static bool copy_text(struct cl_copier *c, struct cl_str *text)
{
    uintptr_t offset = (uintptr_t)text->at - (uintptr_t)c->from.at;

    if (text->n == 0) {
        text->at = "";
        return true;
    }
    if (is_there(c, text->at))
        return true;
    if (offset < c->from.n && text->n <= c->from.n - offset) {
        text->at = c->to + offset;
        return true;
    }
    c->from = *text;
    c->to = text->at = cl_arena_copy(c->arena, text->at, text->n);
    return text->at != NULL;
}

static bool copy_texts(struct cl_copier *c, struct cl_str *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!copy_text(c, &texts[i]))
            return false;
    return true;
}

/* A copy of n values of a base, texts included; NULL: no memory. */
static const void *copy_values(struct cl_copier *c, const void *from, size_t n, enum cl_base base)
{
    void *values;

    if (n > 0 && is_there(c, from))
        values = (void *)(uintptr_t)from; /* it is this arena's, whoever made it is done with it */
    else
        values = cl_arena_copy(c->arena, from, n * cl_base_size(base));
    if (values != NULL && (base == CL_STR || base == CL_BYTES) && !copy_texts(c, values, n))
        return NULL;
    return values;
}

/* The same for n indices or dims. */
static bool copy_numbers(struct cl_copier *c, const int32_t **numbers, size_t n)
{
    if (*numbers != NULL)
        *numbers = copy_values(c, *numbers, n, CL_I32);
    return *numbers != NULL;
}

static bool copy_tensor(struct cl_copier *c, struct cl_tensor *cell, enum cl_base base)
{
    if (base != CL_STR && base != CL_BYTES && cell->dims == NULL && is_there(c, cell->value) &&
        (cell->index == NULL || is_there(c, cell->index)))
        return true;
    cell->value = copy_values(c, cell->value, cell->n, base);
    return cell->value != NULL &&
           (cell->index == NULL || copy_numbers(c, &cell->index, (size_t)cell->n * cell->rank)) &&
           (cell->dims == NULL || copy_numbers(c, &cell->dims, cell->rank));
}

static bool copy_list(struct cl_copier *c, struct cl_list *cell, enum cl_base base)
{
    cell->at = copy_values(c, cell->at, cell->n, base);
    return cell->at != NULL;
}

static bool copy_map(struct cl_copier *c, struct cl_map *cell, const struct cl_type *type)
{
    cell->key = copy_values(c, cell->key, cell->n, type->key);
    cell->value = copy_values(c, cell->value, cell->n, type->base);
    return cell->key != NULL && cell->value != NULL;
}

static bool copy_cell(struct cl_copier *c, const struct cl_column *column, size_t i)
{
    const struct cl_type *type = &column->type;

    switch (type->shape) {
    case CL_SCALAR:
        return copy_text(c, &column->as.str[i]);
    case CL_LIST:
        return copy_list(c, &column->as.list[i], type->base);
    case CL_TENSOR:
        return copy_tensor(c, &column->as.tensor[i], type->base);
    case CL_MAP:
        return copy_map(c, &column->as.map[i], type);
    }
    return true;
}

bool cl_column_deepen(struct cl_column *column, size_t at, size_t n, struct cl_copier *copier)
{
    if (!cl_type_points(&column->type))
        return true;
    for (size_t i = at; i < at + n; i++)
        if (!copy_cell(copier, column, i))
            return false;
    return true;
}

bool cl_column_append(struct cl_column *to, size_t at, const struct cl_column *from, size_t n,
                      struct cl_arena *arena)
{
    size_t size = cl_cell_size(&from->type);
    struct cl_copier copier = {.arena = arena};

    if (n == 0)
        return true;
    memcpy((char *)to->as.any + at * size, from->as.any, n * size);
    if (to->valid != NULL) {
        if (from->valid != NULL)
            memcpy(to->valid + at, from->valid, n);
        else
            memset(to->valid + at, 1, n);
    }
    return cl_column_deepen(to, at, n, &copier);
}
