/*
 * Reading JSON text: a cursor over simdjson, for everything that comes with a request.
 *
 * The cursor stands before one value and moves only forward. Every byte is checked, skipped ones
 * too: strict RFC 8259 grammar, UTF-8, at most CL_JSON_MAX_DEPTH levels. Failures are
 * CLEAP_E_FORMAT and name the byte where they are. After a failure only cl_json_open() and
 * cl_json_return() are allowed.
 *
 *     cl_json_open(j, text, n, err)
 *     cl_json_begin_object(j, err)
 *     while (cl_json_next_key(j, &key, &more, err) == CLEAP_OK && more)
 *         cl_json_read_f64(j, &value, err)
 *     cl_json_end(j, err)
 *
 * A cursor belongs to one thread. It keeps its buffers, so texts like the last one cost no heap.
 */
#ifndef CLEAP_MLEAP_JSON_H
#define CLEAP_MLEAP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/arena.h"
#include "runtime/error.h"
#include "runtime/str.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CL_JSON_MAX_DEPTH 128

/* Bytes behind a text that may be read (not written) when `padded` is said. */
#define CL_JSON_PADDING 64

struct cl_json;

enum cl_json_kind {
    CL_JSON_NULL,
    CL_JSON_BOOL,
    CL_JSON_NUMBER,
    CL_JSON_STRING,
    CL_JSON_ARRAY,
    CL_JSON_OBJECT,
    CL_JSON_BAD /* no value starts here; reading it gives the error */
};

struct cl_json *cl_json_new(void); /* NULL: no memory */
void cl_json_free(struct cl_json *j);

/* Starts on a text. With `padded`, CL_JSON_PADDING readable bytes follow it and the text stays
 * as it is until the cursor is done with it; without, it is copied. */
enum cleap_status cl_json_open(struct cl_json *j, const char *text, size_t n, bool padded,
                               struct cleap_error *err);

/* What kind of value the cursor stands before. Does not move. */
enum cl_json_kind cl_json_kind(struct cl_json *j);
const char *cl_json_kind_name(enum cl_json_kind kind); /* "a number", "an object", ... */

/* Enters an object. next_key stands before the member's value, or leaves the object with *more
 * false. The key lasts until the next call that reads a string or key with a NULL arena, or for
 * good when an arena is given. */
enum cleap_status cl_json_begin_object(struct cl_json *j, struct cleap_error *err);
enum cleap_status cl_json_next_key(struct cl_json *j, struct cl_arena *arena, struct cl_str *key,
                                   bool *more, struct cleap_error *err);

/* Enters an array. next_item stands before the next item, or leaves the array. */
enum cleap_status cl_json_begin_array(struct cl_json *j, struct cleap_error *err);
enum cleap_status cl_json_next_item(struct cl_json *j, bool *more, struct cleap_error *err);

/* Read one value. CLEAP_E_FORMAT when it is of another kind: "expected a number, found null". */
enum cleap_status cl_json_read_null(struct cl_json *j, struct cleap_error *err);
bool cl_json_take_null(struct cl_json *j); /* reads it if it is there */
enum cleap_status cl_json_read_bool(struct cl_json *j, bool *value, struct cleap_error *err);

/* The nearest double or float of the exact decimal; beyond the range infinity; -0.0 gives 0.0, as
 * in the JVM; a literal of more than 100 characters is refused, as there. */
enum cleap_status cl_json_read_f64(struct cl_json *j, double *value, struct cleap_error *err);
enum cleap_status cl_json_read_f32(struct cl_json *j, float *value, struct cleap_error *err);

/* The same where a null may stand as well: then *is_null is true and the value NaN. */
enum cleap_status cl_json_read_f64_or_null(struct cl_json *j, double *value, bool *is_null,
                                           struct cleap_error *err);

/* Reads items of an array where next_item() would be called, as long as they are short plain
 * numbers; returns how many, at most `room`. What comes then, if only the end of the array, is left
 * to next_item(). */
size_t cl_json_read_f64s(struct cl_json *j, double *values, size_t room);

/* A whole number in [min, max], however written: 4, 4.0, 1e2. */
enum cleap_status cl_json_read_i64(struct cl_json *j, int64_t min, int64_t max, int64_t *value,
                                   struct cleap_error *err);

/* Text, unescaped. Lone surrogates are kept as runtime/str.h says. Without an arena it lasts until
 * the next string or key is read without one. */
enum cleap_status cl_json_read_string(struct cl_json *j, struct cl_arena *arena,
                                      struct cl_str *value, struct cleap_error *err);

/* The same without a copy where none is needed: text without escapes is a piece of the text that
 * was opened (or of the cursor's copy of it, which lasts until the next is opened); other text is
 * in the arena. */
enum cleap_status cl_json_borrow_string(struct cl_json *j, struct cl_arena *arena,
                                        struct cl_str *value, struct cleap_error *err);

/* Passes over a value, checking all of it. `raw`, unless NULL, receives its text as written, which
 * lasts as long as the text that was opened. */
enum cleap_status cl_json_skip(struct cl_json *j, struct cl_str *raw, struct cleap_error *err);

/* A place to come back to: a value that the cursor stands before. */
struct cl_json_place {
    uint32_t token, depth;
    bool in_object;
};
struct cl_json_place cl_json_here(const struct cl_json *j);

/* Goes back to a value of the array or object that the cursor stands in or has just left. */
void cl_json_return(struct cl_json *j, struct cl_json_place place);

/* Passes over a value whose place was kept and that will be read or skipped later: brackets are
 * counted, nothing else is checked. `n_items` receives how many items an array has, if it is
 * sound; `n_tokens` how many brackets, keys, values, commas and colons the value is made of. */
enum cleap_status cl_json_leap(struct cl_json *j, size_t *n_items, size_t *n_tokens,
                               struct cleap_error *err);

/* How many tokens, in the sense of cl_json_leap(), are still to come. */
size_t cl_json_n_ahead(const struct cl_json *j);

/* Passes over a value if its text begins with `known`, which was the text of a whole array or
 * object of n_tokens tokens that was checked. False: it does not, and the cursor stays. */
bool cl_json_skip_known(struct cl_json *j, struct cl_str known, size_t n_tokens);

/* Whether bytes are UTF-8. */
bool cl_json_is_utf8(const char *at, size_t n);

/* Nothing but blanks may follow. */
enum cleap_status cl_json_end(struct cl_json *j, struct cleap_error *err);

#ifdef __cplusplus
}
#endif
#endif
