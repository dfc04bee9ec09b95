/*
 * Casts from and to text: the JVM's parsers, and its texts of numbers.
 */
#include "runtime/cast_base.h"
#include "runtime/java_text.h"

/* How much of a text that is no number an error repeats. */
#define MAX_QUOTED 60

static enum cleap_status print_i64(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    const int64_t *in = from;
    struct cl_str *out = to;
    char *text = cl_arena_array(run->x->scratch, n, CL_NUMBER_TEXT_SIZE);

    (void)to_base;
    (void)at;
    if (text == NULL)
        return cl_fail_nomem(run->err);
    for (size_t i = 0; i < n; i++, text += CL_NUMBER_TEXT_SIZE)
        out[i] = (struct cl_str){.at = text, .n = (uint32_t)cl_i64_text(in[i], text)};
    return CLEAP_OK;
}

static enum cleap_status print_f64(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    const double *in = from;
    struct cl_str *out = to;
    char *text = cl_arena_array(run->x->scratch, n, CL_NUMBER_TEXT_SIZE);

    (void)to_base;
    (void)at;
    if (text == NULL)
        return cl_fail_nomem(run->err);
    for (size_t i = 0; i < n; i++, text += CL_NUMBER_TEXT_SIZE)
        out[i] = (struct cl_str){.at = text, .n = (uint32_t)cl_f64_java_text(in[i], text)};
    return CLEAP_OK;
}

static enum cleap_status print_f32(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    const float *in = from;
    struct cl_str *out = to;
    char *text = cl_arena_array(run->x->scratch, n, CL_NUMBER_TEXT_SIZE);

    (void)to_base;
    (void)at;
    if (text == NULL)
        return cl_fail_nomem(run->err);
    for (size_t i = 0; i < n; i++, text += CL_NUMBER_TEXT_SIZE)
        out[i] = (struct cl_str){.at = text, .n = (uint32_t)cl_f32_java_text(in[i], text)};
    return CLEAP_OK;
}

static bool says_null(struct cl_str text)
{
    return text.n == 0 || cl_str_is(text, "null");
}

static void mark_null(struct cl_cast_run *run, size_t i)
{
    if (run->valid != NULL)
        run->valid[i] = 0;
}

static enum cleap_status refuse(const struct cl_cast_run *run, enum cl_base to_base, size_t i,
                                struct cl_str text)
{
    bool cut = text.n > MAX_QUOTED;

    if (cut)
        for (text.n = MAX_QUOTED; text.n > 0 && ((unsigned char)text.at[text.n] & 0xC0) == 0x80;)
            text.n--;
    return cl_fail_row(run->err, run->x, run->is_column ? i : run->row, "\"%.*s%s\" is no %s",
                       CL_STR_ARGS(text), cut ? "..." : "", cl_base_name(to_base));
}

static enum cleap_status parse_bool(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                    const void *from, void *to, size_t n)
{
    const struct cl_str *in = from;
    uint8_t *out = to;

    for (size_t i = 0; i < n; i++) {
        bool value;

        if (!cl_java_parse_bool(in[i], &value))
            return refuse(run, to_base, at + i, in[i]);
        out[i] = value;
    }
    return CLEAP_OK;
}

static enum cleap_status parse_i64(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    static const struct {
        int64_t min, max;
    } bounds[CL_N_BASES] = {
        [CL_I8] = {INT8_MIN, INT8_MAX},
        [CL_I16] = {INT16_MIN, INT16_MAX},
        [CL_I32] = {INT32_MIN, INT32_MAX},
        [CL_I64] = {INT64_MIN, INT64_MAX},
    };
    const struct cl_str *in = from;
    int64_t *out = to;

    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        if (says_null(in[i]))
            mark_null(run, at + i);
        else if (!cl_java_parse_i64(in[i], bounds[to_base].min, bounds[to_base].max, &out[i]))
            return refuse(run, to_base, at + i, in[i]);
    }
    return CLEAP_OK;
}

static enum cleap_status parse_f32(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    const struct cl_str *in = from;
    float *out = to;

    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        if (says_null(in[i]))
            mark_null(run, at + i);
        else if (!cl_java_parse_f32(in[i], &out[i]))
            return refuse(run, to_base, at + i, in[i]);
    }
    return CLEAP_OK;
}

static enum cleap_status parse_f64(struct cl_cast_run *run, enum cl_base to_base, size_t at,
                                   const void *from, void *to, size_t n)
{
    const struct cl_str *in = from;
    double *out = to;

    for (size_t i = 0; i < n; i++) {
        out[i] = 0;
        if (says_null(in[i]))
            mark_null(run, at + i);
        else if (!cl_java_parse_f64(in[i], &out[i]))
            return refuse(run, to_base, at + i, in[i]);
    }
    return CLEAP_OK;
}

static const cl_cast_text_fn parses[CL_N_BASES] = {
    [CL_BOOL] = parse_bool, [CL_I8] = parse_i64,  [CL_I16] = parse_i64, [CL_I32] = parse_i64,
    [CL_I64] = parse_i64,   [CL_F32] = parse_f32, [CL_F64] = parse_f64,
};

cl_cast_text_fn cl_cast_parse(enum cl_base to)
{
    return parses[to];
}

/* A boolean is widened to 0 or 1, which is its text in MLeap's casts. */
cl_cast_text_fn cl_cast_print(enum cl_base from)
{
    return from == CL_F32 ? print_f32 : from == CL_F64 ? print_f64 : print_i64;
}
