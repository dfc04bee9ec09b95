/*
 * Stand-ins: what becomes of a graph when one of its nodes cannot run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/plan.h"
#include "runtime/stand_in.h"
#include "tests/support/toy_model.h"

#define WHY "the operator is not known"

static void add_stand_in(struct cleap_model *model, const char *reads, const char *makes)
{
    const struct cl_socket in = {.port = cl_str_of("in"), .column = cl_str_of(reads)};
    const struct cl_socket out = {.port = cl_str_of("out"), .column = cl_str_of(makes)};
    const struct cl_sockets sockets = {.n_in = 1, .n_out = 1, .in = &in, .out = &out};
    struct cleap_error err;

    assert_int_equal(cl_stand_in(&model->nodes[model->n_nodes++], cl_str_of("sorcery"),
                                 cl_str_of("node"), &sockets, WHY, &model->arena, &err),
                     CLEAP_OK);
}

/* x, y -> s = x + y -> m = ?(s) -> text of m; t = s + z */
static struct cleap_model *broken(void)
{
    struct cleap_model *model = toy_model(5);

    toy_add(model, &toy_sum, "first", "input=x other=y output=s");
    add_stand_in(model, "s", "m");
    toy_add(model, &toy_text, "third", "input=m output=text");
    toy_add(model, &toy_sum, "fourth", "input=s other=z output=t");
    return model;
}

static enum cleap_status plan(const struct cleap_model *model, const char *column, size_t *n_steps,
                              struct cleap_error *err)
{
    struct cl_str name = cl_str_of(column != NULL ? column : "");
    const struct cl_strs select = {.at = &name, .n = 1};
    struct cl_plan *built;
    enum cleap_status status =
        cl_plan_build(model, &model->input, column != NULL ? &select : NULL, &built, err);

    *n_steps = built != NULL ? built->n_steps : 0;
    cl_plan_free(built);
    return status;
}

static void what_does_not_need_it_is_planned_without_it(void **unused)
{
    struct cleap_model *model = broken();
    struct cleap_error err;
    size_t n;

    (void)unused;
    toy_finish(model);
    assert_int_equal(plan(model, "t", &n, &err), CLEAP_OK);
    assert_int_equal(n, 2);
    cleap_model_close(model);
}

static void what_needs_it_is_refused_with_the_column_that_does(void **unused)
{
    struct cleap_model *model = broken();
    struct cleap_error err;
    size_t n;

    (void)unused;
    toy_finish(model);
    assert_int_equal(plan(model, "text", &n, &err), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "node 'node' (sorcery): " WHY "; it reads 's' and makes 'm'; "
                                     "column 'text' needs it");
    assert_int_equal(plan(model, "m", &n, &err), CLEAP_E_UNSUPPORTED);
    cleap_model_close(model);
}

static void every_column_needs_it(void **unused)
{
    struct cleap_model *model = broken();
    struct cleap_error err;
    size_t n;

    (void)unused;
    toy_finish(model);
    assert_int_equal(plan(model, NULL, &n, &err), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "node 'node' (sorcery): " WHY "; it reads 's' and makes 'm'; "
                                     "every column is asked for");
    cleap_model_close(model);
}

static void a_stage_that_drops_rows_needs_what_it_reads(void **unused)
{
    struct cleap_model *model = broken();
    struct cleap_error err;
    size_t n;

    (void)unused;
    toy_add(model, &toy_evens, "fifth", "input=m output=even");
    toy_finish(model);
    assert_int_equal(plan(model, "t", &n, &err), CLEAP_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "; a stage that drops rows needs it"));
    cleap_model_close(model);
}

static void columns_that_cannot_be_made_are_not_listed(void **unused)
{
    struct cleap_model *model = broken();

    (void)unused;
    toy_finish(model);
    assert_int_equal(cleap_model_n_inputs(model), 3);
    assert_string_equal(cleap_model_input(model, 2, NULL), "z");
    assert_int_equal(cleap_model_n_outputs(model), 2);
    assert_string_equal(cleap_model_output(model, 1, NULL), "t");
    cleap_model_close(model);
}

static void columns_that_only_it_reads_are_not_listed(void **unused)
{
    struct cleap_model *model = toy_model(1);

    (void)unused;
    add_stand_in(model, "only", "m");
    toy_finish(model);
    assert_int_equal(cleap_model_n_inputs(model), 0);
    cleap_model_close(model);
}

static enum cleap_status check(const struct cleap_model *model, const char *column,
                               struct cleap_error *err)
{
    return cl_stand_in_check(model, (const char *const[]){column, NULL}, err);
}

static void a_selection_is_checked_without_a_frame(void **unused)
{
    struct cleap_model *model = broken();
    struct cleap_error err;

    (void)unused;
    toy_finish(model);
    assert_int_equal(check(model, "t", &err), CLEAP_OK);
    assert_int_equal(check(model, "x", &err), CLEAP_OK);
    assert_int_equal(check(model, "a_column_of_the_frame", &err), CLEAP_OK);
    assert_int_equal(check(model, NULL, &err), CLEAP_OK);
    assert_int_equal(check(model, "text", &err), CLEAP_E_UNSUPPORTED);
    assert_int_equal(err.status, CLEAP_E_UNSUPPORTED);
    cleap_model_close(model);
}

static void many_and_long_columns_are_cut(void **unused)
{
    struct cleap_model *model = toy_model(1);
    struct cl_socket in[5];
    const struct cl_sockets sockets = {.n_in = 5, .in = in};
    struct cleap_error err;

    (void)unused;
    for (size_t i = 0; i < 5; i++)
        in[i] = (struct cl_socket){.port = cl_str_of("in"), .column = cl_str_of("a")};
    in[1].column = cl_str_of("123456789012345678901234567890123456789\u00fc0");
    assert_int_equal(cl_stand_in(&model->nodes[model->n_nodes++], cl_str_of("sorcery"),
                                 cl_str_of("node"), &sockets, WHY, &model->arena, &err),
                     CLEAP_OK);
    assert_string_equal(model->nodes[0].refusal,
                        WHY "; it reads 'a', '123456789012345678901234567890123456789', 'a' and 2 "
                            "more and makes nothing");
    cleap_model_close(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_need_it_is_planned_without_it),
        cmocka_unit_test(what_needs_it_is_refused_with_the_column_that_does),
        cmocka_unit_test(every_column_needs_it),
        cmocka_unit_test(a_stage_that_drops_rows_needs_what_it_reads),
        cmocka_unit_test(columns_that_cannot_be_made_are_not_listed),
        cmocka_unit_test(columns_that_only_it_reads_are_not_listed),
        cmocka_unit_test(a_selection_is_checked_without_a_frame),
        cmocka_unit_test(many_and_long_columns_are_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
