/*
 * Members of JSON objects.
 */
#include "mleap/json_members.h"

enum cleap_status cl_json_members(struct cl_json *json, struct cl_str text, const char *const *keys,
                                  struct cl_str *raw, size_t n, struct cleap_error *err)
{
    struct cl_str key, value;
    bool more;

    for (size_t i = 0; i < n; i++)
        raw[i] = (struct cl_str){.at = NULL};
    CL_TRY(cl_json_open(json, text.at, text.n, true, err));
    CL_TRY(cl_json_begin_object(json, err));
    for (;;) {
        size_t i = 0;

        CL_TRY(cl_json_next_key(json, NULL, &key, &more, err));
        if (!more)
            return cl_json_end(json, err);
        while (i < n && !cl_str_is(key, keys[i]))
            i++;
        CL_TRY(cl_json_skip(json, &value, err));
        if (i < n)
            raw[i] = value;
    }
}

enum cleap_status cl_json_open_member(struct cl_json *json, const char *key, struct cl_str raw,
                                      struct cleap_error *err)
{
    if (raw.at == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "'%s' is missing", key);
    return cl_json_open(json, raw.at, raw.n, true, err);
}

enum cleap_status cl_json_member_string(struct cl_json *json, const char *key, struct cl_str raw,
                                        struct cl_str *value, struct cleap_error *err)
{
    CL_TRY(cl_json_open_member(json, key, raw, err));
    if (cl_json_read_string(json, NULL, value, err) != CLEAP_OK)
        return cl_blame(err, "'%s'", key);
    return CLEAP_OK;
}
