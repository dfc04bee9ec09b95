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

#include "mleap/json_short.h"

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

static uint32_t pick(uint32_t n)
{
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

/* What the decimal is by strtod, but for the sign of a zero. */
static uint64_t bits_of(const char *text)
{
    double value = strtod(text, NULL);
    uint64_t bits;

    if (value == 0 && cl_json_is_zero(text))
        value = 0;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static uint64_t bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?, at most eight characters behind the sign. */
static bool is_short(const char *text)
{
    const char *at = text + (*text == '-'), *first = at;

    if (strlen(at) > 8)
        return false;
    at += strspn(at, "0123456789");
    if (at == first || (*first == '0' && at - first > 1))
        return false;
    if (*at != '.')
        return *at == '\0';
    first = ++at;
    at += strspn(at, "0123456789");
    return at != first && *at == '\0';
}

static void assert_short(const char text[24])
{
    double value = 12345;

    if (cl_json_short_f64(text, strlen(text), &value) != is_short(text))
        fail_msg("'%s' is %sa short number", text, is_short(text) ? "" : "not ");
    if (is_short(text) && bits(value) != bits_of(text))
        fail_msg("'%s' is not %.17g", text, value);
}

static void short_numbers_are_the_nearest_of_the_decimal(void **unused)
{
    static const char alphabet[] = "0123456789012345678900..--/:+eE \x80\xFF";

    (void)unused;
    for (size_t i = 0; i < 1000000; i++) {
        char text[24] = "";
        uint32_t n = pick(11), of = i % 2 == 0 ? 10 : sizeof alphabet - 1;

        for (uint32_t k = 0; k < n; k++)
            text[k] = alphabet[pick(of)];
        if (of == 10 && n > 1)
            text[pick(n)] = '.';
        if (of == 10 && n > 1 && pick(2) == 0)
            text[0] = '-';
        text[n + 1] = alphabet[pick(10)]; /* what is behind it does not matter */
        assert_short(text);
    }
}

static void every_number_of_three_characters_is_read(void **unused)
{
    (void)unused;
    for (uint32_t i = 0; i < 1 << 24; i++) {
        char text[24] = {(char)(i & 0xFF), (char)(i >> 8 & 0xFF), (char)(i >> 16)};

        if (text[0] != '\0' && text[1] != '\0' && text[2] != '\0')
            assert_short(text);
    }
}

static void long_numbers_are_the_nearest_of_the_decimal(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < 200000; i++) {
        char text[64];
        uint32_t n = 1 + pick(25), k = pick(2);

        text[0] = '-';
        text[k++] = (char)('1' + pick(9));
        for (n += k; k < n; k++)
            text[k] = (char)('0' + pick(10));
        if (n > 3 && pick(4) != 0)
            text[2 + pick(n - 3)] = '.';
        if (pick(3) == 0)
            snprintf(text + n, sizeof text - n, "e%d", (int)pick(700) - 350);
        else
            text[n] = '\0';
        if (bits(read_f64(text)) != bits_of(text))
            fail_msg("'%s' is %.17g", text, read_f64(text));
    }
}

/* Numbers of an array, as far as they are easy; then what next_item() and read_f64() say. */
static size_t read_run(const char *text, double values[8])
{
    bool more = true;
    size_t n;

    open_text(text);
    assert_int_equal(cl_json_begin_array(j, &err), CLEAP_OK);
    n = cl_json_read_f64s(j, values, 8);
    while (cl_json_next_item(j, &more, &err) == CLEAP_OK && more)
        if (cl_json_read_f64(j, &values[n], &err) != CLEAP_OK)
            return 99;
        else
            n += 1 + cl_json_read_f64s(j, &values[n + 1], 7 - n);
    return err.status == CLEAP_OK && cl_json_end(j, &err) == CLEAP_OK ? n : 99;
}

static void numbers_of_an_array_are_read_in_one_go(void **unused)
{
    double v[8];

    (void)unused;
    assert_int_equal(read_run("[]", v), 0);
    assert_int_equal(read_run("[1.5]", v), 1);
    assert_int_equal(read_run("[ 0.0 ,-7,1e2,1e400,0.1234567890123 , 16.0,-0.0]", v), 7);
    assert_true(v[0] == 0 && v[1] == -7 && v[2] == 100 && isinf(v[3]));
    assert_true(v[4] == 0.1234567890123 && v[5] == 16 && v[6] == 0 && !signbit(v[6]));
    assert_int_equal(read_run("[0.0,9.9,1.0,16.0,2.5,0.1,10.0]", v), 7);
    assert_true(v[0] == 0 && v[1] == 9.9 && v[2] == 1 && v[3] == 16 && v[4] == 2.5 && v[5] == 0.1);
    assert_int_equal(read_run("[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0]", v), 8);
    assert_true(v[6] == 7 && v[7] == 8);
    assert_int_equal(read_run("[1,2,3,4,5,6,7,8]", v), 8);
    assert_true(v[7] == 8);
}

static void assert_broken_run(const char *text, const char *message)
{
    double values[8];

    assert_int_equal(read_run(text, values), 99);
    assert_string_equal(err.message, message);
}

static void what_is_no_number_of_an_array_is_named(void **unused)
{
    (void)unused;
    assert_broken_run("[1.0,null]", "expected a number, found null at byte 5");
    assert_broken_run("[1.0,]", "expected a value, found ']' at byte 5");
    assert_broken_run("[1.0,01.0]", "expected a number as JSON has it, found 01.0 at byte 5");
    assert_broken_run("[1.0,2.]", "expected a number as JSON has it, found 2. at byte 5");
    assert_broken_run("[1.0,2.0x]", "expected a number as JSON has it, found 2.0x at byte 5");
    assert_broken_run("[1.0,2.0\"x\"]", "expected a number as JSON has it, found 2.0 at byte 5");
    assert_broken_run("[1.0 2.0]", "expected ',' or ']', found 2.0 at byte 5");
    assert_broken_run("[1.0,2.0,]", "expected a value, found ']' at byte 9");
    assert_broken_run("[1.0,2.0,", "expected a value, found the end of the text at byte 9");
    assert_broken_run("[1.0,2/0,", "expected a number as JSON has it, found 2/0 at byte 5");
    assert_broken_run("[1.0,2.0}", "expected ',' or ']', found '}' at byte 8");
    assert_broken_run("[1.0,2.0", "expected ',' or ']', found the end of the text at byte 8");
    assert_broken_run("[1.0,", "expected a value, found the end of the text at byte 5");
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
        cmocka_unit_test(short_numbers_are_the_nearest_of_the_decimal),
        cmocka_unit_test(every_number_of_three_characters_is_read),
        cmocka_unit_test(long_numbers_are_the_nearest_of_the_decimal),
        cmocka_unit_test(numbers_of_an_array_are_read_in_one_go),
        cmocka_unit_test(what_is_no_number_of_an_array_is_named),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
