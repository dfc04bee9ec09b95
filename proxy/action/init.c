/*
 * POST /init: {"value": {"name": ..., "main": ..., "binary": true, "code": "UEsDB...", "env": {}}}.
 *
 * name and main say nothing about a model and are ignored.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdlib.h>

#include "mleap/base64.h"
#include "mleap/json.h"
#include "proxy/action/action.h"
#include "proxy/action/sentinel.h"
#include "proxy/http/reply.h"

#define INIT_CHUNK 4096

/* How a zip file begins, in base64. */
#define ZIP_BASE64 "UEsDB"

static const char twice[] = "Cannot initialize the action more than once.";
/* They are code: whoever made the image says which, not whoever may make an action. */
static const char no_plugins[] = "CLEAP_PLUGINS is for the image's own environment, not for /init.";
static const char no_code[] = "Missing main/no code to execute.";

/* A variable of the env. */
struct init_variable {
    const char *name, *value;
    struct init_variable *next;
};

/* What /init brings. Texts are pieces of the request or in the arena. */
struct init_request {
    struct cl_arena arena;
    bool is_binary;
    struct cl_str code;    /* empty: none */
    struct cl_str model;   /* CLEAP_MODEL of the env; empty: none */
    struct cl_str select;  /* CLEAP_SELECT, likewise */
    struct cl_str plugins; /* CLEAP_PLUGINS, likewise */
    struct cl_str usual;   /* "model": which of several is the default, likewise */
    struct init_variable *env;
    struct cl_str activation_id, transaction_id; /* as written, in quotes */
};

/* Reads a text, or null for none. */
static enum cleap_status read_text(struct cl_json *json, struct cl_arena *arena,
                                   struct cl_str *text, struct cleap_error *err)
{
    if (cl_json_kind(json) != CL_JSON_NULL)
        return cl_json_borrow_string(json, arena, text, err);
    *text = cl_str_of("");
    return cl_json_read_null(json, err);
}

/* A variable's value: a text's text, "" for null, else its JSON. */
static enum cleap_status read_variable(struct cl_json *json, struct init_request *init,
                                       struct cl_str *raw, struct cl_str *value,
                                       struct cleap_error *err)
{
    struct cl_json_place place = cl_json_here(json);
    enum cl_json_kind kind = cl_json_kind(json);

    CL_TRY(cl_json_skip(json, raw, err));
    if (kind == CL_JSON_STRING) {
        cl_json_return(json, place);
        return cl_json_borrow_string(json, &init->arena, value, err);
    }
    *value = kind == CL_JSON_NULL ? cl_str_of("") : *raw;
    return CLEAP_OK;
}

static enum cleap_status keep_variable(struct init_request *init, struct cl_str name,
                                       struct cl_str value, struct cleap_error *err)
{
    struct init_variable *variable = cl_arena_alloc(&init->arena, sizeof *variable);

    if (variable == NULL)
        return cl_fail_nomem(err);
    *variable = (struct init_variable){.name = cl_arena_strndup(&init->arena, name.at, name.n),
                                       .value = cl_arena_strndup(&init->arena, value.at, value.n),
                                       .next = init->env};
    init->env = variable;
    return variable->name != NULL && variable->value != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* Notes what a variable says to /init itself. */
static void heed(struct init_request *init, struct cl_str name, struct cl_str raw,
                 struct cl_str value)
{
    const struct {
        const char *name;
        struct cl_str *to, from;
    } known[] = {
        {"CLEAP_MODEL", &init->model, value},
        {"CLEAP_SELECT", &init->select, value},
        {"CLEAP_PLUGINS", &init->plugins, value},
        {"model", &init->usual, value},
        {"__OW_ACTIVATION_ID", &init->activation_id, raw},
        {"__OW_TRANSACTION_ID", &init->transaction_id, raw},
    };

    for (size_t i = 0; i < CL_COUNT_OF(known); i++)
        if (cl_str_is(name, known[i].name))
            *known[i].to = known[i].from;
}

static enum cleap_status read_env(struct cl_json *json, struct init_request *init,
                                  struct cleap_error *err)
{
    struct cl_str name, raw, value;
    bool more;

