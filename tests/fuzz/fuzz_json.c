/*
 * The JSON cursor: any text is taken or refused, wherever it lies, and a text that is taken is
 * taken in the same way when it is read value by value as when it is skipped.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mleap/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum cleap_status read_value(struct cl_json *j, struct cleap_error *err);

static enum cleap_status read_object(struct cl_json *j, struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(j, err));
    for (;;) {
        CL_TRY(cl_json_next_key(j, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(read_value(j, err));
    }
}

static enum cleap_status read_array(struct cl_json *j, struct cleap_error *err)
{
    bool more;

    CL_TRY(cl_json_begin_array(j, err));
    for (;;) {
        CL_TRY(cl_json_next_item(j, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(read_value(j, err));
    }
}

static enum cleap_status read_number(struct cl_json *j, struct cleap_error *err)
{
    struct cl_json_place here = cl_json_here(j);
    struct cleap_error unused;
    int64_t whole;
    float narrow;

    cl_json_read_i64(j, INT64_MIN, INT64_MAX, &whole, &unused);
    cl_json_return(j, here);
    CL_TRY(cl_json_read_f32(j, &narrow, err));
    cl_json_return(j, here);
    return cl_json_read_f64(j, &(double){0}, err);
}

/* The cursor's limit of levels is ours. */
static enum cleap_status read_value(struct cl_json *j, struct cleap_error *err)
{
    struct cl_str text;
    bool yes;

    switch (cl_json_kind(j)) {
    case CL_JSON_OBJECT:
        return read_object(j, err);
    case CL_JSON_ARRAY:
        return read_array(j, err);
    case CL_JSON_STRING:
        return cl_json_read_string(j, NULL, &text, err);
    case CL_JSON_NUMBER:
        return read_number(j, err);
    case CL_JSON_BOOL:
        return cl_json_read_bool(j, &yes, err);
    default:
        return cl_json_read_null(j, err);
    }
}

static enum cleap_status skip_value(struct cl_json *j, struct cleap_error *err)
{
    return cl_json_skip(j, NULL, err);
}

/* Passes over the value unchecked first. */
static enum cleap_status leap_and_skip(struct cl_json *j, struct cleap_error *err)
{
    struct cl_json_place here = cl_json_here(j);
    size_t n_items, n_tokens;

    CL_TRY(cl_json_leap(j, &n_items, &n_tokens, err));
    cl_json_return(j, here);
    return cl_json_skip(j, NULL, err);
}

static enum cleap_status walk(struct cl_json *j, const char *text, size_t n, bool padded,
                              enum cleap_status (*on_value)(struct cl_json *, struct cleap_error *))
{
    struct cleap_error err;

    CL_TRY(cl_json_open(j, text, n, padded, &err));
    CL_TRY(on_value(j, &err));
    return cl_json_end(j, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cl_json *j = cl_json_new();
    char *padded = malloc(size + CL_JSON_PADDING), *exact = malloc(size);
    enum cleap_status status;

    if (size > 0) {
        memcpy(padded, data, size);
        memcpy(exact, data, size);
    }
    /* What lies behind the text must not matter. */
    memset(padded + size, size % 2 == 0 ? ']' : '9', CL_JSON_PADDING);
    status = walk(j, exact, size, false, skip_value);
    if (walk(j, padded, size, true, skip_value) != status ||
        walk(j, exact, size, false, read_value) != status ||
        walk(j, padded, size, true, read_value) != status ||
        walk(j, padded, size, true, leap_and_skip) != status)
        __builtin_trap();
    free(exact);
    free(padded);
    cl_json_free(j);
    return 0;
}
