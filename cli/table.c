/*
 * Tables. Vectors show their first values and how many there are:
 *
 *   [1, 0.5, 0.25, 0, ... 784]                   dense, 784 values
 *   {3: 1, 17: 2, 18: 1, 40: 1, ... 9 of 4096}   sparse, 9 values set of 4096
 */
#include "cli/table.h"

#include "cli/display.h"
#include "runtime/buf.h"
#include "runtime/number.h"

#define SHOWN_VALUES 4
#define MAX_TEXT 40
#define TABLE_LIMIT ((size_t)1 << 31)
#define TABLE_CHUNK 65536

struct table {
    const struct cleap_frame *frame;
    struct cl_arena arena;
    struct cl_buf scratch; /* the cell at hand */
    struct cl_str *cells;  /* rows of columns, the names first */
    size_t *widths;        /* of the columns, in cells of a terminal */
};

static bool is_number(enum cl_base base)
{
    return base != CL_STR && base != CL_BYTES && base != CL_BOOL;
}

/* Writes text, cut after so many characters, and no control characters. */
static void put_text(struct cl_buf *buf, struct cl_str text)
{
    uint32_t at = 0;

    for (size_t n = 0; at < text.n; n++) {
        struct cl_str next = display_next(text, &at);

        if (n == MAX_TEXT) {
            cl_buf_text(buf, "...");
            return;
        }
        cl_buf_append(buf, next.at, next.n);
    }
}

static int64_t integer_at(enum cl_base base, const void *values, size_t i)
{
    switch (base) {
    case CL_I8:
        return ((const int8_t *)values)[i];
    case CL_I16:
        return ((const int16_t *)values)[i];
    case CL_I32:
        return ((const int32_t *)values)[i];
    default:
        return ((const int64_t *)values)[i];
    }
}

static void put_value(struct cl_buf *buf, enum cl_base base, const void *values, size_t i)
{
    char text[CL_NUMBER_TEXT_SIZE];

    switch (base) {
    case CL_STR:
        put_text(buf, ((const struct cl_str *)values)[i]);
        break;
    case CL_BYTES:
        cl_buf_printf(buf, "%u bytes", ((const struct cl_str *)values)[i].n);
        break;
    case CL_BOOL:
        cl_buf_text(buf, ((const uint8_t *)values)[i] ? "true" : "false");
        break;
    case CL_F64:
        cl_buf_append(buf, text, cl_f64_java_text(((const double *)values)[i], text));
        break;
    case CL_F32:
        cl_buf_append(buf, text, cl_f32_java_text(((const float *)values)[i], text));
        break;
    default:
        cl_buf_append(buf, text, cl_i64_text(integer_at(base, values, i), text));
        break;
    }
}

/* A value among others: six digits of a fraction will do. */
static void put_element(struct cl_buf *buf, enum cl_base base, const void *values, size_t i)
{
    if (base == CL_F64)
        cl_buf_printf(buf, "%.6g", ((const double *)values)[i]);
    else if (base == CL_F32)
        cl_buf_printf(buf, "%.6g", (double)((const float *)values)[i]);
    else
        put_value(buf, base, values, i);
}

static void put_values(struct cl_buf *buf, enum cl_base base, const void *values, uint32_t n)
{
    cl_buf_byte(buf, '[');
    for (uint32_t i = 0; i < n && i < SHOWN_VALUES; i++) {
        if (i > 0)
            cl_buf_text(buf, ", ");
        put_element(buf, base, values, i);
    }
    if (n > SHOWN_VALUES)
        cl_buf_printf(buf, ", ... %u", n);
    cl_buf_byte(buf, ']');
}

static void put_sparse(struct cl_buf *buf, enum cl_base base, const struct cl_tensor *cell)
{
    cl_buf_byte(buf, '{');
    for (uint32_t i = 0; i < cell->n && i < SHOWN_VALUES; i++) {
        for (uint32_t k = 0; k < cell->rank; k++)
            cl_buf_printf(buf, k == 0 ? "%s%d" : "%s:%d", k == 0 && i > 0 ? ", " : "",
                          (int)cell->index[i * cell->rank + k]);
        cl_buf_text(buf, ": ");
        put_element(buf, base, cell->value, i);
    }
    if (cell->n > SHOWN_VALUES)
        cl_buf_printf(buf, ", ... %u", cell->n);
    cl_buf_printf(buf, "%sof %u}", cell->n > 0 ? " " : "", cell->size);
}

