/*
 * XGBoost's JSON as events.
 */
#include "events_fixture.h"

#include <string.h>

#include "runtime/arena.h"

static void check(const char *text, const char *wanted)
{
    struct cl_events events;

    cl_events_json(&events, text, strlen(text));
    check_events(&events, wanted);
}

static void objects_arrays_and_values_come_in_their_order(void **unused)
{
    (void)unused;
    check(" {\"a\" : [1, -2.5, \"x\"] ,\n\"b\":{}, \"c\": [true,false , null]} tail",
          "{ k(a) [ 1 -2.5f t(x) ] k(b) { } k(c) [ true false null ] }");
    check("[]", "[ ]");
    check("[[], [[1]]]", "[ [ ] [ [ 1 ] ] ]");
}

static void nan_and_infinities_are_numbers(void **unused)
{
    (void)unused;
    check("[NaN, Infinity, -Infinity]", "[ nanf inff -inff ]");
}

static void numbers_are_rounded_to_float_once(void **unused)
{
    (void)unused;
    /* A hair above the middle of two floats, which the nearest double is on. */
    check("[1.00000005960464477539062500001]", "[ 1.00000012f ]");
    check("[3.4E38, 1e40, 1E-45, 5E-1]", "[ 3.39999995e+38f inff 1.40129846e-45f 0.5f ]");
}

static void whole_numbers_are_told_apart_and_must_fit(void **unused)
{
    (void)unused;
    check("[9223372036854775807, -7, 2E0]", "[ 9223372036854775807 -7 2f ]");
    check("[9223372036854775808]", "[ : byte 1: a whole number that is too large");
}

static void escapes_stay_and_do_not_end_text(void **unused)
{
    (void)unused;
    check("[\"a\\\"b\\\\\", 1]", "[ t(a\\\"b\\\\) 1 ]");
    check("[\"a\\", "[ : byte 1: text without end");
    check("[\"a\\\"", "[ : byte 1: text without end");
}

static void what_is_no_document_is_refused(void **unused)
{
    (void)unused;
    check("", ": byte 0: the document ends too early");
    check("x", ": byte 0: no value");
    check("--1", ": byte 0: not a number");
    check("[1 2]", "[ 1 : byte 3: no comma between items");
    check("[1,]", "[ 1 : byte 3: no value");
    check("[,1]", "[ : byte 1: no value");
    check("[1", "[ 1 : byte 2: the document ends too early");
    check("[1,", "[ 1 : byte 3: the document ends too early");
    check("[1}", "[ 1 : byte 2: no comma between items");
    check("{\"a\" 1}", "{ : byte 5: no colon behind a key");
    check("{1: 2}", "{ : byte 1: no key");
    check("{\"a\": 1,}", "{ k(a) 1 : byte 8: no key");
    check("{\"a\":}", "{ k(a) : byte 5: no value");
    check("[tru]", "[ : byte 1: no value");
}

static void depth_has_a_limit(void **unused)
{
    char text[CL_EVENTS_MAX_DEPTH + 1];
    struct cl_events events;
    struct cl_event event;
    struct cleap_error err;

    (void)unused;
    memset(text, '[', sizeof text);
    cl_error_begin(&err, NULL);
    cl_events_json(&events, text, sizeof text);
    for (int i = 0; i < CL_EVENTS_MAX_DEPTH; i++)
        assert_int_equal(cl_events_next(&events, &event, &err), CLEAP_OK);
    assert_int_equal(cl_events_next(&events, &event, &err), CLEAP_E_LIMIT);
}

static void a_value_is_skipped_with_all_it_holds(void **unused)
{
    const char *text = "{\"a\": {\"b\": [1, {}]}, \"c\": 2}";
    struct cl_events events;
    struct cl_event event;
    struct cl_str key = {.at = ""};
    struct cleap_error err;
    bool more = false;

    (void)unused;
    cl_error_begin(&err, NULL);
    cl_events_json(&events, text, strlen(text));
    assert_int_equal(cl_events_next(&events, &event, &err), CLEAP_OK);
    assert_int_equal(cl_events_key(&events, &key, &more, &err), CLEAP_OK);
    assert_int_equal(cl_events_skip(&events, &err), CLEAP_OK);
    assert_int_equal(cl_events_key(&events, &key, &more, &err), CLEAP_OK);
    assert_true(more && cl_str_is(key, "c"));
}

static void arrays_of_another_kind_are_refused(void **unused)
{
    struct cl_buf buf;
    struct cl_events events;
    struct cleap_error err;

    (void)unused;
    cl_buf_init(&buf, 1000);
    cl_error_begin(&err, NULL);
    cl_events_json(&events, "[1, \"x\"]", 8);
    assert_int_equal(cl_events_floats(&events, &buf, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "before byte 7: found text, wanted a number");
    cl_error_begin(&err, NULL);
    cl_events_json(&events, "[4294967296]", 12);
    assert_int_equal(cl_events_i32s(&events, &buf, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message,
                        "before byte 11: 4294967296 is not in [-2147483648, 2147483647]");
    cl_error_begin(&err, NULL);
    cl_events_json(&events, "[1.5]", 5);
    assert_int_equal(cl_events_bytes(&events, &buf, &err), CLEAP_E_FORMAT);
    cl_error_begin(&err, NULL);
    cl_events_json(&events, "{}", 2);
    assert_int_equal(cl_events_floats(&events, &buf, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "before byte 1: found an object, wanted an array");
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_arrays_and_values_come_in_their_order),
        cmocka_unit_test(nan_and_infinities_are_numbers),
        cmocka_unit_test(numbers_are_rounded_to_float_once),
        cmocka_unit_test(whole_numbers_are_told_apart_and_must_fit),
        cmocka_unit_test(escapes_stay_and_do_not_end_text),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(a_value_is_skipped_with_all_it_holds),
        cmocka_unit_test(arrays_of_another_kind_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
