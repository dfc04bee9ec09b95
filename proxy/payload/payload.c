/*
 * Payloads: which form it is, and what to do with each.
 */
#include "proxy/payload/payload.h"

#include <stdlib.h>

#include "mleap/frame_json_read.h"
#include "mleap/frame_json_write.h"
#include "mleap/limits.h"
#include "proxy/payload/answer.h"
#include "proxy/payload/form.h"
#include "proxy/payload/rows.h"
#include "proxy/payload/select.h"
#include "proxy/payload/text.h"
#include "proxy/payload/web.h"
#include "runtime/scorer.h"

#define PAYLOAD_CHUNK 1024

/* What the cells of a payload may leave behind for the next one. */
#define KEPT_SIZE ((size_t)8 << 20)

struct payload {
    struct cleap_scorer *scorer;
    struct payload_helpers *helpers; /* NULL: none */
    struct cl_json *json;
    struct cl_json *inner;    /* for text within the payload; NULL: there was none yet */
    struct payload_rows rows; /* for rows that are objects */
    struct cl_frame_reader *frames;
    struct cleap_frame frame; /* for leap frames */
    struct cl_buf schema;     /* the text of an answer's schema, and the plan that it is of */
    uint64_t schema_plan;
    struct cl_buf errors;        /* of a frame: rows that failed */
    struct payload_select usual; /* what a payload selects that says nothing of it */
    struct cl_arena arena;       /* what one payload selects */
    struct payload_bounds bounds;
    struct payload_report report;
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
    cl_buf_init(&fresh->errors, CL_MAX_ANSWER);
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
    cl_buf_free(&payload->errors);
    cl_arena_free(&payload->arena);
    if (payload->json != NULL)
        cl_json_free(payload->json);
    if (payload->inner != NULL)
        cl_json_free(payload->inner);
    free(payload);
}

void payload_set_helpers(struct payload *payload, struct payload_helpers *helpers)
{
    payload->helpers = helpers;
}

void payload_bound(struct payload *payload, const struct payload_bounds *bounds)
{
    payload->bounds = *bounds;
}

struct payload_report payload_report(const struct payload *payload)
{
    return payload->report;
}

struct cl_json *payload_cursor(struct payload *payload)
{
    return payload->json;
}

/* What holds where the payload itself says nothing. */
struct wishes {
    struct payload_select select;
    struct payload_bounds bounds;
};

static enum cleap_status read_wishes(struct payload *p, const struct payload_found *found,
                                     struct wishes *wishes, struct cleap_error *err)
{
    if (found->has_select) {
        cl_json_return(p->json, found->select);
        CL_TRY(payload_select_read(p->json, &p->arena, &wishes->select, err));
    }
    return payload_read_on_error(&p->rows, found, &wishes->bounds.each_row, err);
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

/* A leap frame as it is answered, and beside it the rows that failed. */
struct frame_answer {
    struct cl_frame_writer frame;
    struct cl_json_writer errors;
    size_t n_bad;
};

static enum cleap_status put_frame_tile(void *arg, const struct cl_answer *tile,
                                        struct cleap_error *err)
{
    struct cl_frame_writer *w = &((struct frame_answer *)arg)->frame;

    CL_TRY(cl_frame_write_rows(w, tile->columns, tile->plan->n_outputs, tile->n, err));
    return cl_buf_check(w->json.buf, "the answer", err);
}

static void put_frame_error(void *arg, size_t row, struct cleap_error *err)
{
    struct frame_answer *a = arg;

    if (a->n_bad++ > 0)
        cl_buf_text(a->errors.buf, ",");
    if (a->n_bad <= PAYLOAD_MAX_TOLD)
        payload_put_bad(&a->errors, row, err->message);
    else
        payload_put_bad(&a->errors, row, PAYLOAD_UNTOLD);
}

/* Ends the frame: its schema, and in what is no part of MLeap's form the rows that failed. */
static enum cleap_status end_frame(struct frame_answer *a, struct cl_str schema, bool each_row,
                                   struct cleap_error *err)
{
    struct cl_buf *out = a->frame.json.buf;

    cl_frame_write_end_known(&a->frame, schema);
    CL_TRY(cl_buf_check(a->errors.buf, "the answer", err));
    if (each_row && out->status == CLEAP_OK) {
        out->n--; /* the brace */
        cl_buf_text(out, ",\"errors\":[");
        cl_buf_append(out, a->errors.buf->at, a->errors.buf->n);
        cl_buf_text(out, "]}");
    }
    return cl_buf_check(out, "the answer", err);
}

/* Scores the frame that was read. */
static enum cleap_status score_frame(struct payload *p, const struct payload_select *select,
                                     const struct payload_bounds *bounds, struct cl_buf *out,
                                     struct cleap_error *err)
{
    struct frame_answer answer = {.errors = {.buf = &p->errors, .style = CLEAP_JSON_COMPACT}};
    const struct payload_job job = {.helpers = p->helpers,
                                    .scorer = p->scorer,
                                    .select = select->all ? NULL : &select->names,
                                    .frame = &p->frame,
                                    .on_tile = put_frame_tile,
                                    .on_bad = put_frame_error,
                                    .arg = &answer,
                                    .out = out};
    const struct cl_plan *plan;
    struct cl_str schema;

