/*
 * Leap frames in Avro files.
 */
#define _GNU_SOURCE /* memmem, open_memstream */

#include "mleap/frame_avro.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <avro.h>
#include <cmocka.h>

static struct cleap_frame *frame, *other;
static struct cl_buf bytes;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    cl_buf_init(&bytes, SIZE_MAX / 2);
    frame = cleap_frame_new();
    other = cleap_frame_new();
    return frame == NULL || other == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_buf_free(&bytes);
    cleap_frame_free(frame);
    cleap_frame_free(other);
    return 0;
}

/* Numbers below 64 are one byte in Avro, twice themselves. */
static void put_number(size_t n)
{
    for (n *= 2; n > 0x7F; n >>= 7)
        cl_buf_byte(&bytes, (char)(n | 0x80));
    cl_buf_byte(&bytes, (char)n);
}

static void put_bytes(const char *at, size_t n)
{
    put_number(n);
    cl_buf_append(&bytes, at, n);
}

#define SYNC "0123456789abcdef"

static void put_header(const char *schema)
{
    cl_buf_reset(&bytes);
    cl_buf_append(&bytes, "Obj\1", 4);
    put_number(1);
    put_bytes("avro.schema", 11);
    put_bytes(schema, strlen(schema));
    put_number(0);
    cl_buf_append(&bytes, SYNC, 16);
}

static enum cleap_status read_bytes(void)
{
    cl_error_begin(&err, &err);
    return cl_frame_read_avro(frame, bytes.at, bytes.n, &err);
}

/* Reads a file of one block. */
static enum cleap_status read_rows(const char *schema, size_t n_rows, const char *rows, size_t n)
{
    put_header(schema);
    put_number(n_rows);
    put_bytes(rows, n);
    cl_buf_append(&bytes, SYNC, 16);
    return read_bytes();
}

#define RECORD(type)                                                                               \
    "{\"type\":\"record\",\"name\":\"LeapFrame\",\"fields\":[{\"name\":\"x\",\"type\":" type "}]}"
#define READ(type, n_rows, rows) read_rows(RECORD(type), n_rows, "" rows, sizeof(rows) - 1)
#define REFUSES(type, status, words)                                                               \
    do {                                                                                           \
        assert_int_equal(READ(type, 0, ""), status);                                               \
        assert_non_null(strstr(err.message, words));                                               \
    } while (0)

/* What is left of a frame that was written and read again. */
static void check_round_trip(const char *text, const char *wanted)
{
    char *found;
    size_t n;

    assert_int_equal(cleap_frame_read_json(frame, text, strlen(text), &err), CLEAP_OK);
    cl_buf_reset(&bytes);
    assert_int_equal(cl_frame_write_avro(frame, &bytes, &err), CLEAP_OK);
    assert_int_equal(read_bytes(), CLEAP_OK);
    assert_int_equal(cleap_frame_write_json(frame, CLEAP_JSON_COMPACT, &found, &n, &err), CLEAP_OK);
    assert_string_equal(found, wanted);
    free(found);
}

static enum cleap_status write_json(const char *text)
{
    assert_int_equal(cleap_frame_read_json(frame, text, strlen(text), &err), CLEAP_OK);
    cl_buf_reset(&bytes);
    return cl_frame_write_avro(frame, &bytes, &err);
}

#define FRAME(type, rows)                                                                          \
    "{\"rows\":" rows ",\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":" type "}]}}"
#define NOT_NULL(base) "{\"base\":\"" base "\",\"isNullable\":false,\"type\":\"basic\"}"

static void scalars_come_back_nullable_and_small_ones_as_int(void **unused)
{
    (void)unused;
    check_round_trip(FRAME("\"double\"", "[[1.5],[null]]"), FRAME("\"double\"", "[[1.5],[null]]"));
    check_round_trip(FRAME(NOT_NULL("double"), "[[1.5]]"), FRAME("\"double\"", "[[1.5]]"));
    check_round_trip(FRAME(NOT_NULL("byte"), "[[-128]]"), FRAME("\"integer\"", "[[-128]]"));
    check_round_trip(FRAME("\"short\"", "[[32767],[null]]"),
                     FRAME("\"integer\"", "[[32767],[null]]"));
    check_round_trip(FRAME("\"long\"", "[[-9223372036854775808]]"),
                     FRAME("\"long\"", "[[-9223372036854775808]]"));
    check_round_trip(FRAME("\"float\"", "[[0.1]]"), FRAME("\"float\"", "[[0.1]]"));
    check_round_trip(FRAME("\"boolean\"", "[[true],[false],[null]]"),
                     FRAME("\"boolean\"", "[[true],[false],[null]]"));
    check_round_trip(FRAME("\"string\"", "[[\"\\u0000\xC3\xBC\"],[\"\"],[null]]"),
                     FRAME("\"string\"", "[[\"\\u0000\xC3\xBC\"],[\"\"],[null]]"));
    check_round_trip(FRAME("\"byte_string\"", "[[\"AP8=\"]]"),
                     FRAME("\"byte_string\"", "[[\"AP8=\"]]"));
}

