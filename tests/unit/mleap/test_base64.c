/*
 * Base64: what Java's basic decoder takes.
 */
#include "mleap/base64.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct cl_arena arena;
static struct cl_str bytes;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    cl_arena_init(&arena, 1024);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_arena_free(&arena);
    return 0;
}

static enum cleap_status decode(const char *text)
{
    cl_error_begin(&err, NULL);
    return cl_base64_read(cl_str_of(text), &arena, &bytes, &err);
}

static void texts_are_decoded(void **unused)
{
    static const char *const pairs[][2] = {
        {"", ""},        {"YQ==", "a"},        {"YWI=", "ab"},
        {"YWJj", "abc"}, {"YWJjZA==", "abcd"}, {"+/8+", "\xFB\xFF>"}};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(pairs); i++) {
        assert_int_equal(decode(pairs[i][0]), CLEAP_OK);
        assert_true(cl_str_is(bytes, pairs[i][1]));
    }
}

static void padding_may_be_missing(void **unused)
{
    (void)unused;
    assert_int_equal(decode("YQ"), CLEAP_OK);
    assert_true(cl_str_is(bytes, "a"));
    assert_int_equal(decode("YWI"), CLEAP_OK);
    assert_true(cl_str_is(bytes, "ab"));
}

static void anything_else_is_refused(void **unused)
{
    static const char *const texts[] = {"Y",    "YQ=",   "YQ===", "YWJj=", "Y Q=", "YQ==\n",
                                        "YQ-_", "YWJjZ", "=",     "====",  "Y=Q="};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_int_equal(decode(texts[i]), CLEAP_E_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_are_decoded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(padding_may_be_missing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(anything_else_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
