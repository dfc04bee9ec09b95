/*
 * Values through libavro: a struct value is a value in its sense, so that libavro puts what it
 * decodes into one, or takes what it encodes out of one.
 *
 * libavro keeps the words of a failure in one place for all threads; they are never read here.
 */
#include "mleap/avro_value.h"

#include <avro.h>

#include "mleap/json.h"
#include "runtime/utf8.h"

/* The longest encoding of a number. */
#define NUMBER_SIZE 10

struct value {
    avro_type_t type;
    int boolean;
    int64_t i64;
    float f32;
    double f64;
};

static int reset(const avro_value_iface_t *iface, void *self)
{
    (void)iface;
    (void)self;
    return 0;
}

static avro_type_t get_type(const avro_value_iface_t *iface, const void *self)
{
    (void)iface;
    return ((const struct value *)self)->type;
}

static int get_boolean(const avro_value_iface_t *iface, const void *self, int *out)
{
    (void)iface;
    *out = ((const struct value *)self)->boolean;
    return 0;
}

static int get_long(const avro_value_iface_t *iface, const void *self, int64_t *out)
{
    (void)iface;
    *out = ((const struct value *)self)->i64;
    return 0;
}

static int get_float(const avro_value_iface_t *iface, const void *self, float *out)
{
    (void)iface;
    *out = ((const struct value *)self)->f32;
    return 0;
}

static int get_double(const avro_value_iface_t *iface, const void *self, double *out)
{
    (void)iface;
    *out = ((const struct value *)self)->f64;
    return 0;
}

static int set_boolean(const avro_value_iface_t *iface, void *self, int value)
{
    (void)iface;
    ((struct value *)self)->boolean = value;
    return 0;
}

static int set_long(const avro_value_iface_t *iface, void *self, int64_t value)
{
    (void)iface;
    ((struct value *)self)->i64 = value;
    return 0;
}

static int set_float(const avro_value_iface_t *iface, void *self, float value)
{
    (void)iface;
    ((struct value *)self)->f32 = value;
    return 0;
}

static int set_double(const avro_value_iface_t *iface, void *self, double value)
{
    (void)iface;
    ((struct value *)self)->f64 = value;
    return 0;
}

/* libavro wants to be able to write to it, and does not. */
static avro_value_iface_t value_class = {
    .reset = reset,
    .get_type = get_type,
    .get_boolean = get_boolean,
    .get_long = get_long,
    .get_float = get_float,
    .get_double = get_double,
    .set_boolean = set_boolean,
    .set_long = set_long,
    .set_float = set_float,
    .set_double = set_double,
};

static enum cleap_status ends_early(struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_FORMAT, "the rows of the block end within a value");
}

enum cleap_status cl_avro_input_set(struct cl_avro_input *in, const char *bytes, size_t n,
                                    struct cleap_error *err)
{
    if (in->reader == NULL)
        in->reader = avro_reader_memory(bytes, (int64_t)n);
    else
        avro_reader_memory_set_source(in->reader, bytes, (int64_t)n);
    in->size = n;
    return in->reader != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void cl_avro_input_done(struct cl_avro_input *in)
{
    if (in->reader != NULL)
        avro_reader_free(in->reader);
    in->reader = NULL;
}

static enum cleap_status get(struct cl_avro_input *in, struct value *value, struct cleap_error *err)
{
    avro_value_t to = {.iface = &value_class, .self = value};

    return avro_value_read(in->reader, &to) == 0 ? CLEAP_OK : ends_early(err);
}

enum cleap_status cl_avro_get_long(struct cl_avro_input *in, int64_t min, int64_t max,
                                   int64_t *value, struct cleap_error *err)
{
    struct value v = {.type = AVRO_INT64};

    CL_TRY(get(in, &v, err));
    if (v.i64 < min || v.i64 > max)
        return cl_fail(err, CLEAP_E_FORMAT, "%lld is not in [%lld, %lld]", (long long)v.i64,
                       (long long)min, (long long)max);
    *value = v.i64;
    return CLEAP_OK;
}

enum cleap_status cl_avro_get_text(struct cl_avro_input *in, enum cl_base base,
                                   struct cl_arena *arena, struct cl_str *text,
                                   struct cleap_error *err)
{
    int64_t n = 0;
    char *to;

    CL_TRY(cl_avro_get_long(in, 0, INT64_MAX, &n, err));
    if ((uint64_t)n > in->size)
        return ends_early(err);
    to = cl_arena_alloc(arena, (size_t)n);
    if (to == NULL)
        return cl_fail_nomem(err);
    if (n > 0 && avro_read(in->reader, to, n) != 0)
        return ends_early(err);
    if (base == CL_STR && !cl_json_is_utf8(to, (size_t)n))
        return cl_fail(err, CLEAP_E_FORMAT, "a string that is not UTF-8");
    *text = (struct cl_str){.at = to, .n = (uint32_t)n};
    return CLEAP_OK;
}

static enum cleap_status get_whole(struct cl_avro_input *in, enum cl_base base, void *to,
                                   struct cleap_error *err)
{
    int64_t value = 0;

