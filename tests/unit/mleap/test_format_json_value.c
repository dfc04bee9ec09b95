/*
 * The JSON format: values of attributes.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/unit/mleap/decoder_fixture.h"

static struct cl_str text_of(const char *text)
{
    return decoder_text(text, strlen(text));
}

static enum cleap_status read_value(enum cl_attr_type type, const char *text, void *field)
{
    struct cl_attr attr = {.name = "x", .type = type};

    cl_error_begin(&f.err, NULL);
    return cl_format_json.read_value(&f.d, text_of(text), &attr, field, &f.err);
}

static void assert_refused(enum cl_attr_type type, const char *text)
{
    char field[128];

    assert_int_equal(read_value(type, text, field), CLEAP_E_FORMAT);
    assert_string_not_equal(f.err.message, "");
}

static double f64_of(const char *text)
{
    double value = 42;

    assert_int_equal(read_value(CL_ATTR_F64, text, &value), CLEAP_OK);
    return value;
}

static int64_t i64_of(const char *text)
{
    int64_t value = 42;

    assert_int_equal(read_value(CL_ATTR_I64, text, &value), CLEAP_OK);
    return value;
}

/* Scalars. ------------------------------------------------------------------------------------- */

static void numbers_are_read_from_their_slot(void **unused)
{
    int32_t i32;
    float f32;

    (void)unused;
    assert_true(f64_of("{\"double\": 1.5}") == 1.5);
    assert_int_equal(i64_of("{\"long\": -9223372036854775808}"), INT64_MIN);
    assert_int_equal(read_value(CL_ATTR_I32, "{\"int\": 1e1}", &i32), CLEAP_OK);
    assert_int_equal(i32, 10);
    assert_int_equal(read_value(CL_ATTR_F32, "{\"float\": -0.52059996}", &f32), CLEAP_OK);
    assert_true(f32 == -0.52059996f);
}

static void slots_do_not_convert(void **unused)
{
    (void)unused;
    assert_int_equal(i64_of("{\"int\": 5}"), 0);
    assert_true(f64_of("{\"float\": 5}") == 0);
    assert_int_equal(i64_of("{\"type\": \"list\", \"long\": [5]}"), 0);
}

static void an_empty_object_is_every_default(void **unused)
{
    bool flag = true;
    struct cl_str text = {.at = NULL};
    enum cl_base base = CL_I8;

    (void)unused;
    assert_int_equal(i64_of("{}"), 0);
    assert_true(f64_of("{}") == 0);
    assert_int_equal(read_value(CL_ATTR_BOOL, "{}", &flag), CLEAP_OK);
    assert_false(flag);
    assert_int_equal(read_value(CL_ATTR_STR, "{}", &text), CLEAP_OK);
    assert_true(cl_str_is(text, ""));
    assert_int_equal(read_value(CL_ATTR_BASE, "{}", &base), CLEAP_OK);
    assert_int_equal(base, CL_BASE_NONE);
}

static void the_default_of_a_shape_or_a_tensor_is_an_error(void **unused)
{
    (void)unused;
    assert_refused(CL_ATTR_SHAPE, "{}");
    assert_refused(CL_ATTR_TENSOR, "{}");
    assert_refused(CL_ATTR_TENSOR, "{\"type\": \"list\"}");
    assert_refused(CL_ATTR_TENSOR,
                   "{\"tensor\": {\"double\": [1], \"shape\": {\"dimensions\": []}}}");
}

static void null_is_nan_among_floats(void **unused)
{
    float f32;

    (void)unused;
    assert_true(isnan(f64_of("{\"double\": null}")));
    assert_int_equal(read_value(CL_ATTR_F32, "{\"float\": null}", &f32), CLEAP_OK);
    assert_true(isnan(f32));
    assert_refused(CL_ATTR_I64, "{\"long\": null}");
    assert_refused(CL_ATTR_STR, "{\"string\": null}");
    assert_refused(CL_ATTR_BOOL, "{\"boolean\": null}");
}

static void numbers_out_of_range_are_infinite(void **unused)
{
    (void)unused;
    assert_true(f64_of("{\"double\": 1e400}") == INFINITY);
    assert_true(f64_of("{\"double\": 123456789012345678901234567890}") ==
                123456789012345678901234567890.0);
    assert_true(f64_of("{\"double\": 1e-400}") == 0);
}

static void a_negative_zero_loses_its_sign(void **unused)
{
    (void)unused;
    assert_false(signbit(f64_of("{\"double\": -0.0}")));
}

