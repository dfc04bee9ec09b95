/*
 * What the JSON cursor says when a text is not what it should be.
 */
#include <cstdio>

#include "mleap/json_cursor.hh"
#include "mleap/json_text.h"

namespace cl_json_part
{

enum cleap_status fail_at(const cl_json *j, const char *at, const char *wanted,
                          struct cleap_error *err)
{
    char words[CL_JSON_WORDS_SIZE];

    return cl_fail(err, CLEAP_E_FORMAT, "expected %s, found %s at byte %zu", wanted,
                   cl_json_describe(at, j->end, words), j->trimmed + size_t(at - j->text));
}

/* The cursor stands before something that is not what the caller wants. */
enum cleap_status fail_kind(const cl_json *j, const char *wanted, struct cleap_error *err)
{
    bool is_value = table.kind[uint8_t(*j->at())] != CL_JSON_BAD && j->at() < j->end;

    return fail_at(j, j->at(), is_value ? wanted : "a value", err);
}

enum cleap_status fail_number(const cl_json *j, const char *wanted, struct cleap_error *err)
{
    cl_json_number number;
    const char *at = j->at();

    if (table.kind[uint8_t(*at)] != CL_JSON_NUMBER)
        return fail_kind(j, wanted, err);
    if (!cl_json_scan_number(at, &number) && number.end - at > CL_JSON_MAX_NUMBER)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "a number of %zu characters at byte %zu, at most %d are allowed",
                       size_t(number.end - at), j->trimmed + *j->next, CL_JSON_MAX_NUMBER);
    return fail_at(j, at, "a number as JSON has it", err);
}

enum cleap_status fail_range(const cl_json *j, int64_t min, int64_t max, struct cleap_error *err)
{
    char wanted[96];

    std::snprintf(wanted, sizeof wanted, "a whole number in [%lld, %lld]", (long long)(min),
                  (long long)(max));
    return fail_at(j, j->at(), wanted, err);
}

enum cleap_status fail_depth(const cl_json *j, struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_FORMAT, "more than %d levels at byte %zu", CL_JSON_MAX_DEPTH,
                   j->trimmed + *j->next);
}

enum cleap_status fail_open(const cl_json *j, struct cleap_error *err)
{
    return fail_at(j, j->end, j->in_object[j->depth] ? "',' or '}'" : "',' or ']'", err);
}

enum cleap_status fail_text(const cl_json *j, simdjson::error_code code, struct cleap_error *err)
{
    size_t where = 0;
    const char *fault;

    if (code == simdjson::MEMALLOC)
        return cl_fail_nomem(err);
    if (code == simdjson::EMPTY)
        return fail_at(j, j->end, "a value", err);
    fault = cl_json_find_fault(j->text, size_t(j->end - j->text), &where);
    return cl_fail(err, CLEAP_E_FORMAT, "%s at byte %zu", fault ? fault : "broken text",
                   j->trimmed + where);
}

} // namespace cl_json_part
