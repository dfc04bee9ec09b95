/*
 * Reading rows that are objects.
 */
#include "proxy/payload/rows.h"

#include "mleap/limits.h"
#include "proxy/payload/bounds.h"
#include "proxy/payload/cell.h"

#define ROWS_CHUNK 1024

/* Keys of the platform: __ow_headers, __ow_method, ... */
#define PLATFORM_PREFIX "__ow_"

/* What the cells of rows may take: short rows of a wide model must not eat the memory. */
#define FREE_CELLS ((size_t)64 << 20)
#define MAX_TOKEN_CELLS 64

/* While one row is read. */
struct row_reader {
    struct payload_rows *rows;
    size_t row;
    const char *option;                  /* a key to pass over, or NULL */
    size_t next;                         /* the input that is likely to come next */
    size_t n_seen;                       /* inputs that the row has */
    const struct payload_extra **extras; /* where the next extra goes */
};

static enum cleap_status map_names(struct payload_rows *rows, struct cleap_error *err)
{
    const struct cleap_model *model = rows->model;
    const struct cl_schema *in = &model->input;
    size_t n = in->n;
    struct cl_str *names;

    for (size_t k = 0; k < model->n_nodes; k++)
        n += model->nodes[k].n_out;
    names = cl_arena_array(&rows->arena, n, sizeof *names);
    rows->seen = cl_arena_zeroed(&rows->arena, in->n, sizeof *rows->seen);
    if (names == NULL || rows->seen == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            if (model->nodes[k].out_column[i].at != NULL)
                names[rows->n_made++] = model->nodes[k].out_column[i];
    /* The last of equal names counts, so that what is an input is found as one. */
    for (size_t i = 0; i < in->n; i++)
        names[rows->n_made + i] = in->fields[i].name;
    return cl_strmap_build(&rows->map, names, rows->n_made + in->n, &rows->arena)
               ? CLEAP_OK
               : cl_fail_nomem(err);
}

enum cleap_status payload_rows_init(struct payload_rows *rows, const struct cleap_model *model,
                                    struct cl_json *json, struct cleap_error *err)
{
    *rows = (struct payload_rows){.model = model, .schema_id = cl_schema_new_id()};
    cl_arena_init(&rows->arena, ROWS_CHUNK);
    cl_cell_reader_init(&rows->cells, json);
    cl_frame_init(&rows->frame);
    return map_names(rows, err);
}

void payload_rows_done(struct payload_rows *rows)
{
    cl_frame_done(&rows->frame);
    cl_cell_reader_done(&rows->cells);
    cl_arena_free(&rows->arena);
}

static enum payload_key find_key(const struct payload_rows *rows, struct cl_str name, size_t *input)
{
    uint32_t at = cl_strmap_find(&rows->map, name);

    if (at == CL_STRMAP_NONE)
        return PAYLOAD_UNKNOWN;
    *input = at - rows->n_made;
    return at < rows->n_made ? PAYLOAD_OUTPUT : PAYLOAD_INPUT;
}

enum payload_key payload_rows_key(const struct payload_rows *rows, struct cl_str name)
{
    size_t input;

    return find_key(rows, name, &input);
}

/* Puts before the message which column it is, and which stage wants it. */
static enum cleap_status blame(const struct row_reader *r, size_t column, bool one,
                               struct cleap_error *err)
{
    const struct cleap_model *model = r->rows->model;
    struct cl_str name = model->input.fields[column].name;

    if (!one) {
        cl_blame(err, "row %zu", r->row);
        err->row = (int64_t)r->row;
    }
    cl_blame(err, "column '%.*s'", CL_STR_ARGS(name));
    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_in; i++)
            if (model->nodes[k].in_column[i].at != NULL &&
                cl_str_equal(model->nodes[k].in_column[i], name))
                return cl_blame(err, "node '%.*s' (%s)", CL_STR_ARGS(model->nodes[k].name),
                                model->nodes[k].op->name);
    return err->status;
}

static enum cleap_status read_input(struct row_reader *r, size_t column, struct cleap_error *err)
{
    struct payload_rows *rows = r->rows;
    struct cl_column *to = &rows->frame.columns[column];