static void lists_and_maps_come_back(void **unused)
{
    (void)unused;
    check_round_trip(FRAME("{\"type\":\"list\",\"base\":\"byte\"}", "[[[1,-2]],[[]],[null]]"),
                     FRAME("{\"base\":\"int\",\"type\":\"list\"}", "[[[1,-2]],[[]],[null]]"));
    check_round_trip(
        FRAME("{\"type\":\"map\",\"key\":\"string\",\"base\":\"double\"}", "[[{\"a\":1.0}],[{}]]"),
        FRAME("{\"base\":\"double\",\"key\":\"string\",\"type\":\"map\"}", "[[{\"a\":1.0}],[{}]]"));
}

static void tensors_come_back_without_declared_dimensions(void **unused)
{
    (void)unused;
    check_round_trip(FRAME("{\"type\":\"tensor\",\"base\":\"double\",\"dimensions\":[2]}",
                           "[[{\"dimensions\":[2],\"values\":[1.0,2.0]}],"
                           "[{\"dimensions\":[9],\"indices\":[[3]],\"values\":[1.0]}],"
                           "[{\"dimensions\":[9],\"indices\":[],\"values\":[]}]]"),
                     FRAME("{\"type\":\"tensor\",\"base\":\"double\"}",
                           "[[{\"dimensions\":[2],\"values\":[1.0,2.0]}],"
                           "[{\"dimensions\":[9],\"indices\":[[3]],\"values\":[1.0]}],"
                           "[{\"dimensions\":[9],\"indices\":[],\"values\":[]}]]"));
    check_round_trip(FRAME("{\"type\":\"tensor\",\"base\":\"byte\",\"isNullable\":false}",
                           "[[{\"dimensions\":[1,2],\"values\":[1,-1]}]]"),
                     FRAME("{\"type\":\"tensor\",\"base\":\"byte\"}",
                           "[[{\"dimensions\":[1,2],\"values\":[1,-1]}]]"));
    check_round_trip(
        FRAME("{\"type\":\"tensor\",\"base\":\"short\"}",
              "[[{\"dimensions\":[2,2],\"indices\":[[0,1],[1,1]],\"values\":[300,-1]}]]"),
        FRAME("{\"type\":\"tensor\",\"base\":\"short\"}",
              "[[{\"dimensions\":[2,2],\"indices\":[[0,1],[1,1]],\"values\":[300,-1]}]]"));
    check_round_trip(FRAME("{\"type\":\"tensor\",\"base\":\"string\"}",
                           "[[{\"dimensions\":[1],\"values\":[\"a\"]}]]"),
                     FRAME("{\"type\":\"tensor\",\"base\":\"string\"}",
                           "[[{\"dimensions\":[1],\"values\":[\"a\"]}]]"));
}

static void what_has_no_form_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(write_json(FRAME("{\"type\":\"tensor\",\"base\":\"double\"}", "[[null]]")),
                     CLEAP_E_DATA);
    assert_string_equal(err.message, "row 0, column 'x': a null tensor has no form in Avro");
    assert_int_equal(
        write_json("{\"rows\":[],\"schema\":{\"fields\":[{\"name\":\"demo:a\",\"type\":"
                   "\"double\"}]}}"),
        CLEAP_E_UNSUPPORTED);
    assert_int_equal(
        write_json(FRAME("{\"type\":\"map\",\"key\":\"int\",\"base\":\"double\"}", "[]")),
        CLEAP_E_UNSUPPORTED);
}

static void lone_surrogates_are_written_as_the_jvm_does(void **unused)
{
    (void)unused;
    check_round_trip(FRAME("\"string\"", "[[\"a\\uD800b\xED\x9F\xBF\"]]"),
                     FRAME("\"string\"", "[[\"a?b\xED\x9F\xBF\"]]"));
}

