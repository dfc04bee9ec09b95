/*
 * Serving: options, signals, the wait for the end.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/team.h"
#include "runtime/workers.h"

#define MAX_THREADS 256
#define DEFAULT_IDLE_SECONDS 75
#define DEFAULT_BODY_LIMIT ((uint64_t)64 << 20)

enum cleap_status server_settings(const struct command_line *line, const char *host, uint16_t port,
                                  struct server_settings *settings, struct cleap_error *err)
{
    long n_processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t number;

    settings->host = options_text(line, "host", host);
    CL_TRY(options_number(line, "port", 0, UINT16_MAX, port, &number, err));
    settings->port = (uint16_t)number;
    if (n_processors < 1)
        n_processors = 1;
    if (n_processors > MAX_THREADS)
        n_processors = MAX_THREADS;
    CL_TRY(options_number(line, "threads", 1, MAX_THREADS, (uint64_t)n_processors, &number, err));
    settings->n_threads = (unsigned)number;
    CL_TRY(options_number(line, "max-body", 1024, HTTP_MAX_BODY_LIMIT, DEFAULT_BODY_LIMIT, &number,
                          err));
    settings->body_limit = (size_t)number;
    CL_TRY(options_number(line, "idle", 1, 86400, DEFAULT_IDLE_SECONDS, &number, err));
    settings->idle_seconds = (unsigned)number;
    return CLEAP_OK;
}

enum cleap_status server_model(const struct command_line *line, const char *path,
                               struct payload_model *model, struct cleap_error *err)
{
    const char *select = options_text(line, "select", getenv(SELECT_VARIABLE));
    uint64_t n_helpers;

    CL_TRY(options_number(line, "batch-threads", 0, CL_MAX_WORKERS, 1, &n_helpers, err));
    *model = (struct payload_model){.path = path,
                                    .zip = {.at = ""},
                                    .select = cl_str_of(select != NULL ? select : ""),
                                    .n_helpers = cl_team_size((size_t)n_helpers)};
    return CLEAP_OK;
}

static void end_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
}

/* They are blocked before there are threads, so that every thread has them blocked and they wait
 * for sigwait(). That holds for process 1 of a container as well, for which an unblocked signal
 * without handler is nothing at all. */
static void hold_signals(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t set;

    end_signals(&set);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    /* Nobody reads our log any more: no reason to stop scoring. */
    sigaction(SIGPIPE, &ignore, NULL);
}

enum cleap_status server_listen(const struct server_settings *settings, bool announce,
                                struct http_listener *listener, struct cleap_error *err)
{
    hold_signals();
    CL_TRY(http_listen(settings->host, settings->port, listener, err));
    if (announce || settings->port == 0)
        fprintf(stderr, "listening on %s\n", listener->address);
    return CLEAP_OK;
}

enum cleap_status server_run(const struct server_settings *settings,
                             const struct http_listener *listener, const struct http_route *routes,
                             void *app, struct cleap_error *err)
{
    struct http_server_options options = {.routes = routes,
                                          .app = app,
                                          .n_threads = settings->n_threads,
                                          .body_limit = settings->body_limit,
                                          .idle_seconds = settings->idle_seconds};
    struct http_server *server;
    sigset_t set;
    int signal;

    CL_TRY(http_server_start(listener, &options, &server, err));
    end_signals(&set);
    while (sigwait(&set, &signal) != 0)
        continue;
    http_server_stop(server);
    return CLEAP_OK;
}
