/*
 * Tables of cuts: the kernels for each processor write the same bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ops/kernels/trees/cuts.h"

#define BLOCKS 37
#define PLACES (BLOCKS * CL_CUTS_BLOCK)

static int64_t cuts_at[PLACES], keys[5];
static uint32_t column[BLOCKS];
static const struct cl_cuts cuts = {.at = cuts_at, .column = column, .n_blocks = BLOCKS};

static void fill(void)
{
    static const int64_t values[] = {INT64_MIN, -7, -1, 0, 1, 7, INT64_MAX};

    for (size_t i = 0; i < PLACES; i++)
        cuts_at[i] = values[i * i % 7];
    for (size_t b = 0; b < BLOCKS; b++)
        column[b] = (uint32_t)(b * 3 % 5);
    for (size_t k = 0; k < 5; k++)
        keys[k] = values[k + 1];
}

static void check(void (*kernel)(const struct cl_cuts *, const int64_t *, uint8_t *))
{
    uint8_t table[PLACES + 1];

    table[PLACES] = 77;
    kernel(&cuts, keys, table);
    for (size_t i = 0; i < PLACES; i++)
        assert_int_equal(table[i], cuts_at[i] < keys[column[i / CL_CUTS_BLOCK]] ? 4 : 0);
    assert_int_equal(table[PLACES], 77);
}

static void every_kernel_compares_alike(void **unused)
{
    (void)unused;
    fill();
    check(cl_cuts_fill);
    check(cl_cuts_fill_plain);
#if defined(__x86_64__)
    if (cl_cuts_has_avx2())
        check(cl_cuts_fill_avx2);
    if (cl_cuts_has_avx512())
        check(cl_cuts_fill_avx512);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_kernel_compares_alike)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
