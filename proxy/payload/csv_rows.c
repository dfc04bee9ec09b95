/*
 * Reading records of CSV into rows.
 */
#include "proxy/payload/csv_rows.h"

#include "mleap/limits.h"
#include "mleap/schema_names.h"
#include "proxy/payload/cell.h"

#define CSV_CHUNK 4096
#define NO_COLUMN SIZE_MAX

bool payload_csv_is_empty(struct csv_record record)
{
    size_t n = (size_t)(record.end - record.at);

    return n == 0 || record.at[0] == '\n' || (n == 2 && memcmp(record.at, "\r\n", 2) == 0);
}

/* Takes a byte order mark away, which some programs put before UTF-8. */
static void skip_mark(struct csv_record *record)
{
    if (record->end - record->at >= 3 && memcmp(record->at, "\xEF\xBB\xBF", 3) == 0)
        record->at += 3;
}

static size_t count_commas(struct csv_record record)
{
    size_t n = 0;

    for (const char *at = record.at; at < record.end; at++)
        n += *at == ',';
    return n;
}

static enum cleap_status split_header(struct payload_csv *s, struct csv_record record,
                                      struct cleap_error *err)
{
    size_t room = count_commas(record) + 1;
    char *text;

    if (room > CL_MAX_COLUMNS)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu columns, at most %d are allowed", room,
                       CL_MAX_COLUMNS);
    text = cl_arena_copy(&s->arena, record.at, (size_t)(record.end - record.at));
    s->fields = cl_arena_array(&s->arena, room, sizeof *s->fields);
    if (text == NULL || s->fields == NULL)
        return cl_fail_nomem(err);
    return csv_split(text, text + (record.end - record.at), s->fields, room, &s->n_fields, err);
}

