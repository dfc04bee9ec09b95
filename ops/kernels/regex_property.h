/*
 * The named sets of Java's regular expressions: categories, POSIX classes, scripts, blocks and
 * the tests of Character.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_PROPERTY_H
#define CLEAP_OPS_KERNELS_REGEX_PROPERTY_H

#include "ops/kernels/regex_tree.h"

/* Which names are looked through. */
enum cl_rx_names {
    CL_RX_ESCAPE_NAMES,  /* \d, \s, \w, \h, \v, without the backslash */
    CL_RX_JAVA_NAMES,    /* \p{Lu}, \p{Alpha}, \p{javaDigit}: letter case counts */
    CL_RX_UNICODE_NAMES, /* \p{IsAlphabetic} */
    CL_RX_POSIX_NAMES    /* \p{Alpha} under (?U), \p{IsAlpha} */
};

/* What a name means, or NULL; `ignore_case` widens the sets of one letter case. *found tells an
 * unknown name from no memory. */
const struct cl_rx_set *cl_rx_property(struct cl_str name, enum cl_rx_names names, bool ignore_case,
                                       struct cl_arena *arena, bool *found);

/* \p{IsLatin}, \p{InGreek}; NULL: no memory or, with *found false, an unknown name. */
const struct cl_rx_set *cl_rx_script(struct cl_str name, struct cl_arena *arena, bool *found);
const struct cl_rx_set *cl_rx_block(struct cl_str name, struct cl_arena *arena, bool *found);

/* One property of the library, such as "L" or "sc:Latin". */
const struct cl_rx_set *cl_rx_library_property(const char *name, struct cl_arena *arena);

/* Whether such a property holds for unassigned codes. */
bool cl_rx_has_unassigned(const char *property);

#endif
