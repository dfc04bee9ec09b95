/*
 * Counting terms: against a table with a place for each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ops/kernels/term_counts.h"

/* More than are sorted by comparing each with each. */
#define MOST 60

static void check(uint32_t size, size_t n, uint32_t *random)
{
    struct cl_arena arena;
    struct cl_term_counts how = {.size = size};
    struct cl_tensor cell;
    uint32_t terms[MOST], count[1 << 12] = {0}, place = 0;

    cl_arena_init(&arena, 1024);
    for (size_t i = 0; i < n; i++) {
        *random = *random * 1664525u + 1013904223u;
        terms[i] = (*random >> 8) % size;
        count[terms[i]]++;
    }
    assert_true(cl_term_counts(&how, terms, n, &arena, &cell));
    assert_int_equal(cell.size, size);
    for (uint32_t i = 0; i < cell.n; i++) {
        for (; place < (uint32_t)cell.index[i]; place++)
            assert_int_equal(count[place], 0);
        assert_true(((const double *)cell.value)[i] == count[place]);
        assert_int_not_equal(count[place++], 0);
    }
    for (; place < size; place++)
        assert_int_equal(count[place], 0);
    cl_arena_free(&arena);
}

static void terms_are_counted_in_order(void **unused)
{
    uint32_t random = 1;

    (void)unused;
    for (size_t n = 0; n <= MOST; n++) {
        check(1, n, &random);
        check(5, n, &random);
        check(1 << 12, n, &random);
    }
}

static void the_largest_terms_are_counted(void **unused)
{
    struct cl_arena arena;
    struct cl_term_counts how = {.size = INT32_MAX};
    struct cl_tensor cell;
    uint32_t terms[] = {INT32_MAX - 1, 0, INT32_MAX - 1};

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_true(cl_term_counts(&how, terms, 3, &arena, &cell));
    assert_int_equal(cell.n, 2);
    assert_int_equal(cell.index[1], INT32_MAX - 1);
    assert_true(((const double *)cell.value)[1] == 2.0);
    cl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_counted_in_order),
        cmocka_unit_test(the_largest_terms_are_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
