/*
 * string_map: labels, nulls, what is unknown.
 */
#include "tests/support/op_fixture.h"

#define STRS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define LISTS(...) ((const char *const *const[]){__VA_ARGS__})

extern const struct cl_op cl_op_string_map;

static void a_label_gives_its_value(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_string_map, "{\"labels\": [\"a\", \"\", \"a\"], \"values\": [1, 2, 3]}");

    op_feed_str(&f, 2, STRS("a", ""));
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){3, 2});
    op_done(&f);
}

static void an_unknown_text_fails(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_map, "{\"labels\": [\"a\"], \"values\": [1]}");

    op_feed_str(&f, 2, STRS("a", "b"));
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: 'b' is no label; handle_invalid is \"error\"");
    op_done(&f);
}

static void a_null_fails(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_string_map, "{\"labels\": [\"a\"], \"values\": [1]}");

    op_feed_str(&f, 1, (const char *const[]){NULL});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: null is no label; handle_invalid is \"error\"");
    op_done(&f);
}

static void kept_ones_give_the_default(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_string_map, "{\"labels\": [\"a\"], \"values\": [1], "
                                      "\"handle_invalid\": \"keep\", \"default_value\": 42}");

    op_feed_str(&f, 2, (const char *const[]){NULL, "b"});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){42, 42});
    op_done(&f);
}

static void skip_is_refused(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_string_map, "{\"labels\": [\"a\"], \"values\": [1], \"handle_invalid\": \"skip\"}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_gives_its_value),
        cmocka_unit_test(an_unknown_text_fails),
        cmocka_unit_test(a_null_fails),
        cmocka_unit_test(kept_ones_give_the_default),
        cmocka_unit_test(skip_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
