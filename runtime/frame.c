/*
 * Frames: built column by column, read cell by cell.
 */
#include "runtime/frame.h"

#include <stdatomic.h>
#include <stdlib.h>

#define FRAME_CHUNK 4096

static const struct cl_schema no_schema;

uint64_t cl_schema_new_id(void)
{
    static atomic_uint_fast64_t last;

    return atomic_fetch_add(&last, 1) + 1;
}

void cl_frame_init(struct cleap_frame *frame)
{
    *frame = (struct cleap_frame){.schema = &no_schema};
    cl_arena_init(&frame->arena, FRAME_CHUNK);
}

void cl_frame_done(struct cleap_frame *frame)
{
    cl_arena_free(&frame->arena);
}

struct cleap_frame *cleap_frame_new(void)
{
    struct cleap_frame *frame = malloc(sizeof *frame);

    if (frame != NULL)
        cl_frame_init(frame);
    return frame;
}

void cleap_frame_free(struct cleap_frame *frame)
{
    if (frame == NULL)
        return;
    cl_frame_done(frame);
    free(frame);
}

void cleap_frame_reset(struct cleap_frame *frame)
{
    cl_arena_reset(&frame->arena);
    frame->schema = &no_schema;
    frame->schema_id = 0;
    frame->columns = NULL;
    frame->n = 0;
    frame->answers_plan = 0;
}

enum cleap_status cl_frame_shape(struct cleap_frame *frame, const struct cl_schema *schema,
                                 size_t n, struct cleap_error *err)
{
    frame->columns = cl_arena_zeroed(&frame->arena, schema->n, sizeof *frame->columns);
    if (frame->columns == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < schema->n; i++) {
        frame->columns[i].type = schema->fields[i].type;
        if (!cl_column_reserve(&frame->columns[i], n, &frame->arena))
            return cl_fail_nomem(err);
    }
    frame->schema = schema;
    frame->n = n;
    return CLEAP_OK;
}

enum cleap_status cl_frame_grow(struct cleap_frame *frame, size_t n_used, size_t n,
                                struct cleap_error *err)
{
    for (size_t i = 0; i < frame->schema->n; i++) {
        struct cl_column *column = &frame->columns[i], small = *column;

        if (!cl_column_reserve(column, n, &frame->arena))
            return cl_fail_nomem(err);
        memcpy(column->as.any, small.as.any, n_used * cl_cell_size(&column->type));
        if (column->valid != NULL)
            memcpy(column->valid, small.valid, n_used);
    }
    frame->n = n;
    return CLEAP_OK;
}

void cl_frame_drop_validity(struct cleap_frame *frame)
{
    for (size_t i = 0; i < frame->schema->n; i++) {
        struct cl_column *column = &frame->columns[i];

        if (column->valid != NULL && memchr(column->valid, 0, frame->n) == NULL)
            column->valid = NULL;
    }
}

/* Puts a column of n empty cells behind the others. */
static enum cleap_status add_column(struct cleap_frame *frame, const char *name,
                                    const struct cl_type *type, size_t n, struct cl_column **column,
                                    struct cleap_error *err)
{
    size_t n_columns = frame->schema->n;
    struct cl_schema *schema = cl_arena_alloc(&frame->arena, sizeof *schema);
    struct cl_field *fields = cl_arena_array(&frame->arena, n_columns + 1, sizeof *fields);
    struct cl_column *columns = cl_arena_array(&frame->arena, n_columns + 1, sizeof *columns);
    char *copy = cl_arena_strndup(&frame->arena, name, strlen(name));

    if (n_columns > 0 && n != frame->n)
        return cl_fail(err, CLEAP_E_STATE, "column '%s' has %zu rows, the frame has %zu", name, n,
                       frame->n);
    if (cl_schema_find(frame->schema, cl_str_of(name)) >= 0)
        return cl_fail(err, CLEAP_E_SCHEMA, "the frame has a column '%s' already", name);
    if (schema == NULL || fields == NULL || columns == NULL || copy == NULL)
        return cl_fail_nomem(err);
    if (n_columns > 0) {
        memcpy(fields, frame->schema->fields, n_columns * sizeof *fields);
        memcpy(columns, frame->columns, n_columns * sizeof *columns);
    }
    fields[n_columns] = (struct cl_field){.name = cl_str_of(copy), .type = *type};
    columns[n_columns] = (struct cl_column){.type = *type};
    if (!cl_column_reserve(&columns[n_columns], n, &frame->arena))
        return cl_fail_nomem(err);
    *schema = (struct cl_schema){.n = n_columns + 1, .fields = fields};
    frame->schema = schema;
    frame->schema_id = cl_schema_new_id();
    frame->columns = columns;
    frame->n = n;
    frame->answers_plan = 0;
    *column = &columns[n_columns];
    return CLEAP_OK;
}

