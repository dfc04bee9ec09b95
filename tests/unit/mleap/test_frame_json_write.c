/*
 * Writing leap frames as JSON.
 */
#include "mleap/frame_json_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "runtime/frame.h"
#include "tests/unit/mleap/column_fixture.h"

#define NOT_NULL(base) "{\"type\":\"basic\",\"base\":\"" base "\",\"isNullable\":false}"

/* Writes the frame and compares. */
static void assert_written(enum cleap_json_style style, const char *wanted)
{
    char *text;
    size_t n;

    assert_int_equal(cleap_frame_write_json(frame, style, &text, &n, &err), CLEAP_OK);
    assert_string_equal(text, wanted);
    assert_int_equal(n, strlen(wanted));
    free(text);
}

static void the_compact_style_has_no_blanks(void **unused)
{
    static const char text[] =
        "{\"rows\":[[1.0,\"a\",{\"dimensions\":[3],\"indices\":[[0],[2]],\"values\":[1.0,2.5]}],"
        "[null,\"\",{\"dimensions\":[2],\"values\":[0.1,-7.0]}]],"
        "\"schema\":{\"fields\":[{\"name\":\"d\",\"type\":\"double\"},"
        "{\"name\":\"s\",\"type\":\"string\"},"
        "{\"name\":\"v\",\"type\":{\"type\":\"tensor\",\"base\":\"double\"}}]}}";

    (void)unused;
    assert_int_equal(read_text(text), CLEAP_OK);
    assert_written(CLEAP_JSON_COMPACT, text);
}

static void the_pretty_style_is_that_of_the_jvm(void **unused)
{
    static const char text[] = "{\n"
                               "  \"rows\": [[{\n"
                               "    \"dimensions\": [2, 2],\n"
                               "    \"indices\": [[0, 0], [1, 1]],\n"
                               "    \"values\": [1, 2]\n"
                               "  }, [true, false], {\n"
                               "    \"a\": 0.1,\n"
                               "    \"b\": 1.0E+10\n"
                               "  }, {\n"
                               "\n"
                               "  }]],\n"
                               "  \"schema\": {\n"
                               "    \"fields\": [{\n"
                               "      \"name\": \"t\",\n"
                               "      \"type\": {\n"
                               "        \"type\": \"tensor\",\n"
                               "        \"base\": \"int\"\n"
                               "      }\n"
                               "    }, {\n"
                               "      \"name\": \"l\",\n"
                               "      \"type\": {\n"
                               "        \"base\": \"boolean\",\n"
                               "        \"type\": \"list\"\n"
                               "      }\n"
                               "    }, {\n"
                               "      \"name\": \"m\",\n"
                               "      \"type\": {\n"
                               "        \"base\": \"float\",\n"
                               "        \"key\": \"string\",\n"
                               "        \"type\": \"map\"\n"
                               "      }\n"
                               "    }, {\n"
                               "      \"name\": \"n\",\n"
                               "      \"type\": {\n"
                               "        \"base\": \"float\",\n"
                               "        \"key\": \"byte_string\",\n"
                               "        \"type\": \"map\"\n"
                               "      }\n"
                               "    }]\n"
                               "  }\n"
                               "}";

    (void)unused;
    assert_int_equal(read_text(text), CLEAP_OK);
    assert_written(CLEAP_JSON_PRETTY, text);
}

static void what_json_has_no_number_for_is_null(void **unused)
{
    (void)unused;
    read_column(NOT_NULL("double"), "[[null],[1e999],[-1e999],[-0.0]]");
    assert_written(CLEAP_JSON_COMPACT,
                   "{\"rows\":[[null],[null],[null],[0.0]],\"schema\":{\"fields\":[{\"name\":\"x\","
                   "\"type\":{\"base\":\"double\",\"isNullable\":false,\"type\":\"basic\"}}]}}");
}

static void text_is_escaped_where_it_must_be(void **unused)
{
    (void)unused;
    read_column("\"string\"",
                "[[\"q\\\"\\\\\\/\\b\\f\\n\\r\\t\\u001f\\u007f\"],[\"a\\ud83db\"],[\"\\ude00\"],"
                "[\"long enough to be looked at in eights, \\ud7ff\\ud83d\\ude00\\n\"],"
                "[\"\\u0000\"]]");
    assert_written(CLEAP_JSON_COMPACT,
                   "{\"rows\":[[\"q\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\x7F\"],[\"a?b\"],[\"?\"],"
                   "[\"long enough to be looked at in eights, \xED\x9F\xBF\xF0\x9F\x98\x80\\n\"],"
                   "[\"\\u0000\"]],"
                   "\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"string\"}]}}");
}

static void bytes_are_base64(void **unused)
{
    static const char rows[] = "[[\"\"],[\"AQ==\"],[\"AQI=\"],[\"AQID\"],[\"+/+/\"]]";
    char wanted[256];

    (void)unused;
    snprintf(wanted, sizeof wanted,
             "{\"rows\":%s,\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"byte_string\"}]}}",
             rows);
    read_column("\"byte_string\"", rows);
    assert_written(CLEAP_JSON_COMPACT, wanted);
}

static void a_map_of_numbers_to_something_cannot_be_written(void **unused)
{
    int32_t key = 1;
    struct cl_map cell = {.key = &key, .value = &key, .n = 1};
    struct cl_column column = {.type = {.base = CL_I32, .key = CL_I32, .shape = CL_MAP},
                               .as.map = &cell};
    const struct cl_column *columns[] = {&column};
    struct cl_frame_writer w;
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 1000);
    cl_frame_write_begin(&w, &buf, CLEAP_JSON_COMPACT);
    assert_int_equal(cl_frame_write_rows(&w, columns, 1, 1, &err), CLEAP_E_DATA);
    assert_string_equal(err.message, "keys of a map are strings in JSON, not int");
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_compact_style_has_no_blanks),
        cmocka_unit_test(the_pretty_style_is_that_of_the_jvm),
        cmocka_unit_test(what_json_has_no_number_for_is_null),
        cmocka_unit_test(text_is_escaped_where_it_must_be),
        cmocka_unit_test(bytes_are_base64),
        cmocka_unit_test(a_map_of_numbers_to_something_cannot_be_written),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
