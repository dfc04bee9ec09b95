/*
 * A request and its answer, as handlers see them: no socket, no library.
 */
#ifndef CLEAP_PROXY_HTTP_MESSAGE_H
#define CLEAP_PROXY_HTTP_MESSAGE_H

#include "runtime/buf.h"
#include "runtime/str.h"

struct http_request {
    const char *method, *path;
    struct cl_str body; /* CL_JSON_PADDING readable bytes follow it */
};

/* Comes as 200, application/json and an empty body. */
struct http_response {
    int code;
    const char *content_type; /* lives for good */
    struct cl_buf *body;
};

/* Runs on any of the server's threads, on several at once. */
typedef void (*http_handler_fn)(void *app, const struct http_request *request,
                                struct http_response *response);

/* Answers a request whose body is not taken; `code` says why: 413 it is too large, 503 so are those
 * of all requests together, 500 there is no memory. */
typedef void (*http_refuser_fn)(void *app, int code, struct http_response *response);

/* A table of them ends with a NULL method. A GET route answers HEAD as well. */
struct http_route {
    const char *method, *path;
    http_handler_fn handle;
    http_refuser_fn refuse; /* NULL: with the code and words of its own */
};

#endif