    switch (base) {
    case CL_I8:
        CL_TRY(cl_avro_get_long(in, INT8_MIN, INT8_MAX, &value, err));
        *(int8_t *)to = (int8_t)value;
        return CLEAP_OK;
    case CL_I16:
        CL_TRY(cl_avro_get_long(in, INT16_MIN, INT16_MAX, &value, err));
        *(int16_t *)to = (int16_t)value;
        return CLEAP_OK;
    case CL_I32:
        CL_TRY(cl_avro_get_long(in, INT32_MIN, INT32_MAX, &value, err));
        *(int32_t *)to = (int32_t)value;
        return CLEAP_OK;
    default:
        return cl_avro_get_long(in, INT64_MIN, INT64_MAX, to, err);
    }
}

enum cleap_status cl_avro_get(struct cl_avro_input *in, enum cl_base base, struct cl_arena *arena,
                              void *to, struct cleap_error *err)
{
    struct value value = {.type = AVRO_DOUBLE};

    switch (base) {
    case CL_STR:
    case CL_BYTES:
        return cl_avro_get_text(in, base, arena, to, err);
    case CL_F64:
        CL_TRY(get(in, &value, err));
        *(double *)to = value.f64;
        return CLEAP_OK;
    case CL_F32:
        value.type = AVRO_FLOAT;
        CL_TRY(get(in, &value, err));
        *(float *)to = value.f32;
        return CLEAP_OK;
    case CL_BOOL:
        value.type = AVRO_BOOLEAN;
        CL_TRY(get(in, &value, err));
        *(uint8_t *)to = value.boolean != 0;
        return CLEAP_OK;
    default:
        return get_whole(in, base, to, err);
    }
}

enum cleap_status cl_avro_output_set(struct cl_avro_output *out, struct cl_buf *buf,
                                     struct cleap_error *err)
{
    out->buf = buf;
    if (out->writer == NULL)
        out->writer = avro_writer_memory(NULL, 0);
    return out->writer != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void cl_avro_output_done(struct cl_avro_output *out)
{
    if (out->writer != NULL)
        avro_writer_free(out->writer);
    out->writer = NULL;
}

/* There is room for any number, so nothing can fail but the buffer. */
static void put(struct cl_avro_output *out, struct value *value)
{
    avro_value_t from = {.iface = &value_class, .self = value};
    char *to = cl_buf_reserve(out->buf, NUMBER_SIZE);

    if (to == NULL)
        return;
    avro_writer_memory_set_dest(out->writer, to, NUMBER_SIZE);
    avro_value_write(out->writer, &from);
    out->buf->n += (size_t)avro_writer_tell(out->writer);
}

void cl_avro_put_long(struct cl_avro_output *out, int64_t value)
{
    put(out, &(struct value){.type = AVRO_INT64, .i64 = value});
}

void cl_avro_put_text(struct cl_avro_output *out, enum cl_base base, struct cl_str text)
{
    if (base != CL_STR) {
        cl_avro_put_long(out, text.n);
        cl_buf_append(out->buf, text.at, text.n);
    } else {
        cl_avro_put_long(out, (int64_t)cl_utf8_written_size(text));
        cl_utf8_write(out->buf, text);
    }
}

void cl_avro_put(struct cl_avro_output *out, enum cl_base base, const void *values, size_t i)
{
    switch (base) {
    case CL_STR:
    case CL_BYTES:
        cl_avro_put_text(out, base, ((const struct cl_str *)values)[i]);
        break;
    case CL_F64:
        put(out, &(struct value){.type = AVRO_DOUBLE, .f64 = ((const double *)values)[i]});
        break;
    case CL_F32:
        put(out, &(struct value){.type = AVRO_FLOAT, .f32 = ((const float *)values)[i]});
        break;
    case CL_BOOL:
        put(out, &(struct value){.type = AVRO_BOOLEAN, .boolean = ((const uint8_t *)values)[i]});
        break;
    case CL_I8:
        cl_avro_put_long(out, ((const int8_t *)values)[i]);
        break;
    case CL_I16:
        cl_avro_put_long(out, ((const int16_t *)values)[i]);
        break;
    case CL_I32:
        cl_avro_put_long(out, ((const int32_t *)values)[i]);
        break;
    default:
        cl_avro_put_long(out, ((const int64_t *)values)[i]);
        break;
    }
}
