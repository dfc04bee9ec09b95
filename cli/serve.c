/*
 * cleap serve: a model behind HTTP.
 */
#include <stdio.h>

#include "cli/server.h"
#include "proxy/payload/pool.h"
#include "proxy/serve/serve.h"

static int run(const struct command_line *line)
{
    struct payload_model model;
    struct server_settings settings;
    struct http_listener listener;
    struct payload_pool *pool = NULL;
    struct cleap_error err = {0};
    enum cleap_status status;

    if (!options_has(line, "model"))
        cl_fail(&err, CLEAP_E_STATE, "serve wants --model BUNDLE");
    if (!options_has(line, "model") ||
        server_model(line, options_text(line, "model", NULL), &model, &err) != CLEAP_OK ||
        server_settings(line, "127.0.0.1", 8080, &settings, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    status = server_listen(&settings, true, &listener, &err);
    if (status == CLEAP_OK)
        status = payload_pool_open(&model, &pool, &err);
    if (status == CLEAP_OK)
        status = server_run(&settings, &listener, serve_routes, pool, &err);
    payload_pool_free(pool);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"model", 'm', "BUNDLE", "the model to serve"},
    {"select", 's', "COLUMNS",
     "what is answered when a request does not select: a,b,c; stages that they do not need need "
     "not be known (CLEAP_SELECT)"},
    {"host", 0, "ADDRESS", "numeric address to listen on (127.0.0.1)"},
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
    {"cleap serve --model price.zip --port 8080", "serve a model on this machine"},
    {"curl -d '{\"bedrooms\": 2}' localhost:8080/score", "score one row"},
    {"curl -d '{\"rows\": [{\"bedrooms\": 2}], \"select\": [\"prediction\"]}' localhost:8080/score",
     "score rows, keep one column"},
    {"curl -d @frame.json localhost:8080/score", "score a leap frame"},
    {"curl localhost:8080/schema", "which columns it takes and makes"},
    {0},
};

const struct command command_serve = {
    .name = "serve",
    .arguments = "",
    .summary = "serve a model over HTTP",
    .details =
        "Serves POST /score, GET /schema and GET /healthz.\n\nA payload is a leap frame, "
        "{\"rows\": [{\"column\": value}, ...]}, or a single row {\"column\": value, ...}; the "
        "answer has the same shape. Keys that the model does not know come back as they were. "
        "\"select\" beside them says which columns to answer: an array of names, or text with "
        "commas.\n\nWhat goes wrong is answered with {\"error\": \"...\"}: 400 for broken JSON, "
        "422 for rows that do not fit the model, 413 for too much. SIGTERM ends the server when "
        "the requests at hand are answered.",
    .options = options,
    .examples = examples,
    .run = run,
};
