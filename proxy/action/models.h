/*
 * The models of an action: one, or several that a zip or folder holds beside an index.
 *
 *     models.json   {"models": {"price": "price.zip", "topic": "topic.zip"}, "default": "price"}
 *
 * The files are bundles' zips. Without "default" the first one is.
 */
#ifndef CLEAP_PROXY_ACTION_MODELS_H
#define CLEAP_PROXY_ACTION_MODELS_H

#include "proxy/http/fetch.h"
#include "proxy/payload/pool.h"

#define MODELS_INDEX "models.json"
#define MODELS_MAX 256

struct models_entry {
    struct cl_str name;
    struct payload_pool *pool;
};

struct models {
    struct cl_arena arena;
    size_t n;
    struct models_entry *at;
    size_t usual; /* what a run gets that names none */
};

/* Opens what `from` names, each model as payload_pool_open() does; its path may be a URL. `usual`
 * is what is to be taken for the default of several; NULL or "": what the index says. CLEAP_E_DATA:
 * there is none of that name. */
enum cleap_status models_open(const struct payload_model *from, const struct fetch_limits *limits,
                              const char *usual, struct models **models, struct cleap_error *err);

/* For one that is open. Takes it, also on failure. */
enum cleap_status models_of(struct payload_pool *pool, struct models **models,
                            struct cleap_error *err);

/* No payload may be out. NULL is fine. */
void models_free(struct models *models);

/* The one of that name. CLEAP_E_DATA: there is none; the message lists those there are. */
enum cleap_status models_find(const struct models *models, struct cl_str name,
                              struct payload_pool **pool, struct cleap_error *err);

#endif
