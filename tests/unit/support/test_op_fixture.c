/*
 * The fixture that op tests stand on.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include "ops/registry.h"
#include "tests/support/json_source.h"

extern const struct cl_op cl_op_bucketizer, cl_op_generalized_linear_regression;

static void an_op_runs_on_what_it_was_fed(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2, 5]}");

    (void)unused;
    op_feed_f64(&f, 3, (double[]){-0.5, 5, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 3, (double[]){0, 2, 1});
    op_done(&f);
}

static void a_failing_row_is_told(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2, 5]}");

    (void)unused;
    op_feed_f64(&f, 2, (double[]){1, 7});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_int_equal(f.err.row, 1);
    assert_string_equal(f.err.message, "row 1: 7 is not in [-1, 5]");
    op_done(&f);
}

static void a_part_of_the_rows_runs_alone(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2, 5]}");

    (void)unused;
    op_feed_f64(&f, 3, (double[]){-0.5, 1, 7});
    assert_int_equal(op_run_rows(&f, 1, 1), CLEAP_OK);
    op_expect_f64(&f, "output", 1, (double[]){1});
    assert_int_equal(op_run_rows(&f, 1, 2), CLEAP_E_DATA);
    assert_int_equal(f.err.row, 2);
    op_done(&f);
}

static void filtered_rows_are_gone(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_bucketizer, "{\"splits\": [null, 0, \"Infinity\"], \"handle_invalid\": \"skip\"}");

    (void)unused;
    op_feed_f64(&f, 3, (double[]){-7, NAN, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){0, 1});
    op_done(&f);
}

static void a_load_that_fails_is_told(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_bucketizer, "{}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "attribute 'splits' is missing");
    op_done(&f);
}

static void an_optional_port_may_be_left_out(void **unused)
{
    struct op_fixture f =
        op_fixture_wired(&cl_op_generalized_linear_regression,
                         "{\"coefficients\": [1], \"intercept\": 0, \"family\": \"gaussian\"}",
                         "features prediction");

    (void)unused;
    assert_int_equal(f.status, CLEAP_OK);
    assert_null(f.node.out_column[1].at);
    op_done(&f);
}

static void any_other_port_must_be_wired(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_bucketizer, "{\"splits\": [0, 1]}", "input");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "output port 'output' is not wired to a column");
    op_done(&f);
}

struct folder {
    struct cl_f64s plain;
    struct cl_attr_tensor vector, matrix;
    struct cl_data_shape shape;
    struct cl_strs words;
    enum cl_base base;
};

static void attributes_of_all_kinds_are_read(void **unused)
{
    static const struct cl_attr attrs[] = {
        {.name = "plain", .type = CL_ATTR_F64S, .offset = offsetof(struct folder, plain)},
        {.name = "vector", .type = CL_ATTR_TENSOR, .offset = offsetof(struct folder, vector)},
        {.name = "matrix", .type = CL_ATTR_TENSOR, .offset = offsetof(struct folder, matrix)},
        {.name = "shape", .type = CL_ATTR_SHAPE, .offset = offsetof(struct folder, shape)},
        {.name = "words", .type = CL_ATTR_STRS, .offset = offsetof(struct folder, words)},
        {.name = "base", .type = CL_ATTR_BASE, .offset = offsetof(struct folder, base)},
        {.type = CL_ATTR_END},
    };
    struct folder folder = {0};
    struct cl_arena arena;
    struct cleap_error err;
    json_t *object = json_source_parse(
        "{\"plain\": [1, null, \"-Infinity\"], \"vector\": [1, 2], \"words\": [\"a\", \"b\"],"
        " \"matrix\": {\"base\": \"float\", \"dimensions\": [1, 2], \"values\": [3, 4.5]},"
        " \"shape\": {\"base\": \"tensor\", \"isNullable\": true, \"dimensions\": [3]},"
        " \"base\": \"string\"}");

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_int_equal(cl_source_attrs(json_source(object, "none", &arena), attrs, &folder, &err),
                     CLEAP_OK);
    json_decref(object);
    assert_int_equal(folder.plain.n, 3);
    assert_bits(folder.plain.at[1], NAN);
    assert_bits(folder.plain.at[2], -INFINITY);
    assert_int_equal(folder.vector.dims.size[0], 2);
    assert_int_equal(folder.matrix.base, CL_F32);
    assert_true(folder.matrix.as.f32[1] == 4.5F);
    assert_int_equal(folder.matrix.dims.n, 2);
    assert_int_equal(folder.shape.shape, CL_TENSOR);
    assert_true(folder.shape.nullable);
    assert_true(cl_str_is(folder.words.at[1], "b"));
    assert_int_equal(folder.base, CL_STR);
    cl_arena_free(&arena);
}

static enum cleap_status count_node(void *arg, const struct cl_tree_node *node, bool *more,
                                    struct cleap_error *err)
{
    int *n = arg;

    (void)err;
    if (*n == 0) {
        assert_int_equal(node->kind, CL_TREE_CATEGORICAL);
        assert_true(node->is_left);
        assert_int_equal(node->n_values, 2);
    }
    *more = ++*n < 3;
    return CLEAP_OK;
}

static void a_child_gives_its_tree(void **unused)
{
    struct cl_arena arena;
    struct cleap_error err;
    struct cl_source *child;
    json_t *object = json_source_parse(
        "{\"#children\": {\"tree0\": {\"#op\": \"decision_tree_regression\", \"#tree\":"
        " [{\"feature\": 1, \"left\": [0, 2]}, {\"leaf\": [1]}, {\"leaf\": [2]}]}}}");
    int n = 0;

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_int_equal(
        cl_source_child(json_source(object, "forest", &arena), cl_str_of("tree0"), &child, &err),
        CLEAP_OK);
    assert_true(cl_str_is(child->op, "decision_tree_regression"));
    assert_int_equal(cl_source_tree(child, count_node, &n, &err), CLEAP_OK);
    assert_int_equal(n, 3);
    json_decref(object);
    cl_arena_free(&arena);
}

static void distances_are_counted_in_representable_numbers(void **unused)
{
    (void)unused;
    assert_int_equal(cl_ulps(1.0, nextafter(1.0, 2.0)), 1);
    assert_int_equal(cl_ulps(-0.0, 0.0), 1);
    assert_int_equal(cl_ulps(NAN, NAN), 0);
    assert_true(cl_ulps(NAN, 0) == UINT64_MAX);
    assert_int_equal(cl_ulps(INFINITY, 0x1.fffffffffffffp1023), 1);
    assert_int_equal(cl_ulps(-0x1p-1074, 0x1p-1074), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_op_runs_on_what_it_was_fed),
        cmocka_unit_test(a_failing_row_is_told),
        cmocka_unit_test(a_part_of_the_rows_runs_alone),
        cmocka_unit_test(filtered_rows_are_gone),
        cmocka_unit_test(a_load_that_fails_is_told),
        cmocka_unit_test(an_optional_port_may_be_left_out),
        cmocka_unit_test(any_other_port_must_be_wired),
        cmocka_unit_test(attributes_of_all_kinds_are_read),
        cmocka_unit_test(a_child_gives_its_tree),
        cmocka_unit_test(distances_are_counted_in_representable_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
