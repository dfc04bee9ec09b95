/*
 * The JSON cursor. The first stage of simdjson finds where tokens begin and checks the encoding,
 * with the kernel that suits the processor; the grammar is checked here, as the cursor moves.
 *
 * simdjson's own on-demand reader takes its first stage's tokens just like this, but does not check
 * what it passes over, refuses lone surrogates and has its fastest code only for the processor it
 * was compiled for.
 */
#include <cstring>
#include <limits>
#include <new>

#include "mleap/json_cursor.hh"
#include "mleap/json_short.h"
#include "mleap/json_text.h"
#include "runtime/number.h"

using namespace cl_json_part;

namespace
{

/* simdjson counts bytes in 32 bits. */
constexpr size_t max_text = size_t(1) << 31;

/* Buffers of more than this are given back when a text comes that needs far less. */
constexpr size_t kept_room = size_t(1) << 22;

/* At least n, and with some air, so that slowly growing texts do not ask the heap each time. */
size_t room_for(size_t n)
{
    return n + n / 4 + 1024;
}

bool is_too_much(size_t room, size_t n)
{
    return room > kept_room && n < room / 8;
}

bool reserve(cl_json_bytes &b, size_t n)
{
    if (b.room >= n && !is_too_much(b.room, n))
        return true;
    b.room = 0;
    b.at.reset(new (std::nothrow) char[room_for(n)]);
    if (b.at == nullptr)
        return false;
    b.room = room_for(n);
    return true;
}

/* Undoes the escapes of a string. */
__attribute__((noinline, cold)) enum cleap_status unescape(cl_json *j, const char *at, size_t n,
                                                           struct cl_arena *arena,
                                                           struct cl_str *value,
                                                           struct cleap_error *err)
{
    size_t n_out;
    char *to;

    if (arena == nullptr && !reserve(j->scratch, n))
        return cl_fail_nomem(err);
    to = arena == nullptr ? j->scratch.at.get() : static_cast<char *>(cl_arena_alloc(arena, n));
    if (to == nullptr)
        return cl_fail_nomem(err);
    if (!cl_json_unescape(at, n, to, &n_out))
        return fail_at(j, at + n_out, "an escape as JSON has it", err);
    value->at = to;
    value->n = uint32_t(n_out);
    return CLEAP_OK;
}

/* Reads the string that the cursor stands before. */
inline enum cleap_status take_text(cl_json *j, struct cl_arena *arena, bool borrow,
                                   struct cl_str *value, struct cleap_error *err)
{
    const char *at;
    size_t n = take_string(j, &at);

