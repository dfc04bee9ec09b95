/*
 * Arrays with so many items that they are counted before they are read.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mleap/json_items.h"
#include "runtime/buf.h"
#include "tests/unit/mleap/decoder_fixture.h"

#define MANY 300000

/* [0, 1, ...], null in place of one of them, and in the end something else than "]". */
static struct cl_str array_of(size_t n, size_t null, const char *end)
{
    struct cl_buf buf;
    struct cl_str text;

    cl_buf_init(&buf, SIZE_MAX);
    cl_buf_byte(&buf, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            cl_buf_byte(&buf, ',');
        if (i == null)
            cl_buf_text(&buf, "null");
        else
            cl_buf_printf(&buf, "%zu", i);
    }
    cl_buf_text(&buf, end);
    text = decoder_text(buf.at, buf.n);
    cl_buf_free(&buf);
    return text;
}

static enum cleap_status read_items(struct cl_str text, struct cl_items *items)
{
    cl_error_begin(&f.err, NULL);
    CL_TRY(cl_json_open(f.d.json, text.at, text.n, true, &f.err));
    CL_TRY(cl_json_read_items(&f.d, cl_json_item_f64, sizeof(double), items, &f.err));
    return cl_json_end(f.d.json, &f.err);
}

static void all_are_read_however_many(void **unused)
{
    static const size_t sizes[] = {0, 1, 16, 17, 4095, 4096, 4097, MANY};

    (void)unused;
    for (size_t k = 0; k < 2 * CL_COUNT_OF(sizes); k++) {
        size_t n = sizes[k / 2];
        struct cl_items items = {.is_kept = k % 2 != 0};
        const double *kept;

        assert_int_equal(read_items(array_of(n, 7, "]"), &items), CLEAP_OK);
        assert_int_equal(items.n, n);
        kept = cl_items_keep(&f.d, &items, sizeof *kept);
        assert_non_null(kept);
        for (size_t i = 0; i < n; i++)
            assert_true(i == 7 ? isnan(kept[i]) : kept[i] == (double)i);
    }
}

static void what_is_kept_takes_the_memory_of_its_items(void **unused)
{
    struct cl_str text = array_of(MANY, 0, "]");
    size_t before = cl_arena_size(&f.arena);
    struct cl_items items = {.is_kept = true};

    (void)unused;
    assert_int_equal(read_items(text, &items), CLEAP_OK);
    assert_ptr_equal(cl_items_keep(&f.d, &items, sizeof(double)), items.at);
    assert_true(cl_arena_size(&f.arena) - before < MANY * sizeof(double) + 4096);
    assert_true(cl_arena_size(&f.scratch) < 4096);
}

static void what_is_not_kept_leaves_the_models_memory_alone(void **unused)
{
    struct cl_str text = array_of(MANY, 0, "]");
    size_t before = cl_arena_size(&f.arena);
    struct cl_items items = {0};

    (void)unused;
    assert_int_equal(read_items(text, &items), CLEAP_OK);
    assert_int_equal(cl_arena_size(&f.arena), before);
    assert_true(cl_arena_size(&f.scratch) < MANY * sizeof(double) + 8192);
}

static void what_is_broken_is_refused(void **unused)
{
    static const char *const ends[] = {"", ",]", ",\"x\"]", "]]", ",[}", "}", ",{\"a\":1}]"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(ends); i++) {
        struct cl_items items = {.is_kept = true};

        assert_int_equal(read_items(array_of(MANY, 0, ends[i]), &items), CLEAP_E_FORMAT);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_are_read_however_many),
        TEST(what_is_kept_takes_the_memory_of_its_items),
        TEST(what_is_not_kept_leaves_the_models_memory_alone),
        TEST(what_is_broken_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
