/*
 * The two formats of a bundle's files behind one interface: JSON and protobuf.
 *
 * A file is read up to where its meaning is known. The value of an attribute stays as it is in the
 * file until an op asks for it with the slot it wants (runtime/attr.h), for only then is it clear
 * what it is: MLeap's slots do not convert into each other.
 */
#ifndef CLEAP_MLEAP_FORMAT_H
#define CLEAP_MLEAP_FORMAT_H

#include "runtime/model.h"
#include "runtime/source.h"
#include "runtime/strmap.h"

struct cl_json;

/* What reading needs. Texts given to the functions below come from cl_archive_read(): readable
 * bytes follow them. */
struct cl_decoder {
    struct cl_arena *arena;   /* the model's: what an op receives */
    struct cl_arena *scratch; /* the rest, until the node is loaded */
    struct cl_json *json;     /* the cursor of the JSON format */
    bool missed;              /* set by read_value: the value was there, but in another slot */
    char *text;               /* where the next short text goes, in the arena */
    size_t text_room;
};

/* A node file. Its texts are in the arena and end with a NUL. */
struct cl_node_file {
    struct cl_str name;
    struct cl_sockets sockets;
};

/* A model file: the op and its attributes, the last of equal names, undecoded. In scratch. */
struct cl_model_file {
    struct cl_str op;
    struct cl_strmap names; /* of attributes; to an index of `values` */
    const struct cl_str *values;
    bool is_bare; /* the file has no attributes at all */
};

struct cl_format {
    const char *name;   /* as bundle.json has it */
    const char *suffix; /* of the files, as ".json" */

    enum cleap_status (*read_node)(struct cl_decoder *d, struct cl_str text,
                                   struct cl_node_file *node, struct cleap_error *err);
    enum cleap_status (*read_model)(struct cl_decoder *d, struct cl_str text,
                                    struct cl_model_file *model, struct cleap_error *err);

    /* Decodes one value into a field, as `attr` says; never CL_ATTR_ENUM. */
    enum cleap_status (*read_value)(struct cl_decoder *d, struct cl_str value,
                                    const struct cl_attr *attr, void *field,
                                    struct cleap_error *err);

    /* Reads the node at the head of `rest` and moves behind it. The values are in scratch.
     * CLEAP_E_FORMAT at the end of the file. */
    enum cleap_status (*next_tree_node)(struct cl_decoder *d, struct cl_str *rest,
                                        struct cl_tree_node *node, struct cleap_error *err);
    enum cleap_status (*next_cluster_node)(struct cl_decoder *d, struct cl_str *rest,
                                           struct cl_cluster_node *node, struct cleap_error *err);
};

extern const struct cl_format cl_format_json, cl_format_pb;

/* The format that bundle.json names, or NULL. */
const struct cl_format *cl_format_find(struct cl_str name);

/* For the formats. ----------------------------------------------------------------------------- */

/* A copy in the arena with a NUL behind it, short ones packed side by side. at is NULL when there
 * is no memory. */
struct cl_str cl_decoder_text(struct cl_decoder *d, struct cl_str text);

/* Gives a list field its items. */
void cl_decoder_set_list(void *field, void *at, size_t n);

/* What a slot reads as when the value has nothing in it: 0, false, "", the empty list.
 * CLEAP_E_FORMAT for tensors and data shapes, which have no such value. */
enum cleap_status cl_decoder_default(const struct cl_attr *attr, void *field,
                                     struct cleap_error *err);

/* Whether the type is one of a list slot. */
static inline bool cl_attr_is_list(enum cl_attr_type type)
{
    return type >= CL_ATTR_BOOLS;
}

/* Checks and completes a tensor's dims against its n values: one may be -1. */
enum cleap_status cl_decoder_tensor_dims(struct cl_attr_tensor *tensor, int32_t *size, size_t rank,
                                         struct cleap_error *err);

#endif