    CL_TRY(cl_scorer_select(p->scorer, select->all ? NULL : &select->names, err));
    CL_TRY(cl_scorer_plan(p->scorer, p->frame.schema, p->frame.schema_id, &plan, err));
    cl_frame_write_begin(&answer.frame, out, CLEAP_JSON_COMPACT);
    cl_buf_reset(&p->errors);
    CL_TRY(payload_score_bounded(&job, bounds, err));
    p->report.n_rows = p->frame.n;
    p->report.n_bad = answer.n_bad;
    p->report.frame = &p->frame;
    p->report.scorer = p->scorer;
    schema = schema_text(p, plan);
    if (schema.at == NULL)
        return cl_fail_nomem(err);
    return end_frame(&answer, schema, bounds->each_row, err);
}

static enum cleap_status read_rows(struct payload *p, const struct payload_found *found,
                                   bool each_row, struct cleap_error *err)
{
    const char *option = found->form == PAYLOAD_ONE && found->has_select ? "select" : NULL;

    cl_json_return(p->json, found->form == PAYLOAD_ONE ? found->value : found->rows);
    if (found->form == PAYLOAD_ONE)
        return payload_rows_read_one(&p->rows, option, err);
    if (cl_json_kind(p->json) != CL_JSON_ARRAY) {
        (void)cl_json_begin_array(p->json, err);
        return cl_blame(err, "rows");
    }
    if (each_row)
        return payload_rows_read_each(&p->rows, found->n_rows, found->n_tokens, err);
    return payload_rows_read(&p->rows, found->n_rows, found->n_tokens, err);
}

static enum cleap_status put_rows(struct payload *p, struct payload_answer *answer,
                                  const struct cleap_frame *frame,
                                  const struct payload_bounds *bounds, struct cleap_error *err)
{
    const struct payload_job job = {.helpers = p->helpers,
                                    .scorer = p->scorer,
                                    .select = answer->select->all ? NULL : &answer->select->known,
                                    .frame = frame,
                                    .on_tile = payload_answer_tile,
                                    .on_bad = payload_answer_bad,
                                    .arg = answer,
                                    .out = answer->json.buf};

    CL_TRY(payload_score_bounded(&job, bounds, err));
    payload_answer_end(answer);
    p->report.n_rows = frame->n + answer->rows->bad.n;
    p->report.n_bad = answer->n_bad;
    p->report.frame = frame;
    p->report.scorer = p->scorer;
    return CLEAP_OK;
}

/* Answers the rows that were read. */
static enum cleap_status answer_rows(struct payload *p, enum payload_form form,
                                     struct wishes *wishes, struct cl_buf *out,
                                     struct cleap_error *err)
{
    struct payload_answer answer = {.json = {.buf = out, .style = CLEAP_JSON_COMPACT},
                                    .rows = &p->rows,
                                    .select = &wishes->select,
                                    .one = form == PAYLOAD_ONE,
                                    .each = wishes->bounds.each_row};

    CL_TRY(payload_select_split(&wishes->select, &p->rows, &p->arena, err));
    if (!answer.one)
        cl_buf_text(out, form == PAYLOAD_ROWS ? "{\"rows\":[" : "[");
    CL_TRY(put_rows(p, &answer, &p->rows.frame, &wishes->bounds, err));
    if (!answer.one)
        cl_buf_text(out, form == PAYLOAD_ROWS ? "]}" : "]");
    else if (answer.n == 0)
        cl_buf_text(out, "{}");
    return cl_buf_check(out, "the answer", err);
}

static enum cleap_status score_web(struct payload *p, const struct payload_found *found,
                                   struct wishes *wishes, struct cl_buf *out,
                                   struct cleap_error *err);

/* Scores the value that the cursor stands before, which may be the body of a web request. */
static enum cleap_status score_value(struct payload *p, struct wishes *wishes, bool in_body,
                                     struct cl_buf *out, struct cleap_error *err)
{
    struct payload_found found;
    struct cl_json_place end;

