/*
 * What scoring payloads asks of the heap: nothing, once it has seen one like it; and what becomes
 * of a payload when the heap has nothing to give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proxy/payload/payload.h"
#include "tests/support/alloc_count.h"
#include "tests/support/toy_model.h"

static struct cleap_model *model;
static struct payload *payload;
static struct cl_buf out;

static int start(void **unused)
{
    struct cleap_error err;

    (void)unused;
    model = toy_model(2);
    toy_add(model, &toy_sum, "plus", "input=x other=y output=s");
    toy_add(model, &toy_text, "tell", "input=a output=t");
    toy_finish(model);
    cl_buf_init(&out, SIZE_MAX);
    return payload_new(model, NULL, &payload, &err) != CLEAP_OK;
}

static int stop(void **unused)
{
    (void)unused;
    payload_free(payload);
    cleap_model_close(model);
    cl_buf_free(&out);
    return 0;
}

static const char *const texts[] = {
    "{\"x\": 1, \"y\": \"2\", \"id\": \"q\", \"select\": [\"s\", \"id\"]}",
    "{\"rows\": [{\"x\": 1, \"y\": 2}, {\"x\": 3, \"y\": 4, \"a\": 5.5, \"n\": {}}]}",
    "{\"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"double\"}, {\"name\": \"y\", "
    "\"type\": \"long\"}, {\"name\": \"a\", \"type\": \"double\"}]}, \"rows\": [[1, 2, null]]}",
    "{\"rows\": [{\"x\": 1, \"y\": 2}, {\"x\": 3}, 5, {\"x\": 5, \"y\": 6}], \"onError\": \"row\"}",
};

/* Those that may ask for some, but not keep it. */
static const char *const greedy[] = {
    "{\"__ow_method\": \"post\", \"__ow_headers\": {\"content-type\": \"text/csv\"}, "
    "\"onError\": \"row\", \"__ow_body\": \"x,y,k\\n1,2,\\\"q\\\"\\n1\\n\"}",
    "{\"__ow_method\": \"post\", \"onError\": \"row\", "
    "\"__ow_body\": \"eyJ4IjoxLCJ5IjoyfQp7fQp7IngiOjMsInkiOjQsImEiOjV9Cg==\"}",
    "{\"__ow_method\": \"get\", \"__ow_body\": \"\", \"__ow_query\": \"x=1&y=2&k=a%20b\"}",
    "{\"__ow_method\": \"post\", \"__ow_body\": [{\"x\": 1, \"y\": 2}, {\"x\": 1, \"y\": 3}]}",
};

static enum cleap_status ask(struct payload *p, const char *text, struct cleap_error *err)
{
    static char padded[1024];
    struct cl_str value = {.at = padded, .n = (uint32_t)strlen(text)};

    assert_true(value.n + CL_JSON_PADDING <= sizeof padded);
    memset(padded, 0, sizeof padded);
    memcpy(padded, text, value.n);
    cl_buf_reset(&out);
    cl_error_begin(err, err);
    return payload_score_text(p, value, &out, err);
}

static void the_second_payload_costs_no_heap(void **unused)
{
    struct cleap_error err;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++) {
        size_t before;

        assert_int_equal(ask(payload, texts[i], &err), CLEAP_OK);
        before = alloc_count();
        assert_int_equal(ask(payload, texts[i], &err), CLEAP_OK);
        if (alloc_count() != before)
            fail_msg("%zu allocations for %s", alloc_count() - before, texts[i]);
    }
}

/* A payload from beginning to end, in which the n-th allocation fails. */
static bool survives(size_t n, const char *text)
{
    struct payload *fresh = NULL;
    struct cleap_error err;
    enum cleap_status status;
    size_t live;
    bool failed;

    cl_buf_free(&out);
    live = alloc_live();
    alloc_fail_at(n);
    status = payload_new(model, NULL, &fresh, &err);
    if (status == CLEAP_OK)
        status = ask(fresh, text, &err);
    payload_free(fresh);
    cl_buf_free(&out);
    failed = alloc_has_failed();
    alloc_fail_at(0);
    assert_int_equal(alloc_live(), live);
    if (status != CLEAP_OK && status != CLEAP_E_NOMEM)
        fail_msg("allocation %zu: %s", n, err.message);
    return failed;
}

static void run_out(const char *text)
{
    struct cleap_error err;
    size_t n = 1;

    if (ask(payload, text, &err) != CLEAP_OK)
        fail_msg("%s: %s", text, err.message);
    while (survives(n, text))
        n++;
    assert_true(n > 10);
}

static void memory_that_runs_out_is_told_and_leaves_nothing(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        run_out(texts[i]);
    for (size_t i = 0; i < CL_COUNT_OF(greedy); i++)
        run_out(greedy[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_second_payload_costs_no_heap, start, stop),
        cmocka_unit_test_setup_teardown(memory_that_runs_out_is_told_and_leaves_nothing, start,
                                        stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
