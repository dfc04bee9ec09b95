/*
 * Payloads: which form it is, and what to do with each.
 */
#include "proxy/payload/payload.h"

#include <stdlib.h>

#include "mleap/frame_json_read.h"
#include "mleap/frame_json_write.h"
#include "mleap/limits.h"
#include "proxy/payload/answer.h"
#include "proxy/payload/rows.h"
#include "proxy/payload/select.h"
#include "runtime/scorer.h"

#define PAYLOAD_CHUNK 1024

/* What the cells of a payload may leave behind for the next one. */
#define KEPT_SIZE ((size_t)8 << 20)

struct payload {
    struct cleap_scorer *scorer;
    struct payload_helpers *helpers; /* NULL: none */
    struct cl_json *json;
    struct payload_rows rows; /* for rows that are objects */
    struct cl_frame_reader *frames;
    struct cleap_frame frame; /* for leap frames */
    struct cl_buf schema;     /* the text of an answer's schema, and the plan that it is of */
    uint64_t schema_plan;
    struct payload_select usual; /* what a payload selects that says nothing of it */
    struct cl_arena arena;       /* what one payload selects */
};

/* What a payload is found to be. */
enum form { FORM_FRAME, FORM_ROWS, FORM_ARRAY, FORM_ONE };

struct found {
    enum form form;
    struct cl_json_place value;
    struct cl_json_place rows;
    size_t n_rows, n_tokens; /* of rows: how many there are, and how many tokens they take */
    bool has_select;
    struct cl_json_place select;
};

/* So that the first payload does not wait for its plan; what is wrong will be said then. */
static void plan_ahead(struct payload *p, const struct cleap_model *model)
{
    struct payload_select select = p->usual;
    const struct cl_plan *plan;
    struct cleap_error err;

    if (payload_select_split(&select, &p->rows, &p->arena, &err) == CLEAP_OK &&
        cl_scorer_select(p->scorer, select.all ? NULL : &select.known, &err) == CLEAP_OK)
        (void)cl_scorer_plan(p->scorer, &model->input, p->rows.schema_id, &plan, &err);
}

static enum cleap_status fill(struct payload *p, const struct cleap_model *model,
                              struct cleap_error *err)
{
    p->json = cl_json_new();
    p->frames = cl_frame_reader_new();
    if (p->json == NULL || p->frames == NULL)
        return cl_fail_nomem(err);
    CL_TRY(payload_rows_init(&p->rows, model, p->json, err));
    CL_TRY(cleap_scorer_open(model, NULL, &p->scorer, err));
    plan_ahead(p, model);
    return CLEAP_OK;
}

enum cleap_status payload_new(const struct cleap_model *model, const struct cl_strs *select,
                              struct payload **payload, struct cleap_error *err)
{
    struct payload *fresh = calloc(1, sizeof *fresh);
    enum cleap_status status;

    if (fresh == NULL)
        return cl_fail_nomem(err);
    cl_arena_init(&fresh->arena, PAYLOAD_CHUNK);
    cl_frame_init(&fresh->frame);
    cl_buf_init(&fresh->schema, CL_MAX_ANSWER);
    fresh->usual.all = select == NULL;
    if (select != NULL)
        fresh->usual.names = *select;
    status = fill(fresh, model, err);
    if (status == CLEAP_OK)
        *payload = fresh;
    else
        payload_free(fresh);
    return status;
}

void payload_free(struct payload *payload)
{
    if (payload == NULL)
        return;
    cleap_scorer_close(payload->scorer);
    payload_rows_done(&payload->rows);
    cl_frame_reader_free(payload->frames);
    cl_frame_done(&payload->frame);
    cl_buf_free(&payload->schema);
    cl_arena_free(&payload->arena);
    if (payload->json != NULL)
        cl_json_free(payload->json);
    free(payload);
}

void payload_set_helpers(struct payload *payload, struct payload_helpers *helpers)
{
    payload->helpers = helpers;
}

