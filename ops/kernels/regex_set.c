/*
 * Sets of code points, Java's rules of letter case, and where its Unicode differs from the
 * library's.
 */
#include "ops/kernels/regex_set.h"

#include <stdlib.h>

/* Assigned in Unicode 14 only. */
static const struct cl_rx_range recent[] = {
    /* clang-format off */
    {0x61d, 0x61d}, {0x870, 0x88e}, {0x890, 0x891}, {0x898, 0x89f}, {0x8b5, 0x8b5},
    {0x8c8, 0x8d2}, {0xc3c, 0xc3c}, {0xc5d, 0xc5d}, {0xcdd, 0xcdd}, {0x170d, 0x170d},
    {0x1715, 0x1715}, {0x171f, 0x171f}, {0x180f, 0x180f}, {0x1ac1, 0x1ace},
    {0x1b4c, 0x1b4c}, {0x1b7d, 0x1b7e}, {0x1dfa, 0x1dfa}, {0x20c0, 0x20c0}, {0x2c2f, 0x2c2f},
    {0x2c5f, 0x2c5f}, {0x2e53, 0x2e5d}, {0x9ffd, 0x9fff}, {0xa7c0, 0xa7c1}, {0xa7d0, 0xa7d1},
    {0xa7d3, 0xa7d3}, {0xa7d5, 0xa7d9}, {0xa7f2, 0xa7f4}, {0xfbc2, 0xfbc2}, {0xfd40, 0xfd4f},
    {0xfdcf, 0xfdcf}, {0xfdfe, 0xfdff}, {0x10570, 0x1057a}, {0x1057c, 0x1058a},
    {0x1058c, 0x10592}, {0x10594, 0x10595}, {0x10597, 0x105a1}, {0x105a3, 0x105b1},
    {0x105b3, 0x105b9}, {0x105bb, 0x105bc}, {0x10780, 0x10785}, {0x10787, 0x107b0},
    {0x107b2, 0x107ba}, {0x10f70, 0x10f89}, {0x11070, 0x11075}, {0x110c2, 0x110c2},
    {0x116b9, 0x116b9}, {0x11740, 0x11746}, {0x11ab0, 0x11abf}, {0x12f90, 0x12ff2},
    {0x16a70, 0x16abe}, {0x16ac0, 0x16ac9}, {0x1aff0, 0x1aff3},
    {0x1aff5, 0x1affb}, {0x1affd, 0x1affe}, {0x1b11f, 0x1b122}, {0x1cf00, 0x1cf2d},
    {0x1cf30, 0x1cf46}, {0x1cf50, 0x1cfc3}, {0x1d1e9, 0x1d1ea}, {0x1df00, 0x1df1e},
    {0x1e290, 0x1e2ae}, {0x1e7e0, 0x1e7e6}, {0x1e7e8, 0x1e7eb}, {0x1e7ed, 0x1e7ee},
    {0x1e7f0, 0x1e7fe}, {0x1f6dd, 0x1f6df}, {0x1f7f0, 0x1f7f0}, {0x1f979, 0x1f979},
    {0x1f9cc, 0x1f9cc}, {0x1fa7b, 0x1fa7c}, {0x1faa9, 0x1faac}, {0x1fab7, 0x1faba},
    {0x1fac3, 0x1fac5}, {0x1fad7, 0x1fad9}, {0x1fae0, 0x1fae7}, {0x1faf0, 0x1faf6},
    {0x2a6de, 0x2a6df}, {0x2b735, 0x2b738},
    /* clang-format on */
};

/* What changed its category or script since. */
static const struct cl_rx_moved moved[] = {
    {"Mn", {0x1734, 0x1734}, true},          {"Mc", {0x1734, 0x1734}, false},
    {"sc:han", {0x16fe2, 0x16fe3}, false},   {"sc:hani", {0x16fe2, 0x16fe3}, false},
    {"sc:common", {0x16fe2, 0x16fe3}, true}, {"sc:zyyy", {0x16fe2, 0x16fe3}, true},
};

/* Characters of more than one lower or upper form, with Java's toUpperCase and the toLowerCase of
 * that; for all others the library's folding is Java's. */
