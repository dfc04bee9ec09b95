/*
 * The distinct cuts of all splits, and the table of a row: for each cut 4 (the size of a node that
 * the walk steps over) if it is below the row's key, else 0.
 *
 * The kernels for AVX2 and AVX-512 give the same bytes as the plain one. The processor is asked at
 * each call, as in dense.h.
 */
#ifndef CLEAP_OPS_KERNELS_TREES_CUTS_H
#define CLEAP_OPS_KERNELS_TREES_CUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Cuts that are compared with one key. Where a column has fewer, the last block is filled up. */
#define CL_CUTS_BLOCK 8
#define CL_CUTS_STEP 4

struct cl_cuts {
    const int64_t *at;      /* by cl_cuts_signed() */
    const uint32_t *column; /* of each block */
    size_t n_blocks;
};

/* A cut or a key as these functions take it. */
static inline int64_t cl_cuts_signed(uint64_t key)
{
    return (int64_t)(key ^ (uint64_t)1 << 63);
}

/* Fills a row's table, which has CL_CUTS_BLOCK bytes a block. */
void cl_cuts_fill(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table);

/* The kernels themselves, for tests. */
void cl_cuts_fill_plain(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table);
#if defined(__x86_64__)
void cl_cuts_fill_avx2(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table);
void cl_cuts_fill_avx512(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table);
bool cl_cuts_has_avx2(void);
bool cl_cuts_has_avx512(void);
#endif

#endif
