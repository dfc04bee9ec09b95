/*
 * Sources of a bundle: children, trees and other files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mleap/bundle.h"
#include "mleap/limits.h"
#include "tests/unit/mleap/zip_builder.h"

#define LEAF "{\"type\":\"leaf\",\"values\":[1]}\n"
#define SPLIT                                                                                      \
    "{\"type\":\"internal\",\"split\":{\"type\":\"continuous\",\"featureIndex\":0,"                \
    "\"threshold\":1}}\n"

static const struct zip_entry entries[] = {
    {"bundle.json",
     "{\"uid\": \"1-2-3-4-5\", \"name\": \"m\", \"format\": \"json\", \"version\": \"1\","
     " \"timestamp\": \"t\"}",
     0},
    {"root/model.json",
     "{\"op\": \"forest\", \"attributes\": {\"n\": {\"long\": 3}, \"zero\": {}}}", 0},
    {"root/notes.txt", "text", 0},
    {"root/tree0/model.json", "{\"op\": \"tree\"}", 0},
    {"root/tree0/tree.json", SPLIT LEAF LEAF "behind the last node", 0},
    {"root/tree1/model.json", "{\"op\": \"tree\"}", 0},
    {"root/tree1/tree.json", SPLIT LEAF, 0},
    {"root/tree2/model.json", "{\"op\": 2}", 0},
    {"root/clusters/model.json", "{\"op\": \"clusters\"}", 0},
    {"root/clusters/tree.json", "{\"index\":0,\"norm\":2,\"values\":[2],\"numChildren\":0}", 0},
    {0}};

static struct zip_bytes zip;
static struct cl_arena arena;
static struct cl_bundle bundle;
static struct cl_source *root;
static struct cleap_error err;

static int set_up(void **unused)
{
    struct cl_archive *archive;
    struct cl_model_info info;

    (void)unused;
    zip = zip_of(entries);
    cl_arena_init(&arena, 4096);
    cl_error_begin(&err, NULL);
    return cl_archive_open_memory(zip.at, zip.n, &archive, &err) != CLEAP_OK ||
           cl_bundle_init(&bundle, archive, &arena, &err) != CLEAP_OK ||
           cl_bundle_read_info(&bundle, &info, &err) != CLEAP_OK ||
           cl_bundle_source(&bundle, cl_str_of("root"), &root, &err) != CLEAP_OK;
}

static int tear_down(void **unused)
{
    (void)unused;
    cl_bundle_done(&bundle);
    cl_arena_free(&arena);
    free(zip.at);
    return 0;
}

static void attributes_are_read(void **unused)
{
    static const struct cl_attr attr = {.name = "n", .type = CL_ATTR_I64};
    int64_t value;

    (void)unused;
    assert_true(cl_str_is(root->op, "forest"));
    assert_true(cl_source_has(root, "n"));
    assert_false(cl_source_has(root, "m"));
    assert_int_equal(cl_source_get(root, &attr, &value, &err), CLEAP_OK);
    assert_int_equal(value, 3);
}

/* What reading an attribute notes; an empty list: nothing. */
static struct cl_defaults read_noting(struct cl_source *src, const char *name,
                                      enum cl_attr_type type)
{
    struct cl_attr attr = {.name = name, .type = type};
    struct cl_defaults defaults = {0};
    int64_t value;

    src->defaults = &defaults;
    assert_int_equal(cl_source_get(src, &attr, &value, &err), CLEAP_OK);
    assert_int_equal(src->missed, defaults.n > 0);
    src->defaults = NULL;
    return defaults;
}

static void a_value_in_another_slot_is_noted(void **unused)
{
    struct cl_defaults defaults = read_noting(root, "n", CL_ATTR_F64);

    (void)unused;
    assert_int_equal(defaults.n, 1);
    assert_int_equal(defaults.at[0].kind, CL_DEFAULT_SLOT);
    assert_string_equal(defaults.at[0].value, "0");
    assert_int_equal(read_noting(root, "n", CL_ATTR_I64).n, 0);
}

static void a_zero_that_is_written_as_nothing_is_not(void **unused)
{
    (void)unused;
    assert_int_equal(read_noting(root, "zero", CL_ATTR_F64).n, 0);
}

static void a_model_without_attributes_is_bare(void **unused)
{
    struct cl_source *child;

    (void)unused;
    assert_false(root->is_bare);
    assert_int_equal(cl_source_child(root, cl_str_of("tree0"), &child, &err), CLEAP_OK);
    assert_true(child->is_bare);
}

static void a_child_is_a_folder_below(void **unused)
{
    struct cl_source *child;

    (void)unused;
    assert_int_equal(cl_source_child(root, cl_str_of("tree0"), &child, &err), CLEAP_OK);
    assert_true(cl_str_is(child->op, "tree"));
    assert_true(cl_str_is(child->where, "root/tree0/model.json"));
    assert_ptr_equal(child->arena, &arena);
}

