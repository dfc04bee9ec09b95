/*
 * Items of JSON arrays and of slots: one reader for each type that a bundle's values have.
 */
#ifndef CLEAP_MLEAP_JSON_ITEMS_H
#define CLEAP_MLEAP_JSON_ITEMS_H

#include "mleap/format.h"
#include "mleap/json.h"

/* Items of one size that grow in the decoder's scratch. Zero bytes are an empty one. */
struct cl_items {
    char *at;
    size_t n, room;
    bool is_kept;  /* they are for the model: see cl_items_keep() */
    bool is_exact; /* and are in its arena, for it was known how many there are */
};

/* Room for one more item, counted at once, or NULL. */
void *cl_items_add(struct cl_decoder *d, struct cl_items *items, size_t size);

/* The items in the model's arena, or NULL. Where is_kept was said before they were read, many of
 * them are there already and need no second place. */
void *cl_items_keep(struct cl_decoder *d, const struct cl_items *items, size_t size);

/* Reads the item that the cursor stands before. */
typedef enum cleap_status (*cl_json_item_fn)(struct cl_decoder *d, void *item,
                                             struct cleap_error *err);

/* Reads an array of them. */
enum cleap_status cl_json_read_items(struct cl_decoder *d, cl_json_item_fn read, size_t size,
                                     struct cl_items *items, struct cleap_error *err);

/* bool; the byte 0 or 1; whole numbers however they are written; numbers, of which null is NaN. */
enum cleap_status cl_json_item_bool(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_flag(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_i8(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_i16(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_i32(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_i64(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_f32(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_f64(struct cl_decoder *d, void *item, struct cleap_error *err);
/* A text, in the arena; one in base64, decoded; a word such as "double". */
enum cleap_status cl_json_item_text(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_bytes(struct cl_decoder *d, void *item, struct cleap_error *err);
enum cleap_status cl_json_item_base(struct cl_decoder *d, void *item, struct cleap_error *err);

#endif
