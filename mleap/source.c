/*
 * Sources of a bundle: runtime/source.h over an archive and a format.
 */
#include "mleap/bundle.h"
#include "mleap/limits.h"

struct bundle_source {
    struct cl_source base;
    struct cl_bundle *bundle;
    struct cl_str folder;
    struct cl_model_file model;
    unsigned depth; /* sub-models that it lies in */
};

static enum cleap_status open_source(struct cl_bundle *bundle, struct cl_str folder, unsigned depth,
                                     struct cl_source **src, struct cleap_error *err);

static bool has(const struct cl_source *src, const char *name)
{
    const struct bundle_source *s = (const struct bundle_source *)src;

    return cl_strmap_find(&s->model.names, cl_str_of(name)) != CL_STRMAP_NONE;
}

static enum cleap_status get(struct cl_source *src, const struct cl_attr *attr, void *field,
                             struct cleap_error *err)
{
    struct bundle_source *s = (struct bundle_source *)src;
    uint32_t at = cl_strmap_find(&s->model.names, cl_str_of(attr->name));

    s->bundle->decoder.missed = false;
    CL_TRY(
        s->bundle->format->read_value(&s->bundle->decoder, s->model.values[at], attr, field, err));
    src->missed = s->bundle->decoder.missed;
    return CLEAP_OK;
}

static enum cleap_status child(struct cl_source *src, struct cl_str name, struct cl_source **out,
                               struct cleap_error *err)
{
    struct bundle_source *s = (struct bundle_source *)src;
    struct cl_str folder = cl_bundle_path(s->bundle, s->folder, name, "");

    if (folder.at == NULL)
        return cl_fail_nomem(err);
    if (s->depth >= CL_MAX_SUBMODELS)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d models within each other",
                       CL_MAX_SUBMODELS);
    return open_source(s->bundle, folder, s->depth + 1, out, err);
}

/* Who is handed the nodes of a tree, of one kind or the other. */
struct visitor {
    cl_tree_node_fn on_node;
    cl_cluster_node_fn on_cluster;
    void *arg;
};

static enum cleap_status visit_next(struct cl_bundle *bundle, struct cl_str *rest,
                                    const struct visitor *visitor, bool *more,
                                    struct cleap_error *err)
{
    struct cl_tree_node node;
    struct cl_cluster_node cluster;

    if (visitor->on_node != NULL) {
        CL_TRY(bundle->format->next_tree_node(&bundle->decoder, rest, &node, err));
        return visitor->on_node(visitor->arg, &node, more, err);
    }
    CL_TRY(bundle->format->next_cluster_node(&bundle->decoder, rest, &cluster, err));
    return visitor->on_cluster(visitor->arg, &cluster, more, err);
}

/* Reads the tree file and hands on one node after the other, each in the scratch of the one
 * before. */
static enum cleap_status walk(struct bundle_source *s, const struct visitor *visitor,
                              struct cleap_error *err)
{
    struct cl_bundle *bundle = s->bundle;
    struct cl_mark before = cl_arena_mark(&bundle->scratch), mark;
    struct cl_str path, rest;
    bool more = true;

    path = cl_bundle_path(bundle, s->folder, cl_str_of("tree"), bundle->format->suffix);
    if (path.at == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_archive_read(bundle->archive, path, &bundle->scratch, &rest, err));
    mark = cl_arena_mark(&bundle->scratch);
    for (size_t i = 0; more; i++) {
        if (visit_next(bundle, &rest, visitor, &more, err) != CLEAP_OK) {
            cl_blame(err, "node %zu", i);
            return cl_blame(err, "%s", path.at);
        }
        cl_arena_rewind(&bundle->scratch, mark);
    }
    cl_arena_rewind(&bundle->scratch, before);
    return CLEAP_OK;
}

static enum cleap_status tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                              struct cleap_error *err)
{
    return walk((struct bundle_source *)src, &(struct visitor){.on_node = on_node, .arg = arg},
                err);
}

static enum cleap_status cluster_tree(struct cl_source *src, cl_cluster_node_fn on_node, void *arg,
                                      struct cleap_error *err)
{
    return walk((struct bundle_source *)src, &(struct visitor){.on_cluster = on_node, .arg = arg},
                err);
}

static enum cleap_status file(struct cl_source *src, const char *name, const void **bytes,
                              size_t *size, struct cleap_error *err)
{
    struct bundle_source *s = (struct bundle_source *)src;
    struct cl_str path = cl_bundle_path(s->bundle, s->folder, cl_str_of(name), ""), text;

    if (path.at == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_archive_read(s->bundle->archive, path, src->arena, &text, err));
    *bytes = text.at;
    *size = text.n;
    return CLEAP_OK;
}

static const struct cl_source_ops source_ops = {
    .has = has,
    .get = get,
    .child = child,
    .tree = tree,
    .cluster_tree = cluster_tree,
    .file = file,
};

static enum cleap_status read_model(struct bundle_source *s, struct cleap_error *err)
{
    struct cl_bundle *bundle = s->bundle;
    struct cl_str text;

    CL_TRY(cl_archive_read(bundle->archive, s->base.where, &bundle->scratch, &text, err));
    if (bundle->format->read_model(&bundle->decoder, text, &s->model, err) != CLEAP_OK)
        return cl_blame(err, "%s", s->base.where.at);
    s->base.is_bare = s->model.is_bare;
    s->base.op = cl_decoder_text(&bundle->decoder, s->model.op);
    return s->base.op.at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status open_source(struct cl_bundle *bundle, struct cl_str folder, unsigned depth,
                                     struct cl_source **src, struct cleap_error *err)
{
    struct bundle_source *s = cl_arena_zeroed(&bundle->scratch, 1, sizeof *s);
    struct cl_str path = cl_bundle_path(bundle, folder, cl_str_of("model"), bundle->format->suffix);

    if (s == NULL || path.at == NULL)
        return cl_fail_nomem(err);
    *s = (struct bundle_source){
        .base = {.ops = &source_ops, .arena = bundle->decoder.arena, .where = path},
        .bundle = bundle,
        .folder = folder,
        .depth = depth,
    };
    *src = &s->base;
    return read_model(s, err);
}

enum cleap_status cl_bundle_source(struct cl_bundle *bundle, struct cl_str folder,
                                   struct cl_source **src, struct cleap_error *err)
{
    return open_source(bundle, folder, 0, src, err);
}