static const struct odd_case {
    uint32_t code, upper, folded;
} odd_cases[] = {
    /* clang-format off */
    {0x49, 0x49, 0x69}, {0x4b, 0x4b, 0x6b}, {0x53, 0x53, 0x73}, {0x69, 0x49, 0x69},
    {0x6b, 0x4b, 0x6b}, {0x73, 0x53, 0x73}, {0xb5, 0x39c, 0x3bc}, {0xc5, 0xc5, 0xe5},
    {0xdf, 0xdf, 0xdf}, {0xe5, 0xc5, 0xe5}, {0x130, 0x130, 0x69}, {0x131, 0x49, 0x69},
    {0x17f, 0x53, 0x73}, {0x1c4, 0x1c4, 0x1c6}, {0x1c5, 0x1c4, 0x1c6}, {0x1c6, 0x1c4, 0x1c6},
    {0x1c7, 0x1c7, 0x1c9}, {0x1c8, 0x1c7, 0x1c9}, {0x1c9, 0x1c7, 0x1c9}, {0x1ca, 0x1ca, 0x1cc},
    {0x1cb, 0x1ca, 0x1cc}, {0x1cc, 0x1ca, 0x1cc}, {0x1f1, 0x1f1, 0x1f3}, {0x1f2, 0x1f1, 0x1f3},
    {0x1f3, 0x1f1, 0x1f3}, {0x345, 0x399, 0x3b9}, {0x392, 0x392, 0x3b2}, {0x395, 0x395, 0x3b5},
    {0x398, 0x398, 0x3b8}, {0x399, 0x399, 0x3b9}, {0x39a, 0x39a, 0x3ba}, {0x39c, 0x39c, 0x3bc},
    {0x3a0, 0x3a0, 0x3c0}, {0x3a1, 0x3a1, 0x3c1}, {0x3a3, 0x3a3, 0x3c3}, {0x3a6, 0x3a6, 0x3c6},
    {0x3a9, 0x3a9, 0x3c9}, {0x3b2, 0x392, 0x3b2}, {0x3b5, 0x395, 0x3b5}, {0x3b8, 0x398, 0x3b8},
    {0x3b9, 0x399, 0x3b9}, {0x3ba, 0x39a, 0x3ba}, {0x3bc, 0x39c, 0x3bc}, {0x3c0, 0x3a0, 0x3c0},
    {0x3c1, 0x3a1, 0x3c1}, {0x3c2, 0x3a3, 0x3c3}, {0x3c3, 0x3a3, 0x3c3}, {0x3c6, 0x3a6, 0x3c6},
    {0x3c9, 0x3a9, 0x3c9}, {0x3d0, 0x392, 0x3b2}, {0x3d1, 0x398, 0x3b8}, {0x3d5, 0x3a6, 0x3c6},
    {0x3d6, 0x3a0, 0x3c0}, {0x3f0, 0x39a, 0x3ba}, {0x3f1, 0x3a1, 0x3c1}, {0x3f4, 0x3f4, 0x3b8},
    {0x3f5, 0x395, 0x3b5}, {0x412, 0x412, 0x432}, {0x414, 0x414, 0x434}, {0x41e, 0x41e, 0x43e},
    {0x421, 0x421, 0x441}, {0x422, 0x422, 0x442}, {0x42a, 0x42a, 0x44a}, {0x432, 0x412, 0x432},
    {0x434, 0x414, 0x434}, {0x43e, 0x41e, 0x43e}, {0x441, 0x421, 0x441}, {0x442, 0x422, 0x442},
    {0x44a, 0x42a, 0x44a}, {0x462, 0x462, 0x463}, {0x463, 0x462, 0x463}, {0x1c80, 0x412, 0x432},
    {0x1c81, 0x414, 0x434}, {0x1c82, 0x41e, 0x43e}, {0x1c83, 0x421, 0x441},
    {0x1c84, 0x422, 0x442}, {0x1c85, 0x422, 0x442}, {0x1c86, 0x42a, 0x44a},
    {0x1c87, 0x462, 0x463}, {0x1c88, 0xa64a, 0xa64b}, {0x1e60, 0x1e60, 0x1e61},
    {0x1e61, 0x1e60, 0x1e61}, {0x1e9b, 0x1e60, 0x1e61}, {0x1e9e, 0x1e9e, 0xdf},
    {0x1fbe, 0x399, 0x3b9}, {0x2126, 0x2126, 0x3c9}, {0x212a, 0x212a, 0x6b},
    {0x212b, 0x212b, 0xe5}, {0xa64a, 0xa64a, 0xa64b}, {0xa64b, 0xa64a, 0xa64b},
    /* clang-format on */
};

/* Per 64 codes of the first plane a bit: some are recent or marks. */
static const uint32_t wild_pages[] = {
    /* clang-format off */
    0xfbc43000, 0xffffffff, 0xf0002007, 0x0089ff15, 0x00000008, 0x02ab0000, 0x00000005,
    0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
    0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x80000000, 0x8e000000,
    0x00008ff9, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x00000000,
    0x00000000, 0x00000000, 0x00000000, 0x01a09000,
    /* clang-format on */
};