static void whole_numbers_must_be_whole_and_fit(void **unused)
{
    (void)unused;
    assert_refused(CL_ATTR_I32, "{\"int\": 2.7}");
    assert_refused(CL_ATTR_I32, "{\"int\": 2147483648}");
    assert_refused(CL_ATTR_I64, "{\"long\": 9223372036854775808}");
    assert_refused(CL_ATTR_I64, "{\"long\": \"5\"}");
}

static void a_text_may_hold_a_nul(void **unused)
{
    struct cl_str text;

    (void)unused;
    assert_int_equal(read_value(CL_ATTR_STR, "{\"string\": \"a\\u0000b\"}", &text), CLEAP_OK);
    assert_int_equal(text.n, 3);
    assert_memory_equal(text.at, "a\0b", 4);
}

static void basic_types_are_words(void **unused)
{
    enum cl_base base;

    (void)unused;
    assert_int_equal(read_value(CL_ATTR_BASE, "{\"basic_type\": \"int\"}", &base), CLEAP_OK);
    assert_int_equal(base, CL_I32);
    assert_int_equal(read_value(CL_ATTR_BASE, "{\"basic_type\": \"unknown\"}", &base), CLEAP_OK);
    assert_int_equal(base, CL_BASE_NONE);
    assert_refused(CL_ATTR_BASE, "{\"basic_type\": \"integer\"}");
}

static void the_last_of_equal_keys_counts(void **unused)
{
    (void)unused;
    assert_int_equal(i64_of("{\"long\": 1, \"long\": 2}"), 2);
}

static void a_type_other_than_list_and_tensor_is_refused(void **unused)
{
    (void)unused;
    assert_refused(CL_ATTR_I64, "{\"type\": \"scalar\", \"long\": 5}");
    assert_refused(CL_ATTR_I64, "{\"type\": null, \"long\": 5}");
    assert_refused(CL_ATTR_I64, "[5]");
    assert_refused(CL_ATTR_I64, "5");
}

/* Lists. --------------------------------------------------------------------------------------- */

static void lists_are_read_from_their_slot(void **unused)
{
    struct cl_f64s numbers;
    struct cl_strs texts;
    struct cl_i32s ints;
    struct cl_bools flags;
    struct cl_bases bases;

    (void)unused;
    assert_int_equal(
        read_value(CL_ATTR_F64S, "{\"double\": [1, null, -2.5], \"type\": \"list\"}", &numbers),
        CLEAP_OK);
    assert_int_equal(numbers.n, 3);
    assert_true(numbers.at[0] == 1 && isnan(numbers.at[1]) && numbers.at[2] == -2.5);
    assert_int_equal(
        read_value(CL_ATTR_STRS, "{\"type\": \"list\", \"string\": [\"a\", \"\"]}", &texts),
        CLEAP_OK);
    assert_int_equal(texts.n, 2);
    assert_true(cl_str_is(texts.at[0], "a") && cl_str_is(texts.at[1], ""));
    assert_int_equal(read_value(CL_ATTR_I32S, "{\"type\": \"list\", \"int\": [3]}", &ints),
                     CLEAP_OK);
    assert_true(ints.n == 1 && ints.at[0] == 3);
    assert_int_equal(
        read_value(CL_ATTR_BOOLS, "{\"type\": \"list\", \"boolean\": [true, false]}", &flags),
        CLEAP_OK);
    assert_true(flags.n == 2 && flags.at[0] && !flags.at[1]);
    assert_int_equal(
        read_value(CL_ATTR_BASES, "{\"type\": \"list\", \"basic_type\": [\"byte\"]}", &bases),
        CLEAP_OK);
    assert_true(bases.n == 1 && bases.at[0] == CL_I8);
}

static void a_list_of_another_slot_is_empty(void **unused)
{
    struct cl_i64s list = {.n = 7};

    (void)unused;
    assert_int_equal(read_value(CL_ATTR_I64S, "{\"type\": \"list\", \"int\": [1]}", &list),
                     CLEAP_OK);
    assert_int_equal(list.n, 0);
    list.n = 7;
    assert_int_equal(read_value(CL_ATTR_I64S, "{\"long\": 1}", &list), CLEAP_OK);
    assert_int_equal(list.n, 0);
}

static void a_list_that_is_no_array_is_refused(void **unused)
{
    (void)unused;
    assert_refused(CL_ATTR_I64S, "{\"type\": \"list\", \"long\": 1}");
    assert_refused(CL_ATTR_I64S, "{\"type\": \"list\", \"long\": [1, \"a\"]}");
    assert_refused(CL_ATTR_I64S, "{\"type\": \"list\", \"long\": null}");
}

