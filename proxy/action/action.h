/*
 * An OpenWhisk action: POST /init once, then POST /run any number of times.
 *
 * The model comes with /init as a bundle's zip in base64, is named by CLEAP_MODEL in /init's env,
 * or was baked in: opened before the first request. A baked-in model also scores without /init.
 * Instead of one there may be several (models.h).
 */
#ifndef CLEAP_PROXY_ACTION_ACTION_H
#define CLEAP_PROXY_ACTION_ACTION_H

#include <pthread.h>

#include "proxy/action/log.h"
#include "proxy/action/models.h"
#include "proxy/http/message.h"

/* What an image's environment and then /init's say of runs. */
struct action_settings {
    struct payload_bounds bounds; /* of payloads; a run adds its deadline */
    struct fetch_limits fetch;    /* of the model, if a URL names it */
    enum log_level log;
};

struct action {
    pthread_mutex_t lock;  /* of the next three; the others stay as they are */
    bool is_initialised;   /* an /init went well, or is at it */
    struct models *models; /* what /run scores with; NULL: nothing yet */
    struct action_settings runs;
    struct models *baked;
    struct cleap_error baked_error; /* why there is no baked-in model, if there should be one */
    struct payload_model settings;  /* the path is that of the baked-in model, or NULL; the rest
                                       holds for what /init brings, where that says nothing */
};

extern const struct http_route action_routes[];

/* `settings` has the path of the model that is baked in, or NULL. Its texts must stay. That the
 * model cannot be opened is no failure here, but the answer to requests that need it. */
enum cleap_status action_open(struct action *action, const struct payload_model *settings,
                              struct cleap_error *err);

/* No request may be running. */
void action_close(struct action *action);

/* What /run scores with, or NULL, and how. */
struct models *action_models(struct action *action, struct action_settings *runs);

/* Reads CLEAP_LOG and the like of the environment. CLEAP_E_STATE: what one of them says is none of
 * its words; *runs has the others' then. Texts are the environment's. */
enum cleap_status action_read_settings(struct action_settings *runs, struct cleap_error *err);

/* The routes' handlers; init.c, run.c. */
void action_init(void *app, const struct http_request *request, struct http_response *response);
void action_run(void *app, const struct http_request *request, struct http_response *response);
void action_refuse_init(void *app, int code, struct http_response *response);
void action_refuse_run(void *app, int code, struct http_response *response);

#endif
