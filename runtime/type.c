/*
 * Types: sizes, names, equality.
 */
#include "runtime/type.h"

#include <stdio.h>

#include "runtime/column.h"

static const struct {
    const char *name;
    size_t size;
} bases[CL_N_BASES] = {
    [CL_BASE_NONE] = {"undefined", 0},
    [CL_BOOL] = {"boolean", sizeof(uint8_t)},
    [CL_I8] = {"byte", sizeof(int8_t)},
    [CL_I16] = {"short", sizeof(int16_t)},
    [CL_I32] = {"int", sizeof(int32_t)},
    [CL_I64] = {"long", sizeof(int64_t)},
    [CL_F32] = {"float", sizeof(float)},
    [CL_F64] = {"double", sizeof(double)},
    [CL_STR] = {"string", sizeof(struct cl_str)},
    [CL_BYTES] = {"byte_string", sizeof(struct cl_str)},
};

const char *cl_base_name(enum cl_base base)
{
    return bases[base].name;
}

size_t cl_base_size(enum cl_base base)
{
    return bases[base].size;
}

size_t cl_cell_size(const struct cl_type *type)
{
    switch (type->shape) {
    case CL_LIST:
        return sizeof(struct cl_list);
    case CL_TENSOR:
        return sizeof(struct cl_tensor);
    case CL_MAP:
        return sizeof(struct cl_map);
    case CL_SCALAR:
        break;
    }
    return bases[type->base].size;
}

bool cl_base_casts(enum cl_base from, enum cl_base to)
{
    return from == to ||
           (from != CL_BYTES && to != CL_BYTES && from != CL_BASE_NONE && to != CL_BASE_NONE);
}

static bool dims_equal(const struct cl_dims *a, const struct cl_dims *b)
{
    if (a->known != b->known || a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++)
        if (a->size[i] != b->size[i])
            return false;
    return true;
}

bool cl_type_equal(const struct cl_type *a, const struct cl_type *b)
{
    return a->base == b->base && a->shape == b->shape && a->nullable == b->nullable &&
           (a->shape != CL_MAP || a->key == b->key) &&
           (a->shape != CL_TENSOR || dims_equal(&a->dims, &b->dims));
}

bool cl_schema_equal(const struct cl_schema *a, const struct cl_schema *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!cl_str_equal(a->fields[i].name, b->fields[i].name) ||
            !cl_type_equal(&a->fields[i].type, &b->fields[i].type))
            return false;
    return true;
}

ptrdiff_t cl_schema_find(const struct cl_schema *schema, struct cl_str name)
{
    for (size_t i = 0; i < schema->n; i++)
        if (cl_str_equal(schema->fields[i].name, name))
            return (ptrdiff_t)i;
    return -1;
}

static void dims_text(const struct cl_dims *dims, char *text, size_t room)
{
    size_t used = 0;

    for (uint32_t i = 0; i < dims->n; i++) {
        int n = snprintf(text + used, room - used, "%s%d", i > 0 ? ", " : "", dims->size[i]);

        if (n < 0 || (size_t)n >= room - used) {
            snprintf(text + (used < room - 4 ? used : room - 4), 4, "...");
            return;
        }
        used += (size_t)n;
    }
}

const char *cl_type_text(const struct cl_type *type, char text[CL_TYPE_TEXT_SIZE])
{
    const char *base = bases[type->base].name, *mark = type->nullable ? "?" : "";
    char dims[48] = "";

    switch (type->shape) {
    case CL_SCALAR:
        snprintf(text, CL_TYPE_TEXT_SIZE, "%s%s", base, mark);
        break;
    case CL_LIST:
        snprintf(text, CL_TYPE_TEXT_SIZE, "list(%s)%s", base, mark);
        break;
    case CL_MAP:
        snprintf(text, CL_TYPE_TEXT_SIZE, "map(%s, %s)%s", bases[type->key].name, base, mark);
        break;
    case CL_TENSOR:
        dims_text(&type->dims, dims, sizeof dims);
        if (type->dims.known)
            snprintf(text, CL_TYPE_TEXT_SIZE, "tensor(%s, [%s])%s", base, dims, mark);
        else
            snprintf(text, CL_TYPE_TEXT_SIZE, "tensor(%s)%s", base, mark);
        break;
    }
    return text;
}
