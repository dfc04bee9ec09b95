/*
 * The engine that walks trees: every way comes to the leaves of a walk one by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>

#include "tests/support/arenas.h"
#include "tests/support/random_trees.h"

#define ROWS 70

/* Notes the leaves that come, and that they come in order. */
struct notes {
    uint32_t n_trees, next[ROWS], *leaf;
};

static void note(void *arg, const struct cl_trees_leaves *leaves)
{
    struct notes *notes = arg;
    size_t row = leaves->row - 1000;

    assert_true(row < ROWS);
    assert_int_equal(leaves->tree, notes->next[row]);
    notes->next[row] += leaves->n;
    memcpy(notes->leaf + row * notes->n_trees + leaves->tree, leaves->leaf,
           leaves->n * sizeof *leaves->leaf);
}

static uint32_t walk_lazily(const struct cl_trees *trees, uint32_t tree, const uint64_t *keys)
{
    uint32_t at = trees->roots[tree];
    struct cl_split split;

    while (cl_trees_split(trees, at, &split))
        at = split.left + (split.cut < keys[split.column]);
    return trees->first_leaf[tree] + split.left;
}

static void check_together(const struct random_trees *t, const struct cl_trees *trees,
                           const uint64_t *keys, size_t n)
{
    struct cl_trees_rows rows;
    struct notes notes = {.n_trees = t->n_trees};

    notes.leaf = cl_arena_array(&arena, ROWS * (size_t)t->n_trees, sizeof *notes.leaf);
    assert_non_null(notes.leaf);
    assert_true(cl_trees_rows_init(&rows, trees, n, &arena));
    assert_true(rows.most > 0);
    for (size_t first = 0; first < n; first += rows.most) {
        size_t end = n - first < rows.most ? n : first + rows.most;

        memcpy(rows.keys, keys + first * t->n_columns, (end - first) * t->n_columns * sizeof *keys);
        for (size_t i = first; i < end; i++)
            rows.row[i - first] = 1000 + i;
        cl_trees_walk(trees, &rows, end - first, note, &notes);
    }
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(notes.next[i], t->n_trees);
        for (uint32_t k = 0; k < t->n_trees; k++)
            assert_int_equal(notes.leaf[i * t->n_trees + k],
                             random_trees_leaf(t, k, keys + i * t->n_columns));
    }
}

/* Whether the trees were built in the way that was asked for. */
static bool check_way(struct random_trees *t, enum cl_trees_way way, bool narrow)
{
    struct cl_trees_input input = random_trees_input(t, way);
    uint64_t *keys = cl_arena_array(&arena, (size_t)ROWS * t->n_columns, sizeof *keys);
    struct cl_trees trees;

    input.has_small_keys = narrow;
    assert_non_null(keys);
    for (size_t i = 0; i < ROWS; i++)
        random_row(t, keys + i * t->n_columns);
    for (size_t i = 0; narrow && i < (size_t)ROWS * t->n_columns; i++)
        keys[i] >>= 33;
    assert_int_equal(cl_trees_build(&trees, &input, &arena, &err), CLEAP_OK);
    if (trees.way == CL_TREES_TABLE || !trees.is_narrow)
        for (size_t i = 0; i < ROWS; i++)
            for (uint32_t k = 0; k < t->n_trees; k++)
                assert_int_equal(walk_lazily(&trees, k, keys + i * t->n_columns),
                                 random_trees_leaf(t, k, keys + i * t->n_columns));
    if (trees.way != CL_TREES_LAZY) {
        check_together(t, &trees, keys, 1);
        check_together(t, &trees, keys, ROWS);
    }
    return trees.way == way && trees.is_narrow == (narrow && way != CL_TREES_LAZY);
}

static void check_plan(const struct random_plan *plan)
{
    struct random_trees t;

    for (uint64_t seed = 1; seed < 4; seed++) {
        assert_true(random_trees_make(&t, plan, seed * 7919, &arena));
        assert_true(check_way(&t, CL_TREES_TABLE, false));
        assert_true(check_way(&t, CL_TREES_KEYS, false));
        assert_true(check_way(&t, CL_TREES_LAZY, false));
        check_way(&t, CL_TREES_ANY, false);
        for (uint32_t i = 0; i < t.n_nodes; i++)
            t.nodes[i].cut >>= 33;
        assert_true(check_way(&t, CL_TREES_TABLE, true));
        assert_true(check_way(&t, CL_TREES_KEYS, true));
        close_arenas(NULL);
        open_arenas(NULL);
    }
}

static void trees_of_a_leaf_each(void **unused)
{
    (void)unused;
    check_plan(&(struct random_plan){RANDOM_FULL, 1, 0, 3, 4});
    check_plan(&(struct random_plan){RANDOM_FULL, 30, 0, 1, 1});
}

static void full_trees(void **unused)
{
    (void)unused;
    check_plan(&(struct random_plan){RANDOM_FULL, 1, 1, 1, 1});
    check_plan(&(struct random_plan){RANDOM_FULL, 11, 4, 5, 3});
    check_plan(&(struct random_plan){RANDOM_FULL, 12, 6, 50, 16});
    check_plan(&(struct random_plan){RANDOM_FULL, 25, 9, 7, 100});
}

static void ragged_trees(void **unused)
{
    (void)unused;
    for (uint32_t depth = 1; depth < 14; depth++)
        check_plan(&(struct random_plan){RANDOM_RAGGED, 3 * depth + 1, depth, depth, 10});
}

static void chains(void **unused)
{
    (void)unused;
    check_plan(&(struct random_plan){RANDOM_CHAIN_LEFT, 13, 1000, 3, 600});
    check_plan(&(struct random_plan){RANDOM_CHAIN_RIGHT, 5, 1000, 3, 600});
    check_plan(&(struct random_plan){RANDOM_CHAIN_RIGHT, 3, 9, 2, 5});
}

