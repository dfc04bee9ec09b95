/*
 * Bundles: what goes with reading one, and bundle.json.
 */
#include "mleap/bundle.h"

#include "mleap/json.h"
#include "mleap/json_members.h"
#include "mleap/uuid.h"
#include "mleap/writer.h"

#define SCRATCH_CHUNK 65536

enum cleap_status cl_bundle_init(struct cl_bundle *bundle, struct cl_archive *archive,
                                 struct cl_arena *arena, struct cleap_error *err)
{
    *bundle = (struct cl_bundle){.archive = archive};
    cl_arena_init(&bundle->scratch, SCRATCH_CHUNK);
    bundle->decoder =
        (struct cl_decoder){.arena = arena, .scratch = &bundle->scratch, .json = cl_json_new()};
    return bundle->decoder.json != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void cl_bundle_done(struct cl_bundle *bundle)
{
    if (bundle->decoder.json != NULL)
        cl_json_free(bundle->decoder.json);
    cl_arena_free(&bundle->scratch);
    cl_archive_close(bundle->archive);
}

struct cl_str cl_bundle_path(struct cl_bundle *bundle, struct cl_str folder, struct cl_str name,
                             const char *suffix)
{
    size_t suffix_n = strlen(suffix), n = (size_t)folder.n + 1 + name.n + suffix_n;
    char *at = n < UINT32_MAX ? cl_arena_alloc(&bundle->scratch, n + 1) : NULL;

    if (at == NULL)
        return (struct cl_str){.at = NULL};
    memcpy(at, folder.at, folder.n);
    at[folder.n] = '/';
    memcpy(at + folder.n + 1, name.at, name.n);
    memcpy(at + folder.n + 1 + name.n, suffix, suffix_n + 1);
    return (struct cl_str){.at = at, .n = (uint32_t)n};
}

/* The keys of bundle.json that must be there, all text; `meta` is left alone. */
enum { UID, NAME, FORMAT, VERSION, TIMESTAMP, N_KEYS };
static const char *const keys[N_KEYS] = {"uid", "name", "format", "version", "timestamp"};

static enum cleap_status read_info(struct cl_bundle *bundle, struct cl_str text,
                                   struct cl_str values[N_KEYS], struct cleap_error *err)
{
    struct cl_decoder *d = &bundle->decoder;
    struct cl_str raw[N_KEYS];

    CL_TRY(cl_json_members(d->json, text, keys, raw, N_KEYS, err));
    bundle->is_jvm =
        cl_writer_is_jvm(raw[FORMAT], raw[NAME], raw[TIMESTAMP], raw[VERSION], raw[UID]);
    for (size_t i = 0; i < N_KEYS; i++) {
        struct cl_str value;

        CL_TRY(cl_json_member_string(d->json, keys[i], raw[i], &value, err));
        values[i] = cl_decoder_text(d, value);
        if (values[i].at == NULL)
            return cl_fail_nomem(err);
    }
    if (!cl_uuid_is_sound(values[UID]))
        return cl_fail(err, CLEAP_E_FORMAT, "'uid': '%.*s' is no UUID", CL_STR_ARGS(values[UID]));
    bundle->format = cl_format_find(values[FORMAT]);
    if (bundle->format == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "'format': '%.*s' is neither json nor protobuf",
                       CL_STR_ARGS(values[FORMAT]));
    return CLEAP_OK;
}

enum cleap_status cl_bundle_read_info(struct cl_bundle *bundle, struct cl_model_info *info,
                                      struct cleap_error *err)
{
    struct cl_str text, values[N_KEYS];

    CL_TRY(
        cl_archive_read(bundle->archive, cl_str_of("bundle.json"), &bundle->scratch, &text, err));
    if (read_info(bundle, text, values, err) != CLEAP_OK)
        return cl_blame(err, "bundle.json");
    *info = (struct cl_model_info){
        .uid = values[UID],
        .name = values[NAME],
        .format = values[FORMAT],
        .version = values[VERSION],
        .timestamp = values[TIMESTAMP],
    };
    return CLEAP_OK;
}
