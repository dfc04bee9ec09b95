/*
 * Counting terms by sorting them: documents are short and the vector is wide, so that neither a
 * table of the vector's size nor a hash table pays.
 */
#include "ops/kernels/term_counts.h"

#include <string.h>

/* Up to here a term's place is found by comparing it with each: no radix pass with its 256
 * counters, and unlike an insertion no branch that nobody can foresee. */
#define FEW 40

/* Writes the n terms in order, equal ones side by side. */
static void sort_few(const uint32_t *terms, size_t n, uint32_t *sorted)
{
    int32_t term[FEW];
    uint32_t n_placed[FEW] = {0}; /* by the place of the first of equal ones */
    size_t n_whole = (n + 3) / 4; /* vectors */

    for (size_t i = 0; i < n_whole * 4; i++)
        term[i] = i < n ? (int32_t)terms[i] : INT32_MAX;
    for (size_t i = 0; i < n; i++) {
        int32_t at = 0;

        for (size_t k = 0; k < n_whole * 4; k++)
            at += term[k] < term[i];
        sorted[(uint32_t)at + n_placed[at]++] = terms[i];
    }
}

/* One pass of a radix sort, by the byte at `shift`. */
static void radix_pass(const uint32_t *from, uint32_t *to, size_t n, int shift)
{
    size_t start[256] = {0}, at = 0;

    for (size_t i = 0; i < n; i++)
        start[from[i] >> shift & 255]++;
    for (size_t digit = 0; digit < 256; digit++) {
        size_t count = start[digit];

        start[digit] = at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        to[start[from[i] >> shift & 255]++] = from[i];
}

/* The sorted terms, in `terms` or in scratch; NULL: no memory. */
static const uint32_t *sort(uint32_t *terms, size_t n, uint32_t below, struct cl_arena *scratch)
{
    uint32_t *from = terms, *to = cl_arena_array(scratch, n, sizeof *to);

    if (to == NULL)
        return NULL;
    if (n <= FEW) {
        sort_few(terms, n, to);
        return to;
    }
    for (int shift = 0; shift < 32 && (below - 1) >> shift > 0; shift += 8) {
        uint32_t *swap = from;

        radix_pass(from, to, n, shift);
        from = to;
        to = swap;
    }
    return from;
}

bool cl_term_counts(const struct cl_term_counts *how, uint32_t *terms, size_t n,
                    struct cl_arena *scratch, struct cl_tensor *cell)
{
    const uint32_t *sorted = sort(terms, n, how->size, scratch);
    int32_t *index = cl_arena_array(scratch, n, sizeof *index);
    double *value = cl_arena_array(scratch, n, sizeof *value);
    uint32_t kept = 0;

    if (sorted == NULL || index == NULL || value == NULL)
        return false;
    for (size_t i = 0, next; i < n; i = next) {
        double count;

        for (next = i + 1; next < n && sorted[next] == sorted[i];)
            next++;
        count = (double)(next - i);
        if (!(count >= how->at_least))
            continue;
        index[kept] = (int32_t)sorted[i];
        value[kept++] = how->binary ? 1.0 : count;
    }
    *cell = cl_sparse(value, index, kept, how->size);
    return true;
}