    if (cl_json_kind(json) == CL_JSON_NULL)
        return cl_json_read_null(json, err);
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, &init->arena, &name, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(read_variable(json, init, &raw, &value, err));
        CL_TRY(keep_variable(init, name, value, err));
        heed(init, name, raw, value);
    }
}

static enum cleap_status read_value(struct cl_json *json, struct init_request *init,
                                    struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        if (cl_str_is(key, "code"))
            CL_TRY(read_text(json, &init->arena, &init->code, err));
        else if (cl_str_is(key, "binary") && cl_json_kind(json) == CL_JSON_BOOL)
            CL_TRY(cl_json_read_bool(json, &init->is_binary, err));
        else if (cl_str_is(key, "env"))
            CL_TRY(read_env(json, init, err));
        else
            CL_TRY(cl_json_skip(json, NULL, err));
    }
}

static enum cleap_status read_body(struct cl_json *json, struct cl_str body,
                                   struct init_request *init, struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_open(json, body.at, body.n, true, err));
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return cl_json_end(json, err);
        if (cl_str_is(key, "value") && cl_json_kind(json) != CL_JSON_NULL)
            CL_TRY(read_value(json, init, err));
        else
            CL_TRY(cl_json_skip(json, NULL, err));
    }
}

static enum cleap_status decode(struct init_request *init, struct cl_str *zip,
                                struct cleap_error *err)
{
    if (!init->is_binary && (init->code.n < strlen(ZIP_BASE64) ||
                             memcmp(init->code.at, ZIP_BASE64, strlen(ZIP_BASE64)) != 0))
        return cl_fail(err, CLEAP_E_FORMAT,
                       "the code is text; wanted: a bundle's zip (wsk action create NAME --docker "
                       "IMAGE bundle.zip)");
    if (cl_base64_read(init->code, &init->arena, zip, err) != CLEAP_OK)
        return cl_blame(err, "cannot decode the request: the code");
    return CLEAP_OK;
}

/* What /init asks to have opened: its code, what it names, what is baked in but for other columns.
 * None of them leaves neither path nor zip. */
static enum cleap_status find_model(const struct action *action, struct init_request *init,
                                    struct payload_model *model, struct cleap_error *err)
{
    *model = action->settings;
    model->path = NULL;
    if (init->select.n > 0)
        model->select = init->select;
    if (init->code.n > 0)
        return decode(init, &model->zip, err);
    if (init->model.n > 0) {
        model->path = cl_arena_strndup(&init->arena, init->model.at, init->model.n);
        return model->path != NULL ? CLEAP_OK : cl_fail_nomem(err);
    }
    if (init->select.n > 0 || init->usual.n > 0)
        model->path = action->settings.path;
    return CLEAP_OK;
}

/* Sets the environment, before there is a model. Nothing else of this process reads it meanwhile:
 * what cleap wants of it, it reads at the start and here. A name that cannot be one is passed over.
 */
static void set_environment(const struct init_request *init)
{
    for (const struct init_variable *v = init->env; v != NULL; v = v->next)
        (void)setenv(v->name, v->value, 1);
}

/* Opens what /init names, or takes what is baked in. CLEAP_E_STATE: there is neither. */
static enum cleap_status find_models(const struct action *action, struct init_request *init,
                                     const struct fetch_limits *limits, struct models **models,
                                     struct cleap_error *err)
{
    struct payload_model model;
    const char *usual;

    if (init->plugins.n > 0)
        return cl_fail(err, CLEAP_E_STATE, "%s", no_plugins);
    CL_TRY(find_model(action, init, &model, err));
    usual = cl_arena_strndup(&init->arena, init->usual.at, init->usual.n);
    if (usual == NULL)
        return cl_fail_nomem(err);
    if (model.path != NULL || init->code.n > 0)
        return models_open(&model, limits, usual, models, err);
    *models = action->baked;
    if (*models != NULL)
        return CLEAP_OK;
    if (action->baked_error.status == CLEAP_OK)
        return cl_fail(err, CLEAP_E_STATE, "%s", no_code);
    *err = action->baked_error;
    return err->status;
}

