/*
 * Failures and their words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/error.h"

static enum cleap_status refuse(struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_DATA, "%d is not in [%d, %d]", 7, 0, 5);
}

static enum cleap_status pass_up(struct cleap_error *err)
{
    CL_TRY(refuse(err));
    return CLEAP_OK;
}

static void a_failure_has_its_status_and_words(void **unused)
{
    struct cleap_error err;

    (void)unused;
    assert_int_equal(refuse(&err), CLEAP_E_DATA);
    assert_int_equal(err.status, CLEAP_E_DATA);
    assert_int_equal(err.row, -1);
    assert_string_equal(err.message, "7 is not in [0, 5]");
}

static void places_are_put_before_the_words(void **unused)
{
    struct cleap_error err;

    (void)unused;
    assert_int_equal(pass_up(&err), CLEAP_E_DATA);
    assert_int_equal(cl_blame(&err, "column '%s'", "x"), CLEAP_E_DATA);
    assert_int_equal(cl_blame(&err, "node '%s'", "n"), CLEAP_E_DATA);
    assert_string_equal(err.message, "node 'n': column 'x': 7 is not in [0, 5]");
}

static void a_message_is_one_line(void **unused)
{
    struct cleap_error err;

    (void)unused;
    cl_fail(&err, CLEAP_E_FORMAT, "no column '%s'", "a\nb\tc");
    assert_string_equal(err.message, "no column 'a b c'");
}

static void a_long_message_is_cut_between_characters(void **unused)
{
    static const char e_acute[] = "\xC3\xA9";
    struct cleap_error err;
    char long_text[2 * CLEAP_ERROR_SIZE + 1] = "";

    (void)unused;
    for (int at = 0; at < 2; at++) {
        memset(long_text, 'x', (size_t)at);
        for (int i = at; i + 1 < 2 * CLEAP_ERROR_SIZE; i += 2)
            memcpy(long_text + i, e_acute, 2);
        cl_fail(&err, CLEAP_E_FORMAT, "%s", long_text);
        assert_in_range(strlen(err.message), CLEAP_ERROR_SIZE - 4, CLEAP_ERROR_SIZE - 1);
        assert_int_equal((strlen(err.message) - (size_t)at) % 2, 0);
        cl_blame(&err, "%s", at == 0 ? "place" : "places");
        assert_true(strlen(err.message) < CLEAP_ERROR_SIZE);
    }
}

static void long_names_of_places_leave_room_for_the_words(void **unused)
{
    struct cleap_error err;
    char name[3001];

    (void)unused;
    memset(name, 'x', 3000);
    name[3000] = '\0';
    refuse(&err);
    cl_blame(&err, "column '%s'", name);
    cl_blame(&err, "node '%s' (op)", name);
    assert_non_null(strstr(err.message, "x': 7 is not in [0, 5]"));
    assert_non_null(strstr(err.message, "x' (op): column 'xx"));
    assert_memory_equal(err.message, "node 'xx", 8);
}

static void places_are_cut_between_characters(void **unused)
{
    char name[601];

    (void)unused;
    for (size_t i = 0; i < 600; i += 3)
        memcpy(name + i, "\xE5\x88\x97", 3);
    name[600] = '\0';
    for (size_t n = 590; n <= 600; n++) {
        struct cleap_error err;
        size_t dots;

        refuse(&err);
        cl_blame(&err, "%.*s%s", (int)(600 - n), "xxxxxxxxxx", name);
        dots = strcspn(err.message, ".");
        assert_int_equal((dots - (600 - n)) % 3, 0);
        assert_memory_equal(err.message + dots + 3, "\xE5\x88\x97", 3);
    }
}

static void beginning_clears_what_was_there(void **unused)
{
    struct cleap_error err, stand_in;

    (void)unused;
    refuse(&err);
    err.row = 3;
    assert_ptr_equal(cl_error_begin(&err, &stand_in), &err);
    assert_int_equal(err.status, CLEAP_OK);
    assert_int_equal(err.row, -1);
    assert_string_equal(err.message, "");
}

static void who_gives_no_error_gets_a_stand_in(void **unused)
{
    struct cleap_error stand_in;

    (void)unused;
    assert_ptr_equal(cl_error_begin(NULL, &stand_in), &stand_in);
    assert_int_equal(refuse(&stand_in), CLEAP_E_DATA);
}

static void every_status_has_a_name(void **unused)
{
    (void)unused;
    assert_string_equal(cleap_status_name(CLEAP_OK), "ok");
    assert_string_equal(cleap_status_name(CLEAP_E_STATE), "state");
    assert_string_equal(cleap_status_name((enum cleap_status)99), "unknown");
    for (int status = CLEAP_OK; status < CLEAP_E_STATE; status++)
        assert_string_not_equal(cleap_status_name((enum cleap_status)status), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failure_has_its_status_and_words),
        cmocka_unit_test(places_are_put_before_the_words),
        cmocka_unit_test(a_message_is_one_line),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(long_names_of_places_leave_room_for_the_words),
        cmocka_unit_test(places_are_cut_between_characters),
        cmocka_unit_test(beginning_clears_what_was_there),
        cmocka_unit_test(who_gives_no_error_gets_a_stand_in),
        cmocka_unit_test(every_status_has_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
