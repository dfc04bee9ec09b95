/*
 * Scoring from JSON to JSON.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "cleap/scorer.h"
#include "tests/support/alloc_count.h"
#include "tests/support/toy_model.h"

static struct cleap_model *model;
static struct cleap_scorer *scorer;
static struct cleap_error err;
static const char *out;
static size_t n_out;

static int set_up(void **unused)
{
    (void)unused;
    model = toy_model(2);
    toy_add(model, &toy_sum, "sum", "input=x other=y output=z");
    toy_add(model, &toy_forms, "forms", "input=v output=w");
    toy_finish(model);
    return cleap_scorer_open(model, (const char *[]){"z", "w", NULL}, &scorer, &err) != CLEAP_OK;
}

static int tear_down(void **unused)
{
    (void)unused;
    cleap_scorer_close(scorer);
    cleap_model_close(model);
    return 0;
}

#define SCHEMA                                                                                     \
    "\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"double\"},"                                \
    "{\"name\":\"y\",\"type\":\"double\"},"                                                        \
    "{\"name\":\"v\",\"type\":{\"type\":\"tensor\",\"base\":\"double\"}}]}"

static enum cleap_status score(const char *text)
{
    return cleap_score_json(scorer, text, strlen(text), CLEAP_JSON_COMPACT, &out, &n_out, &err);
}

static void rows_come_back_with_the_selected_columns(void **unused)
{
    (void)unused;
    assert_int_equal(score("{" SCHEMA ",\"rows\":[[1,2,{\"values\":[3,4],\"dimensions\":[2]}]]}"),
                     CLEAP_OK);
    assert_int_equal(strlen(out), n_out);
    assert_non_null(strstr(out, "{\"rows\":[[3.0,{\"dimensions\":[2],\"values\":["));
    assert_non_null(strstr(out, "]}]],\"schema\":{\"fields\":[{\"name\":\"z\",\"type\":"));
}

static void no_rows_give_a_schema_all_the_same(void **unused)
{
    (void)unused;
    assert_int_equal(score("{" SCHEMA ",\"rows\":[]}"), CLEAP_OK);
    assert_non_null(strstr(out, "{\"rows\":[],\"schema\":{\"fields\":[{\"name\":\"z\""));
}

static void assert_begins(const char *wanted)
{
    assert_true(strncmp(out, wanted, strlen(wanted)) == 0);
}

static void styles_may_change_from_call_to_call(void **unused)
{
    static const char text[] = "{" SCHEMA ",\"rows\":[]}";

    (void)unused;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            cleap_score_json(scorer, text, strlen(text), CLEAP_JSON_PRETTY, &out, &n_out, &err),
            CLEAP_OK);
        assert_begins("{\n  \"rows\": [],\n  \"schema\": {\n    \"fields\": [{\n      \"");
        assert_int_equal(score(text), CLEAP_OK);
        assert_begins("{\"rows\":[],\"schema\":{\"fields\":[{\"");
    }
}

static void failures_say_where_and_leave_no_answer(void **unused)
{
    (void)unused;
    assert_int_equal(score("{" SCHEMA ",\"rows\":[[1,2,null],[1,\"two\",null]]}"), CLEAP_E_FORMAT);
    assert_null(out);
    assert_int_equal(err.row, 1);
    assert_non_null(strstr(err.message, "row 1, column 'y': expected a number, found \"two\""));
    assert_int_equal(score("{\"schema\":{\"fields\":[]},\"rows\":[]}"), CLEAP_E_SCHEMA);
    assert_int_equal(score("{" SCHEMA ",\"rows\":[]}"), CLEAP_OK);
}

static void a_request_like_one_before_asks_for_no_memory(void **unused)
{
    static const char text[] = "{" SCHEMA ",\"rows\":[[1,2,{\"values\":[3,4],\"dimensions\":[2]}],"
                               "[5,1e3,{\"indices\":[[1]],\"values\":[3],\"dimensions\":[2]}]]}";
    size_t before;

    (void)unused;
    for (int i = 0; i < 2; i++)
        assert_int_equal(score(text), CLEAP_OK);
    before = alloc_count();
    assert_int_equal(score(text), CLEAP_OK);
    assert_int_equal(alloc_count(), before);
}

static void running_out_of_memory_is_survived(void **unused)
{
    static const char text[] =
        "{\"rows\":[[1,2,{\"values\":[3,4],\"dimensions\":[2]}]]," SCHEMA "}";
    enum cleap_status status = CLEAP_E_NOMEM;

    (void)unused;
    for (size_t n = 1; status != CLEAP_OK && n < 200; n++) {
        tear_down(NULL);
        assert_int_equal(set_up(NULL), 0);
        alloc_fail_at(n);
        status = score(text);
        alloc_fail_at(0);
        assert_true(status == CLEAP_OK || status == CLEAP_E_NOMEM);
    }
    assert_int_equal(status, CLEAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_come_back_with_the_selected_columns, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(no_rows_give_a_schema_all_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(styles_may_change_from_call_to_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown(failures_say_where_and_leave_no_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_request_like_one_before_asks_for_no_memory, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(running_out_of_memory_is_survived, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
