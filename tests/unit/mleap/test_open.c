/*
 * Opening models: bundle.json, nodes and pipelines.
 */
#define _POSIX_C_SOURCE 200809L

#include "cleap/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "mleap/limits.h"
#include "runtime/model.h"
#include "tests/unit/mleap/zip_builder.h"

#define INFO_OF(format)                                                                            \
    "{\"uid\": \"8c60b604-e7d7-11f1-bfb5-02fc00000001\", \"name\": \"m\", \"format\": \"" format   \
    "\", \"version\": \"0.25.2\", \"timestamp\": \"2026-01-01T00:00:00\"}"
#define INFO INFO_OF("json")
#define BUCKETS                                                                                    \
    "{\"op\": \"bucketizer\", \"attributes\": {\"splits\": {\"type\": \"list\","                   \
    " \"double\": [null, 0, 1]}}}"
#define NODE(name, in, out)                                                                        \
    "{\"name\": \"" name "\", \"shape\": {\"inputs\": [{\"port\": \"input\", \"name\": \"" in      \
    "\"}], \"outputs\": [{\"port\": \"output\", \"name\": \"" out "\"}]}}"
#define PIPELINE(nodes)                                                                            \
    "{\"op\": \"pipeline\", \"attributes\": {\"nodes\": {\"type\": \"list\", \"string\": [" nodes  \
    "]}}}"
#define UNKNOWN "{\"op\": \"no_such_op\", \"attributes\": {}}"
#define NO_PORTS(name) "{\"name\": \"" name "\", \"shape\": {\"inputs\": [], \"outputs\": []}}"

static struct cleap_model *model;
static struct cleap_error err;

static int tear_down(void **unused)
{
    (void)unused;
    cleap_model_close(model);
    model = NULL;
    return 0;
}

static enum cleap_status open_selected(const struct zip_entry *entries, const char *const *select)
{
    struct zip_bytes zip = zip_of(entries);
    enum cleap_status status = cleap_model_open_memory_with(
        zip.at, zip.n, &(struct cleap_model_options){.select = select}, &model, &err);

    free(zip.at);
    if (status != CLEAP_OK) {
        assert_null(model);
        assert_int_equal(err.status, status);
    }
    return status;
}

static enum cleap_status open_entries(const struct zip_entry *entries)
{
    return open_selected(entries, NULL);
}

/* A bundle of one node in root/. */
static enum cleap_status open_root(const char *info, const char *node, const char *model_text)
{
    const struct zip_entry entries[] = {{"bundle.json", info, 0},
                                        {"root/node.json", node, 0},
                                        {"root/model.json", model_text, 0},
                                        {0}};

    return open_entries(entries);
}

static void a_root_need_not_be_a_pipeline(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NODE("b", "x", "y"), BUCKETS), CLEAP_OK);
    assert_int_equal(model->n_nodes, 1);
    assert_true(cl_str_is(model->nodes[0].name, "b"));
    assert_int_equal(model->nodes[0].depth, 0);
    assert_true(cl_str_is(model->nodes[0].pipeline, ""));
}

static void what_bundle_json_says_is_kept(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NODE("b", "x", "y"), BUCKETS), CLEAP_OK);
    assert_string_equal(cleap_model_name(model), "m");
    assert_string_equal(cleap_model_version(model), "0.25.2");
    assert_string_equal(model->info.timestamp.at, "2026-01-01T00:00:00");
}

static void a_model_knows_its_columns(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NODE("b", "x", "y"), BUCKETS), CLEAP_OK);
    assert_int_equal(cleap_model_n_inputs(model), 1);
    assert_string_equal(cleap_model_input(model, 0, NULL), "x");
    assert_string_equal(cleap_model_output(model, 0, NULL), "y");
}

static void pipelines_become_one_list(void **unused)
{
    static const struct zip_entry entries[] = {
        {"root/b.node/node.json", NODE("b", "y", "z"), 0},
        {"root/b.node/model.json", BUCKETS, 0},
        {"root/p.node/a.node/model.json", BUCKETS, 0},
        {"root/p.node/a.node/node.json", NODE("a", "x", "y"), 0},
        {"root/p.node/model.json", PIPELINE("\"a\""), 0},
        {"root/p.node/node.json", NO_PORTS("p"), 0},
        {"root/model.json", PIPELINE("\"p\", \"b\""), 0},
        {"root/node.json", NO_PORTS("root"), 0},
        {"bundle.json", INFO, 0},
        {0}};

    (void)unused;
    assert_int_equal(open_entries(entries), CLEAP_OK);
    assert_int_equal(model->n_nodes, 2);
    assert_true(cl_str_is(model->nodes[0].name, "a"));
    assert_int_equal(model->nodes[0].depth, 2);
    assert_true(cl_str_is(model->nodes[0].pipeline, "p"));
    assert_true(cl_str_is(model->nodes[1].name, "b"));
    assert_int_equal(model->nodes[1].depth, 1);
    assert_true(cl_str_is(model->nodes[1].pipeline, "root"));
}

