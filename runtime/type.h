/*
 * What a column holds: a base type in a shape.
 */
#ifndef CLEAP_RUNTIME_TYPE_H
#define CLEAP_RUNTIME_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/str.h"

/* MLeap's basic types. */
enum cl_base {
    CL_BASE_NONE = 0,
    CL_BOOL,  /* uint8_t, 0 or 1 */
    CL_I8,    /* byte */
    CL_I16,   /* short */
    CL_I32,   /* int, which a scalar's schema calls integer */
    CL_I64,   /* long */
    CL_F32,   /* float */
    CL_F64,   /* double */
    CL_STR,   /* string: struct cl_str */
    CL_BYTES, /* byte_string: struct cl_str */
    CL_N_BASES
};

enum cl_shape { CL_SCALAR, CL_LIST, CL_TENSOR, CL_MAP };

/* Dimensions as a schema declares them; they describe, no cell is checked against them. */
struct cl_dims {
    bool known;          /* false: the schema does not say */
    uint32_t n;          /* 0: a tensor of one value */
    const int32_t *size; /* n of them; -1 is unknown */
};

struct cl_type {
    enum cl_base base; /* of a scalar, an element, a map's value */
    enum cl_base key;  /* CL_MAP only */
    enum cl_shape shape;
    bool nullable;
    struct cl_dims dims; /* CL_TENSOR only */
};

struct cl_field {
    struct cl_str name; /* with a NUL behind it, which is not counted */
    struct cl_type type;
};

/* Fields in order, their names unique. */
struct cl_schema {
    size_t n;
    struct cl_field *fields;
};

/* "double", "string", ...: MLeap's name. */
const char *cl_base_name(enum cl_base base);

/* Bytes of one value of the base. */
size_t cl_base_size(enum cl_base base);

/* Bytes of one cell of a column of the type. */
size_t cl_cell_size(const struct cl_type *type);

/* Whether MLeap can cast values of one base to the other (leap frames, table of base casts). */
bool cl_base_casts(enum cl_base from, enum cl_base to);

/* Equal in everything, dimensions and nullability included. */
bool cl_type_equal(const struct cl_type *a, const struct cl_type *b);
bool cl_schema_equal(const struct cl_schema *a, const struct cl_schema *b);

/* The index of the field, or -1. */
ptrdiff_t cl_schema_find(const struct cl_schema *schema, struct cl_str name);

/* Room for the text of any type; long dimensions are cut. */
#define CL_TYPE_TEXT_SIZE 96

/* Writes "double", "list(string)", "tensor(double, [3])", "map(string, int)"; a '?' follows a
 * nullable type. Returns `text`. */
const char *cl_type_text(const struct cl_type *type, char text[CL_TYPE_TEXT_SIZE]);

#endif
