/*
 * What a Java regular expression is parsed into, before PCRE2's text is made of it. Everything
 * lives in the arena of the compilation.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_TREE_H
#define CLEAP_OPS_KERNELS_REGEX_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/arena.h"
#include "runtime/error.h"
#include "runtime/str.h"

#define CL_RX_LAST_CODE 0x10ffffu
#define CL_RX_NO_MAX UINT32_MAX

struct cl_rx_range {
    uint32_t low, high;
};

enum cl_rx_set_kind {
    CL_RX_RANGES,
    CL_RX_BITS,     /* codes below 256; shared and growing while its class is parsed */
    CL_RX_PROPERTY, /* what the library knows by name */
    CL_RX_FOLDED,   /* ranges, and what differs from them by case alone */
    CL_RX_UNION,
    CL_RX_BOTH, /* intersection */
    CL_RX_NOT
};

/* A set of code points. */
struct cl_rx_set {
    enum cl_rx_set_kind kind;
    /* Java's BmpCharPredicate: by its form never a supplementary character or surrogate. A pattern
     * of only such sets is searched in another way. */
    bool bmp;
    union {
        struct {
            const struct cl_rx_range *at;
            size_t n;
        } ranges; /* also of CL_RX_FOLDED */
        const uint8_t *bits;
        const char *property;
        const struct cl_rx_set *of[2]; /* NOT: the first */
    } as;
};

enum cl_rx_kind {
    CL_RX_SET,
    CL_RX_TEXT,
    CL_RX_SEQUENCE,
    CL_RX_CHOICE,
    CL_RX_GROUP,
    CL_RX_REPEAT,
    CL_RX_ASSERT,
    CL_RX_LINE_END, /* \R */
    CL_RX_BACKREF
};

enum cl_rx_fold { CL_RX_EXACT, CL_RX_FOLD_ASCII, CL_RX_FOLD_UNICODE };

enum cl_rx_group {
    CL_RX_PLAIN,
    CL_RX_CAPTURE,
    CL_RX_ATOMIC,
    CL_RX_AHEAD,
    CL_RX_NOT_AHEAD,
    CL_RX_BEHIND,
    CL_RX_NOT_BEHIND
};

enum cl_rx_greed { CL_RX_GREEDY, CL_RX_LAZY, CL_RX_POSSESSIVE };

enum cl_rx_assert {
    CL_RX_BEGIN,
    CL_RX_END,
    CL_RX_LINE_BEGIN,
    CL_RX_LINE_BEGIN_UNIX,
    CL_RX_LAST_LINE_END,
    CL_RX_LAST_LINE_END_UNIX,
    CL_RX_EACH_LINE_END,
    CL_RX_EACH_LINE_END_UNIX,
    CL_RX_BOUND,
    CL_RX_NO_BOUND,
    CL_RX_LAST_MATCH
};

struct cl_rx_node {
    enum cl_rx_kind kind;
    struct cl_rx_node *next; /* of a sequence or a choice */
    union {
        const struct cl_rx_set *set;
        struct {
            const uint32_t *at;
            size_t n;
            enum cl_rx_fold fold;
        } text;
        struct cl_rx_node *first; /* of a sequence or a choice */
        struct {
            enum cl_rx_group kind;
            bool by_character; /* a look-behind that counts characters, not UTF-16 units */
            struct cl_rx_node *body;
        } group;
        struct {
            struct cl_rx_node *body;
            uint32_t min, max;
            enum cl_rx_greed greed;
        } repeat;
        enum cl_rx_assert assertion;
        uint32_t backref;
    } as;
};

struct cl_rx_tree {
    struct cl_rx_node *root;
    uint32_t n_groups; /* capturing ones */
    bool has_backref;
    bool has_repeat;
    /* Java's search steps over whole characters; else it also tries to match at the second half
     * of a surrogate pair. */
    bool steps_by_character;
};

/* Parses. Failures: CLEAP_E_FORMAT as Java's PatternSyntaxException, CLEAP_E_UNSUPPORTED,
 * CLEAP_E_LIMIT, CLEAP_E_NOMEM. */
enum cleap_status cl_rx_parse(struct cl_str pattern, struct cl_arena *arena,
                              struct cl_rx_tree *tree, struct cleap_error *err);

/* Refuses what PCRE2 would match in another way: CLEAP_E_UNSUPPORTED. */
enum cleap_status cl_rx_check(const struct cl_rx_tree *tree, struct cleap_error *err);

/* Whether Java takes the node as one that can match in one way only. */
bool cl_rx_is_deterministic(const struct cl_rx_node *node);

#endif
