/*
 * The values of attributes in the JSON format.
 *
 * A value is an object; its key "type" says "list" or "tensor", without one it is a scalar. What
 * it holds is under the name of the slot, and a slot that is not there has its default.
 */
#include "mleap/format_json.h"
#include "mleap/limits.h"

static enum cleap_status item_raw(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    return cl_json_skip(d->json, item, err);
}

/* Tensors and shapes. -------------------------------------------------------------------------- */

/* {"size": 3, "name": ""}: both keys must be there. */
static enum cleap_status item_dimension(struct cl_decoder *d, void *item, struct cleap_error *err)
{
    struct cl_str key, text;
    bool more, has_size = false, has_name = false;

    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(d->json, NULL, &key, &more, err));
        if (!more)
            break;
        if (cl_str_is(key, "size")) {
            has_size = true;
            CL_TRY(cl_json_item_i32(d, item, err));
        } else if (cl_str_is(key, "name")) {
            has_name = true;
            CL_TRY(cl_json_read_string(d->json, NULL, &text, err));
        } else {
            CL_TRY(cl_json_skip(d->json, &text, err));
        }
    }
    if (!has_size || !has_name)
        return cl_fail(err, CLEAP_E_FORMAT, "a dimension has no '%s'", has_size ? "name" : "size");
    return CLEAP_OK;
}

