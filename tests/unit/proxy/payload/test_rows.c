/*
 * Rows that come as objects one by one.
 */
#include "proxy/payload/rows.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "tests/support/toy_model.h"

static struct cleap_model *model;
static struct cl_json *json;
static struct payload_rows rows;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    json = cl_json_new();
    model = toy_model(2);
    toy_add(model, &toy_text, "text", "input=x output=t");
    toy_add(model, &toy_evens, "evens", "input=y output=e");
    toy_finish(model);
    return payload_rows_init(&rows, model, json, &err) != CLEAP_OK;
}

static int tear_down(void **unused)
{
    (void)unused;
    payload_rows_done(&rows);
    cleap_model_close(model);
    cl_json_free(json);
    return 0;
}

static enum cleap_status add(const char *text)
{
    cl_error_begin(&err, &err);
    if (cl_json_open(json, text, strlen(text), false, &err) != CLEAP_OK)
        return err.status;
    return payload_rows_add(&rows, &err);
}

static void rows_are_read_behind_each_other(void **unused)
{
    (void)unused;
    assert_int_equal(payload_rows_begin(&rows, 3, &err), CLEAP_OK);
    assert_int_equal(rows.frame.n, 0);
    assert_int_equal(add("{\"x\": 1, \"y\": 2, \"id\": 7}"), CLEAP_OK);
    assert_int_equal(add("{\"y\": 4}"), CLEAP_OK);
    assert_int_equal(rows.frame.n, 2);
    assert_true(rows.frame.columns[0].as.f64[0] == 1);
    assert_true(cl_column_is_null(&rows.frame.columns[0], 1));
    assert_true(rows.frame.columns[1].as.f64[1] == 4);
    assert_true(cl_str_is(rows.extras[0]->name, "id"));
    assert_null(rows.extras[1]);
}

static void a_row_that_fails_leaves_nothing_behind(void **unused)
{
    (void)unused;
    assert_int_equal(payload_rows_begin(&rows, 3, &err), CLEAP_OK);
    assert_int_equal(add("{\"x\": null, \"y\": \"no\"}"), CLEAP_E_DATA);
    assert_int_equal(add("{\"x\": 1}"), CLEAP_E_SCHEMA);
    assert_int_equal(add("{\"x\": 1"), CLEAP_E_FORMAT);
    assert_int_equal(rows.frame.n, 0);
    assert_int_equal(add("{\"x\": 5, \"y\": 6}"), CLEAP_OK);
    assert_false(cl_column_is_null(&rows.frame.columns[0], 0));
    assert_true(rows.frame.columns[0].as.f64[0] == 5);
    assert_null(rows.extras[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_behind_each_other),
        cmocka_unit_test(a_row_that_fails_leaves_nothing_behind),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
