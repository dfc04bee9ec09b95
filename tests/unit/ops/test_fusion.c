/*
 * Fusions: the same answers and the same errors as of one op after the other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/scorer.h"
#include "tests/support/toy_model.h"

extern const struct cl_op cl_op_vector_assembler, cl_op_linear_regression;

#define ROWS 40
#define PARTS                                                                                      \
    "{\"input_shapes\": [{\"base\": \"scalar\", \"isNullable\": false}, {\"base\": \"tensor\", "   \
    "\"isNullable\": true, \"dimensions\": [7]}]}"
#define WEIGHTS                                                                                    \
    "{\"coefficients\": [0.1, 1e16, 0.3, -1e16, 0.7, 1.1, 1.3, -1.7], \"intercept\": 0.05}"

static struct cleap_model *model;
static struct cleap_error err;

static int open_model(void **unused)
{
    (void)unused;
    model = toy_model(2);
    toy_add_op(model, &cl_op_vector_assembler, "parts", "input0=x input1=v output=features", PARTS);
    toy_add_op(model, &cl_op_linear_regression, "sum", "features=features prediction=y", WEIGHTS);
    toy_finish(model);
    return 0;
}

static int close_model(void **unused)
{
    (void)unused;
    cleap_model_close(model);
    return 0;
}

/* Rows of which some become sparse vectors, some dense ones, some full ones. */
static void feed(struct cleap_frame *frame, size_t width)
{
    double x[ROWS], v[ROWS * 8];

    for (size_t i = 0; i < ROWS; i++) {
        x[i] = i % 3 == 0 ? 0.0 : 0.1 * (double)i;
        for (size_t k = 0; k < width; k++)
            v[i * width + k] = k < i % 9 ? 1.0 / (double)(i + k + 1) : 0.0;
    }
    cleap_frame_reset(frame);
    assert_int_equal(cleap_frame_add_f64(frame, "x", ROWS, x, NULL, NULL), CLEAP_OK);
    assert_int_equal(cleap_frame_add_vector(frame, "v", ROWS, width, v, NULL), CLEAP_OK);
}

static struct cleap_scorer *open_scorer(const char *const *select)
{
    struct cleap_scorer *scorer;

    assert_int_equal(cleap_scorer_open(model, select, &scorer, &err), CLEAP_OK);
    return scorer;
}

static bool is_fused(struct cleap_scorer *scorer, const struct cleap_frame *in)
{
    const struct cl_plan *plan = NULL;

    assert_int_equal(cl_scorer_plan(scorer, in->schema, in->schema_id, &plan, &err), CLEAP_OK);
    assert_int_equal(plan->n_steps, 2);
    return plan->steps[0].fusion != NULL;
}

static const char *const y_alone[] = {"y", NULL};

static void steps_are_fused_unless_somebody_wants_what_is_between(void **unused)
{
    struct cleap_frame *in = cleap_frame_new();
    struct cleap_scorer *alone = open_scorer(y_alone), *all = open_scorer(NULL);

    (void)unused;
    feed(in, 7);
    assert_true(is_fused(alone, in));
    assert_false(is_fused(all, in));
    cleap_scorer_close(all);
    cleap_scorer_close(alone);
    cleap_frame_free(in);
}

static void the_bits_are_those_of_one_after_the_other(void **unused)
{
    struct cleap_frame *in = cleap_frame_new(), *fused = cleap_frame_new();
    struct cleap_frame *plain = cleap_frame_new();
    struct cleap_scorer *alone = open_scorer(y_alone), *all = open_scorer(NULL);
    const struct cl_tensor *features;
    size_t n_sparse = 0;

    (void)unused;
    feed(in, 7);
    assert_int_equal(cleap_score(alone, in, fused, &err), CLEAP_OK);
    assert_int_equal(cleap_score(all, in, plain, &err), CLEAP_OK);
    assert_memory_equal(fused->columns[0].as.f64,
                        plain->columns[cleap_frame_find(plain, "y")].as.f64, ROWS * sizeof(double));
    features = plain->columns[cleap_frame_find(plain, "features")].as.tensor;
    for (size_t i = 0; i < ROWS; i++)
        n_sparse += features[i].index != NULL;
    assert_true(n_sparse > 0 && n_sparse < ROWS);
    cleap_scorer_close(all);
    cleap_scorer_close(alone);
    cleap_frame_free(plain);
    cleap_frame_free(fused);
    cleap_frame_free(in);
}

/* What is wrong is said by the op that it is wrong for. */
static void check_error(const struct cleap_frame *in, const char *message)
{
    struct cleap_scorer *scorer = open_scorer(y_alone);
    struct cleap_frame *out = cleap_frame_new();

    assert_true(is_fused(scorer, in));
    assert_int_equal(cleap_score(scorer, in, out, &err), CLEAP_E_DATA);
    assert_string_equal(err.message, message);
    cleap_frame_free(out);
    cleap_scorer_close(scorer);
}

static void the_errors_are_those_of_one_after_the_other(void **unused)
{
    struct cleap_frame *in = cleap_frame_new();
    int32_t *index;

    (void)unused;
    feed(in, 6);
    check_error(in, "node 'sum' (linear_regression): row 0: the vector has 7 values, the model "
                    "wants 8");
    feed(in, 7);
    index = cl_arena_zeroed(&in->arena, 2, sizeof *index);
    in->columns[1].as.tensor[5] = cl_sparse((double[]){1.0, 2.0}, index, 2, 7);
    check_error(in, "node 'parts' (vector_assembler): row 5: input1 has index 0, wanted ascending "
                    "ones below 7");
    cleap_frame_free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_fused_unless_somebody_wants_what_is_between),
        cmocka_unit_test(the_bits_are_those_of_one_after_the_other),
        cmocka_unit_test(the_errors_are_those_of_one_after_the_other),
    };

    return cmocka_run_group_tests(tests, open_model, close_model);
}