/* {"dimensions": [...]} into the arena. */
static enum cleap_status read_dims(struct cl_decoder *d, struct cl_str raw, int32_t **size,
                                   size_t *rank, struct cleap_error *err)
{
    static const char *const keys[] = {"dimensions"};
    struct cl_items items = {0};
    struct cl_str dimensions;

    CL_TRY(cl_json_members(d->json, raw, keys, &dimensions, 1, err));
    CL_TRY(cl_json_open_member(d->json, keys[0], dimensions, err));
    CL_TRY(cl_json_read_items(d, item_dimension, sizeof(int32_t), &items, err));
    if (items.n > CL_MAX_RANK)
        return cl_fail(err, CLEAP_E_LIMIT, "a tensor of %zu dimensions, at most %d are taken",
                       items.n, CL_MAX_RANK);
    *size = cl_arena_copy(d->arena, items.at, items.n * sizeof **size);
    *rank = items.n;
    return *size != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* The slots of a tensor; the first that is there counts. */
static const struct tensor_slot {
    enum cl_base base;
    cl_json_item_fn read;
} tensor_slots[] = {
    {CL_BOOL, cl_json_item_flag}, {CL_I8, cl_json_item_i8},       {CL_I16, cl_json_item_i16},
    {CL_I32, cl_json_item_i32},   {CL_I64, cl_json_item_i64},     {CL_F32, cl_json_item_f32},
    {CL_F64, cl_json_item_f64},   {CL_BYTES, cl_json_item_bytes}, {CL_STR, cl_json_item_text},
};
#define N_TENSOR_SLOTS CL_COUNT_OF(tensor_slots)

static enum cleap_status read_tensor(struct cl_decoder *d, struct cl_str raw, void *field,
                                     struct cleap_error *err)
{
    struct cl_attr_tensor *tensor = field;
    const char *keys[N_TENSOR_SLOTS + 1];
    struct cl_str members[N_TENSOR_SLOTS + 1];
    struct cl_items items = {.is_kept = true};
    size_t i = 0, size, rank;
    int32_t *dims;

    for (size_t k = 0; k < N_TENSOR_SLOTS; k++)
        keys[k] = cl_base_name(tensor_slots[k].base);
    keys[N_TENSOR_SLOTS] = "shape";
    CL_TRY(cl_json_members(d->json, raw, keys, members, N_TENSOR_SLOTS + 1, err));
    while (i < N_TENSOR_SLOTS && members[i].at == NULL)
        i++;
    if (i == N_TENSOR_SLOTS)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor without values");
    if (members[N_TENSOR_SLOTS].at == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "a tensor without 'shape'");
    size = cl_base_size(tensor_slots[i].base);
    CL_TRY(cl_json_open_member(d->json, keys[i], members[i], err));
    CL_TRY(cl_json_read_items(d, tensor_slots[i].read, size, &items, err));
    *tensor = (struct cl_attr_tensor){.base = tensor_slots[i].base, .n = items.n};
    tensor->as.any = cl_items_keep(d, &items, size);
    if (tensor->as.any == NULL)
        return cl_fail_nomem(err);
    CL_TRY(read_dims(d, members[N_TENSOR_SLOTS], &dims, &rank, err));
    return cl_decoder_tensor_dims(tensor, dims, rank, err);
}

static enum cleap_status read_shape_kind(struct cl_decoder *d, struct cl_str raw,
                                         enum cl_shape *kind, struct cleap_error *err)
{
    static const char *const names[] = {
        [CL_SCALAR] = "scalar", [CL_LIST] = "list", [CL_TENSOR] = "tensor"};
    struct cl_str word;

    CL_TRY(cl_json_member_string(d->json, "base", raw, &word, err));
    for (size_t i = 0; i < CL_COUNT_OF(names); i++)
        if (cl_str_is(word, names[i])) {
            *kind = (enum cl_shape)i;
            return CLEAP_OK;
        }
    return cl_fail(err, CLEAP_E_FORMAT, "'base': '%.*s' is none of scalar, list, tensor",
                   CL_STR_ARGS(word));
}

static enum cleap_status read_shape(struct cl_decoder *d, struct cl_str raw, void *field,
                                    struct cleap_error *err)
{
    static const char *const keys[] = {"base", "isNullable", "tensorShape"};
    struct cl_data_shape *shape = field;
    struct cl_str members[3];
    int32_t *size;
    size_t rank;

    *shape = (struct cl_data_shape){.shape = CL_SCALAR};
    CL_TRY(cl_json_members(d->json, raw, keys, members, 3, err));
    CL_TRY(read_shape_kind(d, members[0], &shape->shape, err));
    CL_TRY(cl_json_open_member(d->json, keys[1], members[1], err));
    CL_TRY(cl_json_read_bool(d->json, &shape->nullable, err));
    if (members[2].at == NULL)
        return CLEAP_OK;
    CL_TRY(cl_json_open_member(d->json, keys[2], members[2], err));
    if (cl_json_kind(d->json) == CL_JSON_NULL)
        return cl_json_read_null(d->json, err);
    CL_TRY(read_dims(d, members[2], &size, &rank, err));
    shape->dims = (struct cl_dims){.known = true, .n = (uint32_t)rank, .size = size};
    return CLEAP_OK;
}

/* Slots. --------------------------------------------------------------------------------------- */

/* How a slot of an attribute is read: item by item, or, where an item is an object whose keys come
 * in any order, from its raw text. A list has its items like a scalar. */
static const struct slot {
    const char *key;
    size_t size;
    cl_json_item_fn read;
    enum cleap_status (*read_raw)(struct cl_decoder *d, struct cl_str raw, void *field,
                                  struct cleap_error *err);
} slots[] = {
    [CL_ATTR_BOOL] = {"boolean", sizeof(bool), cl_json_item_bool, NULL},
    [CL_ATTR_I32] = {"int", sizeof(int32_t), cl_json_item_i32, NULL},
    [CL_ATTR_I64] = {"long", sizeof(int64_t), cl_json_item_i64, NULL},
    [CL_ATTR_F32] = {"float", sizeof(float), cl_json_item_f32, NULL},
    [CL_ATTR_F64] = {"double", sizeof(double), cl_json_item_f64, NULL},
    [CL_ATTR_STR] = {"string", sizeof(struct cl_str), cl_json_item_text, NULL},
    [CL_ATTR_BASE] = {"basic_type", sizeof(enum cl_base), cl_json_item_base, NULL},
    [CL_ATTR_SHAPE] = {"data_shape", sizeof(struct cl_data_shape), NULL, read_shape},
    [CL_ATTR_TENSOR] = {"tensor", sizeof(struct cl_attr_tensor), NULL, read_tensor},
    [CL_ATTR_BOOLS] = {"boolean", sizeof(bool), cl_json_item_bool, NULL},
    [CL_ATTR_I32S] = {"int", sizeof(int32_t), cl_json_item_i32, NULL},
    [CL_ATTR_I64S] = {"long", sizeof(int64_t), cl_json_item_i64, NULL},
    [CL_ATTR_F64S] = {"double", sizeof(double), cl_json_item_f64, NULL},
    [CL_ATTR_STRS] = {"string", sizeof(struct cl_str), cl_json_item_text, NULL},
    [CL_ATTR_BASES] = {"basic_type", sizeof(enum cl_base), cl_json_item_base, NULL},
    [CL_ATTR_SHAPES] = {"data_shape", sizeof(struct cl_data_shape), NULL, read_shape},
    [CL_ATTR_TENSORS] = {"tensor", sizeof(struct cl_attr_tensor), NULL, read_tensor},
};

/* A list of items that are read from their raw text: the texts first, for reading one moves the
 * cursor away from the list. */
static enum cleap_status read_raw_items(struct cl_decoder *d, const struct slot *slot,
                                        struct cl_items *items, struct cleap_error *err)
{
    struct cl_items raws = {0};

    CL_TRY(cl_json_read_items(d, item_raw, sizeof(struct cl_str), &raws, err));
    for (size_t i = 0; i < raws.n; i++) {
        void *item = cl_items_add(d, items, slot->size);
        struct cl_mark mark = cl_arena_mark(d->scratch);

        if (item == NULL)
            return cl_fail_nomem(err);
        CL_TRY(slot->read_raw(d, ((const struct cl_str *)(void *)raws.at)[i], item, err));
        cl_arena_rewind(d->scratch, mark);
    }
    return CLEAP_OK;
}

static enum cleap_status read_list(struct cl_decoder *d, const struct slot *slot, struct cl_str raw,
                                   void *field, struct cleap_error *err)
{
    struct cl_items items = {.is_kept = slot->read != NULL};
    void *kept;

    CL_TRY(cl_json_open(d->json, raw.at, raw.n, true, err));
    if (slot->read != NULL)
        CL_TRY(cl_json_read_items(d, slot->read, slot->size, &items, err));
    else
        CL_TRY(read_raw_items(d, slot, &items, err));
    kept = cl_items_keep(d, &items, slot->size);
    if (kept == NULL)
        return cl_fail_nomem(err);
    cl_decoder_set_list(field, kept, items.n);
    return CLEAP_OK;
}

static enum cleap_status read_scalar(struct cl_decoder *d, const struct slot *slot,
                                     struct cl_str raw, void *field, struct cleap_error *err)
{
    if (slot->read == NULL)
        return slot->read_raw(d, raw, field, err);
    CL_TRY(cl_json_open(d->json, raw.at, raw.n, true, err));
    return slot->read(d, field, err);
}

enum kind { SCALAR, LIST, TENSOR };

static enum cleap_status read_kind(struct cl_decoder *d, struct cl_str raw, enum kind *kind,
                                   struct cleap_error *err)
{
    struct cl_str word;

    *kind = SCALAR;
    if (raw.at == NULL)
        return CLEAP_OK;
    CL_TRY(cl_json_member_string(d->json, "type", raw, &word, err));
    if (!cl_str_is(word, "list") && !cl_str_is(word, "tensor"))
        return cl_fail(err, CLEAP_E_FORMAT, "'type': '%.*s' is neither list nor tensor",
                       CL_STR_ARGS(word));
    *kind = cl_str_is(word, "list") ? LIST : TENSOR;
    return CLEAP_OK;
}

/* A slot that is not there has its default, which is how zeros are written: {}. With anything
 * else beside it, the value was meant to be another. */
static enum cleap_status look_beside(struct cl_decoder *d, struct cl_str value,
                                     struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_open(d->json, value.at, value.n, true, err));
    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(d->json, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        if (!cl_str_is(key, "type"))
            d->missed = true;
        CL_TRY(cl_json_skip(d->json, NULL, err));
    }
}

