/*
 * Leap frames in JSON, as the JVM wrote them, into columns.
 */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/golden/golden.h"

static bool complain(const char *what)
{
    fprintf(stderr, "expected JSON frame: %s\n", what);
    return false;
}

static bool read_base(const json_t *name, enum cl_base *base)
{
    const char *text = json_string_value(name);

    if (text != NULL && strcmp(text, "integer") == 0)
        text = "int";
    for (int i = CL_BASE_NONE + 1; text != NULL && i < CL_N_BASES; i++) {
        *base = (enum cl_base)i;
        if (strcmp(text, cl_base_name(*base)) == 0)
            return true;
    }
    return complain("unknown base type");
}

static bool read_dims(const json_t *list, struct cl_dims *dims, struct cl_arena *arena)
{
    int32_t *size = cl_arena_array(arena, json_array_size(list), sizeof *size);

    if (size == NULL)
        return complain("no memory");
    for (size_t i = 0; i < json_array_size(list); i++)
        size[i] = (int32_t)json_integer_value(json_array_get(list, i));
    *dims =
        (struct cl_dims){.known = list != NULL, .n = (uint32_t)json_array_size(list), .size = size};
    return true;
}

static bool read_type(const json_t *from, struct cl_type *type, struct cl_arena *arena)
{
    const char *kind = json_string_value(json_object_get(from, "type"));

    *type = (struct cl_type){.nullable = !json_is_false(json_object_get(from, "isNullable"))};
    if (json_is_string(from))
        return read_base(from, &type->base);
    if (kind == NULL)
        return complain("a type without a kind");
    if (strcmp(kind, "list") == 0)
        type->shape = CL_LIST;
    else if (strcmp(kind, "tensor") == 0)
        type->shape = CL_TENSOR;
    else if (strcmp(kind, "map") == 0)
        type->shape = CL_MAP;
    if (type->shape == CL_MAP && !read_base(json_object_get(from, "key"), &type->key))
        return false;
    if (type->shape == CL_TENSOR &&
        !read_dims(json_object_get(from, "dimensions"), &type->dims, arena))
        return false;
    return read_base(json_object_get(from, "base"), &type->base);
}

static bool copy_text(const json_t *from, struct cl_str *to, struct cl_arena *arena)
{
    size_t n = json_string_length(from);

    if (!json_is_string(from))
        return complain("no text where text must be");
    to->at = cl_arena_copy(arena, json_string_value(from), n);
    to->n = (uint32_t)n;
    return to->at != NULL;
}

/* Base64 in place: the text becomes the bytes it stands for. */
static bool unpack_base64(struct cl_str *text, struct cl_arena *arena)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *bytes = cl_arena_alloc(arena, text->n);
    uint32_t n = 0, bits = 0, n_bits = 0;

    if (bytes == NULL)
        return complain("no memory");
    for (uint32_t i = 0; i < text->n && text->at[i] != '='; i++) {
        const char *digit = strchr(digits, text->at[i]);

        if (digit == NULL)
            return complain("no base64");
        bits = bits << 6 | (uint32_t)(digit - digits);
        n_bits += 6;
        if (n_bits >= 8) {
            n_bits -= 8;
            bytes[n++] = (char)(bits >> n_bits & 0xFF);
        }
    }
    *text = (struct cl_str){.at = bytes, .n = n};
    return true;
}

static bool read_fields(const json_t *list, struct cl_schema *schema, struct cl_arena *arena)
{
    schema->n = json_array_size(list);
    schema->fields = cl_arena_zeroed(arena, schema->n, sizeof *schema->fields);
    if (schema->fields == NULL)
        return complain("no memory");
    for (size_t i = 0; i < schema->n; i++) {
        const json_t *field = json_array_get(list, i);

        if (!copy_text(json_object_get(field, "name"), &schema->fields[i].name, arena) ||
            !read_type(json_object_get(field, "type"), &schema->fields[i].type, arena))
            return false;
    }
    return true;
}

bool golden_read_schema(struct cl_schema *schema, const char *text, size_t n,
                        struct cl_arena *arena)
{
    json_t *object = json_loadb(text, n, 0, NULL);
    bool read = object != NULL && read_fields(json_object_get(object, "fields"), schema, arena);

    json_decref(object);
    return read;
}

/* One value of a base. A null among numbers is the JVM's way to write NaN and infinities. */
static bool read_value(const json_t *from, enum cl_base base, void *to, struct cl_arena *arena)
{
    switch (base) {
    case CL_BOOL:
        *(uint8_t *)to = json_is_true(from);
        return json_is_boolean(from);
    case CL_I8:
        *(int8_t *)to = (int8_t)json_integer_value(from);
        return json_is_integer(from);
    case CL_I16:
        *(int16_t *)to = (int16_t)json_integer_value(from);
        return json_is_integer(from);
    case CL_I32:
        *(int32_t *)to = (int32_t)json_integer_value(from);
        return json_is_integer(from);
    case CL_I64:
        *(int64_t *)to = json_integer_value(from);
        return json_is_integer(from);
    case CL_F32:
        *(float *)to = json_is_null(from) ? NAN : (float)json_number_value(from);
        return json_is_null(from) || json_is_number(from);
    case CL_F64:
        *(double *)to = json_is_null(from) ? (double)NAN : json_number_value(from);
        return json_is_null(from) || json_is_number(from);
    case CL_STR:
        return copy_text(from, to, arena);
    case CL_BYTES:
        return copy_text(from, to, arena) && unpack_base64(to, arena);
    default:
        return false;
    }
}

