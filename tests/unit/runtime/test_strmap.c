#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "runtime/error.h"
#include "runtime/strmap.h"
#include "tests/support/arenas.h"

static struct cl_strmap map_of(const char *const *words, size_t n)
{
    struct cl_str *keys = cl_arena_array(&arena, n, sizeof *keys);
    struct cl_strmap map;

    for (size_t i = 0; i < n; i++)
        keys[i] = cl_str_of(words[i]);
    assert_true(cl_strmap_build(&map, keys, n, &arena));
    return map;
}

static void a_key_gives_its_place(void **unused)
{
    struct cl_strmap map = map_of((const char *[]){"red", "green", "blue"}, 3);

    (void)unused;
    assert_int_equal(map.n, 3);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("red")), 0);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("blue")), 2);
}

static void what_is_no_key_is_not_found(void **unused)
{
    struct cl_strmap map = map_of((const char *[]){"red", "green"}, 2);

    (void)unused;
    assert_int_equal(cl_strmap_find(&map, cl_str_of("re")), CL_STRMAP_NONE);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("redd")), CL_STRMAP_NONE);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("")), CL_STRMAP_NONE);
}

static void the_last_of_equal_keys_counts(void **unused)
{
    struct cl_strmap map = map_of((const char *[]){"a", "b", "a", "c", "a"}, 5);

    (void)unused;
    assert_int_equal(map.n, 3);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("a")), 4);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("b")), 1);
}

static void the_empty_text_is_a_key(void **unused)
{
    struct cl_strmap map = map_of((const char *[]){"x", ""}, 2);

    (void)unused;
    assert_int_equal(cl_strmap_find(&map, cl_str_of("")), 1);
}

static void an_empty_map_finds_nothing(void **unused)
{
    struct cl_strmap map, zeroed = {0};

    (void)unused;
    assert_true(cl_strmap_build(&map, NULL, 0, &arena));
    assert_int_equal(cl_strmap_find(&map, cl_str_of("a")), CL_STRMAP_NONE);
    assert_int_equal(cl_strmap_find(&zeroed, cl_str_of("a")), CL_STRMAP_NONE);
}

/* Texts that differ in one byte, in their length or in NULs only. */
static void near_keys_are_kept_apart(void **unused)
{
    static const char zeros[64] = "";
    struct cl_str keys[64 + 64];
    char text[64][64];
    struct cl_strmap map;

    (void)unused;
    for (uint32_t i = 0; i < 64; i++) {
        memset(text[i], 'a', sizeof text[i]);
        text[i][i] = 'b';
        keys[i] = (struct cl_str){.at = text[i], .n = 64};
        keys[64 + i] = (struct cl_str){.at = zeros, .n = i};
    }
    assert_true(cl_strmap_build(&map, keys, 128, &arena));
    assert_int_equal(map.n, 128);
    for (uint32_t i = 0; i < 128; i++)
        assert_int_equal(cl_strmap_find(&map, keys[i]), i);
}

static void many_keys_are_all_found(void **unused)
{
    enum { N = 20000 };
    struct cl_str *keys = cl_arena_array(&arena, N, sizeof *keys);
    struct cl_strmap map;

    (void)unused;
    for (int i = 0; i < N; i++)
        keys[i] = cl_str_of(cl_arena_printf(&arena, "key %d", i));
    assert_true(cl_strmap_build(&map, keys, N, &arena));
    for (uint32_t i = 0; i < N; i++)
        assert_int_equal(cl_strmap_find(&map, keys[i]), i);
    assert_int_equal(cl_strmap_find(&map, cl_str_of("key 20000")), CL_STRMAP_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_gives_its_place),
        cmocka_unit_test(what_is_no_key_is_not_found),
        cmocka_unit_test(the_last_of_equal_keys_counts),
        cmocka_unit_test(the_empty_text_is_a_key),
        cmocka_unit_test(an_empty_map_finds_nothing),
        cmocka_unit_test(near_keys_are_kept_apart),
        cmocka_unit_test(many_keys_are_all_found),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