static enum cleap_status read_slot(struct cl_decoder *d, struct cl_str value,
                                   const struct cl_attr *attr, void *field, struct cleap_error *err)
{
    const struct slot *slot = &slots[attr->type];
    const char *const keys[] = {"type", slot->key};
    struct cl_str members[2];
    enum kind kind, wanted = attr->type == CL_ATTR_TENSOR  ? TENSOR
                             : cl_attr_is_list(attr->type) ? LIST
                                                           : SCALAR;

    CL_TRY(cl_json_members(d->json, value, keys, members, 2, err));
    CL_TRY(read_kind(d, members[0], &kind, err));
    if (kind == wanted && kind == TENSOR)
        return read_tensor(d, value, field, err);
    if (kind != wanted || members[1].at == NULL) {
        CL_TRY(look_beside(d, value, err));
        return cl_decoder_default(attr, field, err);
    }
    return kind == LIST ? read_list(d, slot, members[1], field, err)
                        : read_scalar(d, slot, members[1], field, err);
}

enum cleap_status cl_json_read_value(struct cl_decoder *d, struct cl_str value,
                                     const struct cl_attr *attr, void *field,
                                     struct cleap_error *err)
{
    struct cl_mark mark = cl_arena_mark(d->scratch);
    enum cleap_status status = read_slot(d, value, attr, field, err);

    cl_arena_rewind(d->scratch, mark);
    return status;
}