static void long_lists_are_read_whole(void **unused)
{
    static char text[200000];
    struct cl_f64s list;
    size_t n = (size_t)snprintf(text, sizeof text, "{\"type\": \"list\", \"double\": [0");

    (void)unused;
    for (int i = 1; i < 20000; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, ", %d", i);
    snprintf(text + n, sizeof text - n, "]}");
    assert_int_equal(read_value(CL_ATTR_F64S, text, &list), CLEAP_OK);
    assert_int_equal(list.n, 20000);
    for (size_t i = 0; i < list.n; i++)
        assert_true(list.at[i] == (double)i);
}

/* Tensors and shapes. -------------------------------------------------------------------------- */

static enum cleap_status read_tensor(const char *text, struct cl_attr_tensor *tensor)
{
    return read_value(CL_ATTR_TENSOR, text, tensor);
}

static void a_tensor_has_values_and_dimensions(void **unused)
{
    struct cl_attr_tensor tensor;

    (void)unused;
    assert_int_equal(read_tensor("{\"type\": \"tensor\", \"double\": [1, 2, 3, 4, 5, null],"
                                 " \"shape\": {\"dimensions\": [{\"size\": 2, \"name\": \"\"},"
                                 " {\"size\": 3, \"name\": \"\"}]}}",
                                 &tensor),
                     CLEAP_OK);
    assert_int_equal(tensor.base, CL_F64);
    assert_int_equal(tensor.n, 6);
    assert_true(tensor.as.f64[4] == 5 && isnan(tensor.as.f64[5]));
    assert_true(tensor.dims.known && tensor.dims.n == 2);
    assert_true(tensor.dims.size[0] == 2 && tensor.dims.size[1] == 3);
}

static void the_first_slot_of_a_tensor_counts(void **unused)
{
    struct cl_attr_tensor tensor;

    (void)unused;
    assert_int_equal(read_tensor("{\"type\": \"tensor\", \"double\": [1], \"short\": [2],"
                                 " \"shape\": {\"dimensions\": []}}",
                                 &tensor),
                     CLEAP_OK);
    assert_int_equal(tensor.base, CL_I16);
    assert_int_equal(*(int16_t *)tensor.as.any, 2);
}

static void a_tensor_may_hold_texts_and_bytes(void **unused)
{
    struct cl_attr_tensor tensor;

    (void)unused;
    assert_int_equal(read_tensor("{\"type\": \"tensor\", \"string\": [\"a\", \"b\"], \"shape\":"
                                 " {\"dimensions\": [{\"size\": 2, \"name\": \"\"}]}}",
                                 &tensor),
                     CLEAP_OK);
    assert_true(tensor.base == CL_STR && cl_str_is(tensor.as.str[1], "b"));
    assert_int_equal(read_tensor("{\"type\": \"tensor\", \"byte_string\": [\"YWI=\"], \"shape\":"
                                 " {\"dimensions\": [{\"size\": 1, \"name\": \"\"}]}}",
                                 &tensor),
                     CLEAP_OK);
    assert_true(tensor.base == CL_BYTES && cl_str_is(tensor.as.str[0], "ab"));
}

static void one_dimension_may_be_left_open(void **unused)
{
    struct cl_attr_tensor tensor;

    (void)unused;
    assert_int_equal(read_tensor("{\"type\": \"tensor\", \"int\": [1, 2, 3, 4], \"shape\":"
                                 " {\"dimensions\": [{\"size\": 2, \"name\": \"\"},"
                                 " {\"size\": -1, \"name\": \"\"}]}}",
                                 &tensor),
                     CLEAP_OK);
    assert_int_equal(tensor.dims.size[1], 2);
}

