/*
 * Leap frames in the binary form.
 */
#include "mleap/frame_binary.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static struct cleap_frame *frame;
static struct cl_buf bytes;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    cl_buf_init(&bytes, 100000);
    frame = cleap_frame_new();
    return frame == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_buf_free(&bytes);
    cleap_frame_free(frame);
    return 0;
}

/* Starts bytes of a frame with one column 'x' of the type. */
static void begin(const char *type)
{
    char schema[256];
    int n = snprintf(schema, sizeof schema, "{\"fields\":[{\"name\":\"x\",\"type\":%s}]}", type);
    const char size[4] = {0, 0, 0, (char)n};

    cl_buf_reset(&bytes);
    cl_buf_append(&bytes, size, 4);
    cl_buf_text(&bytes, schema);
}

static enum cleap_status read_bytes(void)
{
    cl_error_begin(&err, &err);
    return cl_frame_read_binary(frame, bytes.at, bytes.n, &err);
}

#define READ(type, wire)                                                                           \
    (begin(type), cl_buf_append(&bytes, "" wire, sizeof(wire) - 1), read_bytes())
#define NOT_NULL(base) "{\"type\":\"basic\",\"base\":\"" base "\",\"isNullable\":false}"
#define TENSOR "{\"type\":\"tensor\",\"base\":\"byte\",\"isNullable\":false}"

static void numbers_are_big_endian(void **unused)
{
    (void)unused;
    assert_int_equal(READ(NOT_NULL("integer"), "\0\0\0\2\0\0\1\2\xFF\xFF\xFF\xFE"), CLEAP_OK);
    assert_int_equal(frame->n, 2);
    assert_int_equal(frame->columns[0].as.i32[0], 258);
    assert_int_equal(frame->columns[0].as.i32[1], -2);
    assert_int_equal(READ(NOT_NULL("long"), "\0\0\0\1\1\2\3\4\5\6\7\x8"), CLEAP_OK);
    assert_true(frame->columns[0].as.i64[0] == 0x0102030405060708);
    assert_int_equal(READ(NOT_NULL("short"), "\0\0\0\1\xFF\0"), CLEAP_OK);
    assert_int_equal(frame->columns[0].as.i16[0], -256);
    assert_int_equal(READ(NOT_NULL("byte"), "\0\0\0\1\xFF"), CLEAP_OK);
    assert_int_equal(frame->columns[0].as.i8[0], -1);
    assert_int_equal(READ(NOT_NULL("boolean"), "\0\0\0\1\x02"), CLEAP_OK);
    assert_int_equal(frame->columns[0].as.b[0], 1);
}

static void doubles_keep_their_bits(void **unused)
{
    uint64_t bits;

    (void)unused;
    assert_int_equal(READ(NOT_NULL("double"), "\0\0\0\2\x80\0\0\0\0\0\0\0\x7F\xF8\0\0\0\0\0\5"),
                     CLEAP_OK);
    assert_true(signbit(frame->columns[0].as.f64[0]));
    memcpy(&bits, &frame->columns[0].as.f64[1], sizeof bits);
    assert_true(bits == 0x7FF8000000000005);
    assert_int_equal(READ(NOT_NULL("float"), "\0\0\0\1\x3F\x80\0\0"), CLEAP_OK);
    assert_true(frame->columns[0].as.f32[0] == 1.0F);
}

static void a_nullable_column_has_a_flag_for_each_cell(void **unused)
{
    (void)unused;
    assert_int_equal(READ("\"string\"", "\0\0\0\2\0\x07\0\0\0\2hi"), CLEAP_OK);
    assert_true(cl_column_is_null(&frame->columns[0], 0));
    assert_true(cl_str_is(frame->columns[0].as.str[1], "hi"));
}

static void tensors_are_dense_or_sparse(void **unused)
{
    const struct cl_tensor *cell;

    (void)unused;
    assert_int_equal(READ(TENSOR, "\0\0\0\2\0\0\0\2\0\0\0\1\0\0\0\2\0\0\0\2\x05\x06"
                                  "\0\1\0\1\0\0\0\x09\0\0\0\1\x07\0\0\0\1\0\1\0\0\0\x08"),
                     CLEAP_OK);
    cell = frame->columns[0].as.tensor;
    assert_int_equal(cell[0].rank, 2);
    assert_int_equal(cell[0].dims[1], 2);
    assert_int_equal(((const int8_t *)cell[0].value)[1], 6);
    assert_null(cell[0].index);
    assert_int_equal(cell[1].size, 9);
    assert_int_equal(cell[1].index[0], 8);
    assert_int_equal(((const int8_t *)cell[1].value)[0], 7);
}

static void lists_have_a_count(void **unused)
{
    (void)unused;
    assert_int_equal(READ("{\"type\":\"list\",\"base\":\"string\",\"isNullable\":false}",
                          "\0\0\0\1\0\0\0\2\0\0\0\0\0\0\0\1x"),
                     CLEAP_OK);
    assert_int_equal(frame->columns[0].as.list[0].n, 2);
    assert_true(cl_str_is(((const struct cl_str *)frame->columns[0].as.list[0].at)[1], "x"));
}

