/*
 * The JSON format: node.json, model.json.
 *
 * Objects are read by the raw text of their members (mleap/json_members.h), which stays where the
 * file was read to, so nothing is copied until it is known what it is.
 */
#include "mleap/format_json.h"

static enum cleap_status read_socket(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    struct cl_socket *socket = item;
    struct cl_str key, *value;
    bool more;

    *socket = (struct cl_socket){.port = {.at = NULL}, .column = {.at = NULL}};
    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(d->json, NULL, &key, &more, err));
        if (!more)
            break;
        value = cl_str_is(key, "port")   ? &socket->port
                : cl_str_is(key, "name") ? &socket->column
                                         : NULL;
        if (value != NULL)
            CL_TRY(cl_json_read_string(d->json, d->scratch, value, err));
        else
            CL_TRY(cl_json_skip(d->json, NULL, err));
    }
    if (socket->port.at == NULL || socket->column.at == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "a socket has no '%s'",
                       socket->port.at == NULL ? "port" : "name");
    return CLEAP_OK;
}

static enum cleap_status read_sockets(struct cl_decoder *d, const char *key, struct cl_str raw,
                                      const struct cl_socket **sockets, size_t *n,
                                      struct cleap_error *err)
{
    struct cl_items items = {0};

    CL_TRY(cl_json_open_member(d->json, key, raw, err));
    if (cl_json_read_items(d, read_socket, sizeof **sockets, &items, err) != CLEAP_OK)
        return cl_blame(err, "'%s'", key);
    *sockets = (const struct cl_socket *)(void *)items.at;
    *n = items.n;
    return CLEAP_OK;
}

static enum cleap_status read_node(struct cl_decoder *d, struct cl_str text,
                                   struct cl_node_file *node, struct cleap_error *err)
{
    static const char *const keys[] = {"name", "shape"};
    static const char *const shape_keys[] = {"inputs", "outputs"};
    struct cl_str raw[2], shape[2], name;
    struct cl_sockets *sockets = &node->sockets;

    CL_TRY(cl_json_members(d->json, text, keys, raw, 2, err));
    CL_TRY(cl_json_member_string(d->json, keys[0], raw[0], &name, err));
    node->name = cl_decoder_text(d, name);
    if (node->name.at == NULL)
        return cl_fail_nomem(err);
    if (raw[1].at == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "'shape' is missing");
    CL_TRY(cl_json_members(d->json, raw[1], shape_keys, shape, 2, err));
    CL_TRY(read_sockets(d, shape_keys[0], shape[0], &sockets->in, &sockets->n_in, err));
    return read_sockets(d, shape_keys[1], shape[1], &sockets->out, &sockets->n_out, err);
}

/* Names of attributes and the raw text of their values. */
static enum cleap_status read_attributes(struct cl_decoder *d, struct cl_str raw,
                                         struct cl_items *names, struct cl_items *values,
                                         struct cleap_error *err)
{
    CL_TRY(cl_json_open(d->json, raw.at, raw.n, true, err));
    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        struct cl_str name, *kept_name, *value;
        bool more;

        CL_TRY(cl_json_next_key(d->json, d->scratch, &name, &more, err));
        if (!more)
            return CLEAP_OK;
        kept_name = cl_items_add(d, names, sizeof *kept_name);
        value = cl_items_add(d, values, sizeof *value);
        if (kept_name == NULL || value == NULL)
            return cl_fail_nomem(err);
        *kept_name = name;
        CL_TRY(cl_json_skip(d->json, value, err));
    }
}

static enum cleap_status read_model(struct cl_decoder *d, struct cl_str text,
                                    struct cl_model_file *model, struct cleap_error *err)
{
    static const char *const keys[] = {"op", "attributes"};
    struct cl_items names = {0}, values = {0};
    struct cl_str raw[2], op;

    CL_TRY(cl_json_members(d->json, text, keys, raw, 2, err));
    CL_TRY(cl_json_member_string(d->json, keys[0], raw[0], &op, err));
    model->op.at = cl_arena_strndup(d->scratch, op.at, op.n);
    model->op.n = op.n;
    if (model->op.at == NULL)
        return cl_fail_nomem(err);
    model->is_bare = raw[1].at == NULL;
    if (!model->is_bare) /* Python's writer leaves it out for ops without attributes */
        CL_TRY(read_attributes(d, raw[1], &names, &values, err));
    model->values = (const struct cl_str *)(void *)values.at;
    if (!cl_strmap_build(&model->names, (const struct cl_str *)(void *)names.at, names.n,
                         d->scratch))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

const struct cl_format cl_format_json = {
    .name = "json",
    .suffix = ".json",
    .read_node = read_node,
    .read_model = read_model,
    .read_value = cl_json_read_value,
    .next_tree_node = cl_json_next_tree_node,
    .next_cluster_node = cl_json_next_cluster_node,
};