static void null_may_be_either_branch(void **unused)
{
    (void)unused;
    assert_int_equal(READ("[\"null\",\"int\"]", 2, "\0\2\x0E"), CLEAP_OK);
    assert_true(cl_column_is_null(&frame->columns[0], 0));
    assert_int_equal(frame->columns[0].as.i32[1], 7);
    assert_int_equal(READ("[{\"type\":\"int\"},\"null\"]", 2, "\2\0\x0E"), CLEAP_OK);
    assert_true(cl_column_is_null(&frame->columns[0], 0));
    assert_int_equal(READ("[\"int\",\"null\"]", 1, "\4\0"), CLEAP_E_FORMAT);
}

static void arrays_may_come_in_pieces(void **unused)
{
    (void)unused;
    assert_int_equal(READ("{\"type\":\"array\",\"items\":\"int\"}", 1, "\2\2\3\4\4\6\0"), CLEAP_OK);
    assert_int_equal(frame->columns[0].as.list[0].n, 3);
    assert_int_equal(((const int32_t *)frame->columns[0].as.list[0].at)[2], 3);
}

static void of_equal_keys_the_last_counts(void **unused)
{
    (void)unused;
    assert_int_equal(READ("{\"type\":\"map\",\"values\":\"int\"}", 1, "\4\2a\2\2a\4\0"), CLEAP_OK);
    assert_int_equal(frame->columns[0].as.map[0].n, 1);
    assert_int_equal(((const int32_t *)frame->columns[0].as.map[0].value)[0], 2);
}

