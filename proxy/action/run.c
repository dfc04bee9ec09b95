/*
 * POST /run: {"value": payload, "activation_id": "...", "deadline": "...", ...}.
 *
 * A payload that cannot be scored is answered with 200 and {"error": ...}, so that the platform
 * keeps the container; another code says that the container itself is no good.
 */
#include "proxy/action/action.h"
#include "proxy/action/log.h"
#include "proxy/action/sentinel.h"
#include "proxy/http/reply.h"
#include "runtime/profile.h"

static const char no_action[] = "no action defined yet";
static const char no_dictionary[] =
    "The action did not receive a dictionary or array as an argument.";

/* A run as its body is read. */
struct run {
    struct action_settings settings;
    const struct models *models; /* NULL: there are none */
    struct payload_pool *pool;   /* whose the payload is */
    struct payload *payload; /* NULL: there is none to score with, and the value is passed over */
    struct cl_buf *out;
    struct cl_str activation_id, transaction_id; /* as written, in quotes; empty: not said yet */
    bool has_value;                              /* and it is not null */
    bool is_wrong;                               /* it is neither object nor array */
    bool is_late;                                /* it waits for what is said behind it */
    struct cl_json_place value;                  /* then: where it is, */
    struct cl_str text; /* or, where it says which model is meant, its text */
    bool was_scored;    /* the payload has a report of it */
    bool is_read;       /* what fails now is the value, not the request around it */
};

static enum cleap_status score(struct run *run, struct cleap_error *err)
{
    enum cleap_status status;

    run->is_read = run->was_scored = true;
    cl_buf_reset(run->out);
    payload_bound(run->payload, &run->settings.bounds);
    status = payload_score(run->payload, run->out, err);
    run->is_read = status != CLEAP_OK;
    return status;
}

/* The platform says when the time is up before it says the value, which is scored as it is met,
 * so that its text is passed over only once. Of several values the last counts. */
static enum cleap_status read_value(struct run *run, struct cl_json *json, struct cleap_error *err)
{
    enum cl_json_kind kind = cl_json_kind(json);

    run->has_value = kind != CL_JSON_NULL;
    run->is_wrong = run->has_value && kind != CL_JSON_OBJECT && kind != CL_JSON_ARRAY;
    run->is_late = run->has_value && !run->is_wrong && run->settings.bounds.deadline_ms == 0;
    if (!run->has_value || run->is_wrong || run->payload == NULL)
        return cl_json_skip(json, NULL, err);
    if (run->models->n > 1) {
        run->is_late = true;
        return cl_json_skip(json, &run->text, err);
    }
    if (!run->is_late)
        return score(run, err);
    run->value = cl_json_here(json);
    return cl_json_leap(json, &(size_t){0}, &(size_t){0}, err);
}

/* Milliseconds as a number, or as text of one; what is neither is no deadline. */
static int64_t read_ms(struct cl_str raw)
{
    int64_t ms = 0;

    for (uint32_t i = raw.at[0] == '"'; i < raw.n && raw.at[i] != '"'; i++) {
        if (raw.at[i] < '0' || raw.at[i] > '9' || ms > INT64_MAX / 16)
            return 0;
        ms = ms * 10 + (raw.at[i] - '0');
    }
    return ms;
}

static enum cleap_status read_member(struct run *run, struct cl_json *json, struct cl_str key,
                                     struct cleap_error *err)
{
    bool is_text = cl_json_kind(json) == CL_JSON_STRING;
    struct cl_str raw;

    if (cl_str_is(key, "value"))
        return read_value(run, json, err);
    if (cl_str_is(key, "activation_id") && is_text)
        return cl_json_skip(json, &run->activation_id, err);
    if (cl_str_is(key, "transaction_id") && is_text)
        return cl_json_skip(json, &run->transaction_id, err);
    CL_TRY(cl_json_skip(json, &raw, err));
    if (cl_str_is(key, "deadline"))
        run->settings.bounds.deadline_ms = read_ms(raw);
    return CLEAP_OK;
}

static enum cleap_status read_body(struct run *run, struct cl_json *json, struct cl_str body,
                                   struct cleap_error *err)
{
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
        CL_TRY(read_member(run, json, key, err));
    }
}

/* Reads which of several models a payload names, if it does. */
static enum cleap_status read_choice(struct cl_json *json, struct cl_arena *arena,
                                     struct cl_str *name, struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    if (cl_json_kind(json) != CL_JSON_OBJECT)
        return CLEAP_OK;
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        if (!cl_str_is(key, "model") || cl_json_kind(json) == CL_JSON_NULL)
            CL_TRY(cl_json_skip(json, NULL, err));
        else if (cl_json_borrow_string(json, arena, name, err) != CLEAP_OK)
            return cl_blame(err, "model");
    }
}

/* Takes a payload of the model of that name in place of the one at hand. */
static enum cleap_status change_model(struct run *run, struct cl_str name, struct cleap_error *err)
{
    struct payload_pool *pool;
    struct payload *payload;

    CL_TRY(models_find(run->models, name, &pool, err));
    payload = payload_pool_take(pool, err);
    if (payload == NULL)
        return err->status;
    payload_pool_put(run->pool, run->payload);
    run->pool = pool;
    run->payload = payload;
    return CLEAP_OK;
}

