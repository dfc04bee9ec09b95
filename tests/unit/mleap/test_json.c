/*
 * The JSON cursor: what it reads, and what it refuses.
 */
#include "mleap/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static struct cl_json *j;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    j = cl_json_new();
    return j == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_json_free(j);
    return 0;
}

static void open_text(const char *text)
{
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_json_open(j, text, strlen(text), false, &err), CLEAP_OK);
}

/* Skips the whole text, once as it is and once where it lies, with hostile bytes behind it. */
static enum cleap_status check_n(const char *text, size_t n)
{
    char place[1024];
    enum cleap_status status[2];

    assert_true(n + CL_JSON_PADDING <= sizeof place);
    memset(place, ']', sizeof place);
    memcpy(place, text, n);
    for (int padded = 0; padded < 2; padded++) {
        cl_error_begin(&err, &err);
        status[padded] = cl_json_open(j, place, n, padded, &err);
        if (status[padded] == CLEAP_OK)
            status[padded] = cl_json_skip(j, NULL, &err);
        if (status[padded] == CLEAP_OK)
            status[padded] = cl_json_end(j, &err);
    }
    assert_int_equal(status[0], status[1]);
    return status[0];
}

static enum cleap_status check(const char *text)
{
    return check_n(text, strlen(text));
}

static void assert_refused(const char *text, const char *message)
{
    assert_int_equal(check(text), CLEAP_E_FORMAT);
    assert_string_equal(err.message, message);
}

static struct cl_str read_string(const char *text)
{
    struct cl_str value;

    open_text(text);
    assert_int_equal(cl_json_read_string(j, NULL, &value, &err), CLEAP_OK);
    return value;
}

static void assert_string(const char *text, const char *wanted, size_t n)
{
    struct cl_str value = read_string(text);

    assert_int_equal(value.n, n);
    assert_memory_equal(value.at, wanted, n);
}

static void sound_texts_are_taken(void **unused)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "[[],{}]",
        "null",
        "true",
        " false ",
        "\"\"",
        "-0",
        "1E5",
        "1e+5",
        "0.0e-3",
        "{\"a\":[1,2.5,-3e-7,\"x\",null,true,{\"b\":{}}],\"a\":1}",
        " \n\t\r[ 1 , 2 ] \r",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\"",
        "\"\xC3\xA9\xF0\x9F\x98\x80\x7F\"",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        if (check(texts[i]) != CLEAP_OK)
            fail_msg("%s: %s", texts[i], err.message);
}