static const struct cl_rx_set *make(struct cl_rx_set set, struct cl_arena *arena)
{
    return cl_arena_copy(arena, &set, sizeof set);
}

const struct cl_rx_set *cl_rx_ranges(const struct cl_rx_range *at, size_t n, bool bmp,
                                     struct cl_arena *arena)
{
    if (at == NULL)
        return NULL;
    return make((struct cl_rx_set){.kind = CL_RX_RANGES, .bmp = bmp, .as.ranges = {at, n}}, arena);
}

const struct cl_rx_set *cl_rx_range(uint32_t low, uint32_t high, struct cl_arena *arena)
{
    struct cl_rx_range *at = cl_arena_alloc(arena, sizeof *at);

    if (at == NULL)
        return NULL;
    *at = (struct cl_rx_range){low, high};
    return cl_rx_ranges(at, 1, high < 0xd800 || (low > 0xdfff && high <= 0xffff), arena);
}

const struct cl_rx_set *cl_rx_bits(const uint8_t *bits, struct cl_arena *arena)
{
    return make((struct cl_rx_set){.kind = CL_RX_BITS, .bmp = true, .as.bits = bits}, arena);
}

static const struct cl_rx_set *join(enum cl_rx_set_kind kind, const struct cl_rx_set *a,
                                    const struct cl_rx_set *b, struct cl_arena *arena)
{
    if (a == NULL || b == NULL)
        return NULL;
    return make((struct cl_rx_set){.kind = kind, .bmp = a->bmp && b->bmp, .as.of = {a, b}}, arena);
}

const struct cl_rx_set *cl_rx_union(const struct cl_rx_set *a, const struct cl_rx_set *b,
                                    struct cl_arena *arena)
{
    return join(CL_RX_UNION, a, b, arena);
}

const struct cl_rx_set *cl_rx_both(const struct cl_rx_set *a, const struct cl_rx_set *b,
                                   struct cl_arena *arena)
{
    return join(CL_RX_BOTH, a, b, arena);
}

const struct cl_rx_set *cl_rx_not(const struct cl_rx_set *a, struct cl_arena *arena)
{
    if (a == NULL)
        return NULL;
    return make((struct cl_rx_set){.kind = CL_RX_NOT, .as.of = {a, NULL}}, arena);
}

static const struct odd_case *find_odd(uint32_t code)
{
    for (size_t i = 0; i < CL_COUNT_OF(odd_cases); i++)
        if (odd_cases[i].code == code)
            return &odd_cases[i];
    return NULL;
}

static uint32_t ascii_lower(uint32_t code)
{
    return code >= 'A' && code <= 'Z' ? code + 32 : code;
}

static uint32_t ascii_upper(uint32_t code)
{
    return code >= 'a' && code <= 'z' ? code - 32 : code;
}

static bool is_within(uint32_t code, uint32_t low, uint32_t high)
{
    return code >= low && code <= high;
}

/* low .. high and what Java's folding of ASCII adds. */
static const struct cl_rx_set *fold_ascii(uint32_t low, uint32_t high, struct cl_arena *arena)
{
    struct cl_rx_range *at = cl_arena_array(arena, 53, sizeof *at);
    bool bmp = low == high && !(low >= 0xd800 && low <= 0xdfff) && low <= 0xffff;
    size_t n = 0;

    if (at == NULL)
        return NULL;
    at[n++] = (struct cl_rx_range){low, high};
    for (uint32_t code = 'A'; code <= 'z'; code++)
        if (ascii_lower(code) != ascii_upper(code) &&
            (is_within(ascii_lower(code), low, high) || is_within(ascii_upper(code), low, high)))
            at[n++] = (struct cl_rx_range){code, code};
    return cl_rx_ranges(at, n, bmp, arena);
}

/* What the library may fold of low .. high: all but characters that are odd or recent. */
static size_t regular_parts(uint32_t low, uint32_t high, struct cl_rx_range *at)
{
    size_t n = 0, o = 0, r = 0;

    while (low <= high) {
        struct cl_rx_range gap = {high + 1, high + 1};

        while (o < CL_COUNT_OF(odd_cases) && odd_cases[o].code < low)
            o++;
        while (r < CL_COUNT_OF(recent) && recent[r].high < low)
            r++;
        if (o < CL_COUNT_OF(odd_cases) && odd_cases[o].code < gap.low)
            gap = (struct cl_rx_range){odd_cases[o].code, odd_cases[o].code};
        if (r < CL_COUNT_OF(recent) && recent[r].low < gap.low)
            gap = recent[r];
        if (gap.low > low)
            at[n++] = (struct cl_rx_range){low, gap.low - 1};
        low = gap.high + 1;
    }
    return n;
}

