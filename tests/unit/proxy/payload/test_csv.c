/*
 * Records of CSV.
 */
#include "proxy/payload/csv.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROOM 4

static struct csv_field fields[ROOM];
static char text[256];
static size_t n;
static struct cleap_error err;

static enum cleap_status split(const char *record)
{
    size_t size = strlen(record);

    memcpy(text, record, size);
    cl_error_begin(&err, &err);
    return csv_split(text, text + size, fields, ROOM, &n, &err);
}

static void check_field(size_t i, const char *wanted, bool quoted)
{
    assert_true(cl_str_is(fields[i].text, wanted));
    assert_int_equal(fields[i].quoted, quoted);
}

static void fields_lie_between_commas(void **unused)
{
    (void)unused;
    assert_int_equal(split("a,,c d\n"), CLEAP_OK);
    assert_int_equal(n, 3);
    check_field(0, "a", false);
    check_field(1, "", false);
    check_field(2, "c d", false);
}

static void lines_end_with_lf_or_cr_lf_or_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(split("a,b\r\n"), CLEAP_OK);
    check_field(1, "b", false);
    assert_int_equal(split("a,b"), CLEAP_OK);
    check_field(1, "b", false);
    assert_int_equal(split("a,\n"), CLEAP_OK);
    assert_int_equal(n, 2);
}

static void quotes_keep_commas_breaks_and_doubled_quotes(void **unused)
{
    (void)unused;
    assert_int_equal(split("\"a,\r\nb\",\"\",\"say \"\"x\"\"\"\n"), CLEAP_OK);
    assert_int_equal(n, 3);
    check_field(0, "a,\r\nb", true);
    check_field(1, "", true);
    check_field(2, "say \"x\"", true);
}

static void more_fields_than_there_is_room_for_are_counted(void **unused)
{
    (void)unused;
    assert_int_equal(split("1,2,3,4,\"5\",6\n"), CLEAP_OK);
    assert_int_equal(n, 6);
    check_field(3, "4", false);
}

static void stray_quotes_are_refused(void **unused)
{
    (void)unused;
    assert_int_equal(split("a\"b\n"), CLEAP_E_FORMAT);
    assert_int_equal(split("\"a\"b\n"), CLEAP_E_FORMAT);
    assert_int_equal(split("\"a\n"), CLEAP_E_FORMAT);
    assert_int_equal(split("\xC3\n"), CLEAP_E_FORMAT);
}

/* How long the first record is, -1 when it has no end yet. */
static int record_size(const char *of, bool at_end, uint64_t *n_lines)
{
    char *end;
    size_t size = strlen(of);

    memcpy(text, of, size);
    end = csv_record_end(text, text + size, at_end, n_lines);
    return end != NULL ? (int)(end - text) : -1;
}

static void a_record_ends_with_a_line_that_leaves_no_quote_open(void **unused)
{
    uint64_t n_lines;

    (void)unused;
    assert_int_equal(record_size("a,b\nc", false, &n_lines), 4);
    assert_int_equal(n_lines, 1);
    assert_int_equal(record_size("a,\"\n\n\"\"\n\",b\nc", false, &n_lines), 12);
    assert_int_equal(n_lines, 4);
    assert_int_equal(record_size("a,\"b\n", false, &n_lines), -1);
    assert_int_equal(record_size("a,\"b\n", true, &n_lines), 5);
    assert_int_equal(record_size("a", false, &n_lines), -1);
    assert_int_equal(record_size("a", true, &n_lines), 1);
}

static void a_quote_within_a_plain_field_opens_nothing(void **unused)
{
    uint64_t n_lines;

    (void)unused;
    assert_int_equal(record_size("5\",6\"\"\n7\n", false, &n_lines), 7);
    assert_int_equal(record_size("\"a\"x\"\nb\n", false, &n_lines), 6);
}

static void text_is_quoted_where_it_has_to_be(void **unused)
{
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 1000);
    csv_put_text(&buf, cl_str_of("a b"));
    csv_put_text(&buf, cl_str_of(""));
    csv_put_text(&buf, cl_str_of("a,\"b"));
    csv_put_text(&buf, cl_str_of("a\nb"));
    csv_put_text(&buf, cl_str_of("a\xED\xA0\x80z\xED\x9F\xBF"));
    cl_buf_byte(&buf, '\0');
    assert_string_equal(buf.at, "a b\"\"\"a,\"\"b\"\"a\nb\"a?z\xED\x9F\xBF");
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_lie_between_commas),
        cmocka_unit_test(lines_end_with_lf_or_cr_lf_or_nothing),
        cmocka_unit_test(quotes_keep_commas_breaks_and_doubled_quotes),
        cmocka_unit_test(more_fields_than_there_is_room_for_are_counted),
        cmocka_unit_test(stray_quotes_are_refused),
        cmocka_unit_test(a_record_ends_with_a_line_that_leaves_no_quote_open),
        cmocka_unit_test(a_quote_within_a_plain_field_opens_nothing),
        cmocka_unit_test(text_is_quoted_where_it_has_to_be),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
