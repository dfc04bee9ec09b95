#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/error.h"
#include "runtime/java_text.h"

/* What Double.parseDouble of JDK 17 answers. */
static const struct {
    const char *text;
    double value;
} f64_texts[] = {
    {"0", 0.0},
    {"-0", -0.0},
    {"1.5", 1.5},
    {" \t\r\n1\x01", 1.0},
    {"+2", 2.0},
    {"1.", 1.0},
    {".5", 0.5},
    {"-1.e2", -100.0},
    {"1e400", INFINITY},
    {"-1e-400", -0.0},
    {"1d", 1.0},
    {"1D", 1.0},
    {"1.5f", 1.5},
    {"1e1F", 10.0},
    {"Infinity", INFINITY},
    {"+Infinity", INFINITY},
    {" -Infinity ", -INFINITY},
    {"0x1p0", 1.0},
    {"-0X1.8P1", -3.0},
    {"0x.8p1d", 1.0},
    {"0x10.p-4", 1.0},
    {"0x0p99999999999999999999", 0.0},
    {"0x1p99999999999999999999", INFINITY},
    {"-0x1p-99999999999999999999", -0.0},
    {"0x1p-1074", 4.9e-324},
    {"0x1p-1075", 0.0},
    {"0x1.000000000000000000001p-1075", 4.9e-324},
    {"0x1.fffffffffffff7p1023", DBL_MAX},
    {"0x1.fffffffffffff8p1023", INFINITY},
    {"0x1.00000000000008p0", 1.0},
    {"0x1.0000000000000800000000000000000001p0", 1.0000000000000002},
    {"0x1.00000000000018p0", 1.0000000000000004},
};

static const char *const no_f64_texts[] = {
    "",
    " ",
    "abc",
    "1 2",
    "1ff",
    "1L",
    "f",
    "+",
    "--1",
    ".",
    "e1",
    "1e",
    "1_0",
    "1,5",
    "nan",
    "NaNd",
    "inf",
    "infinity",
    "Infinityf",
    "- 1",
    "0x1",
    "0x1f",
    "0xp1",
    "0x.p1",
    "0x1p",
    "0x1p+",
    "0x1pf",
    "0x1..8p1",
    "0x1p1.5",
    "\xC2\xA0"
    "1",
    "\xD9\xA3",
};

static const struct {
    const char *text;
    float value;
} f32_texts[] = {
    {"0.1", 0.1F},
    {"3.4028235677973367e38", INFINITY},
    {"3.4028235677973366e38", FLT_MAX},
    {"7.006492321624085e-46", 0.0F},
    {"7.006492321624086e-46", 1.4e-45F},
    {"0x1p-149", 1.4e-45F},
    {"0x1p-150", 0.0F},
    {"0x1.fffffep127", FLT_MAX},
    {"0x1.ffffffp127", INFINITY},
    {"-Infinity", -INFINITY},
    {"1f", 1.0F},
};

static void doubles_are_read_as_by_java(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(f64_texts); i++) {
        double value = NAN;

        if (!cl_java_parse_f64(cl_str_of(f64_texts[i].text), &value) ||
            memcmp(&value, &f64_texts[i].value, sizeof value) != 0)
            fail_msg("'%s' gives %a", f64_texts[i].text, value);
    }
}

static void what_java_takes_for_no_double_is_refused(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(no_f64_texts); i++) {
        double value;
        float single;

        if (cl_java_parse_f64(cl_str_of(no_f64_texts[i]), &value) ||
            cl_java_parse_f32(cl_str_of(no_f64_texts[i]), &single))
            fail_msg("'%s' is taken", no_f64_texts[i]);
    }
}

static void floats_are_read_as_by_java(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(f32_texts); i++) {
        float value = NAN;

        if (!cl_java_parse_f32(cl_str_of(f32_texts[i].text), &value) ||
            memcmp(&value, &f32_texts[i].value, sizeof value) != 0)
            fail_msg("'%s' gives %a", f32_texts[i].text, (double)value);
    }
}

