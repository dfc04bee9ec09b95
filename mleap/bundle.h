/*
 * A bundle while a model is made of it.
 */
#ifndef CLEAP_MLEAP_BUNDLE_H
#define CLEAP_MLEAP_BUNDLE_H

#include "mleap/archive.h"
#include "mleap/format.h"

struct cl_bundle {
    struct cl_archive *archive;
    const struct cl_format *format; /* what bundle.json says */
    struct cl_arena scratch;        /* decoder.scratch */
    struct cl_decoder decoder;
    bool is_jvm; /* bundle.json is laid out as by the JVM */
};

/* Takes the archive: it is closed by cl_bundle_done(), which is to be called in any case. What the
 * model keeps goes to `arena`. */
enum cleap_status cl_bundle_init(struct cl_bundle *bundle, struct cl_archive *archive,
                                 struct cl_arena *arena, struct cleap_error *err);
void cl_bundle_done(struct cl_bundle *bundle);

/* Reads bundle.json: what it says, and the format of the other files. */
enum cleap_status cl_bundle_read_info(struct cl_bundle *bundle, struct cl_model_info *info,
                                      struct cleap_error *err);

/* The model in a folder of the bundle, read for an op to load from; in scratch. */
enum cleap_status cl_bundle_source(struct cl_bundle *bundle, struct cl_str folder,
                                   struct cl_source **src, struct cleap_error *err);

/* FOLDER/NAME and a suffix, in scratch, with a NUL. at is NULL: no memory. Whether it is a path at
 * all is found out when it is read. */
struct cl_str cl_bundle_path(struct cl_bundle *bundle, struct cl_str folder, struct cl_str name,
                             const char *suffix);

/* Loads every node below root/ into the model, pipelines flattened. One that cleap cannot run is
 * CLEAP_E_UNSUPPORTED, or, if so wished, a stand-in. */
enum cleap_status cl_bundle_load_nodes(struct cl_bundle *bundle, struct cleap_model *model,
                                       bool stand_in, struct cleap_error *err);

#endif
