/*
 * What scoring payloads asks of the heap: nothing, once it has seen one like it.
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
    return payload_new(model, &payload, &err) != CLEAP_OK;
}

static int stop(void **unused)
{
    (void)unused;
    payload_free(payload);
    cleap_model_close(model);
    cl_buf_free(&out);
    return 0;
}

static void ask(const char *text)
{
    static char padded[1024];
    struct cl_str value = {.at = padded, .n = (uint32_t)strlen(text)};
    struct cleap_error err;

    assert_true(value.n + CL_JSON_PADDING <= sizeof padded);
    memset(padded, 0, sizeof padded);
    memcpy(padded, text, value.n);
    cl_buf_reset(&out);
    cl_error_begin(&err, &err);
    if (payload_score_text(payload, value, &out, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
}

static void the_second_payload_costs_no_heap(void **unused)
{
    static const char *const texts[] = {
        "{\"x\": 1, \"y\": \"2\", \"id\": \"q\", \"select\": [\"s\", \"id\"]}",
        "{\"rows\": [{\"x\": 1, \"y\": 2}, {\"x\": 3, \"y\": 4, \"a\": 5.5, \"n\": {}}]}",
        "{\"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"double\"}, {\"name\": \"y\", "
        "\"type\": \"long\"}, {\"name\": \"a\", \"type\": \"double\"}]}, \"rows\": [[1, 2, null]]}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++) {
        size_t before;

        ask(texts[i]);
        before = alloc_count();
        ask(texts[i]);
        if (alloc_count() != before)
            fail_msg("%zu allocations for %s", alloc_count() - before, texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_second_payload_costs_no_heap, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
