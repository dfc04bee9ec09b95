/*
 * Reading leap frames from JSON.
 *
 * MLeap writes rows before the schema that says how to read them. So the text is passed over once
 * to find both, which for rows means counting brackets, and rows are read afterwards, into columns
 * that have just the room they need.
 */
#include "mleap/frame_json_read.h"

#include <stdlib.h>

#include "mleap/frame_json_cells.h"
#include "mleap/limits.h"
#include "mleap/schema_json.h"

/* Schemas that a reader remembers. */
#define N_KNOWN 4
#define SCHEMA_CHUNK 2048

/* A schema that was read before. */
struct known {
    struct cl_arena arena; /* all of it */
    struct cl_str text;    /* empty: none yet */
    size_t n_tokens;
    struct cl_schema schema;
    uint64_t id;
};

struct cl_frame_reader {
    struct cl_json *json;
    struct cl_cell_reader cells;
    struct known known[N_KNOWN];
    size_t next; /* the one to forget when a new one comes */
};

/* Where the parts of a frame are. */
struct parts {
    bool has_schema, has_rows;
    const struct known *known; /* the schema, if it is one of these */
    struct cl_json_place schema, rows;
    struct cl_str schema_text;
    size_t n_schema_tokens, n_rows, n_row_tokens;
};

struct cl_frame_reader *cl_frame_reader_new(void)
{
    struct cl_frame_reader *reader = calloc(1, sizeof *reader);

    if (reader == NULL)
        return NULL;
    reader->json = cl_json_new();
    cl_cell_reader_init(&reader->cells, reader->json);
    for (size_t i = 0; i < N_KNOWN; i++)
        cl_arena_init(&reader->known[i].arena, SCHEMA_CHUNK);
    if (reader->json != NULL)
        return reader;
    cl_frame_reader_free(reader);
    return NULL;
}

void cl_frame_reader_free(struct cl_frame_reader *reader)
{
    if (reader == NULL)
        return;
    for (size_t i = 0; i < N_KNOWN; i++)
        cl_arena_free(&reader->known[i].arena);
    cl_cell_reader_done(&reader->cells);
    if (reader->json != NULL)
        cl_json_free(reader->json);
    free(reader);
}

/* Passes over a schema, if it is one of those that are known. */
static const struct known *skip_known(struct cl_json *j, const struct known *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (known[i].text.n > 0 && cl_json_skip_known(j, known[i].text, known[i].n_tokens))
            return &known[i];
    return NULL;
}

static enum cleap_status find_schema(struct cl_json *j, const struct known *known, size_t n_known,
                                     struct parts *parts, struct cleap_error *err)
{
    parts->has_schema = true;
    parts->known = skip_known(j, known, n_known);
    if (parts->known != NULL)
        return CLEAP_OK;
    parts->schema = cl_json_here(j);
    CL_TRY(cl_json_skip(j, &parts->schema_text, err));
    parts->n_schema_tokens = cl_json_here(j).token - parts->schema.token;
    return CLEAP_OK;
}

/* Rows that come again make the former ones void; those were not checked yet. */
static enum cleap_status find_rows(struct cl_json *j, struct parts *parts, struct cleap_error *err)
{
    struct cl_json_place here = cl_json_here(j);

    if (parts->has_rows) {
        cl_json_return(j, parts->rows);
        CL_TRY(cl_json_skip(j, NULL, err));
        cl_json_return(j, here);
    }
    parts->has_rows = true;
    parts->rows = here;
    return cl_json_leap(j, &parts->n_rows, &parts->n_row_tokens, err);
}

static enum cleap_status find_parts(struct cl_json *j, const struct known *known, size_t n_known,
                                    struct parts *parts, struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    *parts = (struct parts){0};
    CL_TRY(cl_json_begin_object(j, err));
    for (;;) {
        CL_TRY(cl_json_next_key(j, NULL, &key, &more, err));
        if (!more)
            break;
        if (cl_str_is(key, "rows"))
            CL_TRY(find_rows(j, parts, err));
        else if (cl_str_is(key, "schema"))
            CL_TRY(find_schema(j, known, n_known, parts, err));
        else
            CL_TRY(cl_json_skip(j, NULL, err));
    }
    return CLEAP_OK;
}

