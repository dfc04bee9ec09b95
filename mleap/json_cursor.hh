/*
 * The cursor behind mleap/json.h, for the files that make it up, and its steps from token to token.
 *
 * No byte behind the text is taken for a part of it: a text in place ends with the bracket that
 * belongs to its first, so that all other tokens end before; any other text is copied and has zeros
 * behind it.
 */
#ifndef CLEAP_MLEAP_JSON_CURSOR_HH
#define CLEAP_MLEAP_JSON_CURSOR_HH

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <memory>

#include "mleap/json.h"
#include "mleap/json_number.h"

struct cl_json_bytes {
    std::unique_ptr<char[]> at;
    size_t room = 0;
};

struct cl_json {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    const char *text = nullptr; /* trimmed */
    const char *end = nullptr;
    /* Where in the text tokens begin. One more follows the last: it is the end of the text. */
    const uint32_t *first = nullptr, *next = nullptr, *last = nullptr;
    uint32_t depth = 0;
    bool fresh = false; /* nothing of the innermost array or object was read yet */
    bool in_object[CL_JSON_MAX_DEPTH + 1] = {};
    size_t trimmed = 0; /* bytes before `text` */
    cl_json_bytes copy, scratch;

    const char *at() const
    {
        return text + *next;
    }
};

namespace cl_json_part
{

/* What a byte is to the grammar. */
enum : uint8_t { is_blank = 1, ends_scalar = 2 };

struct byte_table {
    uint8_t is[256] = {};
    uint8_t kind[256] = {};
    int8_t opens[256] = {}; /* 1 for a bracket that opens, -1 for one that closes */

    constexpr byte_table()
    {
        for (uint8_t &k : kind)
            k = CL_JSON_BAD;
        for (char c : {' ', '\t', '\n', '\r'})
            is[uint8_t(c)] = is_blank | ends_scalar;
        for (char c : {',', ':', '[', '{', ']', '}'})
            is[uint8_t(c)] = ends_scalar;
        for (char c : {'[', '{'})
            opens[uint8_t(c)] = 1;
        for (char c : {']', '}'})
            opens[uint8_t(c)] = -1;
        for (char c = '0'; c <= '9'; c++)
            kind[uint8_t(c)] = CL_JSON_NUMBER;
        kind[uint8_t('-')] = CL_JSON_NUMBER;
        kind[uint8_t('"')] = CL_JSON_STRING;
        kind[uint8_t('[')] = CL_JSON_ARRAY;
        kind[uint8_t('{')] = CL_JSON_OBJECT;
        kind[uint8_t('t')] = CL_JSON_BOOL;
        kind[uint8_t('f')] = CL_JSON_BOOL;
        kind[uint8_t('n')] = CL_JSON_NULL;
    }
};

constexpr byte_table table;

/* Failures: "expected WANTED, found WHAT at byte N". */
enum cleap_status fail_at(const cl_json *j, const char *at, const char *wanted,
                          struct cleap_error *err);
/* The same for the value at the cursor, if one is there at all. */
enum cleap_status fail_kind(const cl_json *j, const char *wanted, struct cleap_error *err);
/* The same when it should be a number. */
enum cleap_status fail_number(const cl_json *j, const char *wanted, struct cleap_error *err);
enum cleap_status fail_range(const cl_json *j, int64_t min, int64_t max, struct cleap_error *err);
enum cleap_status fail_depth(const cl_json *j, struct cleap_error *err);
/* The text ends inside of an array or object. */
enum cleap_status fail_open(const cl_json *j, struct cleap_error *err);
/* What simdjson says of the whole text. */
enum cleap_status fail_text(const cl_json *j, simdjson::error_code code, struct cleap_error *err);

/* Whether a scalar may end before `at`. */
inline bool ends_before(const cl_json *j, const char *at)
{
    return (table.is[uint8_t(*at)] & ends_scalar) != 0 || at == j->end;
}

/* Reads the number that the cursor stands before, without moving. */
inline bool scan_number(const cl_json *j, cl_json_number *number)
{
    return cl_json_scan_number(j->at(), number) && ends_before(j, number->end);
}

/* Whether the word stands at the cursor; passes over it. */
template <size_t size> inline bool take_word(cl_json *j, const char (&word)[size])
{
    const char *at = j->at();

    if (std::memcmp(at, word, size - 1) != 0 || !ends_before(j, at + size - 1))
        return false;
    j->next++;
    return true;
}

/* Passes over a string; what is between its quotes begins at *at. Between the closing quote and the
 * next token there are but blanks. */
inline size_t take_string(cl_json *j, const char **at)
{
    const char *stop = j->text + j->next[1] - 1;

    while ((table.is[uint8_t(*stop)] & is_blank) != 0)
        stop--;
    *at = j->at() + 1;
    j->next++;
    return size_t(stop - *at);
}

inline enum cleap_status enter(cl_json *j, bool in_object, struct cleap_error *err)
{
    if (j->depth == CL_JSON_MAX_DEPTH)
        return fail_depth(j, err);
    j->in_object[++j->depth] = in_object;
    j->fresh = true;
    j->next++;
    return CLEAP_OK;
}

/* Behind a value. All but the outermost must have something behind them. */
inline enum cleap_status check_behind(const cl_json *j, struct cleap_error *err)
{
    return j->next == j->last && j->depth > 0 ? fail_open(j, err) : CLEAP_OK;
}

inline enum cleap_status leave(cl_json *j, struct cleap_error *err)
{
    j->depth--;
    j->fresh = false;
    j->next++;
    return check_behind(j, err);
}

/* Stands before the next item, or leaves the array. */
inline enum cleap_status step_item(cl_json *j, bool *more, struct cleap_error *err)
{
    char c = *j->at();

    *more = c != ']';
    if (c == ']')
        return leave(j, err);
    if (!j->fresh) {
        if (c != ',')
            return fail_at(j, j->at(), "',' or ']'", err);
        j->next++;
    }
    j->fresh = false;
    return CLEAP_OK;
}

/* Stands before the next key, or leaves the object. */
inline enum cleap_status step_key(cl_json *j, bool *more, struct cleap_error *err)
{
    char c = *j->at();

    *more = c != '}';
    if (c == '}')
        return leave(j, err);
    if (!j->fresh) {
        if (c != ',')
            return fail_at(j, j->at(), "',' or '}'", err);
        j->next++;
    }
    if (*j->at() != '"')
        return fail_at(j, j->at(), j->fresh ? "a key or '}'" : "a key", err);
    j->fresh = false;
    return CLEAP_OK;
}

inline enum cleap_status step_colon(cl_json *j, struct cleap_error *err)
{
    if (*j->at() != ':')
        return fail_at(j, j->at(), "':'", err);
    j->next++;
    return CLEAP_OK;
}

} // namespace cl_json_part

#endif