static void many_columns(void **unused)
{
    (void)unused;
    check_plan(&(struct random_plan){RANDOM_RAGGED, 20, 7, 700, 3});
}

/* Makes a forest, asks for a table, and says whether it got one. */
static bool gets_table(const struct random_plan *plan)
{
    struct random_trees t;

    assert_true(random_trees_make(&t, plan, 99, &arena));
    return check_way(&t, CL_TREES_TABLE, false);
}

static void what_does_not_fit_a_table_is_walked_by_keys(void **unused)
{
    (void)unused;
    assert_true(gets_table(&(struct random_plan){RANDOM_FULL, 2, 12, 8, 50}));
    /* Nodes, leaves. */
    assert_false(gets_table(&(struct random_plan){RANDOM_CHAIN_LEFT, 2, 8192, 2, 50}));
    assert_false(gets_table(&(struct random_plan){RANDOM_FULL, 1, 14, 2, 50}));
    /* Cuts; places in the table, of which each column takes eight. */
    assert_false(gets_table(&(struct random_plan){RANDOM_FULL, 24, 12, 4, 100000}));
    assert_false(gets_table(&(struct random_plan){RANDOM_FULL, 12, 12, 20000, 1}));
}

static void what_does_not_fit_narrow_nodes_is_walked_by_wide_ones(void **unused)
{
    struct random_trees t;

    (void)unused;
    assert_true(
        random_trees_make(&t, &(struct random_plan){RANDOM_CHAIN_LEFT, 1, 40000, 2, 9}, 5, &arena));
    for (uint32_t i = 0; i < t.n_nodes; i++)
        t.nodes[i].cut >>= 33;
    assert_false(check_way(&t, CL_TREES_KEYS, true));
    assert_true(check_way(&t, CL_TREES_KEYS, false));
    assert_true(
        random_trees_make(&t, &(struct random_plan){RANDOM_FULL, 2, 3, 70000, 9}, 5, &arena));
    for (uint32_t i = 0; i < t.n_nodes; i++)
        t.nodes[i].cut >>= 33;
    assert_false(check_way(&t, CL_TREES_KEYS, true));
}

static void no_trees_have_no_leaves(void **unused)
{
    struct cl_trees_input input = {.n_trees = 0};
    struct notes notes = {.n_trees = 0};
    struct cl_trees_rows rows;
    struct cl_trees trees;

    (void)unused;
    for (int way = CL_TREES_ANY; way <= CL_TREES_LAZY; way++) {
        input.way = (enum cl_trees_way)way;
        assert_int_equal(cl_trees_build(&trees, &input, &arena, &err), CLEAP_OK);
        assert_true(cl_trees_rows_init(&rows, &trees, 3, &arena));
        cl_trees_walk(&trees, &rows, 0, note, &notes);
    }
}

/* Few trees that many rows do not share their cuts with are not worth a table. */
static void the_way_is_chosen_by_what_it_costs(void **unused)
{
    const struct {
        struct random_plan plan;
        enum cl_trees_way way;
    } cases[] = {
        {{RANDOM_FULL, 300, 8, 50, 16}, CL_TREES_TABLE},
        {{RANDOM_FULL, 40, 6, 50, 30000}, CL_TREES_KEYS},
        {{RANDOM_FULL, 1, 5, 1000, 30000}, CL_TREES_LAZY},
        {{RANDOM_FULL, 1, 8, 50, 16}, CL_TREES_LAZY},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct random_trees t;
        struct cl_trees_input input;
        struct cl_trees trees;

        assert_true(random_trees_make(&t, &cases[i].plan, 3, &arena));
        input = random_trees_input(&t, CL_TREES_ANY);
        assert_int_equal(cl_trees_build(&trees, &input, &arena, &err), CLEAP_OK);
        assert_int_equal(trees.way, cases[i].way);
    }
}

/* Nodes that no way leads to keep their numbers as leaves, and a file may have a child before its
 * parent. */
static void trees_of_files_may_have_gaps(void **unused)
{
    const struct cl_split nodes[] = {
        {.cut = 5, .column = 0, .left = 3}, {0}, {0}, {.cut = 9, .column = 0, .left = 1}, {0}, {0},
    };
    const uint32_t root = 0;
    const struct {
        uint64_t key;
        uint32_t leaf;
    } cases[] = {{5, 0}, {6, 2}, {4, 0}, {9, 2}, {10, 2}};

    (void)unused;
    for (int way = CL_TREES_TABLE; way <= CL_TREES_LAZY; way++) {
        struct cl_trees_input input = {.nodes = nodes,
                                       .n_nodes = 6,
                                       .roots = &root,
                                       .n_trees = 1,
                                       .n_columns = 1,
                                       .way = (enum cl_trees_way)way};
        struct cl_trees trees;

        assert_int_equal(cl_trees_build(&trees, &input, &arena, &err), CLEAP_OK);
        if (way != CL_TREES_KEYS)
            for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
                assert_int_equal(walk_lazily(&trees, 0, &cases[i].key), cases[i].leaf);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arenas, close_arenas)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(trees_of_a_leaf_each),
        TEST(full_trees),
        TEST(ragged_trees),
        TEST(chains),
        TEST(many_columns),
        TEST(what_does_not_fit_a_table_is_walked_by_keys),
        TEST(what_does_not_fit_narrow_nodes_is_walked_by_wide_ones),
        TEST(no_trees_have_no_leaves),
        TEST(the_way_is_chosen_by_what_it_costs),
        TEST(trees_of_files_may_have_gaps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
