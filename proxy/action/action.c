/*
 * The action's state and routes.
 */
#include "proxy/action/action.h"

#include <stdlib.h>

#include "proxy/http/reply.h"
#include "proxy/payload/form.h"

#define ON_ERROR_VARIABLE "CLEAP_ON_ERROR"
#define MAX_RESULT_VARIABLE "CLEAP_MAX_RESULT"

/* What the platform lets through unless it is told otherwise. */
#define PLATFORM_MAX_RESULT ((size_t)1 << 20)

static void get_healthz(void *app, const struct http_request *request,
                        struct http_response *response)
{
    struct action *action = app;

    (void)request;
    cl_buf_printf(response->body, "{\"status\":\"ok\",\"model\":%s}",
                  action_models(action, NULL) != NULL ? "true" : "false");
}

const struct http_route action_routes[] = {
    {"POST", "/init", action_init},
    {"POST", "/run", action_run},
    {"GET", "/healthz", get_healthz},
    {0},
};

/* A number of bytes, or "" for what is usual. */
static enum cleap_status read_size(const char *name, size_t usual, size_t *size,
                                   struct cleap_error *err)
{
    const char *text = getenv(name);
    char *end;

    *size = usual;
    if (text == NULL || text[0] == '\0')
        return CLEAP_OK;
    *size = (size_t)strtoull(text, &end, 10);
    if (text[0] >= '0' && text[0] <= '9' && *end == '\0')
        return CLEAP_OK;
    *size = usual;
    return cl_fail(err, CLEAP_E_STATE, "%s: found \"%.40s\"; wanted: bytes", name, text);
}

enum cleap_status action_read_settings(struct action_settings *runs, struct cleap_error *err)
{
    const char *on_error = getenv(ON_ERROR_VARIABLE), *log = getenv(LOG_VARIABLE);
    bool knows_log = log_level_find(log, &runs->log);

    if (payload_on_error(cl_str_of(on_error != NULL ? on_error : ""), &runs->bounds.each_row,
                         err) != CLEAP_OK)
        cl_fail(err, CLEAP_E_STATE, "%s: found \"%.40s\"; wanted: row or payload",
                ON_ERROR_VARIABLE, on_error);
    (void)read_size(MAX_RESULT_VARIABLE, PLATFORM_MAX_RESULT, &runs->bounds.max_answer, err);
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
        models_open(settings, NULL, &action->baked, &action->baked_error) != CLEAP_OK &&
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
