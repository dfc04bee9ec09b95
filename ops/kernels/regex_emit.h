/*
 * From the tree of a Java pattern to PCRE2's text of the same meaning.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_EMIT_H
#define CLEAP_OPS_KERNELS_REGEX_EMIT_H

#include "ops/kernels/regex_tree.h"
#include "runtime/buf.h"

/* Numbers of the callouts that the text asks for: what the library has no sign for. */
enum { CL_RX_CALL_BOUND = 1, CL_RX_CALL_NO_BOUND, CL_RX_CALL_LAST_MATCH };

/*
 * The text is written for one of two kinds of subject. A tame one has no combining marks and no
 * characters on which the library and Java disagree; then \b and \p{} can be left to the library.
 * For others \b asks back, and properties are mended. Both are exact for their subjects.
 */
struct cl_rx_emission {
    bool tame;
    bool asks_back; /* out: there are callouts */
    bool differs;   /* out: the other kind of text is another one */
    /* out: a look-behind that Java measures in UTF-16 units, where that cannot be followed; right
     * for subjects without supplementary characters only */
    bool no_pairs;
};

/* Appends the text. False: no memory. */
bool cl_rx_emit(const struct cl_rx_tree *tree, struct cl_arena *arena,
                struct cl_rx_emission *emission, struct cl_buf *text);

/* For the files that write text. */
struct cl_rx_emitter {
    const struct cl_rx_tree *tree;
    struct cl_arena *arena;
    struct cl_rx_emission *emission;
    struct cl_buf *out;
    bool atomic_line_end; /* inside a repeated group that Java does not enter again */
    bool guarded;         /* inside a look-behind, for subjects with split pairs */
    bool failed;          /* no memory */
};

/* Not at the first half of a pair that stands apart. */
#define CL_RX_NO_PAIR "(?![\\x{d800}-\\x{dbff}][\\x{dc00}-\\x{dfff}])"

void cl_rx_emit_node(struct cl_rx_emitter *e, const struct cl_rx_node *node);

/* Writes what stands in a look-behind, without its brackets. */
void cl_rx_emit_behind(struct cl_rx_emitter *e, const struct cl_rx_node *node);

/* Writes something that matches one character of the set: a class or a group. */
void cl_rx_emit_set(struct cl_rx_emitter *e, const struct cl_rx_set *set);
void cl_rx_emit_ranges(struct cl_rx_emitter *e, const struct cl_rx_range *at, size_t n);

/* Whether Java's set holds a surrogate that stands alone. */
bool cl_rx_set_holds(const struct cl_rx_set *set, uint32_t surrogate);

#endif
