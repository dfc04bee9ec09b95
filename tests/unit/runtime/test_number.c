#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/error.h"
#include "runtime/number.h"

struct f64_text {
    double value;
    const char *text;
};

struct f32_text {
    float value;
    const char *text;
};

/* What Double.toString of JDK 17 says. */
static const struct f64_text java_f64[] = {
    {0.0, "0.0"},
    {-0.0, "-0.0"},
    {1.0, "1.0"},
    {-1.5, "-1.5"},
    {0.1, "0.1"},
    {100.0, "100.0"},
    {19.99, "19.99"},
    {0.3, "0.3"},
    {0.1 + 0.2, "0.30000000000000004"},
    {1.0 / 3, "0.3333333333333333"},
    {0.001, "0.001"},
    {0.00099, "9.9E-4"},
    {1e-5, "1.0E-5"},
    {1.5e-10, "1.5E-10"},
    {1234567.125, "1234567.125"},
    {9999999.0, "9999999.0"},
    {1e7, "1.0E7"},
    {12345678.9, "1.23456789E7"},
    {1e10, "1.0E10"},
    {3162277660.1683793, "3.1622776601683793E9"},
    {-2147483648.0, "-2.147483648E9"},
    {4503599627370496.0, "4.503599627370496E15"},
    {9007199254740993.0, "9.007199254740992E15"},
    {1.617309671910542E18, "1.61730967191054208E18"},
    {9223372036854774784.0, "9.2233720368547748E18"},
    {9223372036854775808.0, "9.223372036854776E18"},
    {1e21, "1.0E21"},
    {1e100, "1.0E100"},
    {1.7976931348623157e308, "1.7976931348623157E308"},
    {2.2250738585072014e-308, "2.2250738585072014E-308"},
    {4.9e-324, "4.9E-324"},
    {INFINITY, "Infinity"},
    {-INFINITY, "-Infinity"},
    {NAN, "NaN"},
};

/* What Float.toString of JDK 17 says. */
static const struct f32_text java_f32[] = {
    {0.0F, "0.0"},
    {-0.0F, "-0.0"},
    {0.1F, "0.1"},
    {-3.25F, "-3.25"},
    {1.0F / 3, "0.33333334"},
    {0.001F, "0.001"},
    {1e-4F, "1.0E-4"},
    {16777216.0F, "1.6777216E7"},
    {5.42531E14F, "5.42531008E14"},
    {3.4028235e38F, "3.4028235E38"},
    {1.4e-45F, "1.4E-45"},
    {INFINITY, "Infinity"},
    {NAN, "NaN"},
};

/* new BigDecimal(Double.toString(x)).toString(), -0.0 and what is no number apart. */
static const struct f64_text json_f64[] = {
    {0.0, "0.0"},
    {-0.0, "0.0"},
    {1.0, "1.0"},
    {-1.0, "-1.0"},
    {100.0, "100.0"},
    {0.5, "0.5"},
    {-0.25, "-0.25"},
    {19.99, "19.99"},
    {-19.99, "-19.99"},
    {0.000001, "0.0000010"},
    {0.1 + 0.2, "0.30000000000000004"},
    {1234567.000001, "1234567.000001"},
    {1234567.0000001, "1234567.0000001"},
    {0.001, "0.001"},
    {0.0012, "0.0012"},
    {1e-4, "0.00010"},
    {1e-5, "0.000010"},
    {1.25e-6, "0.00000125"},
    {1e-7, "1.0E-7"},
    {-1.5e-7, "-1.5E-7"},
    {9999999.0, "9999999.0"},
    {1e7, "1.0E+7"},
    {12000000.0, "1.2E+7"},
    {12345678.0, "12345678"},
    {-12345678.5, "-12345678.5"},
    {123456789.0, "123456789"},
    {1234567890.0, "1.23456789E+9"},
    {-2147483648.0, "-2147483648"},
    {3162277660.1683793, "3162277660.1683793"},
    {1e10, "1.0E+10"},
    {1e21, "1.0E+21"},
    {1.7976931348623157e308, "1.7976931348623157E+308"},
    {2.2250738585072014e-308, "2.2250738585072014E-308"},
    {4.9e-324, "4.9E-324"},
    {NAN, "null"},
    {INFINITY, "null"},
    {-INFINITY, "null"},
};

static const struct f32_text json_f32[] = {
    {0.1F, "0.1"},     {-0.0F, "0.0"},           {16777216.0F, "16777216"}, {1e10F, "1.0E+10"},
    {1e-7F, "1.0E-7"}, {1.0F / 3, "0.33333334"}, {-2.5e-5F, "-0.000025"},   {NAN, "null"},
};

