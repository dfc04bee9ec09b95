/*
 * Opening one model or several.
 */
#include "proxy/action/models.h"

#include <stdio.h>
#include <stdlib.h>

#include "mleap/archive.h"
#include "mleap/json.h"

#define MODELS_CHUNK 1024

static enum cleap_status models_new(size_t room, struct models **models, struct cleap_error *err)
{
    struct models *fresh = calloc(1, sizeof *fresh);

    *models = fresh;
    if (fresh == NULL)
        return cl_fail_nomem(err);
    cl_arena_init(&fresh->arena, MODELS_CHUNK);
    fresh->at = cl_arena_zeroed(&fresh->arena, room, sizeof *fresh->at);
    return fresh->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void models_free(struct models *models)
{
    if (models == NULL)
        return;
    for (size_t i = 0; i < models->n; i++)
        payload_pool_free(models->at[i].pool);
    cl_arena_free(&models->arena);
    free(models);
}

enum cleap_status models_of(struct payload_pool *pool, struct models **models,
                            struct cleap_error *err)
{
    if (models_new(1, models, err) != CLEAP_OK) {
        models_free(*models);
        *models = NULL;
        payload_pool_free(pool);
        return err->status;
    }
    (*models)->at[0] = (struct models_entry){.name = {.at = ""}, .pool = pool};
    (*models)->n = 1;
    return CLEAP_OK;
}

/* Where the one of that name is, or n. */
static size_t find_name(const struct models *models, struct cl_str name)
{
    size_t i = 0;

    while (i < models->n && !cl_str_equal(models->at[i].name, name))
        i++;
    return i;
}

static enum cleap_status fail_unknown(const struct models *models, struct cl_str name,
                                      struct cleap_error *err)
{
    char known[300] = "";
    size_t n = 0;

    for (size_t i = 0; i < models->n && n < sizeof known; i++)
        n += (size_t)snprintf(known + n, sizeof known - n, "%s%.*s", i > 0 ? ", " : "",
                              CL_STR_ARGS(models->at[i].name));
    return cl_fail(err, CLEAP_E_DATA, "there is no model '%.*s'; there are: %s",
                   name.n < 100 ? (int)name.n : 100, name.at, known);
}

enum cleap_status models_find(const struct models *models, struct cl_str name,
                              struct payload_pool **pool, struct cleap_error *err)
{
    size_t i = find_name(models, name);

    if (i == models->n)
        return fail_unknown(models, name, err);
    *pool = models->at[i].pool;
    return CLEAP_OK;
}

/* What reading an index needs. */
struct index_reader {
    const struct payload_model *from;
    struct cl_archive *archive;
    struct cl_json *json;
    struct models *models;
    struct cl_arena files; /* the bundles, until they are open */
    struct cl_str usual;   /* what the index says */
};

static enum cleap_status open_entry(struct index_reader *r, struct cl_str name, struct cl_str file,
                                    struct cleap_error *err)
{
    struct payload_model model = *r->from;
    struct models_entry *entry = &r->models->at[r->models->n];

    if (find_name(r->models, name) < r->models->n)
        return cl_fail(err, CLEAP_E_FORMAT, "it is there twice");
    cl_arena_reset(&r->files);
    model.path = NULL;
    CL_TRY(cl_archive_read(r->archive, file, &r->files, &model.zip, err));
    CL_TRY(payload_pool_open(&model, &entry->pool, err));
    entry->name = name;
    r->models->n++;
    return CLEAP_OK;
}

static enum cleap_status read_entries(struct index_reader *r, struct cleap_error *err)
{
    struct cl_arena *arena = &r->models->arena;
    struct cl_str name, file;
    bool more;

