/*
 * Java's regular expressions (java.util.regex of JDK 17) on PCRE2.
 *
 * The pattern is parsed as Java parses it and written anew for PCRE2, so that what both know in
 * different ways means what it means in Java. A pattern that cannot be followed exactly is refused
 * when it is compiled.
 *
 * Java searches UTF-16, a unit at a time: after an empty match it may look between the halves of a
 * surrogate pair, and a piece of text may begin or end there. Such pieces are made as
 * runtime/str.h says of lone surrogates.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_H
#define CLEAP_OPS_KERNELS_REGEX_H

#include <stdbool.h>

#include "runtime/arena.h"
#include "runtime/error.h"
#include "runtime/str.h"

/* A compiled pattern: read-only, for any number of threads. */
struct cl_regex;

/*
 * Compiles a pattern into the arena, and partly onto the heap: whatever the outcome, `*regex` is
 * for cl_regex_free(). CLEAP_E_FORMAT: Java refuses it, CLEAP_E_UNSUPPORTED: Java does not;
 * CLEAP_E_LIMIT, CLEAP_E_NOMEM. The message names the pattern.
 */
enum cleap_status cl_regex_compile(struct cl_regex **regex, struct cl_str pattern,
                                   struct cl_arena *arena, struct cleap_error *err);
void cl_regex_free(struct cl_regex *regex); /* NULL is fine */

/* What may be wrong with one text. */
enum cl_regex_fault {
    CL_REGEX_OK,
    CL_REGEX_NO_MEMORY,
    CL_REGEX_STEPS, /* the search takes too long */
    CL_REGEX_UTF8,  /* the text is broken */
    CL_REGEX_PAIRS  /* this pattern with supplementary characters is not supported */
};
const char *cl_regex_fault_text(enum cl_regex_fault fault);

/* Searches with one pattern, text after text, in one thread; all memory is in `scratch`. */
struct cl_regex_search;

/* NULL: no memory. */
struct cl_regex_search *cl_regex_search_new(const struct cl_regex *regex, struct cl_arena *scratch);

/* Whether the pattern is found anywhere: Matcher.find(). */
enum cl_regex_fault cl_regex_contains(struct cl_regex_search *search, struct cl_str text,
                                      bool *found);

/* Pieces of a text, or of scratch, in an array of scratch. */
struct cl_tokens {
    struct cl_str *at;
    uint32_t n;
};

/* The pieces between matches: Pattern.split(). */
enum cl_regex_fault cl_regex_split(struct cl_regex_search *search, struct cl_str text,
                                   struct cl_tokens *pieces);

/* The matches one after another: Matcher.find(), group(). */
enum cl_regex_fault cl_regex_find_all(struct cl_regex_search *search, struct cl_str text,
                                      struct cl_tokens *matches);

#endif
