/*
 * math_binary: where java.lang.Math is peculiar, and constants for operands.
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_math_binary;

static void expect(const char *operation, double a, double b, double out)
{
    char attributes[64];
    struct op_fixture f;

    snprintf(attributes, sizeof attributes, "{\"operation\": \"%s\"}", operation);
    f = op_fixture(&cl_op_math_binary, attributes);
    op_feed_f64(&f, 1, &a);
    op_feed_f64(&f, 1, &b);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 1, &out);
    op_done(&f);
}

static void each_name_has_its_function(void **unused)
{
    (void)unused;
    expect("add", 0.1, 0.2, 0.1 + 0.2);
    expect("sub", 1, 3, -2);
    expect("mul", 4, -3, -12);
    expect("div", 1, 0, INFINITY);
    expect("rem", -7, 3, -1);
    expect("rem", 5, 0, NAN);
    expect("log_n", 8, 1, INFINITY);
    expect("pow", 2, 10, 1024);
}

static void pow_is_javas(void **unused)
{
    (void)unused;
    expect("pow", 1, NAN, NAN);
    expect("pow", -1, INFINITY, NAN);
    expect("pow", NAN, 0, 1);
    expect("pow", 1.1, 2, 1.1 * 1.1);
    expect("pow", 2, 0.5, 1.4142135623730951);
    expect("pow", -0.0, 0.5, 0);
    expect("pow", -INFINITY, 0.5, INFINITY);
}

static void min_and_max_order_zeros_and_give_nan(void **unused)
{
    (void)unused;
    expect("min", 0, -0.0, -0.0);
    expect("min", -0.0, 0, -0.0);
    expect("max", 0, -0.0, 0);
    expect("max", -0.0, 0, 0);
    expect("min", NAN, 1, NAN);
    expect("max", 1, NAN, NAN);
    expect("min", 1, 2, 1);
    expect("max", 1, 2, 2);
}

static void a_constant_stands_for_an_operand(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(
        &cl_op_math_binary, "{\"operation\": \"sub\", \"da\": 10}", "input_b output");

    op_to(&f, "input_b");
    op_feed_f64(&f, 2, (double[]){4, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){6, 5});
    op_done(&f);
}

static void a_port_and_a_constant_for_it_are_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_math_binary, "{\"operation\": \"sub\", \"db\": 0}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "port 'input_b' and a constant for it are both there");
    op_done(&f);
}

static void neither_port_nor_constant_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture_wired(&cl_op_math_binary, "{\"operation\": \"sub\"}", "input_b output");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "neither port 'input_a' nor a constant for it is there");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_name_has_its_function),
        cmocka_unit_test(pow_is_javas),
        cmocka_unit_test(min_and_max_order_zeros_and_give_nan),
        cmocka_unit_test(a_constant_stands_for_an_operand),
        cmocka_unit_test(a_port_and_a_constant_for_it_are_an_error_at_load),
        cmocka_unit_test(neither_port_nor_constant_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
