/*
 * A struct cl_source over JSON text.
 */
#include "tests/support/json_source.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "runtime/op.h"

struct json_source {
    struct cl_source base;
    const json_t *object;
};

static const json_t *object_of(const struct cl_source *src)
{
    return ((const struct json_source *)(const void *)src)->object;
}

static void *get_memory(struct cl_arena *arena, size_t n, size_t size)
{
    void *memory = cl_arena_zeroed(arena, n, size);

    assert_non_null(memory);
    return memory;
}

static struct cl_str to_str(const json_t *value, struct cl_arena *arena)
{
    size_t n = json_string_length(value);
    char *text = cl_arena_strndup(arena, json_string_value(value), n);

    assert_non_null(text);
    return (struct cl_str){.at = text, .n = (uint32_t)n};
}

static bool to_f64(const json_t *value, double *number)
{
    const char *text = json_string_value(value);

    if (json_is_null(value))
        *number = NAN;
    else if (json_is_number(value))
        *number = json_number_value(value);
    else if (text != NULL && strcmp(text, "NaN") == 0)
        *number = NAN;
    else if (text != NULL && strcmp(text, "Infinity") == 0)
        *number = INFINITY;
    else if (text != NULL && strcmp(text, "-Infinity") == 0)
        *number = -INFINITY;
    else
        return false;
    return true;
}

static bool to_base(const json_t *value, enum cl_base *base)
{
    for (int i = CL_BASE_NONE + 1; json_is_string(value) && i < CL_N_BASES; i++)
        if (strcmp(json_string_value(value), cl_base_name((enum cl_base)i)) == 0) {
            *base = (enum cl_base)i;
            return true;
        }
    return false;
}

static struct cl_dims to_dims(const json_t *list, struct cl_arena *arena)
{
    size_t n = json_array_size(list);
    int32_t *size = get_memory(arena, n, sizeof *size);

    for (size_t i = 0; i < n; i++)
        size[i] = (int32_t)json_integer_value(json_array_get(list, i));
    return (struct cl_dims){.known = list != NULL, .n = (uint32_t)n, .size = size};
}

static bool to_shape(const json_t *value, struct cl_data_shape *shape, struct cl_arena *arena)
{
    const json_t *base = json_is_object(value) ? json_object_get(value, "base") : value;
    const char *name = json_string_value(base);

    if (name == NULL)
        return false;
    shape->shape = strcmp(name, "tensor") == 0 ? CL_TENSOR
                   : strcmp(name, "list") == 0 ? CL_LIST
                                               : CL_SCALAR;
    shape->nullable = json_is_true(json_object_get(value, "isNullable"));
    shape->dims = to_dims(json_object_get(value, "dimensions"), arena);
    return true;
}

static bool to_value(const json_t *from, enum cl_base base, void *to, struct cl_arena *arena)
{
    double number = 0;

    switch (base) {
    case CL_F64:
        return to_f64(from, to);
    case CL_F32:
        if (!to_f64(from, &number))
            return false;
        *(float *)to = (float)number;
        return true;
    case CL_I64:
        *(int64_t *)to = json_integer_value(from);
        return json_is_integer(from);
    case CL_I32:
        *(int32_t *)to = (int32_t)json_integer_value(from);
        return json_is_integer(from);
    case CL_STR:
        if (!json_is_string(from))
            return false;
        *(struct cl_str *)to = to_str(from, arena);
        return true;
    default:
        return false;
    }
}

static bool to_tensor(const json_t *value, struct cl_attr_tensor *tensor, struct cl_arena *arena)
{
    const json_t *values = json_is_object(value) ? json_object_get(value, "values") : value;
    const json_t *dims = json_object_get(value, "dimensions");
    char *at;

    tensor->base = CL_F64;
    to_base(json_object_get(value, "base"), &tensor->base);
    tensor->n = json_array_size(values);
    if (json_is_object(value))
        tensor->dims = to_dims(dims, arena);
    else
        tensor->dims = (struct cl_dims){.known = true, .n = 1};
    if (dims == NULL) {
        int32_t *size = get_memory(arena, 1, sizeof *size);

        *size = (int32_t)tensor->n;
        tensor->dims = (struct cl_dims){.known = true, .n = 1, .size = size};
    }
    at = tensor->as.any = get_memory(arena, tensor->n, cl_base_size(tensor->base));
    for (size_t i = 0; i < tensor->n; i++)
        if (!to_value(json_array_get(values, i), tensor->base, at + i * cl_base_size(tensor->base),
                      arena))
            return false;
    return json_is_array(values);
}

static bool to_one(const json_t *value, enum cl_attr_type type, void *field, struct cl_arena *arena)
{
    switch (type) {
    case CL_ATTR_BOOL:
    case CL_ATTR_BOOLS:
        *(bool *)field = json_is_true(value);
        return json_is_boolean(value);
    case CL_ATTR_I32:
    case CL_ATTR_I32S:
        return to_value(value, CL_I32, field, arena);
    case CL_ATTR_I64:
    case CL_ATTR_I64S:
        return to_value(value, CL_I64, field, arena);
    case CL_ATTR_F32:
        return to_value(value, CL_F32, field, arena);
    case CL_ATTR_F64:
    case CL_ATTR_F64S:
        return to_value(value, CL_F64, field, arena);
    case CL_ATTR_STR:
    case CL_ATTR_STRS:
        return to_value(value, CL_STR, field, arena);
    case CL_ATTR_BASE:
    case CL_ATTR_BASES:
        return to_base(value, field);
    case CL_ATTR_SHAPE:
    case CL_ATTR_SHAPES:
        return to_shape(value, field, arena);
    case CL_ATTR_TENSOR:
    case CL_ATTR_TENSORS:
        return to_tensor(value, field, arena);
    case CL_ATTR_ENUM: /* asked for as text */
    case CL_ATTR_END:
        break;
    }
    return false;
}

