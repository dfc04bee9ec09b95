/*
 * Pattern.split() of ASCII by a pattern that is a set of characters, once or one or more times.
 *
 * Words and what lies between them are of any length, so a loop that tests byte after byte is
 * surprised at each end. Here every byte becomes a bit first, and then only the places where the
 * bits change are gone through.
 */
#include "ops/kernels/regex_code.h"

/* A bit a byte: whether it is in the set. At most 64 bytes. */
static uint64_t bits_of(const bool *in_set, const char *text, uint32_t n)
{
    uint64_t bits = 0;
    uint32_t i = 0;

    for (; i + 8 <= n; i += 8) {
        unsigned eight = 0;

        for (uint32_t j = 0; j < 8; j++)
            eight |= (unsigned)in_set[(unsigned char)text[i + j]] << j;
        bits |= (uint64_t)eight << i;
    }
    for (; i < n; i++)
        bits |= (uint64_t)in_set[(unsigned char)text[i]] << i;
    return bits;
}

/* Where runs of the set begin and end by turns. */
static uint32_t find_runs(const bool *in_set, struct cl_str text, uint32_t *places)
{
    uint64_t before = 0; /* whether the byte before was in the set */
    uint32_t n = 0;

    for (uint32_t at = 0; at < text.n; at += 64) {
        uint32_t left = text.n - at < 64 ? text.n - at : 64;
        uint64_t bits = bits_of(in_set, text.at + at, left);
        uint64_t changes = (bits ^ (bits << 1 | before)) & UINT64_MAX >> (64 - left);

        for (; changes != 0; changes &= changes - 1)
            places[n++] = at + (uint32_t)__builtin_ctzll(changes);
        before = bits >> 63;
    }
    return n;
}

/* The same where each byte of the set is a run. */
static uint32_t find_each(const bool *in_set, struct cl_str text, uint32_t *places)
{
    uint32_t n = 0;

    for (uint32_t at = 0; at < text.n; at += 64) {
        uint64_t bits = bits_of(in_set, text.at + at, text.n - at < 64 ? text.n - at : 64);

        for (; bits != 0; bits &= bits - 1) {
            places[n] = at + (uint32_t)__builtin_ctzll(bits);
            places[n + 1] = places[n] + 1;
            n += 2;
        }
    }
    return n;
}

bool cl_regex_split_ascii(const struct cl_regex *regex, struct cl_str text,
                          struct cl_arena *scratch, struct cl_tokens *list)
{
    bool many = regex->simple == CL_REGEX_MANY;
    uint32_t *ends = cl_arena_array(scratch, (many ? 1 : 2) * (size_t)text.n + 3, sizeof *ends);
    uint32_t n_places, n;

    if (ends == NULL)
        return false;
    ends[0] = 0;
    n_places =
        many ? find_runs(regex->in_set, text, ends + 1) : find_each(regex->in_set, text, ends + 1);
    ends[n_places + 1] = text.n; /* where the last piece ends, unless a run does */
    n = n_places / 2 + 1;
    list->at = cl_arena_array(scratch, n, sizeof *list->at);
    if (list->at == NULL)
        return false;
    if (n_places % 2 != 0)
        n = (n_places + 1) / 2;
    for (uint32_t i = 0; i < n; i++)
        list->at[i] =
            (struct cl_str){.at = text.at + ends[2 * i], .n = ends[2 * i + 1] - ends[2 * i]};
    while (n_places > 0 && n > 0 && list->at[n - 1].n == 0)
        n--;
    list->n = n;
    return true;
}
