/*
 * The protobuf format: values of attributes.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mleap/limits.h"
#include "mleap/proto/bundle.pb-c.h"
#include "tests/unit/mleap/decoder_fixture.h"

#define BYTES(literal) decoder_text(literal, sizeof(literal) - 1)

static enum cleap_status read_bytes(enum cl_attr_type type, struct cl_str bytes, void *field)
{
    struct cl_attr attr = {.name = "x", .type = type};

    cl_error_begin(&f.err, NULL);
    return cl_format_pb.read_value(&f.d, bytes, &attr, field, &f.err);
}

static enum cleap_status read_value(enum cl_attr_type type, const Cl__Pb__Value *value, void *field)
{
    unsigned char bytes[4096];

    assert_true(cl__pb__value__get_packed_size(value) <= sizeof bytes);
    return read_bytes(type, decoder_text(bytes, cl__pb__value__pack(value, bytes)), field);
}

static enum cleap_status read_scalar(enum cl_attr_type type, Cl__Pb__Scalar *scalar, void *field)
{
    Cl__Pb__Value value = CL__PB__VALUE__INIT;

    value.v_case = CL__PB__VALUE__V_S;
    value.s = scalar;
    return read_value(type, &value, field);
}

static enum cleap_status read_list(enum cl_attr_type type, Cl__Pb__List *list, void *field)
{
    Cl__Pb__Value value = CL__PB__VALUE__INIT;

    value.v_case = CL__PB__VALUE__V_L;
    value.l = list;
    return read_value(type, &value, field);
}

static ProtobufCBinaryData data_of(const char *text)
{
    static uint8_t copies[8][16];
    static size_t i;
    uint8_t *copy = copies[i++ % 8];

    memcpy(copy, text, strlen(text));
    return (ProtobufCBinaryData){.len = strlen(text), .data = copy};
}

/* Scalars. ------------------------------------------------------------------------------------- */

static void scalars_are_read_from_their_slot(void **unused)
{
    Cl__Pb__Scalar scalar = CL__PB__SCALAR__INIT;
    struct cl_str text;
    enum cl_base base;
    int64_t i64;
    int32_t i32;
    double f64;
    float f32;
    bool flag;

    (void)unused;
    scalar.b = 1;
    scalar.i = -3;
    scalar.l = INT64_MIN;
    scalar.f = 1.5F;
    scalar.d = -INFINITY;
    scalar.s = data_of("a\xC3\xA9");
    scalar.bt = CL__PB__BASIC_TYPE__STRING;
    assert_int_equal(read_scalar(CL_ATTR_BOOL, &scalar, &flag), CLEAP_OK);
    assert_true(flag);
    assert_int_equal(read_scalar(CL_ATTR_I32, &scalar, &i32), CLEAP_OK);
    assert_int_equal(i32, -3);
    assert_int_equal(read_scalar(CL_ATTR_I64, &scalar, &i64), CLEAP_OK);
    assert_int_equal(i64, INT64_MIN);
    assert_int_equal(read_scalar(CL_ATTR_F32, &scalar, &f32), CLEAP_OK);
    assert_true(f32 == 1.5F);
    assert_int_equal(read_scalar(CL_ATTR_F64, &scalar, &f64), CLEAP_OK);
    assert_true(f64 == -INFINITY);
    assert_int_equal(read_scalar(CL_ATTR_STR, &scalar, &text), CLEAP_OK);
    assert_true(cl_str_is(text, "a\xC3\xA9"));
    assert_int_equal(read_scalar(CL_ATTR_BASE, &scalar, &base), CLEAP_OK);
    assert_int_equal(base, CL_STR);
}

static void slots_do_not_convert(void **unused)
{
    Cl__Pb__Scalar scalar = CL__PB__SCALAR__INIT;
    int64_t i64 = 7;

    (void)unused;
    scalar.i = 5;
    assert_int_equal(read_scalar(CL_ATTR_I64, &scalar, &i64), CLEAP_OK);
    assert_int_equal(i64, 0);
}