static void a_child_that_is_broken_is_named(void **unused)
{
    struct cl_source *child;

    (void)unused;
    assert_int_equal(cl_source_child(root, cl_str_of("tree2"), &child, &err), CLEAP_E_FORMAT);
    assert_non_null(strstr(err.message, "root/tree2/model.json: 'op'"));
    assert_int_equal(cl_source_child(root, cl_str_of("tree9"), &child, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/tree9/model.json' is not in the bundle");
}

static void a_child_cannot_lie_elsewhere(void **unused)
{
    static const char *const names[] = {"../tree0", "", ".", "/tree0", "tree0/"};
    struct cl_source *child;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        assert_int_equal(cl_source_child(root, cl_str_of(names[i]), &child, &err), CLEAP_E_FORMAT);
        assert_non_null(strstr(err.message, "is no path inside the bundle"));
    }
}

/* Counts nodes, and stops where the tree ends. */
struct count {
    int nodes, open;
};

static enum cleap_status on_node(void *arg, const struct cl_tree_node *node, bool *more,
                                 struct cleap_error *e)
{
    struct count *count = arg;

    (void)e;
    count->nodes++;
    count->open += node->kind == CL_TREE_LEAF ? -1 : 1;
    *more = count->open > 0;
    return CLEAP_OK;
}

static enum cleap_status walk(const char *name, struct count *count)
{
    struct cl_source *child;

    *count = (struct count){.open = 1};
    assert_int_equal(cl_source_child(root, cl_str_of(name), &child, &err), CLEAP_OK);
    return cl_source_tree(child, on_node, count, &err);
}

static void a_tree_ends_when_its_reader_says_so(void **unused)
{
    struct count count;

    (void)unused;
    assert_int_equal(walk("tree0", &count), CLEAP_OK);
    assert_int_equal(count.nodes, 3);
}

static void a_tree_that_is_cut_off_is_refused(void **unused)
{
    struct count count;

    (void)unused;
    assert_int_equal(walk("tree1", &count), CLEAP_E_FORMAT);
    assert_string_equal(err.message,
                        "root/tree1/tree.json: node 2: the file ends before the tree does");
}

static enum cleap_status refuse_node(void *arg, const struct cl_tree_node *node, bool *more,
                                     struct cleap_error *e)
{
    (void)arg, (void)node, (void)more;
    return cl_fail(e, CLEAP_E_LIMIT, "no");
}

static void what_the_reader_refuses_is_placed(void **unused)
{
    struct cl_source *child;

    (void)unused;
    assert_int_equal(cl_source_child(root, cl_str_of("tree0"), &child, &err), CLEAP_OK);
    assert_int_equal(cl_source_tree(child, refuse_node, NULL, &err), CLEAP_E_LIMIT);
    assert_string_equal(err.message, "root/tree0/tree.json: node 0: no");
}

static enum cleap_status on_cluster(void *arg, const struct cl_cluster_node *node, bool *more,
                                    struct cleap_error *e)
{
    (void)e;
    *(double *)arg = node->value[0];
    *more = node->n_children > 0;
    return CLEAP_OK;
}

static void a_tree_of_clusters_is_read(void **unused)
{
    struct cl_source *child;
    double centre = 0;

    (void)unused;
    assert_int_equal(cl_source_child(root, cl_str_of("clusters"), &child, &err), CLEAP_OK);
    assert_int_equal(cl_source_cluster_tree(child, on_cluster, &centre, &err), CLEAP_OK);
    assert_true(centre == 2);
}

static void other_files_are_given_whole(void **unused)
{
    const void *bytes;
    size_t n;

    (void)unused;
    assert_int_equal(cl_source_file(root, "notes.txt", &bytes, &n, &err), CLEAP_OK);
    assert_int_equal(n, 4);
    assert_memory_equal(bytes, "text", 4);
    assert_int_equal(cl_source_file(root, "xgboost.model", &bytes, &n, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "'root/xgboost.model' is not in the bundle");
}

static void submodels_nest_up_to_a_limit(void **unused)
{
    struct zip_entry deep[CL_MAX_SUBMODELS + 4] = {entries[0]};
    char names[CL_MAX_SUBMODELS + 2][128] = {"root"};
    struct cl_archive *archive;
    struct cl_model_info info;
    struct cl_source *src;

    (void)unused;
    tear_down(NULL);
    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        memcpy(names[i], "root", 4);
        for (size_t k = 0; k < i; k++)
            memcpy(names[i] + 4 + 2 * k, "/m", 2);
        memcpy(names[i] + 4 + 2 * i, "/model.json", 12);
        deep[i + 1] = (struct zip_entry){names[i], "{\"op\": \"x\"}", 0};
    }
    zip = zip_of(deep);
    cl_arena_init(&arena, 4096);
    assert_int_equal(cl_archive_open_memory(zip.at, zip.n, &archive, &err), CLEAP_OK);
    assert_int_equal(cl_bundle_init(&bundle, archive, &arena, &err), CLEAP_OK);
    assert_int_equal(cl_bundle_read_info(&bundle, &info, &err), CLEAP_OK);
    assert_int_equal(cl_bundle_source(&bundle, cl_str_of("root"), &src, &err), CLEAP_OK);
    for (int i = 0; i < CL_MAX_SUBMODELS; i++)
        assert_int_equal(cl_source_child(src, cl_str_of("m"), &src, &err), CLEAP_OK);
    assert_int_equal(cl_source_child(src, cl_str_of("m"), &src, &err), CLEAP_E_LIMIT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(attributes_are_read),
        TEST(a_value_in_another_slot_is_noted),
        TEST(a_zero_that_is_written_as_nothing_is_not),
        TEST(a_model_without_attributes_is_bare),
        TEST(a_child_is_a_folder_below),
        TEST(a_child_that_is_broken_is_named),
        TEST(a_child_cannot_lie_elsewhere),
        TEST(a_tree_ends_when_its_reader_says_so),
        TEST(a_tree_that_is_cut_off_is_refused),
        TEST(what_the_reader_refuses_is_placed),
        TEST(a_tree_of_clusters_is_read),
        TEST(other_files_are_given_whole),
        TEST(submodels_nest_up_to_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
