/*
 * The server: what libmicrohttpd calls, and the life of its daemon.
 *
 * Each of its threads waits for new connections itself, so a request is read, handled and answered
 * by one thread without a change of hands.
 */
#define _POSIX_C_SOURCE 200809L

#include "proxy/http/server.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

#include "proxy/http/exchange.h"
#include "proxy/http/reply.h"

#define STOP_TIMEOUT_S 25

/* Descriptors that are kept for other things than connections. */
#define SPARE_DESCRIPTORS 64
#define MAX_CONNECTIONS 16384

/* A body that is too large is read to its end all the same, since a client that is still sending
 * may not see the answer; but not this much of it. */
#define MAX_IGNORED_BODY ((unsigned long long)1 << 30)

struct http_server {
    struct MHD_Daemon *daemon;
    struct http_server_options options;
    struct http_exchanges exchanges;
};

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const struct http_route *find_route(const struct http_route *routes, const char *method,
                                           const char *path, int *refusal)
{
    *refusal = 404;
    for (; routes->method != NULL; routes++) {
        if (strcmp(routes->path, path) != 0)
            continue;
        if (strcmp(routes->method, method) == 0 ||
            (strcmp(routes->method, "GET") == 0 && strcmp(method, "HEAD") == 0))
            return routes;
        *refusal = 405;
    }
    return NULL;
}

static void set_content_type(struct MHD_Response *out, const char *content_type)
{
    (void)MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
}

/* The methods of a path, for a 405. */
static void set_allowed(struct MHD_Response *out, const struct http_route *routes, const char *path)
{
    for (; routes->method != NULL; routes++)
        if (strcmp(routes->path, path) == 0)
            (void)MHD_add_response_header(out, MHD_HTTP_HEADER_ALLOW, routes->method);
}

static enum MHD_Result send_answer(const struct http_server *server,
                                   struct MHD_Connection *connection, const char *path,
                                   const struct http_response *response)
{
    /* The exchange, and its buffer, rest only after the answer is out. */
    struct MHD_Response *out = MHD_create_response_from_buffer(
        response->body->n, response->body->at, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result;

    if (out == NULL)
        return MHD_NO;
    set_content_type(out, response->content_type);
    if (response->code == 405)
        set_allowed(out, server->options.routes, path);
    result = MHD_queue_response(connection, (unsigned)response->code, out);
    MHD_destroy_response(out);
    return result;
}

static void handle(const struct http_server *server, struct http_exchange *exchange,
                   const char *path, const char *method, struct http_response *response)
{
    struct http_request request = {.method = method, .path = path};

    request.body = http_exchange_body(exchange);
    if (request.body.at == NULL)
        exchange->refusal = exchange->refusal != 0 ? exchange->refusal : 500;
    if (exchange->refusal != 0 && exchange->route != NULL && exchange->route->refuse != NULL)
        exchange->route->refuse(server->options.app, exchange->refusal, response);
    else if (exchange->refusal != 0)
        http_reply_refusal(response, exchange->refusal);
    else
        exchange->route->handle(server->options.app, &request, response);
    if (exchange->out.status != CLEAP_OK) {
        cl_buf_reset(&exchange->out);
        http_reply_error(response, 500, "the answer is too large");
    }
}

static enum MHD_Result answer(struct http_server *server, struct http_exchange *exchange,
                              struct MHD_Connection *connection, const char *path,
                              const char *method)
{
    struct http_response response = {
        .code = 200, .content_type = "application/json", .body = &exchange->out};

    http_exchange_run(&server->exchanges, exchange);
    handle(server, exchange, path, method, &response);
    return send_answer(server, connection, path, &response);
}

/* The header is there: finds the route and makes room for the body. *last is set when no more of
 * the body is wanted. */
static struct http_exchange *begin(struct http_server *server, struct MHD_Connection *connection,
                                   const char *path, const char *method, bool *last)
{
    struct http_exchange *exchange = http_exchange_take(&server->exchanges);
    const char *length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    unsigned long long n = length != NULL ? strtoull(length, NULL, 10) : 0;

    if (exchange == NULL)
        return NULL;
    exchange->route = find_route(server->options.routes, method, path, &exchange->refusal);
    if (exchange->route != NULL)
        exchange->refusal = n > server->options.body_limit ? 413 : 0;
    if (exchange->refusal == 0)
        http_exchange_expect(exchange, (size_t)n);
    *last = exchange->refusal != 0 &&
            (n > MAX_IGNORED_BODY || header(connection, MHD_HTTP_HEADER_EXPECT) != NULL);
    return exchange;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *n_bytes, void **con_cls)
{
    struct http_server *server = cls;
    struct http_exchange *exchange = *con_cls;
    bool last = false;

    (void)version;
    if (exchange == NULL) {
        exchange = *con_cls = begin(server, connection, path, method, &last);
        if (exchange == NULL)
            return MHD_NO;
        return last ? answer(server, exchange, connection, path, method) : MHD_YES;
    }
    if (*n_bytes == 0)
        return answer(server, exchange, connection, path, method);
    http_exchange_append(&server->exchanges, exchange, bytes, *n_bytes);
    *n_bytes = 0;
    return MHD_YES;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
                         enum MHD_RequestTerminationCode how)
{
    struct http_server *server = cls;

    (void)connection;
    (void)how;
    if (*con_cls != NULL)
        http_exchange_put(&server->exchanges, *con_cls);
    *con_cls = NULL;
}

static unsigned max_connections(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur > MAX_CONNECTIONS)
        return MAX_CONNECTIONS;
    return files.rlim_cur > 2 * SPARE_DESCRIPTORS ? (unsigned)files.rlim_cur - SPARE_DESCRIPTORS
                                                  : SPARE_DESCRIPTORS;
}

static struct MHD_Daemon *start_daemon(struct http_server *server, int fd)
{
    unsigned n_threads = server->options.n_threads;

    /* The pool wants two threads or more; one is the daemon's own. */
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, 0, NULL, NULL, on_request,
        server, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_CONNECTION_TIMEOUT, server->options.idle_seconds, MHD_OPTION_CONNECTION_LIMIT,
        max_connections(), n_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, n_threads,
        MHD_OPTION_END);
}

static struct http_server *server_new(const struct http_server_options *options)
{
    struct http_server *server = calloc(1, sizeof *server);

    if (server != NULL && http_exchanges_init(&server->exchanges, options->body_limit)) {
        server->options = *options;
        return server;
    }
    free(server);
    return NULL;
}

static void server_free(struct http_server *server)
{
    http_exchanges_done(&server->exchanges);
    free(server);
}

enum cleap_status http_server_start(const struct http_listener *listener,
                                    const struct http_server_options *options,
                                    struct http_server **server, struct cleap_error *err)
{
    *server = server_new(options);
    if (*server == NULL) {
        (void)close(listener->fd);
        return cl_fail_nomem(err);
    }
    (*server)->daemon = start_daemon(*server, listener->fd);
    if ((*server)->daemon != NULL)
        return CLEAP_OK;
    server_free(*server);
    (void)close(listener->fd);
    return cl_fail(err, CLEAP_E_IO, "cannot start the server's threads");
}

void http_server_stop(struct http_server *server)
{
    MHD_socket fd = MHD_quiesce_daemon(server->daemon);

    http_exchanges_wait(&server->exchanges, STOP_TIMEOUT_S);
    MHD_stop_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET)
        (void)close(fd);
    server_free(server);
}