/* Told, for it is rarely meant; a slot that holds its default is not. */
static void a_value_in_another_slot_is_missed(void **unused)
{
    Cl__Pb__Scalar scalar = CL__PB__SCALAR__INIT;
    Cl__Pb__List list = CL__PB__LIST__INIT;
    struct cl_f64s numbers;
    int32_t five = 5;
    int64_t i64;

    (void)unused;
    assert_int_equal(read_scalar(CL_ATTR_I64, &scalar, &i64), CLEAP_OK);
    assert_false(f.d.missed);
    scalar.l = 5;
    assert_int_equal(read_scalar(CL_ATTR_I64, &scalar, &i64), CLEAP_OK);
    assert_false(f.d.missed);
    assert_int_equal(read_scalar(CL_ATTR_F64, &scalar, &i64), CLEAP_OK);
    assert_true(f.d.missed);
    assert_int_equal(read_list(CL_ATTR_F64S, &list, &numbers), CLEAP_OK);
    assert_false(f.d.missed);
    list.n_i = 1;
    list.i = &five;
    assert_int_equal(read_list(CL_ATTR_F64S, &list, &numbers), CLEAP_OK);
    assert_true(f.d.missed);
    assert_int_equal(read_list(CL_ATTR_I32, &list, &five), CLEAP_OK);
    assert_true(f.d.missed);
}

static void a_value_of_nothing_is_every_default(void **unused)
{
    struct cl_f64s list = {.n = 7};
    struct cl_str text = {.at = NULL};
    double f64 = 7;

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_F64, BYTES(""), &f64), CLEAP_OK);
    assert_true(f64 == 0);
    assert_int_equal(read_bytes(CL_ATTR_STR, BYTES("\x0A\x00"), &text), CLEAP_OK);
    assert_true(cl_str_is(text, ""));
    assert_int_equal(read_bytes(CL_ATTR_F64S, BYTES("\x0A\x00"), &list), CLEAP_OK);
    assert_int_equal(list.n, 0);
}

static void the_default_of_a_shape_or_a_tensor_is_an_error(void **unused)
{
    char field[128];

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_SHAPE, BYTES("\x0A\x00"), field), CLEAP_E_FORMAT);
    assert_int_equal(read_bytes(CL_ATTR_TENSOR, BYTES("\x0A\x00"), field), CLEAP_E_FORMAT);
    assert_int_equal(read_bytes(CL_ATTR_TENSOR, BYTES("\x12\x00"), field), CLEAP_E_FORMAT);
    assert_int_equal(read_bytes(CL_ATTR_TENSOR, BYTES("\x1A\x00"), field), CLEAP_E_FORMAT);
}

static void a_text_may_hold_a_nul(void **unused)
{
    struct cl_str text;

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_STR,
                                BYTES("\x0A\x05\x12\x03"
                                      "a\0b"),
                                &text),
                     CLEAP_OK);
    assert_int_equal(text.n, 3);
    assert_memory_equal(text.at, "a\0b", 4);
}

static void a_text_that_is_not_utf8_is_refused(void **unused)
{
    struct cl_str text;

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_STR, BYTES("\x0A\x03\x12\x01\xFF"), &text), CLEAP_E_FORMAT);
}

/* Lists. --------------------------------------------------------------------------------------- */

static void lists_are_read_from_their_slot(void **unused)
{
    Cl__Pb__List list = CL__PB__LIST__INIT;
    double doubles[] = {1, NAN, INFINITY};
    int64_t longs[] = {1, -1};
    protobuf_c_boolean flags[] = {1, 0};
    ProtobufCBinaryData texts[] = {data_of("a"), data_of("")};
    Cl__Pb__BasicType types[] = {CL__PB__BASIC_TYPE__INT};
    struct cl_f64s f64s;
    struct cl_i64s i64s;
    struct cl_bools bools;
    struct cl_strs strs;
    struct cl_bases bases;

    (void)unused;
    list.n_d = 3, list.d = doubles;
    list.n_l = 2, list.l = longs;
    list.n_b = 2, list.b = flags;
    list.n_s = 2, list.s = texts;
    list.n_bt = 1, list.bt = types;
    assert_int_equal(read_list(CL_ATTR_F64S, &list, &f64s), CLEAP_OK);
    assert_true(f64s.n == 3 && f64s.at[0] == 1 && isnan(f64s.at[1]) && f64s.at[2] == INFINITY);
    assert_int_equal(read_list(CL_ATTR_I64S, &list, &i64s), CLEAP_OK);
    assert_true(i64s.n == 2 && i64s.at[1] == -1);
    assert_int_equal(read_list(CL_ATTR_BOOLS, &list, &bools), CLEAP_OK);
    assert_true(bools.n == 2 && bools.at[0] && !bools.at[1]);
    assert_int_equal(read_list(CL_ATTR_STRS, &list, &strs), CLEAP_OK);
    assert_true(strs.n == 2 && cl_str_is(strs.at[0], "a") && cl_str_is(strs.at[1], ""));
    assert_int_equal(read_list(CL_ATTR_BASES, &list, &bases), CLEAP_OK);
    assert_true(bases.n == 1 && bases.at[0] == CL_I32);
}

