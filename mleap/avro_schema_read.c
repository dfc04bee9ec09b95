/*
 * Reading the Avro schema of a leap frame.
 *
 * Nothing that is read here goes deeper than a tensor's indices, so no schema leads into recursion:
 * what does not have one of the forms of a leap frame is refused.
 */
#include <jansson.h>

#include "mleap/avro_schema.h"
#include "mleap/limits.h"
#include "mleap/schema_names.h"

/* The tensor records that were described so far. */
struct tensors {
    bool described[CL_N_BASES], null_first[CL_N_BASES];
};

static bool is_word(const json_t *json, const char *word)
{
    const char *text = json_string_value(json);

    return text != NULL && strcmp(text, word) == 0;
}

/* The name of a type, also of one in a longer form: {"type": "int"}. NULL: a union. */
static const char *type_name(const json_t *json)
{
    return json_string_value(json_is_object(json) ? json_object_get(json, "type") : json);
}

/* The last part of a name that may have a namespace before it. */
static const char *short_name(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot != NULL ? dot + 1 : name;
}

static enum cleap_status refuse(const char *name, struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "'%s' is no type that a leap frame can have",
                   name != NULL ? name : "a union");
}

/* The base that a named type is read as. */
static enum cl_base find_base(const char *name)
{
    static const enum cl_base bases[] = {CL_BOOL, CL_I32, CL_I64, CL_F32, CL_F64, CL_STR, CL_BYTES};

    for (size_t i = 0; name != NULL && i < CL_COUNT_OF(bases); i++)
        if (strcmp(name, cl_avro_base_name(bases[i])) == 0)
            return bases[i];
    return CL_BASE_NONE;
}

/* Splits a union of a type and null. */
static bool split_union(const json_t *json, const json_t **other, bool *null_first)
{
    const json_t *first = json_array_get(json, 0), *second = json_array_get(json, 1);
    const char *name = type_name(first);

    *null_first = name != NULL && strcmp(name, "null") == 0;
    if (!*null_first)
        name = type_name(second);
    *other = *null_first ? second : first;
    return json_array_size(json) == 2 && name != NULL && strcmp(name, "null") == 0;
}

static bool is_array_of(const json_t *json, const char *items)
{
    const char *name = type_name(json_object_get(json, "items"));

    return json_is_object(json) && is_word(json_object_get(json, "type"), "array") &&
           name != NULL && strcmp(name, items) == 0;
}

static bool is_array_of_arrays(const json_t *json)
{
    return is_array_of(json, "array") && is_array_of(json_object_get(json, "items"), "int");
}

static const json_t *field_type(const json_t *record, size_t i, const char *name)
{
    const json_t *field = json_array_get(json_object_get(record, "fields"), i);

    return is_word(json_object_get(field, "name"), name) ? json_object_get(field, "type") : NULL;
}

/* Checks that a record is the one that a tensor of the base is. */
static bool describe_tensor(const json_t *record, enum cl_base base, struct tensors *tensors)
{
    const json_t *values = field_type(record, 1, "values");
    const json_t *indices = field_type(record, 2, "indices");
    const char *name = type_name(values);
    const json_t *tuples;

    if (json_array_size(json_object_get(record, "fields")) != 3 ||
        !is_array_of(field_type(record, 0, "dimensions"), "int") || !json_is_array(indices) ||
        !split_union(indices, &tuples, &tensors->null_first[base]) || !is_array_of_arrays(tuples))
        return false;
    tensors->described[base] = true;
    if (base == CL_I8)
        return name != NULL && strcmp(name, "bytes") == 0;
    return is_array_of(values, cl_avro_base_name(base));
}

/* A tensor: its record, or the name of one that was described before. */
static enum cleap_status read_tensor(const json_t *json, const char *name, struct cl_type *type,
                                     struct cl_avro_field *field, struct tensors *tensors,
                                     struct cleap_error *err)
{
    enum cl_base base = CL_BOOL;

    while (base < CL_N_BASES && strcmp(short_name(name), cl_avro_tensor_name(base)) != 0)
        base++;
    if (base == CL_N_BASES)
        return refuse(name, err);
    if (json_is_object(json) && is_word(json_object_get(json, "type"), "record") &&
        !describe_tensor(json, base, tensors))
        return cl_fail(err, CLEAP_E_FORMAT,
                       "%s is not a record of dimensions, values and indices as MLeap has it",
                       cl_avro_tensor_name(base));
    if (!tensors->described[base])
        return cl_fail(err, CLEAP_E_FORMAT, "%s is named before it is described",
                       cl_avro_tensor_name(base));
    type->shape = CL_TENSOR;
    type->base = base;
    field->indices_null_first = tensors->null_first[base];
    return CLEAP_OK;
}

