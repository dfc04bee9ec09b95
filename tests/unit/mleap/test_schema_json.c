/*
 * Schemas of leap frames as JSON.
 */
#include "mleap/schema_json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static struct cl_json *j;
static struct cl_arena arena;
static struct cl_schema schema;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    cl_arena_init(&arena, 1024);
    j = cl_json_new();
    return j == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_json_free(j);
    cl_arena_free(&arena);
    return 0;
}

static enum cleap_status read_schema(const char *text)
{
    cl_error_begin(&err, &err);
    cl_arena_reset(&arena);
    assert_int_equal(cl_json_open(j, text, strlen(text), false, &err), CLEAP_OK);
    CL_TRY(cl_schema_read_json(j, &arena, &schema, &err));
    return cl_json_end(j, &err);
}

/* The type as cl_type_text has it. */
static const char *read_type(const char *type)
{
    static char text[CL_TYPE_TEXT_SIZE];
    char json[512];

    snprintf(json, sizeof json, "{\"fields\":[{\"name\":\"x\",\"type\":%s}]}", type);
    assert_int_equal(read_schema(json), CLEAP_OK);
    assert_int_equal(schema.n, 1);
    return cl_type_text(&schema.fields[0].type, text);
}

static void assert_refused(const char *type, const char *message)
{
    char json[512];

    snprintf(json, sizeof json, "{\"fields\":[{\"name\":\"x\",\"type\":%s}]}", type);
    assert_int_equal(read_schema(json), CLEAP_E_FORMAT);
    assert_string_equal(err.message, message);
}

static void a_word_is_a_nullable_scalar(void **unused)
{
    (void)unused;
    assert_string_equal(read_type("\"boolean\""), "boolean?");
    assert_string_equal(read_type("\"byte\""), "byte?");
    assert_string_equal(read_type("\"short\""), "short?");
    assert_string_equal(read_type("\"integer\""), "int?");
    assert_string_equal(read_type("\"long\""), "long?");
    assert_string_equal(read_type("\"float\""), "float?");
    assert_string_equal(read_type("\"double\""), "double?");
    assert_string_equal(read_type("\"string\""), "string?");
    assert_string_equal(read_type("\"byte_string\""), "byte_string?");
}

static void an_object_says_more(void **unused)
{
    (void)unused;
    assert_string_equal(read_type("{\"type\":\"basic\",\"base\":\"integer\",\"isNullable\":false}"),
                        "int");
    assert_string_equal(read_type("{\"isNullable\":true,\"base\":\"double\",\"type\":\"basic\"}"),
                        "double?");
    assert_string_equal(read_type("{\"type\":\"list\",\"base\":\"int\"}"), "list(int)?");
    assert_string_equal(
        read_type("{\"type\":\"list\",\"base\":\"string\",\"isNullable\":false,\"x\":[{}]}"),
        "list(string)");
    assert_string_equal(read_type("{\"type\":\"map\",\"key\":\"string\",\"base\":\"long\"}"),
                        "map(string, long)?");
    assert_string_equal(read_type("{\"type\":\"tensor\",\"base\":\"double\"}"), "tensor(double)?");
    assert_string_equal(read_type("{\"type\":\"tensor\",\"base\":\"float\",\"dimensions\":[2,-1]}"),
                        "tensor(float, [2, -1])?");
}

static void no_dimensions_and_none_given_are_not_the_same(void **unused)
{
    (void)unused;
    read_type("{\"type\":\"tensor\",\"base\":\"double\",\"dimensions\":[]}");
    assert_true(schema.fields[0].type.dims.known);
    assert_int_equal(schema.fields[0].type.dims.n, 0);
    read_type("{\"type\":\"tensor\",\"base\":\"double\"}");
    assert_false(schema.fields[0].type.dims.known);
}

static void other_types_are_refused(void **unused)
{
    (void)unused;
    assert_refused("\"int\"",
                   "schema: column 'x': 'int' is no scalar type; boolean, byte, short, integer, "
                   "long, float, double, string and byte_string are");
    assert_refused("{\"type\":\"list\",\"base\":\"integer\"}",
                   "schema: column 'x': 'integer' is no base type; boolean, byte, short, int, "
                   "long, float, double, string and byte_string are");
    assert_refused("{\"type\":\"scalar\",\"base\":\"double\"}",
                   "schema: column 'x': 'scalar' is no type; basic, list, map and tensor are");
    assert_refused("{\"type\":\"basic\",\"base\":\"double\"}",
                   "schema: column 'x': \"isNullable\" is missing");
    assert_refused("{\"type\":\"list\"}", "schema: column 'x': \"base\" is missing");
    assert_refused("{\"type\":\"map\",\"base\":\"int\"}", "schema: column 'x': \"key\" is missing");
    assert_refused("{\"base\":\"int\"}", "schema: column 'x': \"type\" is missing");
    assert_refused("{\"type\":\"list\",\"base\":\"int\",\"isNullable\":1}",
                   "schema: column 'x': expected true or false, found 1 at byte 71");
    assert_refused("{\"type\":\"tensor\",\"base\":\"int\",\"dimensions\":null}",
                   "schema: column 'x': expected an array, found null at byte 73");
    assert_refused("7", "schema: column 'x': expected a string, found 7 at byte 30");
}

