/*
 * Counting what is asked of the heap.
 */
#define _POSIX_C_SOURCE 200809L /* strdup */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/bench/allocations.h"

/* Keeps the compiler from seeing through a pair of malloc and free. */
static void *volatile sink;

static void each_request_counts_once(void **unused)
{
    void *block;

    (void)unused;
    if (!allocations_are_counted())
        skip();
    allocations_begin();
    sink = malloc(10);
    sink = realloc(sink, 1000);
    free(sink);
    sink = calloc(3, 5);
    free(sink);
    block = aligned_alloc(64, 128);
    sink = block;
    free(sink);
    assert_int_equal(allocations_end(), 4);
}

static void other_libraries_count_too(void **unused)
{
    (void)unused;
    if (!allocations_are_counted())
        skip();
    allocations_begin();
    sink = strdup("text");
    free(sink);
    assert_int_equal(allocations_end(), 1);
}

static void nothing_counts_before_and_after(void **unused)
{
    (void)unused;
    sink = malloc(10);
    free(sink);
    allocations_begin();
    assert_int_equal(allocations_end(), 0);
    sink = malloc(10);
    free(sink);
    assert_int_equal(allocations_end(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_request_counts_once),
        cmocka_unit_test(other_libraries_count_too),
        cmocka_unit_test(nothing_counts_before_and_after),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