static void broken_rows_are_refused(void **unused)
{
    (void)unused;
    assert_int_equal(READ("\"int\"", 2, "\0"), CLEAP_E_FORMAT); /* more rows than bytes */
    assert_int_equal(READ("\"double\"", 1, "\0\0\0"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "row 0, column 'x': the rows of the block end within a value");
    assert_int_equal(err.row, 0);
    assert_int_equal(READ("\"int\"", 1, "\x80\x80\x80\x80\x20"), CLEAP_E_FORMAT); /* 2^32 */
    assert_int_equal(READ("\"string\"", 1, "\x08xx"), CLEAP_E_FORMAT);
    assert_int_equal(READ("\"string\"", 1, "\1"), CLEAP_E_FORMAT); /* -1 bytes */
    assert_int_equal(READ("\"string\"", 1, "\2\xFF"), CLEAP_E_FORMAT);
    assert_int_equal(READ("\"string\"", 1, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"),
                     CLEAP_E_FORMAT);
    assert_int_equal(READ("{\"type\":\"array\",\"items\":\"int\"}", 1,
                          "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\0"),
                     CLEAP_E_FORMAT);
    assert_int_equal(frame->n, 0);
}

static void schemas_of_other_forms_are_refused(void **unused)
{
    (void)unused;
    REFUSES("[\"int\",\"string\",\"null\"]", CLEAP_E_UNSUPPORTED, "a union of 3 types");
    REFUSES("[\"int\",\"string\"]", CLEAP_E_UNSUPPORTED, "a union of 2 types");
    REFUSES("{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"a\"]}", CLEAP_E_UNSUPPORTED,
            "'enum'");
    REFUSES("\"null\"", CLEAP_E_UNSUPPORTED, "'null'");
    REFUSES("\"LeapFrame\"", CLEAP_E_UNSUPPORTED, "'LeapFrame'");
    REFUSES("{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":\"int\"}}",
            CLEAP_E_UNSUPPORTED, "'array'");
    REFUSES("\"DoubleTensor\"", CLEAP_E_FORMAT, "named before it is described");
    REFUSES("{\"type\":\"record\",\"name\":\"DoubleTensor\",\"fields\":[]}", CLEAP_E_FORMAT,
            "is not a record of dimensions");
    assert_int_equal(read_rows("\"int\"", 0, "", 0), CLEAP_E_FORMAT);
    assert_int_equal(read_rows("{", 0, "", 0), CLEAP_E_FORMAT);
    assert_int_equal(read_rows("{\"type\":\"record\",\"fields\":[]}", 3, "", 0), CLEAP_E_FORMAT);
    assert_int_equal(read_rows("{\"type\":\"record\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                               "{\"name\":\"a\",\"type\":\"int\"}]}",
                               0, "", 0),
                     CLEAP_E_SCHEMA);
}

static void names_may_have_their_namespace(void **unused)
{
    (void)unused;
    assert_int_equal(
        read_rows(
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":"
            "{\"type\":\"record\",\"name\":\"IntTensor\",\"fields\":[{\"name\":"
            "\"dimensions\",\"type\":{\"type\":\"array\",\"items\":\"int\"}},{\"name\":"
            "\"values\",\"type\":{\"type\":\"array\",\"items\":\"int\"}},{\"name\":"
            "\"indices\",\"type\":[\"null\",{\"type\":\"array\",\"items\":{\"type\":\"array\","
            "\"items\":\"int\"}}]}]}},{\"name\":\"b\",\"type\":"
            "[\"null\",\"ml.combust.mleap.avro.IntTensor\"]}]}",
            1, "\2\2\0\2\x0A\0\0\0", 8),
        CLEAP_OK);
    assert_int_equal(frame->columns[0].type.shape, CL_TENSOR);
    assert_int_equal(((const int32_t *)frame->columns[0].as.tensor[0].value)[0], 5);
    assert_true(cl_column_is_null(&frame->columns[1], 0));
}

static void any_cut_is_a_failure_or_a_whole_number_of_blocks(void **unused)
{
    (void)unused;
    assert_int_equal(write_json(FRAME("\"string\"", "[[\"abc\"],[null]]")), CLEAP_OK);
    for (size_t n = bytes.n; n-- > 0;) {
        enum cleap_status status = cl_frame_read_avro(frame, bytes.at, n, &err);

        assert_true(status == CLEAP_E_FORMAT || (status == CLEAP_OK && frame->n == 0));
    }
    bytes.at[bytes.n - 1] ^= 1;
    assert_int_equal(read_bytes(), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "block 0: no sync marker at its end");
}

/* A file of n rows as libavro packs them. */
static void write_with_libavro(const char *codec, int32_t n)
{
    char *at = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&at, &size);
    const char *text = RECORD("\"int\"");
    avro_file_writer_t writer;
    avro_value_iface_t *class;
    avro_schema_t schema;
    avro_value_t row, x;

    assert_int_equal(avro_schema_from_json_length(text, strlen(text), &schema), 0);
    assert_int_equal(
        avro_file_writer_create_with_codec_fp(stream, "memory", 1, schema, &writer, codec, 1000),
        0);
    class = avro_generic_class_from_schema(schema);
    avro_generic_value_new(class, &row);
    for (int32_t i = 0; i < n; i++) {
        avro_value_get_by_index(&row, 0, &x, NULL);
        avro_value_set_int(&x, i % 7);
        assert_int_equal(avro_file_writer_append_value(writer, &row), 0);
    }
    avro_file_writer_close(writer);
    avro_value_decref(&row);
    avro_value_iface_decref(class);
    avro_schema_decref(schema);
    cl_buf_reset(&bytes);
    cl_buf_append(&bytes, at, size);
    free(at);
}

static void every_codec_of_libavro_is_read(void **unused)
{
    static const char *const codecs[] = {"null", "deflate", "snappy", "lzma"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(codecs); i++) {
        write_with_libavro(codecs[i], 5000);
        if (read_bytes() != CLEAP_OK)
            fail_msg("%s: %s", codecs[i], err.message);
        assert_int_equal(frame->n, 5000);
        for (int32_t row = 0; row < 5000; row++)
            assert_int_equal(frame->columns[0].as.i32[row], row % 7);
        bytes.at[bytes.n - 40] ^= 0x55; /* within the last block */
        assert_true(i == 0 || read_bytes() == CLEAP_E_FORMAT);
    }
}

static void an_unknown_codec_is_named(void **unused)
{
    (void)unused;
    write_with_libavro("snappy", 1);
    memcpy((char *)memmem(bytes.at, bytes.n, "snappy", 6), "zippyy", 6);
    assert_int_equal(read_bytes(), CLEAP_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "codec 'zippyy'"));
}

static void unpacking_ends_at_the_limit(void **unused)
{
    static const char *const codecs[] = {"deflate", "snappy", "lzma"};
    struct cl_buf out;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(codecs); i++) {
        size_t packed;

        write_with_libavro(codecs[i], 990);
        /* number of rows (2 bytes), size (1 or 2), the block, the marker */
        packed = (size_t)((char *)memmem(bytes.at + 20, bytes.n - 20, bytes.at + bytes.n - 16, 16) -
                          bytes.at) +
                 16 + 2;
        packed += bytes.at[packed] & 0x80 ? 2 : 1;
        for (size_t limit = 500; limit <= 1000; limit += 500) {
            cl_buf_init(&out, limit);
            assert_int_equal(cl_avro_codec_find(cl_str_of(codecs[i]))(
                                 bytes.at + packed, bytes.n - 16 - packed, &out, &err),
                             limit < 990 ? CLEAP_E_LIMIT : CLEAP_OK);
            cl_buf_free(&out);
        }
    }
}