/* The same for numbers: copies the values, marks the nulls. */
static enum cleap_status add_numbers(struct cleap_frame *frame, const char *name, enum cl_base base,
                                     size_t n, const void *values, const bool *null,
                                     struct cleap_error *err)
{
    struct cl_type type = {.base = base, .nullable = null != NULL};
    struct cl_column *column;

    CL_TRY(add_column(frame, name, &type, n, &column, err));
    if (n > 0)
        memcpy(column->as.any, values, n * cl_base_size(base));
    for (size_t i = 0; null != NULL && i < n; i++)
        if (null[i])
            cl_column_set_null(column, i);
    return CLEAP_OK;
}

enum cleap_status cleap_frame_add_f64(struct cleap_frame *frame, const char *name, size_t n,
                                      const double *values, const bool *null,
                                      struct cleap_error *err)
{
    struct cleap_error stand_in;

    return add_numbers(frame, name, CL_F64, n, values, null, cl_error_begin(err, &stand_in));
}

enum cleap_status cleap_frame_add_i64(struct cleap_frame *frame, const char *name, size_t n,
                                      const int64_t *values, const bool *null,
                                      struct cleap_error *err)
{
    struct cleap_error stand_in;

    return add_numbers(frame, name, CL_I64, n, values, null, cl_error_begin(err, &stand_in));
}