    CL_TRY(payload_find(&p->rows, &found, err));
    end = cl_json_here(p->json);
    p->report.is_web = p->report.is_web || found.is_web;
    if (in_body && found.form == PAYLOAD_ARRAY)
        found.form = PAYLOAD_ROWS; /* the platform takes no array for an answer */
    if (in_body && found.form == PAYLOAD_WEB)
        found.form = PAYLOAD_ONE;
    CL_TRY(read_wishes(p, &found, wishes, err));
    if (found.form == PAYLOAD_WEB) {
        CL_TRY(score_web(p, &found, wishes, out, err));
    } else if (found.form == PAYLOAD_FRAME) {
        cl_json_return(p->json, found.value);
        CL_TRY(cl_frame_reader_read_value(p->frames, p->json, &p->frame, err));
        CL_TRY(score_frame(p, &wishes->select, &wishes->bounds, out, err));
    } else {
        wishes->bounds.each_row = wishes->bounds.each_row && found.form != PAYLOAD_ONE;
        CL_TRY(read_rows(p, &found, wishes->bounds.each_row, err));
        CL_TRY(answer_rows(p, found.form, wishes, out, err));
    }
    cl_json_return(p->json, end);
    return CLEAP_OK;
}

static enum cleap_status score_lines(struct payload *p, const struct payload_web *web,
                                     struct wishes *wishes, struct cl_buf *out,
                                     struct cleap_error *err)
{
    CL_TRY(payload_lines_read(&p->rows, web->text, web->n, wishes->bounds.each_row, err));
    return answer_rows(p, PAYLOAD_ROWS, wishes, out, err);
}

static enum cleap_status answer_csv(struct payload *p, const struct payload_table *table,
                                    struct wishes *wishes, struct cl_buf *out,
                                    struct cleap_error *err)
{
    struct payload_answer answer = {.json = {.buf = out, .style = CLEAP_JSON_COMPACT},
                                    .rows = &table->rows,
                                    .select = &wishes->select,
                                    .each = wishes->bounds.each_row};

    CL_TRY(payload_select_columns(&wishes->select, &p->arena, err));
    cl_buf_text(out, "{\"rows\":[");
    CL_TRY(put_rows(p, &answer, &table->csv.frame, &wishes->bounds, err));
    p->report.frame = NULL; /* it goes with the table */
    cl_buf_text(out, "]}");
    return cl_buf_check(out, "the answer", err);
}

static enum cleap_status score_csv(struct payload *p, const struct payload_web *web,
                                   struct wishes *wishes, struct cl_buf *out,
                                   struct cleap_error *err)
{
    struct payload_table table;
    enum cleap_status status =
        payload_table_read(&table, &p->rows, web->text, web->n, wishes->bounds.each_row, err);

    if (status == CLEAP_OK)
        status = answer_csv(p, &table, wishes, out, err);
    payload_table_done(&table);
    return status;
}

/* Scores text by the cursor for such. */
static enum cleap_status score_text(struct payload *p, const struct payload_web *web,
                                    struct wishes *wishes, struct cl_buf *out,
                                    struct cleap_error *err)
{
    if (web->kind == PAYLOAD_WEB_CSV)
        return score_csv(p, web, wishes, out, err);
    if (web->kind == PAYLOAD_WEB_JSONL)
        return score_lines(p, web, wishes, out, err);
    CL_TRY(cl_json_open(p->json, web->text, web->n, true, err));
    CL_TRY(score_value(p, wishes, true, out, err));
    return cl_json_end(p->json, err);
}

static enum cleap_status score_web(struct payload *p, const struct payload_found *found,
                                   struct wishes *wishes, struct cl_buf *out,
                                   struct cleap_error *err)
{
    struct cl_json *outer = p->json;
    enum cleap_status status;
    struct payload_web web;

    CL_TRY(payload_web_read(p->json, found, &p->arena, &web, err));
    if (web.kind == PAYLOAD_WEB_VALUE) {
        cl_json_return(p->json, web.place);
        return score_value(p, wishes, true, out, err);
    }
    if (p->inner == NULL && (p->inner = cl_json_new()) == NULL)
        return cl_fail_nomem(err);
    p->json = p->rows.cells.json = p->inner;
    status = score_text(p, &web, wishes, out, err);
    p->json = p->rows.cells.json = outer;
    return status == CLEAP_OK ? status : cl_blame(err, "the body");
}

static enum cleap_status score(struct payload *p, struct cl_buf *out, struct cleap_error *err)
{
    struct wishes wishes = {.select = p->usual, .bounds = p->bounds};

    p->report = (struct payload_report){0};
    if (cl_json_kind(p->json) == CL_JSON_OBJECT &&
        cl_frame_reader_read_usual(p->frames, p->json, &p->frame))
        return score_frame(p, &wishes.select, &wishes.bounds, out, err);
    cl_arena_reset(&p->arena);
    return score_value(p, &wishes, false, out, err);
}

/* One huge payload should not hold its memory for ever. */
static void give_back(struct payload *p, struct cleap_frame *frame)
{
    if (cl_arena_size(&frame->arena) <= KEPT_SIZE)
        return;
    p->report.frame = NULL;
    cleap_frame_reset(frame);
    cl_arena_free(&frame->arena);
}

enum cleap_status payload_score(struct payload *payload, struct cl_buf *out,
                                struct cleap_error *err)
{
    enum cleap_status status = score(payload, out, err);

    give_back(payload, &payload->frame);
    give_back(payload, &payload->rows.frame);
    return status;
}

enum cleap_status payload_score_text(struct payload *payload, struct cl_str text,
                                     struct cl_buf *out, struct cleap_error *err)
{
    CL_TRY(cl_json_open(payload->json, text.at, text.n, true, err));
    CL_TRY(payload_score(payload, out, err));
    return cl_json_end(payload->json, err);
}
