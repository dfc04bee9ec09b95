/*
 * Exchanges and their pool.
 */
#define _POSIX_C_SOURCE 200809L

#include "proxy/http/exchange.h"

#include <stdlib.h>
#include <time.h>

#include "mleap/json.h"
#include "mleap/limits.h"

/* What a resting exchange may keep of each buffer. */
#define KEPT_SIZE ((size_t)2 << 20)

/* And what all of them may keep. */
#define ALL_KEPT_SIZE ((size_t)32 << 20)

static bool init_clocked(pthread_cond_t *cond)
{
    pthread_condattr_t attr;
    bool good;

    if (pthread_condattr_init(&attr) != 0)
        return false;
    good = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0 &&
           pthread_cond_init(cond, &attr) == 0;
    pthread_condattr_destroy(&attr);
    return good;
}

bool http_exchanges_init(struct http_exchanges *pool, size_t body_limit)
{
    *pool = (struct http_exchanges){
        .body_limit = body_limit,
        .bodies_limit = body_limit > HTTP_BODIES_LIMIT ? body_limit : HTTP_BODIES_LIMIT};
    if (pthread_mutex_init(&pool->lock, NULL) != 0)
        return false;
    if (init_clocked(&pool->idle))
        return true;
    pthread_mutex_destroy(&pool->lock);
    return false;
}

static void exchange_free(struct http_exchange *exchange)
{
    cl_buf_free(&exchange->in);
    cl_buf_free(&exchange->out);
    free(exchange);
}

void http_exchanges_done(struct http_exchanges *pool)
{
    while (pool->resting != NULL) {
        struct http_exchange *exchange = pool->resting;

        pool->resting = exchange->next;
        exchange_free(exchange);
    }
    pthread_cond_destroy(&pool->idle);
    pthread_mutex_destroy(&pool->lock);
}

static struct http_exchange *exchange_new(size_t body_limit)
{
    struct http_exchange *exchange = calloc(1, sizeof *exchange);

    if (exchange != NULL) {
        cl_buf_init(&exchange->in, body_limit + CL_JSON_PADDING);
        cl_buf_init(&exchange->out, CL_MAX_ANSWER);
    }
    return exchange;
}

struct http_exchange *http_exchange_take(struct http_exchanges *pool)
{
    struct http_exchange *exchange;

    pthread_mutex_lock(&pool->lock);
    exchange = pool->resting;
    if (exchange != NULL) {
        pool->resting = exchange->next;
        pool->n_kept -= exchange->n_kept;
    }
    pthread_mutex_unlock(&pool->lock);
    return exchange != NULL ? exchange : exchange_new(pool->body_limit);
}

static void rest(struct cl_buf *buf)
{
    if (buf->room > KEPT_SIZE)
        cl_buf_free(buf);
    else
        cl_buf_reset(buf);
}

/* Lets its buffers go if those at rest take too much. */
static void keep(struct http_exchanges *pool, struct http_exchange *exchange)
{
    exchange->n_kept = exchange->in.room + exchange->out.room;
    if (pool->n_kept + exchange->n_kept > ALL_KEPT_SIZE) {
        cl_buf_free(&exchange->in);
        cl_buf_free(&exchange->out);
        exchange->n_kept = 0;
    }
    pool->n_kept += exchange->n_kept;
}

static void uncount(struct http_exchanges *pool, struct http_exchange *exchange)
{
    atomic_fetch_sub_explicit(&pool->n_counted, exchange->n_counted, memory_order_relaxed);
    exchange->n_counted = 0;
}

/* Counts n more bytes. False: that is too much for all. */
static bool count(struct http_exchanges *pool, struct http_exchange *exchange, size_t n)
{
    size_t before = atomic_fetch_add_explicit(&pool->n_counted, n, memory_order_relaxed);

    exchange->n_counted += n;
    return before + n <= pool->bodies_limit;
}

void http_exchange_put(struct http_exchanges *pool, struct http_exchange *exchange)
{
    bool was_running = exchange->is_running;

    rest(&exchange->in);
    rest(&exchange->out);
    exchange->route = NULL;
    exchange->refusal = 0;
    exchange->is_running = false;
    uncount(pool, exchange);
    pthread_mutex_lock(&pool->lock);
    keep(pool, exchange);
    exchange->next = pool->resting;
    pool->resting = exchange;
    if (was_running && --pool->n_running == 0)
        pthread_cond_broadcast(&pool->idle);
    pthread_mutex_unlock(&pool->lock);
}

void http_exchange_run(struct http_exchanges *pool, struct http_exchange *exchange)
{
    pthread_mutex_lock(&pool->lock);
    exchange->is_running = true;
    pool->n_running++;
    pthread_mutex_unlock(&pool->lock);
}

void http_exchanges_wait(struct http_exchanges *pool, unsigned seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)seconds;
    pthread_mutex_lock(&pool->lock);
    while (pool->n_running > 0 && pthread_cond_timedwait(&pool->idle, &pool->lock, &until) == 0)
        continue;
    pthread_mutex_unlock(&pool->lock);
}

void http_exchange_expect(struct http_exchange *exchange, size_t n)
{
    (void)cl_buf_reserve(&exchange->in, n + CL_JSON_PADDING);
}

void http_exchange_append(struct http_exchanges *pool, struct http_exchange *exchange,
                          const void *bytes, size_t n)
{
    bool has_room;

    if (exchange->refusal != 0)
        return;
    has_room = count(pool, exchange, n);
    if (has_room)
        cl_buf_append(&exchange->in, bytes, n);
    if (has_room && exchange->in.status == CLEAP_OK &&
        exchange->in.n <= exchange->in.limit - CL_JSON_PADDING)
        return;
    exchange->refusal = !has_room ? 503 : exchange->in.status == CLEAP_E_NOMEM ? 500 : 413;
    cl_buf_free(&exchange->in);
    uncount(pool, exchange);
}

struct cl_str http_exchange_body(struct http_exchange *exchange)
{
    char *behind = cl_buf_reserve(&exchange->in, CL_JSON_PADDING);

    if (behind == NULL)
        return (struct cl_str){0};
    memset(behind, 0, CL_JSON_PADDING);
    return (struct cl_str){.at = exchange->in.at, .n = (uint32_t)exchange->in.n};
}
