/*
 * UUIDs: what Java takes for one. The answers were compared with those of UUID.fromString.
 */
#include "mleap/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void uuids_are_taken(void **unused)
{
    (void)unused;
    assert_true(cl_uuid_is_sound(cl_str_of("8c60b604-e7d7-11f1-bfb5-02fc00000001")));
    assert_true(cl_uuid_is_sound(cl_str_of("8C60B604-E7D7-11F1-BFB5-02FC00000001")));
}

static void groups_may_be_of_any_length(void **unused)
{
    (void)unused;
    assert_true(cl_uuid_is_sound(cl_str_of("1-2-3-4-5")));
    assert_true(cl_uuid_is_sound(cl_str_of("1-2-3-4-7fffffffffffffff")));
    assert_true(cl_uuid_is_sound(cl_str_of("0000000000000000000000001-2-3-4-5")));
    assert_true(cl_uuid_is_sound(cl_str_of("1-+2-3-4-5")));
}

static void anything_else_is_refused(void **unused)
{
    static const char *const texts[] = {
        "",           "1-2-3-4",    "1-2-3-4-5-6", "1--3-4-5",
        "1-2-3-4-",   "g-2-3-4-5",  "1-2-3-4- 5",  "1-2-3-4-8000000000000000",
        "1-2-3-+-5",  "-1-2-3-4-5", "{1-2-3-4-5}", "8c60b604-e7d7-11f1-bfb5-02fc000000010",
        "1-2-3-4-++5"};

    (void)unused;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(cl_uuid_is_sound(cl_str_of(texts[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uuids_are_taken),
        cmocka_unit_test(groups_may_be_of_any_length),
        cmocka_unit_test(anything_else_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
