/*
 * The protobuf format, by protobuf-c: texts, node.pb, model.pb.
 *
 * Messages are unpacked into the decoder's scratch.
 */
#include "mleap/format_pb.h"

#include "mleap/proto/bundle.pb-c.h"
#include "runtime/utf8.h"

struct cl_str cl_pb_str(ProtobufCBinaryData bytes)
{
    return (struct cl_str){.at = bytes.len > 0 ? (const char *)bytes.data : "",
                           .n = (uint32_t)bytes.len};
}

enum cleap_status cl_pb_read_text(ProtobufCBinaryData bytes, struct cl_str *text,
                                  struct cleap_error *err)
{
    static const char replacement[] = "\xEF\xBF\xBD";

    *text = cl_pb_str(bytes);
    for (uint32_t at = 0; at < text->n;) {
        uint32_t start = at, code;

        if ((unsigned char)text->at[at] < 0x80) {
            at++;
            continue;
        }
        code = cl_utf8_next(*text, &at);
        if ((code == 0xFFFD &&
             (at - start != 3 || memcmp(text->at + start, replacement, 3) != 0)) ||
            (code >= 0xD800 && code <= 0xDFFF))
            return cl_fail(err, CLEAP_E_FORMAT, "a text is not UTF-8 at byte %u", start);
    }
    return CLEAP_OK;
}

enum cleap_status cl_pb_keep_text(struct cl_decoder *d, ProtobufCBinaryData bytes,
                                  struct cl_str *text, struct cleap_error *err)
{
    CL_TRY(cl_pb_read_text(bytes, text, err));
    *text = cl_decoder_text(d, *text);
    return text->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_sockets(struct cl_decoder *d, Cl__Pb__Socket *const *from, size_t n,
                                      const struct cl_socket **to, struct cleap_error *err)
{
    struct cl_socket *sockets = cl_arena_array(d->scratch, n, sizeof *sockets);

    if (sockets == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        CL_TRY(cl_pb_read_text(from[i]->port, &sockets[i].port, err));
        CL_TRY(cl_pb_read_text(from[i]->name, &sockets[i].column, err));
    }
    *to = sockets;
    return CLEAP_OK;
}

static enum cleap_status read_node(struct cl_decoder *d, struct cl_str text,
                                   struct cl_node_file *node, struct cleap_error *err)
{
    const Cl__Pb__Node *m = cl_pb_unpack(d->scratch, &cl__pb__node__descriptor, text, err);

    if (m == NULL)
        return err->status;
    if (m->shape == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "the node has no shape");
    CL_TRY(cl_pb_keep_text(d, m->name, &node->name, err));
    node->sockets.n_in = m->shape->n_inputs;
    node->sockets.n_out = m->shape->n_outputs;
    CL_TRY(read_sockets(d, m->shape->inputs, m->shape->n_inputs, &node->sockets.in, err));
    return read_sockets(d, m->shape->outputs, m->shape->n_outputs, &node->sockets.out, err);
}

static enum cleap_status read_model(struct cl_decoder *d, struct cl_str text,
                                    struct cl_model_file *model, struct cleap_error *err)
{
    const Cl__Pb__Model *m = cl_pb_unpack(d->scratch, &cl__pb__model__descriptor, text, err);
    struct cl_str *keys, *values;
    size_t n;

    if (m == NULL)
        return err->status;
    CL_TRY(cl_pb_read_text(m->op, &model->op, err));
    model->is_bare = m->attributes == NULL;
    n = model->is_bare ? 0 : m->attributes->n_list;
    keys = cl_arena_array(d->scratch, n, sizeof *keys);
    values = cl_arena_array(d->scratch, n, sizeof *values);
    if (keys == NULL || values == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        keys[i] = cl_pb_str(m->attributes->list[i]->key);
        values[i] = cl_pb_str(m->attributes->list[i]->value);
    }
    model->values = values;
    return cl_strmap_build(&model->names, keys, n, d->scratch) ? CLEAP_OK : cl_fail_nomem(err);
}

const struct cl_format cl_format_pb = {
    .name = "protobuf",
    .suffix = ".pb",
    .read_node = read_node,
    .read_model = read_model,
    .read_value = cl_pb_read_value,
    .next_tree_node = cl_pb_next_tree_node,
    .next_cluster_node = cl_pb_next_cluster_node,
};
