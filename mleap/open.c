/*
 * Opening a model: archive, bundle.json, nodes, schemas.
 */
#include "cleap/model.h"

#include "mleap/archive.h"
#include "mleap/bundle.h"
#include "mleap/writer.h"
#include "runtime/model.h"
#include "runtime/stand_in.h"

static enum cleap_status load(struct cl_bundle *bundle, struct cleap_model *model,
                              const char *const *select, struct cleap_error *err)
{
    CL_TRY(cl_bundle_read_info(bundle, &model->info, err));
    CL_TRY(cl_bundle_load_nodes(bundle, model, select != NULL, err));
    model->info.writer = cl_writer_tell(model, bundle->is_jvm);
    CL_TRY(cl_model_schemas(model, err));
    return select != NULL ? cl_stand_in_check(model, select, err) : CLEAP_OK;
}

/* Makes a model of an archive and closes it. */
static enum cleap_status open_model(struct cl_archive *archive,
                                    const struct cleap_model_options *options,
                                    struct cleap_model **out, struct cleap_error *err)
{
    struct cleap_model *model = cl_model_new();
    struct cl_bundle bundle;
    enum cleap_status status;

    if (model == NULL) {
        cl_archive_close(archive);
        return cl_fail_nomem(err);
    }
    status = cl_bundle_init(&bundle, archive, &model->arena, err);
    if (status == CLEAP_OK)
        status = load(&bundle, model, options != NULL ? options->select : NULL, err);
    cl_bundle_done(&bundle);
    if (status == CLEAP_OK)
        *out = model;
    else
        cleap_model_close(model);
    return status;
}

enum cleap_status cleap_model_open_with(const char *path, const struct cleap_model_options *options,
                                        struct cleap_model **model, struct cleap_error *err)
{
    struct cleap_error stand_in;
    struct cl_archive *archive;

    err = cl_error_begin(err, &stand_in);
    *model = NULL;
    if (cl_archive_open(path, &archive, err) != CLEAP_OK ||
        open_model(archive, options, model, err) != CLEAP_OK)
        return cl_blame(err, "%s", path);
    return CLEAP_OK;
}

enum cleap_status cleap_model_open_memory_with(const void *zip, size_t size,
                                               const struct cleap_model_options *options,
                                               struct cleap_model **model, struct cleap_error *err)
{
    struct cleap_error stand_in;
    struct cl_archive *archive;

    err = cl_error_begin(err, &stand_in);
    *model = NULL;
    CL_TRY(cl_archive_open_memory(zip, size, &archive, err));
    return open_model(archive, options, model, err);
}

enum cleap_status cleap_model_open(const char *path, struct cleap_model **model,
                                   struct cleap_error *err)
{
    return cleap_model_open_with(path, NULL, model, err);
}

enum cleap_status cleap_model_open_memory(const void *zip, size_t size, struct cleap_model **model,
                                          struct cleap_error *err)
{
    return cleap_model_open_memory_with(zip, size, NULL, model, err);
}
