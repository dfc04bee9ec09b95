/*
 * JSON Lines: an object a line, read as a server reads a row that is an object.
 *
 * Keys that the model does not know ride along. Where rows go out as columns, those keys become
 * columns of text: the selected ones, or those of the first row, since columns cannot come later.
 * What is no string is its JSON text then.
 */
#include <stdlib.h>

#include "cli/stream/source.h"
#include "runtime/op.h"

#define JSONL_CHUNK 4096

struct jsonl {
    struct source source;
    bool objects;
    struct cl_json *json;
    struct payload_rows rows;
    uint64_t lines[CL_TILE_ROWS];
    const struct payload_select *select;
    /* With columns for what rides along: */
    struct cl_arena arena;
    struct cl_schema schema; /* the model's inputs, then those columns */
    uint64_t schema_id;
    struct cleap_frame frame; /* its columns; cells of text belong to rows.frame */
};

static char *line_end(char *at, char *end, bool at_end, uint64_t *n_lines)
{
    char *found = memchr(at, '\n', (size_t)(end - at));

    *n_lines = 1;
    return found != NULL ? found + 1 : at_end ? end : NULL;
}

static bool is_blank(const struct feed_piece *line)
{
    for (const char *at = line->at; at < line->end; at++)
        if (memchr(" \t\r\n", *at, 4) == NULL)
            return false;
    return true;
}

static enum cleap_status read_object(struct jsonl *s, const struct feed_piece *line,
                                     struct cleap_error *err)
{
    CL_TRY(cl_json_open(s->json, line->at, (size_t)(line->end - line->at), true, err));
    CL_TRY(payload_rows_add(&s->rows, err));
    if (cl_json_end(s->json, err) == CLEAP_OK)
        return CLEAP_OK;
    s->rows.frame.n--;
    return err->status;
}

static enum cleap_status add_line(struct jsonl *s, const struct feed_piece *line, uint64_t number,
                                  struct cleap_error *err)
{
    if (is_blank(line))
        return CLEAP_OK;
    if (read_object(s, line, err) == CLEAP_OK) {
        s->lines[s->rows.frame.n - 1] = number;
        return CLEAP_OK;
    }
    cl_blame(err, "line %llu", (unsigned long long)number);
    return bad_row(s->source.bad, BAD_READ, number, err);
}

static enum cleap_status read_tile(struct jsonl *s, struct cleap_error *err)
{
    const struct cleap_frame *frame = &s->rows.frame;
    size_t n_bytes = 0;

    while (frame->n < CL_TILE_ROWS && (frame->n == 0 || n_bytes < SOURCE_TILE_BYTES)) {
        struct feed_piece line;
        uint64_t number = s->source.line;

        if (feed_next(s->source.feed, line_end, frame->n > 0, &line, err) != CLEAP_OK)
            return err->status == CLEAP_E_LIMIT
                       ? cl_blame(err, "line %llu", (unsigned long long)number)
                       : err->status;
        if (line.at == NULL)
            break;
        s->source.line += line.n_lines;
        n_bytes += (size_t)(line.end - line.at);
        CL_TRY(add_line(s, &line, number, err));
    }
    return CLEAP_OK;
}

static enum cleap_status add_column(struct jsonl *s, struct cl_str name, struct cleap_error *err)
{
    struct cl_field *field = &s->schema.fields[s->schema.n];

    if (cl_schema_find(&s->schema, name) >= 0)
        return CLEAP_OK;
    field->type = (struct cl_type){.base = CL_STR, .nullable = true};
    field->name.n = name.n;
    field->name.at = cl_arena_strndup(&s->arena, name.at, name.n);
    if (field->name.at == NULL)
        return cl_fail_nomem(err);
    s->schema.n++;
    return CLEAP_OK;
}

/* The columns of the first tile stay those of all. */
static enum cleap_status make_schema(struct jsonl *s, struct cleap_error *err)
{
    const struct cl_schema *input = &s->source.model->input;
    const struct cl_strs *names = &s->select->names;
    const struct payload_extra *first =
        s->rows.frame.n > 0 && s->select->all ? s->rows.extras[0] : NULL;
    size_t n = input->n + names->n;

    for (const struct payload_extra *extra = first; extra != NULL; extra = extra->next)
        n++;
    s->schema.fields = cl_arena_array(&s->arena, n, sizeof *s->schema.fields);
    if (s->schema.fields == NULL)
        return cl_fail_nomem(err);
    for (s->schema.n = 0; s->schema.n < input->n; s->schema.n++)
        s->schema.fields[s->schema.n] = input->fields[s->schema.n];
    for (size_t i = 0; i < names->n; i++)
        if (payload_rows_key(&s->rows, names->at[i]) == PAYLOAD_UNKNOWN)
            CL_TRY(add_column(s, names->at[i], err));
    for (; first != NULL; first = first->next)
        CL_TRY(add_column(s, first->name, err));
    return CLEAP_OK;
}

