/*
 * The nodes of a bundle: pipelines, in any depth, become one flat list.
 *
 * A pipeline's children lie in its own folder, NAME.node each, and its model lists them in the
 * order of execution. The walk keeps a stack of its own; how deep and how much is limited.
 */
#include "mleap/bundle.h"
#include "mleap/limits.h"
#include "ops/registry.h"
#include "runtime/stand_in.h"

#define FIRST_NODES 16

/* A pipeline whose children are being loaded. */
struct pipeline {
    struct cl_str name, folder;
    struct cl_strs children;
    size_t next;
};

struct walk {
    struct cl_bundle *bundle;
    struct cleap_model *model;
    size_t room;    /* of model->nodes */
    size_t n_seen;  /* nodes and pipelines */
    uint32_t depth; /* pipelines in the stack */
    bool stand_in;  /* nodes that cannot run are kept as stand-ins */
    struct pipeline stack[CL_MAX_PIPELINES];
};

/* These two once had a single input and output; a node of that time says so by its ports. */
static const char *const once_single[] = {"string_indexer", "one_hot_encoder"};

static const struct cl_socket *find_socket(const struct cl_socket *sockets, size_t n,
                                           const char *port)
{
    const struct cl_socket *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (cl_str_is(sockets[i].port, port))
            found = &sockets[i];
    return found;
}

/* Gives the ports "input" and "output" of an old node the names that the op knows; any other
 * ports of it are dropped. `in` and `out` are where the new ones go. */
static enum cleap_status rename_old_ports(struct cl_str op, struct cl_sockets *sockets,
                                          struct cl_socket *in, struct cl_socket *out,
                                          struct cleap_error *err)
{
    const struct cl_socket *input, *output;
    bool applies = false;

    for (size_t i = 0; i < CL_COUNT_OF(once_single); i++)
        applies = applies || cl_str_is(op, once_single[i]);
    input = find_socket(sockets->in, sockets->n_in, "input");
    if (!applies || input == NULL)
        return CLEAP_OK;
    output = find_socket(sockets->out, sockets->n_out, "output");
    if (output == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "port 'input' without a port 'output'");
    *in = (struct cl_socket){.port = cl_str_of("input0"), .column = input->column};
    *out = (struct cl_socket){.port = cl_str_of("output0"), .column = output->column};
    *sockets = (struct cl_sockets){.n_in = 1, .n_out = 1, .in = in, .out = out};
    return CLEAP_OK;
}

/* Room for one more node. */
static struct cl_node *next_node(struct walk *w)
{
    struct cleap_model *model = w->model;
    struct cl_node *nodes;

    if (model->n_nodes < w->room)
        return &model->nodes[model->n_nodes];
    nodes = cl_arena_array(&model->arena, w->room == 0 ? FIRST_NODES : w->room * 2, sizeof *nodes);
    if (nodes == NULL)
        return NULL;
    if (model->n_nodes > 0)
        memcpy(nodes, model->nodes, model->n_nodes * sizeof *nodes);
    w->room = w->room == 0 ? FIRST_NODES : w->room * 2;
    model->nodes = nodes;
    return &nodes[model->n_nodes];
}

/* Ops of MLeap that are not made, and why. */
static const struct {
    const char *op, *why;
} not_made[] = {
    {"tensorflow", "it runs a TensorFlow graph, and cleap brings no TensorFlow"},
    {"categorical_drilldown", "MLeap can neither write nor load it"},
};

static enum cleap_status refuse_name(struct cl_str op, struct cleap_error *err)
{
    for (size_t i = 0; i < CL_COUNT_OF(not_made); i++)
        if (cl_str_is(op, not_made[i].op))
            return cl_fail(err, CLEAP_E_UNSUPPORTED, "the operator is not supported: %s",
                           not_made[i].why);
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "the operator is not known to cleap");
}

static enum cleap_status load_op(struct cl_node *node, const struct cl_node_file *file,
                                 struct cl_source *src, struct cleap_error *err)
{
    const struct cl_op *op = cl_op_find(src->op);
    static const struct cl_default old = {
        .kind = CL_DEFAULT_PORTS, .name = "input, output", .value = "input0, output0"};
    struct cl_sockets sockets = file->sockets;
    struct cl_socket in, out;

    if (op == NULL)
        return refuse_name(src->op, err);
    CL_TRY(rename_old_ports(src->op, &sockets, &in, &out, err));
    CL_TRY(cl_node_load(node, op, file->name, &sockets, src, err));
    if (sockets.in != &in || cl_defaults_add(&node->defaults, &old, src->arena, err) == CLEAP_OK)
        return CLEAP_OK;
    cl_node_unload(node);
    return err->status;
}

