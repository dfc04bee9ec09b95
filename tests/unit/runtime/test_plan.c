/*
 * Plans: what a model does with a frame of some schema.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/plan.h"
#include "runtime/step.h"
#include "tests/support/toy_model.h"

/* x, y -> s = x + y -> t = s + x -> text of t */
static struct cleap_model *chain(void)
{
    struct cleap_model *model = toy_model(3);

    toy_add(model, &toy_sum, "first", "input=x other=y output=s");
    toy_add(model, &toy_sum, "second", "input=s other=x output=t");
    toy_add(model, &toy_text, "third", "input=t output=text");
    toy_finish(model);
    return model;
}

static struct cl_field number(const char *name, bool nullable)
{
    return (struct cl_field){.name = cl_str_of(name),
                             .type = {.base = CL_F64, .nullable = nullable}};
}

static enum cleap_status plan(const struct cleap_model *model, size_t n, struct cl_field *fields,
                              const struct cl_strs *select, struct cl_plan **plan,
                              struct cleap_error *err)
{
    return cl_plan_build(model, &(struct cl_schema){.n = n, .fields = fields}, select, plan, err);
}

static struct cl_plan *plan_numbers(const struct cleap_model *model, bool nullable,
                                    const struct cl_strs *select)
{
    struct cl_field fields[] = {number("x", nullable), number("y", nullable)};
    struct cl_plan *built;
    struct cleap_error err;

    if (plan(model, 2, fields, select, &built, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    return built;
}

static void columns_of_the_frame_come_first_then_what_nodes_make(void **unused)
{
    static const char *const names[] = {"x", "y", "s", "t", "text"};
    struct cleap_model *model = chain();
    struct cl_plan *built = plan_numbers(model, false, NULL);

    (void)unused;
    assert_int_equal(built->output.n, 5);
    for (size_t i = 0; i < 5; i++)
        assert_true(cl_str_is(built->output.fields[i].name, names[i]));
    assert_int_equal(built->n_inputs, 2);
    assert_int_equal(built->n_steps, 3);
    cl_plan_free(built);
    cleap_model_close(model);
}

static void steps_read_the_slots_of_their_columns(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_plan *built = plan_numbers(model, false, NULL);

    (void)unused;
    assert_ptr_equal(built->steps[1].op, &toy_sum);
    assert_int_equal(built->steps[1].in[0], 2);
    assert_int_equal(built->steps[1].in[1], 0);
    assert_int_equal(built->steps[1].out[0], 3);
    cl_plan_free(built);
    cleap_model_close(model);
}

static void a_missing_column_is_named_with_its_reader(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_field fields[] = {number("x", false)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(plan(model, 1, fields, NULL, &built, &err), CLEAP_E_SCHEMA);
    assert_null(built);
    assert_string_equal(err.message,
                        "node 'first' (toy_sum): column 'y' is missing; wanted: double");
    assert_int_equal(err.row, -1);
    cleap_model_close(model);
}

static void a_column_that_a_later_node_makes_is_missing(void **unused)
{
    struct cleap_model *model = toy_model(2);
    struct cl_field fields[] = {number("x", false)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    toy_add(model, &toy_sum, "first", "input=x other=late output=s");
    toy_add(model, &toy_evens, "second", "input=x output=late");
    toy_finish(model);
    assert_int_equal(plan(model, 1, fields, NULL, &built, &err), CLEAP_E_SCHEMA);
    cleap_model_close(model);
}

static void an_output_that_the_frame_brings_is_refused(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_field fields[] = {number("x", false), number("y", false), number("t", false)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(plan(model, 3, fields, NULL, &built, &err), CLEAP_E_SCHEMA);
    assert_string_equal(err.message, "there is a column 't' already");
    cleap_model_close(model);
}

static void a_type_that_cannot_be_cast_is_refused(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_field fields[] = {number("x", false), number("y", false)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    fields[1].type.shape = CL_LIST;
    assert_int_equal(plan(model, 2, fields, NULL, &built, &err), CLEAP_E_SCHEMA);
    assert_non_null(strstr(err.message, "node 'first' (toy_sum): column 'y'"));
    cleap_model_close(model);
}

static void nodes_that_no_selected_column_needs_are_left_out(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_str names[] = {cl_str_of("s"), cl_str_of("y")};
    struct cl_plan *built = plan_numbers(model, false, &(struct cl_strs){.at = names, .n = 2});

    (void)unused;
    assert_int_equal(built->n_steps, 1);
    assert_int_equal(built->output.n, 2);
    assert_true(cl_str_is(built->output.fields[0].name, "s"));
    assert_true(cl_str_is(built->output.fields[1].name, "y"));
    cl_plan_free(built);
    cleap_model_close(model);
}

static void a_node_that_drops_rows_is_always_needed(void **unused)
{
    struct cleap_model *model = toy_model(1);
    struct cl_field fields[] = {number("x", false)};
    struct cl_str names[] = {cl_str_of("x")};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    toy_add(model, &toy_evens, "evens", "input=x output=even");
    toy_finish(model);
    assert_int_equal(plan(model, 1, fields, &(struct cl_strs){.at = names, .n = 1}, &built, &err),
                     CLEAP_OK);
    assert_int_equal(built->n_steps, 1);
    cl_plan_free(built);
    cleap_model_close(model);
}

static void a_column_that_is_not_there_cannot_be_selected(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_field fields[] = {number("x", false), number("y", false)};
    struct cl_str names[] = {cl_str_of("x"), cl_str_of("nowhere")};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(plan(model, 2, fields, &(struct cl_strs){.at = names, .n = 2}, &built, &err),
                     CLEAP_E_SCHEMA);
    assert_string_equal(err.message, "there is no column 'nowhere' to select");
    cleap_model_close(model);
}

static void a_column_cannot_be_selected_twice(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_field fields[] = {number("x", false), number("y", false)};
    struct cl_str names[] = {cl_str_of("x"), cl_str_of("x")};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(plan(model, 2, fields, &(struct cl_strs){.at = names, .n = 2}, &built, &err),
                     CLEAP_E_SCHEMA);
    cleap_model_close(model);
}

static void a_nullable_column_is_guarded_once(void **unused)
{
    struct cleap_model *model = chain();
    struct cl_plan *built = plan_numbers(model, true, NULL);
    size_t n_guards = 0;

    (void)unused;
    for (size_t i = 0; i < built->n_steps; i++)
        n_guards += built->steps[i].op == &cl_op_null_guard;
    assert_int_equal(n_guards, 2); /* x, which two nodes read, and y */
    assert_int_equal(built->n_steps, 5);
    cl_plan_free(built);
    cleap_model_close(model);
}

static void an_op_that_takes_nulls_has_no_guard(void **unused)
{
    struct cleap_model *model = toy_model(1);
    struct cl_field fields[] = {number("x", true)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    toy_add(model, &toy_text, "text", "input=x output=y");
    toy_finish(model);
    assert_int_equal(plan(model, 1, fields, NULL, &built, &err), CLEAP_OK);
    assert_int_equal(built->n_steps, 1);
    cl_plan_free(built);
    cleap_model_close(model);
}

/* The type says that null is allowed, the op that it makes none. */
static void a_column_that_never_has_nulls_has_no_guard(void **unused)
{
    struct cleap_model *model = toy_model(2);
    struct cl_field fields[] = {
        {.name = cl_str_of("x"), .type = {.base = CL_F64, .shape = CL_TENSOR}}};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    toy_add(model, &toy_forms, "first", "input=x output=y");
    toy_add(model, &toy_forms, "second", "input=y output=z");
    toy_finish(model);
    assert_int_equal(plan(model, 1, fields, NULL, &built, &err), CLEAP_OK);
    for (size_t i = 0; i < built->n_steps; i++)
        assert_ptr_not_equal(built->steps[i].op, &cl_op_null_guard);
    assert_true(built->slots[1].type.nullable);
    assert_false(built->slots[1].has_nulls);
    cl_plan_free(built);
    cleap_model_close(model);
}

static void a_plan_outlives_the_schema_it_was_made_for(void **unused)
{
    struct cleap_model *model = chain();
    char x[] = "x", y[] = "y";
    struct cl_field fields[] = {number(x, false), number(y, false)};
    struct cl_plan *built;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(plan(model, 2, fields, NULL, &built, &err), CLEAP_OK);
    memset(x, '!', 1);
    memset(fields, 0xFF, sizeof fields);
    assert_true(cl_str_is(built->output.fields[0].name, "x"));
    cl_plan_free(built);
    cleap_model_close(model);
}

static void a_model_reads_what_no_node_makes(void **unused)
{
    struct cleap_model *model = chain();
    char type[CLEAP_TYPE_SIZE];

    (void)unused;
    assert_int_equal(cleap_model_n_inputs(model), 2);
    assert_string_equal(cleap_model_input(model, 0, type), "x");
    assert_string_equal(type, "double");
    assert_string_equal(cleap_model_input(model, 1, NULL), "y");
    assert_null(cleap_model_input(model, 2, NULL));
    assert_int_equal(cleap_model_n_outputs(model), 3);
    assert_string_equal(cleap_model_output(model, 2, type), "text");
    assert_string_equal(type, "string?");
    cleap_model_close(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_of_the_frame_come_first_then_what_nodes_make),
        cmocka_unit_test(steps_read_the_slots_of_their_columns),
        cmocka_unit_test(a_missing_column_is_named_with_its_reader),
        cmocka_unit_test(a_column_that_a_later_node_makes_is_missing),
        cmocka_unit_test(an_output_that_the_frame_brings_is_refused),
        cmocka_unit_test(a_type_that_cannot_be_cast_is_refused),
        cmocka_unit_test(nodes_that_no_selected_column_needs_are_left_out),
        cmocka_unit_test(a_node_that_drops_rows_is_always_needed),
        cmocka_unit_test(a_column_that_is_not_there_cannot_be_selected),
        cmocka_unit_test(a_column_cannot_be_selected_twice),
        cmocka_unit_test(a_nullable_column_is_guarded_once),
        cmocka_unit_test(an_op_that_takes_nulls_has_no_guard),
        cmocka_unit_test(a_column_that_never_has_nulls_has_no_guard),
        cmocka_unit_test(a_plan_outlives_the_schema_it_was_made_for),
        cmocka_unit_test(a_model_reads_what_no_node_makes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
