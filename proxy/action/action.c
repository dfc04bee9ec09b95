/*
 * The action's state and routes.
 */
#include "proxy/action/action.h"

#include <stdlib.h>

#include "mleap/limits.h"
#include "proxy/http/reply.h"
#include "proxy/http/server.h"
#include "proxy/payload/form.h"

#define ON_ERROR_VARIABLE "CLEAP_ON_ERROR"
#define MAX_RESULT_VARIABLE "CLEAP_MAX_RESULT"

/* What the platform lets through unless it is told otherwise. */
#define PLATFORM_MAX_RESULT ((size_t)1 << 20)

/* Below the minute that the platform gives an action unless it is told otherwise. */
#define USUAL_FETCH_SECONDS 30
#define USUAL_FETCH_SIZE ((size_t)256 << 20)

static void get_healthz(void *app, const struct http_request *request,
                        struct http_response *response)
{
    struct action *action = app;

    (void)request;
    cl_buf_printf(response->body, "{\"status\":\"ok\",\"model\":%s}",
                  action_models(action, NULL) != NULL ? "true" : "false");
}

const struct http_route action_routes[] = {
    {"POST", "/init", action_init, action_refuse_init},
    {"POST", "/run", action_run, action_refuse_run},
    {"GET", "/healthz", get_healthz, NULL},
    {0},
};

/* A number from `least` to `most`; or "" for what is usual. */
static void read_number(const char *name, const size_t range[2], size_t usual, size_t *number,
                        struct cleap_error *err)
{
    const char *text = getenv(name);
    char *end;

    *number = usual;
    if (text == NULL || text[0] == '\0')
        return;
    *number = (size_t)strtoull(text, &end, 10);
    if (text[0] >= '0' && text[0] <= '9' && *end == '\0' && *number >= range[0] &&
        *number <= range[1])
        return;
    *number = usual;
    cl_fail(err, CLEAP_E_STATE, "%s: found \"%.40s\"; wanted: a number from %zu to %zu", name, text,
            range[0], range[1]);
}

enum cleap_status action_read_settings(struct action_settings *runs, struct cleap_error *err)
{
    const char *on_error = getenv(ON_ERROR_VARIABLE), *log = getenv(LOG_VARIABLE);
    bool knows_log = log_level_find(log, &runs->log);

    if (payload_on_error(cl_str_of(on_error != NULL ? on_error : ""), &runs->bounds.each_row,
                         err) != CLEAP_OK)
        cl_fail(err, CLEAP_E_STATE, "%s: found \"%.40s\"; wanted: row or payload",
                ON_ERROR_VARIABLE, on_error);
    read_number(MAX_RESULT_VARIABLE, (const size_t[]){0, CL_MAX_ANSWER}, PLATFORM_MAX_RESULT,
                &runs->bounds.max_answer, err);
    read_number("CLEAP_MODEL_MAX", (const size_t[]){1, HTTP_MAX_BODY_LIMIT}, USUAL_FETCH_SIZE,
                &runs->fetch.size, err);
    read_number("CLEAP_MODEL_TIMEOUT", (const size_t[]){1, 3600}, USUAL_FETCH_SECONDS,
                &runs->fetch.seconds, err);
    runs->fetch.sha256 = getenv("CLEAP_MODEL_SHA256");
    if (!knows_log)
        cl_fail(err, CLEAP_E_STATE, "%s: found \"%.40s\"; wanted: off, error, warn, info or debug",
                LOG_VARIABLE, log);
    return err->status;
}

enum cleap_status action_open(struct action *action, const struct payload_model *settings,
                              struct cleap_error *err)
{
    struct cleap_error wrong = {0};

    *action = (struct action){.baked_error = {.row = -1}, .settings = *settings};
    if (pthread_mutex_init(&action->lock, NULL) != 0)
        return cl_fail_nomem(err);
    if (action_read_settings(&action->runs, &wrong) != CLEAP_OK)
        log_write(&(struct log_entry){.level = LOG_LEVEL_ERROR, .message = wrong.message});
    if (settings->path != NULL &&
        models_open(settings, &action->runs.fetch, NULL, &action->baked, &action->baked_error) !=
            CLEAP_OK &&
        action->runs.log >= LOG_LEVEL_ERROR)
        log_write(
            &(struct log_entry){.level = LOG_LEVEL_ERROR, .message = action->baked_error.message});
    action->models = action->baked;
    return CLEAP_OK;
}

void action_close(struct action *action)
{
    if (action->models != action->baked)
        models_free(action->models);
    models_free(action->baked);
    pthread_mutex_destroy(&action->lock);
}

struct models *action_models(struct action *action, struct action_settings *runs)
{
    struct models *models;

    pthread_mutex_lock(&action->lock);
    models = action->models;
    if (runs != NULL)
        *runs = action->runs;
    pthread_mutex_unlock(&action->lock);
    return models;
}
