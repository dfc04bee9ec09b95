/*
 * Sets of code points: how they are built, and which ranges they come to.
 *
 * Constructors give NULL when there is no memory or an argument is NULL, so that they can be
 * nested and checked once.
 */
#ifndef CLEAP_OPS_KERNELS_REGEX_SET_H
#define CLEAP_OPS_KERNELS_REGEX_SET_H

#include "ops/kernels/regex_tree.h"

const struct cl_rx_set *cl_rx_range(uint32_t low, uint32_t high, struct cl_arena *arena);
const struct cl_rx_set *cl_rx_ranges(const struct cl_rx_range *at, size_t n, bool bmp,
                                     struct cl_arena *arena);
const struct cl_rx_set *cl_rx_bits(const uint8_t *bits, struct cl_arena *arena);
const struct cl_rx_set *cl_rx_union(const struct cl_rx_set *a, const struct cl_rx_set *b,
                                    struct cl_arena *arena);
const struct cl_rx_set *cl_rx_both(const struct cl_rx_set *a, const struct cl_rx_set *b,
                                   struct cl_arena *arena);
const struct cl_rx_set *cl_rx_not(const struct cl_rx_set *a, struct cl_arena *arena);

/* One character or a range of them as Java matches it under the flags in force. */
const struct cl_rx_set *cl_rx_char(uint32_t code, enum cl_rx_fold fold, struct cl_arena *arena);
const struct cl_rx_set *cl_rx_char_range(uint32_t low, uint32_t high, enum cl_rx_fold fold,
                                         struct cl_arena *arena);

/* A character inside a literal of several; differs from cl_rx_char for one character, U+00DF. */
const struct cl_rx_set *cl_rx_char_of_text(uint32_t code, enum cl_rx_fold fold,
                                           struct cl_arena *arena);

/* The set as ascending ranges that do not touch. False: it has properties or folded parts, for
 * which only the library knows the codes. `*at` is NULL when there is no memory. */
bool cl_rx_flatten(const struct cl_rx_set *set, struct cl_arena *arena,
                   const struct cl_rx_range **at, size_t *n);

/* Characters that the library's Unicode 14 knows and Java's Unicode 13 does not. */
const struct cl_rx_range *cl_rx_recent(size_t *n);

/* Characters that have or lack a property in Java, unlike in the library. */
struct cl_rx_moved {
    const char *property;
    struct cl_rx_range range;
    bool has;
};
const struct cl_rx_moved *cl_rx_moved(size_t *n);

/* Whether the two disagree on anything about a character. */
bool cl_rx_is_recent(uint32_t code);

/* Whether no character with these high bits (code >> 6, below 1024) is recent or a mark. */
bool cl_rx_page_is_tame(uint32_t page);

#endif