enum cleap_status cleap_frame_add_string(struct cleap_frame *frame, const char *name, size_t n,
                                         const char *const *values, struct cleap_error *err)
{
    struct cl_type type = {.base = CL_STR, .nullable = true};
    struct cl_column *column;
    struct cleap_error stand_in;

    err = cl_error_begin(err, &stand_in);
    CL_TRY(add_column(frame, name, &type, n, &column, err));
    for (size_t i = 0; i < n; i++) {
        struct cl_str *cell = &column->as.str[i];
        size_t length = values[i] != NULL ? strlen(values[i]) : 0;

        if (length > UINT32_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "column '%s', row %zu: the text is too long", name,
                           i);
        if (values[i] == NULL) {
            cl_column_set_null(column, i);
            continue;
        }
        cell->at = cl_arena_copy(&frame->arena, values[i], length);
        cell->n = (uint32_t)length;
        if (cell->at == NULL)
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

enum cleap_status cleap_frame_add_vector(struct cleap_frame *frame, const char *name, size_t n,
                                         size_t width, const double *values,
                                         struct cleap_error *err)
{
    struct cl_type type = {.base = CL_F64, .shape = CL_TENSOR};
    struct cl_column *column;
    struct cleap_error stand_in;
    const double *copy;

    err = cl_error_begin(err, &stand_in);
    if (width > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "vectors of %zu values are too long", width);
    if (!cl_type_set_width(&type, (int64_t)width, &frame->arena))
        return cl_fail_nomem(err);
    CL_TRY(add_column(frame, name, &type, n, &column, err));
    if (width != 0 && n > SIZE_MAX / sizeof *values / width)
        return cl_fail_nomem(err);
    copy = cl_arena_copy(&frame->arena, values, n * width * sizeof *values);
    if (copy == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        column->as.tensor[i] = cl_dense(copy + i * width, (uint32_t)width);
    return CLEAP_OK;
}

size_t cleap_frame_n_rows(const struct cleap_frame *frame)
{
    return frame->n;
}

size_t cleap_frame_n_columns(const struct cleap_frame *frame)
{
    return frame->schema->n;
}

const char *cleap_frame_column_name(const struct cleap_frame *frame, size_t i)
{
    return i < frame->schema->n ? frame->schema->fields[i].name.at : NULL;
}

ptrdiff_t cleap_frame_find(const struct cleap_frame *frame, const char *name)
{
    return cl_schema_find(frame->schema, cl_str_of(name));
}

/* Checks the place of a cell and that it is not null. */
static enum cleap_status find_cell(const struct cleap_frame *frame, size_t column, size_t row,
                                   enum cl_shape shape, const struct cl_column **found,
                                   struct cleap_error *err)
{
    char text[CL_TYPE_TEXT_SIZE];

    if (column >= frame->schema->n || row >= frame->n)
        return cl_fail(err, CLEAP_E_STATE,
                       "no cell at column %zu, row %zu of %zu columns, %zu rows", column, row,
                       frame->schema->n, frame->n);
    *found = &frame->columns[column];
    if ((*found)->type.shape != shape)
        return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is %s",
                       CL_STR_ARGS(frame->schema->fields[column].name),
                       cl_type_text(&(*found)->type, text));
    if (cl_column_is_null(*found, row))
        return cl_fail(err, CLEAP_E_DATA, "column '%.*s', row %zu is null",
                       CL_STR_ARGS(frame->schema->fields[column].name), row);
    return CLEAP_OK;
}

/* Value i of an array of numbers; false: the base is no number. */
static bool as_f64(const void *values, enum cl_base base, size_t i, double *value)
{
    switch (base) {
    case CL_BOOL:
        *value = ((const uint8_t *)values)[i];
        return true;
    case CL_I8:
        *value = ((const int8_t *)values)[i];
        return true;
    case CL_I16:
        *value = ((const int16_t *)values)[i];
        return true;
    case CL_I32:
        *value = ((const int32_t *)values)[i];
        return true;
    case CL_I64:
        *value = (double)((const int64_t *)values)[i];
        return true;
    case CL_F32:
        *value = (double)((const float *)values)[i];
        return true;
    case CL_F64:
        *value = ((const double *)values)[i];
        return true;
    default:
        return false;
    }
}

enum cleap_status cleap_frame_get_f64(const struct cleap_frame *frame, size_t column, size_t row,
                                      double *value, struct cleap_error *err)
{
    const struct cl_column *found = NULL;
    struct cleap_error stand_in;

    err = cl_error_begin(err, &stand_in);
    CL_TRY(find_cell(frame, column, row, CL_SCALAR, &found, err));
    if (!as_f64(found->as.any, found->type.base, row, value))
        return cl_fail(err, CLEAP_E_SCHEMA, "column '%s' is %s, not a number",
                       cleap_frame_column_name(frame, column), cl_base_name(found->type.base));
    return CLEAP_OK;
}

enum cleap_status cleap_frame_get_string(const struct cleap_frame *frame, size_t column, size_t row,
                                         const char **at, size_t *n, struct cleap_error *err)
{
    const struct cl_column *found = NULL;
    struct cleap_error stand_in;

    err = cl_error_begin(err, &stand_in);
    CL_TRY(find_cell(frame, column, row, CL_SCALAR, &found, err));
    if (found->type.base != CL_STR && found->type.base != CL_BYTES)
        return cl_fail(err, CLEAP_E_SCHEMA, "column '%s' is %s, not text",
                       cleap_frame_column_name(frame, column), cl_base_name(found->type.base));
    *at = found->as.str[row].at;
    *n = found->as.str[row].n;
    return CLEAP_OK;
}

enum cleap_status cleap_frame_get_vector(const struct cleap_frame *frame, size_t column, size_t row,
                                         double *values, size_t room, size_t *n,
                                         struct cleap_error *err)
{
    const struct cl_column *found = NULL;
    const struct cl_tensor *cell;
    struct cleap_error stand_in;

    err = cl_error_begin(err, &stand_in);
    CL_TRY(find_cell(frame, column, row, CL_TENSOR, &found, err));
    cell = &found->as.tensor[row];
    *n = cell->size;
    if (cell->size > room)
        return cl_fail(err, CLEAP_E_LIMIT, "the vector has %u values, there is room for %zu",
                       cell->size, room);
    for (size_t i = 0; cell->index != NULL && i < cell->size; i++)
        values[i] = 0.0;
    for (size_t i = 0; i < cell->n; i++) {
        size_t to = cell->index != NULL ? (size_t)cell->index[i] : i;

        if (cell->rank != 1 || to >= cell->size)
            return cl_fail(err, CLEAP_E_DATA, "row %zu: not a vector", row);
        if (!as_f64(cell->value, found->type.base, i, &values[to]))
            return cl_fail(err, CLEAP_E_SCHEMA, "the vector holds %s, not numbers",
                           cl_base_name(found->type.base));
    }
    return CLEAP_OK;
}