static void broken_tensors_are_refused(void **unused)
{
    static const char *const texts[] = {
        "{\"type\": \"tensor\", \"double\": [1, 2], \"shape\": {\"dimensions\": [{\"size\": 3, "
        "\"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"double\": [1, 2], \"shape\": {\"dimensions\": []}}",
        "{\"type\": \"tensor\", \"double\": [1, 2]}",
        "{\"type\": \"tensor\", \"shape\": {\"dimensions\": []}}",
        "{\"type\": \"tensor\", \"double\": [1], \"shape\": {}}",
        "{\"type\": \"tensor\", \"double\": [1], \"shape\": {\"dimensions\": [{\"size\": 1}]}}",
        "{\"type\": \"tensor\", \"double\": [1], \"shape\": {\"dimensions\": [{\"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"double\": [1], \"shape\": {\"dimensions\": [{\"size\": -2, "
        "\"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"double\": [], \"shape\": {\"dimensions\": [{\"size\": 0, "
        "\"name\": \"\"}, {\"size\": -1, \"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"double\": [1], \"shape\": {\"dimensions\": [{\"size\": "
        "2147483647, \"name\": \"\"}, {\"size\": 2147483647, \"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"byte\": [128], \"shape\": {\"dimensions\": [{\"size\": 1, "
        "\"name\": \"\"}]}}",
        "{\"type\": \"tensor\", \"byte_string\": [\"?\"], \"shape\": {\"dimensions\": [{\"size\": "
        "1, \"name\": \"\"}]}}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_refused(CL_ATTR_TENSOR, texts[i]);
}

static void lists_of_tensors_have_them_without_a_type(void **unused)
{
    struct cl_attr_tensors list;

    (void)unused;
    assert_int_equal(
        read_value(
            CL_ATTR_TENSORS,
            "{\"type\": \"list\", \"tensor\": ["
            "{\"float\": [1.5], \"shape\": {\"dimensions\": [{\"size\": 1, \"name\": \"\"}]}},"
            "{\"shape\": {\"dimensions\": []}, \"long\": [7]}]}",
            &list),
        CLEAP_OK);
    assert_int_equal(list.n, 2);
    assert_true(list.at[0].base == CL_F32 && list.at[0].as.f32[0] == 1.5F);
    assert_true(list.at[1].base == CL_I64 && list.at[1].as.i64[0] == 7 && list.at[1].dims.n == 0);
}

static void data_shapes_are_read(void **unused)
{
    struct cl_data_shape shape;
    struct cl_data_shapes list;

    (void)unused;
    assert_int_equal(read_value(CL_ATTR_SHAPE,
                                "{\"data_shape\": {\"base\": \"scalar\", \"isNullable\": true}}",
                                &shape),
                     CLEAP_OK);
    assert_true(shape.shape == CL_SCALAR && shape.nullable && !shape.dims.known);
    assert_int_equal(
        read_value(CL_ATTR_SHAPES,
                   "{\"type\": \"list\", \"data_shape\": ["
                   "{\"base\": \"tensor\", \"isNullable\": false, \"tensorShape\": {\"dimensions\":"
                   " [{\"size\": -1, \"name\": \"\"}]}},"
                   "{\"base\": \"list\", \"isNullable\": false, \"tensorShape\": null}]}",
                   &list),
        CLEAP_OK);
    assert_int_equal(list.n, 2);
    assert_true(list.at[0].shape == CL_TENSOR && list.at[0].dims.known);
    assert_true(list.at[0].dims.n == 1 && list.at[0].dims.size[0] == -1);
    assert_true(list.at[1].shape == CL_LIST && !list.at[1].dims.known);
}

static void broken_data_shapes_are_refused(void **unused)
{
    (void)unused;
    assert_refused(CL_ATTR_SHAPE, "{\"data_shape\": null}");
    assert_refused(CL_ATTR_SHAPE, "{\"data_shape\": {\"base\": \"scalar\"}}");
    assert_refused(CL_ATTR_SHAPE, "{\"data_shape\": {\"isNullable\": true}}");
    assert_refused(CL_ATTR_SHAPE, "{\"data_shape\": {\"base\": \"map\", \"isNullable\": true}}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_read_from_their_slot),
        TEST(slots_do_not_convert),
        TEST(an_empty_object_is_every_default),
        TEST(the_default_of_a_shape_or_a_tensor_is_an_error),
        TEST(null_is_nan_among_floats),
        TEST(numbers_out_of_range_are_infinite),
        TEST(a_negative_zero_loses_its_sign),
        TEST(whole_numbers_must_be_whole_and_fit),
        TEST(a_text_may_hold_a_nul),
        TEST(basic_types_are_words),
        TEST(the_last_of_equal_keys_counts),
        TEST(a_type_other_than_list_and_tensor_is_refused),
        TEST(lists_are_read_from_their_slot),
        TEST(a_list_of_another_slot_is_empty),
        TEST(a_list_that_is_no_array_is_refused),
        TEST(long_lists_are_read_whole),
        TEST(a_tensor_has_values_and_dimensions),
        TEST(the_first_slot_of_a_tensor_counts),
        TEST(a_tensor_may_hold_texts_and_bytes),
        TEST(one_dimension_may_be_left_open),
        TEST(broken_tensors_are_refused),
        TEST(lists_of_tensors_have_them_without_a_type),
        TEST(data_shapes_are_read),
        TEST(broken_data_shapes_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
