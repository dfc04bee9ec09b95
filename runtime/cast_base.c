/*
 * Casts of values, by the JVM's rules: integers widen to long, floats to double, and narrow from
 * there. Two passes over a block that stays in the cache are nearly as fast as one for each pair
 * of types, and few enough to read; the pairs that frames bring most often have their own.
 *
 * Follows MLeap 0.25.2: core/types/Casting.scala.
 */
#include "runtime/cast_base.h"

#include <math.h>

/* Values between two passes. */
#define BLOCK 64

static void bool_to_i64(const void *from, void *to, size_t n)
{
    const uint8_t *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i] != 0;
}

static void i8_to_i64(const void *from, void *to, size_t n)
{
    const int8_t *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i];
}

static void i16_to_i64(const void *from, void *to, size_t n)
{
    const int16_t *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i];
}

static void i32_to_i64(const void *from, void *to, size_t n)
{
    const int32_t *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i];
}

static void f32_to_f64(const void *from, void *to, size_t n)
{
    const float *in = from;
    double *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (double)in[i];
}

static void bool_to_f64(const void *from, void *to, size_t n)
{
    const uint8_t *in = from;
    double *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i] != 0;
}

static void i32_to_f64(const void *from, void *to, size_t n)
{
    const int32_t *in = from;
    double *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i];
}

static void i64_to_bool(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    uint8_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i] != 0;
}

static void i64_to_i8(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    int8_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)in[i];
}

static void i64_to_i16(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    int16_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (int16_t)in[i];
}

static void i64_to_i32(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    int32_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (int32_t)in[i];
}

static void i64_to_f32(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    float *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (float)in[i];
}

static void i64_to_f64(const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    double *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (double)in[i];
}

/* Truncates toward 0, as far as the target goes; NaN is 0. */
static int32_t saturate_i32(double value)
{
    if (isnan(value))
        return 0;
    return value >= 0x1p31 ? INT32_MAX : value <= -0x1p31 ? INT32_MIN : (int32_t)value;
}

static int64_t saturate_i64(double value)
{
    if (isnan(value))
        return 0;
    return value >= 0x1p63 ? INT64_MAX : value <= -0x1p63 ? INT64_MIN : (int64_t)value;
}

static void f64_to_bool(const void *from, void *to, size_t n)
{
    const double *in = from;
    uint8_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = in[i] != 0.0;
}

/* The JVM has no way from a double to a byte or a short but through int. */
static void f64_to_i8(const void *from, void *to, size_t n)
{
    const double *in = from;
    int8_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)saturate_i32(in[i]);
}

static void f64_to_i16(const void *from, void *to, size_t n)
{
    const double *in = from;
    int16_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (int16_t)saturate_i32(in[i]);
}

static void f64_to_i32(const void *from, void *to, size_t n)
{
    const double *in = from;
    int32_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = saturate_i32(in[i]);
}

static void f64_to_i64(const void *from, void *to, size_t n)
{
    const double *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = saturate_i64(in[i]);
}

static void f64_to_f32(const void *from, void *to, size_t n)
{
    const double *in = from;
    float *out = to;

    for (size_t i = 0; i < n; i++)
        out[i] = (float)in[i];
}

static const cl_cast_number_fn widens[CL_N_BASES] = {
    [CL_BOOL] = bool_to_i64, [CL_I8] = i8_to_i64,   [CL_I16] = i16_to_i64,
    [CL_I32] = i32_to_i64,   [CL_F32] = f32_to_f64,
};

/* From long; NULL where it has arrived. */
static const cl_cast_number_fn narrows_i64[CL_N_BASES] = {
    [CL_BOOL] = i64_to_bool, [CL_I8] = i64_to_i8,   [CL_I16] = i64_to_i16,
    [CL_I32] = i64_to_i32,   [CL_F32] = i64_to_f32, [CL_F64] = i64_to_f64,
};

