/*
 * The pattern as its parser reads it: code points with a cursor, and the flags in force.
 *
 * Java's reader is peculiar in places (what blanks mean under (?x), where a name ends); the calls
 * here move the cursor exactly as far as Java's of the same name. Behind the end all is 0.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_READER_H
#define CLEAP_OPS_KERNELS_REGEX_READER_H

#include "ops/kernels/regex_tree.h"

enum cl_rx_flag {
    CL_RX_IGNORE_CASE = 1,
    CL_RX_MULTILINE = 2,
    CL_RX_DOT_ALL = 4,
    CL_RX_UNIX_LINES = 8,
    CL_RX_UNICODE_CASE = 16,
    CL_RX_COMMENTS = 32,
    CL_RX_UNICODE_CLASS = 64
};

struct cl_rx_reader {
    const uint32_t *code;
    size_t n, cursor;
    unsigned flags;
    unsigned depth; /* of groups and classes */
    struct cl_rx_tree *tree;
    struct cl_arena *arena;
    struct cl_str *names;     /* of groups, by their number; at is NULL where one has none */
    enum cleap_status status; /* the first failure; from then on the pattern looks ended */
    struct cleap_error *err;
};

/* Turns text into code points, \Q..\E into escapes. NULL: no memory. */
const uint32_t *cl_rx_decode(struct cl_str pattern, struct cl_arena *arena, size_t *n);

/* The code at a place, 0 behind the end. */
uint32_t cl_rx_at(const struct cl_rx_reader *r, size_t at);

uint32_t cl_rx_peek(struct cl_rx_reader *r);         /* the next one; may pass blanks */
uint32_t cl_rx_read(struct cl_rx_reader *r);         /* the same, and moves behind it */
uint32_t cl_rx_next(struct cl_rx_reader *r);         /* moves by one, then peeks */
uint32_t cl_rx_next_escaped(struct cl_rx_reader *r); /* the same, blanks count */
uint32_t cl_rx_skip(struct cl_rx_reader *r);         /* the one after the next; moves behind it */
void cl_rx_unread(struct cl_rx_reader *r);
bool cl_rx_at_end(const struct cl_rx_reader *r);

static inline bool cl_rx_has(const struct cl_rx_reader *r, enum cl_rx_flag flag)
{
    return (r->flags & (unsigned)flag) != 0;
}

enum cl_rx_fold cl_rx_fold_of(const struct cl_rx_reader *r);

/* Records a failure: the pattern is none to Java, or cannot be done here. */
void cl_rx_wrong(struct cl_rx_reader *r, const char *what);
void cl_rx_unsupported(struct cl_rx_reader *r, const char *what);
/* NULL is no memory: records it. Returns its argument. */
void *cl_rx_need(struct cl_rx_reader *r, void *made);
const struct cl_rx_set *cl_rx_need_set(struct cl_rx_reader *r, const struct cl_rx_set *made);

struct cl_rx_node *cl_rx_node(struct cl_rx_reader *r, struct cl_rx_node node);

/* What an escape stands for: a character, or `set` or `node`. */
struct cl_rx_escape {
    bool is_char;
    uint32_t code;
    const struct cl_rx_set *set;
    struct cl_rx_node *node;
};

/* Reads an escape, the cursor before its backslash. `before_hyphen`: \v is then a character. */
struct cl_rx_escape cl_rx_read_escape(struct cl_rx_reader *r, bool in_class, bool before_hyphen);

/* Reads the name of a group up to '>'; `first` is its first letter. */
struct cl_str cl_rx_read_group_name(struct cl_rx_reader *r, uint32_t first);

/* Reads \p{...}: the cursor is at its last character before the name. */
const struct cl_rx_set *cl_rx_read_family(struct cl_rx_reader *r, bool one_letter, bool complement);

/* Reads a class, the cursor before its bracket. */
const struct cl_rx_set *cl_rx_read_class(struct cl_rx_reader *r);

/* A node that matches one character of the set, as Java's newCharProperty makes it. */
struct cl_rx_node *cl_rx_set_node(struct cl_rx_reader *r, const struct cl_rx_set *set);

#endif
