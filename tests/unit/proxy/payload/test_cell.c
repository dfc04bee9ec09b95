/*
 * JSON values as cells of columns of every type.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proxy/payload/cell.h"

static struct cl_json *json;
static struct cl_cell_reader cells;
static struct cl_arena arena;
static struct cl_column column;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    json = cl_json_new();
    cl_cell_reader_init(&cells, json);
    cl_arena_init(&arena, 1024);
    cells.arena = &arena;
    return json == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_cell_reader_done(&cells);
    cl_json_free(json);
    cl_arena_free(&arena);
    return 0;
}

/* Reads [text] into the cell of a column. */
static enum cleap_status read_typed(struct cl_type type, const char *text)
{
    bool more;

    column = (struct cl_column){.type = type};
    assert_true(cl_column_reserve(&column, 1, &arena));
    cl_error_begin(&err, &err);
    if (cl_json_open(json, text, strlen(text), false, &err) != CLEAP_OK ||
        cl_json_begin_array(json, &err) != CLEAP_OK ||
        cl_json_next_item(json, &more, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    return payload_cell_read(&cells, &column, 0, &err);
}

static void read_good(enum cl_base base, const char *text)
{
    if (read_typed((struct cl_type){.base = base}, text) != CLEAP_OK)
        fail_msg("%s: %s", text, err.message);
}

static void refuse(enum cl_base base, const char *text, const char *message)
{
    assert_int_not_equal(read_typed((struct cl_type){.base = base}, text), CLEAP_OK);
    assert_string_equal(err.message, message);
}

static void assert_text(const char *wanted)
{
    assert_int_equal(column.as.str[0].n, strlen(wanted));
    assert_memory_equal(column.as.str[0].at, wanted, strlen(wanted));
}

static void a_number_in_a_text_column_is_its_text(void **unused)
{
    (void)unused;
    read_good(CL_STR, "[12]");
    assert_text("12");
    read_good(CL_STR, "[-9007199254740993]");
    assert_text("-9007199254740993");
    read_good(CL_STR, "[1.50]");
    assert_text("1.5");
    read_good(CL_STR, "[1e10]");
    assert_text("1.0E10");
}

static void text_in_a_number_column_is_parsed_as_java_does(void **unused)
{
    (void)unused;
    read_good(CL_F64, "[\" 1.5d \"]");
    assert_true(column.as.f64[0] == 1.5);
    read_good(CL_F64, "[\"NaN\"]");
    assert_true(isnan(column.as.f64[0]));
    read_good(CL_F32, "[\"0.1\"]");
    assert_true(column.as.f32[0] == 0.1f);
    read_good(CL_I32, "[\"-7\"]");
    assert_int_equal(column.as.i32[0], -7);
}

static void text_that_is_no_number_is_refused(void **unused)
{
    (void)unused;
    refuse(CL_F64, "[\"two\"]", "found \"two\"; wanted: double");
    refuse(CL_I32, "[\"2.5\"]", "found \"2.5\"; wanted: int");
    refuse(CL_I8, "[\"128\"]", "found \"128\"; wanted: byte");
}

static void long_text_is_cut_between_characters(void **unused)
{
    (void)unused;
    /* The 40th byte is the first of the snowman's three. */
    refuse(CL_F64, "[\"123456789012345678901234567890123456789\xE2\x98\x83z\"]",
           "found \"123456789012345678901234567890123456789...\"; wanted: double");
}

static void truth_is_one_and_zero(void **unused)
{
    (void)unused;
    read_good(CL_F64, "[true]");
    assert_true(column.as.f64[0] == 1.0);
    read_good(CL_I64, "[false]");
    assert_int_equal(column.as.i64[0], 0);
    read_good(CL_STR, "[true]");
    assert_text("1");
    read_good(CL_BOOL, "[true]");
    assert_int_equal(column.as.b[0], 1);
}

static void numbers_and_text_are_truth_as_mleap_casts_them(void **unused)
{
    (void)unused;
    read_good(CL_BOOL, "[0.5]");
    assert_int_equal(column.as.b[0], 1);
    read_good(CL_BOOL, "[0]");
    assert_int_equal(column.as.b[0], 0);
    read_good(CL_BOOL, "[\"no\"]");
    assert_int_equal(column.as.b[0], 0);
}

static void a_whole_number_may_be_written_any_way(void **unused)
{
    (void)unused;
    read_good(CL_I16, "[2.0]");
    assert_int_equal(column.as.i16[0], 2);
    assert_int_not_equal(read_typed((struct cl_type){.base = CL_I16}, "[2.5]"), CLEAP_OK);
    assert_int_not_equal(read_typed((struct cl_type){.base = CL_I16}, "[40000]"), CLEAP_OK);
}

static void null_is_refused_where_the_column_takes_none(void **unused)
{
    (void)unused;
    refuse(CL_F64, "[null]", "found null; wanted: double");
    refuse(CL_STR, "[null]", "found null; wanted: string");
}

static void null_and_empty_text_are_null_where_the_column_takes_it(void **unused)
{
    static const char *const texts[] = {"[null]", "[\"\"]", "[\"null\"]"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++) {
        assert_int_equal(read_typed((struct cl_type){.base = CL_F64, .nullable = true}, texts[i]),
                         CLEAP_OK);
        assert_true(cl_column_is_null(&column, 0));
    }
    assert_int_equal(read_typed((struct cl_type){.base = CL_STR, .nullable = true}, "[\"\"]"),
                     CLEAP_OK);
    assert_false(cl_column_is_null(&column, 0));
}

static void an_array_is_a_vector(void **unused)
{
    struct cl_type vector = {.base = CL_F64, .shape = CL_TENSOR};

    (void)unused;
    assert_int_equal(read_typed(vector, "[[1, 2.5]]"), CLEAP_OK);
    assert_int_equal(column.as.tensor[0].size, 2);
    assert_null(column.as.tensor[0].index);
    assert_true(((const double *)column.as.tensor[0].value)[1] == 2.5);
}

static void a_vector_may_be_sparse(void **unused)
{
    struct cl_type vector = {.base = CL_F64, .shape = CL_TENSOR};

    (void)unused;
    assert_int_equal(
        read_typed(vector, "[{\"dimensions\": [9], \"indices\": [[4]], \"values\": [2]}]"),
        CLEAP_OK);
    assert_int_equal(column.as.tensor[0].size, 9);
    assert_int_equal(column.as.tensor[0].index[0], 4);
}

static void other_shapes_are_refused(void **unused)
{
    struct cl_type vector = {.base = CL_F64, .shape = CL_TENSOR};

    (void)unused;
    refuse(CL_F64, "[[1]]", "found an array; wanted: double");
    refuse(CL_STR, "[{}]", "found an object; wanted: string");
    assert_int_equal(read_typed(vector, "[5]"), CLEAP_E_DATA);
    assert_string_equal(err.message, "found 5; wanted: tensor(double)");
}

static void lists_and_maps_are_arrays_and_objects(void **unused)
{
    struct cl_type list = {.base = CL_STR, .shape = CL_LIST};
    struct cl_type map = {.base = CL_F64, .key = CL_STR, .shape = CL_MAP};

    (void)unused;
    assert_int_equal(read_typed(list, "[[\"a\", \"b\"]]"), CLEAP_OK);
    assert_int_equal(column.as.list[0].n, 2);
    assert_int_equal(read_typed(map, "[{\"a\": 1}]"), CLEAP_OK);
    assert_int_equal(column.as.map[0].n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_in_a_text_column_is_its_text),
        cmocka_unit_test(text_in_a_number_column_is_parsed_as_java_does),
        cmocka_unit_test(text_that_is_no_number_is_refused),
        cmocka_unit_test(long_text_is_cut_between_characters),
        cmocka_unit_test(truth_is_one_and_zero),
        cmocka_unit_test(numbers_and_text_are_truth_as_mleap_casts_them),
        cmocka_unit_test(a_whole_number_may_be_written_any_way),
        cmocka_unit_test(null_is_refused_where_the_column_takes_none),
        cmocka_unit_test(null_and_empty_text_are_null_where_the_column_takes_it),
        cmocka_unit_test(an_array_is_a_vector),
        cmocka_unit_test(a_vector_may_be_sparse),
        cmocka_unit_test(other_shapes_are_refused),
        cmocka_unit_test(lists_and_maps_are_arrays_and_objects),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
