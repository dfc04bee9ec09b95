/*
 * JSON values as cells.
 */
#include "proxy/payload/cell.h"

#include "mleap/base64.h"
#include "mleap/json_text.h"
#include "runtime/java_text.h"

/* Bytes of a text that a message shows. */
#define SHOWN_SIZE 40

struct range {
    int64_t min, max;
};

static struct range range_of(enum cl_base base)
{
    switch (base) {
    case CL_I8:
        return (struct range){INT8_MIN, INT8_MAX};
    case CL_I16:
        return (struct range){INT16_MIN, INT16_MAX};
    case CL_I32:
        return (struct range){INT32_MIN, INT32_MAX};
    default:
        return (struct range){INT64_MIN, INT64_MAX};
    }
}

/* Passes over the value and says that it will not do. */
static enum cleap_status refuse(struct cl_cell_reader *r, const struct cl_type *type,
                                struct cleap_error *err)
{
    char words[CL_JSON_WORDS_SIZE], wanted[CL_TYPE_TEXT_SIZE];
    struct cl_str raw;

    CL_TRY(cl_json_skip(r->json, &raw, err));
    return cl_fail(err, CLEAP_E_DATA, "found %s; wanted: %s",
                   cl_json_describe(raw.at, raw.at + raw.n, words), cl_type_text(type, wanted));
}