    if (std::memchr(at, '\\', n) != nullptr)
        return unescape(j, at, n, arena, value, err);
    value->at = at;
    value->n = uint32_t(n);
    if (!borrow && arena != nullptr) {
        value->at = static_cast<const char *>(cl_arena_copy(arena, at, n));
        if (value->at == nullptr)
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

/* A number whose digits or power of ten are no exact double. Most have at most 19 digits that
 * count, and for those simdjson's product with a tabled power of five nearly always says how to
 * round. */
__attribute__((noinline)) bool long_f64(const char *at, const cl_json_number &number, double *value)
{
    uint32_t n_digits = number.n_digits;

    for (const char *zero = at + number.negative; n_digits > 19 && (*zero == '0' || *zero == '.');)
        n_digits -= *zero++ == '0';
    if (n_digits <= 19 && number.digits != 0 &&
        number.exponent >= simdjson::internal::smallest_power &&
        number.exponent <= simdjson::internal::largest_power &&
        simdjson::builtin::numberparsing::compute_float_64(number.exponent, number.digits,
                                                           number.negative, *value))
        return true;
    if (!cl_f64_parse(at, size_t(number.end - at), value))
        return false;
    if (*value == 0 && cl_json_is_zero(at))
        *value = 0; /* which has no sign */
    return true;
}

/* The number at a token, if it is a short one. */
inline bool take_short_f64(const cl_json *j, const uint32_t *token, double *value)
{
    const char *at = j->text + token[0], *end = j->text + token[1];

    return (table.is[uint8_t(*end)] & ends_scalar) != 0 &&
           cl_json_short_f64(at, size_t(end - at), value);
}

/* A number that ends at a token. False: it does not, or is none. */
__attribute__((noinline)) bool common_f64(const char *at, const char *end, double *value)
{
    cl_json_number number;

    return cl_json_scan_number(at, &number) && number.end == end &&
           (cl_json_quick_f64(&number, value) || long_f64(at, number, value));
}

inline enum cleap_status take_f64(cl_json *j, double *value, struct cleap_error *err)
{
    cl_json_number number;

    if (take_short_f64(j, j->next, value)) {
        j->next++;
        return CLEAP_OK;
    }
    if (!scan_number(j, &number) ||
        (!cl_json_quick_f64(&number, value) && !long_f64(j->at(), number, value)))
        return fail_number(j, "a number", err);
    j->next++;
    return CLEAP_OK;
}

/* The numbers 0.0 to 9.9, whose text is d.d. */
struct tenths_table {
    double at[100] = {};

    constexpr tenths_table()
    {
        for (int i = 0; i < 100; i++)
            at[i] = i / 10.0;
    }
};

constexpr tenths_table tenths;

/* Reads "d.d,d.d,": small whole numbers come in rows. */
inline bool two_tenths(const char *at, double values[2])
{
    uint64_t v = cl_json_eight_bytes(at) ^ 0x2C302E302C302E30, pairs;

    if ((((v + 0x7F767F767F767F76) | v) & 0x8080808080808080) != 0)
        return false;
    pairs = v * 10 + (v >> 16);
    values[0] = tenths.at[pairs & 0xFF];
    values[1] = tenths.at[pairs >> 32 & 0xFF];
    return true;
}

/* Whether the text may be read where it is: see the top. */
bool closes(const char *text, size_t n)
{
    return n > 1 &&
           ((text[0] == '{' && text[n - 1] == '}') || (text[0] == '[' && text[n - 1] == ']'));
}

enum cleap_status take_copy(cl_json *j, const char *text, size_t n, struct cleap_error *err)
{
    if (!reserve(j->copy, n + CL_JSON_PADDING))
        return cl_fail_nomem(err);
    std::memcpy(j->copy.at.get(), text, n);
    std::memset(j->copy.at.get() + n, 0, CL_JSON_PADDING);
    j->text = j->copy.at.get();
    return CLEAP_OK;
}

enum cleap_status find_tokens(cl_json *j, size_t n, struct cleap_error *err)
{
    simdjson::error_code code = simdjson::SUCCESS;

    if (j->parser == nullptr)
        code = simdjson::get_active_implementation()->create_dom_parser_implementation(
            room_for(n), 1, j->parser);
    else if (j->parser->capacity() < n || is_too_much(j->parser->capacity(), n))
        code = j->parser->allocate(room_for(n), 1);
    if (code == simdjson::SUCCESS)
        code = j->parser->stage1(reinterpret_cast<const uint8_t *>(j->text), n,
                                 simdjson::stage1_mode::regular);
    if (code != simdjson::SUCCESS)
        return fail_text(j, code, err);
    j->first = j->next = j->parser->structural_indexes.get();
    j->last = j->first + j->parser->n_structural_indexes;
    return CLEAP_OK;
}

} // namespace

struct cl_json *cl_json_new(void)
{
    return new (std::nothrow) cl_json;
}

void cl_json_free(struct cl_json *j)
{
    delete j;
}

enum cleap_status cl_json_open(struct cl_json *j, const char *text, size_t n, bool padded,
                               struct cleap_error *err)
{
    size_t trimmed = 0;