static void broken_texts_are_refused(void **unused)
{
    static const char *const texts[] = {
        "",
        " ",
        "[",
        "]",
        "{",
        "}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "{]",
        "[[1]",
        "[1]]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"rows\":[1}",
        "[+1]",
        "[01]",
        "[-01]",
        "[1.]",
        "[.5]",
        "[-]",
        "[1e]",
        "[1e+]",
        "[0x10]",
        "[1.e5]",
        "[NaN]",
        "[Infinity]",
        "['1']",
        "[tru]",
        "[truee]",
        "[nul]",
        "[null1]",
        "[1\"a\"]",
        "[\"a\"1]",
        "[\"a\"\"b\"]",
        "[1][2]",
        "1 2",
        "\"a",
        "[\"a]",
        "[\"\\x\"]",
        "[\"\\u12g4\"]",
        "[\"\\u123\"]",
        "[\"\\\"]",
        "[\"\t\"]",
        "[1,\x01]",
        "[1\f]",
        "\xEF\xBB\xBF[1]",
        "[\"\xFF\"]",
        "[\"\xC0\x80\"]",
        "[\"\xED\xA0\x80\"]",
        "[\"\xF4\x90\x80\x80\"]",
        "// x\n1",
        "[1]x",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        if (check(texts[i]) != CLEAP_E_FORMAT)
            fail_msg("taken: %s", texts[i]);
}

static void failures_say_what_was_found_where(void **unused)
{
    (void)unused;
    assert_refused("[NaN]", "expected a value, found NaN at byte 1");
    assert_refused("  [1,]", "expected a value, found ']' at byte 5");
    assert_refused("[1 2]", "expected ',' or ']', found 2 at byte 3");
    assert_refused("{\"a\":1", "expected ',' or '}', found the end of the text at byte 6");
    assert_refused("[1] x", "expected the end of the text, found x at byte 4");
    assert_refused("[01]", "expected a number as JSON has it, found 01 at byte 1");
    assert_refused("[\"a\x01\"]", "a control character in a string at byte 3");
    assert_refused("[\"abc]", "a string without end at byte 1");
    assert_refused("[\"\xFF\"]", "a byte that is not UTF-8 at byte 2");
    assert_refused("[\"a\\x\"]", "expected an escape as JSON has it, found \\x at byte 3");
    assert_refused("", "expected a value, found the end of the text at byte 0");
}

static void control_characters_around_the_text_are_blanks(void **unused)
{
    (void)unused;
    assert_int_equal(check_n("\x01\f\0[1]\x1F\0 ", 9), CLEAP_OK);
    assert_int_equal(check_n("\xC2\xA0[1]", 5), CLEAP_E_FORMAT);
}

static void nesting_has_a_limit(void **unused)
{
    char text[2 * CL_JSON_MAX_DEPTH + 2];

    (void)unused;
    memset(text, '[', CL_JSON_MAX_DEPTH);
    memset(text + CL_JSON_MAX_DEPTH, ']', CL_JSON_MAX_DEPTH);
    assert_int_equal(check_n(text, 2 * CL_JSON_MAX_DEPTH), CLEAP_OK);
    memset(text, '[', CL_JSON_MAX_DEPTH + 1);
    memset(text + CL_JSON_MAX_DEPTH + 1, ']', CL_JSON_MAX_DEPTH + 1);
    assert_int_equal(check_n(text, 2 * CL_JSON_MAX_DEPTH + 2), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "more than 128 levels at byte 128");
}

static void escapes_are_undone(void **unused)
{
    (void)unused;
    assert_string("\"plain\"", "plain", 5);
    assert_string("\"q\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "q\"\\/\b\f\n\r\t", 9);
    assert_string("\"\\u00e9\\u20AC\\ud83d\\ude00\"", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9);
    assert_string("\"a\\u0000b\"", "a\0b", 3);
}

static void lone_surrogates_are_kept(void **unused)
{
    (void)unused;
    assert_string("\"a\\ud83db\"",
                  "a\xED\xA0\xBD"
                  "b",
                  5);
    assert_string("\"\\ude00\"", "\xED\xB8\x80", 3);
    assert_string("\"\\ud83d\\u0041\"",
                  "\xED\xA0\xBD"
                  "A",
                  4);
    assert_string("\"\\ud83d\\ud83d\\ude00\"", "\xED\xA0\xBD\xF0\x9F\x98\x80", 7);
}

static void members_come_in_order_with_their_keys(void **unused)
{
    struct cl_str key;
    bool more, yes;
    int64_t value;

    (void)unused;
    open_text("{\"one\":1,\"t\\u0077o\":true}");
    assert_int_equal(cl_json_kind(j), CL_JSON_OBJECT);
    assert_int_equal(cl_json_begin_object(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_true(more && cl_str_is(key, "one"));
    assert_int_equal(cl_json_read_i64(j, 0, 9, &value, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_true(more && cl_str_is(key, "two"));
    assert_int_equal(cl_json_read_bool(j, &yes, &err), CLEAP_OK);
    assert_true(yes);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_false(more);
    assert_int_equal(cl_json_end(j, &err), CLEAP_OK);
}

static void values_of_another_kind_are_named(void **unused)
{
    double number;
    struct cl_str text;

    (void)unused;
    open_text("[\"two\"]");
    assert_int_equal(cl_json_read_f64(j, &number, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "expected a number, found an array at byte 0");
    open_text("\"two\"");
    assert_int_equal(cl_json_read_f64(j, &number, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "expected a number, found \"two\" at byte 0");
    open_text("4.7");
    assert_int_equal(cl_json_read_string(j, NULL, &text, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "expected a string, found 4.7 at byte 0");
    open_text("null");
    assert_int_equal(cl_json_begin_object(j, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "expected an object, found null at byte 0");
    open_text("\"0123456789012345678901234567890123456789012345\"");
    assert_int_equal(cl_json_read_null(j, &err), CLEAP_E_FORMAT);
    assert_string_equal(
        err.message, "expected null, found \"012345678901234567890123456789012345678... at byte 0");
}

static void a_skipped_value_gives_its_text(void **unused)
{
    struct cl_str raw;
    bool more;

    (void)unused;
    open_text("[ {\"a\" : [1, 2]} , \"x\\n\" , 12 ]");
    assert_int_equal(cl_json_begin_array(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_skip(j, &raw, &err), CLEAP_OK);
    assert_true(cl_str_is(raw, "{\"a\" : [1, 2]}"));
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_skip(j, &raw, &err), CLEAP_OK);
    assert_true(cl_str_is(raw, "\"x\\n\""));
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_skip(j, &raw, &err), CLEAP_OK);
    assert_true(cl_str_is(raw, "12"));
}

static void a_leap_counts_items_and_can_be_returned_from(void **unused)
{
    struct cl_str key;
    struct cl_json_place rows;
    size_t n_items, n_tokens;
    bool more;

    (void)unused;
    open_text("{\"rows\":[[1,2],{\"a\":[3,4]},5],\"n\":1}");
    assert_int_equal(cl_json_begin_object(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    rows = cl_json_here(j);
    assert_int_equal(cl_json_leap(j, &n_items, &n_tokens, &err), CLEAP_OK);
    assert_int_equal(n_items, 3);
    assert_int_equal(n_tokens, 19);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_true(cl_str_is(key, "n"));
    assert_int_equal(cl_json_skip(j, NULL, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_false(more);
    assert_int_equal(cl_json_end(j, &err), CLEAP_OK);
    cl_json_return(j, rows);
    assert_int_equal(cl_json_skip(j, &key, &err), CLEAP_OK);
    assert_true(cl_str_is(key, "[[1,2],{\"a\":[3,4]},5]"));
}

static void a_leap_over_unbalanced_brackets_fails(void **unused)
{
    struct cl_str key;
    size_t n_items, n_tokens;
    bool more;

    (void)unused;
    open_text("{\"rows\":[[1,2},\"n\":1}");
    assert_int_equal(cl_json_begin_object(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_leap(j, &n_items, &n_tokens, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "expected ',' or ']', found '}' at byte 13");
}

static void a_known_value_is_passed_over_at_once(void **unused)
{
    struct cl_str raw, key;
    bool more;

    (void)unused;
    open_text("[{\"a\":1}, 2]");
    assert_int_equal(cl_json_begin_array(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_false(cl_json_skip_known(j, cl_str_of("{\"a\":2}"), 5));
    assert_true(cl_json_skip_known(j, cl_str_of("{\"a\":1}"), 5));
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_skip(j, &raw, &err), CLEAP_OK);
    assert_true(cl_str_is(raw, "2"));
    open_text("{\"a\":{\"a\":1}");
    assert_int_equal(cl_json_begin_object(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_key(j, NULL, &key, &more, &err), CLEAP_OK);
    assert_false(cl_json_skip_known(j, cl_str_of("{\"a\":1}"), 5));
}

static void strings_go_into_the_arena_on_request(void **unused)
{
    struct cl_arena arena;
    struct cl_str plain, escaped;
    bool more;

    (void)unused;
    cl_arena_init(&arena, 1024);
    open_text("[\"plain\",\"esc\\taped\"]");
    assert_int_equal(cl_json_begin_array(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_read_string(j, &arena, &plain, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_read_string(j, &arena, &escaped, &err), CLEAP_OK);
    open_text("[\"others\"]");
    assert_true(cl_str_is(plain, "plain"));
    assert_true(cl_str_is(escaped, "esc\taped"));
    cl_arena_free(&arena);
}

static void text_in_place_is_borrowed(void **unused)
{
    static const char text[64 + CL_JSON_PADDING] = "[\"plain\"]";
    struct cl_arena arena;
    struct cl_str plain;
    bool more;

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_int_equal(cl_json_open(j, text, strlen(text), true, &err), CLEAP_OK);
    assert_int_equal(cl_json_begin_array(j, &err), CLEAP_OK);
    assert_int_equal(cl_json_next_item(j, &more, &err), CLEAP_OK);
    assert_int_equal(cl_json_borrow_string(j, &arena, &plain, &err), CLEAP_OK);
    assert_ptr_equal(plain.at, text + 2);
    assert_int_equal(cl_arena_size(&arena), 0);
    cl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_texts_are_taken),
        cmocka_unit_test(broken_texts_are_refused),
        cmocka_unit_test(failures_say_what_was_found_where),
        cmocka_unit_test(control_characters_around_the_text_are_blanks),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(escapes_are_undone),
        cmocka_unit_test(lone_surrogates_are_kept),
        cmocka_unit_test(members_come_in_order_with_their_keys),
        cmocka_unit_test(values_of_another_kind_are_named),
        cmocka_unit_test(a_skipped_value_gives_its_text),
        cmocka_unit_test(a_leap_counts_items_and_can_be_returned_from),
        cmocka_unit_test(a_leap_over_unbalanced_brackets_fails),
        cmocka_unit_test(a_known_value_is_passed_over_at_once),
        cmocka_unit_test(strings_go_into_the_arena_on_request),
        cmocka_unit_test(text_in_place_is_borrowed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