    r->next = column + 1;
    if (rows->seen[column] != r->row + 1) {
        rows->seen[column] = r->row + 1;
        r->n_seen++;
    } else if (to->valid != NULL) {
        to->valid[r->row] = 1; /* of a key that comes twice the last counts */
    }
    return payload_cell_read(&rows->cells, to, r->row, err);
}

static enum cleap_status keep_extra(struct row_reader *r, struct cl_str key,
                                    struct cleap_error *err)
{
    struct cl_arena *arena = &r->rows->frame.arena;
    struct payload_extra *extra = cl_arena_alloc(arena, sizeof *extra);

    if (extra == NULL)
        return cl_fail_nomem(err);
    *extra = (struct payload_extra){.name = key};
    extra->name.at = cl_arena_copy(arena, key.at, key.n);
    if (extra->name.at == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_json_skip(r->rows->cells.json, &extra->raw, err));
    *r->extras = extra;
    r->extras = &extra->next;
    return CLEAP_OK;
}

static bool begins_with(struct cl_str text, const char *prefix)
{
    size_t n = strlen(prefix);

    return text.n >= n && memcmp(text.at, prefix, n) == 0;
}

static enum cleap_status read_member(struct row_reader *r, struct cl_str key, size_t *column,
                                     struct cleap_error *err)
{
    const struct cl_schema *input = &r->rows->model->input;
    enum payload_key kind = PAYLOAD_INPUT;

    *column = r->next;
    if (r->next >= input->n || !cl_str_equal(input->fields[r->next].name, key))
        kind = find_key(r->rows, key, column);
    if (kind == PAYLOAD_INPUT)
        return read_input(r, *column, err);
    *column = input->n;
    if (kind == PAYLOAD_OUTPUT || begins_with(key, PLATFORM_PREFIX) ||
        (r->option != NULL && cl_str_is(key, r->option)))
        return cl_json_skip(r->rows->cells.json, NULL, err);
    return keep_extra(r, key, err);
}

/* Inputs that the row does not have are null, where that is allowed. */
static enum cleap_status fill_missing(struct row_reader *r, bool one, struct cleap_error *err)
{
    const struct cl_schema *input = &r->rows->model->input;
    char wanted[CL_TYPE_TEXT_SIZE];

    for (size_t i = 0; r->n_seen < input->n && i < input->n; i++) {
        if (r->rows->seen[i] == r->row + 1)
            continue;
        if (!input->fields[i].type.nullable) {
            cl_fail(err, CLEAP_E_SCHEMA, "missing; wanted: %s",
                    cl_type_text(&input->fields[i].type, wanted));
            return blame(r, i, one, err);
        }
        cl_column_set_null(&r->rows->frame.columns[i], r->row);
    }
    return CLEAP_OK;
}

static enum cleap_status read_row(struct row_reader *r, bool one, struct cleap_error *err)
{
    struct cl_json *json = r->rows->cells.json;
    struct cl_str key;
    size_t column;
    bool more;

    r->next = r->n_seen = 0;
    r->rows->extras[r->row] = NULL;
    r->extras = &r->rows->extras[r->row];
    if (cl_json_begin_object(json, err) != CLEAP_OK) {
        err->row = one ? -1 : (int64_t)r->row;
        return one ? err->status : cl_blame(err, "row %zu", r->row);
    }
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            break;
        if (read_member(r, key, &column, err) != CLEAP_OK)
            return column < r->rows->model->input.n ? blame(r, column, one, err) : err->status;
    }
    return fill_missing(r, one, err);
}

/* Makes an empty frame of n rows. */
static enum cleap_status shape(struct payload_rows *rows, size_t n, struct cleap_error *err)
{
    const struct cl_schema *input = &rows->model->input;

    cleap_frame_reset(&rows->frame);
    rows->origin = NULL;
    rows->bad.n = 0;
    rows->cells.arena = &rows->frame.arena;
    rows->extras = cl_arena_array(&rows->frame.arena, n, sizeof *rows->extras);
    if (rows->extras == NULL)
        return cl_fail_nomem(err);
    memset(rows->seen, 0, input->n * sizeof *rows->seen);
    CL_TRY(cl_frame_shape(&rows->frame, input, n, err));
    rows->frame.schema_id = rows->schema_id;
    return CLEAP_OK;
}

