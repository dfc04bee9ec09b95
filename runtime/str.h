/*
 * A piece of text: where it begins and its length in bytes.
 *
 * Text is UTF-8. A lone UTF-16 surrogate, which Java strings may hold, is kept as the three bytes
 * that UTF-8's pattern gives it and is written as '?', as the JVM does.
 */
#ifndef CLEAP_RUNTIME_STR_H
#define CLEAP_RUNTIME_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cl_str {
    const char *at; /* not terminated; never NULL, "" when empty */
    uint32_t n;
};

/* For printf: printf("%.*s", CL_STR_ARGS(s)). */
#define CL_STR_ARGS(s) (int)(s).n, (s).at

static inline struct cl_str cl_str_of(const char *text)
{
    struct cl_str s = {text, (uint32_t)strlen(text)};

    return s;
}

static inline bool cl_str_equal(struct cl_str a, struct cl_str b)
{
    return a.n == b.n && memcmp(a.at, b.at, a.n) == 0;
}

static inline bool cl_str_is(struct cl_str a, const char *text)
{
    return cl_str_equal(a, cl_str_of(text));
}

/* The next 8 or 4 bytes as a word, wherever they lie. */
static inline uint64_t cl_read_64(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t cl_read_32(const char *at)
{
    uint32_t word;

    memcpy(&word, at, sizeof word);
    return word;
}

#ifdef __cplusplus
}
#endif

#endif