static void an_empty_pipeline_is_a_model(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NO_PORTS("p"), PIPELINE("")), CLEAP_OK);
    assert_int_equal(model->n_nodes, 0);
}

static void a_slash_in_a_name_makes_folders(void **unused)
{
    static const struct zip_entry entries[] = {
        {"root/a/b.node/node.json", NODE("a/b", "x", "y"), 0},
        {"root/a/b.node/model.json", BUCKETS, 0},
        {"root/model.json", PIPELINE("\"a/b\""), 0},
        {"root/node.json", NO_PORTS("root"), 0},
        {"bundle.json", INFO, 0},
        {0}};

    (void)unused;
    assert_int_equal(open_entries(entries), CLEAP_OK);
    assert_int_equal(model->n_nodes, 1);
}

static void a_name_cannot_lead_out(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NO_PORTS("p"), PIPELINE("\"../../x\"")), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/../../x.node/node.json' is no path inside the bundle");
    assert_int_equal(open_root(INFO, NO_PORTS("p"), PIPELINE("\"/etc/x\"")), CLEAP_E_FORMAT);
    assert_int_equal(open_root(INFO, NO_PORTS("p"), PIPELINE("\"a\\u0000b\"")), CLEAP_E_FORMAT);
}

static void an_unknown_op_is_unsupported(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NODE("n", "x", "y"), UNKNOWN), CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message,
                        "node 'n' (no_such_op): the operator is not known to cleap; it "
                        "reads 'x' and makes 'y'; every column is asked for");
}

static void an_op_that_is_not_made_is_refused_with_its_reason(void **unused)
{
    (void)unused;
    assert_int_equal(
        open_root(INFO, NODE("n", "x", "y"), "{\"op\": \"tensorflow\", \"attributes\": {}}"),
        CLEAP_E_UNSUPPORTED);
    assert_non_null(strstr(err.message, "it runs a TensorFlow graph"));
}

static void an_unknown_op_that_no_selected_column_needs_is_no_hindrance(void **unused)
{
    static const struct zip_entry entries[] = {
        {"bundle.json", INFO, 0},
        {"root/node.json", NO_PORTS("p"), 0},
        {"root/model.json", PIPELINE("\"a\", \"b\", \"c\""), 0},
        {"root/a.node/node.json", NODE("a", "x", "y"), 0},
        {"root/a.node/model.json", BUCKETS, 0},
        {"root/b.node/node.json", NODE("b", "x", "z"), 0},
        {"root/b.node/model.json", UNKNOWN, 0},
        {"root/c.node/node.json", NODE("c", "z", "w"), 0},
        {"root/c.node/model.json", BUCKETS, 0},
        {0}};

    (void)unused;
    assert_int_equal(open_selected(entries, (const char *const[]){"y", NULL}), CLEAP_OK);
    assert_int_equal(model->n_nodes, 3);
    assert_int_equal(cleap_model_n_outputs(model), 1);
    tear_down(NULL);
    assert_int_equal(open_selected(entries, (const char *const[]){NULL}), CLEAP_OK);
    tear_down(NULL);
    assert_int_equal(open_selected(entries, (const char *const[]){"y", "w", NULL}),
                     CLEAP_E_UNSUPPORTED);
    assert_string_equal(err.message,
                        "node 'b' (no_such_op): the operator is not known to cleap; it "
                        "reads 'x' and makes 'z'; column 'w' needs it");
    assert_int_equal(open_entries(entries), CLEAP_E_UNSUPPORTED);
}

static void what_an_op_does_not_support_is_no_hindrance_either(void **unused)
{
    static const struct zip_entry entries[] = {
        {"bundle.json", INFO, 0},
        {"root/node.json",
         "{\"name\": \"g\", \"shape\": {\"inputs\": [{\"port\": \"features\", \"name\": \"f\"}],"
         " \"outputs\": [{\"port\": \"prediction\", \"name\": \"p\"}]}}",
         0},
        {"root/model.json",
         "{\"op\": \"generalized_linear_regression\", \"attributes\": {\"coefficients\":"
         " {\"double\": [1], \"shape\": {\"dimensions\": [{\"name\": \"\", \"size\": 1}]},"
         " \"type\": \"tensor\"}, \"intercept\": {\"double\": 1},"
         " \"family\": {\"string\": \"tweedie\"}}}",
         0},
        {0}};

    (void)unused;
    assert_int_equal(open_selected(entries, (const char *const[]){NULL}), CLEAP_OK);
    assert_non_null(strstr(model->nodes[0].refusal, "variance_power"));
}