static void what_follows_the_last_row_is_ignored(void **unused)
{
    (void)unused;
    assert_int_equal(READ(NOT_NULL("byte"), "\0\0\0\1\x01more"), CLEAP_OK);
}

static void broken_frames_are_refused(void **unused)
{
    (void)unused;
    assert_int_equal(READ(NOT_NULL("double"), "\0\0\0\1\0\0\0\0\0\0\0"), CLEAP_E_FORMAT);
    assert_int_equal(READ(NOT_NULL("double"), "\0\0\0"), CLEAP_E_FORMAT);
    assert_int_equal(READ("\"double\"", "\0\0\0\1\1\0\0\0\0\0\0\0"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "row 0, column 'x': the frame ends 1 bytes too early");
    assert_int_equal(READ(NOT_NULL("byte"), "\xFF\xFF\xFF\xFF"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "a count of -1");
    assert_int_equal(READ(TENSOR, "\0\0\0\1\0\2\0\0\0\0\0\0"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "row 0, column 'x': a tensor of kind 2; 0 (dense) and 1 "
                                     "(sparse) are known");
    assert_int_equal(READ(TENSOR, "\0\0\0\1\0\0\xFF\xFF\0\0\0\0"), CLEAP_E_LIMIT);
    assert_int_equal(READ(NOT_NULL("string"), "\0\0\0\1\0\0\0\1\xFF"), CLEAP_E_FORMAT);
    assert_int_equal(frame->n, 0);
}

static void counts_beyond_what_is_left_ask_for_no_memory(void **unused)
{
    (void)unused;
    assert_int_equal(READ("\"double\"", "\x7F\xFF\xFF\xFF\1\1\1\1"), CLEAP_E_FORMAT);
    assert_int_equal(READ("{\"type\":\"list\",\"base\":\"string\",\"isNullable\":false}",
                          "\0\0\0\1\x7F\xFF\xFF\xFF"),
                     CLEAP_E_FORMAT);
    assert_int_equal(READ(TENSOR, "\0\0\0\1\0\1\0\0\0\0\0\1\1\x7F\xFF\xFF\xFF"), CLEAP_E_FORMAT);
    assert_true(cl_arena_size(&frame->arena) < 100000);
}

static void maps_have_no_binary_form(void **unused)
{
    static const char text[] =
        "{\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"map\","
        "\"key\":\"string\",\"base\":\"int\"}}]},\"rows\":[]}";

    (void)unused;
    assert_int_equal(READ("{\"type\":\"map\",\"key\":\"string\",\"base\":\"int\"}", "\0\0\0\1\1"),
                     CLEAP_E_UNSUPPORTED);
    assert_int_equal(cleap_frame_read_json(frame, text, strlen(text), &err), CLEAP_OK);
    assert_int_equal(cl_frame_write_binary(frame, &bytes, &err), CLEAP_E_UNSUPPORTED);
}

static void what_is_written_reads_back(void **unused)
{
    static const char text[] =
        "{\"rows\":[[true,-1,300,70000,5000000000,0.1,2.5,\"a\",\"AQ==\",[1,2],"
        "{\"dimensions\":[3],\"indices\":[[0],[2]],\"values\":[1.0,2.5]}],"
        "[null,null,null,null,null,null,null,null,null,null,{\"dimensions\":[2,1],"
        "\"values\":[0.5,-7.0]}]],"
        "\"schema\":{\"fields\":[{\"name\":\"b\",\"type\":\"boolean\"},"
        "{\"name\":\"y\",\"type\":\"byte\"},{\"name\":\"s\",\"type\":\"short\"},"
        "{\"name\":\"i\",\"type\":\"integer\"},{\"name\":\"l\",\"type\":\"long\"},"
        "{\"name\":\"f\",\"type\":\"float\"},{\"name\":\"d\",\"type\":\"double\"},"
        "{\"name\":\"t\",\"type\":\"string\"},{\"name\":\"u\",\"type\":\"byte_string\"},"
        "{\"name\":\"a\",\"type\":{\"base\":\"int\",\"type\":\"list\"}},"
        "{\"name\":\"v\",\"type\":{\"type\":\"tensor\",\"base\":\"double\"}}]}}";
    char *again;
    size_t n;

    (void)unused;
    cl_buf_reset(&bytes);
    assert_int_equal(cleap_frame_read_json(frame, text, strlen(text), &err), CLEAP_OK);
    assert_int_equal(cl_frame_write_binary(frame, &bytes, &err), CLEAP_OK);
    assert_int_equal(read_bytes(), CLEAP_OK);
    assert_int_equal(cleap_frame_write_json(frame, CLEAP_JSON_COMPACT, &again, &n, &err), CLEAP_OK);
    assert_string_equal(again, text);
    free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_big_endian),
        cmocka_unit_test(doubles_keep_their_bits),
        cmocka_unit_test(a_nullable_column_has_a_flag_for_each_cell),
        cmocka_unit_test(tensors_are_dense_or_sparse),
        cmocka_unit_test(lists_have_a_count),
        cmocka_unit_test(what_follows_the_last_row_is_ignored),
        cmocka_unit_test(broken_frames_are_refused),
        cmocka_unit_test(counts_beyond_what_is_left_ask_for_no_memory),
        cmocka_unit_test(maps_have_no_binary_form),
        cmocka_unit_test(what_is_written_reads_back),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
