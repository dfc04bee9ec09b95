/*
 * The socket that a server listens on, opened before there is a server: clients that come while a
 * model is loaded wait in its queue.
 */
#ifndef CLEAP_PROXY_HTTP_LISTEN_H
#define CLEAP_PROXY_HTTP_LISTEN_H

#include <stdint.h>

#include "runtime/error.h"

#define HTTP_ADDRESS_SIZE 80

struct http_listener {
    int fd;
    char address[HTTP_ADDRESS_SIZE]; /* "127.0.0.1:8080", "[::1]:8080" */
};

/* `host` is a numeric address; port 0 takes a free one. CLEAP_E_STATE: no address; CLEAP_E_IO: it
 * cannot be had. */
enum cleap_status http_listen(const char *host, uint16_t port, struct http_listener *listener,
                              struct cleap_error *err);

#endif