    CL_TRY(cl_json_begin_object(r->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(r->json, arena, &name, &more, err));
        if (!more)
            return CLEAP_OK;
        if (r->models->n == MODELS_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "more than %d models", MODELS_MAX);
        CL_TRY(cl_json_read_string(r->json, arena, &file, err));
        if (open_entry(r, name, file, err) != CLEAP_OK)
            return cl_blame(err, "model '%.*s'", CL_STR_ARGS(name));
    }
}

static enum cleap_status read_index(struct index_reader *r, struct cl_str text,
                                    struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_open(r->json, text.at, text.n, false, err));
    CL_TRY(cl_json_begin_object(r->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(r->json, NULL, &key, &more, err));
        if (!more)
            break;
        if (cl_str_is(key, "models"))
            CL_TRY(read_entries(r, err));
        else if (cl_str_is(key, "default"))
            CL_TRY(cl_json_read_string(r->json, &r->models->arena, &r->usual, err));
        else
            CL_TRY(cl_json_skip(r->json, NULL, err));
    }
    if (r->models->n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "it names no models");
    return cl_json_end(r->json, err);
}

static enum cleap_status choose_usual(struct index_reader *r, const char *usual,
                                      struct cleap_error *err)
{
    struct cl_str name = usual != NULL && usual[0] != '\0' ? cl_str_of(usual) : r->usual;

    if (name.n == 0)
        return CLEAP_OK;
    r->models->usual = find_name(r->models, name);
    return r->models->usual < r->models->n ? CLEAP_OK : fail_unknown(r->models, name, err);
}

static enum cleap_status open_several(struct index_reader *r, struct cl_str index,
                                      const char *usual, struct cleap_error *err)
{
    CL_TRY(models_new(MODELS_MAX, &r->models, err));
    r->json = cl_json_new();
    if (r->json == NULL)
        return cl_fail_nomem(err);
    if (read_index(r, index, err) != CLEAP_OK || choose_usual(r, usual, err) != CLEAP_OK)
        return cl_blame(err, MODELS_INDEX);
    return CLEAP_OK;
}

static enum cleap_status open_one(const struct payload_model *from, const char *usual,
                                  struct models **models, struct cleap_error *err)
{
    struct payload_pool *pool = NULL;

    if (usual != NULL && usual[0] != '\0')
        return cl_fail(err, CLEAP_E_DATA,
                       "model '%.100s' is asked for, but there is only one: the "
                       "bundle has no " MODELS_INDEX,
                       usual);
    CL_TRY(payload_pool_open(from, &pool, err));
    return models_of(pool, models, err);
}

static enum cleap_status open_files(const struct payload_model *from, const char *usual,
                                    struct models **models, struct cleap_error *err)
{
    struct index_reader r = {.from = from, .usual = {.at = ""}};
    struct cl_str index;
    struct cleap_error none; /* what is no archive or has no index is opened as a bundle */
    enum cleap_status status;

    cl_arena_init(&r.files, MODELS_CHUNK);
    status = from->path != NULL
                 ? cl_archive_open(from->path, &r.archive, &none)
                 : cl_archive_open_memory(from->zip.at, from->zip.n, &r.archive, &none);
    if (status == CLEAP_OK)
        status = cl_archive_read(r.archive, cl_str_of(MODELS_INDEX), &r.files, &index, &none);
    status = status == CLEAP_OK ? open_several(&r, index, usual, err)
                                : open_one(from, usual, &r.models, err);
    if (status == CLEAP_OK)
        *models = r.models;
    else
        models_free(r.models);
    cl_arena_free(&r.files);
    cl_archive_close(r.archive);
    if (r.json != NULL)
        cl_json_free(r.json);
    return status;
}

enum cleap_status models_open(const struct payload_model *from, const struct fetch_limits *limits,
                              const char *usual, struct models **models, struct cleap_error *err)
{
    struct payload_model fetched = *from;
    enum cleap_status status;
    struct cl_buf file;

    *models = NULL;
    if (from->path == NULL || !fetch_is_url(from->path))
        return open_files(from, usual, models, err);
    fetched.path = NULL;
    status = fetch_url(from->path, limits, &file, err);
    if (status == CLEAP_OK) {
        fetched.zip = (struct cl_str){.at = file.n > 0 ? file.at : "", .n = (uint32_t)file.n};
        status = open_files(&fetched, usual, models, err);
    }
    cl_buf_free(&file);
    return status == CLEAP_OK ? status : cl_blame(err, "%s", from->path);
}