    while (n > 0 && uint8_t(text[n - 1]) <= ' ')
        n--;
    while (trimmed < n && uint8_t(text[trimmed]) <= ' ')
        trimmed++;
    text += trimmed;
    n -= trimmed;
    if (n > max_text)
        return cl_fail(err, CLEAP_E_LIMIT, "JSON text of %zu bytes, at most %zu are allowed", n,
                       max_text);
    j->trimmed = trimmed;
    j->depth = 0;
    j->fresh = false;
    j->text = text;
    if (!padded || !closes(text, n))
        CL_TRY(take_copy(j, text, n, err));
    j->end = j->text + n;
    if (n == 0)
        return fail_text(j, simdjson::EMPTY, err);
    return find_tokens(j, n, err);
}

enum cl_json_kind cl_json_kind(struct cl_json *j)
{
    return static_cast<enum cl_json_kind>(table.kind[uint8_t(*j->at())]);
}

const char *cl_json_kind_name(enum cl_json_kind kind)
{
    static const char *const names[] = {"null",     "true or false", "a number", "a string",
                                        "an array", "an object",     "no value"};

    return names[kind];
}

enum cleap_status cl_json_begin_object(struct cl_json *j, struct cleap_error *err)
{
    return *j->at() == '{' ? enter(j, true, err) : fail_kind(j, "an object", err);
}

enum cleap_status cl_json_next_key(struct cl_json *j, struct cl_arena *arena, struct cl_str *key,
                                   bool *more, struct cleap_error *err)
{
    CL_TRY(step_key(j, more, err));
    if (!*more)
        return CLEAP_OK;
    CL_TRY(take_text(j, arena, false, key, err));
    return step_colon(j, err);
}

enum cleap_status cl_json_begin_array(struct cl_json *j, struct cleap_error *err)
{
    return *j->at() == '[' ? enter(j, false, err) : fail_kind(j, "an array", err);
}

enum cleap_status cl_json_next_item(struct cl_json *j, bool *more, struct cleap_error *err)
{
    return step_item(j, more, err);
}

enum cleap_status cl_json_read_null(struct cl_json *j, struct cleap_error *err)
{
    return take_word(j, "null") ? CLEAP_OK : fail_kind(j, "null", err);
}

bool cl_json_take_null(struct cl_json *j)
{
    return *j->at() == 'n' && take_word(j, "null");
}

enum cleap_status cl_json_read_bool(struct cl_json *j, bool *value, struct cleap_error *err)
{
    *value = take_word(j, "true");
    return *value || take_word(j, "false") ? CLEAP_OK : fail_kind(j, "true or false", err);
}

enum cleap_status cl_json_read_f64(struct cl_json *j, double *value, struct cleap_error *err)
{
    return take_f64(j, value, err);
}

enum cleap_status cl_json_read_f64_or_null(struct cl_json *j, double *value, bool *is_null,
                                           struct cleap_error *err)
{
    *is_null = *j->at() == 'n' && take_word(j, "null");
    if (!*is_null)
        return take_f64(j, value, err);
    *value = std::numeric_limits<double>::quiet_NaN();
    return CLEAP_OK;
}

size_t cl_json_read_f64s(struct cl_json *j, double *values, size_t room)
{
    const uint32_t *item = j->next + !j->fresh, *last = j->last, *next = j->next;
    const char *text = j->text;
    size_t n = 0;

    if (!j->fresh && *j->at() != ',')
        return 0;
    while (n < room && item < last) {
        const char *at = text + item[0], *end = text + item[1];

        if (last - item >= 4 && room - n >= 2 && two_tenths(at, &values[n])) {
            n += 2;
            next = item + 3;
            item += 4;
            continue;
        }
        if (*end != ',' && (table.is[uint8_t(*end)] & ends_scalar) == 0)
            break;
        if (!cl_json_short_f64(at, size_t(end - at), &values[n]) &&
            !common_f64(at, end, &values[n]))
            break;
        n++;
        next = item + 1;
        if (*end != ',')
            break;
        item += 2;
    }
    j->next = next;
    j->fresh = j->fresh && n == 0;
    return n;
}

enum cleap_status cl_json_read_f32(struct cl_json *j, float *value, struct cleap_error *err)
{
    cl_json_number number;

    if (!scan_number(j, &number))
        return fail_number(j, "a number", err);
    if (!cl_json_quick_f32(&number, value)) {
        if (!cl_f32_parse(j->at(), size_t(number.end - j->at()), value))
            return fail_number(j, "a number", err);
        if (*value == 0 && cl_json_is_zero(j->at()))
            *value = 0;
    }
    j->next++;
    return CLEAP_OK;
}

enum cleap_status cl_json_read_i64(struct cl_json *j, int64_t min, int64_t max, int64_t *value,
                                   struct cleap_error *err)
{
    cl_json_number number;

    if (!scan_number(j, &number))
        return fail_number(j, "a whole number", err);
    if (number.is_integer && number.n_digits <= 18)
        *value = number.negative ? -int64_t(number.digits) : int64_t(number.digits);
    else if (!cl_json_whole(j->at(), &number, INT64_MIN, INT64_MAX, value))
        return fail_range(j, min, max, err);
    if (*value < min || *value > max)
        return fail_range(j, min, max, err);
    j->next++;
    return CLEAP_OK;
}

enum cleap_status cl_json_read_string(struct cl_json *j, struct cl_arena *arena,
                                      struct cl_str *value, struct cleap_error *err)
{
    return *j->at() == '"' ? take_text(j, arena, false, value, err) : fail_kind(j, "a string", err);
}

enum cleap_status cl_json_borrow_string(struct cl_json *j, struct cl_arena *arena,
                                        struct cl_str *value, struct cleap_error *err)
{
    return *j->at() == '"' ? take_text(j, arena, true, value, err) : fail_kind(j, "a string", err);
}

enum cleap_status cl_json_end(struct cl_json *j, struct cleap_error *err)
{
    return j->next == j->last ? CLEAP_OK : fail_at(j, j->at(), "the end of the text", err);
}

bool cl_json_is_utf8(const char *at, size_t n)
{
    return simdjson::validate_utf8(at, n);
}