static void nan_has_a_name_and_may_have_a_sign(void **unused)
{
    static const char *const names[] = {"NaN", "+NaN", "-NaN", " NaN\n"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        double value = 0;

        assert_true(cl_java_parse_f64(cl_str_of(names[i]), &value));
        assert_true(isnan(value) && !signbit(value));
    }
}

static void integers_are_read_within_their_bounds(void **unused)
{
    int64_t value;

    (void)unused;
    assert_true(cl_java_parse_i64(cl_str_of("-128"), INT8_MIN, INT8_MAX, &value));
    assert_int_equal(value, -128);
    assert_false(cl_java_parse_i64(cl_str_of("128"), INT8_MIN, INT8_MAX, &value));
    assert_true(cl_java_parse_i64(cl_str_of("9223372036854775807"), INT64_MIN, INT64_MAX, &value));
    assert_true(value == INT64_MAX);
    assert_true(cl_java_parse_i64(cl_str_of("-9223372036854775808"), INT64_MIN, INT64_MAX, &value));
    assert_true(value == INT64_MIN);
    assert_false(cl_java_parse_i64(cl_str_of("9223372036854775808"), INT64_MIN, INT64_MAX, &value));
    assert_false(
        cl_java_parse_i64(cl_str_of("-9223372036854775809"), INT64_MIN, INT64_MAX, &value));
}

static void integers_may_have_digits_of_any_script(void **unused)
{
    int64_t value;

    (void)unused;
    assert_true(cl_java_parse_i64(cl_str_of("-٣１७"), INT64_MIN, INT64_MAX, &value));
    assert_int_equal(value, -317);
    assert_true(cl_java_parse_i64(cl_str_of("+007"), INT64_MIN, INT64_MAX, &value));
    assert_int_equal(value, 7);
    /* A digit beyond U+FFFF is two characters for Java. */
    assert_false(cl_java_parse_i64(cl_str_of("𝟏"), INT64_MIN, INT64_MAX, &value));
}

static void what_java_takes_for_no_integer_is_refused(void **unused)
{
    static const char *const texts[] = {"",   "+",   "-",   "+-1", " 1", "1 ",
                                        "1.", "1.0", "1e2", "0x1", "1L", "\xFF"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++) {
        int64_t value;

        if (cl_java_parse_i64(cl_str_of(texts[i]), INT64_MIN, INT64_MAX, &value))
            fail_msg("'%s' is taken", texts[i]);
    }
}

static void false_texts_are_few(void **unused)
{
    static const char *const no[] = {"", "false", "no", "0", "000"};
    static const char *const bad[] = {"٠", "1٣"};
    static const char *const yes[] = {"true", "yes", "1",   "007", "False", "NO",
                                      "null", "-0",  "0.0", "0 ",  "x",     "٣x"};
    bool value;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(no); i++)
        assert_true(cl_java_parse_bool(cl_str_of(no[i]), &value) && !value);
    for (size_t i = 0; i < CL_COUNT_OF(yes); i++)
        assert_true(cl_java_parse_bool(cl_str_of(yes[i]), &value) && value);
    for (size_t i = 0; i < CL_COUNT_OF(bad); i++)
        assert_false(cl_java_parse_bool(cl_str_of(bad[i]), &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubles_are_read_as_by_java),
        cmocka_unit_test(what_java_takes_for_no_double_is_refused),
        cmocka_unit_test(floats_are_read_as_by_java),
        cmocka_unit_test(nan_has_a_name_and_may_have_a_sign),
        cmocka_unit_test(integers_are_read_within_their_bounds),
        cmocka_unit_test(integers_may_have_digits_of_any_script),
        cmocka_unit_test(what_java_takes_for_no_integer_is_refused),
        cmocka_unit_test(false_texts_are_few),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
