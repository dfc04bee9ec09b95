/*
 * Reading leap frames from JSON.
 *
 * MLeap writes rows before the schema that says how to read them. So the text is passed over once
 * to find both, which for rows means counting brackets, and rows are read afterwards. Mostly that
 * is not needed: frames that follow each other have one schema, so rows are read by the last one
 * first, and what follows them is compared with its text. Where that fails, whatever the reason,
 * the frame is read the long way, which also knows what to say of it.
 */
#include "mleap/frame_json_read.h"

#include <stdlib.h>

#include "mleap/frame_json_rows.h"
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
    size_t n_row_tokens; /* of the rows that came with it last: so many each */
};

struct cl_frame_reader {
    struct cl_json *json;
    struct cl_cell_reader cells;
    struct known known[N_KNOWN];
    size_t next;        /* the one to forget when a new one comes */
    struct known *last; /* that of the last frame; NULL: none yet */
};

/* Where the parts of a frame are. */
struct parts {
    bool has_schema, has_rows;
    struct known *known; /* the schema, if it is one of these */
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
static struct known *skip_known(struct cl_json *j, struct known *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (known[i].text.n > 0 && cl_json_skip_known(j, known[i].text, known[i].n_tokens))
            return &known[i];
    return NULL;
}

static enum cleap_status find_schema(struct cl_json *j, struct known *known, size_t n_known,
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

static enum cleap_status find_parts(struct cl_json *j, struct known *known, size_t n_known,
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

/* Reads a schema that was not known, into the place of the one that came longest ago. */
static enum cleap_status learn_schema(struct cl_frame_reader *reader, struct cl_json *json,
                                      const struct parts *parts, struct known **learnt,
                                      struct cleap_error *err)
{
    struct known *k = &reader->known[reader->next];
    char *text;

    k->text.n = 0;
    if (reader->last == k)
        reader->last = NULL;
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

/* Room for the rows that the cursor stands before, if they are like the last ones. */
static size_t guess_rows(const struct cl_json *json, const struct known *k)
{
    size_t n = cl_json_n_ahead(json);

    return (n + n / 8) / k->n_row_tokens + 1;
}

/* Notes how long rows are. Of sound ones each has two brackets, and cells with commas between. */
static void note_rows(struct known *k, size_t n_tokens, size_t n_rows)
{
    size_t least = 2 * k->schema.n + 2;

    k->n_row_tokens = n_rows > 0 && n_tokens / n_rows > least ? n_tokens / n_rows : least;
}

static enum cleap_status read_parts(struct cl_frame_reader *reader, struct cl_json *json,
                                    struct parts *parts, struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    CL_TRY(check_parts(parts, err));
    if (parts->known == NULL)
        CL_TRY(learn_schema(reader, json, parts, &parts->known, err));
    note_rows(parts->known, parts->n_row_tokens, parts->n_rows);
    cl_json_return(json, parts->rows);
    CL_TRY(cl_rows_read_json(&reader->cells, &parts->known->schema, guess_rows(json, parts->known),
                             frame, err));
    frame->schema_id = parts->known->id;
    reader->last = parts->known;
    return CLEAP_OK;
}

/* Stands before the value of the next member, if it has that key. */
static bool take_key(struct cl_json *json, const char *wanted, struct cleap_error *unsaid)
{
    struct cl_str key;
    bool more;

    return cl_json_next_key(json, NULL, &key, &more, unsaid) == CLEAP_OK && more &&
           cl_str_is(key, wanted);
}

/* Reads rows that have a known schema. */
static bool read_usual_rows(struct cl_frame_reader *reader, struct cl_json *json, struct known *k,
                            struct cleap_frame *frame, struct cleap_error *unsaid)
{
    uint32_t first = cl_json_here(json).token;

    if (cl_rows_read_json(&reader->cells, &k->schema, guess_rows(json, k), frame, unsaid) !=
        CLEAP_OK)
        return false;
    note_rows(k, cl_json_here(json).token - first, frame->n);
    frame->schema_id = k->id;
    reader->last = k;
    return true;
}

/* Reads the frame that the cursor stands before, if it is rows and a schema that is known, and
 * nothing else. False: it is not, or something is wrong with it. */
static bool read_usual(struct cl_frame_reader *reader, struct cl_json *json,
                       struct cleap_frame *frame)
{
    struct known *k = reader->last;
    struct cleap_error unsaid;
    struct cl_str key;
    bool more;

    unsaid.status = CLEAP_OK;
    if (k == NULL || cl_json_begin_object(json, &unsaid) != CLEAP_OK ||
        cl_json_next_key(json, NULL, &key, &more, &unsaid) != CLEAP_OK || !more)
        return false;
    if (cl_str_is(key, "schema")) {
        k = skip_known(json, reader->known, N_KNOWN);
        if (k == NULL || !take_key(json, "rows", &unsaid) ||
            !read_usual_rows(reader, json, k, frame, &unsaid))
            return false;
    } else if (!cl_str_is(key, "rows") || !read_usual_rows(reader, json, k, frame, &unsaid) ||
               !take_key(json, "schema", &unsaid) || skip_known(json, k, 1) == NULL) {
        return false;
    }
    return cl_json_next_key(json, NULL, &key, &more, &unsaid) == CLEAP_OK && !more;
}

bool cl_frame_reader_read_usual(struct cl_frame_reader *reader, struct cl_json *json,
                                struct cleap_frame *frame)
{
    struct cl_json_place start = cl_json_here(json);

    cleap_frame_reset(frame);
    reader->cells.json = json;
    if (read_usual(reader, json, frame))
        return true;
    cleap_frame_reset(frame);
    cl_json_return(json, start);
    return false;
}

/* Reads the frame that the cursor stands before, the long way; `alone`: nothing may follow it. */
static enum cleap_status read_any(struct cl_frame_reader *reader, struct cl_json *json, bool alone,
                                  struct cleap_frame *frame, struct cleap_error *err)
{
    struct cl_json_place end;
    struct parts parts;

    reader->cells.json = json;
    CL_TRY(find_parts(json, reader->known, N_KNOWN, &parts, err));
    if (alone)
        CL_TRY(cl_json_end(json, err));
    end = cl_json_here(json);
    CL_TRY(read_parts(reader, json, &parts, frame, err));
    cl_json_return(json, end);
    return CLEAP_OK;
}

static enum cleap_status read_alone(struct cl_frame_reader *reader, struct cleap_frame *frame,
                                    struct cleap_error *err)
{
    struct cl_json_place start = cl_json_here(reader->json);
    struct cleap_error unsaid;

    unsaid.status = CLEAP_OK;
    if (cl_frame_reader_read_usual(reader, reader->json, frame) &&
        cl_json_end(reader->json, &unsaid) == CLEAP_OK)
        return CLEAP_OK;
    cleap_frame_reset(frame);
    cl_json_return(reader->json, start);
    return read_any(reader, reader->json, true, frame, err);
}

enum cleap_status cl_frame_reader_read_value(struct cl_frame_reader *reader, struct cl_json *json,
                                             struct cleap_frame *frame, struct cleap_error *err)
{
    enum cleap_status status;

    cleap_frame_reset(frame);
    status = read_any(reader, json, false, frame, err);
    if (status != CLEAP_OK)
        cleap_frame_reset(frame);
    return status;
}

enum cleap_status cl_frame_reader_read(struct cl_frame_reader *reader, const char *text, size_t n,
                                       bool padded, struct cleap_frame *frame,
                                       struct cleap_error *err)
{
    enum cleap_status status;

    cleap_frame_reset(frame);
    status = cl_json_open(reader->json, text, n, padded, err);
    if (status == CLEAP_OK)
        status = read_alone(reader, frame, err);
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
    size_t can_be;

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
    cl_json_return(r->json, parts.rows);
    /* A cell is a token at least: where rows are too many to be long enough, one will be found too
     * short. */
    can_be = parts.n_row_tokens / (schema->n + 1) + 1;
    CL_TRY(cl_rows_read_json(r, schema, parts.n_rows < can_be ? parts.n_rows : can_be, frame, err));
    frame->schema_id = cl_schema_new_id();
    return CLEAP_OK;
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
