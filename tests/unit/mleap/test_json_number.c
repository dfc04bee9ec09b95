/*
 * Numbers of JSON text: rounded once, as Java has them.
 */
#include "mleap/json.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static struct cl_json *j;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    j = cl_json_new();
    return j == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_json_free(j);
    return 0;
}

static void open_text(const char *text)
{
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_json_open(j, text, strlen(text), false, &err), CLEAP_OK);
}

static double read_f64(const char *text)
{
    double value = 12345;

    open_text(text);
    assert_int_equal(cl_json_read_f64(j, &value, &err), CLEAP_OK);
    assert_int_equal(cl_json_end(j, &err), CLEAP_OK);
    return value;
}

static float read_f32(const char *text)
{
    float value = 12345;

    open_text(text);
    assert_int_equal(cl_json_read_f32(j, &value, &err), CLEAP_OK);
    return value;
}

static int64_t read_i64(const char *text, int64_t min, int64_t max)
{
    int64_t value = 12345;

    open_text(text);
    assert_int_equal(cl_json_read_i64(j, min, max, &value, &err), CLEAP_OK);
    return value;
}

static void assert_no_i64(const char *text, int64_t min, int64_t max)
{
    int64_t value;

    open_text(text);
    assert_int_equal(cl_json_read_i64(j, min, max, &value, &err), CLEAP_E_FORMAT);
}

/* Skips the text, which checks it. */
static enum cleap_status check_n(const char *text, size_t n)
{
    cl_error_begin(&err, &err);
    CL_TRY(cl_json_open(j, text, n, false, &err));
    return cl_json_skip(j, NULL, &err);
}

static enum cleap_status check(const char *text)
{
    return check_n(text, strlen(text));
}

static void doubles_are_the_nearest_of_the_decimal(void **unused)
{
    (void)unused;
    assert_true(read_f64("1") == 1.0);
    assert_true(read_f64("-2.5") == -2.5);
    assert_true(read_f64("0.1") == 0.1);
    assert_true(read_f64("123456789.12345678") == 123456789.12345678);
    assert_true(read_f64("9007199254740993") == 9007199254740992.0);
    assert_true(read_f64("9007199254740993.0000000000000000000001") == 9007199254740994.0);
    assert_true(read_f64("12345678901234567890.5") == 12345678901234567890.5);
    assert_true(read_f64("4.9E-324") == 4.9e-324);
    assert_true(read_f64("1.7976931348623157e308") == 1.7976931348623157e308);
    assert_true(read_f64("0.000000000000000000000000000012345") == 1.2345e-29);
}

static void doubles_beyond_the_range_are_infinite_or_zero(void **unused)
{
    (void)unused;
    assert_true(read_f64("1e999") == INFINITY);
    assert_true(read_f64("-1e400") == -INFINITY);
    assert_true(read_f64("1e-400") == 0.0);
    assert_true(read_f64("1e2147483647") == INFINITY);
    assert_true(read_f32("1e39") == INFINITY);
    assert_true(read_f32("1e-50") == 0.0F);
}

static void zeros_have_no_sign(void **unused)
{
    (void)unused;
    assert_false(signbit(read_f64("-0")));
    assert_false(signbit(read_f64("-0.0")));
    assert_false(signbit(read_f64("-0.00000000000000000000000000e5")));
    assert_false(signbit(read_f32("-0.0")));
    assert_true(signbit(read_f64("-1e-400")));
}

static void floats_are_rounded_once(void **unused)
{
    (void)unused;
    assert_true(read_f32("0.1") == 0.1F);
    /* As a double this is the middle between two floats, and 1.0f is the even one. */
    assert_true(read_f32("1.00000005960464477539062500000001") == 1.0000001F);
    assert_true(read_f32("1.000000059604644775390625") == 1.0F);
    assert_true(read_f32("3.4028235E+38") == 3.4028235e38F);
    assert_true(read_f32("3.4028235677973367e38") == INFINITY);
    assert_true(read_f32("1.4E-45") == 1.4e-45F);
    assert_true(read_f32("1.1754942e-38") == 1.1754942e-38F);
}

static void whole_numbers_may_be_written_in_any_way(void **unused)
{
    (void)unused;
    assert_int_equal(read_i64("4", 0, 9), 4);
    assert_int_equal(read_i64("4.0", 0, 9), 4);
    assert_int_equal(read_i64("1e2", 0, 100), 100);
    assert_int_equal(read_i64("2.50e1", 0, 100), 25);
    assert_int_equal(read_i64("1000000000000000000000e-21", 0, 100), 1);
    assert_int_equal(read_i64("-0", 0, 100), 0);
    assert_int_equal(read_i64("0e99", 0, 100), 0);
    assert_int_equal(read_i64("0.000e-99", 0, 100), 0);
    assert_true(read_i64("9223372036854775807", INT64_MIN, INT64_MAX) == INT64_MAX);
    assert_true(read_i64("-9223372036854775808", INT64_MIN, INT64_MAX) == INT64_MIN);
    assert_true(read_i64("-9.223372036854775808e18", INT64_MIN, INT64_MAX) == INT64_MIN);
    assert_true(read_i64("1e18", INT64_MIN, INT64_MAX) == 1000000000000000000);
}

static void other_numbers_are_no_whole_numbers(void **unused)
{
    (void)unused;
    assert_no_i64("4.7", 0, 9);
    assert_string_equal(err.message, "expected a whole number in [0, 9], found 4.7 at byte 0");
    assert_no_i64("10", 0, 9);
    assert_no_i64("-1", 0, 9);
    assert_no_i64("1e-1", 0, 9);
    assert_no_i64("9223372036854775808", INT64_MIN, INT64_MAX);
    assert_no_i64("-9223372036854775809", INT64_MIN, INT64_MAX);
    assert_no_i64("1e19", INT64_MIN, INT64_MAX);
    assert_no_i64("1e2147483647", INT64_MIN, INT64_MAX);
    assert_no_i64("123456789012345678901234567890.5", INT64_MIN, INT64_MAX);
    assert_no_i64("\"4\"", 0, 9);
    assert_string_equal(err.message, "expected a whole number, found \"4\" at byte 0");
}

static void numbers_that_java_refuses_are_refused(void **unused)
{
    char text[110];

    (void)unused;
    memset(text, '1', sizeof text);
    assert_int_equal(check_n(text, 100), CLEAP_OK);
    assert_int_equal(check_n(text, 101), CLEAP_E_FORMAT);
    assert_string_equal(err.message,
                        "a number of 101 characters at byte 0, at most 100 are allowed");
    assert_int_equal(check("1e2147483648"), CLEAP_E_FORMAT);
    assert_int_equal(check("1e-2147483647"), CLEAP_OK);
    assert_int_equal(check("1.0e-2147483647"), CLEAP_E_FORMAT);
    assert_int_equal(check("1e99999999999999999999"), CLEAP_E_FORMAT);
    assert_int_equal(check("1e00000000000000000000001"), CLEAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_are_the_nearest_of_the_decimal),
        cmocka_unit_test(doubles_beyond_the_range_are_infinite_or_zero),
        cmocka_unit_test(zeros_have_no_sign),
        cmocka_unit_test(floats_are_rounded_once),
        cmocka_unit_test(whole_numbers_may_be_written_in_any_way),
        cmocka_unit_test(other_numbers_are_no_whole_numbers),
        cmocka_unit_test(numbers_that_java_refuses_are_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
