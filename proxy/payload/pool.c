/*
 * Pools of payloads.
 */
#include "proxy/payload/pool.h"

#include <pthread.h>
#include <stdlib.h>

/* Threads beyond these make theirs anew each time. */
#define MAX_RESTING 64

struct payload_pool {
    struct cleap_model *model;
    pthread_mutex_t lock;
    size_t n_resting;
    struct payload *resting[MAX_RESTING];
};

enum cleap_status payload_pool_new(struct cleap_model *model, struct payload_pool **pool,
                                   struct cleap_error *err)
{
    struct payload_pool *fresh = calloc(1, sizeof *fresh);

    if (fresh == NULL || pthread_mutex_init(&fresh->lock, NULL) != 0) {
        free(fresh);
        cleap_model_close(model);
        return cl_fail_nomem(err);
    }
    fresh->model = model;
    if (payload_new(model, &fresh->resting[0], err) != CLEAP_OK) {
        payload_pool_free(fresh);
        return err->status;
    }
    fresh->n_resting = 1;
    *pool = fresh;
    return CLEAP_OK;
}

void payload_pool_free(struct payload_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->n_resting; i++)
        payload_free(pool->resting[i]);
    pthread_mutex_destroy(&pool->lock);
    cleap_model_close(pool->model);
    free(pool);
}

const struct cleap_model *payload_pool_model(const struct payload_pool *pool)
{
    return pool->model;
}

struct payload *payload_pool_take(struct payload_pool *pool, struct cleap_error *err)
{
    struct payload *payload = NULL;

    pthread_mutex_lock(&pool->lock);
    if (pool->n_resting > 0)
        payload = pool->resting[--pool->n_resting];
    pthread_mutex_unlock(&pool->lock);
    if (payload == NULL)
        (void)payload_new(pool->model, &payload, err);
    return payload;
}

void payload_pool_put(struct payload_pool *pool, struct payload *payload)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->n_resting < MAX_RESTING) {
        pool->resting[pool->n_resting++] = payload;
        payload = NULL;
    }
    pthread_mutex_unlock(&pool->lock);
    payload_free(payload);
}