static size_t item_size(enum cl_attr_type type)
{
    switch (type) {
    case CL_ATTR_BOOLS:
        return sizeof(bool);
    case CL_ATTR_I32S:
        return sizeof(int32_t);
    case CL_ATTR_I64S:
        return sizeof(int64_t);
    case CL_ATTR_F64S:
        return sizeof(double);
    case CL_ATTR_STRS:
        return sizeof(struct cl_str);
    case CL_ATTR_BASES:
        return sizeof(enum cl_base);
    case CL_ATTR_SHAPES:
        return sizeof(struct cl_data_shape);
    case CL_ATTR_TENSORS:
        return sizeof(struct cl_attr_tensor);
    default:
        return 0; /* no list */
    }
}

/* All lists of attributes are laid out alike. */
static bool to_list(const json_t *value, enum cl_attr_type type, void *field,
                    struct cl_arena *arena)
{
    struct cl_f64s *list = field;
    size_t n = json_array_size(value), size = item_size(type);
    char *items = get_memory(arena, n, size);

    for (size_t i = 0; i < n; i++)
        if (!to_one(json_array_get(value, i), type, items + i * size, arena))
            return false;
    list->at = (void *)items;
    list->n = n;
    return json_is_array(value);
}

static bool has(const struct cl_source *src, const char *name)
{
    return json_object_get(object_of(src), name) != NULL;
}

static enum cleap_status get(struct cl_source *src, const struct cl_attr *attr, void *field,
                             struct cleap_error *err)
{
    const json_t *value = json_object_get(object_of(src), attr->name);
    bool read = item_size(attr->type) > 0 ? to_list(value, attr->type, field, src->arena)
                                          : to_one(value, attr->type, field, src->arena);

    if (!read)
        return cl_fail(err, CLEAP_E_FORMAT, "the test's JSON gives it another type");
    return CLEAP_OK;
}

static struct cl_source *source_new(const json_t *object, struct cl_str op, struct cl_arena *arena);

static enum cleap_status child(struct cl_source *src, struct cl_str name, struct cl_source **child,
                               struct cleap_error *err)
{
    const json_t *children = json_object_get(object_of(src), "#children");
    const json_t *found = json_object_get(children, cl_arena_strndup(src->arena, name.at, name.n));
    const json_t *op = json_object_get(found, "#op");

    if (found == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "there is no folder '%.*s'", CL_STR_ARGS(name));
    *child = source_new(found, op != NULL ? to_str(op, src->arena) : (struct cl_str){.at = ""},
                        src->arena);
    return CLEAP_OK;
}

static void read_node(const json_t *from, struct cl_tree_node *node, struct cl_arena *arena)
{
    const json_t *leaf = json_object_get(from, "leaf");
    const json_t *left = json_object_get(from, "left");
    const json_t *right = json_object_get(from, "right");
    const json_t *list = leaf != NULL ? leaf : left != NULL ? left : right;
    double *values = get_memory(arena, json_array_size(list), sizeof *values);

    *node = (struct cl_tree_node){
        .kind = leaf != NULL   ? CL_TREE_LEAF
                : list != NULL ? CL_TREE_CATEGORICAL
                               : CL_TREE_CONTINUOUS,
        .feature = (int32_t)json_integer_value(json_object_get(from, "feature")),
        .threshold = json_number_value(json_object_get(from, "threshold")),
        .is_left = left != NULL,
        .n_values = json_array_size(list),
        .value = values};
    for (size_t i = 0; i < node->n_values; i++)
        assert_true(to_f64(json_array_get(list, i), &values[i]));
}

static enum cleap_status tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                              struct cleap_error *err)
{
    const json_t *nodes = json_object_get(object_of(src), "#tree");
    bool more = true;

    for (size_t i = 0; more; i++) {
        struct cl_tree_node node;

        if (i >= json_array_size(nodes))
            return cl_fail(err, CLEAP_E_FORMAT, "the tree ends after %zu nodes", i);
        read_node(json_array_get(nodes, i), &node, src->arena);
        CL_TRY(on_node(arg, &node, &more, err));
    }
    return CLEAP_OK;
}

static enum cleap_status file(struct cl_source *src, const char *name, const void **bytes,
                              size_t *size, struct cleap_error *err)
{
    const json_t *found = json_object_get(json_object_get(object_of(src), "#files"), name);

    if (!json_is_string(found))
        return cl_fail(err, CLEAP_E_FORMAT, "there is no file '%s'", name);
    *bytes = to_str(found, src->arena).at;
    *size = json_string_length(found);
    return CLEAP_OK;
}

static const struct cl_source_ops ops = {
    .has = has, .get = get, .child = child, .tree = tree, .file = file};

static struct cl_source *source_new(const json_t *object, struct cl_str op, struct cl_arena *arena)
{
    struct json_source *src = get_memory(arena, 1, sizeof *src);

    src->base = (struct cl_source){.ops = &ops, .arena = arena, .op = op};
    src->object = object;
    return &src->base;
}

struct cl_source *json_source(const json_t *object, const char *op, struct cl_arena *arena)
{
    return source_new(object, cl_str_of(op), arena);
}

json_t *json_source_parse(const char *text)
{
    json_error_t fault;
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &fault);

    if (object == NULL)
        fail_msg("attributes of the test, line %d: %s", fault.line, fault.text);
    return object;
}