/* Claims the one initialisation there may be. */
static bool claim(struct action *action)
{
    bool is_first;

    pthread_mutex_lock(&action->lock);
    is_first = !action->is_initialised;
    action->is_initialised = true;
    pthread_mutex_unlock(&action->lock);
    return is_first;
}

/* Ends it: with models it went well, with NULL another may try. */
static void settle(struct action *action, struct models *models, const struct action_settings *runs)
{
    pthread_mutex_lock(&action->lock);
    action->runs = *runs;
    if (models != NULL)
        action->models = models;
    else
        action->is_initialised = false;
    pthread_mutex_unlock(&action->lock);
}

static void fail(const struct init_request *init, const struct action_settings *runs,
                 struct http_response *response, int code, const char *message)
{
    if (runs->log >= LOG_LEVEL_ERROR)
        log_write(&(struct log_entry){.level = LOG_LEVEL_ERROR,
                                      .message = message,
                                      .activation_id = init->activation_id,
                                      .transaction_id = init->transaction_id,
                                      .status = code});
    sentinel_write();
    http_reply_error(response, code, message);
}

/* Reads the request and opens its models; *code is the answer's if it fails. */
static enum cleap_status initialise(struct action *action, struct cl_str body,
                                    struct init_request *init, struct models **models,
                                    struct action_settings *runs, int *code,
                                    struct cleap_error *err)
{
    struct cl_json *json = cl_json_new();
    enum cleap_status status;

    *code = 400;
    status = json != NULL ? read_body(json, body, init, err) : cl_fail_nomem(err);
    if (status == CLEAP_OK) {
        *code = 502;
        set_environment(init);
        status = action_read_settings(runs, err);
    }
    if (status == CLEAP_OK) {
        status = find_models(action, init, &runs->fetch, models, err);
        *code = status == CLEAP_E_STATE ? 403 : 502;
    }
    if (json != NULL)
        cl_json_free(json);
    return status;
}

static void log_good(const struct init_request *init, const struct action_settings *runs)
{
    if (runs->log >= LOG_LEVEL_INFO)
        log_write(&(struct log_entry){.level = LOG_LEVEL_INFO,
                                      .message = "initialised",
                                      .activation_id = init->activation_id,
                                      .transaction_id = init->transaction_id,
                                      .status = 200});
}

void action_init(void *app, const struct http_request *request, struct http_response *response)
{
    struct action *action = app;
    struct init_request init = {.code = {.at = ""},
                                .model = {.at = ""},
                                .select = {.at = ""},
                                .plugins = {.at = ""},
                                .usual = {.at = ""}};
    struct models *models = NULL;
    struct action_settings runs;
    struct cleap_error err = {0};
    int code;

    if (!claim(action)) {
        /* The platform's tests look for it in the log, whatever the level. */
        log_write(&(struct log_entry){.level = LOG_LEVEL_WARN, .message = twice, .status = 403});
        http_reply_error(response, 403, twice);
        return;
    }
    runs = action->runs;
    cl_arena_init(&init.arena, INIT_CHUNK);
    if (initialise(action, request->body, &init, &models, &runs, &code, &err) == CLEAP_OK) {
        log_good(&init, &runs);
        cl_buf_text(response->body, "{\"ok\":true}");
    } else {
        fail(&init, &runs, response, code, err.message);
    }
    cl_arena_free(&init.arena);
    settle(action, models, &runs);
}

void action_refuse_init(void *app, int code, struct http_response *response)
{
    struct init_request init = {.activation_id = {.at = ""}, .transaction_id = {.at = ""}};
    struct action_settings runs;

    (void)action_models(app, &runs);
    /* 503 says that the container is going to end. */
    fail(&init, &runs, response, code == 503 ? 502 : code, http_refusal_words(code));
}
