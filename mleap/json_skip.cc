/*
 * The JSON cursor: passing over values, and coming back to them.
 */
#include <cstring>

#include "mleap/json_cursor.hh"
#include "mleap/json_text.h"

using namespace cl_json_part;

namespace
{

/* Checks a string, and passes over it. */
enum cleap_status skip_string(cl_json *j, struct cleap_error *err)
{
    const char *at;
    size_t n = take_string(j, &at), where;

    if (std::memchr(at, '\\', n) != nullptr && !cl_json_unescape(at, n, nullptr, &where))
        return fail_at(j, at + where, "an escape as JSON has it", err);
    return CLEAP_OK;
}

/* Checks a scalar, and passes over it. */
enum cleap_status skip_scalar(cl_json *j, struct cleap_error *err)
{
    cl_json_number number;

    switch (table.kind[uint8_t(*j->at())]) {
    case CL_JSON_STRING:
        return skip_string(j, err);
    case CL_JSON_NUMBER:
        if (!scan_number(j, &number))
            return fail_number(j, "a number", err);
        j->next++;
        return CLEAP_OK;
    case CL_JSON_BOOL:
        return take_word(j, "true") || take_word(j, "false") ? CLEAP_OK
                                                             : fail_at(j, j->at(), "a value", err);
    case CL_JSON_NULL:
        return take_word(j, "null") ? CLEAP_OK : fail_at(j, j->at(), "a value", err);
    default:
        return fail_kind(j, "a value", err);
    }
}

/* Behind a value or a bracket: goes on to the next value inside of `depth`, or leaves it. */
enum cleap_status skip_on(cl_json *j, uint32_t depth, struct cleap_error *err)
{
    bool more = false;

    while (!more && j->depth > depth) {
        if (!j->in_object[j->depth]) {
            CL_TRY(step_item(j, &more, err));
            continue;
        }
        CL_TRY(step_key(j, &more, err));
        if (more) {
            CL_TRY(skip_string(j, err));
            CL_TRY(step_colon(j, err));
        }
    }
    return CLEAP_OK;
}

} // namespace

enum cleap_status cl_json_skip(struct cl_json *j, struct cl_str *raw, struct cleap_error *err)
{
    const char *at = j->at();
    uint32_t depth = j->depth;

    do {
        char c = *j->at();

        if (c == '{' || c == '[')
            CL_TRY(enter(j, c == '{', err));
        else
            CL_TRY(skip_scalar(j, err));
        CL_TRY(skip_on(j, depth, err));
    } while (j->depth > depth);
    if (raw != nullptr) {
        const char *stop = j->text + *j->next;

        while (stop > at && (table.is[uint8_t(stop[-1])] & is_blank) != 0)
            stop--;
        raw->at = at;
        raw->n = uint32_t(stop - at);
    }
    return CLEAP_OK;
}

struct cl_json_place cl_json_here(const struct cl_json *j)
{
    return {uint32_t(j->next - j->first), j->depth, j->in_object[j->depth]};
}

void cl_json_return(struct cl_json *j, struct cl_json_place place)
{
    j->next = j->first + place.token;
    j->depth = place.depth;
    j->in_object[place.depth] = place.in_object;
    j->fresh = false;
}

enum cleap_status cl_json_leap(struct cl_json *j, size_t *n_items, size_t *n_tokens,
                               struct cleap_error *err)
{
    const uint32_t *next = j->next;
    int64_t open = 0;
    size_t n_commas = 0;

    do {
        uint8_t c = uint8_t(j->text[*next++]);

        open += table.opens[c];
        n_commas += size_t(c == ',') & size_t(open == 1);
    } while (open > 0 && next < j->last);
    if (open != 0 || (next == j->last && j->depth > 0))
        return cl_json_skip(j, nullptr, err); /* which finds out what is wrong */
    *n_tokens = size_t(next - j->next);
    *n_items = *n_tokens > 2 ? n_commas + 1 : 0;
    j->next = next;
    return CLEAP_OK;
}

size_t cl_json_n_ahead(const struct cl_json *j)
{
    return size_t(j->last - j->next);
}

bool cl_json_skip_known(struct cl_json *j, struct cl_str known, size_t n_tokens)
{
    /* Nothing follows: let a real skip find that out. */
    if (size_t(j->last - j->next) <= n_tokens && j->depth > 0)
        return false;
    if (known.n > size_t(j->end - j->at()) || std::memcmp(j->at(), known.at, known.n) != 0)
        return false;
    j->next += n_tokens;
    return true;
}