static void what_is_broken_is_refused_whatever_is_selected(void **unused)
{
    static const struct zip_entry entries[] = {
        {"bundle.json", INFO, 0},
        {"root/node.json", NODE("b", "x", "y"), 0},
        {"root/model.json", "{\"op\": \"bucketizer\", \"attributes\": {}}", 0},
        {0}};

    (void)unused;
    assert_int_equal(open_selected(entries, (const char *const[]){NULL}), CLEAP_E_FORMAT);
}

static void what_is_wrong_is_named_with_node_and_file(void **unused)
{
    (void)unused;
    assert_int_equal(
        open_root(INFO, NODE("b", "x", "y"), "{\"op\": \"bucketizer\", \"attributes\": {}}"),
        CLEAP_E_FORMAT);
    assert_string_equal(err.message,
                        "node 'b' (bucketizer): root/model.json: attribute 'splits' is missing");
    assert_int_equal(open_root(INFO, "{}", BUCKETS), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "root/node.json: 'name' is missing");
}

static void a_missing_child_is_named(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NO_PORTS("p"), PIPELINE("\"a\"")), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/a.node/node.json' is not in the bundle");
}

static void a_pipeline_lists_its_nodes(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NO_PORTS("p"), "{\"op\": \"pipeline\"}"), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "node 'p': root/model.json: attribute 'nodes' is missing");
}

static void a_bundle_json_must_be_whole(void **unused)
{
    static const char *const infos[] = {
        "",
        "[]",
        "{",
        "{\"name\": \"m\", \"format\": \"json\", \"version\": \"1\", \"timestamp\": \"t\"}",
        "{\"uid\": \"1-2-3-4-5\", \"format\": \"json\", \"version\": \"1\", \"timestamp\": \"t\"}",
        "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"version\": \"1\", \"timestamp\": \"t\"}",
        "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"format\": \"json\", \"timestamp\": \"t\"}",
        "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"format\": \"json\", \"version\": \"1\"}",
        "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"format\": \"json\", \"version\": 1,"
        " \"timestamp\": \"t\"}",
        "{\"uid\": \"x\", \"name\": \"m\", \"format\": \"json\", \"version\": \"1\","
        " \"timestamp\": \"t\"}",
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(infos); i++)
        assert_int_equal(open_root(infos[i], NODE("b", "x", "y"), BUCKETS), CLEAP_E_FORMAT);
}

static void the_format_is_json_or_protobuf(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO_OF("xml"), NODE("b", "x", "y"), BUCKETS), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "bundle.json: 'format': 'xml' is neither json nor protobuf");
    assert_int_equal(open_root(INFO_OF("protobuf"), NODE("b", "x", "y"), BUCKETS), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/node.pb' is not in the bundle");
}

static void a_protobuf_bundle_is_read(void **unused)
{
    static const char node[] =
        "\x0A\1b\x12\x19\x0A\x0A\x0A\5input\x12\1x\x12\x0B\x0A\6output\x12\1y";
    static const char buckets[] = "\x0A\x0A"
                                  "bucketizer\x12\x20\x0A\x1E\x0A\6splits\x12\x14\x12\x12\x32\x10"
                                  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xF0\x3F";
    const struct zip_entry entries[] = {{"bundle.json", INFO_OF("protobuf"), 0},
                                        {"root/node.pb", node, sizeof node - 1},
                                        {"root/model.pb", buckets, sizeof buckets - 1},
                                        {0}};

    (void)unused;
    assert_int_equal(open_entries(entries), CLEAP_OK);
    assert_int_equal(model->n_nodes, 1);
}

/* Old nodes. ----------------------------------------------------------------------------------- */

#define OLD_INDEXER                                                                                \
    "{\"op\": \"string_indexer\", \"attributes\": {\"labels\": {\"type\": \"list\","               \
    " \"string\": [\"a\"]}}}"

static void old_ports_of_a_string_indexer_are_renamed(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO, NODE("i", "x", "y"), OLD_INDEXER), CLEAP_OK);
    assert_string_equal(model->nodes[0].in_column[0].at, "x");
    assert_string_equal(model->nodes[0].out_column[0].at, "y");
}

static void an_old_input_needs_its_output(void **unused)
{
    (void)unused;
    assert_int_equal(open_root(INFO,
                               "{\"name\": \"i\", \"shape\": {\"inputs\": [{\"port\": \"input\","
                               " \"name\": \"x\"}], \"outputs\": []}}",
                               OLD_INDEXER),
                     CLEAP_E_FORMAT);
    assert_string_equal(err.message,
                        "node 'i' (string_indexer): port 'input' without a port 'output'");
}

/* Limits. -------------------------------------------------------------------------------------- */

