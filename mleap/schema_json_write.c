/*
 * Writing the schema of a leap frame. Members are in the order of MLeap, which is not the same for
 * all types.
 */
#include "mleap/schema_json.h"
#include "runtime/number.h"

static void put_member(struct cl_json_writer *w, const char *key, const char *value)
{
    cl_json_put_key(w, key);
    cl_json_put_word(w->buf, value);
}

static void put_not_nullable(struct cl_json_writer *w, const struct cl_type *type)
{
    if (type->nullable)
        return;
    cl_json_put_key(w, "isNullable");
    cl_buf_text(w->buf, "false");
}

static const char *scalar_name(const struct cl_type *type)
{
    return type->base == CL_I32 ? "integer" : cl_base_name(type->base);
}

static void put_dimensions(struct cl_json_writer *w, const struct cl_dims *dims)
{
    char text[CL_NUMBER_TEXT_SIZE];

    if (!dims->known)
        return;
    cl_json_put_key(w, "dimensions");
    cl_json_put_begin_array(w);
    for (uint32_t i = 0; i < dims->n; i++) {
        cl_json_put_item(w);
        cl_buf_append(w->buf, text, cl_i64_text(dims->size[i], text));
    }
    cl_json_put_end_array(w);
}

void cl_type_write_json(struct cl_json_writer *w, const struct cl_type *type)
{
    if (type->shape == CL_SCALAR && type->nullable) {
        cl_json_put_word(w->buf, scalar_name(type));
        return;
    }
    cl_json_put_begin_object(w);
    switch (type->shape) {
    case CL_SCALAR:
        put_member(w, "base", scalar_name(type));
        put_not_nullable(w, type);
        put_member(w, "type", "basic");
        break;
    case CL_LIST:
        put_member(w, "base", cl_base_name(type->base));
        put_not_nullable(w, type);
        put_member(w, "type", "list");
        break;
    case CL_MAP:
        put_member(w, "base", cl_base_name(type->base));
        put_not_nullable(w, type);
        put_member(w, "key", cl_base_name(type->key));
        put_member(w, "type", "map");
        break;
    case CL_TENSOR:
        put_member(w, "type", "tensor");
        put_member(w, "base", cl_base_name(type->base));
        put_not_nullable(w, type);
        put_dimensions(w, &type->dims);
        break;
    }
    cl_json_put_end_object(w);
}

void cl_schema_write_json(struct cl_json_writer *w, const struct cl_schema *schema)
{
    cl_json_put_begin_object(w);
    cl_json_put_key(w, "fields");
    cl_json_put_begin_array(w);
    for (size_t i = 0; i < schema->n; i++) {
        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        cl_json_put_key(w, "name");
        cl_json_put_string(w->buf, schema->fields[i].name);
        cl_json_put_key(w, "type");
        cl_type_write_json(w, &schema->fields[i].type);
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
    cl_json_put_end_object(w);
}
