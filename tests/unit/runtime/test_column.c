/*
 * Columns.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/column.h"

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

static struct cl_column column_of(enum cl_base base, enum cl_shape shape, bool nullable, size_t n,
                                  struct cl_arena *arena)
{
    struct cl_column column = {.type = {.base = base, .shape = shape, .nullable = nullable}};

    assert_true(cl_column_reserve(&column, n, arena));
    return column;
}

static void fresh_cells_are_zero(void **state)
{
    struct cl_column numbers, texts;

    memset(cl_arena_alloc(*state, 500), 0xFF, 500);
    cl_arena_reset(*state);
    numbers = column_of(CL_F64, CL_SCALAR, false, 10, *state);
    texts = column_of(CL_STR, CL_SCALAR, false, 3, *state);
    assert_true(numbers.as.f64[9] == 0.0);
    assert_true(cl_str_is(texts.as.str[2], ""));
    assert_non_null(texts.as.str[2].at);
}

static void only_a_nullable_column_knows_nulls(void **state)
{
    struct cl_column plain = column_of(CL_I32, CL_SCALAR, false, 4, *state);
    struct cl_column nullable = column_of(CL_I32, CL_SCALAR, true, 4, *state);

    assert_null(plain.valid);
    assert_false(cl_column_is_null(&plain, 0));
    assert_false(cl_column_is_null(&nullable, 3));
    nullable.as.i32[3] = 7;
    cl_column_set_null(&nullable, 3);
    assert_true(cl_column_is_null(&nullable, 3));
    assert_int_equal(nullable.as.i32[3], 0);
}

static void a_null_text_is_empty(void **state)
{
    struct cl_column texts = column_of(CL_STR, CL_SCALAR, true, 1, *state);

    texts.as.str[0] = cl_str_of("was here");
    cl_column_set_null(&texts, 0);
    assert_true(cl_str_is(texts.as.str[0], ""));
}

static void gathered_cells_are_those_of_the_rows(void **state)
{
    struct cl_column from = column_of(CL_I64, CL_SCALAR, true, 4, *state);
    struct cl_column to = column_of(CL_I64, CL_SCALAR, true, 2, *state);

    for (int i = 0; i < 4; i++)
        from.as.i64[i] = i * 10;
    cl_column_set_null(&from, 1);
    cl_column_gather(&to, &from, (const uint32_t[]){1, 3}, 2);
    assert_true(cl_column_is_null(&to, 0));
    assert_false(cl_column_is_null(&to, 1));
    assert_int_equal(to.as.i64[1], 30);
}

static void gathered_from_a_column_without_nulls_all_are_there(void **state)
{
    struct cl_column from = column_of(CL_I64, CL_SCALAR, false, 2, *state);
    struct cl_column to = column_of(CL_I64, CL_SCALAR, true, 1, *state);

    cl_column_set_null(&to, 0);
    cl_column_gather(&to, &from, (const uint32_t[]){1}, 1);
    assert_false(cl_column_is_null(&to, 0));
}

/* Appends one row from an arena that is gone when the copy is looked at. */
static struct cl_column append_one(struct cl_column *from, struct cl_arena *gone,
                                   struct cl_arena *arena)
{
    struct cl_column to = {.type = from->type};

    assert_true(cl_column_reserve(&to, 2, arena));
    assert_true(cl_column_append(&to, 1, from, 1, arena));
    cl_arena_free(gone);
    return to;
}

static void an_appended_text_is_a_copy(void **state)
{
    struct cl_arena gone;
    struct cl_column from, to;

    cl_arena_init(&gone, 1024);
    from = column_of(CL_STR, CL_SCALAR, false, 1, &gone);
    from.as.str[0] = cl_str_of(cl_arena_strndup(&gone, "text", 4));
    to = append_one(&from, &gone, *state);
    assert_true(cl_str_is(to.as.str[1], "text"));
    assert_true(cl_str_is(to.as.str[0], ""));
}

static void an_appended_list_of_text_is_a_copy(void **state)
{
    struct cl_arena gone;
    struct cl_column from, to;
    struct cl_str *texts;

    cl_arena_init(&gone, 1024);
    from = column_of(CL_STR, CL_LIST, true, 1, &gone);
    texts = cl_arena_array(&gone, 2, sizeof *texts);
    texts[0] = cl_str_of(cl_arena_strndup(&gone, "a", 1));
    texts[1] = cl_str_of(cl_arena_strndup(&gone, "bc", 2));
    from.as.list[0] = (struct cl_list){.at = texts, .n = 2};
    to = append_one(&from, &gone, *state);
    assert_int_equal(to.as.list[1].n, 2);
    assert_true(cl_str_is(((const struct cl_str *)to.as.list[1].at)[1], "bc"));
}

