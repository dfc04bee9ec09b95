/*
 * Telling forms apart.
 */
#include "proxy/payload/form.h"

/* A key that says something about the payload, unless it is a column of the model. */
static bool is_option(const struct payload_rows *rows, struct cl_str key, const char *name)
{
    return cl_str_is(key, name) && payload_rows_key(rows, key) != PAYLOAD_INPUT;
}

static bool is_free(const struct payload_rows *rows, const char *name)
{
    return payload_rows_key(rows, cl_str_of(name)) != PAYLOAD_INPUT;
}

/* Whether the members that were met are those that make a leap frame, or rows. */
struct members {
    bool has_schema, has_rows, fit;
};

/* What the platform adds to the request of a web action. */
static enum cleap_status find_platforms(struct cl_json *json, struct cl_str key,
                                        struct payload_found *found, struct cleap_error *err)
{
    struct cl_json_place here = cl_json_here(json);
    enum cl_json_kind kind = cl_json_kind(json);
    struct cl_str raw;

    CL_TRY(cl_json_skip(json, &raw, err));
    if (cl_str_is(key, "__ow_method")) {
        found->is_web = true;
    } else if (cl_str_is(key, "__ow_body") && kind != CL_JSON_NULL && !cl_str_is(raw, "\"\"")) {
        found->has_body = true;
        found->body = here;
    } else if (cl_str_is(key, "__ow_headers") && kind == CL_JSON_OBJECT) {
        found->has_headers = true;
        found->headers = here;
    } else if (cl_str_is(key, "__ow_query") && kind == CL_JSON_STRING) {
        found->has_query = !cl_str_is(raw, "\"\"");
        found->query = here;
    }
    return CLEAP_OK;
}

static enum cleap_status find_member(const struct payload_rows *rows, struct cl_str key,
                                     struct members *members, struct payload_found *found,
                                     struct cleap_error *err)
{
    struct cl_json *json = rows->cells.json;
    struct cl_json_place here = cl_json_here(json);

    if (key.n > 5 && key.at[0] == '_' && memcmp(key.at, "__ow_", 5) == 0)
        return find_platforms(json, key, found, err);
    if (cl_str_is(key, "rows")) {
        members->has_rows = true;
        members->fit = members->fit && cl_json_kind(json) == CL_JSON_ARRAY;
        found->rows = here;
        return cl_json_leap(json, &found->n_rows, &found->n_tokens, err);
    }
    if (cl_str_is(key, "schema")) {
        members->has_schema = true;
        members->fit = members->fit && cl_json_kind(json) == CL_JSON_OBJECT;
    } else if (is_option(rows, key, "select")) {
        found->has_select = true;
        found->select = here;
    } else if (is_option(rows, key, "onError")) {
        found->has_on_error = true;
        found->on_error = here;
    }
    return cl_json_skip(json, NULL, err);
}

static enum cleap_status find_members(const struct payload_rows *rows, struct payload_found *found,
                                      struct cleap_error *err)
{
    struct members members = {.fit = true};
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(rows->cells.json, err));
    for (;;) {
        CL_TRY(cl_json_next_key(rows->cells.json, NULL, &key, &more, err));
        if (!more)
            break;
        CL_TRY(find_member(rows, key, &members, found, err));
    }
    if (found->is_web && (found->has_body || found->has_query))
        found->form = PAYLOAD_WEB;
    else if (members.has_rows && members.has_schema &&
             (members.fit || (is_free(rows, "rows") && is_free(rows, "schema"))))
        found->form = PAYLOAD_FRAME;
    else
        found->form = members.has_rows && is_free(rows, "rows") ? PAYLOAD_ROWS : PAYLOAD_ONE;
    return CLEAP_OK;
}

enum cleap_status payload_find(const struct payload_rows *rows, struct payload_found *found,
                               struct cleap_error *err)
{
    struct cl_json *json = rows->cells.json;

    *found = (struct payload_found){.value = cl_json_here(json)};
    if (cl_json_kind(json) != CL_JSON_ARRAY)
        return find_members(rows, found, err);
    found->form = PAYLOAD_ARRAY;
    found->rows = found->value;
    return cl_json_leap(json, &found->n_rows, &found->n_tokens, err);
}

enum cleap_status payload_on_error(struct cl_str word, bool *each_row, struct cleap_error *err)
{
    if (cl_str_is(word, "row"))
        *each_row = true;
    else if (cl_str_is(word, "payload"))
        *each_row = false;
    else if (word.n > 0)
        return cl_fail(err, CLEAP_E_SCHEMA,
                       "onError: found \"%.*s\"; wanted: \"row\" or \"payload\"",
                       word.n < 40 ? (int)word.n : 40, word.at);
    return CLEAP_OK;
}

enum cleap_status payload_read_on_error(const struct payload_rows *rows,
                                        const struct payload_found *found, bool *each_row,
                                        struct cleap_error *err)
{
    struct cl_json *json = rows->cells.json;
    struct cl_str word;

    if (!found->has_on_error)
        return CLEAP_OK;
    cl_json_return(json, found->on_error);
    if (cl_json_take_null(json))
        return CLEAP_OK;
    if (cl_json_read_string(json, NULL, &word, err) != CLEAP_OK)
        return cl_blame(err, "onError");
    return payload_on_error(word, each_row, err);
}
