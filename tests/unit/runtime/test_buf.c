/*
 * Growing bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/buf.h"

static void bytes_come_out_in_the_order_they_went_in(void **unused)
{
    struct cl_buf buf;
    struct cleap_error err;

    (void)unused;
    cl_buf_init(&buf, 1000);
    cl_buf_text(&buf, "one");
    cl_buf_byte(&buf, ',');
    cl_buf_append(&buf, "two\0", 4);
    cl_buf_printf(&buf, "%d%%", 3);
    assert_int_equal(buf.n, 10);
    assert_memory_equal(buf.at,
                        "one,two\0"
                        "3%",
                        10);
    assert_int_equal(cl_buf_check(&buf, "the answer", &err), CLEAP_OK);
    cl_buf_free(&buf);
}

static void a_buffer_grows_over_many_appends(void **unused)
{
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 1000000);
    for (int i = 0; i < 100000; i++)
        cl_buf_byte(&buf, (char)(i % 7));
    assert_int_equal(buf.n, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(buf.at[i], i % 7);
    cl_buf_free(&buf);
}

static void more_than_the_limit_is_refused(void **unused)
{
    struct cl_buf buf;
    struct cleap_error err;

    (void)unused;
    cl_buf_init(&buf, 300);
    for (int i = 0; i < 500; i++)
        cl_buf_byte(&buf, 'x');
    assert_int_equal(cl_buf_check(&buf, "the answer", &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "the answer is larger than 300 bytes");
    cl_buf_free(&buf);
}

static void as_much_as_the_limit_fits(void **unused)
{
    struct cl_buf buf;
    struct cleap_error err;

    (void)unused;
    cl_buf_init(&buf, 300);
    for (int i = 0; i < 300; i++)
        cl_buf_byte(&buf, 'x');
    assert_int_equal(cl_buf_check(&buf, "the answer", &err), CLEAP_OK);
    assert_int_equal(buf.n, 300);
    cl_buf_free(&buf);
}

static void a_small_limit_holds_too(void **unused)
{
    struct cl_buf buf;
    struct cleap_error err;

    (void)unused;
    cl_buf_init(&buf, 10);
    cl_buf_text(&buf, "0123456789");
    assert_int_equal(cl_buf_check(&buf, "it", &err), CLEAP_OK);
    cl_buf_byte(&buf, '!');
    assert_int_equal(cl_buf_check(&buf, "it", &err), CLEAP_E_LIMIT);
    cl_buf_free(&buf);
}

static void after_a_failure_nothing_is_written(void **unused)
{
    struct cl_buf buf;
    size_t n;

    (void)unused;
    cl_buf_init(&buf, 4);
    assert_null(cl_buf_reserve(&buf, 1000));
    assert_int_equal(buf.status, CLEAP_E_LIMIT);
    n = buf.n;
    cl_buf_text(&buf, "a");
    cl_buf_printf(&buf, "b");
    assert_int_equal(buf.n, n);
    cl_buf_free(&buf);
}

static void a_size_that_overflows_is_refused(void **unused)
{
    struct cl_buf buf;

    (void)unused;
    cl_buf_init(&buf, 1000);
    cl_buf_text(&buf, "abc");
    assert_null(cl_buf_reserve(&buf, SIZE_MAX));
    assert_int_equal(buf.status, CLEAP_E_LIMIT);
    cl_buf_free(&buf);
}

static void a_reset_keeps_the_memory_and_clears_the_failure(void **unused)
{
    struct cl_buf buf;
    const char *at;

    (void)unused;
    cl_buf_init(&buf, 100);
    cl_buf_text(&buf, "abc");
    at = buf.at;
    cl_buf_reserve(&buf, 1000);
    cl_buf_reset(&buf);
    assert_int_equal(buf.n, 0);
    cl_buf_text(&buf, "d");
    assert_ptr_equal(buf.at, at);
    assert_int_equal(buf.status, CLEAP_OK);
    cl_buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_come_out_in_the_order_they_went_in),
        cmocka_unit_test(a_buffer_grows_over_many_appends),
        cmocka_unit_test(more_than_the_limit_is_refused),
        cmocka_unit_test(as_much_as_the_limit_fits),
        cmocka_unit_test(a_small_limit_holds_too),
        cmocka_unit_test(after_a_failure_nothing_is_written),
        cmocka_unit_test(a_size_that_overflows_is_refused),
        cmocka_unit_test(a_reset_keeps_the_memory_and_clears_the_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
