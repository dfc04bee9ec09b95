/*
 * One request while it comes in and until its answer is out, and the pool of those that rest.
 *
 * A resting exchange keeps its buffers, unless they are large, so requests like the last ones cost
 * no heap.
 */
#ifndef CLEAP_PROXY_HTTP_EXCHANGE_H
#define CLEAP_PROXY_HTTP_EXCHANGE_H

#include <pthread.h>
#include <stdatomic.h>

#include "proxy/http/message.h"

#define HTTP_BODIES_LIMIT ((size_t)64 << 20)

struct http_exchange {
    const struct http_route *route; /* NULL: it is refused */
    int refusal;                    /* the code to refuse it with */
    bool is_running;                /* the body is there; the answer is not out yet */
    size_t n_counted;               /* bytes of its body that the pool counts */
    size_t n_kept;                  /* while at rest: what its buffers take */
    struct cl_buf in, out;
    struct http_exchange *next; /* while at rest */
};

struct http_exchanges {
    pthread_mutex_t lock;
    pthread_cond_t idle; /* n_running has become 0 */
    struct http_exchange *resting;
    size_t n_running;
    size_t body_limit;
    size_t bodies_limit;      /* of all bodies at hand together */
    _Atomic size_t n_counted; /* bytes of them */
    size_t n_kept;            /* bytes that buffers at rest take */
};

/* The bodies at hand may take `body_limit` together, but HTTP_BODIES_LIMIT in any case. False: the
 * system gives no lock. */
bool http_exchanges_init(struct http_exchanges *pool, size_t body_limit);

/* All must be at rest. */
void http_exchanges_done(struct http_exchanges *pool);

/* One with empty buffers, or NULL when there is no memory. */
struct http_exchange *http_exchange_take(struct http_exchanges *pool);
void http_exchange_put(struct http_exchanges *pool, struct http_exchange *exchange);

/* Counts it as running until it is put back. */
void http_exchange_run(struct http_exchanges *pool, struct http_exchange *exchange);

/* Waits until none is running, or for so long. */
void http_exchanges_wait(struct http_exchanges *pool, unsigned seconds);

/* Makes room for a body of n bytes at once. */
void http_exchange_expect(struct http_exchange *exchange, size_t n);

/* Takes a piece of the body. One that is too large is let go and refused, as is one for which there
 * is no room beside the others. */
void http_exchange_append(struct http_exchanges *pool, struct http_exchange *exchange,
                          const void *bytes, size_t n);

/* The body, with the bytes behind it that a request promises. at is NULL: there is no memory. */
struct cl_str http_exchange_body(struct http_exchange *exchange);

#endif
