/*
 * Reading leap frames from JSON.
 */
#include "mleap/frame_json_read.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "tests/unit/mleap/column_fixture.h"

static void assert_refused(const char *type, const char *rows, const char *message)
{
    assert_int_equal(try_column(type, rows), CLEAP_E_FORMAT);
    assert_string_equal(err.message, message);
    assert_int_equal(frame->n, 0);
    assert_int_equal(frame->schema->n, 0);
}

#define NOT_NULL(base) "{\"type\":\"basic\",\"base\":\"" base "\",\"isNullable\":false}"

static void scalars_of_every_base_are_read(void **unused)
{
    (void)unused;
    assert_true(read_column("\"double\"", "[[1.5],[-2]]")->as.f64[1] == -2.0);
    assert_true(read_column("\"float\"", "[[0.1]]")->as.f32[0] == 0.1F);
    assert_int_equal(read_column("\"boolean\"", "[[false],[true]]")->as.b[1], 1);
    assert_int_equal(read_column("\"byte\"", "[[-128]]")->as.i8[0], -128);
    assert_int_equal(read_column("\"short\"", "[[32767]]")->as.i16[0], 32767);
    assert_int_equal(read_column("\"integer\"", "[[2.50e1]]")->as.i32[0], 25);
    assert_true(read_column("\"long\"", "[[9007199254740993]]")->as.i64[0] == 9007199254740993);
    assert_true(cl_str_is(read_column("\"string\"", "[[\"a\\u00e9\"]]")->as.str[0], "a\xC3\xA9"));
    assert_true(cl_str_is(read_column("\"byte_string\"", "[[\"AGI=\"]]")->as.str[0], "") == false);
    assert_int_equal(frame->columns[0].as.str[0].n, 2);
    assert_memory_equal(frame->columns[0].as.str[0].at, "\0b", 2);
}

