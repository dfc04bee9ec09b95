/*
 * cleap action: the proxy that OpenWhisk's invoker talks to.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/server.h"
#include "proxy/action/action.h"

#define MODEL_VARIABLE "CLEAP_MODEL"
#define BAKED_MODEL "/model/bundle.zip"

/* What --model says, or else the environment, or else what an image may have in its place. */
static const char *find_model(const struct command_line *line)
{
    const char *model = options_text(line, "model", getenv(MODEL_VARIABLE));

    if (model != NULL && model[0] != '\0')
        return model;
    return access(BAKED_MODEL, F_OK) == 0 ? BAKED_MODEL : NULL;
}

static int run(const struct command_line *line)
{
    struct server_settings settings;
    struct payload_model model;
    struct http_listener listener;
    struct cleap_error err = {0};
    enum cleap_status status;
    struct action action;

    if (server_settings(line, "0.0.0.0", 8080, &settings, &err) != CLEAP_OK ||
        server_model(line, find_model(line), &model, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    /* Says nothing when all is well: what an action writes is its first activation's log. */
    if (server_listen(&settings, false, &listener, &err) != CLEAP_OK ||
        action_open(&action, &model, &err) != CLEAP_OK)
        return command_fail(&err);
    status = server_run(&settings, &listener, action_routes, &action, &err);
    action_close(&action);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"model", 'm', "BUNDLE", "the model that is there without code (CLEAP_MODEL, " BAKED_MODEL ")"},
    {"select", 's', "COLUMNS",
     "what is answered when a request does not select: a,b,c; stages that they do not need need "
     "not be known (CLEAP_SELECT)"},
    {"host", 0, "ADDRESS", "numeric address to listen on (0.0.0.0)"},
    {"port", 'p', "PORT", "port to listen on; 0 takes a free one and says which (8080)"},
    {"threads", 't', "N", "threads that answer (one for each processor)"},
    {"batch-threads", 0, "N",
     "threads that score a request of more than 512 rows together; 0: one for each processor (1)"},
    {"max-body", 0, "BYTES", "the largest request that is taken (67108864)"},
    {"idle", 0, "SECONDS", "how long a connection on which nothing moves stays open (75)"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"CMD [\"cleap\", \"action\"]", "in the Dockerfile of an action image"},
    {"wsk action create price --docker IMAGE bundle.zip", "an action whose code is a bundle"},
    {"wsk action invoke price -r -p bedrooms 2 -p select prediction", "score one row"},
    {0},
};

const struct command command_action = {
    .name = "action",
    .arguments = "",
    .summary = "run as an OpenWhisk action",
    .details =
        "Speaks what OpenWhisk asks of an action container: POST /init once, then POST /run. The "
        "code of the action is a bundle's zip; an image that has its model needs none.\n\nA run's "
        "value is a payload as 'cleap serve' takes it. Rows that cannot be scored give an "
        "application error, and the container stays warm. GET /healthz answers as well.",
    .options = options,
    .examples = examples,
    .run = run,
};