static enum cleap_status check_parts(const struct parts *parts, struct cleap_error *err)
{
    if (!parts->has_schema || !parts->has_rows)
        return cl_fail(err, CLEAP_E_FORMAT, "a frame without \"%s\"",
                       parts->has_schema ? "rows" : "schema");
    return CLEAP_OK;
}

static enum cleap_status fail_cell(const struct cl_schema *schema, size_t row, size_t column,
                                   struct cleap_error *err)
{
    cl_blame(err, "row %zu, column '%.*s'", row, CL_STR_ARGS(schema->fields[column].name));
    err->row = (int64_t)row;
    return err->status;
}

/* Reads the cells of a row, and passes over those that have no column. */
static enum cleap_status read_row(struct cl_cell_reader *r, struct cleap_frame *frame, size_t row,
                                  struct cleap_error *err)
{
    bool more;

    if (cl_json_begin_array(r->json, err) != CLEAP_OK) {
        cl_blame(err, "row %zu", row);
        err->row = (int64_t)row;
        return err->status;
    }
    for (size_t i = 0; i < frame->schema->n; i++) {
        CL_TRY(cl_json_next_item(r->json, &more, err));
        if (!more) {
            cl_fail(err, CLEAP_E_FORMAT, "row %zu has %zu values, the schema has %zu columns", row,
                    i, frame->schema->n);
            err->row = (int64_t)row;
            return err->status;
        }
        if (cl_cell_read_json(r, &frame->columns[i], row, err) != CLEAP_OK)
            return fail_cell(frame->schema, row, i, err);
    }
    for (;;) {
        CL_TRY(cl_json_next_item(r->json, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(cl_json_skip(r->json, NULL, err));
    }
}

static enum cleap_status read_rows(struct cl_cell_reader *r, const struct parts *parts,
                                   const struct cl_schema *schema, struct cleap_frame *frame,
                                   struct cleap_error *err)
{
    /* A cell is a token at least, so that rows beyond these cannot all be long enough: one of the
     * first ones will be found too short. */
    size_t can_be = schema->n == 0 ? parts->n_rows : parts->n_row_tokens / schema->n + 1;
    bool more;

    if (parts->n_rows > CL_MAX_ROWS)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu rows, at most %zu are allowed", parts->n_rows,
                       CL_MAX_ROWS);
    CL_TRY(cl_frame_shape(frame, schema, parts->n_rows < can_be ? parts->n_rows : can_be, err));
    r->arena = &frame->arena;
    cl_json_return(r->json, parts->rows);
    CL_TRY(cl_json_begin_array(r->json, err));
    for (size_t row = 0;; row++) {
        CL_TRY(cl_json_next_item(r->json, &more, err));
        if (!more)
            break;
        if (row == frame->n)
            return cl_fail(err, CLEAP_E_FORMAT, "more rows than their text has room for");
        CL_TRY(read_row(r, frame, row, err));
    }
    cl_frame_drop_validity(frame);
    return CLEAP_OK;
}

/* Reads a schema that was not known, into the place of the one that came longest ago. */
static enum cleap_status learn_schema(struct cl_frame_reader *reader, struct cl_json *json,
                                      const struct parts *parts, const struct known **learnt,
                                      struct cleap_error *err)
{
    struct known *k = &reader->known[reader->next];
    char *text;

