/*
 * Payloads in all their forms, against small models.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proxy/payload/payload.h"
#include "tests/support/toy_model.h"

static struct cleap_model *model;
static struct payload *payload;
static struct cl_buf out;
static struct cleap_error err;

static void start(void)
{
    toy_finish(model);
    if (payload_new(model, NULL, &payload, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    cl_buf_init(&out, SIZE_MAX);
}

/* x, y -> s = x + y; a -> t = "<a>", a may be null */
static int with_sum(void **unused)
{
    (void)unused;
    model = toy_model(2);
    toy_add(model, &toy_sum, "plus", "input=x other=y output=s");
    toy_add(model, &toy_text, "tell", "input=a output=t");
    start();
    return 0;
}

/* x -> even, without odd rows */
static int with_evens(void **unused)
{
    (void)unused;
    model = toy_model(1);
    toy_add(model, &toy_evens, "evens", "input=x output=even");
    start();
    return 0;
}

/* Inputs that are called as options are. */
static int with_odd_names(void **unused)
{
    (void)unused;
    model = toy_model(1);
    toy_add(model, &toy_sum, "plus", "input=select other=rows output=s");
    start();
    return 0;
}

static int done(void **unused)
{
    (void)unused;
    payload_free(payload);
    cleap_model_close(model);
    cl_buf_free(&out);
    return 0;
}

static enum cleap_status ask(const char *text)
{
    static char padded[4096];
    struct cl_str value = {.at = padded, .n = (uint32_t)strlen(text)};

    assert_true(value.n + CL_JSON_PADDING <= sizeof padded);
    memset(padded, ']', sizeof padded);
    memcpy(padded, text, value.n);
    cl_buf_reset(&out);
    cl_error_begin(&err, &err);
    return payload_score_text(payload, value, &out, &err);
}

static void expect(const char *text, const char *answer)
{
    if (ask(text) != CLEAP_OK)
        fail_msg("%s", err.message);
    cl_buf_byte(&out, '\0');
    assert_string_equal(out.at, answer);
}

static void refuse(const char *text, enum cleap_status status, const char *message)
{
    assert_int_equal(ask(text), status);
    assert_string_equal(err.message, message);
}

static void a_single_row_is_answered_with_an_object(void **unused)
{
    (void)unused;
    expect("{\"x\": 1, \"y\": \"2\", \"a\": 3}",
           "{\"x\":1.0,\"y\":2.0,\"a\":3.0,\"s\":3.0,\"t\":\"<3>\"}");
}

static void rows_are_answered_with_rows(void **unused)
{
    (void)unused;
    expect("{\"rows\": [{\"y\": 2, \"x\": 1}, {\"x\": 5, \"y\": 5, \"a\": null}]}",
           "{\"rows\":[{\"x\":1.0,\"y\":2.0,\"a\":null,\"s\":3.0,\"t\":null},"
           "{\"x\":5.0,\"y\":5.0,\"a\":null,\"s\":10.0,\"t\":null}]}");
    expect("[{\"x\": 1, \"y\": 1}]", "[{\"x\":1.0,\"y\":1.0,\"a\":null,\"s\":2.0,\"t\":null}]");
}

static void no_rows_are_answered_with_no_rows(void **unused)
{
    (void)unused;
    expect("{\"rows\": []}", "{\"rows\":[]}");
    expect("[ ]", "[]");
}

static void a_leap_frame_is_answered_with_one(void **unused)
{
    (void)unused;
    expect("{\"select\": [\"s\"], \"rows\": [[1, 2, 0]], \"schema\": {\"fields\": [{\"name\": "
           "\"x\", \"type\": \"integer\"}, {\"name\": \"y\", \"type\": \"double\"}, {\"name\": "
           "\"a\", \"type\": \"double\"}]}}",
           "{\"rows\":[[3.0]],\"schema\":{\"fields\":[{\"name\":\"s\",\"type\":{\"base\":"
           "\"double\",\"isNullable\":false,\"type\":\"basic\"}}]}}");
}

#define X_Y_A                                                                                      \
    "\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"double\"},{\"name\":\"y\",\"type\":"       \
    "\"double\"},"                                                                                 \
    "{\"name\":\"a\",\"type\":\"double\"}]}"

/* Frames that come again are read in another way than the first one. */
static void leap_frames_one_after_the_other_are_answered_alike(void **unused)
{
    static const char begin[] = "{\"rows\":[[1.0,2.0,3.0,3.0,";

    (void)unused;
    for (int i = 0; i < 3; i++) {
        expect("{\"rows\":[[1,2,null]]," X_Y_A ",\"select\":[\"s\"]}",
               "{\"rows\":[[3.0]],\"schema\":{\"fields\":[{\"name\":\"s\",\"type\":{\"base\":"
               "\"double\",\"isNullable\":false,\"type\":\"basic\"}}]}}");
        refuse("{\"rows\":[[1,\"two\",3]]," X_Y_A "}", CLEAP_E_FORMAT,
               "row 0, column 'y': expected a number, found \"two\" at byte 12");
        refuse("{\"rows\":[[1,2,3]]," X_Y_A "} x", CLEAP_E_FORMAT,
               "expected the end of the text, found x at byte 128");
        assert_int_equal(ask("{\"rows\":[[1,2,3]]," X_Y_A "}"), CLEAP_OK);
        assert_memory_equal(out.at, begin, sizeof begin - 1);
    }
}