static enum cleap_status pull(void *arg, void *to, size_t room, size_t *n, struct cleap_error *e)
{
    size_t *at = arg;

    (void)e;
    *n = bytes.n - *at < room ? bytes.n - *at : room;
    *n = *n < 100 ? *n : 100;
    memcpy(to, bytes.at + *at, *n);
    *at += *n;
    return CLEAP_OK;
}

static void a_reader_gives_rows_across_blocks(void **unused)
{
    struct cl_avro_reader *reader;
    size_t at = 0;
    int32_t row = 0;

    (void)unused;
    write_with_libavro("null", 2500);
    assert_int_equal(cl_avro_reader_open(pull, &at, &reader, &err), CLEAP_OK);
    assert_int_equal(cl_avro_reader_schema(reader)->n, 1);
    do {
        assert_int_equal(cl_avro_reader_next(reader, frame, 256, &err), CLEAP_OK);
        assert_true(frame->n == 256 || row + (int32_t)frame->n == 2500);
        for (size_t i = 0; i < frame->n; i++, row++)
            assert_int_equal(frame->columns[0].as.i32[i], row % 7);
    } while (frame->n > 0);
    assert_int_equal(row, 2500);
    cl_avro_reader_free(reader);
}

static void a_writer_ends_blocks_where_the_jvm_does(void **unused)
{
    static double values[20000];
    size_t at = 0, n_rows[3], n_blocks = 0;
    struct cl_avro_container c;
    struct cl_arena arena;
    struct cl_str schema;
    bool more = true;

    (void)unused;
    cleap_frame_reset(frame);
    assert_int_equal(cleap_frame_add_f64(frame, "x", 20000, values, NULL, &err), CLEAP_OK);
    cl_buf_reset(&bytes);
    assert_int_equal(cl_frame_write_avro(frame, &bytes, &err), CLEAP_OK);
    cl_arena_init(&arena, 1000);
    cl_avro_container_init(&c, pull, &at);
    assert_int_equal(cl_avro_container_open(&c, &arena, &schema, &err), CLEAP_OK);
    while (more) {
        uint64_t n = 0;

        assert_int_equal(cl_avro_container_next(&c, &n, &more, &err), CLEAP_OK);
        if (more)
            n_rows[n_blocks++] = n;
    }
    cl_avro_container_done(&c);
    cl_arena_free(&arena);
    assert_int_equal(n_blocks, 3);
    assert_int_equal(n_rows[0], 8000);
    assert_int_equal(n_rows[2], 4000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_come_back_nullable_and_small_ones_as_int),
        cmocka_unit_test(lists_and_maps_come_back),
        cmocka_unit_test(tensors_come_back_without_declared_dimensions),
        cmocka_unit_test(what_has_no_form_is_refused),
        cmocka_unit_test(lone_surrogates_are_written_as_the_jvm_does),
        cmocka_unit_test(null_may_be_either_branch),
        cmocka_unit_test(arrays_may_come_in_pieces),
        cmocka_unit_test(of_equal_keys_the_last_counts),
        cmocka_unit_test(broken_rows_are_refused),
        cmocka_unit_test(schemas_of_other_forms_are_refused),
        cmocka_unit_test(names_may_have_their_namespace),
        cmocka_unit_test(any_cut_is_a_failure_or_a_whole_number_of_blocks),
        cmocka_unit_test(every_codec_of_libavro_is_read),
        cmocka_unit_test(an_unknown_codec_is_named),
        cmocka_unit_test(unpacking_ends_at_the_limit),
        cmocka_unit_test(a_reader_gives_rows_across_blocks),
        cmocka_unit_test(a_writer_ends_blocks_where_the_jvm_does),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
