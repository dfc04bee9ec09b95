/*
 * Scoring from JSON to JSON: a frame is read into columns, scored tile by tile, and each tile is
 * written as it comes. Everything that takes memory stays with the scorer for the next call.
 */
#include <stdlib.h>

#include "mleap/frame_json_read.h"
#include "mleap/frame_json_write.h"
#include "mleap/limits.h"
#include "runtime/scorer.h"

/* Memory beyond this is given back when a text comes that needs far less. */
#define KEPT_SIZE ((size_t)16 << 20)
#define FAR_LESS 64

/* What a scorer keeps for JSON. */
struct json_side {
    struct cl_frame_reader *reader;
    struct cleap_frame in;
    struct cl_buf out;
    struct cl_frame_writer writer;
    /* The schema of the last answer as text: answers to one plan all have the same. */
    struct cl_buf schema;
    uint64_t schema_plan; /* the plan's id; 0: none yet */
    enum cleap_json_style schema_style;
};

static void side_free(void *thing)
{
    struct json_side *side = thing;

    cl_frame_reader_free(side->reader);
    cl_frame_done(&side->in);
    cl_buf_free(&side->out);
    cl_buf_free(&side->schema);
    free(side);
}

static struct json_side *side_new(void)
{
    struct json_side *side = calloc(1, sizeof *side);

    if (side == NULL)
        return NULL;
    cl_frame_init(&side->in);
    cl_buf_init(&side->out, CL_MAX_ANSWER);
    cl_buf_init(&side->schema, CL_MAX_ANSWER);
    side->reader = cl_frame_reader_new();
    if (side->reader != NULL)
        return side;
    side_free(side);
    return NULL;
}

static enum cleap_status get_side(struct cleap_scorer *scorer, struct json_side **side,
                                  struct cleap_error *err)
{
    *side = cl_scorer_attached(scorer);
    if (*side != NULL)
        return CLEAP_OK;
    *side = side_new();
    if (*side == NULL)
        return cl_fail_nomem(err);
    cl_scorer_attach(scorer, *side, side_free);
    return CLEAP_OK;
}

/* One huge request should not hold its memory for ever. */
static void give_back(struct json_side *side, size_t n)
{
    size_t kept = cl_arena_size(&side->in.arena);

    if (kept > KEPT_SIZE && n < kept / FAR_LESS) {
        cleap_frame_reset(&side->in);
        cl_arena_free(&side->in.arena);
    }
    if (side->out.room > KEPT_SIZE && n < side->out.room / FAR_LESS)
        cl_buf_free(&side->out);
}

static enum cleap_status write_tile(void *arg, const struct cl_answer *answer,
                                    struct cleap_error *err)
{
    struct json_side *side = arg;

    CL_TRY(cl_frame_write_rows(&side->writer, answer->columns, answer->plan->n_outputs, answer->n,
                               err));
    return cl_buf_check(&side->out, "the answer", err);
}

static struct cl_str schema_text(struct json_side *side, const struct cl_plan *plan,
                                 enum cleap_json_style style)
{
    if (side->schema_plan != plan->id || side->schema_style != style) {
        cl_buf_reset(&side->schema);
        cl_frame_write_schema(&side->schema, style, &plan->output);
        side->schema_plan = side->schema.status == CLEAP_OK ? plan->id : 0;
        side->schema_style = style;
    }
    return (struct cl_str){.at = side->schema.at, .n = (uint32_t)side->schema.n};
}

static enum cleap_status score(struct cleap_scorer *scorer, struct json_side *side,
                               enum cleap_json_style style, struct cleap_error *err)
{
    const struct cl_plan *plan;

    CL_TRY(cl_scorer_plan(scorer, side->in.schema, side->in.schema_id, &plan, err));
    cl_buf_reset(&side->out);
    cl_frame_write_begin(&side->writer, &side->out, style);
    CL_TRY(cl_scorer_each_tile(scorer, &side->in, write_tile, side, err));
    cl_frame_write_end_known(&side->writer, schema_text(side, plan, style));
    cl_buf_byte(&side->out, '\0');
    CL_TRY(cl_buf_check(&side->schema, "the answer's schema", err));
    return cl_buf_check(&side->out, "the answer", err);
}

enum cleap_status cleap_score_json(struct cleap_scorer *scorer, const char *text, size_t n,
                                   enum cleap_json_style style, const char **out, size_t *n_out,
                                   struct cleap_error *err)
{
    struct json_side *side;
    struct cleap_error stand_in;

    err = cl_error_begin(err, &stand_in);
    *out = NULL;
    *n_out = 0;
    CL_TRY(get_side(scorer, &side, err));
    give_back(side, n);
    CL_TRY(cl_frame_reader_read(side->reader, text, n, false, &side->in, err));
    CL_TRY(score(scorer, side, style, err));
    *out = side->out.at;
    *n_out = side->out.n - 1;
    return CLEAP_OK;
}