/* The other characters that low .. high matches: odd ones by Java's rule, recent ones as they
 * are. */
static size_t irregular_parts(uint32_t low, uint32_t high, struct cl_rx_range *at)
{
    size_t n = 0;

    for (size_t i = 0; i < CL_COUNT_OF(odd_cases); i++) {
        const struct odd_case *odd = &odd_cases[i];

        if (is_within(odd->code, low, high) || is_within(odd->upper, low, high) ||
            is_within(odd->folded, low, high))
            at[n++] = (struct cl_rx_range){odd->code, odd->code};
    }
    for (size_t i = 0; i < CL_COUNT_OF(recent); i++)
        if (recent[i].low <= high && recent[i].high >= low)
            at[n++] = (struct cl_rx_range){recent[i].low < low ? low : recent[i].low,
                                           recent[i].high > high ? high : recent[i].high};
    return n;
}

#define MAX_PARTS (CL_COUNT_OF(odd_cases) + CL_COUNT_OF(recent) + 1)

static const struct cl_rx_set *fold_unicode(uint32_t low, uint32_t high, struct cl_arena *arena)
{
    struct cl_rx_range *regular = cl_arena_array(arena, MAX_PARTS, sizeof *regular);
    struct cl_rx_range *irregular = cl_arena_array(arena, MAX_PARTS, sizeof *irregular);
    const struct cl_rx_set *folded;

    if (regular == NULL || irregular == NULL)
        return NULL;
    folded = make((struct cl_rx_set){.kind = CL_RX_FOLDED,
                                     .as.ranges = {regular, regular_parts(low, high, regular)}},
                  arena);
    return cl_rx_union(cl_rx_ranges(irregular, irregular_parts(low, high, irregular), false, arena),
                       folded, arena);
}

/* All characters that fold to what this one folds to. */
static const struct cl_rx_set *fold_odd(const struct odd_case *odd, struct cl_arena *arena)
{
    struct cl_rx_range *at = cl_arena_array(arena, CL_COUNT_OF(odd_cases), sizeof *at);
    size_t n = 0;

    if (at == NULL)
        return NULL;
    for (size_t i = 0; i < CL_COUNT_OF(odd_cases); i++)
        if (odd_cases[i].folded == odd->folded)
            at[n++] = (struct cl_rx_range){odd_cases[i].code, odd_cases[i].code};
    return cl_rx_ranges(at, n, false, arena);
}

const struct cl_rx_set *cl_rx_char_of_text(uint32_t code, enum cl_rx_fold fold,
                                           struct cl_arena *arena)
{
    const struct odd_case *odd = fold == CL_RX_FOLD_UNICODE ? find_odd(code) : NULL;

    if (odd != NULL)
        return fold_odd(odd, arena);
    return cl_rx_char_range(code, code, fold, arena);
}

const struct cl_rx_set *cl_rx_char(uint32_t code, enum cl_rx_fold fold, struct cl_arena *arena)
{
    if (code == 0xdf) /* its own upper case: Java leaves it alone */
        return cl_rx_range(code, code, arena);
    return cl_rx_char_of_text(code, fold, arena);
}

const struct cl_rx_set *cl_rx_char_range(uint32_t low, uint32_t high, enum cl_rx_fold fold,
                                         struct cl_arena *arena)
{
    if (fold == CL_RX_FOLD_ASCII)
        return fold_ascii(low, high, arena);
    if (fold == CL_RX_FOLD_UNICODE &&
        !(low == high && low < 128 && ascii_lower(low) == low && ascii_upper(low) == low))
        return fold_unicode(low, high, arena);
    return cl_rx_range(low, high, arena);
}

const struct cl_rx_moved *cl_rx_moved(size_t *n)
{
    *n = CL_COUNT_OF(moved);
    return moved;
}

const struct cl_rx_range *cl_rx_recent(size_t *n)
{
    *n = CL_COUNT_OF(recent);
    return recent;
}

bool cl_rx_is_recent(uint32_t code)
{
    for (size_t i = 0; i < CL_COUNT_OF(moved); i++)
        if (is_within(code, moved[i].range.low, moved[i].range.high))
            return true;
    for (size_t i = 0; i < CL_COUNT_OF(recent) && recent[i].low <= code; i++)
        if (code <= recent[i].high)
            return true;
    return false;
}

bool cl_rx_page_is_tame(uint32_t page)
{
    return (wild_pages[page / 32] >> (page % 32) & 1) == 0;
}