static void unknown_keys_ride_along_as_they_were(void **unused)
{
    (void)unused;
    expect("{\"id\": 7.00, \"x\": 1, \"y\": 2, \"s\": \"old\", \"__ow_method\": \"post\", "
           "\"\\u2603\": [1, {}]}",
           "{\"id\":7.00,\"\xE2\x98\x83\":[1, {}],\"x\":1.0,\"y\":2.0,\"a\":null,\"s\":3.0,\"t\":"
           "null}");
}

static void select_names_columns_and_what_rides_along(void **unused)
{
    (void)unused;
    expect("{\"id\": \"q\", \"x\": 1, \"y\": 2, \"select\": [\"s\", \"id\"]}",
           "{\"s\":3.0,\"id\":\"q\"}");
    expect("{\"rows\": [{\"x\": 1, \"y\": 2}], \"select\": \"s, x\"}",
           "{\"rows\":[{\"s\":3.0,\"x\":1.0}]}");
    expect("{\"x\": 1, \"y\": 2, \"a\": 0, \"select\": \"\"}",
           "{\"x\":1.0,\"y\":2.0,\"a\":0.0,\"s\":3.0,\"t\":\"<0>\"}");
}

static void rows_that_are_no_array_are_named(void **unused)
{
    (void)unused;
    refuse("{\"rows\": 5}", CLEAP_E_FORMAT, "rows: expected an array, found 5 at byte 9");
}

static void select_of_what_is_not_there_is_refused(void **unused)
{
    (void)unused;
    refuse("{\"x\": 1, \"y\": 2, \"select\": [\"z\"]}", CLEAP_E_SCHEMA,
           "there is no column 'z' to select");
    refuse("{\"x\": 1, \"y\": 2, \"select\": [\"s\", \"s\"]}", CLEAP_E_SCHEMA,
           "column 's' is selected twice");
    refuse("{\"x\": 1, \"y\": 2, \"id\": 7, \"select\": \"id, s, id\"}", CLEAP_E_SCHEMA,
           "column 'id' is selected twice");
    refuse("{\"x\": 1, \"y\": 2, \"select\": 3}", CLEAP_E_FORMAT,
           "select: expected a string, found 3 at byte 27");
}

static void a_missing_column_is_named_with_its_stage_and_type(void **unused)
{
    (void)unused;
    refuse("{\"x\": 1}", CLEAP_E_SCHEMA,
           "node 'plus' (toy_sum): column 'y': missing; wanted: double");
    refuse("{}", CLEAP_E_SCHEMA, "node 'plus' (toy_sum): column 'x': missing; wanted: double");
    refuse("{\"rows\": [{\"x\": 1, \"y\": 2}, {\"y\": 1}]}", CLEAP_E_SCHEMA,
           "node 'plus' (toy_sum): column 'x': row 1: missing; wanted: double");
    assert_int_equal(err.row, 1);
}

static void a_bad_value_is_shown(void **unused)
{
    (void)unused;
    refuse("{\"x\": \"two\", \"y\": 1}", CLEAP_E_DATA,
           "node 'plus' (toy_sum): column 'x': found \"two\"; wanted: double");
    refuse("[{\"x\": [2], \"y\": 1}]", CLEAP_E_DATA,
           "node 'plus' (toy_sum): column 'x': row 0: found an array; wanted: double");
    refuse("[{\"x\": \"NaN\", \"y\": 1}]", CLEAP_E_DATA,
           "node 'plus' (toy_sum): row 0: the sum is no number");
}

static void of_equal_keys_the_last_counts(void **unused)
{
    (void)unused;
    expect("{\"a\": null, \"x\": 9, \"y\": 2, \"x\": 1, \"a\": 4}",
           "{\"x\":1.0,\"y\":2.0,\"a\":4.0,\"s\":3.0,\"t\":\"<4>\"}");
    expect("{\"a\": 4, \"x\": 1, \"y\": 2, \"a\": null}",
           "{\"x\":1.0,\"y\":2.0,\"a\":null,\"s\":3.0,\"t\":null}");
}

