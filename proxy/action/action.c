/*
 * The action's state and routes.
 */
#include "proxy/action/action.h"

#include <stdio.h>

#include "proxy/http/reply.h"

static void get_healthz(void *app, const struct http_request *request,
                        struct http_response *response)
{
    struct action *action = app;

    (void)request;
    cl_buf_printf(response->body, "{\"status\":\"ok\",\"model\":%s}",
                  action_pool(action) != NULL ? "true" : "false");
}

const struct http_route action_routes[] = {
    {"POST", "/init", action_init},
    {"POST", "/run", action_run},
    {"GET", "/healthz", get_healthz},
    {0},
};

enum cleap_status action_open(struct action *action, const struct payload_model *settings,
                              struct cleap_error *err)
{
    *action = (struct action){.baked_error = {.row = -1}, .settings = *settings};
    if (pthread_mutex_init(&action->lock, NULL) != 0)
        return cl_fail_nomem(err);
    if (settings->path != NULL &&
        payload_pool_open(settings, &action->baked, &action->baked_error) != CLEAP_OK)
        fprintf(stderr, "error: %s\n", action->baked_error.message);
    action->pool = action->baked;
    return CLEAP_OK;
}

void action_close(struct action *action)
{
    if (action->pool != action->baked)
        payload_pool_free(action->pool);
    payload_pool_free(action->baked);
    pthread_mutex_destroy(&action->lock);
}

struct payload_pool *action_pool(struct action *action)
{
    struct payload_pool *pool;

    pthread_mutex_lock(&action->lock);
    pool = action->pool;
    pthread_mutex_unlock(&action->lock);
    return pool;
}