static void numbers_may_be_packed_or_not(void **unused)
{
    struct cl_i64s list;

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_I64S, BYTES("\x12\x04\x22\x02\x05\x06"), &list), CLEAP_OK);
    assert_true(list.n == 2 && list.at[0] == 5 && list.at[1] == 6);
    assert_int_equal(read_bytes(CL_ATTR_I64S, BYTES("\x12\x04\x20\x05\x20\x06"), &list), CLEAP_OK);
    assert_true(list.n == 2 && list.at[0] == 5 && list.at[1] == 6);
}

static void a_list_of_another_slot_is_empty(void **unused)
{
    struct cl_i32s list = {.n = 7};

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_I32S, BYTES("\x12\x04\x22\x02\x05\x06"), &list), CLEAP_OK);
    assert_int_equal(list.n, 0);
}

/* Tensors and shapes. -------------------------------------------------------------------------- */

/* One vector: its type, its dimension and its bytes. */
static enum cleap_status read_tensor(int type, int32_t dimension, const void *bytes, size_t n,
                                     struct cl_attr_tensor *tensor)
{
    Cl__Pb__TensorDimension d = CL__PB__TENSOR_DIMENSION__INIT, *ds[] = {&d};
    Cl__Pb__TensorShape shape = CL__PB__TENSOR_SHAPE__INIT;
    Cl__Pb__Tensor t = CL__PB__TENSOR__INIT;
    Cl__Pb__Value value = CL__PB__VALUE__INIT;
    uint8_t copy[64];

    memcpy(copy, bytes, n);
    d.size = dimension;
    shape.n_dimensions = 1;
    shape.dimensions = ds;
    t.of = (Cl__Pb__BasicType)type;
    t.shape = &shape;
    t.value = (ProtobufCBinaryData){.len = n, .data = copy};
    value.v_case = CL__PB__VALUE__V_T;
    value.t = &t;
    return read_value(CL_ATTR_TENSOR, &value, tensor);
}

static void the_bytes_of_a_tensor_are_big_endian(void **unused)
{
    struct cl_attr_tensor t;

    (void)unused;
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__DOUBLE, 2,
                                 "\x3F\xF8\0\0\0\0\0\0\xC0\0\0\0\0\0\0\0", 16, &t),
                     CLEAP_OK);
    assert_true(t.base == CL_F64 && t.n == 2 && t.as.f64[0] == 1.5 && t.as.f64[1] == -2);
    assert_true(t.dims.n == 1 && t.dims.size[0] == 2);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__FLOAT, 1, "\x3F\xC0\0\0", 4, &t), CLEAP_OK);
    assert_true(t.base == CL_F32 && t.as.f32[0] == 1.5F);
    assert_int_equal(
        read_tensor(CL__PB__BASIC_TYPE__LONG, 1, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE", 8, &t),
        CLEAP_OK);
    assert_true(t.base == CL_I64 && t.as.i64[0] == -2);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__INT, 1, "\0\0\1\2", 4, &t), CLEAP_OK);
    assert_true(t.base == CL_I32 && t.as.i32[0] == 258);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__SHORT, 1, "\xFF\xFE", 2, &t), CLEAP_OK);
    assert_true(t.base == CL_I16 && *(int16_t *)t.as.any == -2);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__BYTE, 1, "\xFE", 1, &t), CLEAP_OK);
    assert_true(t.base == CL_I8 && *(int8_t *)t.as.any == -2);
}

static void only_one_is_true_in_a_tensor(void **unused)
{
    struct cl_attr_tensor t;

    (void)unused;
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__BOOLEAN, 3, "\1\0\2", 3, &t), CLEAP_OK);
    assert_memory_equal(t.as.any, "\1\0\0", 3);
}

static void texts_of_a_tensor_end_at_the_first_that_is_cut(void **unused)
{
    struct cl_attr_tensor t;

    (void)unused;
    assert_int_equal(
        read_tensor(CL__PB__BASIC_TYPE__STRING, -1, "\0\0\0\1a\0\0\0\0\0\0\0\7bc", 15, &t),
        CLEAP_OK);
    assert_int_equal(t.n, 2);
    assert_true(cl_str_is(t.as.str[0], "a") && cl_str_is(t.as.str[1], ""));
}

