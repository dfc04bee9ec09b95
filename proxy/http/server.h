/*
 * An HTTP/1.1 server: libmicrohttpd behind a table of routes.
 *
 * Every answer carries Content-Length and is never chunked. Paths that no route has are answered
 * with 404, other methods with 405, bodies that are too large with 413, each with a JSON body
 * {"error": "..."}; only text that is no HTTP at all gets the library's own page.
 */
#ifndef CLEAP_PROXY_HTTP_SERVER_H
#define CLEAP_PROXY_HTTP_SERVER_H

#include "proxy/http/listen.h"
#include "proxy/http/message.h"

/* Below what a request's struct cl_str can hold. */
#define HTTP_MAX_BODY_LIMIT ((size_t)2 << 30)

struct http_server_options {
    const struct http_route *routes;
    void *app; /* what handlers are given */
    unsigned n_threads;
    size_t body_limit;     /* at most HTTP_MAX_BODY_LIMIT */
    unsigned idle_seconds; /* a connection on which nothing moves for so long is closed */
};

struct http_server;

/* Starts serving on the listener, which belongs to the server then, also when this fails. Routes
 * and app must live as long as the server. */
enum cleap_status http_server_start(const struct http_listener *listener,
                                    const struct http_server_options *options,
                                    struct http_server **server, struct cleap_error *err);

/* Stops accepting, lets the requests whose bodies are there be answered, and closes the rest. */
void http_server_stop(struct http_server *server);

#endif
