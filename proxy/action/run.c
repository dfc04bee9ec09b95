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

/* What the platform says about a run besides its value. */
struct run_context {
    struct cl_str activation_id; /* empty: not said */
};

/* Where the value is. */
struct run_value {
    bool has_value; /* and it is not null */
    bool is_wrong;  /* neither object nor array */
    struct cl_json_place place;
};

static bool is_composite(struct cl_json *json)
{
    enum cl_json_kind kind = cl_json_kind(json);

    return kind == CL_JSON_OBJECT || kind == CL_JSON_ARRAY;
}

static enum cleap_status read_member(struct cl_json *json, struct cl_str key,
                                     struct run_context *context, struct run_value *value,
                                     struct cleap_error *err)
{
    size_t n_items, n_tokens;

    if (cl_str_is(key, "value")) {
        value->has_value = cl_json_kind(json) != CL_JSON_NULL;
        value->place = cl_json_here(json);
        value->is_wrong = value->has_value && !is_composite(json);
        if (is_composite(json))
            return cl_json_leap(json, &n_items, &n_tokens, err); /* it will be read later */
        return cl_json_skip(json, NULL, err);
    }
    if (cl_str_is(key, "activation_id") && cl_json_kind(json) == CL_JSON_STRING)
        return cl_json_skip(json, &context->activation_id, err);
    return cl_json_skip(json, NULL, err);
}

/* Finds the value. The cursor may go back to its place afterwards. */
static enum cleap_status read_body(struct cl_json *json, struct cl_str body,
                                   struct run_context *context, struct run_value *value,
                                   struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_open(json, body.at, body.n, true, err));
    if (cl_json_kind(json) != CL_JSON_OBJECT && cl_json_kind(json) != CL_JSON_BAD) {
        value->is_wrong = true;
        return cl_json_skip(json, NULL, err);
    }
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return cl_json_end(json, err);
        CL_TRY(read_member(json, key, context, value, err));
    }
}

static enum cleap_status score(struct payload *payload, const struct run_value *value,
                               struct cl_buf *out, struct cleap_error *err)
{
    static const char nothing[2 + CL_JSON_PADDING] = "{}";

    if (!value->has_value)
        return payload_score_text(payload, (struct cl_str){.at = nothing, .n = 2}, out, err);
    cl_json_return(payload_cursor(payload), value->place);
    return payload_score(payload, out, err);
}

static void fail(const struct run_context *context, struct http_response *response, int code,
                 const char *message)
{
    if (context->activation_id.n > 0)
        fprintf(stderr, "error: %s (activation %.*s)\n", message,
                CL_STR_ARGS(context->activation_id));
    else
        fprintf(stderr, "error: %s\n", message);
    http_reply_error(response, code, message);
}

static void run(struct payload *payload, struct cl_str body, struct http_response *response)
{
    struct run_context context = {.activation_id = {.at = ""}};
    struct run_value value = {0};
    struct cleap_error err = {0};

    if (read_body(payload_cursor(payload), body, &context, &value, &err) != CLEAP_OK) {
        cl_blame(&err, "the request");
        fail(&context, response, 400, err.message);
    } else if (value.is_wrong) {
        http_reply_error(response, 404, no_dictionary);
    } else if (score(payload, &value, response->body, &err) != CLEAP_OK) {
        fail(&context, response, http_status_is_data(err.status) ? 200 : 502, err.message);
    }
}

void action_run(void *app, const struct http_request *request, struct http_response *response)
{
    struct action *action = app;
    struct payload_pool *pool = action_pool(action);
    struct cleap_error err = action->baked_error;
    struct payload *payload = pool != NULL ? payload_pool_take(pool, &err) : NULL;

    if (payload != NULL) {
        run(payload, request->body, response);
        payload_pool_put(pool, payload);
    } else if (err.status != CLEAP_OK) {
        http_reply_error(response, 502, err.message);
    } else {
        http_reply_error(response, 500, no_action);
    }
    sentinel_write();
}
