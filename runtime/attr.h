/*
 * Attributes of a model as an op declares them: a table of rows, each naming the value slot that
 * is read and the field of the op's state that receives it.
 *
 * The slot is exact, as in MLeap: an attribute of the right name whose value sits in another slot
 * reads as the slot's default (0, false, "", empty list). An attribute that is absent is an error
 * unless the row is optional; then the field keeps what the op's `defaults` gave it.
 */
#ifndef CLEAP_RUNTIME_ATTR_H
#define CLEAP_RUNTIME_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/type.h"

enum cl_attr_type {
    CL_ATTR_END = 0,
    CL_ATTR_BOOL,   /* bool */
    CL_ATTR_I32,    /* int32_t             slot int */
    CL_ATTR_I64,    /* int64_t             slot long */
    CL_ATTR_F32,    /* float */
    CL_ATTR_F64,    /* double; a JSON null is NaN */
    CL_ATTR_STR,    /* struct cl_str */
    CL_ATTR_ENUM,   /* int                 slot string; the index into `names` */
    CL_ATTR_BASE,   /* enum cl_base        slot basic_type */
    CL_ATTR_SHAPE,  /* struct cl_data_shape */
    CL_ATTR_TENSOR, /* struct cl_attr_tensor */
    CL_ATTR_BOOLS,  /* struct cl_bools     list slots from here on */
    CL_ATTR_I32S,   /* struct cl_i32s */
    CL_ATTR_I64S,   /* struct cl_i64s */
    CL_ATTR_F64S,   /* struct cl_f64s */
    CL_ATTR_STRS,   /* struct cl_strs */
    CL_ATTR_BASES,  /* struct cl_bases */
    CL_ATTR_SHAPES, /* struct cl_data_shapes */
    CL_ATTR_TENSORS /* struct cl_attr_tensors */
};

/* A DataShape: what an input of an op looks like. */
struct cl_data_shape {
    enum cl_shape shape;
    bool nullable;
    struct cl_dims dims;
};

/* A dense tensor of any base. A matrix's dims are rows, columns; its values are column-major. */
struct cl_attr_tensor {
    enum cl_base base;
    struct cl_dims dims;
    size_t n;
    union {
        void *any;
        double *f64;
        float *f32;
        int64_t *i64;
        int32_t *i32;
        struct cl_str *str;
    } as;
};

struct cl_bools {
    bool *at;
    size_t n;
};
struct cl_i32s {
    int32_t *at;
    size_t n;
};
struct cl_i64s {
    int64_t *at;
    size_t n;
};
struct cl_f64s {
    double *at;
    size_t n;
};
struct cl_strs {
    struct cl_str *at;
    size_t n;
};
struct cl_bases {
    enum cl_base *at;
    size_t n;
};
struct cl_data_shapes {
    struct cl_data_shape *at;
    size_t n;
};
struct cl_attr_tensors {
    struct cl_attr_tensor *at;
    size_t n;
};

struct cl_attr {
    const char *name;
    enum cl_attr_type type;
    size_t offset;            /* of the field in the op's state */
    bool optional;            /* may be absent */
    size_t present;           /* offset of a bool set when it is there; 0: nobody asks */
    const char *const *names; /* CL_ATTR_ENUM: the accepted words, NULL ends them */
};

#endif
