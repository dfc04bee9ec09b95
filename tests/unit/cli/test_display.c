/*
 * Text on a terminal.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/display.h"

static void latin_letters_take_a_cell_each(void **unused)
{
    (void)unused;
    assert_int_equal(display_width(cl_str_of("caf\xC3\xA9")), 4);
}

static void east_asian_letters_and_pictures_take_two(void **unused)
{
    (void)unused;
    assert_int_equal(display_width(cl_str_of("\xE5\x9F\x8E\xE5\xB8\x82")), 4);
    assert_int_equal(display_width(cl_str_of("\xF0\x9F\x9A\x80")), 2);
}

static void marks_take_none(void **unused)
{
    (void)unused;
    assert_int_equal(display_width(cl_str_of("e\xCC\x81")), 1);
}

static void what_a_terminal_would_obey_is_a_blank(void **unused)
{
    static const char text[] = "a\x1B[2Jb\nc\x7F\xC2\x9B"
                               "d";
    char kept[32] = "";
    uint32_t at = 0;

    (void)unused;
    while (at < sizeof text - 1) {
        struct cl_str next = display_next(cl_str_of(text), &at);

        strncat(kept, next.at, next.n);
    }
    assert_string_equal(kept, "a [2Jb c  d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_letters_take_a_cell_each),
        cmocka_unit_test(east_asian_letters_and_pictures_take_two),
        cmocka_unit_test(marks_take_none),
        cmocka_unit_test(what_a_terminal_would_obey_is_a_blank),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
