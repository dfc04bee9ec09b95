#include <math.h>

#include "tests/unit/runtime/cast_fixture.h"

static void integers_become_doubles(void **unused)
{
    static const int32_t values[] = {0, -1, INT32_MAX, INT32_MIN};
    struct fixture f = fixture(type_of(CL_SCALAR, CL_I32), 4, type_of(CL_SCALAR, CL_F64));

    (void)unused;
    memcpy(f.in.as.i32, values, sizeof values);
    assert_int_equal(run(&f), CLEAP_OK);
    for (size_t i = 0; i < 4; i++)
        assert_true(f.out.as.f64[i] == values[i]);
}

static void a_float_keeps_its_value_as_a_double(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_F32), 1, type_of(CL_SCALAR, CL_F64));

    (void)unused;
    f.in.as.f32[0] = 0.1F;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_true(f.out.as.f64[0] == (double)0.1F);
}

static void a_long_is_rounded_once_to_a_float(void **unused)
{
    /* As a double it would be the middle of two floats. */
    struct fixture f = fixture(type_of(CL_SCALAR, CL_I64), 1, type_of(CL_SCALAR, CL_F32));

    (void)unused;
    f.in.as.i64[0] = (INT64_C(1) << 60) + (INT64_C(1) << 36) + 1;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_true(f.out.as.f32[0] == 0x1.000002p60F);
}

static void integers_are_narrowed_to_their_low_bits(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_I64), 2, type_of(CL_SCALAR, CL_I8));

    (void)unused;
    f.in.as.i64[0] = 300;
    f.in.as.i64[1] = -129;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.i8[0], 44);
    assert_int_equal(f.out.as.i8[1], 127);
}

static void doubles_saturate_as_ints(void **unused)
{
    struct fixture f = cast_f64(CL_I32, 5, (double[]){-1.9, 1e10, -INFINITY, NAN, 2147483647.5});

    (void)unused;
    assert_int_equal(f.out.as.i32[0], -1);
    assert_int_equal(f.out.as.i32[1], INT32_MAX);
    assert_int_equal(f.out.as.i32[2], INT32_MIN);
    assert_int_equal(f.out.as.i32[3], 0);
    assert_int_equal(f.out.as.i32[4], INT32_MAX);
}

static void doubles_saturate_as_longs(void **unused)
{
    struct fixture f = cast_f64(CL_I64, 4, (double[]){1e19, -1e19, NAN, 1e18});

    (void)unused;
    assert_true(f.out.as.i64[0] == INT64_MAX);
    assert_true(f.out.as.i64[1] == INT64_MIN);
    assert_true(f.out.as.i64[2] == 0);
    assert_true(f.out.as.i64[3] == INT64_C(1000000000000000000));
}

static void doubles_go_through_int_to_bytes(void **unused)
{
    struct fixture f = cast_f64(CL_I8, 3, (double[]){300.7, 1e10, -1e10});

    (void)unused;
    assert_int_equal(f.out.as.i8[0], 44);
    assert_int_equal(f.out.as.i8[1], -1);
    assert_int_equal(f.out.as.i8[2], 0);
}

static void what_is_not_zero_is_true(void **unused)
{
    struct fixture f = cast_f64(CL_BOOL, 4, (double[]){0.0, -0.0, 0.1, NAN});

    (void)unused;
    assert_memory_equal(f.out.as.b, "\0\0\1\1", 4);
}

static void numbers_have_the_text_of_java(void **unused)
{
    struct fixture f = cast_f64(CL_STR, 4, (double[]){1e10, 0.1, -0.0, NAN});

    (void)unused;
    text_is(f.out.as.str[0], "1.0E10");
    text_is(f.out.as.str[1], "0.1");
    text_is(f.out.as.str[2], "-0.0");
    text_is(f.out.as.str[3], "NaN");
}

static void a_float_has_its_own_text(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_F32), 1, type_of(CL_SCALAR, CL_STR));

    (void)unused;
    f.in.as.f32[0] = 0.1F;
    assert_int_equal(run(&f), CLEAP_OK);
    text_is(f.out.as.str[0], "0.1");
}

