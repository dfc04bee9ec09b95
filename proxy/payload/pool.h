/*
 * An open model and what scores payloads with it: one struct payload for each thread that is at it.
 */
#ifndef CLEAP_PROXY_PAYLOAD_POOL_H
#define CLEAP_PROXY_PAYLOAD_POOL_H

#include "proxy/payload/payload.h"

struct payload_pool;

/* Takes the model, also on failure, and makes ready for one thread. */
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