enum cleap_status payload_rows_check(const struct payload_rows *rows, size_t n, size_t n_tokens,
                                     struct cleap_error *err)
{
    size_t row_size = sizeof *rows->extras;

    for (size_t i = 0; i < rows->model->input.n; i++)
        row_size += cl_cell_size(&rows->model->input.fields[i].type) + 1;
    if (n > CL_MAX_ROWS || n > (FREE_CELLS + n_tokens * MAX_TOKEN_CELLS) / row_size)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu rows of %zu columns are too many for their text", n,
                       rows->model->input.n);
    return CLEAP_OK;
}

enum cleap_status payload_rows_read(struct payload_rows *rows, size_t n, size_t n_tokens,
                                    struct cleap_error *err)
{
    struct row_reader r = {.rows = rows};
    bool more;

    CL_TRY(payload_rows_check(rows, n, n_tokens, err));
    CL_TRY(shape(rows, n, err));
    CL_TRY(cl_json_begin_array(rows->cells.json, err));
    for (;; r.row++) {
        CL_TRY(cl_json_next_item(rows->cells.json, &more, err));
        if (!more)
            return CLEAP_OK;
        if (r.row == n)
            return cl_fail(err, CLEAP_E_FORMAT, "more rows than commas between them");
        CL_TRY(read_row(&r, false, err));
    }
}

/* Reads the row that the cursor stands before, the i-th of the text, or notes why not. */
static enum cleap_status read_or_note(struct payload_rows *rows, size_t i, struct cleap_error *err)
{
    struct cl_json_place place = cl_json_here(rows->cells.json);

    if (payload_rows_add(rows, err) == CLEAP_OK) {
        rows->origin[rows->frame.n - 1] = i;
        return CLEAP_OK;
    }
    if (!payload_is_rows_fault(err))
        return err->status;
    CL_TRY(payload_bad_add(&rows->bad, i, &rows->frame.arena, err));
    cl_json_return(rows->cells.json, place);
    return cl_json_skip(rows->cells.json, NULL, err); /* what is no JSON fails here at last */
}

enum cleap_status payload_rows_read_each(struct payload_rows *rows, size_t n, size_t n_tokens,
                                         struct cleap_error *err)
{
    bool more;

    CL_TRY(payload_rows_check(rows, n, n_tokens, err));
    CL_TRY(payload_rows_begin(rows, n, err));
    CL_TRY(payload_rows_begin_each(rows, n, err));
    CL_TRY(cl_json_begin_array(rows->cells.json, err));
    for (size_t i = 0;; i++) {
        CL_TRY(cl_json_next_item(rows->cells.json, &more, err));
        if (!more)
            return CLEAP_OK;
        if (i == n)
            return cl_fail(err, CLEAP_E_FORMAT, "more rows than commas between them");
        CL_TRY(read_or_note(rows, i, err));
    }
}

enum cleap_status payload_rows_read_one(struct payload_rows *rows, const char *option,
                                        struct cleap_error *err)
{
    struct row_reader r = {.rows = rows, .option = option};

    CL_TRY(shape(rows, 1, err));
    return read_row(&r, true, err);
}

enum cleap_status payload_rows_begin(struct payload_rows *rows, size_t n, struct cleap_error *err)
{
    CL_TRY(shape(rows, n, err));
    rows->frame.n = 0;
    return CLEAP_OK;
}

enum cleap_status payload_rows_begin_each(struct payload_rows *rows, size_t n,
                                          struct cleap_error *err)
{
    rows->origin = cl_arena_array(&rows->frame.arena, n, sizeof *rows->origin);
    if (rows->origin == NULL)
        return cl_fail_nomem(err);
    return payload_bad_begin(&rows->bad, n, &rows->frame.arena, err);
}

enum cleap_status payload_rows_add(struct payload_rows *rows, struct cleap_error *err)
{
    struct row_reader r = {.rows = rows, .row = rows->frame.n};
    const struct cl_schema *input = &rows->model->input;

    if (read_row(&r, true, err) == CLEAP_OK) {
        rows->frame.n++;
        return CLEAP_OK;
    }
    for (size_t i = 0; i < input->n; i++) {
        rows->seen[i] = 0;
        if (rows->frame.columns[i].valid != NULL)
            rows->frame.columns[i].valid[r.row] = 1;
    }
    return err->status;
}