static void *read_values(const json_t *list, enum cl_base base, struct cl_arena *arena)
{
    size_t size = cl_base_size(base);
    char *values = cl_arena_array(arena, json_array_size(list), size);

    for (size_t i = 0; values != NULL && i < json_array_size(list); i++)
        if (!read_value(json_array_get(list, i), base, values + i * size, arena))
            return NULL;
    return values;
}

static bool read_tensor(const json_t *from, enum cl_base base, struct cl_tensor *cell,
                        struct cl_arena *arena)
{
    const json_t *values = json_object_get(from, "values");
    const json_t *indices = json_object_get(from, "indices");
    struct cl_dims dims;
    uint32_t size = 1;

    if (!json_is_array(values) || !read_dims(json_object_get(from, "dimensions"), &dims, arena))
        return complain("a tensor without values or dimensions");
    for (uint32_t i = 0; i < dims.n; i++)
        size *= (uint32_t)dims.size[i];
    *cell = (struct cl_tensor){.value = read_values(values, base, arena),
                               .dims = dims.size,
                               .n = (uint32_t)json_array_size(values),
                               .size = size,
                               .rank = dims.n};
    if (indices != NULL) {
        int32_t *index = cl_arena_array(arena, cell->n, cell->rank * sizeof *index);

        for (size_t i = 0; index != NULL && i < (size_t)cell->n * cell->rank; i++)
            index[i] = (int32_t)json_integer_value(
                json_array_get(json_array_get(indices, i / cell->rank), i % cell->rank));
        cell->index = index;
        return index != NULL && json_array_size(indices) == cell->n && cell->value != NULL;
    }
    cell->size = cell->n;
    return cell->value != NULL;
}

static bool read_map(const json_t *from, const struct cl_type *type, struct cl_map *cell,
                     struct cl_arena *arena)
{
    size_t n = json_object_size(from), size = cl_base_size(type->base), i = 0;
    struct cl_str *keys = cl_arena_array(arena, n, sizeof *keys);
    char *values = cl_arena_array(arena, n, size);
    const char *key;
    json_t *value;

    if (keys == NULL || values == NULL || !json_is_object(from) || type->key != CL_STR)
        return complain("no map");
    json_object_foreach((json_t *)(uintptr_t)from, key, value)
    {
        keys[i].n = (uint32_t)strlen(key);
        keys[i].at = cl_arena_copy(arena, key, keys[i].n);
        if (keys[i].at == NULL || !read_value(value, type->base, values + i * size, arena))
            return false;
        i++;
    }
    *cell = (struct cl_map){.key = keys, .value = values, .n = (uint32_t)n};
    return true;
}

static bool read_cell(const json_t *from, struct cl_column *column, size_t row,
                      struct cl_arena *arena)
{
    const struct cl_type *type = &column->type;

    if (json_is_null(from) && column->valid != NULL) {
        cl_column_set_null(column, row);
        return true;
    }
    switch (type->shape) {
    case CL_SCALAR:
        return read_value(from, type->base, (char *)column->as.any + row * cl_base_size(type->base),
                          arena);
    case CL_LIST:
        column->as.list[row] = (struct cl_list){.at = read_values(from, type->base, arena),
                                                .n = (uint32_t)json_array_size(from)};
        return json_is_array(from) && column->as.list[row].at != NULL;
    case CL_TENSOR:
        return read_tensor(from, type->base, &column->as.tensor[row], arena);
    case CL_MAP:
        return read_map(from, type, &column->as.map[row], arena);
    }
    return false;
}

static bool read_rows(const json_t *rows, struct cleap_frame *frame)
{
    for (size_t row = 0; row < frame->n; row++) {
        const json_t *cells = json_array_get(rows, row);

        if (json_array_size(cells) != frame->schema->n)
            return complain("a row of another length");
        for (size_t i = 0; i < frame->schema->n; i++)
            if (!read_cell(json_array_get(cells, i), &frame->columns[i], row, &frame->arena))
                return complain("a cell that is not of its type");
    }
    return true;
}

bool golden_read_json(struct cleap_frame *frame, const char *text, size_t n)
{
    json_error_t fault;
    json_t *object = json_loadb(text, n, JSON_ALLOW_NUL, &fault);
    const json_t *rows = json_object_get(object, "rows");
    struct cl_schema *schema = cl_arena_zeroed(&frame->arena, 1, sizeof *schema);
    struct cleap_error err;
    bool read;

    if (object == NULL)
        return complain(fault.text);
    read = schema != NULL &&
           read_fields(json_object_get(json_object_get(object, "schema"), "fields"), schema,
                       &frame->arena) &&
           cl_frame_shape(frame, schema, json_array_size(rows), &err) == CLEAP_OK &&
           read_rows(rows, frame);
    json_decref(object);
    return read;
}
