/*
 * UBJSON as events.
 */
#include "events_fixture.h"

#include <string.h>

#define CHECK(bytes, wanted) check(bytes, sizeof(bytes) - 1, wanted)

static void check(const char *bytes, size_t n, const char *wanted)
{
    struct cl_events events;

    cl_events_ubjson(&events, bytes, n);
    check_events(&events, wanted);
}

static void objects_have_keys_with_lengths(void **unused)
{
    (void)unused;
    CHECK("{L\0\0\0\0\0\0\0\1aSL\0\0\0\0\0\0\0\2xyi\1b{}}", "{ k(a) t(xy) k(b) { } }");
}

static void arrays_end_by_marker_or_by_count(void **unused)
{
    (void)unused;
    CHECK("[i\1i\377]", "[ 1 -1 ]");
    CHECK("[#L\0\0\0\0\0\0\0\2i\1[]", "[ 1 [ ] ]");
    CHECK("[$U#i\3\0\200\377", "[ 0 128 255 ]");
    CHECK("[$d#i\2\77\200\0\0\277\0\0\0", "[ 1f -0.5f ]");
    CHECK("[$l#i\1\377\377\377\376", "[ -2 ]");
    CHECK("[$L#i\1\200\0\0\0\0\0\0\0", "[ -9223372036854775808 ]");
    CHECK("[$L#i\0", "[ ]");
}

static void numbers_are_big_endian(void **unused)
{
    (void)unused;
    CHECK("[I\1\2l\1\2\3\4L\0\0\0\1\0\0\0\0U\377d\100\111\017\333]",
          "[ 258 16909060 4294967296 255 3.14159274f ]");
}

static void truth_and_nothing_have_markers_alone(void **unused)
{
    (void)unused;
    CHECK("[TFZ]", "[ true false null ]");
}

static void counts_beyond_the_document_end_with_it(void **unused)
{
    (void)unused;
    CHECK("[$L#L\177\377\377\377\377\377\377\377\0\0", "[ : byte 13: the document ends too early");
    CHECK("[#L\177\377\377\377\377\377\377\377T", "[ true : byte 12: the document ends too early");
    CHECK("SL\0\0\0\0\0\0\0\3xy", ": byte 10: text is longer than the document");
    CHECK("SL\377\377\377\377\377\377\377\377xy", ": byte 10: a negative length");
    CHECK("[#i\377", ": byte 4: a negative length");
}

static void what_is_no_document_is_refused(void **unused)
{
    (void)unused;
    CHECK("", ": byte 0: the document ends too early");
    CHECK("x", ": byte 1: no value");
    CHECK("[$Z#i\1", ": byte 3: an array of a type that XGBoost does not write");
    CHECK("[$U]", ": byte 3: an array with a type and no count");
    CHECK("[$", ": byte 2: the document ends too early");
    CHECK("[#x", ": byte 3: no length");
    CHECK("{S", "{ : byte 2: no length");
    CHECK("{i\1a", "{ k(a) : byte 4: the document ends too early");
    CHECK("l\0\0\0", ": byte 1: the document ends too early");
    CHECK("D\0\0\0\0\0\0\0\0", ": byte 1: no value");
}

static void depth_has_a_limit(void **unused)
{
    char bytes[CL_EVENTS_MAX_DEPTH + 1];
    struct cl_events events;
    struct cl_event event;
    struct cleap_error err;

    (void)unused;
    memset(bytes, '[', sizeof bytes);
    cl_error_begin(&err, NULL);
    cl_events_ubjson(&events, bytes, sizeof bytes);
    for (int i = 0; i < CL_EVENTS_MAX_DEPTH; i++)
        assert_int_equal(cl_events_next(&events, &event, &err), CLEAP_OK);
    assert_int_equal(cl_events_next(&events, &event, &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "more than 32 objects and arrays within each other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_have_keys_with_lengths),
        cmocka_unit_test(arrays_end_by_marker_or_by_count),
        cmocka_unit_test(numbers_are_big_endian),
        cmocka_unit_test(truth_and_nothing_have_markers_alone),
        cmocka_unit_test(counts_beyond_the_document_end_with_it),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(depth_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