/* A value that rides along as text: of a string what it says, else its JSON. */
static enum cleap_status put_extra(struct jsonl *s, struct cl_column *column, size_t row,
                                   struct cl_str raw, struct cleap_error *err)
{
    column->valid[row] = 1;
    column->as.str[row] = raw;
    if (raw.at[0] != '"')
        return CLEAP_OK;
    CL_TRY(cl_json_open(s->json, raw.at, raw.n, true, err));
    return cl_json_read_string(s->json, &s->rows.frame.arena, &column->as.str[row], err);
}

static enum cleap_status fill_extras(struct jsonl *s, struct cleap_error *err)
{
    size_t n_inputs = s->source.model->input.n;

    for (size_t row = 0; row < s->frame.n; row++) {
        const struct payload_extra *extra = s->rows.extras[row];

        for (size_t i = n_inputs; i < s->schema.n; i++)
            cl_column_set_null(&s->frame.columns[i], row);
        for (; extra != NULL; extra = extra->next) {
            ptrdiff_t at = cl_schema_find(&s->schema, extra->name);

            if (at < 0 && s->select->all)
                bad_left_out(s->source.bad, s->lines[row], extra->name);
            if (at >= (ptrdiff_t)n_inputs && !cl_str_is(extra->raw, "null"))
                CL_TRY(put_extra(s, &s->frame.columns[at], row, extra->raw, err));
        }
    }
    return CLEAP_OK;
}

/* Puts the inputs and what rides along side by side. */
static enum cleap_status make_columns(struct jsonl *s, struct cleap_error *err)
{
    if (s->schema.fields == NULL)
        CL_TRY(make_schema(s, err));
    cleap_frame_reset(&s->frame);
    CL_TRY(cl_frame_shape(&s->frame, &s->schema, s->rows.frame.n, err));
    s->frame.schema_id = s->schema_id;
    for (size_t i = 0; i < s->source.model->input.n; i++)
        s->frame.columns[i] = s->rows.frame.columns[i];
    return fill_extras(s, err);
}

static enum cleap_status next(struct source *source, struct cleap_error *err)
{
    struct jsonl *s = (struct jsonl *)source;

    CL_TRY(payload_rows_begin(&s->rows, CL_TILE_ROWS, err));
    if (read_tile(s, err) != CLEAP_OK && !source_delay(source, s->rows.frame.n, err))
        return err->status;
    cl_frame_drop_validity(&s->rows.frame);
    return s->objects ? CLEAP_OK : make_columns(s, err);
}

static void free_jsonl(struct source *source)
{
    struct jsonl *s = (struct jsonl *)source;

    payload_rows_done(&s->rows);
    if (s->json != NULL)
        cl_json_free(s->json);
    cl_frame_done(&s->frame);
    cl_arena_free(&s->arena);
    free(s);
}

static enum cleap_status fork_jsonl(const struct source *source, struct source **fresh,
                                    struct cleap_error *err)
{
    const struct jsonl *from = (const struct jsonl *)source;
    const struct source_options options = {
        .model = source->model, .objects = from->objects, .select = from->select};
    struct jsonl *s;

    CL_TRY(source_open_jsonl(&options, fresh, err));
    s = (struct jsonl *)*fresh;
    s->schema = from->schema;
    s->schema_id = from->schema_id;
    return CLEAP_OK;
}

enum cleap_status source_open_jsonl(const struct source_options *options, struct source **source,
                                    struct cleap_error *err)
{
    struct jsonl *s = calloc(1, sizeof *s);
    enum cleap_status status;

    if (s == NULL)
        return cl_fail_nomem(err);
    s->objects = options->objects;
    s->select = options->select;
    s->json = cl_json_new();
    s->schema_id = cl_schema_new_id();
    cl_arena_init(&s->arena, JSONL_CHUNK);
    cl_frame_init(&s->frame);
    s->source = (struct source){.unit = "line",
                                .frame = s->objects ? &s->rows.frame : &s->frame,
                                .numbers = s->lines,
                                .line = 1,
                                .record_end = line_end,
                                .fork = fork_jsonl,
                                .objects = s->objects ? &s->rows : NULL,
                                .next = next,
                                .free = free_jsonl};
    status = payload_rows_init(&s->rows, options->model, s->json, err);
    if (status == CLEAP_OK && s->json == NULL)
        status = cl_fail_nomem(err);
    if (status == CLEAP_OK)
        *source = &s->source;
    else
        free_jsonl(&s->source);
    return status;
}
