/*
 * An open model and what scores payloads with it: one struct payload for each thread that is at it.
 */
#ifndef CLEAP_PROXY_PAYLOAD_POOL_H
#define CLEAP_PROXY_PAYLOAD_POOL_H

#include "proxy/payload/payload.h"

struct payload_pool;

/* A model to open. */
struct payload_model {
    const char *path; /* NULL: it is in memory */
    struct cl_str zip;
    struct cl_str select; /* what payloads without "select" are answered with: names with commas
                             between; empty: every column */
    size_t n_helpers;     /* threads that score large payloads; 1 or 0: whoever reads them does */
};

/* Opens the model and makes ready for one thread. With a `select` a stage that cleap cannot run is
 * no hindrance if that does not need it; a payload that asks for what needs it is refused then. */
enum cleap_status payload_pool_open(const struct payload_model *model, struct payload_pool **pool,
                                    struct cleap_error *err);

/* The same for a model that is open and answers every column. Takes it, also on failure. */
enum cleap_status payload_pool_new(struct cleap_model *model, struct payload_pool **pool,
                                   struct cleap_error *err);

/* All payloads must be back. NULL is fine. */
void payload_pool_free(struct payload_pool *pool);

const struct cleap_model *payload_pool_model(const struct payload_pool *pool);

/* Takes a payload that no other thread has; NULL with the reason in `err` when there is no memory
 * for one more. Thread safe, as is putting it back. */
struct payload *payload_pool_take(struct payload_pool *pool, struct cleap_error *err);
void payload_pool_put(struct payload_pool *pool, struct payload *payload);

#endif