/* How much of a text a message takes: no half characters. */
static int shown(struct cl_str text)
{
    uint32_t n = text.n < SHOWN_SIZE ? text.n : SHOWN_SIZE;

    while (n > 0 && n < text.n && ((unsigned char)text.at[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}

/* The same as refuse() for text that was read already. */
static enum cleap_status refuse_text(struct cl_str text, const struct cl_type *type,
                                     struct cleap_error *err)
{
    char wanted[CL_TYPE_TEXT_SIZE];

    return cl_fail(err, CLEAP_E_DATA, "found \"%.*s%s\"; wanted: %s", shown(text), text.at,
                   text.n > SHOWN_SIZE ? "..." : "", cl_type_text(type, wanted));
}

static void put_i64(struct cl_column *column, size_t row, int64_t value)
{
    switch (column->type.base) {
    case CL_I8:
        column->as.i8[row] = (int8_t)value;
        break;
    case CL_I16:
        column->as.i16[row] = (int16_t)value;
        break;
    case CL_I32:
        column->as.i32[row] = (int32_t)value;
        break;
    default:
        column->as.i64[row] = value;
        break;
    }
}

static enum cleap_status keep_text(struct cl_cell_reader *r, const char *text, size_t n,
                                   struct cl_str *cell, struct cleap_error *err)
{
    cell->at = cl_arena_copy(r->arena, text, n);
    cell->n = (uint32_t)n;
    return cell->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static bool is_integer(struct cl_str number)
{
    for (uint32_t i = number.at[0] == '-'; i < number.n; i++)
        if (number.at[i] < '0' || number.at[i] > '9')
            return false;
    return true;
}

/* A whole number's text is as it was written; another's as Java writes the double. */
static enum cleap_status number_to_text(struct cl_cell_reader *r, struct cl_str *cell,
                                        struct cleap_error *err)
{
    struct cl_json_place place = cl_json_here(r->json);
    char text[CL_NUMBER_TEXT_SIZE];
    struct cl_str raw;
    double value;

    CL_TRY(cl_json_skip(r->json, &raw, err));
    if (is_integer(raw))
        return keep_text(r, raw.at, raw.n, cell, err);
    cl_json_return(r->json, place);
    CL_TRY(cl_json_read_f64(r->json, &value, err));
    return keep_text(r, text, cl_f64_java_text(value, text), cell, err);
}

static enum cleap_status read_number(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                     struct cleap_error *err)
{
    struct range range = range_of(column->type.base);
    double number;
    int64_t whole;

    switch (column->type.base) {
    case CL_F64:
        return cl_json_read_f64(r->json, &column->as.f64[row], err);
    case CL_F32:
        return cl_json_read_f32(r->json, &column->as.f32[row], err);
    case CL_STR:
        return number_to_text(r, &column->as.str[row], err);
    case CL_BOOL:
        CL_TRY(cl_json_read_f64(r->json, &number, err));
        column->as.b[row] = number != 0;
        return CLEAP_OK;
    case CL_BYTES:
        return refuse(r, &column->type, err);
    default:
        CL_TRY(cl_json_read_i64(r->json, range.min, range.max, &whole, err));
        put_i64(column, row, whole);
        return CLEAP_OK;
    }
}

static enum cleap_status read_bool(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                   struct cleap_error *err)
{
    bool yes;

    if (column->type.base == CL_BYTES)
        return refuse(r, &column->type, err);
    CL_TRY(cl_json_read_bool(r->json, &yes, err));
    switch (column->type.base) {
    case CL_F64:
        column->as.f64[row] = yes;
        break;
    case CL_F32:
        column->as.f32[row] = yes;
        break;
    case CL_STR:
        column->as.str[row] = cl_str_of(yes ? "1" : "0");
        break;
    case CL_BOOL:
        column->as.b[row] = yes;
        break;
    default:
        put_i64(column, row, yes);
        break;
    }
    return CLEAP_OK;
}

static bool parse_number(struct cl_str text, struct cl_column *column, size_t row)
{
    struct range range = range_of(column->type.base);
    int64_t whole;

    switch (column->type.base) {
    case CL_F64:
        return cl_java_parse_f64(text, &column->as.f64[row]);
    case CL_F32:
        return cl_java_parse_f32(text, &column->as.f32[row]);
    default:
        if (!cl_java_parse_i64(text, range.min, range.max, &whole))
            return false;
        put_i64(column, row, whole);
        return true;
    }
}

enum cleap_status payload_cell_text(struct cl_column *column, size_t row, struct cl_str text,
                                    struct cl_arena *arena, struct cleap_error *err)
{
    bool value;

    switch (column->type.base) {
    case CL_STR:
        column->as.str[row] = text;
        return CLEAP_OK;
    case CL_BYTES:
        return cl_base64_read(text, arena, &column->as.str[row], err);
    case CL_BOOL:
        if (!cl_java_parse_bool(text, &value))
            return cl_fail(err, CLEAP_E_DATA, "\"%.*s\" is no boolean", CL_STR_ARGS(text));
        column->as.b[row] = value;
        return CLEAP_OK;
    default:
        break;
    }
    if (column->type.nullable && (text.n == 0 || cl_str_is(text, "null"))) {
        cl_column_set_null(column, row);
        return CLEAP_OK;
    }
    return parse_number(text, column, row) ? CLEAP_OK : refuse_text(text, &column->type, err);
}

static enum cleap_status read_text(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                   struct cleap_error *err)
{
    struct cl_str text;

    if (column->type.base == CL_STR)
        return cl_json_borrow_string(r->json, r->arena, &column->as.str[row], err);
    CL_TRY(cl_json_read_string(r->json, NULL, &text, err));
    return payload_cell_text(column, row, text, r->arena, err);
}

/* An array of values is a dense vector. */
static enum cleap_status read_vector(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                     struct cleap_error *err)
{
    struct cl_list list;
    struct cl_column values = {.type = {.base = column->type.base, .shape = CL_LIST},
                               .as = {.list = &list}};

    CL_TRY(cl_cell_read_json(r, &values, 0, err));
    column->as.tensor[row] = cl_dense(list.at, list.n);
    return CLEAP_OK;
}

enum cleap_status payload_cell_read(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                    struct cleap_error *err)
{
    enum cl_json_kind kind = cl_json_kind(r->json);
    enum cl_shape shape = column->type.shape;

    if (kind == CL_JSON_NULL)
        return column->type.nullable ? cl_cell_read_json(r, column, row, err)
                                     : refuse(r, &column->type, err);
    if (shape == CL_SCALAR && kind == CL_JSON_NUMBER)
        return read_number(r, column, row, err);
    if (shape == CL_SCALAR && kind == CL_JSON_STRING)
        return read_text(r, column, row, err);
    if (shape == CL_SCALAR && kind == CL_JSON_BOOL)
        return read_bool(r, column, row, err);
    if (shape == CL_TENSOR && kind == CL_JSON_ARRAY)
        return read_vector(r, column, row, err);
    if ((shape == CL_LIST && kind == CL_JSON_ARRAY) ||
        ((shape == CL_TENSOR || shape == CL_MAP) && kind == CL_JSON_OBJECT))
        return cl_cell_read_json(r, column, row, err);
    return refuse(r, &column->type, err);
}
