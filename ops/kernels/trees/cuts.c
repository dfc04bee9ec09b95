/*
 * Fills the tables of rows.
 */
#include "ops/kernels/trees/cuts.h"

/* Each works on a copy of the struct: the bytes that it writes might be the struct's own. */
void cl_cuts_fill_plain(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table)
{
    const struct cl_cuts c = *cuts;

    for (size_t b = 0; b < c.n_blocks; b++) {
        const int64_t *cut = c.at + b * CL_CUTS_BLOCK;
        int64_t key = keys[c.column[b]];

        for (size_t k = 0; k < CL_CUTS_BLOCK; k++)
            table[b * CL_CUTS_BLOCK + k] = (uint8_t)((cut[k] < key) * CL_CUTS_STEP);
    }
}

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

bool cl_cuts_has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}

bool cl_cuts_has_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
}

__attribute__((target("avx2"))) void cl_cuts_fill_avx2(const struct cl_cuts *cuts,
                                                       const int64_t *keys, uint8_t *table)
{
    /* What four lanes' bits become. */
    static const uint8_t bytes[16][4] = {
        {0, 0, 0, 0}, {4, 0, 0, 0}, {0, 4, 0, 0}, {4, 4, 0, 0}, {0, 0, 4, 0}, {4, 0, 4, 0},
        {0, 4, 4, 0}, {4, 4, 4, 0}, {0, 0, 0, 4}, {4, 0, 0, 4}, {0, 4, 0, 4}, {4, 4, 0, 4},
        {0, 0, 4, 4}, {4, 0, 4, 4}, {0, 4, 4, 4}, {4, 4, 4, 4},
    };
    const struct cl_cuts c = *cuts;

    for (size_t b = 0; b < c.n_blocks; b++) {
        const int64_t *cut = c.at + b * CL_CUTS_BLOCK;
        __m256i key = _mm256_set1_epi64x(keys[c.column[b]]);

        for (size_t k = 0; k < CL_CUTS_BLOCK; k += 4) {
            __m256i four = _mm256_loadu_si256((const __m256i *)(const void *)(cut + k));
            int below = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(key, four)));

            memcpy(table + b * CL_CUTS_BLOCK + k, bytes[below], 4);
        }
    }
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) void
cl_cuts_fill_avx512(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table)
{
    const __m128i step = _mm_set1_epi8(CL_CUTS_STEP);
    const struct cl_cuts c = *cuts;

    for (size_t b = 0; b < c.n_blocks; b++) {
        __m512i eight = _mm512_loadu_si512(c.at + b * CL_CUTS_BLOCK);
        __m512i key = _mm512_set1_epi64(keys[c.column[b]]);
        __mmask8 below = _mm512_cmpgt_epi64_mask(key, eight);

        _mm_storel_epi64((__m128i *)(void *)(table + b * CL_CUTS_BLOCK),
                         _mm_maskz_mov_epi8(below, step));
    }
}

#endif

void cl_cuts_fill(const struct cl_cuts *cuts, const int64_t *keys, uint8_t *table)
{
#if defined(__x86_64__)
    if (cl_cuts_has_avx512()) {
        cl_cuts_fill_avx512(cuts, keys, table);
        return;
    }
    if (cl_cuts_has_avx2()) {
        cl_cuts_fill_avx2(cuts, keys, table);
        return;
    }
#endif
    cl_cuts_fill_plain(cuts, keys, table);
}
