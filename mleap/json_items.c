/*
 * Items of JSON arrays.
 */
#include "mleap/json_items.h"

#include <math.h>

#include "mleap/base64.h"

#define FIRST_ITEMS 16

/* Items are counted before they are read where so many brackets, commas and values follow. */
#define MANY_TOKENS 8192

void *cl_items_add(struct cl_decoder *d, struct cl_items *items, size_t size)
{
    if (items->n == items->room) {
        size_t room = items->room == 0 ? FIRST_ITEMS : items->room * 2;
        char *at = cl_arena_array(d->scratch, room, size);

        if (at == NULL)
            return NULL;
        if (items->n > 0)
            memcpy(at, items->at, items->n * size);
        items->at = at;
        items->room = room;
        items->is_exact = false;
    }
    return items->at + items->n++ * size;
}

void *cl_items_keep(struct cl_decoder *d, const struct cl_items *items, size_t size)
{
    return items->is_exact ? items->at : cl_arena_copy(d->arena, items->at, items->n * size);
}

/* Finds out how many items an array has, so that it takes no more memory than it needs: growing
 * would take three times that. */
static enum cleap_status make_room(struct cl_decoder *d, struct cl_items *items, size_t size,
                                   struct cleap_error *err)
{
    struct cl_json_place place = cl_json_here(d->json);
    size_t n = 0, n_tokens;

    if (cl_json_n_ahead(d->json) < MANY_TOKENS || cl_json_kind(d->json) != CL_JSON_ARRAY)
        return CLEAP_OK;
    CL_TRY(cl_json_leap(d->json, &n, &n_tokens, err));
    cl_json_return(d->json, place);
    if (n <= FIRST_ITEMS)
        return CLEAP_OK;
    items->is_exact = items->is_kept;
    items->at = cl_arena_array(items->is_kept ? d->arena : d->scratch, n, size);
    items->room = n;
    return items->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

enum cleap_status cl_json_read_items(struct cl_decoder *d, cl_json_item_fn read, size_t size,
                                     struct cl_items *items, struct cleap_error *err)
{
    bool more;

    items->n = 0;
    CL_TRY(make_room(d, items, size, err));
    CL_TRY(cl_json_begin_array(d->json, err));
    for (;;) {
        void *item;

        CL_TRY(cl_json_next_item(d->json, &more, err));
        if (!more)
            return CLEAP_OK;
        item = cl_items_add(d, items, size);
        if (item == NULL)
            return cl_fail_nomem(err);
        CL_TRY(read(d, item, err));
    }
}

enum cleap_status cl_json_item_f64(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    if (cl_json_kind(d->json) != CL_JSON_NULL)
        return cl_json_read_f64(d->json, item, err);
    *(double *)item = NAN;
    return cl_json_read_null(d->json, err);
}

static enum cleap_status item_whole(struct cl_decoder *d, int64_t min, int64_t max, int64_t *value,
                                    struct cleap_error *err)
{
    return cl_json_read_i64(d->json, min, max, value, err);
}

enum cleap_status cl_json_item_bool(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    return cl_json_read_bool(d->json, item, err);
}

enum cleap_status cl_json_item_flag(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    bool value = false;

    CL_TRY(cl_json_read_bool(d->json, &value, err));
    *(uint8_t *)item = value;
    return CLEAP_OK;
}

enum cleap_status cl_json_item_i8(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    int64_t value = 0;

    CL_TRY(item_whole(d, INT8_MIN, INT8_MAX, &value, err));
    *(int8_t *)item = (int8_t)value;
    return CLEAP_OK;
}

enum cleap_status cl_json_item_i16(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    int64_t value = 0;

    CL_TRY(item_whole(d, INT16_MIN, INT16_MAX, &value, err));
    *(int16_t *)item = (int16_t)value;
    return CLEAP_OK;
}

enum cleap_status cl_json_item_i32(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    int64_t value = 0;

    CL_TRY(item_whole(d, INT32_MIN, INT32_MAX, &value, err));
    *(int32_t *)item = (int32_t)value;
    return CLEAP_OK;
}

enum cleap_status cl_json_item_i64(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    return item_whole(d, INT64_MIN, INT64_MAX, item, err);
}

enum cleap_status cl_json_item_f32(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    if (cl_json_kind(d->json) != CL_JSON_NULL)
        return cl_json_read_f32(d->json, item, err);
    *(float *)item = NAN;
    return cl_json_read_null(d->json, err);
}

enum cleap_status cl_json_item_text(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    struct cl_str *text = item;

    CL_TRY(cl_json_read_string(d->json, NULL, text, err));
    *text = cl_decoder_text(d, *text);
    return text->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

enum cleap_status cl_json_item_base(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    struct cl_str word;

    CL_TRY(cl_json_read_string(d->json, NULL, &word, err));
    for (enum cl_base base = CL_BASE_NONE + 1; base < CL_N_BASES; base++)
        if (cl_str_is(word, cl_base_name(base))) {
            *(enum cl_base *)item = base;
            return CLEAP_OK;
        }
    if (!cl_str_is(word, "unknown"))
        return cl_fail(err, CLEAP_E_FORMAT, "'%.*s' is no basic type", CL_STR_ARGS(word));
    *(enum cl_base *)item = CL_BASE_NONE;
    return CLEAP_OK;
}

enum cleap_status cl_json_item_bytes(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    struct cl_str text;

    CL_TRY(cl_json_read_string(d->json, NULL, &text, err));
    return cl_base64_read(text, d->arena, item, err);
}
