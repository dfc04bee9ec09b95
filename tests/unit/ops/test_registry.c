/*
 * What every operator says of itself.
 */
#include "ops/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct cl_op *next_op(size_t *i)
{
    return cl_op_at((*i)++, NULL);
}

static bool has_output(const struct cl_op *op, const char *name)
{
    for (const struct cl_port *p = op->ports; p->dir != CL_PORT_END; p++)
        if (p->dir == CL_OUT && strcmp(p->name, name) == 0)
            return true;
    return false;
}

static void each_says_how_near_it_is_to_the_jvm(void **unused)
{
    const struct cl_op *op;

    (void)unused;
    for (size_t i = 0; (op = next_op(&i)) != NULL;)
        if (op->parity.kind == CL_PARITY_UNSAID)
            fail_msg("%s has no .parity", op->name);
}

static void exact_ones_grant_themselves_nothing(void **unused)
{
    const struct cl_op *op;

    (void)unused;
    for (size_t i = 0; (op = next_op(&i)) != NULL;) {
        const struct cl_parity *p = &op->parity;

        if (p->kind == CL_PARITY_EXACT &&
            (p->ulps != 0 || p->of_norm != 0.0 || p->outputs != NULL || p->why != NULL))
            fail_msg("%s is exact, and not", op->name);
    }
}

static void the_others_have_a_bound_and_a_reason(void **unused)
{
    const struct cl_op *op;

    (void)unused;
    for (size_t i = 0; (op = next_op(&i)) != NULL;) {
        const struct cl_parity *p = &op->parity;

        if (p->kind <= CL_PARITY_EXACT)
            continue;
        if (p->why == NULL || (p->ulps == 0) == (p->of_norm == 0.0))
            fail_msg("%s has no reason, or not one bound", op->name);
        if (p->kind == CL_PARITY_LIBM && (p->ulps == 0 || p->ulps > 2))
            fail_msg("%s grants itself %u ulp", op->name, p->ulps);
        for (size_t k = 0; p->outputs != NULL && p->outputs[k] != NULL; k++)
            if (!has_output(op, p->outputs[k]))
                fail_msg("%s has no output '%s'", op->name, p->outputs[k]);
    }
}

static void outputs_that_are_not_named_are_exact(void **unused)
{
    const struct cl_parity some = {
        .kind = CL_PARITY_LIBM, .ulps = 2, .outputs = (const char *const[]){"probability", NULL}};
    const struct cl_parity all = {.kind = CL_PARITY_BOUNDED, .ulps = 4};

    (void)unused;
    assert_int_equal(cl_parity_of(&some, "probability").ulps, 2);
    assert_int_equal(cl_parity_of(&some, "prediction").ulps, 0);
    assert_int_equal(cl_parity_of(&some, "prediction").kind, CL_PARITY_EXACT);
    assert_int_equal(cl_parity_of(&all, "prediction").ulps, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_how_near_it_is_to_the_jvm),
        cmocka_unit_test(exact_ones_grant_themselves_nothing),
        cmocka_unit_test(the_others_have_a_bound_and_a_reason),
        cmocka_unit_test(outputs_that_are_not_named_are_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
