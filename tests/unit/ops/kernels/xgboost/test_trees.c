/*
 * Boosters at random: the engine comes to the leaves that a walk from node to node comes to.
 */
#include "booster_fixture.h"

#include <math.h>

#include "ops/kernels/xgboost/builder.h"

#define MOST_NODES 511
#define FEATURES 20
#define ROWS 100

struct growing {
    struct cl_booster_builder *b;
    struct cl_booster_input nodes[MOST_NODES];
    uint32_t n, depth, n_values, categorical; /* of a hundred splits */
    uint64_t state;
};

static uint32_t next(struct growing *g, uint32_t below)
{
    g->state ^= g->state << 13;
    g->state ^= g->state >> 7;
    g->state ^= g->state << 17;
    return (uint32_t)(g->state >> 20) % below;
}

static float pick(struct growing *g)
{
    static const float odd[] = {NAN, -0.0F, 0.0F, 3e38F, -3e38F, 1e-45F};

    if (next(g, 12) == 0)
        return odd[next(g, 6)];
    return (float)next(g, g->n_values) * 0.25F - (float)g->n_values / 8.0F;
}

static uint32_t add_set(struct growing *g)
{
    double values[] = {next(g, 9), next(g, 9), next(g, 9)};
    struct cl_categories set;

    assert_true(cl_categories_init(&set, values, 3, false, &arena));
    cl_buf_append(&g->b->sets, &set, sizeof set);
    return (uint32_t)(g->b->sets.n / sizeof set);
}

/* Level by level: children lie behind their parents. */
static void grow(struct growing *g)
{
    uint32_t depth[MOST_NODES] = {0};

    g->n = 1;
    for (uint32_t i = 0; i < g->n; i++) {
        struct cl_booster_input *node = &g->nodes[i];

        *node = (struct cl_booster_input){.left = -1, .value = pick(g), .cover = 1};
        if (depth[i] == g->depth || next(g, 8) == 0) {
            node->value = (float)next(g, 1000) / 7.0F;
            continue;
        }
        node->left = (int32_t)g->n;
        node->right = node->left + 1;
        node->feature = next(g, FEATURES);
        node->default_left = next(g, 2) == 0;
        if (next(g, 100) < g->categorical)
            node->set = add_set(g);
        else if (next(g, 50) == 0)
            node->value = next(g, 2) == 0 ? INFINITY : -INFINITY;
        depth[g->n] = depth[g->n + 1] = depth[i] + 1;
        g->n += 2;
    }
}

static void make(struct growing *g, int32_t n_trees, int32_t n_groups, bool dart,
                 struct cl_booster *booster)
{
    struct cl_booster_builder b;

    cl_booster_builder_init(&b, 100000000, &arena);
    g->b = &b;
    b.n_features = FEATURES;
    b.num_trees = n_trees;
    b.num_class = n_groups > 1 ? n_groups : 0;
    b.base_score = 0.5F;
    b.objective = cl_str_of(n_groups > 1 ? "multi:softprob" : "reg:squarederror");
    b.booster = cl_str_of(dart ? "dart" : "gbtree");
    for (int32_t t = 0; t < n_trees; t++) {
        int32_t group = t % n_groups;
        float weight = (float)(t % 5) * 0.3F;

        grow(g);
        assert_int_equal(cl_booster_builder_tree(&b, g->nodes, g->n, &err), CLEAP_OK);
        cl_buf_append(&b.groups, &group, sizeof group);
        if (dart)
            cl_buf_append(&b.weights, &weight, sizeof weight);
    }
    if (cl_booster_builder_finish(&b, 0, booster, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    cl_booster_builder_free(&b);
}

static void check_row(const struct cl_booster *b, const double *row, uint32_t size,
                      const float *margins, const double *leaves)
{
    float x[FEATURES], expected[8];

    for (uint32_t g = 0; g < b->n_groups; g++)
        expected[g] = b->base_margin;
    for (uint32_t k = 0; k < b->n_read; k++)
        x[k] = b->features[k] < size ? (float)row[b->features[k]] : NAN;
    for (uint32_t t = 0; t < b->n_trees; t++) {
        uint32_t leaf = cl_booster_leaf(b, t, x);
        float value = b->nodes[leaf].as.leaf;

        assert_true(leaves[t] == (double)(leaf - b->roots[t]));
        expected[b->groups[t]] += b->tree_weights != NULL ? value * b->tree_weights[t] : value;
    }
    for (uint32_t g = 0; g < b->n_groups; g++)
        assert_f32(margins[g], expected[g]);
}

static void check(struct growing g, int32_t n_trees, int32_t n_groups, bool dart,
                  enum cl_trees_way way)
{
    double(*rows)[FEATURES] = cl_arena_array(&arena, ROWS, sizeof *rows);
    double *leaves = cl_arena_array(&arena, ROWS, (size_t)n_trees * sizeof *leaves);
    struct cl_tensor cells[ROWS];
    float margins[ROWS * 8];
    struct cl_booster_answer answer = {.margins = margins, .leaves = leaves};
    const struct cl_exec x = {.n = ROWS, .scratch = &scratch};
    struct cl_booster b;

    assert_non_null(rows);
    assert_non_null(leaves);
    make(&g, n_trees, n_groups, dart, &b);
    assert_int_equal(b.trees.way, way);
    for (size_t i = 0; i < ROWS; i++) {
        for (uint32_t k = 0; k < FEATURES; k++)
            rows[i][k] = (double)pick(&g);
        cells[i] = cl_dense(rows[i], FEATURES - (uint32_t)i % 3);
    }
    if (cl_booster_run(&b, &x, &(struct cl_column){.as.tensor = cells}, &answer, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    for (size_t i = 0; i < ROWS; i++)
        check_row(&b, rows[i], cells[i].size, margins + i * b.n_groups, leaves + i * b.n_trees);
}

static void by_keys(void **unused)
{
    (void)unused;
    check((struct growing){.depth = 6, .n_values = 100000, .state = 1}, 40, 1, false,
          CL_TREES_KEYS);
    check((struct growing){.depth = 5, .n_values = 100000, .state = 2}, 33, 3, false,
          CL_TREES_KEYS);
    check((struct growing){.depth = 5, .n_values = 100000, .categorical = 2, .state = 3}, 36, 1,
          true, CL_TREES_KEYS);
}

static void with_a_table(void **unused)
{
    (void)unused;
    check((struct growing){.depth = 7, .n_values = 9, .state = 4}, 200, 1, false, CL_TREES_TABLE);
    check((struct growing){.depth = 7, .n_values = 9, .state = 5}, 120, 4, true, CL_TREES_TABLE);
}

static void lazily(void **unused)
{
    (void)unused;
    check((struct growing){.depth = 7, .n_values = 9, .categorical = 50, .state = 6}, 30, 1, false,
          CL_TREES_LAZY);
    check((struct growing){.depth = 2, .n_values = 9, .state = 7}, 1, 1, true, CL_TREES_LAZY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        booster_test(by_keys),
        booster_test(with_a_table),
        booster_test(lazily),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