struct cl_json *payload_cursor(struct payload *payload)
{
    return payload->json;
}

/* A key that says something about the payload, unless it is a column of the model. */
static bool is_option(const struct payload *p, const char *name)
{
    return payload_rows_key(&p->rows, cl_str_of(name)) != PAYLOAD_INPUT;
}

/* Passes over the members of an object and notes those that say what it is. */
static enum cleap_status find_members(struct payload *p, struct found *found,
                                      struct cleap_error *err)
{
    bool has_schema = false, has_rows = false, fits = true;
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(p->json, err));
    for (;;) {
        struct cl_json_place here;

        CL_TRY(cl_json_next_key(p->json, NULL, &key, &more, err));
        if (!more)
            break;
        here = cl_json_here(p->json);
        if (cl_str_is(key, "rows")) {
            has_rows = true;
            fits = fits && cl_json_kind(p->json) == CL_JSON_ARRAY;
            found->rows = here;
            CL_TRY(cl_json_leap(p->json, &found->n_rows, &found->n_tokens, err));
            continue;
        }
        if (cl_str_is(key, "schema")) {
            has_schema = true;
            fits = fits && cl_json_kind(p->json) == CL_JSON_OBJECT;
        } else if (is_option(p, "select") && cl_str_is(key, "select")) {
            found->has_select = true;
            found->select = here;
        }
        CL_TRY(cl_json_skip(p->json, NULL, err));
    }
    if (has_rows && has_schema && (fits || (is_option(p, "rows") && is_option(p, "schema"))))
        found->form = FORM_FRAME;
    else
        found->form = has_rows && is_option(p, "rows") ? FORM_ROWS : FORM_ONE;
    return CLEAP_OK;
}

static enum cleap_status find_form(struct payload *p, struct found *found, struct cleap_error *err)
{
    *found = (struct found){.value = cl_json_here(p->json)};
    if (cl_json_kind(p->json) == CL_JSON_ARRAY) {
        found->form = FORM_ARRAY;
        found->rows = found->value;
        return cl_json_leap(p->json, &found->n_rows, &found->n_tokens, err);
    }
    return find_members(p, found, err);
}

static enum cleap_status read_select(struct payload *p, const struct found *found,
                                     struct payload_select *select, struct cleap_error *err)
{
    *select = p->usual;
    cl_arena_reset(&p->arena);
    if (!found->has_select)
        return CLEAP_OK;
    cl_json_return(p->json, found->select);
    return payload_select_read(p->json, &p->arena, select, err);
}

/* The text of the schema of a plan's answers. at is NULL: no memory. */
static struct cl_str schema_text(struct payload *p, const struct cl_plan *plan)
{
    if (p->schema_plan != plan->id) {
        cl_buf_reset(&p->schema);
        cl_frame_write_schema(&p->schema, CLEAP_JSON_COMPACT, &plan->output);
        p->schema_plan = p->schema.status == CLEAP_OK ? plan->id : 0;
    }
    return (struct cl_str){.at = p->schema_plan != 0 ? p->schema.at : NULL,
                           .n = (uint32_t)p->schema.n};
}

static enum cleap_status put_frame_tile(void *arg, const struct cl_answer *tile,
                                        struct cleap_error *err)
{
    struct cl_frame_writer *w = arg;

    CL_TRY(cl_frame_write_rows(w, tile->columns, tile->plan->n_outputs, tile->n, err));
    return cl_buf_check(w->json.buf, "the answer", err);
}

/* Scores the frame that was read. */
static enum cleap_status score_frame(struct payload *p, const struct payload_select *select,
                                     struct cl_buf *out, struct cleap_error *err)
{
    const struct cl_plan *plan;
    struct cl_frame_writer w;
    struct cl_str schema;

