/*
 * The parts of the JSON format.
 */
#ifndef CLEAP_MLEAP_FORMAT_JSON_H
#define CLEAP_MLEAP_FORMAT_JSON_H

#include "mleap/format.h"
#include "mleap/json.h"
#include "mleap/json_members.h"

/* struct cl_format's read_value and next_tree_node. */
enum cleap_status cl_json_read_value(struct cl_decoder *d, struct cl_str value,
                                     const struct cl_attr *attr, void *field,
                                     struct cleap_error *err);
enum cleap_status cl_json_next_tree_node(struct cl_decoder *d, struct cl_str *rest,
                                         struct cl_tree_node *node, struct cleap_error *err);

/* Items of one size that grow in the decoder's scratch. Zero bytes are an empty one. */
struct cl_items {
    char *at;
    size_t n, room;
};

/* Room for one more item, counted at once, or NULL. */
void *cl_items_add(struct cl_decoder *d, struct cl_items *items, size_t size);

/* Reads the item that the cursor stands before. */
typedef enum cleap_status (*cl_json_item_fn)(struct cl_decoder *d, void *item,
                                             struct cleap_error *err);

/* Reads an array of them. */
enum cleap_status cl_json_read_items(struct cl_decoder *d, cl_json_item_fn read, size_t size,
                                     struct cl_items *items, struct cleap_error *err);

/* A double; null is NaN. */
enum cleap_status cl_json_item_f64(struct cl_decoder *d, void *item, struct cleap_error *err);

#endif