/* Pipelines called p within each other, the innermost empty. */
static enum cleap_status open_nested(size_t n)
{
    struct zip_entry *entries = calloc(2 * n + 2, sizeof *entries);
    char(*names)[2][1024] = calloc(n, sizeof *names);
    enum cleap_status status;

    assert_non_null(entries);
    assert_non_null(names);
    for (size_t i = 0; i < n; i++) {
        char folder[900] = "root";

        for (size_t k = 0; k < i; k++)
            memcpy(folder + 4 + 7 * k, "/p.node", 8);
        snprintf(names[i][0], sizeof names[i][0], "%s/node.json", folder);
        snprintf(names[i][1], sizeof names[i][1], "%s/model.json", folder);
        entries[2 * i] = (struct zip_entry){names[i][0], NO_PORTS("p"), 0};
        entries[2 * i + 1] =
            (struct zip_entry){names[i][1], i + 1 < n ? PIPELINE("\"p\"") : PIPELINE(""), 0};
    }
    entries[2 * n] = (struct zip_entry){"bundle.json", INFO, 0};
    status = open_entries(entries);
    free(names);
    free(entries);
    return status;
}

static void pipelines_nest_up_to_a_limit(void **unused)
{
    (void)unused;
    assert_int_equal(open_nested(CL_MAX_PIPELINES), CLEAP_OK);
    cleap_model_close(model);
    assert_int_equal(open_nested(CL_MAX_PIPELINES + 1), CLEAP_E_LIMIT);
    assert_non_null(strstr(err.message, "more than 64 pipelines within each other"));
}

static void nodes_are_counted(void **unused)
{
    size_t n = CL_MAX_NODES + 1;
    char *text = malloc(n * 4 + 200);
    size_t at = 0;
    const struct zip_entry entries[] = {{"bundle.json", INFO, 0},
                                        {"root/node.json", NO_PORTS("r"), 0},
                                        {"root/model.json", text, 0},
                                        {"root/p.node/node.json", NO_PORTS("p"), 0},
                                        {"root/p.node/model.json", PIPELINE(""), 0},
                                        {0}};

    (void)unused;
    assert_non_null(text);
    at += (size_t)snprintf(text, 200,
                           "{\"op\": \"pipeline\", \"attributes\": {\"nodes\": {\"type\": "
                           "\"list\", \"string\": [\"p\"");
    for (size_t i = 1; i < n; i++, at += 4)
        memcpy(text + at, ",\"p\"", 4);
    memcpy(text + at, "]}}}", 5);
    assert_int_equal(open_entries(entries), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "more than 100000 nodes");
    free(text);
}

static void a_message_begins_with_the_path_if_there_is_one(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_model_open("/nowhere", &model, &err), CLEAP_E_IO);
    assert_string_equal(err.message, "/nowhere: there is no such file or folder");
    assert_int_equal(cleap_model_open(CLEAP_SOURCE_DIR "/cmake", &model, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, CLEAP_SOURCE_DIR "/cmake: 'bundle.json' is not in the bundle");
    assert_int_equal(cleap_model_open_memory("x", 1, &model, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "the bundle is no zip");
}

static void no_error_struct_is_needed(void **unused)
{
    (void)unused;
    assert_int_equal(cleap_model_open_memory("x", 1, &model, NULL), CLEAP_E_FORMAT);
    assert_int_equal(cleap_model_open("/nowhere", &model, NULL), CLEAP_E_IO);
    assert_null(model);
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_root_need_not_be_a_pipeline),
        TEST(what_bundle_json_says_is_kept),
        TEST(a_model_knows_its_columns),
        TEST(pipelines_become_one_list),
        TEST(an_empty_pipeline_is_a_model),
        TEST(a_slash_in_a_name_makes_folders),
        TEST(a_name_cannot_lead_out),
        TEST(an_unknown_op_is_unsupported),
        TEST(an_op_that_is_not_made_is_refused_with_its_reason),
        TEST(an_unknown_op_that_no_selected_column_needs_is_no_hindrance),
        TEST(what_an_op_does_not_support_is_no_hindrance_either),
        TEST(what_is_broken_is_refused_whatever_is_selected),
        TEST(what_is_wrong_is_named_with_node_and_file),
        TEST(a_missing_child_is_named),
        TEST(a_pipeline_lists_its_nodes),
        TEST(a_bundle_json_must_be_whole),
        TEST(the_format_is_json_or_protobuf),
        TEST(a_protobuf_bundle_is_read),
        TEST(old_ports_of_a_string_indexer_are_renamed),
        TEST(an_old_input_needs_its_output),
        TEST(pipelines_nest_up_to_a_limit),
        TEST(nodes_are_counted),
        TEST(a_message_begins_with_the_path_if_there_is_one),
        TEST(no_error_struct_is_needed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
