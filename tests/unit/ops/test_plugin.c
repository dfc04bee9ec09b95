/*
 * Plug-ins. What one test loads is there in the next, as in any process.
 */
#include "cleap/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cleap/cleap.h"
#include "ops/registry.h"
#include "runtime/plugin.h"

#define CLIP CLEAP_PLUGIN_DIR "clip.so"

static struct cleap_error err;

static bool is_there(const char *op)
{
    return cl_op_find(cl_str_of(op)) != NULL;
}

static size_t count_ops(void)
{
    size_t n = 0;

    while (cl_op_at(n, NULL) != NULL)
        n++;
    return n;
}

static void its_operators_are_found(void **unused)
{
    const char *family = NULL;

    (void)unused;
    assert_int_equal(cleap_plugin_load(CLIP, &err), CLEAP_OK);
    assert_true(is_there("example.clip"));
    assert_string_equal(cl_op_at(count_ops() - 1, &family)->name, "example.clip");
    assert_string_equal(family, "plug-in");
}

static void a_second_time_changes_nothing(void **unused)
{
    size_t n;

    (void)unused;
    assert_int_equal(cleap_plugin_load(CLIP, &err), CLEAP_OK);
    n = count_ops();
    assert_int_equal(cleap_plugin_load(CLIP, &err), CLEAP_OK);
    assert_int_equal(count_ops(), n);
}

static void its_operators_score(void **unused)
{
    const char frame[] = "{\"schema\": {\"fields\": [{\"name\": \"x\", \"type\": \"double\"}]},"
                         " \"rows\": [[-2.5], [0.5], [7]]}";
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    const char *text;
    size_t n;

    (void)unused;
    assert_int_equal(cleap_plugin_load(CLIP, &err), CLEAP_OK);
    assert_int_equal(cleap_model_open(CLEAP_SOURCE_DIR "/examples/plugin/bundle", &model, &err),
                     CLEAP_OK);
    assert_int_equal(
        cleap_scorer_open(model, (const char *const[]){"clipped", NULL}, &scorer, &err), CLEAP_OK);
    assert_int_equal(
        cleap_score_json(scorer, frame, strlen(frame), CLEAP_JSON_COMPACT, &text, &n, &err),
        CLEAP_OK);
    assert_memory_equal(text, "{\"rows\":[[-1.0],[0.5],[1.0]],", 29);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

static void another_version_is_refused_with_both_numbers(void **unused)
{
    (void)unused;
    assert_int_equal(CL_PLUGIN_ABI, 2);
    assert_int_equal(cleap_plugin_load(CLEAP_PLUGIN_DIR "strange1.so", &err), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message, "plug-in '" CLEAP_PLUGIN_DIR
                                     "strange1.so': it is built for version 43 of the operator "
                                     "interface, this is version 2");
}

static void an_operator_of_cleap_cannot_be_replaced(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_plugin_load(CLEAP_PLUGIN_DIR "strange2.so", &err), CLEAP_E_STATE);
    assert_non_null(strstr(err.message, "there is an operator 'bucketizer' already"));
    assert_false(is_there("test.good"));
}

static void an_operator_must_be_whole(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_plugin_load(CLEAP_PLUGIN_DIR "strange3.so", &err), CLEAP_E_FORMAT);
    assert_non_null(strstr(err.message, "operator 1 has no name, ports or execute"));
    assert_false(is_there("test.good"));
}

static void it_must_export_the_symbol(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_plugin_load(CLEAP_PLUGIN_DIR "strange4.so", &err), CLEAP_E_FORMAT);
    assert_non_null(strstr(err.message, "it has no symbol cleap_plugin"));
}

static void a_file_that_is_none_is_told_with_its_name(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_plugin_load("/nowhere.so", &err), CLEAP_E_IO);
    assert_non_null(strstr(err.message, "plug-in '/nowhere.so': "));
    assert_int_equal(cleap_plugin_load("libc.so.6", NULL), CLEAP_E_IO);
}

static void there_is_a_limit(void **unused)
{
    static const struct cl_op *const ops[1] = {NULL};

    (void)unused;
    assert_int_equal(cl_op_add(ops, CL_MAX_PLUGIN_OPS + 1, &err), CLEAP_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_operators_are_found),
        cmocka_unit_test(a_second_time_changes_nothing),
        cmocka_unit_test(its_operators_score),
        cmocka_unit_test(another_version_is_refused_with_both_numbers),
        cmocka_unit_test(an_operator_of_cleap_cannot_be_replaced),
        cmocka_unit_test(an_operator_must_be_whole),
        cmocka_unit_test(it_must_export_the_symbol),
        cmocka_unit_test(a_file_that_is_none_is_told_with_its_name),
        cmocka_unit_test(there_is_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
