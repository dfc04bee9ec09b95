/*
 * xgboost.classifier
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_xgboost_classifier;

/* A linear booster whose margins are its features and biases of 0. */
#define BOOSTER(objective, num_class, num_feature, weights)                                        \
    "{\\\"learner\\\": {\\\"gradient_booster\\\": {\\\"name\\\": \\\"gblinear\\\","                \
    "\\\"model\\\": {\\\"weights\\\": [" weights "]}}, \\\"learner_model_param\\\":"               \
    "{\\\"base_score\\\": \\\"0.5\\\", \\\"num_class\\\": \\\"" num_class "\\\","                  \
    "\\\"num_feature\\\": \\\"" num_feature "\\\"},"                                               \
    "\\\"objective\\\": {\\\"name\\\": \\\"" objective "\\\"}}}"

#define MODEL(num_classes, booster)                                                                \
    "{\"num_features\": 1, \"num_classes\": " num_classes                                          \
    ", \"tree_limit\": 5, \"missing\": 0, \"#files\": {\"xgboost.model\": \"" booster "\"}}"

#define TWO(objective) MODEL("2", BOOSTER(objective, "0", "1", "1, 0"))
#define THREE(objective) MODEL("3", BOOSTER(objective, "3", "1", "1, 0, -1, 0, 1, 0"))

static const char *const ports = "features raw_prediction probability prediction";

static struct op_fixture open_op(const char *model)
{
    struct op_fixture f = op_fixture_wired(&cl_op_xgboost_classifier, model, ports);

    if (f.status != CLEAP_OK)
        fail_msg("%s", f.err.message);
    return f;
}

static void two_classes_are_a_margin_and_what_is_left(void **unused)
{
    struct op_fixture f = open_op(TWO("binary:logistic"));
    float p = 1.0F / (expf(-2.0F) + 1.0F);

    (void)unused;
    op_feed_dense(&f, 2, 1, (double[]){2, -2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-2, 2});
    op_expect_dense(&f, "probability", 0, 2, (double[]){(double)(1.0F - p), (double)p});
    op_expect_f64(&f, "prediction", 2, (double[]){1, 0});
    op_done(&f);
}

static void a_probability_of_a_half_is_class_one(void **unused)
{
    struct op_fixture f = open_op(TWO("binary:logistic"));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-0.0, 0.0});
    op_expect_dense(&f, "probability", 0, 2, (double[]){0.5, 0.5});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

static void raw_margins_are_rounded_to_an_int(void **unused)
{
    struct op_fixture f = open_op(MODEL("2", BOOSTER("binary:logitraw", "0", "1", "1, -0.5")));

    (void)unused;
    op_feed_dense(&f, 4, 1, (double[]){2.4, -1.5, 1e30, -1e30});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 4, (double[]){2, -1, 2147483647, -2147483648});
    op_done(&f);
}

static void more_classes_are_as_the_booster_says(void **unused)
{
    struct op_fixture f =
        open_op(MODEL("3", BOOSTER("multi:softprob", "3", "1", "1.5, 2.5, -1, 0, 0, 0")));
    float e[] = {expf(2.0F - 3.0F), expf(0.0F), expf(-0.5F - 3.0F)};
    float sum = (float)((double)e[0] + (double)e[1] + (double)e[2]);

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 3, (double[]){2, 3, -0.5});
    op_expect_dense(&f, "probability", 0, 3,
                    (double[]){(double)(e[0] / sum), (double)(e[1] / sum), (double)(e[2] / sum)});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

/* MLeap takes the largest of what it thinks are probabilities. */
static void softmax_gives_one_number_and_class_zero(void **unused)
{
    struct op_fixture f = open_op(THREE("multi:softmax"));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){-7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "probability", 0, 1, (double[]){2});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    assert_int_equal(op_type(&f, "probability")->dims.size[0], 3);
    op_done(&f);
}

static void missing_plays_no_part(void **unused)
{
    struct op_fixture f = open_op(MODEL("2", BOOSTER("binary:logitraw", "0", "1", "1, 1.5")));

    (void)unused;
    op_feed_tensors(&f, 2,
                    (struct cl_tensor[]){cl_dense((double[]){0}, 1), cl_dense((double[]){NAN}, 1)});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-2, 2});
    op_expect_dense(&f, "raw_prediction", 1, 2, (double[]){-2, 2});
    op_done(&f);
}

static void types_are_those_of_the_model(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_xgboost_classifier, THREE("multi:softprob"),
                                           "features raw_prediction prediction contrib_prediction");
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(op_type(&f, "raw_prediction"), text), "tensor(double, [3])?");
    assert_string_equal(cl_type_text(op_type(&f, "prediction"), text), "double");
    assert_string_equal(cl_type_text(op_type(&f, "contrib_prediction"), text), "list(double)?");
    op_done(&f);
}

static void a_linear_booster_has_no_leaves(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_xgboost_classifier, TWO("binary:logistic"),
                                           "features prediction leaf_prediction");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_UNSUPPORTED);
    assert_string_equal(f.err.message, "a linear booster has no leaves to predict");
    op_done(&f);
}

static void there_must_be_classes(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_xgboost_classifier, "{\"num_features\": 1, \"num_classes\": 0}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "num_classes is 0, needs 1 or more");
    op_done(&f);
}

static void the_booster_must_be_there(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_xgboost_classifier,
                                     "{\"num_features\": 1, \"num_classes\": 2, \"#files\": {}}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
    f = op_fixture(&cl_op_xgboost_classifier, MODEL("2", "binf"));
    assert_string_equal(f.err.message,
                        "xgboost.model: byte 4: the file ends within the learner's parameters");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_classes_are_a_margin_and_what_is_left),
        cmocka_unit_test(a_probability_of_a_half_is_class_one),
        cmocka_unit_test(raw_margins_are_rounded_to_an_int),
        cmocka_unit_test(more_classes_are_as_the_booster_says),
        cmocka_unit_test(softmax_gives_one_number_and_class_zero),
        cmocka_unit_test(missing_plays_no_part),
        cmocka_unit_test(types_are_those_of_the_model),
        cmocka_unit_test(a_linear_booster_has_no_leaves),
        cmocka_unit_test(there_must_be_classes),
        cmocka_unit_test(the_booster_must_be_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
