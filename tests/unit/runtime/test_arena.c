/*
 * Arenas.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/arena.h"

static int setup(void **state)
{
    static struct cl_arena arena;

    cl_arena_init(&arena, 1024);
    *state = &arena;
    return 0;
}

static int teardown(void **state)
{
    cl_arena_free(*state);
    return 0;
}

static void nothing_is_taken_before_it_is_asked_for(void **state)
{
    assert_int_equal(cl_arena_size(*state), 0);
}

static void every_block_is_aligned(void **state)
{
    for (size_t size = 0; size < 100; size++)
        assert_int_equal((uintptr_t)cl_arena_alloc(*state, size) % CL_ARENA_ALIGN, 0);
}

static void blocks_do_not_overlap(void **state)
{
    char *blocks[200];

    for (int i = 0; i < 200; i++) {
        blocks[i] = cl_arena_alloc(*state, (size_t)i * 7 + 1);
        memset(blocks[i], i, (size_t)i * 7 + 1);
    }
    for (int i = 0; i < 200; i++)
        for (int k = 0; k < i * 7 + 1; k++)
            assert_int_equal((unsigned char)blocks[i][k], i);
}

static void a_block_may_be_larger_than_a_chunk(void **state)
{
    char *block = cl_arena_alloc(*state, 1000000);

    assert_non_null(block);
    memset(block, 1, 1000000);
}

static void a_product_that_overflows_is_refused(void **state)
{
    assert_null(cl_arena_array(*state, SIZE_MAX / 2, 3));
    assert_null(cl_arena_zeroed(*state, SIZE_MAX, SIZE_MAX));
    assert_null(cl_arena_alloc(*state, SIZE_MAX));
    assert_int_equal(cl_arena_size(*state), 0);
}

static void zeroed_memory_is_zero_also_the_second_time(void **state)
{
    for (int round = 0; round < 2; round++) {
        unsigned char *block = cl_arena_zeroed(*state, 50, 10);

        for (int i = 0; i < 500; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xFF, 500);
        cl_arena_reset(*state);
    }
}

static void the_same_work_after_a_reset_takes_no_more_memory(void **state)
{
    size_t size = 0;

    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 40; i++)
            assert_non_null(cl_arena_alloc(*state, i * 100));
        if (round == 0)
            size = cl_arena_size(*state);
        assert_int_equal(cl_arena_size(*state), size);
        cl_arena_reset(*state);
    }
}

static void a_rewind_gives_the_same_place_again(void **state)
{
    struct cl_mark mark;
    void *kept = cl_arena_strndup(*state, "kept", 4), *block;

    mark = cl_arena_mark(*state);
    block = cl_arena_alloc(*state, 64);
    assert_non_null(cl_arena_alloc(*state, 100000));
    cl_arena_rewind(*state, mark);
    assert_ptr_equal(cl_arena_alloc(*state, 64), block);
    assert_string_equal(kept, "kept");
}

static void a_rewind_to_the_beginning_starts_over(void **state)
{
    struct cl_mark mark = cl_arena_mark(*state);
    void *block = cl_arena_alloc(*state, 10);

    cl_arena_rewind(*state, mark);
    assert_ptr_equal(cl_arena_alloc(*state, 10), block);
}

static void text_is_copied_with_an_end(void **state)
{
    assert_string_equal(cl_arena_strndup(*state, "abcdef", 3), "abc");
    assert_string_equal(cl_arena_strndup(*state, "", 0), "");
    assert_string_equal(cl_arena_printf(*state, "%d and %s", 7, "more"), "7 and more");
    assert_memory_equal(cl_arena_copy(*state, "xyz", 3), "xyz", 3);
}

static void a_freed_arena_may_be_used_again(void **state)
{
    cl_arena_alloc(*state, 10);
    cl_arena_free(*state);
    assert_int_equal(cl_arena_size(*state), 0);
    assert_non_null(cl_arena_alloc(*state, 10));
}

static void an_arena_knows_what_it_gave_out(void **state)
{
    struct cl_arena other;
    char *small = cl_arena_alloc(*state, 10), *large = cl_arena_alloc(*state, 100000), *foreign;

    cl_arena_init(&other, 1024);
    foreign = cl_arena_alloc(&other, 10);
    assert_ptr_equal(cl_arena_find(*state, small), cl_arena_find(*state, small + 9));
    assert_non_null(cl_arena_find(*state, small));
    assert_ptr_equal(cl_arena_find(*state, large), cl_arena_find(*state, large + 99999));
    assert_non_null(cl_arena_find(*state, large));
    assert_null(cl_arena_find(*state, foreign));
    assert_null(cl_arena_find(&other, small));
    cl_arena_free(&other);
    assert_null(cl_arena_find(&other, small));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_taken_before_it_is_asked_for),
        TEST(every_block_is_aligned),
        TEST(blocks_do_not_overlap),
        TEST(a_block_may_be_larger_than_a_chunk),
        TEST(a_product_that_overflows_is_refused),
        TEST(zeroed_memory_is_zero_also_the_second_time),
        TEST(the_same_work_after_a_reset_takes_no_more_memory),
        TEST(a_rewind_gives_the_same_place_again),
        TEST(a_rewind_to_the_beginning_starts_over),
        TEST(text_is_copied_with_an_end),
        TEST(a_freed_arena_may_be_used_again),
        TEST(an_arena_knows_what_it_gave_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
