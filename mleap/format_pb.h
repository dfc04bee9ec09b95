/*
 * The parts of the protobuf format.
 */
#ifndef CLEAP_MLEAP_FORMAT_PB_H
#define CLEAP_MLEAP_FORMAT_PB_H

#include "mleap/format.h"
#include "mleap/unpack.h"

/* struct cl_format's functions of these names. */
enum cleap_status cl_pb_read_value(struct cl_decoder *d, struct cl_str value,
                                   const struct cl_attr *attr, void *field,
                                   struct cleap_error *err);
enum cleap_status cl_pb_next_tree_node(struct cl_decoder *d, struct cl_str *rest,
                                       struct cl_tree_node *node, struct cleap_error *err);
enum cleap_status cl_pb_next_cluster_node(struct cl_decoder *d, struct cl_str *rest,
                                          struct cl_cluster_node *node, struct cleap_error *err);

struct cl_str cl_pb_str(ProtobufCBinaryData bytes);

/* Refuses what is no UTF-8, as proto3 does for its strings. The text is where the bytes are. */
enum cleap_status cl_pb_read_text(ProtobufCBinaryData bytes, struct cl_str *text,
                                  struct cleap_error *err);

/* The same, copied by cl_decoder_text(). */
enum cleap_status cl_pb_keep_text(struct cl_decoder *d, ProtobufCBinaryData bytes,
                                  struct cl_str *text, struct cleap_error *err);

#endif