static void null_is_null_in_a_nullable_column(void **unused)
{
    static const char *const types[] = {
        "\"double\"",
        "\"string\"",
        "\"integer\"",
        "{\"type\":\"list\",\"base\":\"int\"}",
        "{\"type\":\"tensor\",\"base\":\"double\"}",
        "{\"type\":\"map\",\"key\":\"string\",\"base\":\"int\"}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(types); i++)
        assert_true(cl_column_is_null(read_column(types[i], "[[null]]"), 0));
    assert_string_equal(frame->schema->fields[0].name.at, "x");
}

static void a_column_without_nulls_has_no_validity(void **unused)
{
    (void)unused;
    assert_null(read_column("\"double\"", "[[1],[2]]")->valid);
    assert_non_null(read_column("\"double\"", "[[1],[null]]")->valid);
}

static void null_is_nan_in_a_column_of_doubles_that_is_not_nullable(void **unused)
{
    (void)unused;
    assert_true(isnan(read_column(NOT_NULL("double"), "[[null]]")->as.f64[0]));
    assert_true(isnan(read_column(NOT_NULL("float"), "[[null]]")->as.f32[0]));
    assert_refused(NOT_NULL("string"), "[[null]]",
                   "row 0, column 'x': expected a string, found null at byte 104");
    assert_refused(NOT_NULL("integer"), "[[null]]",
                   "row 0, column 'x': expected a whole number, found null at byte 105");
}

static void lists_are_read(void **unused)
{
    const struct cl_list *cell;

    (void)unused;
    cell = read_column("{\"type\":\"list\",\"base\":\"double\"}", "[[[]],[[1,null,3]]]")->as.list;
    assert_int_equal(cell[0].n, 0);
    assert_int_equal(cell[1].n, 3);
    assert_true(((const double *)cell[1].at)[2] == 3);
    assert_true(isnan(((const double *)cell[1].at)[1]));
    cell = read_column("{\"type\":\"list\",\"base\":\"string\"}", "[[[\"a\",\"\\n\"]]]")->as.list;
    assert_true(cl_str_is(((const struct cl_str *)cell[0].at)[1], "\n"));
    assert_int_equal(try_column("{\"type\":\"list\",\"base\":\"int\"}", "[[[1,null]]]"),
                     CLEAP_E_FORMAT);
}

static void dense_tensors_are_read(void **unused)
{
    const struct cl_tensor *cell;

    (void)unused;
    cell = read_column("{\"type\":\"tensor\",\"base\":\"double\"}",
                       "[[{\"values\":[1,null],\"dimensions\":[2]}],"
                       "[{\"dimensions\":[2,2],\"values\":[1,2,3,4],\"more\":{}}],"
                       "[{\"dimensions\":[],\"values\":[5]}],"
                       "[{\"dimensions\":[7],\"values\":[5]}]]")
               ->as.tensor;
    assert_null(cell[0].index);
    assert_null(cell[0].dims);
    assert_int_equal(cell[0].size, 2);
    assert_true(isnan(((const double *)cell[0].value)[1]));
    assert_int_equal(cell[1].rank, 2);
    assert_int_equal(cell[1].dims[1], 2);
    assert_int_equal(cell[1].size, 4);
    assert_int_equal(cell[2].rank, 0);
    assert_non_null(cell[2].dims);
    /* Nothing checks dimensions, but they are kept. */
    assert_int_equal(cell[3].size, 1);
    assert_int_equal(cell[3].dims[0], 7);
}

static void sparse_tensors_are_read(void **unused)
{
    const struct cl_tensor *cell;

    (void)unused;
    cell = read_column("{\"type\":\"tensor\",\"base\":\"int\"}",
                       "[[{\"values\":[7,8],\"indices\":[[4],[1]],\"dimensions\":[5]}],"
                       "[{\"indices\":[[1,2]],\"values\":[9],\"dimensions\":[2,3]}],"
                       "[{\"indices\":[],\"values\":[],\"dimensions\":[3]}]]")
               ->as.tensor;
    assert_int_equal(cell[0].size, 5);
    assert_int_equal(cell[0].n, 2);
    assert_null(cell[0].dims);
    assert_int_equal(cell[0].index[0], 4);
    assert_int_equal(((const int32_t *)cell[0].value)[1], 8);
    assert_int_equal(cell[1].size, 6);
    assert_int_equal(cell[1].index[1], 2);
    assert_non_null(cell[2].index);
    assert_int_equal(cell[2].n, 0);
}

static void broken_tensors_are_refused(void **unused)
{
    static const char type[] = "{\"type\":\"tensor\",\"base\":\"double\"}";

    (void)unused;
    assert_refused(type, "[[{\"values\":[1]}]]",
                   "row 0, column 'x': a tensor without \"dimensions\"");
    assert_refused(type, "[[{\"dimensions\":[1]}]]",
                   "row 0, column 'x': a tensor without \"values\"");
    assert_refused(type, "[[{\"indices\":[[1],[1,2]],\"values\":[1,2],\"dimensions\":[3]}]]",
                   "row 0, column 'x': index 1 has 2 numbers, the one before 1");
    assert_refused(type, "[[{\"indices\":[[1,2]],\"values\":[1],\"dimensions\":[3]}]]",
                   "row 0, column 'x': indices of 2 numbers in a tensor of 1 dimensions");
    assert_refused(type, "[[{\"indices\":[[1]],\"values\":[],\"dimensions\":[3]}]]",
                   "row 0, column 'x': a tensor of 1 indices and 0 values");
    assert_int_equal(
        try_column(type, "[[{\"indices\":[],\"values\":[],\"dimensions\":[65536,65536]}]]"),
        CLEAP_E_LIMIT);
}

static void maps_are_read_and_of_equal_keys_the_last_counts(void **unused)
{
    const struct cl_map *cell;

    (void)unused;
    cell = read_column("{\"type\":\"map\",\"key\":\"string\",\"base\":\"int\"}",
                       "[[{\"a\":1,\"b\":2,\"\\u0061\":3}],[{}]]")
               ->as.map;
    assert_int_equal(cell[0].n, 2);
    assert_true(cl_str_is(((const struct cl_str *)cell[0].key)[1], "a"));
    assert_int_equal(((const int32_t *)cell[0].value)[1], 3);
    assert_int_equal(cell[1].n, 0);
}

static void large_maps_lose_equal_keys_too(void **unused)
{
    char rows[1024] = "[[{";
    size_t n = strlen(rows);

    (void)unused;
    for (int i = 0; i < 40; i++)
        n +=
            (size_t)snprintf(rows + n, sizeof rows - n, "%s\"%d\":%d", i > 0 ? "," : "", i % 30, i);
    snprintf(rows + n, sizeof rows - n, "}]]");
    assert_int_equal(
        read_column("{\"type\":\"map\",\"key\":\"string\",\"base\":\"int\"}", rows)->as.map[0].n,
        30);
}

static void only_text_can_be_a_key(void **unused)
{
    (void)unused;
    assert_refused("{\"type\":\"map\",\"key\":\"int\",\"base\":\"int\"}", "[[{\"1\":1}]]",
                   "row 0, column 'x': keys of a map are strings, not int");
    read_column("{\"type\":\"map\",\"key\":\"int\",\"base\":\"int\"}", "[[{}]]");
    assert_int_equal(read_column("{\"type\":\"map\",\"key\":\"byte_string\",\"base\":\"int\"}",
                                 "[[{\"AQ==\":1}]]")
                         ->as.map[0]
                         .n,
                     1);
}

static void failures_name_row_column_and_value(void **unused)
{
    (void)unused;
    assert_refused("\"double\"", "[[1],[2],[3],[\"two\"]]",
                   "row 3, column 'x': expected a number, found \"two\" at byte 73");
    assert_int_equal(err.row, 3);
    assert_refused("\"integer\"", "[[4.7]]",
                   "row 0, column 'x': expected a whole number in [-2147483648, 2147483647], "
                   "found 4.7 at byte 62");
    assert_refused("\"boolean\"", "[[1]]",
                   "row 0, column 'x': expected true or false, found 1 at byte 62");
    assert_refused("\"byte_string\"", "[[\"A\"]]",
                   "row 0, column 'x': a base64 text of 1 characters with wrong padding");
    assert_refused("\"double\"", "[[1],{\"x\":1}]",
                   "row 1: expected an array, found an object at byte 64");
    assert_refused("\"double\"", "[null]", "row 0: expected an array, found null at byte 60");
    assert_refused("\"double\"", "[[1],[]]", "row 1 has 0 values, the schema has 1 columns");
    assert_refused("\"double\"", "[[1]", "expected ',' or ']', found '}' at byte 63");
}

static void surplus_values_are_checked_and_dropped(void **unused)
{
    (void)unused;
    assert_true(read_column("\"double\"", "[[1,2,{\"a\":[]}]]")->as.f64[0] == 1);
    assert_int_equal(try_column("\"double\"", "[[1,01]]"), CLEAP_E_FORMAT);
}

static void members_may_come_in_any_order(void **unused)
{
    (void)unused;
    assert_int_equal(read_text("{\"note\":1,\"rows\":[[9e0]],\"schema\":{\"zzz\":[],\"fields\":"
                               "[{\"type\":\"double\",\"name\":\"x\",\"more\":null}]}}"),
                     CLEAP_OK);
    assert_true(frame->columns[0].as.f64[0] == 9.0);
}

static void the_last_of_two_members_counts(void **unused)
{
    (void)unused;
    assert_int_equal(
        read_text("{\"schema\":1,\"rows\":7,\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":"
                  "\"double\"}]},\"rows\":[[\"no\"]],\"rows\":[[9.0],[8.0]]}"),
        CLEAP_OK);
    assert_int_equal(frame->n, 2);
    assert_int_equal(read_text("{\"rows\":[01],\"rows\":[],\"schema\":{\"fields\":[]}}"),
                     CLEAP_E_FORMAT);
}

static void a_frame_needs_schema_and_rows(void **unused)
{
    (void)unused;
    assert_int_equal(read_text("{\"rows\":[[1.0]]}"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "a frame without \"schema\"");
    assert_int_equal(read_text("{\"schema\":{\"fields\":[]}}"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "a frame without \"rows\"");
    assert_int_equal(read_text("[]"), CLEAP_E_FORMAT);
    assert_int_equal(read_text(""), CLEAP_E_FORMAT);
}

static void rows_of_no_columns_are_rows(void **unused)
{
    (void)unused;
    assert_int_equal(read_text("{\"schema\":{\"fields\":[]},\"rows\":[[],[1],[]]}"), CLEAP_OK);
    assert_int_equal(frame->n, 3);
}

static void many_short_rows_take_no_room_for_all_columns(void **unused)
{
    char *text = malloc(3000000);
    size_t n = (size_t)sprintf(text, "{\"schema\":{\"fields\":[");

    (void)unused;
    for (int i = 0; i < 10000; i++)
        n += (size_t)sprintf(text + n, "%s{\"name\":\"%d\",\"type\":\"double\"}", i > 0 ? "," : "",
                             i);
    n += (size_t)sprintf(text + n, "]},\"rows\":[[]");
    for (int i = 0; i < 300000; i++)
        n += (size_t)sprintf(text + n, ",[]");
    n += (size_t)sprintf(text + n, "]}");
    assert_int_equal(cleap_frame_read_json(frame, text, n, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "row 0 has 0 values, the schema has 10000 columns");
    assert_true(cl_arena_size(&frame->arena) < (size_t)100 << 20);
    free(text);
}

static void a_frame_owns_its_texts(void **unused)
{
    char text[] = "{\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"string\"}]},"
                  "\"rows\":[[\"plain\"]]}";

    (void)unused;
    assert_int_equal(read_text(text), CLEAP_OK);
    memset(text, '?', strlen(text));
    assert_true(cl_str_is(frame->columns[0].as.str[0], "plain"));
    assert_string_equal(cleap_frame_column_name(frame, 0), "x");
}

static void a_reader_gives_one_schema_one_number(void **unused)
{
    static const char *const texts[] = {
        "{\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"double\"}]},\"rows\":[[1]]}",
        "{\"schema\":{\"fields\":[{\"name\":\"y\",\"type\":\"double\"}]},\"rows\":[[2]]}",
        "{\"rows\":[[3]],\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"double\"}]}}",
    };
    struct cl_frame_reader *reader = cl_frame_reader_new();
    uint64_t ids[3];

    (void)unused;
    assert_non_null(reader);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(
            cl_frame_reader_read(reader, texts[i], strlen(texts[i]), false, frame, &err), CLEAP_OK);
        ids[i] = frame->schema_id;
        assert_true(frame->columns[0].as.f64[0] == (double)(i + 1));
    }
    assert_int_not_equal(ids[0], 0);
    assert_int_not_equal(ids[0], ids[1]);
    assert_int_equal(ids[0], ids[2]);
    cl_frame_reader_free(reader);
}

static void a_schema_that_failed_is_not_remembered(void **unused)
{
    static const char text[] =
        "{\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"decimal\"}]},\"rows\":[]}";
    struct cl_frame_reader *reader = cl_frame_reader_new();

    (void)unused;
    assert_non_null(reader);
    for (int i = 0; i < 2; i++)
        assert_int_equal(cl_frame_reader_read(reader, text, strlen(text), false, frame, &err),
                         CLEAP_E_FORMAT);
    cl_frame_reader_free(reader);
}

#define X_DOUBLE "\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"double\"}]}"
#define X_STRING "\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"string\"}]}"

/* Has one reader read one text after the other: each says what it says to a reader of its own. */
static void texts_in_a_row_are_read_as_alone(void **unused)
{
    static const char *const texts[] = {
        "{\"rows\":[[1]]," X_DOUBLE "}",
        "{\"rows\":[[2],[3],[null],[4.25]]," X_DOUBLE "}",
        "{" X_DOUBLE ",\"rows\":[[5]]}",
        "{\"rows\":[[\"6\"]]," X_STRING "}",
        "{\"rows\":[]," X_STRING "}",
        "{\"rows\":[[7]]," X_DOUBLE ",\"more\":1}",
        "{\"rows\":[[\"8\"]]," X_DOUBLE ",\"rows\":[[8]]}",
        "{\"rows\":[[9]]," X_DOUBLE "," X_STRING "}",
        "{\"rows\":[[10]]," X_DOUBLE "} x",
        "{\"rows\":[[11]]," X_DOUBLE,
        "{\"rows\":[[12,13],[14]]," X_DOUBLE "}",
        "{\"rows\":[[15],16]," X_DOUBLE "}",
        "{\"rows\":[[17],[]]," X_DOUBLE "}",
        "{" X_DOUBLE ",\"rows\":[[18],[true]]}",
        "{\"rows\":[[19]]}",
        "{" X_DOUBLE "}",
    };
    struct cl_frame_reader *reader = cl_frame_reader_new();
    struct cleap_frame *alone = cleap_frame_new();
    struct cleap_error wanted;

    (void)unused;
    for (size_t i = 0; i < 200; i++) {
        const char *text = texts[i * 7 % CL_COUNT_OF(texts)];
        enum cleap_status status = cleap_frame_read_json(alone, text, strlen(text), &wanted);

        cl_error_begin(&err, NULL);
        assert_int_equal(cl_frame_reader_read(reader, text, strlen(text), false, frame, &err),
                         status);
        assert_string_equal(err.message, wanted.message);
        assert_int_equal(err.row, wanted.row);
        assert_int_equal(frame->n, alone->n);
        assert_true(cl_schema_equal(frame->schema, alone->schema));
        for (size_t row = 0; row < frame->n; row++)
            assert_int_equal(cl_column_is_null(&frame->columns[0], row),
                             cl_column_is_null(&alone->columns[0], row));
        if (frame->n > 0 && frame->columns[0].type.base == CL_F64)
            assert_memory_equal(frame->columns[0].as.f64, alone->columns[0].as.f64,
                                frame->n * sizeof(double));
    }
    cleap_frame_free(alone);
    cl_frame_reader_free(reader);
}

/* Appends n rows, each of so many values, to a frame of one list. */
static size_t write_lists(char *text, size_t n_rows, size_t n_values)
{
    size_t n = (size_t)sprintf(text, "{\"rows\":[");

    for (size_t row = 0; row < n_rows; row++) {
        n += (size_t)sprintf(text + n, row > 0 ? ",[[" : "[[");
        for (size_t i = 0; i < n_values; i++)
            n += (size_t)sprintf(text + n, i > 0 ? ",%zu" : "%zu", row);
        n += (size_t)sprintf(text + n, "]]");
    }
    return n + (size_t)sprintf(text + n, "],\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":"
                                         "{\"type\":\"list\",\"base\":\"double\"}}]}}");
}

static void more_rows_than_foreseen_find_room(void **unused)
{
    static char text[1 << 16];
    struct cl_frame_reader *reader = cl_frame_reader_new();

    (void)unused;
    for (size_t length = 1000; length > 0; length = length > 100 ? length / 10 : length - 20) {
        size_t n_rows = 2000 / length, n = write_lists(text, n_rows, length);

        assert_int_equal(cl_frame_reader_read(reader, text, n, false, frame, &err), CLEAP_OK);
        assert_int_equal(frame->n, n_rows);
        for (size_t row = 0; row < n_rows; row++) {
            const struct cl_list *cell = &frame->columns[0].as.list[row];

            assert_int_equal(cell->n, length);
            assert_true(((const double *)cell->at)[length - 1] == (double)row);
        }
    }
    cl_frame_reader_free(reader);
}

static void doubles_in_a_row_go_to_their_columns(void **unused)
{
    static const char text[] =
        "{\"schema\":{\"fields\":[{\"name\":\"a\",\"type\":\"double\"},{\"name\":\"b\",\"type\":"
        "\"double\"},{\"name\":\"c\",\"type\":\"double\"},{\"name\":\"s\",\"type\":\"string\"},"
        "{\"name\":\"d\",\"type\":\"double\"},{\"name\":\"e\",\"type\":\"double\"}]},"
        "\"rows\":[[1.0,2,3.5,\"x\",4.0,5.0],[null,12,null,\"y\",14.125e0,null,6.0]]}";

    (void)unused;
    assert_int_equal(read_text(text), CLEAP_OK);
    assert_int_equal(frame->n, 2);
    assert_true(frame->columns[0].as.f64[0] == 1 && cl_column_is_null(&frame->columns[0], 1));
    assert_true(frame->columns[1].as.f64[0] == 2 && frame->columns[1].as.f64[1] == 12);
    assert_true(frame->columns[2].as.f64[0] == 3.5 && cl_column_is_null(&frame->columns[2], 1));
    assert_true(cl_str_is(frame->columns[3].as.str[1], "y"));
    assert_true(frame->columns[4].as.f64[0] == 4 && frame->columns[4].as.f64[1] == 14.125);
    assert_true(frame->columns[5].as.f64[0] == 5 && cl_column_is_null(&frame->columns[5], 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scalars_of_every_base_are_read),
        cmocka_unit_test(null_is_null_in_a_nullable_column),
        cmocka_unit_test(a_column_without_nulls_has_no_validity),
        cmocka_unit_test(null_is_nan_in_a_column_of_doubles_that_is_not_nullable),
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(dense_tensors_are_read),
        cmocka_unit_test(sparse_tensors_are_read),
        cmocka_unit_test(broken_tensors_are_refused),
        cmocka_unit_test(maps_are_read_and_of_equal_keys_the_last_counts),
        cmocka_unit_test(large_maps_lose_equal_keys_too),
        cmocka_unit_test(only_text_can_be_a_key),
        cmocka_unit_test(failures_name_row_column_and_value),
        cmocka_unit_test(surplus_values_are_checked_and_dropped),
        cmocka_unit_test(members_may_come_in_any_order),
        cmocka_unit_test(the_last_of_two_members_counts),
        cmocka_unit_test(a_frame_needs_schema_and_rows),
        cmocka_unit_test(rows_of_no_columns_are_rows),
        cmocka_unit_test(many_short_rows_take_no_room_for_all_columns),
        cmocka_unit_test(a_frame_owns_its_texts),
        cmocka_unit_test(a_reader_gives_one_schema_one_number),
        cmocka_unit_test(a_schema_that_failed_is_not_remembered),
        cmocka_unit_test(texts_in_a_row_are_read_as_alone),
        cmocka_unit_test(more_rows_than_foreseen_find_room),
        cmocka_unit_test(doubles_in_a_row_go_to_their_columns),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
