/*
 * What the commands that serve have in common.
 */
#ifndef CLEAP_CLI_SERVER_H
#define CLEAP_CLI_SERVER_H

#include "cli/options.h"
#include "proxy/http/server.h"
#include "proxy/payload/pool.h"

struct server_settings {
    const char *host;
    uint16_t port;
    unsigned n_threads;
    size_t body_limit;
    unsigned idle_seconds;
};

/* Reads --host, --port, --threads, --max-body and --idle, which the command's table must have; host
 * and port are what holds when they are not given. */
enum cleap_status server_settings(const struct command_line *line, const char *host, uint16_t port,
                                  struct server_settings *settings, struct cleap_error *err);

#define SELECT_VARIABLE "CLEAP_SELECT"

/* What the options --select and --batch-threads, which the command's table must have, or else the
 * environment say of the model at a path, which may be NULL. CLEAP_E_STATE: no such number. */
enum cleap_status server_model(const struct command_line *line, const char *path,
                               struct payload_model *model, struct cleap_error *err);

/* Opens the socket and says where, if asked to or if the port was not known. From here on SIGTERM
 * and SIGINT wait for server_run(). */
enum cleap_status server_listen(const struct server_settings *settings, bool announce,
                                struct http_listener *listener, struct cleap_error *err);

/* Serves until SIGTERM or SIGINT comes, then lets the requests at hand finish. */
enum cleap_status server_run(const struct server_settings *settings,
                             const struct http_listener *listener, const struct http_route *routes,
                             void *app, struct cleap_error *err);

#endif