/* Numbers that fill their text. */
static const struct f64_text sound[] = {
    {0.0, "0"},
    {-0.0, "-0"},
    {1.5, "+1.5"},
    {-1500.0, "-1.5e3"},
    {0.015, "1.5E-2"},
    {100.0, "1e+2"},
    {1.0, "0001"},
    {9007199254740992.0, "9007199254740993"},
    {9007199254740994.0, "9007199254740993.00000000000000000000000000000001"},
    {0.0, "0e999999999999999999999"},
    {0.0, "0.000e-999999999999999999999"},
    {INFINITY, "1e309"},
    {-INFINITY, "-1e309"},
    {INFINITY, "1e999999999999999999999"},
    {INFINITY, "0.001e400"},
    {0.0, "1e-400"},
    {-0.0, "-1e-400"},
    {0.0, "1e-999999999999999999999"},
    {0.0, "100000e-400"},
    {4.9e-324, "3e-324"},
    {0.0, "2e-324"},
    {1.7976931348623157e308, "1.7976931348623158e308"},
    {INFINITY, "1.7976931348623159e308"},
};

static const char *const unsound[] = {
    "",         "+",    "-",   ".",   "e1",  "1e", "1e+", "1.",   ".5",
    "1.e5",     "1..2", "--1", "+-1", " 1",  "1 ", "1a",  "0x1",  "1e1.5",
    "Infinity", "inf",  "nan", "NaN", "1,5", "1d", "1f",  "1e 5", "1_000",
};

static void text_is(const char *text, size_t n, const char *want)
{
    assert_int_equal(n, strlen(want));
    assert_memory_equal(text, want, n);
    assert_true(n <= CL_NUMBER_TEXT_SIZE);
}

static bool same_f64(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static void doubles_have_the_text_of_java(void **unused)
{
    char text[CL_NUMBER_TEXT_SIZE];

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(java_f64); i++)
        text_is(text, cl_f64_java_text(java_f64[i].value, text), java_f64[i].text);
}

static void floats_have_the_text_of_java(void **unused)
{
    char text[CL_NUMBER_TEXT_SIZE];

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(java_f32); i++)
        text_is(text, cl_f32_java_text(java_f32[i].value, text), java_f32[i].text);
}

static void doubles_have_the_json_text_of_the_jvm(void **unused)
{
    char text[CL_NUMBER_TEXT_SIZE];

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(json_f64); i++)
        text_is(text, cl_f64_json_text(json_f64[i].value, text), json_f64[i].text);
}

static void floats_have_the_json_text_of_the_jvm(void **unused)
{
    char text[CL_NUMBER_TEXT_SIZE];

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(json_f32); i++)
        text_is(text, cl_f32_json_text(json_f32[i].value, text), json_f32[i].text);
}

static void any_doubles_json_text_reads_back(void **unused)
{
    uint64_t state = 1;

    (void)unused;
    for (int i = 0; i < 20000; i++) {
        char text[CL_NUMBER_TEXT_SIZE];
        double value, back;

        state = state * 6364136223846793005U + 1442695040888963407U;
        memcpy(&value, &state, sizeof value);
        if (isnan(value) || isinf(value))
            continue;
        assert_true(cl_f64_parse(text, cl_f64_json_text(value, text), &back));
        assert_true(back == value);
        assert_true(cl_f64_parse(text, cl_f64_java_text(value, text), &back));
        assert_true(same_f64(back, value));
    }
}

static void any_floats_json_text_reads_back(void **unused)
{
    uint32_t state = 1;

    (void)unused;
    for (int i = 0; i < 20000; i++) {
        char text[CL_NUMBER_TEXT_SIZE];
        float value, back;

        state = state * 1664525U + 1013904223U;
        memcpy(&value, &state, sizeof value);
        if (isnan(value) || isinf(value))
            continue;
        assert_true(cl_f32_parse(text, cl_f32_json_text(value, text), &back));
        assert_true(back == value);
    }
}

static void integers_have_their_decimal_text(void **unused)
{
    char text[CL_NUMBER_TEXT_SIZE];

    (void)unused;
    text_is(text, cl_i64_text(0, text), "0");
    text_is(text, cl_i64_text(-7, text), "-7");
    text_is(text, cl_i64_text(9, text), "9");
    text_is(text, cl_i64_text(10, text), "10");
    text_is(text, cl_i64_text(100, text), "100");
    text_is(text, cl_i64_text(1000, text), "1000");
    text_is(text, cl_i64_text(1002003, text), "1002003");
    text_is(text, cl_i64_text(999999999, text), "999999999");
    text_is(text, cl_i64_text(1000000000, text), "1000000000");
    text_is(text, cl_i64_text(INT64_MAX, text), "9223372036854775807");
    text_is(text, cl_i64_text(INT64_MIN, text), "-9223372036854775808");
}

static void decimals_are_read_to_the_nearest_double(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(sound); i++) {
        double value = NAN;

        assert_true(cl_f64_parse(sound[i].text, strlen(sound[i].text), &value));
        assert_true(same_f64(value, sound[i].value));
    }
}

static void what_is_no_decimal_is_refused(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(unsound); i++) {
        double value;
        float single;

        assert_false(cl_f64_parse(unsound[i], strlen(unsound[i]), &value));
        assert_false(cl_f32_parse(unsound[i], strlen(unsound[i]), &single));
    }
}

