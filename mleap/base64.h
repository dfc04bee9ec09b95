/*
 * Base64 as Java's Base64.getDecoder() takes it and Base64.getEncoder() makes it.
 */
#ifndef CLEAP_MLEAP_BASE64_H
#define CLEAP_MLEAP_BASE64_H

#include "runtime/arena.h"
#include "runtime/error.h"

/* Decodes into the arena. Blanks are refused; padding may be missing, but not be wrong. */
enum cleap_status cl_base64_read(struct cl_str text, struct cl_arena *arena, struct cl_str *bytes,
                                 struct cleap_error *err);

/* Characters that n bytes become. */
static inline size_t cl_base64_size(size_t n)
{
    return (n + 2) / 3 * 4;
}

/* Writes cl_base64_size(bytes.n) characters, padding included, no NUL; returns that. */
size_t cl_base64_write(struct cl_str bytes, char *to);

#endif