    CL_TRY(cl_scorer_select(p->scorer, select->all ? NULL : &select->names, err));
    CL_TRY(cl_scorer_plan(p->scorer, p->frame.schema, p->frame.schema_id, &plan, err));
    cl_frame_write_begin(&w, out, CLEAP_JSON_COMPACT);
    CL_TRY(payload_score_tiles(p->helpers, p->scorer, select->all ? NULL : &select->names,
                               &p->frame, put_frame_tile, &w, err));
    schema = schema_text(p, plan);
    if (schema.at == NULL)
        return cl_fail_nomem(err);
    cl_frame_write_end_known(&w, schema);
    return cl_buf_check(out, "the answer", err);
}

static enum cleap_status read_rows(struct payload *p, const struct found *found,
                                   struct cleap_error *err)
{
    const char *option = found->form == FORM_ONE && found->has_select ? "select" : NULL;

    cl_json_return(p->json, found->form == FORM_ONE ? found->value : found->rows);
    if (found->form == FORM_ONE)
        return payload_rows_read_one(&p->rows, option, err);
    if (cl_json_kind(p->json) != CL_JSON_ARRAY) {
        (void)cl_json_begin_array(p->json, err);
        return cl_blame(err, "rows");
    }
    return payload_rows_read(&p->rows, found->n_rows, found->n_tokens, err);
}

static enum cleap_status score_rows(struct payload *p, const struct found *found,
                                    struct payload_select *select, struct cl_buf *out,
                                    struct cleap_error *err)
{
    struct payload_answer answer = {.json = {.buf = out, .style = CLEAP_JSON_COMPACT},
                                    .rows = &p->rows,
                                    .select = select,
                                    .one = found->form == FORM_ONE};

    CL_TRY(read_rows(p, found, err));
    CL_TRY(payload_select_split(select, &p->rows, &p->arena, err));
    if (!answer.one)
        cl_buf_text(out, found->form == FORM_ROWS ? "{\"rows\":[" : "[");
    CL_TRY(payload_score_tiles(p->helpers, p->scorer, select->all ? NULL : &select->known,
                               &p->rows.frame, payload_answer_tile, &answer, err));
    if (!answer.one)
        cl_buf_text(out, found->form == FORM_ROWS ? "]}" : "]");
    else if (answer.n == 0)
        cl_buf_text(out, "{}");
    return cl_buf_check(out, "the answer", err);
}

static enum cleap_status score(struct payload *p, struct cl_buf *out, struct cleap_error *err)
{
    struct payload_select select = {.all = true};
    struct cl_json_place end;
    struct found found;

    if (cl_json_kind(p->json) == CL_JSON_OBJECT &&
        cl_frame_reader_read_usual(p->frames, p->json, &p->frame))
        return score_frame(p, &select, out, err);
    CL_TRY(find_form(p, &found, err));
    end = cl_json_here(p->json);
    CL_TRY(read_select(p, &found, &select, err));
    if (found.form == FORM_FRAME) {
        cl_json_return(p->json, found.value);
        CL_TRY(cl_frame_reader_read_value(p->frames, p->json, &p->frame, err));
        CL_TRY(score_frame(p, &select, out, err));
    } else {
        CL_TRY(score_rows(p, &found, &select, out, err));
    }
    cl_json_return(p->json, end);
    return CLEAP_OK;
}

/* One huge payload should not hold its memory for ever. */
static void give_back(struct cleap_frame *frame)
{
    if (cl_arena_size(&frame->arena) <= KEPT_SIZE)
        return;
    cleap_frame_reset(frame);
    cl_arena_free(&frame->arena);
}

enum cleap_status payload_score(struct payload *payload, struct cl_buf *out,
                                struct cleap_error *err)
{
    enum cleap_status status = score(payload, out, err);

    give_back(&payload->frame);
    give_back(&payload->rows.frame);
    return status;
}

enum cleap_status payload_score_text(struct payload *payload, struct cl_str text,
                                     struct cl_buf *out, struct cleap_error *err)
{
    CL_TRY(cl_json_open(payload->json, text.at, text.n, true, err));
    CL_TRY(payload_score(payload, out, err));
    return cl_json_end(payload->json, err);
}
