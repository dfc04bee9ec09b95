/*
 * Who wrote a bundle. tests/e2e/test_inspect.py has bundles of real writers.
 */
#include "mleap/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SPARK "logreg_ed6e2c62e2de"
#define PYTHON "linear_regression_8c5f1100-e7d7-11f1-bfb5-02fc00000001"

/* Of a bundle with one stage in a pipeline. */
static enum cl_writer tell(const char *bundle, const char *stage, bool is_jvm)
{
    struct cl_node node = {.name = cl_str_of(stage), .pipeline = cl_str_of("all")};
    struct cleap_model model = {.info.name = cl_str_of(bundle), .n_nodes = 1, .nodes = &node};

    return cl_writer_tell(&model, is_jvm);
}

static void the_jvm_names_the_format_first(void **unused)
{
    const char *text = "FNTVU";
    struct cl_str at[5];

    (void)unused;
    for (size_t i = 0; i < 5; i++)
        at[i] = (struct cl_str){.at = text + i, .n = 1};
    assert_true(cl_writer_is_jvm(at[0], at[1], at[2], at[3], at[4]));
    assert_true(cl_writer_is_jvm(at[0], at[1], at[2], at[4], at[3])); /* by 0.25 */
    assert_false(cl_writer_is_jvm(at[1], at[0], at[3], at[2], at[4]));
    assert_false(cl_writer_is_jvm(at[4], at[3], at[1], at[2], at[0]));
}

static void spark_is_told_by_its_uids(void **unused)
{
    (void)unused;
    assert_int_equal(tell("homes", SPARK, true), CL_WRITER_SPARK);
    assert_int_equal(tell("pipeline_1719d221ded8", "x", true), CL_WRITER_SPARK);
    assert_int_equal(tell("homes", "mine", true), CL_WRITER_JVM);
    assert_int_equal(tell("homes", "_1719D221DED8", true), CL_WRITER_JVM);
    assert_int_equal(tell("homes", "ed6e2c62e2de", true), CL_WRITER_JVM);
}

static void python_is_told_by_its_uuids(void **unused)
{
    (void)unused;
    assert_int_equal(tell("homes", PYTHON, false), CL_WRITER_PYTHON);
    assert_int_equal(tell("homes", PYTHON, true), CL_WRITER_JVM); /* and written anew */
}

static void others_are_not_guessed(void **unused)
{
    (void)unused;
    assert_int_equal(tell("homes", "mine", false), CL_WRITER_UNKNOWN);
    assert_int_equal(tell("homes", SPARK, false), CL_WRITER_UNKNOWN);
    assert_int_equal(tell("", "", false), CL_WRITER_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_jvm_names_the_format_first),
        cmocka_unit_test(spark_is_told_by_its_uids),
        cmocka_unit_test(python_is_told_by_its_uuids),
        cmocka_unit_test(others_are_not_guessed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