static void an_appended_tensor_keeps_its_form(void **state)
{
    struct cl_arena gone;
    struct cl_column from, to;

    cl_arena_init(&gone, 1024);
    from = column_of(CL_F64, CL_TENSOR, true, 1, &gone);
    from.as.tensor[0] = (struct cl_tensor){
        .value = cl_arena_copy(&gone, (double[]){1.5, 2.5}, 2 * sizeof(double)),
        .index = cl_arena_copy(&gone, (int32_t[]){0, 1, 1, 2}, 4 * sizeof(int32_t)),
        .dims = cl_arena_copy(&gone, (int32_t[]){2, 3}, 2 * sizeof(int32_t)),
        .n = 2,
        .size = 6,
        .rank = 2};
    to = append_one(&from, &gone, *state);
    assert_true(((const double *)to.as.tensor[1].value)[1] == 2.5);
    assert_int_equal(to.as.tensor[1].index[3], 2);
    assert_int_equal(to.as.tensor[1].dims[1], 3);
}

static void an_appended_map_is_a_copy(void **state)
{
    struct cl_arena gone;
    struct cl_column from, to;
    struct cl_str *key;

    cl_arena_init(&gone, 1024);
    from = column_of(CL_I32, CL_MAP, true, 1, &gone);
    from.type.key = CL_STR;
    key = cl_arena_alloc(&gone, sizeof *key);
    *key = cl_str_of(cl_arena_strndup(&gone, "k", 1));
    from.as.map[0] = (struct cl_map){
        .key = key, .value = cl_arena_copy(&gone, &(int32_t){9}, sizeof(int32_t)), .n = 1};
    to = append_one(&from, &gone, *state);
    assert_true(cl_str_is(((const struct cl_str *)to.as.map[1].key)[0], "k"));
    assert_int_equal(((const int32_t *)to.as.map[1].value)[0], 9);
}

static void appended_nulls_stay_null(void **state)
{
    struct cl_column from = column_of(CL_STR, CL_SCALAR, true, 2, *state);
    struct cl_column to = column_of(CL_STR, CL_SCALAR, true, 3, *state);

    cl_column_set_null(&from, 1);
    assert_true(cl_column_append(&to, 1, &from, 2, *state));
    assert_false(cl_column_is_null(&to, 1));
    assert_true(cl_column_is_null(&to, 2));
}

/* A list of this arena with a text of another one. */
static void of_what_is_there_nothing_is_copied(void **state)
{
    struct cl_arena other;
    struct cl_copier copier = {.arena = *state, .is_mixed = true};
    struct cl_column lists = column_of(CL_STR, CL_LIST, false, 1, *state);
    struct cl_str *texts = cl_arena_array(*state, 2, sizeof *texts);
    const char *here = cl_arena_strndup(*state, "here", 4);

    cl_arena_init(&other, 1024);
    texts[0] = (struct cl_str){.at = here, .n = 4};
    texts[1] = cl_str_of(cl_arena_strndup(&other, "there", 5));
    lists.as.list[0] = (struct cl_list){.at = texts, .n = 2};
    assert_true(cl_column_deepen(&lists, 0, 1, &copier));
    assert_ptr_equal(lists.as.list[0].at, texts);
    assert_ptr_equal(texts[0].at, here);
    cl_arena_free(&other);
    assert_true(cl_str_is(texts[1], "there"));
}

static void pieces_of_a_text_lie_in_its_copy(void **state)
{
    struct cl_copier copier = {.arena = *state};
    struct cl_column texts = column_of(CL_STR, CL_SCALAR, false, 3, *state);
    const char *whole = "a whole text";

    texts.as.str[0] = cl_str_of(whole);
    texts.as.str[1] = (struct cl_str){.at = whole + 2, .n = 5};
    texts.as.str[2] = (struct cl_str){.at = whole + 8, .n = 4};
    assert_true(cl_column_deepen(&texts, 0, 3, &copier));
    assert_ptr_not_equal(texts.as.str[0].at, whole);
    assert_ptr_equal(texts.as.str[1].at, texts.as.str[0].at + 2);
    assert_ptr_equal(texts.as.str[2].at, texts.as.str[0].at + 8);
}

static void a_width_becomes_one_dimension(void **state)
{
    struct cl_type type = {.base = CL_F64, .shape = CL_TENSOR};

    assert_true(cl_type_set_width(&type, 7, *state));
    assert_true(type.dims.known);
    assert_int_equal(type.dims.n, 1);
    assert_int_equal(type.dims.size[0], 7);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fresh_cells_are_zero),
        TEST(only_a_nullable_column_knows_nulls),
        TEST(a_null_text_is_empty),
        TEST(gathered_cells_are_those_of_the_rows),
        TEST(gathered_from_a_column_without_nulls_all_are_there),
        TEST(an_appended_text_is_a_copy),
        TEST(an_appended_list_of_text_is_a_copy),
        TEST(an_appended_tensor_keeps_its_form),
        TEST(an_appended_map_is_a_copy),
        TEST(appended_nulls_stay_null),
        TEST(of_what_is_there_nothing_is_copied),
        TEST(pieces_of_a_text_lie_in_its_copy),
        TEST(a_width_becomes_one_dimension),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
