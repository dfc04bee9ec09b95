/*
 * map_entry_selector: entries, defaults, types.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_map_entry_selector;

static const struct cl_str keys[] = {{"a", 1}, {"b", 1}};

static void the_entry_of_the_key_is_taken(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_map_entry_selector, "{\"key_type\": \"string\", \"value_type\": "
                                              "\"double\", \"default_value\": -1}");
    struct cl_map map = {.key = keys, .value = (double[]){1.5, 2.5}, .n = 2};

    op_feed_maps(&f, 2, (struct cl_map[]){map, map});
    op_feed_str(&f, 2, (const char *const[]){"b", "c"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){2.5, -1});
    op_done(&f);
}

static void text_is_nullable(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_map_entry_selector, "{\"key_type\": \"string\", \"value_type\": "
                                              "\"string\", \"default_value\": \"none\"}");
    struct cl_str values[] = {{"x", 1}, {"y", 1}};
    struct cl_map map = {.key = keys, .value = values, .n = 2};

    assert_true(op_type(&f, "output")->nullable);
    op_feed_maps(&f, 2, (struct cl_map[]){map, map});
    op_feed_str(&f, 2, (const char *const[]){"a", ""});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_str(&f, "output", 0, "x");
    op_expect_str(&f, "output", 1, "none");
    op_done(&f);
}

static void a_short_s_default_is_cut_from_an_int(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_map_entry_selector, "{\"key_type\": \"string\", \"value_type\": "
                                              "\"short\", \"default_value\": 65537}");

    op_feed_maps(&f, 1, &(struct cl_map){.key = keys, .value = (int16_t[]){0}, .n = 0});
    op_feed_str(&f, 1, (const char *const[]){"a"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_int_equal(op_out(&f, "output")->as.i16[0], 1);
    op_done(&f);
}

static void other_keys_are_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_map_entry_selector, "{\"key_type\": \"int\", \"value_type\": "
                                              "\"double\", \"default_value\": 0}");

    assert_int_equal(f.status, CLEAP_E_UNSUPPORTED);
    assert_string_equal(f.err.message, "a map from int to double is not supported");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_entry_of_the_key_is_taken),
        cmocka_unit_test(text_is_nullable),
        cmocka_unit_test(a_short_s_default_is_cut_from_an_int),
        cmocka_unit_test(other_keys_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