static void broken_schemas_are_refused(void **unused)
{
    static const char *const texts[] = {
        "[]",
        "{}",
        "{\"fields\":{}}",
        "{\"fields\":[\"x\"]}",
        "{\"fields\":[{\"name\":\"x\"}]}",
        "{\"fields\":[{\"type\":\"double\"}]}",
        "{\"fields\":[{\"name\":1,\"type\":\"double\"}]}",
        "{\"fields\":[{\"name\":\"x\",\"type\":\"double\"},]}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_int_equal(read_schema(texts[i]), CLEAP_E_FORMAT);
}

static void of_two_members_with_one_name_the_last_counts(void **unused)
{
    (void)unused;
    assert_int_equal(read_schema("{\"fields\":7,\"fields\":[{\"name\":\"x\",\"type\":\"string\","
                                 "\"type\":\"double\"}]}"),
                     CLEAP_OK);
    assert_int_equal(schema.fields[0].type.base, CL_F64);
}

static void two_columns_of_one_name_are_refused(void **unused)
{
    (void)unused;
    assert_int_equal(read_schema("{\"fields\":[{\"name\":\"x\",\"type\":\"double\"},"
                                 "{\"name\":\"y\",\"type\":\"double\"},"
                                 "{\"name\":\"\\u0078\",\"type\":\"string\"}]}"),
                     CLEAP_E_SCHEMA);
    assert_string_equal(err.message, "the frame has a column 'x' already");
}

static void columns_keep_their_order_and_names(void **unused)
{
    (void)unused;
    assert_int_equal(read_schema("{\"fields\":[{\"name\":\"B b\",\"type\":\"double\"},"
                                 "{\"type\":\"string\",\"name\":\"\"}]}"),
                     CLEAP_OK);
    assert_int_equal(schema.n, 2);
    assert_string_equal(schema.fields[0].name.at, "B b");
    assert_string_equal(schema.fields[1].name.at, "");
}

static void too_many_dimensions_are_refused(void **unused)
{
    (void)unused;
    assert_int_equal(
        read_schema("{\"fields\":[{\"name\":\"x\",\"type\":{\"type\":\"tensor\",\"base\":\"int\","
                    "\"dimensions\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,"
                    "1,1]}}]}"),
        CLEAP_E_LIMIT);
}

/* All forms, as MLeap writes them. */
static const char all_forms[] =
    "{\"fields\":[{\"name\":\"a\",\"type\":\"integer\"},"
    "{\"name\":\"b\",\"type\":{\"base\":\"integer\",\"isNullable\":false,\"type\":\"basic\"}},"
    "{\"name\":\"c\",\"type\":{\"base\":\"int\",\"type\":\"list\"}},"
    "{\"name\":\"d\",\"type\":{\"base\":\"int\",\"isNullable\":false,\"type\":\"list\"}},"
    "{\"name\":\"e\",\"type\":{\"base\":\"long\",\"key\":\"string\",\"type\":\"map\"}},"
    "{\"name\":\"f\",\"type\":{\"base\":\"long\",\"isNullable\":false,\"key\":\"string\","
    "\"type\":\"map\"}},"
    "{\"name\":\"g\",\"type\":{\"type\":\"tensor\",\"base\":\"double\"}},"
    "{\"name\":\"h\",\"type\":{\"type\":\"tensor\",\"base\":\"double\",\"isNullable\":false,"
    "\"dimensions\":[2,-1]}},"
    "{\"name\":\"i\\n\",\"type\":{\"type\":\"tensor\",\"base\":\"byte\",\"dimensions\":[]}}]}";

static void writing_gives_the_members_in_the_order_of_mleap(void **unused)
{
    struct cl_buf buf;
    struct cl_json_writer w = {.buf = &buf, .style = CLEAP_JSON_COMPACT};

    (void)unused;
    cl_buf_init(&buf, 10000);
    assert_int_equal(read_schema(all_forms), CLEAP_OK);
    cl_schema_write_json(&w, &schema);
    assert_int_equal(buf.n, strlen(all_forms));
    assert_memory_equal(buf.at, all_forms, buf.n);
    cl_buf_free(&buf);
}

static void the_pretty_style_is_that_of_the_jvm(void **unused)
{
    static const char wanted[] = "{\n"
                                 "  \"fields\": [{\n"
                                 "    \"name\": \"x\",\n"
                                 "    \"type\": \"double\"\n"
                                 "  }, {\n"
                                 "    \"name\": \"v\",\n"
                                 "    \"type\": {\n"
                                 "      \"type\": \"tensor\",\n"
                                 "      \"base\": \"double\",\n"
                                 "      \"dimensions\": [2, 3]\n"
                                 "    }\n"
                                 "  }]\n"
                                 "}";
    struct cl_buf buf;
    struct cl_json_writer w = {.buf = &buf, .style = CLEAP_JSON_PRETTY};

    (void)unused;
    cl_buf_init(&buf, 10000);
    assert_int_equal(read_schema(wanted), CLEAP_OK);
    cl_schema_write_json(&w, &schema);
    assert_int_equal(buf.n, strlen(wanted));
    assert_memory_equal(buf.at, wanted, buf.n);
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_a_nullable_scalar),
        cmocka_unit_test(an_object_says_more),
        cmocka_unit_test(no_dimensions_and_none_given_are_not_the_same),
        cmocka_unit_test(other_types_are_refused),
        cmocka_unit_test(broken_schemas_are_refused),
        cmocka_unit_test(of_two_members_with_one_name_the_last_counts),
        cmocka_unit_test(two_columns_of_one_name_are_refused),
        cmocka_unit_test(columns_keep_their_order_and_names),
        cmocka_unit_test(too_many_dimensions_are_refused),
        cmocka_unit_test(writing_gives_the_members_in_the_order_of_mleap),
        cmocka_unit_test(the_pretty_style_is_that_of_the_jvm),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
