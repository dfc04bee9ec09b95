/*
 * A plain model server: POST /score, GET /schema, GET /healthz.
 */
#ifndef CLEAP_PROXY_SERVE_SERVE_H
#define CLEAP_PROXY_SERVE_SERVE_H

#include "proxy/http/message.h"

/* Their app is a struct payload_pool. */
extern const struct http_route serve_routes[];

#endif
