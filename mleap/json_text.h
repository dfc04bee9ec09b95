/*
 * Strings of JSON text, and words for what is wrong with a text.
 */
#ifndef CLEAP_MLEAP_JSON_TEXT_H
#define CLEAP_MLEAP_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Undoes the escapes of the n bytes between the quotes. The result is never longer; `to` may be
 * NULL, then it is only checked. False: `*n_out` is where the bad escape is. */
bool cl_json_unescape(const char *at, size_t n, char *to, size_t *n_out);

/* Finds what simdjson refuses of a text as a whole: bytes that are no UTF-8, control characters in
 * strings, a string without end. Returns what it is, or NULL, and sets `*where`. */
const char *cl_json_find_fault(const char *text, size_t n, size_t *where);

/* Says what stands at `at`, cut to what a message can hold: "two" with its quotes, 4.7, an object,
 * the end of the text. Returns `words`. */
#define CL_JSON_WORDS_SIZE 64
const char *cl_json_describe(const char *at, const char *end, char words[CL_JSON_WORDS_SIZE]);

#ifdef __cplusplus
}
#endif
#endif