static enum cleap_status add_column(struct payload_csv *s, struct cl_str name,
                                    const struct cl_type *type, struct cleap_error *err)
{
    struct cl_field *field = &s->schema.fields[s->schema.n++];

    *field = (struct cl_field){.name = name, .type = *type};
    field->name.at = cl_arena_strndup(&s->arena, name.at, name.n);
    return field->name.at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* Says for each field of the header what becomes of it. */
static enum cleap_status place_fields(struct payload_csv *s, struct cleap_error *err)
{
    static const struct cl_type text = {.base = CL_STR, .nullable = true};
    const struct cleap_model *model = s->model;

    for (size_t i = 0; i < s->n_fields; i++) {
        struct cl_str name = s->fields[i].text;
        ptrdiff_t input = cl_schema_find(&model->input, name);

        s->column[i] = s->schema.n;
        if (input >= 0)
            CL_TRY(add_column(s, name, &model->input.fields[input].type, err));
        else if (cl_schema_find(&model->output, name) < 0)
            CL_TRY(add_column(s, name, &text, err));
        else
            s->column[i] = NO_COLUMN;
    }
    return cl_schema_check_names(&s->schema, &s->arena, err);
}

/* Inputs that the header does not name are null, where that is allowed. Whether one that may not be
 * is needed, the plan says. */
static enum cleap_status add_absent(struct payload_csv *s, struct cleap_error *err)
{
    const struct cl_schema *input = &s->model->input;

    for (size_t i = 0; i < input->n; i++) {
        const struct cl_field *field = &input->fields[i];

        if (!field->type.nullable || cl_schema_find(&s->schema, field->name) >= 0)
            continue;
        s->absent[s->n_absent++] = s->schema.n;
        CL_TRY(add_column(s, field->name, &field->type, err));
    }
    return CLEAP_OK;
}

enum cleap_status payload_csv_header(struct payload_csv *s, const struct cleap_model *model,
                                     struct csv_record record, struct cleap_error *err)
{
    s->model = model;
    if (record.at != NULL)
        skip_mark(&record);
    if (record.at == NULL || payload_csv_is_empty(record))
        return cl_fail(err, CLEAP_E_FORMAT, "no header with the names of columns");
    CL_TRY(split_header(s, record, err));
    s->column = cl_arena_array(&s->arena, s->n_fields, sizeof *s->column);
    s->absent = cl_arena_array(&s->arena, model->input.n, sizeof *s->absent);
    s->schema.fields =
        cl_arena_array(&s->arena, s->n_fields + model->input.n, sizeof *s->schema.fields);
    if (s->column == NULL || s->absent == NULL || s->schema.fields == NULL)
        return cl_fail_nomem(err);
    CL_TRY(place_fields(s, err));
    return add_absent(s, err);
}

/* Lists, maps and tensors. The text is copied, because what is read of it points into it. */
static enum cleap_status read_json(struct payload_csv *s, struct cl_column *column, size_t row,
                                   struct cl_str text, struct cleap_error *err)
{
    struct cl_json *json = s->cells.json;
    char *copy = cl_arena_alloc(s->cells.arena, text.n + (size_t)CL_JSON_PADDING);

    if (copy == NULL)
        return cl_fail_nomem(err);
    memcpy(copy, text.at, text.n);
    memset(copy + text.n, 0, CL_JSON_PADDING);
    CL_TRY(cl_json_open(json, copy, text.n, true, err));
    CL_TRY(payload_cell_read(&s->cells, column, row, err));
    return cl_json_end(json, err);
}

static bool is_number(enum cl_base base)
{
    return base != CL_STR && base != CL_BYTES && base != CL_BOOL;
}

static enum cleap_status read_field(struct payload_csv *s, struct cl_column *column, size_t row,
                                    const struct csv_field *field, struct cleap_error *err)
{
    struct cl_str text = field->text;

    if (text.n == 0 && !field->quoted && column->type.nullable) {
        cl_column_set_null(column, row);
        return CLEAP_OK;
    }
    if (column->type.shape != CL_SCALAR)
        return read_json(s, column, row, text, err);
    /* What JSON has as true and false is a number here as there. */
    if (is_number(column->type.base) && (cl_str_is(text, "true") || cl_str_is(text, "false")))
        text = cl_str_of(text.n == 4 ? "1" : "0");
    return payload_cell_text(column, row, text, s->cells.arena, err);
}

static enum cleap_status read_record(struct payload_csv *s, struct csv_record record,
                                     struct cleap_error *err)
{
    size_t row = s->frame.n, n;

    CL_TRY(csv_split(record.at, record.end, s->fields, s->n_fields, &n, err));
    if (n != s->n_fields)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu fields, the header has %zu", n, s->n_fields);
    for (size_t i = 0; i < n; i++) {
        size_t to = s->column[i];

        if (to != NO_COLUMN &&
            read_field(s, &s->frame.columns[to], row, &s->fields[i], err) != CLEAP_OK)
            return cl_blame(err, "column '%.*s'", CL_STR_ARGS(s->schema.fields[to].name));
    }
    for (size_t i = 0; i < s->n_absent; i++)
        cl_column_set_null(&s->frame.columns[s->absent[i]], row);
    return CLEAP_OK;
}

/* A record that failed may have left nulls. */
static void clear_row(struct cleap_frame *frame)
{
    for (size_t i = 0; i < frame->schema->n; i++)
        if (frame->columns[i].valid != NULL)
            frame->columns[i].valid[frame->n] = 1;
}

enum cleap_status payload_csv_begin(struct payload_csv *s, size_t n, struct cleap_error *err)
{
    cleap_frame_reset(&s->frame);
    CL_TRY(cl_frame_shape(&s->frame, &s->schema, n, err));
    s->frame.n = 0;
    s->frame.schema_id = s->schema_id;
    return CLEAP_OK;
}

enum cleap_status payload_csv_add(struct payload_csv *s, struct csv_record record,
                                  struct cleap_error *err)
{
    if (read_record(s, record, err) == CLEAP_OK)
        s->frame.n++;
    else
        clear_row(&s->frame);
    return err->status;
}

enum cleap_status payload_csv_init(struct payload_csv *s, struct cleap_error *err)
{
    *s = (struct payload_csv){.schema_id = cl_schema_new_id()};
    cl_arena_init(&s->arena, CSV_CHUNK);
    cl_frame_init(&s->frame);
    cl_cell_reader_init(&s->cells, cl_json_new());
    s->cells.arena = &s->frame.arena;
    return s->cells.json != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void payload_csv_done(struct payload_csv *s)
{
    if (s->cells.json != NULL)
        cl_json_free(s->cells.json);
    cl_cell_reader_done(&s->cells);
    cl_frame_done(&s->frame);
    cl_arena_free(&s->arena);
}

enum cleap_status payload_csv_like(struct payload_csv *s, const struct payload_csv *from,
                                   struct cleap_error *err)
{
    s->model = from->model;
    s->schema = from->schema;
    s->schema_id = from->schema_id;
    s->n_fields = from->n_fields;
    s->column = from->column;
    s->n_absent = from->n_absent;
    s->absent = from->absent;
    s->fields = cl_arena_array(&s->arena, s->n_fields, sizeof *s->fields);
    return s->fields != NULL ? CLEAP_OK : cl_fail_nomem(err);
}
