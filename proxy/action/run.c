/*
 * POST /run: {"value": payload, "activation_id": "...", "deadline": "...", ...}.
 *
 * A payload that cannot be scored is answered with 200 and {"error": ...}, so that the platform
 * keeps the container; another code says that the container itself is no good.
 */
#include <stdio.h>

#include "proxy/action/action.h"
#include "proxy/action/sentinel.h"
#include "proxy/http/reply.h"

static const char no_action[] = "no action defined yet";
static const char no_dictionary[] =
    "The action did not receive a dictionary or array as an argument.";

/* A run as its body is read. */
struct run {
    struct payload *payload;
    struct cl_buf *out;
    struct cl_str activation_id; /* as written, in quotes; empty: not said yet */
    bool has_value;              /* and it is not null */
    bool is_wrong;               /* it is neither object nor array */
    bool is_read;                /* what fails now is the value, not the request around it */
};

/* The value is scored as it is met, so that its text is passed over only once. Of several the last
 * counts. */
static enum cleap_status read_value(struct run *run, struct cl_json *json, struct cleap_error *err)
{
    enum cl_json_kind kind = cl_json_kind(json);
    enum cleap_status status;

    run->has_value = kind != CL_JSON_NULL;
    run->is_wrong = run->has_value && kind != CL_JSON_OBJECT && kind != CL_JSON_ARRAY;
    if (!run->has_value || run->is_wrong)
        return cl_json_skip(json, NULL, err);
    run->is_read = true;
    cl_buf_reset(run->out);
    status = payload_score(run->payload, run->out, err);
    run->is_read = status != CLEAP_OK;
    return status;
}

static enum cleap_status read_body(struct run *run, struct cl_str body, struct cleap_error *err)
{
    struct cl_json *json = payload_cursor(run->payload);
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_open(json, body.at, body.n, true, err));
    if (cl_json_kind(json) != CL_JSON_OBJECT && cl_json_kind(json) != CL_JSON_BAD) {
        run->is_wrong = true;
        CL_TRY(cl_json_skip(json, NULL, err));
        return cl_json_end(json, err);
    }
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return cl_json_end(json, err);
        if (cl_str_is(key, "value"))
            CL_TRY(read_value(run, json, err));
        else if (cl_str_is(key, "activation_id") && cl_json_kind(json) == CL_JSON_STRING)
            CL_TRY(cl_json_skip(json, &run->activation_id, err));
        else
            CL_TRY(cl_json_skip(json, NULL, err));
    }
}

static enum cleap_status read_and_score(struct run *run, struct cl_str body,
                                        struct cleap_error *err)
{
    static const char nothing[2 + CL_JSON_PADDING] = "{}";

    CL_TRY(read_body(run, body, err));
    if (run->has_value || run->is_wrong)
        return CLEAP_OK;
    run->is_read = true;
    return payload_score_text(run->payload, (struct cl_str){.at = nothing, .n = 2}, run->out, err);
}

static void fail(const struct run *run, struct http_response *response, struct cleap_error *err)
{
    int code = !run->is_read ? 400 : http_status_is_data(err->status) ? 200 : 502;

    if (!run->is_read)
        cl_blame(err, "the request");
    if (run->activation_id.n > 0)
        fprintf(stderr, "error: %s (activation %.*s)\n", err->message,
                CL_STR_ARGS(run->activation_id));
    else
        fprintf(stderr, "error: %s\n", err->message);
    http_reply_error(response, code, err->message);
}

static void run_payload(struct payload *payload, struct cl_str body, struct http_response *response)
{
    struct run run = {.payload = payload, .out = response->body, .activation_id = {.at = ""}};
    struct cleap_error err = {0};

    if (read_and_score(&run, body, &err) != CLEAP_OK)
        fail(&run, response, &err);
    else if (run.is_wrong)
        http_reply_error(response, 404, no_dictionary);
}

void action_run(void *app, const struct http_request *request, struct http_response *response)
{
    struct action *action = app;
    struct payload_pool *pool = action_pool(action);
    struct cleap_error err = action->baked_error;
    struct payload *payload = pool != NULL ? payload_pool_take(pool, &err) : NULL;

    if (payload != NULL) {
        run_payload(payload, request->body, response);
        payload_pool_put(pool, payload);
    } else if (err.status != CLEAP_OK) {
        http_reply_error(response, 502, err.message);
    } else {
        http_reply_error(response, 500, no_action);
    }
    sentinel_write();
}