static void broken_json_is_refused_wherever_it_is(void **unused)
{
    static const char *const texts[] = {
        "",
        "{",
        "[{\"x\": 1, \"y\": 2}",
        "{\"x\": 1, \"y\": 2,}",
        "{\"x\": 1, \"y\": 2} 3",
        "{\"rows\": [{\"x\": 1, \"y\": 2}], \"other\": tru}",
        "{\"rows\": [{\"x\": 1 \"y\": 2}]}",
        "{\"id\": 01, \"x\": 1, \"y\": 2}",
        "\"x\"",
        "7",
        "[7]",
        "{\"rows\": 7}",
        "{\"rows\": [], \"schema\": 5}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        if (ask(texts[i]) != CLEAP_E_FORMAT)
            fail_msg("%s: %s", texts[i], err.message);
}

static void a_failure_leaves_nothing_behind(void **unused)
{
    (void)unused;
    assert_int_not_equal(ask("[{\"x\": 1, \"y\": 2, \"id\": 1}, {\"x\": 1, \"y\": \"\"}]"),
                         CLEAP_OK);
    expect("{\"x\": 1, \"y\": 2}", "{\"x\":1.0,\"y\":2.0,\"a\":null,\"s\":3.0,\"t\":null}");
}

static void rows_that_the_model_drops_are_missing(void **unused)
{
    (void)unused;
    expect("[{\"x\": 1, \"id\": \"a\"}, {\"x\": 2, \"id\": \"b\"}, {\"x\": 3}, {\"x\": 4, "
           "\"id\": \"d\"}]",
           "[{\"id\":\"b\",\"x\":2.0,\"even\":2.0},{\"id\":\"d\",\"x\":4.0,\"even\":4.0}]");
    expect("{\"rows\": [{\"x\": 1}]}", "{\"rows\":[]}");
}

static void a_single_row_that_is_dropped_leaves_an_empty_object(void **unused)
{
    (void)unused;
    expect("{\"x\": 1, \"id\": 5}", "{}");
}

static void many_rows_keep_what_rides_along(void **unused)
{
    static char text[32768];
    size_t n = 0;
    struct cl_str value = {.at = text};

    (void)unused;
    n += (size_t)snprintf(text + n, sizeof text - n, "[");
    for (int i = 0; i < 600; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s{\"x\":%d,\"i\":\"<%d>\"}",
                              i > 0 ? "," : "", i, i);
    n += (size_t)snprintf(text + n, sizeof text - n, "]");
    assert_true(n + CL_JSON_PADDING < sizeof text);
    value.n = (uint32_t)n;
    cl_buf_reset(&out);
    assert_int_equal(payload_score_text(payload, value, &out, &err), CLEAP_OK);
    cl_buf_byte(&out, '\0');
    assert_non_null(strstr(out.at, "{\"i\":\"<0>\",\"x\":0.0,"));
    assert_non_null(strstr(out.at, "{\"i\":\"<300>\",\"x\":300.0,"));
    assert_non_null(strstr(out.at, "{\"i\":\"<598>\",\"x\":598.0,"));
    assert_null(strstr(out.at, "<599>"));
}

static void columns_win_over_options(void **unused)
{
    (void)unused;
    expect("{\"select\": 1, \"rows\": 2}", "{\"select\":1.0,\"rows\":2.0,\"s\":3.0}");
    expect("{\"rows\": [[1, 2]], \"schema\": {\"fields\": [{\"name\": \"select\", \"type\": "
           "\"double\"}, {\"name\": \"rows\", \"type\": \"double\"}]}}",
           "{\"rows\":[[1.0,2.0,3.0]],\"schema\":{\"fields\":[{\"name\":\"select\",\"type\":"
           "\"double\"},{\"name\":\"rows\",\"type\":\"double\"},{\"name\":\"s\",\"type\":{\"base\":"
           "\"double\",\"isNullable\":false,\"type\":\"basic\"}}]}}");
}

#define WITH(test, set_up) cmocka_unit_test_setup_teardown(test, set_up, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_single_row_is_answered_with_an_object, with_sum),
        WITH(rows_are_answered_with_rows, with_sum),
        WITH(no_rows_are_answered_with_no_rows, with_sum),
        WITH(a_leap_frame_is_answered_with_one, with_sum),
        WITH(leap_frames_one_after_the_other_are_answered_alike, with_sum),
        WITH(unknown_keys_ride_along_as_they_were, with_sum),
        WITH(select_names_columns_and_what_rides_along, with_sum),
        WITH(rows_that_are_no_array_are_named, with_sum),
        WITH(select_of_what_is_not_there_is_refused, with_sum),
        WITH(a_missing_column_is_named_with_its_stage_and_type, with_sum),
        WITH(a_bad_value_is_shown, with_sum),
        WITH(of_equal_keys_the_last_counts, with_sum),
        WITH(broken_json_is_refused_wherever_it_is, with_sum),
        WITH(a_failure_leaves_nothing_behind, with_sum),
        WITH(rows_that_the_model_drops_are_missing, with_evens),
        WITH(a_single_row_that_is_dropped_leaves_an_empty_object, with_evens),
        WITH(many_rows_keep_what_rides_along, with_evens),
        WITH(columns_win_over_options, with_odd_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