static void put_map(struct cl_buf *buf, const struct cl_type *type, const struct cl_map *cell)
{
    cl_buf_byte(buf, '{');
    for (uint32_t i = 0; i < cell->n && i < SHOWN_VALUES; i++) {
        if (i > 0)
            cl_buf_text(buf, ", ");
        put_value(buf, type->key, cell->key, i);
        cl_buf_text(buf, ": ");
        put_element(buf, type->base, cell->value, i);
    }
    if (cell->n > SHOWN_VALUES)
        cl_buf_printf(buf, ", ... %u", cell->n);
    cl_buf_byte(buf, '}');
}

static void put_cell(struct cl_buf *buf, const struct cl_column *column, size_t row)
{
    const struct cl_type *type = &column->type;

    if (cl_column_is_null(column, row)) {
        cl_buf_text(buf, "null");
        return;
    }
    switch (type->shape) {
    case CL_SCALAR:
        put_value(buf, type->base, column->as.any, row);
        break;
    case CL_LIST:
        put_values(buf, type->base, column->as.list[row].at, column->as.list[row].n);
        break;
    case CL_TENSOR:
        if (column->as.tensor[row].index != NULL)
            put_sparse(buf, type->base, &column->as.tensor[row]);
        else
            put_values(buf, type->base, column->as.tensor[row].value, column->as.tensor[row].n);
        break;
    case CL_MAP:
        put_map(buf, type, &column->as.map[row]);
        break;
    }
}

/* Keeps what the scratch holds as a cell of the table. */
static bool keep_cell(struct table *t, size_t line, size_t column)
{
    struct cl_str *cell = &t->cells[line * t->frame->schema->n + column];
    size_t width;

    if (t->scratch.status != CLEAP_OK)
        return false;
    cell->at = cl_arena_copy(&t->arena, t->scratch.at, t->scratch.n);
    cell->n = (uint32_t)t->scratch.n;
    cl_buf_reset(&t->scratch);
    if (cell->at == NULL)
        return false;
    width = display_width(*cell);
    if (width > t->widths[column])
        t->widths[column] = width;
    return true;
}

static enum cleap_status fill(struct table *t, struct cleap_error *err)
{
    const struct cl_schema *schema = t->frame->schema;

    t->cells = cl_arena_array(&t->arena, (t->frame->n + 1) * schema->n, sizeof *t->cells);
    t->widths = cl_arena_zeroed(&t->arena, schema->n, sizeof *t->widths);
    if (t->cells == NULL || t->widths == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < schema->n; i++) {
        put_text(&t->scratch, schema->fields[i].name);
        if (!keep_cell(t, 0, i))
            return cl_fail_nomem(err);
        for (size_t row = 0; row < t->frame->n; row++) {
            put_cell(&t->scratch, &t->frame->columns[i], row);
            if (!keep_cell(t, row + 1, i))
                return cl_fail_nomem(err);
        }
    }
    return CLEAP_OK;
}

static void put_blanks(struct cl_buf *out, size_t n, char blank)
{
    char *at = cl_buf_reserve(out, n);

    if (at == NULL)
        return;
    memset(at, blank, n);
    out->n += n;
}

static void put_line(struct cl_buf *out, const struct table *t, size_t line)
{
    size_t n = t->frame->schema->n;

    for (size_t i = 0; i < n; i++) {
        const struct cl_type *type = &t->frame->schema->fields[i].type;
        struct cl_str cell = t->cells[line * n + i];
        size_t blanks = t->widths[i] - display_width(cell);
        bool right = type->shape == CL_SCALAR && is_number(type->base);

        if (i > 0)
            cl_buf_text(out, "  ");
        if (right)
            put_blanks(out, blanks, ' ');
        cl_buf_append(out, cell.at, cell.n);
        if (!right && i + 1 < n)
            put_blanks(out, blanks, ' ');
    }
    cl_buf_byte(out, '\n');
}

static void put_rule(struct cl_buf *out, const struct table *t)
{
    for (size_t i = 0; i < t->frame->schema->n; i++) {
        if (i > 0)
            cl_buf_text(out, "  ");
        put_blanks(out, t->widths[i], '-');
    }
    cl_buf_byte(out, '\n');
}

enum cleap_status table_write(struct cl_buf *out, const struct cleap_frame *frame,
                              struct cleap_error *err)
{
    struct table t = {.frame = frame};
    enum cleap_status status;

    cl_arena_init(&t.arena, TABLE_CHUNK);
    cl_buf_init(&t.scratch, TABLE_LIMIT);
    status = fill(&t, err);
    for (size_t line = 0; status == CLEAP_OK && line <= frame->n; line++) {
        put_line(out, &t, line);
        if (line == 0)
            put_rule(out, &t);
    }
    cl_buf_free(&t.scratch);
    cl_arena_free(&t.arena);
    return status == CLEAP_OK ? cl_buf_check(out, "the table", err) : status;
}