/* Scores the value with the one of several models that it names. */
static enum cleap_status choose_and_score(struct run *run, struct cleap_error *err)
{
    struct cl_json *json = payload_cursor(run->payload);
    struct cl_str name = {.at = ""};
    enum cleap_status status;
    struct cl_arena arena;

    run->is_read = true;
    cl_arena_init(&arena, 256);
    status = cl_json_open(json, run->text.at, run->text.n, true, err);
    if (status == CLEAP_OK)
        status = read_choice(json, &arena, &name, err);
    if (status == CLEAP_OK && name.n > 0)
        status = change_model(run, name, err);
    cl_arena_free(&arena);
    CL_TRY(status);
    CL_TRY(cl_json_open(payload_cursor(run->payload), run->text.at, run->text.n, true, err));
    return score(run, err);
}

static enum cleap_status read_and_score(struct run *run, struct cl_str body,
                                        struct cleap_error *err)
{
    static const char nothing[2 + CL_JSON_PADDING] = "{}";
    struct cl_json *json = payload_cursor(run->payload);

    CL_TRY(read_body(run, json, body, err));
    if (run->is_late && run->models->n > 1)
        return choose_and_score(run, err);
    if (run->is_late) {
        cl_json_return(json, run->value);
        return score(run, err);
    }
    if (run->has_value || run->is_wrong)
        return CLEAP_OK;
    CL_TRY(cl_json_open(json, nothing, 2, true, err));
    return score(run, err);
}

/* Whether the payload is at fault and the container is to be kept. */
static bool is_application_error(const struct run *run, const struct cleap_error *err)
{
    return run->is_read && http_status_is_data(err->status);
}

static void fail(const struct run *run, struct http_response *response, struct cleap_error *err)
{
    int code = !run->is_read ? 400 : is_application_error(run, err) ? 200 : 502;

    if (!run->is_read)
        cl_blame(err, "the request");
    if (code == 200 && run->was_scored && payload_report(run->payload).is_web)
        http_reply_web_error(response, http_status_code(err->status), err->message);
    else
        http_reply_error(response, code, err->message);
}

static enum log_level level_of(int code)
{
    return code == 502 || code == 500 ? LOG_LEVEL_ERROR
           : code == 404              ? LOG_LEVEL_INFO /* it is to leave no trace */
                                      : LOG_LEVEL_WARN;
}

/* Writes what became of a run; `message` is NULL when all is well. */
static void log_run(const struct run *run, const struct http_response *response,
                    const char *message, uint64_t began_ns)
{
    enum log_level limit = run->settings.log;
    struct log_entry entry = {.level = message == NULL ? LOG_LEVEL_INFO : level_of(response->code),
                              .message = message != NULL ? message : "scored",
                              .activation_id = run->activation_id,
                              .transaction_id = run->transaction_id,
                              .status = response->code};

    if (entry.level > limit)
        return;
    if (limit >= LOG_LEVEL_INFO && run->was_scored) {
        entry.has_report = true;
        entry.report = payload_report(run->payload);
        entry.took_ns = cl_clock_ns() - began_ns;
        entry.stages = limit == LOG_LEVEL_DEBUG && message == NULL;
    }
    log_write(&entry);
}

static void run_payload(struct run *run, struct cl_str body, struct http_response *response)
{
    struct cleap_error err = {0};
    uint64_t began_ns = run->settings.log >= LOG_LEVEL_INFO ? cl_clock_ns() : 0;

    if (read_and_score(run, body, &err) != CLEAP_OK) {
        fail(run, response, &err);
        log_run(run, response, err.message, began_ns);
    } else if (run->is_wrong) {
        http_reply_error(response, 404, no_dictionary);
        log_run(run, response, no_dictionary, began_ns);
    } else {
        log_run(run, response, NULL, began_ns);
    }
}

/* There is nothing to score with: says why. */
static void refuse(struct run *run, struct cl_str body, const struct cleap_error *why,
                   struct http_response *response)
{
    const char *message = why->status != CLEAP_OK ? why->message : no_action;
    struct cl_json *json = cl_json_new();
    struct cleap_error ignored;

    if (json != NULL)
        (void)read_body(run, json, body, &ignored); /* for the ids */
    http_reply_error(response, why->status != CLEAP_OK ? 502 : 500, message);
    log_run(run, response, message, 0);
    if (json != NULL)
        cl_json_free(json);
}

void action_run(void *app, const struct http_request *request, struct http_response *response)
{
    struct action *action = app;
    struct cleap_error err = action->baked_error;
    struct run run = {
        .out = response->body, .activation_id = {.at = ""}, .transaction_id = {.at = ""}};

    run.models = action_models(action, &run.settings);
    if (run.models != NULL) {
        run.pool = run.models->at[run.models->usual].pool;
        run.payload = payload_pool_take(run.pool, &err);
    }
    if (run.payload != NULL) {
        run_payload(&run, request->body, response);
        payload_pool_put(run.pool, run.payload);
    } else {
        refuse(&run, request->body, &err, response);
    }
    sentinel_write();
}

/* A body that is not taken is no reason to end the container, and there is a run all the same. */
void action_refuse_run(void *app, int code, struct http_response *response)
{
    const char *words = http_refusal_words(code);
    struct run run = {.activation_id = {.at = ""}, .transaction_id = {.at = ""}};

    (void)action_models(app, &run.settings);
    http_reply_error(response, code == 500 ? 502 : 200, words);
    log_run(&run, response, words, 0);
    sentinel_write();
}