static void broken_tensors_are_refused(void **unused)
{
    struct cl_attr_tensor t;

    (void)unused;
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__DOUBLE, 1, "\0\0\0\0\0\0\0", 7, &t),
                     CLEAP_E_FORMAT);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__INT, 2, "\0\0\0\0", 4, &t), CLEAP_E_FORMAT);
    assert_int_equal(read_tensor(CL__PB__BASIC_TYPE__UNDEFINED, 1, "\0", 1, &t), CLEAP_E_FORMAT);
    assert_int_equal(read_tensor(55, 1, "\0", 1, &t), CLEAP_E_FORMAT);
    assert_int_equal(read_bytes(CL_ATTR_TENSOR, BYTES("\x1A\x02\x08\x04"), &t), CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "a tensor without a shape");
}

static void lists_of_tensors_are_read(void **unused)
{
    struct cl_attr_tensors list;

    (void)unused;
    /* two tensors of bytes without dimensions */
    assert_int_equal(read_bytes(CL_ATTR_TENSORS,
                                BYTES("\x12\x12\x42\x07\x08\x02\x12\x00\x1A\x01\x05"
                                      "\x42\x07\x08\x02\x12\x00\x1A\x01\x06"),
                                &list),
                     CLEAP_OK);
    assert_int_equal(list.n, 2);
    assert_int_equal(*(int8_t *)list.at[1].as.any, 6);
    assert_int_equal(list.at[1].dims.n, 0);
}

static void data_shapes_are_read(void **unused)
{
    struct cl_data_shapes list;

    (void)unused;
    /* a scalar, and a nullable tensor [5] */
    assert_int_equal(read_bytes(CL_ATTR_SHAPES,
                                BYTES("\x12\x0E\x52\x00\x52\x0A\x08\x02\x10\x01\x1A\x04\x0A\x02\x08"
                                      "\x05"),
                                &list),
                     CLEAP_OK);
    assert_int_equal(list.n, 2);
    assert_true(list.at[0].shape == CL_SCALAR && !list.at[0].nullable && !list.at[0].dims.known);
    assert_true(list.at[1].shape == CL_TENSOR && list.at[1].nullable);
    assert_true(list.at[1].dims.known && list.at[1].dims.n == 1 && list.at[1].dims.size[0] == 5);
}

static void a_data_shape_of_an_unknown_kind_is_refused(void **unused)
{
    struct cl_data_shape shape;

    (void)unused;
    assert_int_equal(read_bytes(CL_ATTR_SHAPE, BYTES("\x0A\x04\x52\x02\x08\x03"), &shape),
                     CLEAP_E_FORMAT);
}

/* An empty message takes two bytes of the file and hundreds of memory. */
static void a_message_that_takes_too_much_memory_is_refused(void **unused)
{
    const size_t n = 1 << 20;
    Cl__Pb__Value value = CL__PB__VALUE__INIT;
    Cl__Pb__List list = CL__PB__LIST__INIT;
    Cl__Pb__Tensor empty = CL__PB__TENSOR__INIT;
    struct cl_attr_tensors field;
    struct cl_str bytes;
    char *packed;

    (void)unused;
    list.n_t = n;
    list.t = malloc(n * sizeof *list.t);
    assert_non_null(list.t);
    for (size_t i = 0; i < n; i++)
        list.t[i] = &empty;
    value.v_case = CL__PB__VALUE__V_L;
    value.l = &list;
    bytes.n = (uint32_t)cl__pb__value__get_packed_size(&value);
    packed = malloc(bytes.n);
    assert_non_null(packed);
    cl__pb__value__pack(&value, (uint8_t *)packed);
    bytes.at = packed;
    assert_int_equal(read_bytes(CL_ATTR_TENSORS, bytes, &field), CLEAP_E_LIMIT);
    assert_string_equal(f.err.message, "a message takes too much memory");
    assert_true(cl_arena_size(&f.scratch) < 3 * CL_PB_MEMORY_BASE);
    free(packed);
    free(list.t);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scalars_are_read_from_their_slot),
        TEST(slots_do_not_convert),
        TEST(a_value_in_another_slot_is_missed),
        TEST(a_value_of_nothing_is_every_default),
        TEST(the_default_of_a_shape_or_a_tensor_is_an_error),
        TEST(a_text_may_hold_a_nul),
        TEST(a_text_that_is_not_utf8_is_refused),
        TEST(lists_are_read_from_their_slot),
        TEST(numbers_may_be_packed_or_not),
        TEST(a_list_of_another_slot_is_empty),
        TEST(the_bytes_of_a_tensor_are_big_endian),
        TEST(only_one_is_true_in_a_tensor),
        TEST(texts_of_a_tensor_end_at_the_first_that_is_cut),
        TEST(broken_tensors_are_refused),
        TEST(lists_of_tensors_are_read),
        TEST(data_shapes_are_read),
        TEST(a_message_that_takes_too_much_memory_is_refused),
        TEST(a_data_shape_of_an_unknown_kind_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