/* From double. */
static const cl_cast_number_fn narrows_f64[CL_N_BASES] = {
    [CL_BOOL] = f64_to_bool, [CL_I8] = f64_to_i8,   [CL_I16] = f64_to_i16,
    [CL_I32] = f64_to_i32,   [CL_I64] = f64_to_i64, [CL_F32] = f64_to_f32,
};

static bool is_floating(enum cl_base base)
{
    return base == CL_F32 || base == CL_F64;
}

static bool is_integer(enum cl_base base)
{
    return base >= CL_I8 && base <= CL_I64;
}

/* The casts to double that frames bring most often, in one pass. */
static cl_cast_number_fn one_pass(enum cl_base from, enum cl_base to)
{
    if (to != CL_F64)
        return NULL;
    return from == CL_I32 ? i32_to_f64 : from == CL_BOOL ? bool_to_f64 : NULL;
}

void cl_cast_base_init(struct cl_cast_base *cast, enum cl_base from, enum cl_base to)
{
    *cast = (struct cl_cast_base){
        .from = from, .to = to, .from_size = cl_base_size(from), .to_size = cl_base_size(to)};
    if (from == to)
        return;
    if (from == CL_STR) {
        cast->parse = cl_cast_parse(to);
        cast->narrow = is_integer(to) ? narrows_i64[to] : NULL;
    } else if (one_pass(from, to) != NULL) {
        cast->narrow = one_pass(from, to);
    } else if (to == CL_STR) {
        cast->widen = from != CL_F32 ? widens[from] : NULL;
        cast->print = cl_cast_print(from);
    } else {
        cast->widen = widens[from];
        cast->narrow = is_floating(from) ? narrows_f64[to] : narrows_i64[to];
    }
}

/* Both passes over a block of values at most. */
static enum cleap_status cast_block(const struct cl_cast_base *cast, struct cl_cast_run *run,
                                    size_t at, const void *from, void *to, size_t n)
{
    union {
        int64_t i64[BLOCK];
        double f64[BLOCK];
    } block;
    bool is_last = cast->narrow == NULL && cast->print == NULL;
    void *middle = is_last ? to : &block;

    if (cast->parse != NULL)
        CL_TRY(cast->parse(run, cast->to, at, from, middle, n));
    else
        cast->widen(from, middle, n);
    if (cast->print != NULL)
        return cast->print(run, cast->to, at, middle, to, n);
    if (cast->narrow != NULL)
        cast->narrow(middle, to, n);
    return CLEAP_OK;
}

enum cleap_status cl_cast_values(const struct cl_cast_base *cast, struct cl_cast_run *run,
                                 const void *from, void *to, size_t n)
{
    if (n == 0)
        return CLEAP_OK;
    if (cast->from == cast->to) {
        memcpy(to, from, n * cast->to_size);
        return CLEAP_OK;
    }
    if (cast->parse == NULL && cast->widen == NULL) {
        if (cast->print != NULL)
            return cast->print(run, cast->to, 0, from, to, n);
        cast->narrow(from, to, n);
        return CLEAP_OK;
    }
    for (size_t at = 0; at < n; at += BLOCK)
        CL_TRY(cast_block(cast, run, at, (const char *)from + at * cast->from_size,
                          (char *)to + at * cast->to_size, n - at < BLOCK ? n - at : BLOCK));
    return CLEAP_OK;
}

enum cleap_status cl_cast_to_scratch(const struct cl_cast_base *cast, struct cl_cast_run *run,
                                     const void *from, size_t n, const void **to)
{
    void *values;

    *to = from;
    if (cast->from == cast->to)
        return CLEAP_OK;
    values = cl_arena_array(run->x->scratch, n, cast->to_size);
    if (values == NULL)
        return cl_fail_nomem(run->err);
    *to = values;
    return cl_cast_values(cast, run, from, values, n);
}

bool cl_cast_makes_nulls(enum cl_base from, enum cl_base to)
{
    return from == CL_STR && (is_integer(to) || is_floating(to));
}