static enum cleap_status read_plain(const json_t *json, struct cl_type *type,
                                    struct cl_avro_field *field, struct tensors *tensors,
                                    struct cleap_error *err)
{
    const char *name = type_name(json);
    const json_t *items = NULL;

    type->base = find_base(name);
    if (type->base != CL_BASE_NONE)
        return CLEAP_OK;
    if (name == NULL)
        return refuse(NULL, err);
    if (strcmp(name, "array") == 0) {
        type->shape = CL_LIST;
        items = json_object_get(json, "items");
    } else if (strcmp(name, "map") == 0) {
        type->shape = CL_MAP;
        type->key = CL_STR;
        items = json_object_get(json, "values");
    } else {
        if (strcmp(name, "record") == 0)
            name = json_string_value(json_object_get(json, "name"));
        return name != NULL ? read_tensor(json, name, type, field, tensors, err)
                            : refuse("record", err);
    }
    type->base = find_base(type_name(items));
    return type->base != CL_BASE_NONE ? CLEAP_OK : refuse(type_name(items), err);
}

static enum cleap_status read_type(const json_t *json, struct cl_type *type,
                                   struct cl_avro_field *field, struct tensors *tensors,
                                   struct cleap_error *err)
{
    const json_t *plain = json;

    *type = (struct cl_type){.nullable = true};
    *field = (struct cl_avro_field){.is_union = json_is_array(json)};
    if (json == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "\"type\" is missing");
    if (field->is_union && !split_union(json, &plain, &field->null_first))
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "a union of %zu types; those of two, one of them null, are understood",
                       json_array_size(json));
    return read_plain(plain, type, field, tensors, err);
}

static enum cleap_status read_fields(const json_t *fields, struct cl_avro_schema *schema,
                                     struct cl_arena *arena, struct cleap_error *err)
{
    struct tensors tensors = {0};
    size_t n = json_array_size(fields);

    if (n > CL_MAX_COLUMNS)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu columns, at most %d are allowed", n,
                       CL_MAX_COLUMNS);
    schema->schema.n = n;
    schema->schema.fields = cl_arena_array(arena, n, sizeof *schema->schema.fields);
    schema->fields = cl_arena_array(arena, n, sizeof *schema->fields);
    if (schema->schema.fields == NULL || schema->fields == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        const json_t *json = json_array_get(fields, i), *name = json_object_get(json, "name");
        struct cl_field *field = &schema->schema.fields[i];

        if (!json_is_string(name))
            return cl_fail(err, CLEAP_E_FORMAT, "field %zu has no name", i);
        field->name.n = (uint32_t)json_string_length(name);
        field->name.at = cl_arena_strndup(arena, json_string_value(name), field->name.n);
        if (field->name.at == NULL)
            return cl_fail_nomem(err);
        if (read_type(json_object_get(json, "type"), &field->type, &schema->fields[i], &tensors,
                      err) != CLEAP_OK)
            return cl_blame(err, "column '%.*s'", CL_STR_ARGS(field->name));
    }
    return cl_schema_check_names(&schema->schema, arena, err);
}

enum cleap_status cl_avro_schema_read(struct cl_avro_schema *schema, struct cl_str text,
                                      struct cl_arena *arena, struct cleap_error *err)
{
    json_error_t fault;
    json_t *json = json_loadb(text.at, text.n, JSON_DECODE_ANY, &fault);
    const json_t *fields = json_object_get(json, "fields");
    enum cleap_status status;

    if (json == NULL)
        return json_error_code(&fault) == json_error_out_of_memory
                   ? cl_fail_nomem(err)
                   : cl_fail(err, CLEAP_E_FORMAT, "schema: %s", fault.text);
    if (is_word(json_object_get(json, "type"), "record") && json_is_array(fields))
        status = read_fields(fields, schema, arena, err);
    else
        status = cl_fail(err, CLEAP_E_FORMAT, "it is not a record");
    json_decref(json);
    return status == CLEAP_OK ? CLEAP_OK : cl_blame(err, "schema");
}
