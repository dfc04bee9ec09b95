/*
 * Pools of payloads.
 */
#include "proxy/payload/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "proxy/payload/select.h"

#define POOL_CHUNK 1024

/* Threads beyond these make theirs anew each time. */
#define MAX_RESTING 64

struct payload_pool {
    struct cleap_model *model;
    struct cl_arena arena;        /* the names of `select` */
    struct payload_select select; /* what is answered when nothing is asked for */
    struct payload_helpers *helpers;
    pthread_mutex_t lock;
    size_t n_resting;
    struct payload *resting[MAX_RESTING];
};

static enum cleap_status pool_alloc(struct payload_pool **pool, struct cleap_error *err)
{
    struct payload_pool *fresh = calloc(1, sizeof *fresh);

    if (fresh == NULL || pthread_mutex_init(&fresh->lock, NULL) != 0) {
        free(fresh);
        return cl_fail_nomem(err);
    }
    cl_arena_init(&fresh->arena, POOL_CHUNK);
    fresh->select.all = true;
    *pool = fresh;
    return CLEAP_OK;
}

static enum cleap_status new_payload(const struct payload_pool *pool, struct payload **payload,
                                     struct cleap_error *err)
{
    CL_TRY(payload_new(pool->model, pool->select.all ? NULL : &pool->select.names, payload, err));
    payload_set_helpers(*payload, pool->helpers);
    return CLEAP_OK;
}

static enum cleap_status add_first(struct payload_pool *pool, struct cleap_error *err)
{
    CL_TRY(new_payload(pool, &pool->resting[0], err));
    pool->n_resting = 1;
    return CLEAP_OK;
}

/* The selected names, each with a NUL behind it, for the model's options. NULL: no memory. */
static const char **name_list(struct payload_pool *pool, struct cl_str text,
                              struct cleap_error *err)
{
    struct cl_strs *names = &pool->select.names;
    const char **list;

    if (payload_select_read_text(text, &pool->arena, &pool->select, err) != CLEAP_OK)
        return NULL;
    list = cl_arena_array(&pool->arena, names->n + 1, sizeof *list);
    for (size_t i = 0; list != NULL && i < names->n; i++) {
        list[i] = names->at[i].at = cl_arena_strndup(&pool->arena, names->at[i].at, names->at[i].n);
        if (list[i] == NULL)
            list = NULL;
    }
    if (list != NULL)
        list[names->n] = NULL;
    else
        cl_fail_nomem(err);
    return list;
}

static enum cleap_status open_with(const struct payload_model *from, const char *const *select,
                                   struct cleap_model **model, struct cleap_error *err)
{
    const struct cleap_model_options options = {.select = select};

    return from->path != NULL
               ? cleap_model_open_with(from->path, &options, model, err)
               : cleap_model_open_memory_with(from->zip.at, from->zip.n, &options, model, err);
}

/* Says what would help a model that has a stage which cannot run, if it was that. */
static enum cleap_status advise(const struct payload_model *from, struct cleap_error *err)
{
    struct cleap_error why = *err;
    struct cleap_model *model;

    if (why.status != CLEAP_E_UNSUPPORTED ||
        open_with(from, (const char *const[]){NULL}, &model, NULL) != CLEAP_OK)
        return why.status;
    cleap_model_close(model);
    return cl_fail(err, why.status,
                   "%s; columns that do not need it may be selected by --select or CLEAP_SELECT",
                   why.message);
}

static enum cleap_status open_selected(struct payload_pool *pool, const struct payload_model *from,
                                       struct cleap_error *err)
{
    const char **names = name_list(pool, from->select, err);

    if (names == NULL)
        return err->status;
    if (open_with(from, pool->select.all ? NULL : names, &pool->model, err) != CLEAP_OK)
        return pool->select.all ? advise(from, err) : err->status;
    if (from->n_helpers > 1)
        CL_TRY(payload_helpers_new(pool->model, from->n_helpers, &pool->helpers, err));
    return add_first(pool, err);
}

enum cleap_status payload_pool_open(const struct payload_model *model, struct payload_pool **pool,
                                    struct cleap_error *err)
{
    struct payload_pool *fresh;

    CL_TRY(pool_alloc(&fresh, err));
    if (open_selected(fresh, model, err) == CLEAP_OK)
        *pool = fresh;
    else
        payload_pool_free(fresh);
    return err->status;
}

enum cleap_status payload_pool_new(struct cleap_model *model, struct payload_pool **pool,
                                   struct cleap_error *err)
{
    struct payload_pool *fresh;

    if (pool_alloc(&fresh, err) != CLEAP_OK) {
        cleap_model_close(model);
        return err->status;
    }
    fresh->model = model;
    if (add_first(fresh, err) == CLEAP_OK)
        *pool = fresh;
    else
        payload_pool_free(fresh);
    return err->status;
}

void payload_pool_free(struct payload_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->n_resting; i++)
        payload_free(pool->resting[i]);
    payload_helpers_free(pool->helpers);
    pthread_mutex_destroy(&pool->lock);
    cleap_model_close(pool->model);
    cl_arena_free(&pool->arena);
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
        (void)new_payload(pool, &payload, err);
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