    k->text.n = 0;
    cl_arena_reset(&k->arena);
    text = cl_arena_copy(&k->arena, parts->schema_text.at, parts->schema_text.n);
    if (text == NULL)
        return cl_fail_nomem(err);
    cl_json_return(json, parts->schema);
    CL_TRY(cl_schema_read_json(json, &k->arena, &k->schema, err));
    k->text = (struct cl_str){.at = text, .n = parts->schema_text.n};
    k->n_tokens = parts->n_schema_tokens;
    k->id = cl_schema_new_id();
    reader->next = (reader->next + 1) % N_KNOWN;
    *learnt = k;
    return CLEAP_OK;
}

static enum cleap_status read_parts(struct cl_frame_reader *reader, struct cl_json *json,
                                    struct parts *parts, struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    CL_TRY(check_parts(parts, err));
    if (parts->known == NULL)
        CL_TRY(learn_schema(reader, json, parts, &parts->known, err));
    reader->cells.json = json;
    CL_TRY(read_rows(&reader->cells, parts, &parts->known->schema, frame, err));
    frame->schema_id = parts->known->id;
    return CLEAP_OK;
}

static enum cleap_status read_text(struct cl_frame_reader *reader, const char *text, size_t n,
                                   bool padded, struct cleap_frame *frame, struct cleap_error *err)
{
    struct parts parts;

    CL_TRY(cl_json_open(reader->json, text, n, padded, err));
    CL_TRY(find_parts(reader->json, reader->known, N_KNOWN, &parts, err));
    CL_TRY(cl_json_end(reader->json, err));
    return read_parts(reader, reader->json, &parts, frame, err);
}

enum cleap_status cl_frame_reader_read(struct cl_frame_reader *reader, const char *text, size_t n,
                                       bool padded, struct cleap_frame *frame,
                                       struct cleap_error *err)
{
    enum cleap_status status;

    cleap_frame_reset(frame);
    status = read_text(reader, text, n, padded, frame, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    return status;
}

static enum cleap_status read_value(struct cl_frame_reader *reader, struct cl_json *json,
                                    struct cleap_frame *frame, struct cleap_error *err)
{
    struct cl_json_place end;
    struct parts parts;

    CL_TRY(find_parts(json, reader->known, N_KNOWN, &parts, err));
    end = cl_json_here(json);
    CL_TRY(read_parts(reader, json, &parts, frame, err));
    cl_json_return(json, end);
    return CLEAP_OK;
}

enum cleap_status cl_frame_reader_read_value(struct cl_frame_reader *reader, struct cl_json *json,
                                             struct cleap_frame *frame, struct cleap_error *err)
{
    enum cleap_status status;

    cleap_frame_reset(frame);
    status = read_value(reader, json, frame, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    return status;
}

/* Reads a frame that owns everything: it gets a copy of the text, whose pieces are its texts. */
static enum cleap_status read_owned(struct cl_cell_reader *r, const char *text, size_t n,
                                    struct cleap_frame *frame, struct cleap_error *err)
{
    char *copy =
        n < SIZE_MAX - CL_JSON_PADDING ? cl_arena_alloc(&frame->arena, n + CL_JSON_PADDING) : NULL;
    struct cl_schema *schema = cl_arena_alloc(&frame->arena, sizeof *schema);
    struct parts parts;

    if (copy == NULL || schema == NULL)
        return cl_fail_nomem(err);
    if (n > 0)
        memcpy(copy, text, n);
    memset(copy + n, 0, CL_JSON_PADDING);
    CL_TRY(cl_json_open(r->json, copy, n, true, err));
    CL_TRY(find_parts(r->json, NULL, 0, &parts, err));
    CL_TRY(cl_json_end(r->json, err));
    CL_TRY(check_parts(&parts, err));
    cl_json_return(r->json, parts.schema);
    CL_TRY(cl_schema_read_json(r->json, &frame->arena, schema, err));
    return read_rows(r, &parts, schema, frame, err);
}

enum cleap_status cleap_frame_read_json(struct cleap_frame *frame, const char *text, size_t n,
                                        struct cleap_error *err)
{
    struct cl_json *json = cl_json_new();
    struct cl_cell_reader cells;
    struct cleap_error stand_in;
    enum cleap_status status;

    err = cl_error_begin(err, &stand_in);
    cleap_frame_reset(frame);
    if (json == NULL)
        return cl_fail_nomem(err);
    cl_cell_reader_init(&cells, json);
    status = read_owned(&cells, text, n, frame, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    cl_cell_reader_done(&cells);
    cl_json_free(json);
    return status;
}
