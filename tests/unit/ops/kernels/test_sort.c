/*
 * Sorting without memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ops/kernels/sort.h"

static void check(size_t n)
{
    uint64_t keys[500], seed = n + 1, sum = 0, sorted_sum = 0;

    for (size_t i = 0; i < n; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        keys[i] = seed >> (i % 3 == 0 ? 60 : 1); /* some are equal */
        sum += keys[i];
    }
    cl_sort_u64(keys, n);
    for (size_t i = 0; i < n; i++) {
        sorted_sum += keys[i];
        if (i > 0)
            assert_true(keys[i - 1] <= keys[i]);
    }
    assert_true(sum == sorted_sum);
}

static void few_keys_are_sorted(void **unused)
{
    (void)unused;
    for (size_t n = 0; n <= 32; n++)
        check(n);
}

static void many_keys_are_sorted(void **unused)
{
    (void)unused;
    for (size_t n = 33; n <= 500; n += 7)
        check(n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_keys_are_sorted),
        cmocka_unit_test(many_keys_are_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
