/*
 * The JSON format: nodes and models.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/mleap/decoder_fixture.h"

static struct cl_str text_of(const char *text)
{
    return decoder_text(text, strlen(text));
}

static enum cleap_status read_node(const char *text, struct cl_node_file *node)
{
    cl_error_begin(&f.err, NULL);
    return cl_format_json.read_node(&f.d, text_of(text), node, &f.err);
}

static void a_node_has_a_name_and_sockets(void **unused)
{
    struct cl_node_file node;

    (void)unused;
    assert_int_equal(
        read_node("{\"shape\": {\"outputs\": [{\"name\": \"y\", \"port\": \"output\"}],"
                  " \"inputs\": [{\"port\": \"input0\", \"name\": \"a\"},"
                  " {\"port\": \"input1\", \"name\": \"b\", \"more\": [1]}]},"
                  " \"name\": \"n_1\", \"extra\": {}}",
                  &node),
        CLEAP_OK);
    assert_string_equal(node.name.at, "n_1");
    assert_int_equal(node.sockets.n_in, 2);
    assert_true(cl_str_is(node.sockets.in[1].port, "input1"));
    assert_true(cl_str_is(node.sockets.in[1].column, "b"));
    assert_int_equal(node.sockets.n_out, 1);
    assert_true(cl_str_is(node.sockets.out[0].column, "y"));
}

static void nodes_without_their_keys_are_refused(void **unused)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        "",
        "{\"name\": \"n\"}",
        "{\"name\": \"n\", \"shape\": {\"inputs\": []}}",
        "{\"name\": \"n\", \"shape\": {\"outputs\": []}}",
        "{\"name\": 5, \"shape\": {\"inputs\": [], \"outputs\": []}}",
        "{\"shape\": {\"inputs\": [], \"outputs\": []}}",
        "{\"name\": \"n\", \"shape\": {\"inputs\": [{\"port\": \"p\"}], \"outputs\": []}}",
        "{\"name\": \"n\", \"shape\": {\"inputs\": [{\"name\": \"c\"}], \"outputs\": []}}",
        "{\"name\": \"n\", \"shape\": {\"inputs\": [], \"outputs\": []}",
        "{\"name\": \"n\", \"shape\": {\"inputs\": [], \"outputs\": []}} x",
    };
    struct cl_node_file node;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_int_equal(read_node(texts[i], &node), CLEAP_E_FORMAT);
}

static enum cleap_status read_model(const char *text, struct cl_model_file *model)
{
    cl_error_begin(&f.err, NULL);
    return cl_format_json.read_model(&f.d, text_of(text), model, &f.err);
}

static void a_model_has_an_op_and_attributes(void **unused)
{
    struct cl_model_file model;
    uint32_t at;

    (void)unused;
    assert_int_equal(read_model("{\"op\": \"x\", \"attributes\": {\"a\": {\"long\": 1},"
                                " \"b\": {}, \"a\": {\"long\": 2}}}",
                                &model),
                     CLEAP_OK);
    assert_true(cl_str_is(model.op, "x"));
    at = cl_strmap_find(&model.names, cl_str_of("a"));
    assert_true(cl_str_is(model.values[at], "{\"long\": 2}"));
    assert_int_not_equal(cl_strmap_find(&model.names, cl_str_of("b")), CL_STRMAP_NONE);
    assert_int_equal(cl_strmap_find(&model.names, cl_str_of("c")), CL_STRMAP_NONE);
}

static void a_model_may_lack_attributes(void **unused)
{
    struct cl_model_file model;

    (void)unused;
    assert_int_equal(read_model("{\"op\": \"x\"}", &model), CLEAP_OK);
    assert_int_equal(cl_strmap_find(&model.names, cl_str_of("a")), CL_STRMAP_NONE);
}

static void broken_models_are_refused(void **unused)
{
    static const char *const texts[] = {
        "{\"attributes\": {}}",
        "{\"op\": 1}",
        "{\"op\": \"x\", \"attributes\": []}",
        "{\"op\": \"x\"",
        "{\"op\": \"x\", \"a\": NaN}",
        "\xEF\xBB\xBF{\"op\": \"x\"}",
        "{\"op\": \"\xFF\"}",
    };
    struct cl_model_file model;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_int_equal(read_model(texts[i], &model), CLEAP_E_FORMAT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, decoder_set_up, decoder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_node_has_a_name_and_sockets),    TEST(nodes_without_their_keys_are_refused),
        TEST(a_model_has_an_op_and_attributes), TEST(a_model_may_lack_attributes),
        TEST(broken_models_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