static void the_text_of_a_boolean_is_a_digit(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_BOOL), 2, type_of(CL_SCALAR, CL_STR));

    (void)unused;
    f.in.as.b[1] = 1;
    assert_int_equal(run(&f), CLEAP_OK);
    text_is(f.out.as.str[0], "0");
    text_is(f.out.as.str[1], "1");
}

static void text_is_read_as_java_reads_it(void **unused)
{
    struct fixture f =
        text_column(3, (const char *[]){" 1 ", "1d", "0x1p1"}, type_of(CL_SCALAR, CL_F64));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_true(f.out.as.f64[0] == 1 && f.out.as.f64[1] == 1 && f.out.as.f64[2] == 2);
}

static void text_that_says_null_is_a_null_of_zero(void **unused)
{
    struct fixture f =
        text_column(3, (const char *[]){"", "7", "null"}, type_of(CL_SCALAR, CL_I32));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_true(f.out.type.nullable);
    assert_memory_equal(f.out.valid, "\0\1\0", 3);
    assert_int_equal(f.out.as.i32[0], 0);
    assert_int_equal(f.out.as.i32[1], 7);
    assert_int_equal(f.out.as.i32[2], 0);
}

static void text_that_is_no_number_is_the_rows_fault(void **unused)
{
    struct fixture f = text_column(2, (const char *[]){"1", "abc"}, type_of(CL_SCALAR, CL_F64));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 101: \"abc\" is no double");
    assert_int_equal(f.err.row, 101);
}

static void text_out_of_range_is_no_byte(void **unused)
{
    struct fixture f = text_column(1, (const char *[]){"128"}, type_of(CL_SCALAR, CL_I8));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 100: \"128\" is no byte");
}

static void long_text_is_cut_in_the_message(void **unused)
{
    static const char text[] = "ääääääääääääääääääääääääääääääaääääääääääääääääääääääääääääääää";
    struct fixture f = text_column(1, (const char *[]){text}, type_of(CL_SCALAR, CL_I64));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 100: \"ääääääääääääääääääääääääääääää...\" is no long");
}

static void text_becomes_a_boolean_without_nulls(void **unused)
{
    struct fixture f =
        text_column(4, (const char *[]){"", "null", "no", "2"}, type_of(CL_SCALAR, CL_BOOL));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_false(f.out.type.nullable);
    assert_memory_equal(f.out.as.b, "\0\1\0\1", 4);
}

static void more_values_than_a_block_are_cast(void **unused)
{
    struct fixture f = fixture(type_of(CL_LIST, CL_I16), 1, type_of(CL_LIST, CL_F32));
    int16_t values[1000];

    (void)unused;
    for (int16_t i = 0; i < 1000; i++)
        values[i] = i;
    f.in.as.list[0] = (struct cl_list){.at = values, .n = 1000};
    assert_int_equal(run(&f), CLEAP_OK);
    for (size_t i = 0; i < 1000; i++)
        assert_true(((const float *)f.out.as.list[0].at)[i] == (float)i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_become_doubles),
        cmocka_unit_test(a_float_keeps_its_value_as_a_double),
        cmocka_unit_test(a_long_is_rounded_once_to_a_float),
        cmocka_unit_test(integers_are_narrowed_to_their_low_bits),
        cmocka_unit_test(doubles_saturate_as_ints),
        cmocka_unit_test(doubles_saturate_as_longs),
        cmocka_unit_test(doubles_go_through_int_to_bytes),
        cmocka_unit_test(what_is_not_zero_is_true),
        cmocka_unit_test(numbers_have_the_text_of_java),
        cmocka_unit_test(a_float_has_its_own_text),
        cmocka_unit_test(the_text_of_a_boolean_is_a_digit),
        cmocka_unit_test(text_is_read_as_java_reads_it),
        cmocka_unit_test(text_that_says_null_is_a_null_of_zero),
        cmocka_unit_test(text_that_is_no_number_is_the_rows_fault),
        cmocka_unit_test(text_out_of_range_is_no_byte),
        cmocka_unit_test(long_text_is_cut_in_the_message),
        cmocka_unit_test(text_becomes_a_boolean_without_nulls),
        cmocka_unit_test(more_values_than_a_block_are_cast),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
