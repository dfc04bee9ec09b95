/*
 * The parts of the JSON format.
 */
#ifndef CLEAP_MLEAP_FORMAT_JSON_H
#define CLEAP_MLEAP_FORMAT_JSON_H

#include "mleap/format.h"
#include "mleap/json_items.h"
#include "mleap/json_members.h"

/* struct cl_format's functions of these names. */
enum cleap_status cl_json_read_value(struct cl_decoder *d, struct cl_str value,
                                     const struct cl_attr *attr, void *field,
                                     struct cleap_error *err);
enum cleap_status cl_json_next_tree_node(struct cl_decoder *d, struct cl_str *rest,
                                         struct cl_tree_node *node, struct cleap_error *err);
enum cleap_status cl_json_next_cluster_node(struct cl_decoder *d, struct cl_str *rest,
                                            struct cl_cluster_node *node, struct cleap_error *err);

#endif
