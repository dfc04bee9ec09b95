/*
 * What a compiled pattern holds; for the files of this kernel alone.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_CODE_H
#define CLEAP_OPS_KERNELS_REGEX_CODE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "ops/kernels/regex.h"

/* How a text is searched for a pattern that is no more than a set of characters. */
enum cl_regex_simple { CL_REGEX_NOT_SIMPLE, CL_REGEX_ONE, CL_REGEX_MANY };

struct cl_regex {
    pcre2_code *tame, *wild;     /* by the kind of subject; may be the same */
    bool asks_back;              /* there are callouts */
    bool no_pairs;               /* not for texts with supplementary characters */
    bool tries_low;              /* Java also tries to match at the second half of each pair */
    enum cl_regex_simple simple; /* a set, once or one or more times */
    bool in_set[128];            /* its ASCII */
};

/* What kind of subject a text is. */
struct cl_regex_subject {
    bool ascii, has_pairs, wild;
};

/* False: it is no UTF-8. `wild` is looked for only if asked. */
bool cl_regex_classify(struct cl_str text, bool find_wild, struct cl_regex_subject *subject);

/* Whether Java sees a word boundary at a place of a subject. */
bool cl_regex_is_bound(struct cl_str subject, uint32_t at);

/* Pattern.split() of text that is all ASCII, by a pattern that is simple. False: no memory. */
bool cl_regex_split_ascii(const struct cl_regex *regex, struct cl_str text,
                          struct cl_arena *scratch, struct cl_tokens *list);

#endif