/* What becomes of a node that cleap cannot run, `err` says why. */
static enum cleap_status refuse_op(const struct walk *w, struct cl_node *node,
                                   const struct cl_node_file *file, const struct cl_source *src,
                                   struct cleap_error *err)
{
    struct cleap_error why = *err;

    cl_error_begin(err, NULL);
    CL_TRY(cl_stand_in(node, src->op, file->name, &file->sockets, why.message, src->arena, err));
    if (w->stand_in)
        return CLEAP_OK;
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "%s; every column is asked for", node->refusal);
}

static enum cleap_status load_node(struct walk *w, const struct cl_node_file *file,
                                   struct cl_source *src, struct cleap_error *err)
{
    struct cl_node *node = next_node(w);
    enum cleap_status status;

    if (node == NULL)
        return cl_fail_nomem(err);
    status = load_op(node, file, src, err);
    if (status == CLEAP_E_UNSUPPORTED)
        status = refuse_op(w, node, file, src, err);
    if (status != CLEAP_OK)
        return cl_blame(err, "node '%.*s' (%.*s)", CL_STR_ARGS(file->name), CL_STR_ARGS(src->op));
    node->depth = w->depth;
    if (w->depth > 0)
        node->pipeline = w->stack[w->depth - 1].name;
    w->model->n_nodes++;
    return CLEAP_OK;
}

static enum cleap_status push_pipeline(struct walk *w, struct cl_str name, struct cl_str folder,
                                       struct cl_source *src, struct cleap_error *err)
{
    static const struct cl_attr nodes = {.name = "nodes", .type = CL_ATTR_STRS};
    struct pipeline *pipeline = &w->stack[w->depth];

    if (w->depth == CL_MAX_PIPELINES)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d pipelines within each other",
                       CL_MAX_PIPELINES);
    *pipeline = (struct pipeline){.name = name};
    CL_TRY(cl_source_get(src, &nodes, &pipeline->children, err));
    pipeline->folder = cl_decoder_text(&w->bundle->decoder, folder);
    if (pipeline->folder.at == NULL)
        return cl_fail_nomem(err);
    w->depth++;
    return CLEAP_OK;
}

static enum cleap_status read_node_file(struct cl_bundle *bundle, struct cl_str folder,
                                        struct cl_node_file *file, struct cleap_error *err)
{
    struct cl_str path, text;

    path = cl_bundle_path(bundle, folder, cl_str_of("node"), bundle->format->suffix);
    if (path.at == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_archive_read(bundle->archive, path, &bundle->scratch, &text, err));
    if (bundle->format->read_node(&bundle->decoder, text, file, err) != CLEAP_OK)
        return cl_blame(err, "%s", path.at);
    return CLEAP_OK;
}

/* Loads what lies in a folder: a node, or a pipeline, whose children are then to be loaded. */
static enum cleap_status load_folder(struct walk *w, struct cl_str folder, struct cleap_error *err)
{
    struct cl_node_file file = {0};
    struct cl_source *src = NULL;
    enum cleap_status status;

    if (w->n_seen++ == CL_MAX_NODES)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d nodes", CL_MAX_NODES);
    CL_TRY(read_node_file(w->bundle, folder, &file, err));
    status = cl_bundle_source(w->bundle, folder, &src, err);
    if (status == CLEAP_OK && !cl_str_is(src->op, "pipeline"))
        return load_node(w, &file, src, err);
    if (status == CLEAP_OK)
        status = push_pipeline(w, file.name, folder, src, err);
    return status == CLEAP_OK ? CLEAP_OK : cl_blame(err, "node '%.*s'", CL_STR_ARGS(file.name));
}

static enum cleap_status load_child(struct walk *w, struct cleap_error *err)
{
    struct pipeline *pipeline = &w->stack[w->depth - 1];
    struct cl_str name, folder;

    if (pipeline->next == pipeline->children.n) {
        w->depth--;
        return CLEAP_OK;
    }
    name = pipeline->children.at[pipeline->next++];
    folder = cl_bundle_path(w->bundle, pipeline->folder, name, ".node");
    return folder.at != NULL ? load_folder(w, folder, err) : cl_fail_nomem(err);
}

enum cleap_status cl_bundle_load_nodes(struct cl_bundle *bundle, struct cleap_model *model,
                                       bool stand_in, struct cleap_error *err)
{
    struct walk *w = cl_arena_zeroed(&bundle->scratch, 1, sizeof *w);
    struct cl_mark mark = cl_arena_mark(&bundle->scratch);

    if (w == NULL)
        return cl_fail_nomem(err);
    w->bundle = bundle;
    w->model = model;
    w->stand_in = stand_in;
    CL_TRY(load_folder(w, cl_str_of("root"), err));
    while (w->depth > 0) {
        cl_arena_rewind(&bundle->scratch, mark);
        CL_TRY(load_child(w, err));
    }
    return CLEAP_OK;
}