static void only_the_open_form_takes_a_point_at_an_end(void **unused)
{
    double value;
    float single;

    (void)unused;
    assert_true(cl_f64_parse_open("1.", 2, &value) && value == 1.0);
    assert_true(cl_f64_parse_open("-.5", 3, &value) && value == -0.5);
    assert_true(cl_f64_parse_open("1.e2", 4, &value) && value == 100.0);
    assert_true(cl_f32_parse_open(".25", 3, &single) && single == 0.25F);
    assert_false(cl_f64_parse_open(".", 1, &value));
    assert_false(cl_f64_parse_open(".e1", 3, &value));
}

static void floats_are_rounded_once(void **unused)
{
    /* Just above the middle of two floats; as a double it would be the middle, a tie. */
    const char *text = "1.00000005960464477540";
    float value;

    (void)unused;
    assert_true(cl_f32_parse(text, strlen(text), &value));
    assert_true(value == 1.00000011920928955078125F);
    assert_true(cl_f32_parse("1e39", 4, &value) && isinf(value));
    assert_true(cl_f32_parse("1e-46", 5, &value) && value == 0.0F);
}

/* The digits of a text without point, exponent, and zeros at either end. */
static size_t digits_of(const char *text, char digits[32])
{
    size_t n = 0;

    for (; *text != '\0' && *text != 'e' && *text != 'E'; text++)
        if (*text >= '0' && *text <= '9' && (n > 0 || *text != '0'))
            digits[n++] = *text;
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = '\0';
    return n;
}

/* Fails unless the text has the fewest digits that read back, and those nearest to the value. */
static void assert_shortest(double value)
{
    char text[CL_NUMBER_TEXT_SIZE + 1], other[64], digits[32], wanted[32];
    size_t n;

    text[cl_f64_json_text(value, text)] = '\0';
    n = digits_of(text, digits);
    if (strtod(text, NULL) != value)
        fail_msg("%s is not %.17g", text, value);
    snprintf(other, sizeof other, "%.*e", (int)n - 1, value);
    digits_of(other, wanted);
    if (strcmp(digits, wanted) != 0 && frexp(value, &(int){0}) != 0.5)
        fail_msg("%s is not as near to %.17g as %s", text, value, other);
    if (n <= 2)
        return;
    snprintf(other, sizeof other, "%.*e", (int)n - 2, value);
    if (strtod(other, NULL) == value)
        fail_msg("%s is longer than %s", text, other);
}

static void doubles_have_the_shortest_digits(void **unused)
{
    uint64_t state = 88172645463325252u;

    (void)unused;
    for (int e = -1074; e < 1024; e++) {
        assert_shortest(ldexp(1, e));
        assert_shortest(nextafter(ldexp(1, e), INFINITY));
        assert_shortest(nextafter(ldexp(1, e), 0) > 0 ? nextafter(ldexp(1, e), 0) : 1);
    }
    for (size_t i = 0; i < 100000; i++) {
        double value;

        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        memcpy(&value, &state, sizeof value);
        if (isfinite(value))
            assert_shortest(fabs(value));
        assert_shortest((double)(state >> 11) * 0x1p-53 + 0x1p-60);
        assert_shortest((double)((state >> 40) + 1) / 1000);
        assert_shortest((double)((state >> (state & 63)) + 1));
        assert_shortest((double)((state >> 30) + 1) / 1e6);
    }
}

static void doubles_in_a_row_have_the_same_text(void **unused)
{
    static const double values[] = {0,    -0.0,   1,   -16, 0.5,       1e-3,  9.9,
                                    -2.5, 9.5e-4, 1e7, NAN, -INFINITY, 1e300, 9.999999999999998};
    char text[CL_COUNT_OF(values) * (CL_NUMBER_TEXT_SIZE + 2)];

    (void)unused;
    *cl_f64s_json_text(values, CL_COUNT_OF(values), ", ", text) = '\0';
    assert_string_equal(text, "0.0, 0.0, 1.0, -16.0, 0.5, 0.001, 9.9, -2.5, 0.00095, 1.0E+7, null, "
                              "null, 1.0E+300, 9.999999999999998");
    assert_ptr_equal(cl_f64s_json_text(values, 0, ", ", text), text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_have_the_text_of_java),
        cmocka_unit_test(floats_have_the_text_of_java),
        cmocka_unit_test(doubles_have_the_json_text_of_the_jvm),
        cmocka_unit_test(floats_have_the_json_text_of_the_jvm),
        cmocka_unit_test(any_doubles_json_text_reads_back),
        cmocka_unit_test(any_floats_json_text_reads_back),
        cmocka_unit_test(doubles_have_the_shortest_digits),
        cmocka_unit_test(doubles_in_a_row_have_the_same_text),
        cmocka_unit_test(integers_have_their_decimal_text),
        cmocka_unit_test(decimals_are_read_to_the_nearest_double),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(only_the_open_form_takes_a_point_at_an_end),
        cmocka_unit_test(floats_are_rounded_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
