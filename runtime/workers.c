/*
 * Workers: a ring of slots between whoever puts jobs and whoever takes results.
 *
 * Jobs are numbered as they are put. What is put and not taken is in the ring: taken <= started <=
 * put <= taken + n_slots. A thread that has done a job takes what is there to be taken, unless
 * another is at it: so nobody waits for its turn, and whoever puts jobs may sleep in a read.
 */
#include "runtime/workers.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

struct worker {
    struct cl_workers *workers;
    size_t index;
    pthread_t thread;
};

struct cl_workers {
    struct cl_workers_options options;
    struct worker *members;
    size_t n_members;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t work;  /* a job was put, or all is over */
    pthread_cond_t room;  /* a result was taken, or no more are wanted */
    uint64_t put, started, taken;
    size_t n_idle;
    bool *done; /* per slot */
    bool is_taking, is_stopped, is_closing;
};

/* Takes results that are done in the order of their jobs. The lock is held, but not while taking.
 */
static void take_results(struct cl_workers *w)
{
    if (w->is_taking)
        return;
    w->is_taking = true;
    while (w->taken < w->started && w->done[w->taken % w->options.n_slots]) {
        size_t slot = (size_t)(w->taken % w->options.n_slots);
        bool more = false;

        if (!w->is_stopped) {
            pthread_mutex_unlock(&w->lock);
            more = w->options.take(w->options.arg, slot);
            pthread_mutex_lock(&w->lock);
        }
        w->is_stopped = w->is_stopped || !more;
        w->done[slot] = false;
        w->taken++;
        pthread_cond_broadcast(&w->room);
    }
    w->is_taking = false;
}

static void *work(void *arg)
{
    struct worker *self = arg;
    struct cl_workers *w = self->workers;

    pthread_mutex_lock(&w->lock);
    for (;;) {
        size_t slot;
        bool drop;

        w->n_idle++;
        while (w->started == w->put && !w->is_closing)
            pthread_cond_wait(&w->work, &w->lock);
        w->n_idle--;
        if (w->is_closing)
            break;
        slot = (size_t)(w->started++ % w->options.n_slots);
        drop = w->is_stopped;
        pthread_mutex_unlock(&w->lock);
        if (!drop)
            w->options.run(w->options.arg, self->index, slot);
        pthread_mutex_lock(&w->lock);
        w->done[slot] = true;
        take_results(w);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void start_members(struct cl_workers *w)
{
    for (size_t i = 0; i < w->options.n_threads; i++) {
        w->members[i] = (struct worker){.workers = w, .index = i};
        if (pthread_create(&w->members[i].thread, NULL, work, &w->members[i]) != 0)
            return;
        w->n_members++;
    }
}

static bool init_locks(struct cl_workers *w)
{
    if (pthread_mutex_init(&w->lock, NULL) != 0)
        return false;
    if (pthread_cond_init(&w->work, NULL) == 0) {
        if (pthread_cond_init(&w->room, NULL) == 0)
            return true;
        pthread_cond_destroy(&w->work);
    }
    pthread_mutex_destroy(&w->lock);
    return false;
}

enum cleap_status cl_workers_open(const struct cl_workers_options *options,
                                  struct cl_workers **workers, struct cleap_error *err)
{
    struct cl_workers *w = calloc(1, sizeof *w);

    *workers = NULL;
    if (w == NULL)
        return cl_fail_nomem(err);
    w->options = *options;
    w->members = calloc(options->n_threads, sizeof *w->members);
    w->done = calloc(options->n_slots, sizeof *w->done);
    if (w->members == NULL || w->done == NULL || !init_locks(w)) {
        free(w->members);
        free(w->done);
        free(w);
        return cl_fail_nomem(err);
    }
    start_members(w);
    if (w->n_members == 0) {
        cl_workers_close(w);
        return cl_fail(err, CLEAP_E_NOMEM, "the system gives no thread");
    }
    *workers = w;
    return CLEAP_OK;
}

void cl_workers_close(struct cl_workers *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->is_closing = w->is_stopped = true;
    pthread_cond_broadcast(&w->work);
    pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < w->n_members; i++)
        pthread_join(w->members[i].thread, NULL);
    pthread_cond_destroy(&w->room);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
    free(w->members);
    free(w->done);
    free(w);
}

size_t cl_workers_slot(struct cl_workers *w)
{
    size_t slot;

    pthread_mutex_lock(&w->lock);
    while (w->put - w->taken == w->options.n_slots && !w->is_stopped)
        pthread_cond_wait(&w->room, &w->lock);
    slot = w->is_stopped ? CL_NO_SLOT_FREE : (size_t)(w->put % w->options.n_slots);
    pthread_mutex_unlock(&w->lock);
    return slot;
}

void cl_workers_put(struct cl_workers *w)
{
    pthread_mutex_lock(&w->lock);
    w->put++;
    pthread_cond_signal(&w->work);
    pthread_mutex_unlock(&w->lock);
}

bool cl_workers_idle(struct cl_workers *w)
{
    bool idle;

    pthread_mutex_lock(&w->lock);
    idle = w->n_idle > w->put - w->started;
    pthread_mutex_unlock(&w->lock);
    return idle;
}

void cl_workers_finish(struct cl_workers *w)
{
    pthread_mutex_lock(&w->lock);
    while (w->taken < w->put)
        pthread_cond_wait(&w->room, &w->lock);
    w->is_stopped = false;
    pthread_mutex_unlock(&w->lock);
}
