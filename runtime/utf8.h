/*
 * UTF-8 as Java sees it: text is a row of UTF-16 units.
 */
#ifndef CLEAP_RUNTIME_UTF8_H
#define CLEAP_RUNTIME_UTF8_H

#include "runtime/arena.h"
#include "runtime/buf.h"
#include "runtime/str.h"

/* Decodes the code point at text[*at] and moves *at behind it. Bytes that are no UTF-8 give U+FFFD
 * one by one; lone surrogates (runtime/str.h) come out as they are. */
uint32_t cl_utf8_next(struct cl_str text, uint32_t *at);

/* Writes a code point, 1 to 4 bytes; returns how many. */
size_t cl_utf8_put(uint32_t code, char *to);

/* Whether a lone surrogate stands there, which the JVM writes as '?'. */
static inline bool cl_utf8_is_surrogate(struct cl_str text, uint32_t at)
{
    return text.n - at >= 3 && (unsigned char)text.at[at] == 0xED &&
           (unsigned char)text.at[at + 1] >= 0xA0;
}

/* The bytes that the JVM writes for a text, '?' for a lone surrogate: how many, and the bytes. */
size_t cl_utf8_written_size(struct cl_str text);
void cl_utf8_write(struct cl_buf *buf, struct cl_str text);

/* String.length(): UTF-16 units. */
size_t cl_utf8_java_length(struct cl_str text);

/* String.toLowerCase() in an English locale: full Unicode mapping as JDK 17 has it. The result is
 * in the arena, or `text` itself when nothing changes. at is NULL when there is no memory. */
struct cl_str cl_utf8_java_lower(struct cl_str text, struct cl_arena *arena);

#endif
