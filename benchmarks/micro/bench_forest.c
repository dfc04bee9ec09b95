/*
 * The ways to walk trees: what a row costs in each, alone and among 256, always another row; what a
 * node costs that is come to; and which way the engine would have chosen.
 *
 * Every way's leaves are checked against a walk one by one before it is timed, and its time is the
 * least of many short runs.
 *
 *     build/release/bench_forest [PART OF A NAME]
 */
#define _POSIX_C_SOURCE 200809L

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/random_trees.h"

#define ROWS 1024
#define BATCH 256
#define REPEATS 15

static const char *const names[] = {
    [CL_TREES_TABLE] = "table", [CL_TREES_KEYS] = "keys", [CL_TREES_LAZY] = "lazy"};

static const struct bench {
    const char *name;
    struct random_plan plan;
    bool is_narrow;
} benches[] = {
    {"Spark forest 500 x 10", {RANDOM_RAGGED, 500, 10, 50, 16}, false},
    {"Spark boosted 300 x 6", {RANDOM_FULL, 300, 6, 50, 16}, false},
    {"Spark forest 100 x 5", {RANDOM_FULL, 100, 5, 50, 16}, false},
    {"Spark forest 20 x 5", {RANDOM_FULL, 20, 5, 50, 16}, false},
    {"Spark forest 20 x 5, 500 columns", {RANDOM_FULL, 20, 5, 500, 16}, false},
    {"Spark tree 1 x 5", {RANDOM_FULL, 1, 5, 20, 16}, false},
    {"Spark tree 1 x 10", {RANDOM_FULL, 1, 10, 50, 16}, false},
    {"Spark forest 5 x 10", {RANDOM_FULL, 5, 10, 50, 16}, false},
    {"many bins 300 x 6", {RANDOM_FULL, 300, 6, 50, 500}, false},
    {"many bins 50 x 10", {RANDOM_FULL, 50, 10, 50, 500}, false},
    {"deep 100 x 16", {RANDOM_RAGGED, 100, 16, 50, 16}, false},
    {"XGBoost 300 x 6, 256 bins", {RANDOM_FULL, 300, 6, 50, 128}, true},
    {"XGBoost 300 x 6, exact", {RANDOM_FULL, 300, 6, 50, 100000}, true},
    {"XGBoost 1000 x 8, 256 bins", {RANDOM_FULL, 1000, 8, 100, 128}, true},
    {"XGBoost 300 x 6, 16 bins", {RANDOM_FULL, 300, 6, 50, 8}, true},
    {"XGBoost 20 x 4", {RANDOM_FULL, 20, 4, 20, 128}, true},
    {"chains 24 x 500", {RANDOM_CHAIN_RIGHT, 24, 500, 20, 64}, false},
};

struct state {
    struct cl_arena arena;
    struct random_trees trees;
    uint64_t *keys; /* of ROWS rows */
    uint32_t *leaves;
    double visits; /* of a row */
};

static double now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void fail(const char *what)
{
    fprintf(stderr, "bench_forest: %s\n", what);
    exit(1);
}

static void note(void *arg, const struct cl_trees_leaves *leaves)
{
    const struct state *s = arg;

    memcpy(s->leaves + leaves->row * s->trees.n_trees + leaves->tree, leaves->leaf,
           leaves->n * sizeof *leaves->leaf);
}

static void walk_lazily(struct state *s, const struct cl_trees *trees, size_t row)
{
    const uint64_t *keys = s->keys + row * trees->n_columns;

    for (uint32_t t = 0; t < trees->n_trees; t++) {
        uint32_t at = trees->roots[t];
        struct cl_split split;

        while (cl_trees_split(trees, at, &split))
            at = split.left + (split.cut < keys[split.column]);
        s->leaves[row * trees->n_trees + t] = trees->first_leaf[t] + split.left;
    }
}

/* Walks all rows, `n` at a time. */
static void walk_all(struct state *s, const struct cl_trees *trees, struct cl_trees_rows *rows,
                     size_t n)
{
    size_t most = n < rows->most ? n : rows->most;

    for (size_t row = 0; row < ROWS; row += most) {
        if (ROWS - row < most)
            most = ROWS - row;
        memcpy(rows->keys, s->keys + row * trees->n_columns,
               most * trees->n_columns * sizeof *s->keys);
        for (size_t i = 0; i < most; i++)
            rows->row[i] = row + i;
        cl_trees_walk(trees, rows, most, note, s);
    }
}

static void check(struct state *s, const char *way)
{
    for (size_t row = 0; row < ROWS; row++)
        for (uint32_t t = 0; t < s->trees.n_trees; t++)
            if (s->leaves[row * s->trees.n_trees + t] !=
                random_trees_leaf(&s->trees, t, s->keys + row * s->trees.n_columns)) {
                fprintf(stderr, "bench_forest: %s: row %zu, tree %u\n", way, row, t);
                exit(1);
            }
    memset(s->leaves, 0xff, ROWS * (size_t)s->trees.n_trees * sizeof *s->leaves);
}

/* The least that a row takes. */
static double time_way(struct state *s, const struct cl_trees *trees, size_t n)
{
    struct cl_trees_rows rows;
    double least = INFINITY;

    if (trees->way != CL_TREES_LAZY && !cl_trees_rows_init(&rows, trees, n, &s->arena))
        fail("no memory");
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double start = now_ns(), ns;

        if (trees->way == CL_TREES_LAZY)
            for (size_t row = 0; row < ROWS; row++)
                walk_lazily(s, trees, row);
        else
            walk_all(s, trees, &rows, n);
        ns = (now_ns() - start) / ROWS;
        if (ns < least)
            least = ns;
        if (repeat == 0)
            check(s, names[trees->way]);
    }
    return least;
}

static void count_visits(struct state *s)
{
    size_t n = 0;

    for (size_t row = 0; row < ROWS; row++)
        for (uint32_t t = 0; t < s->trees.n_trees; t++)
            for (uint32_t at = s->trees.roots[t]; s->trees.nodes[at].left != 0; n++)
                at = s->trees.nodes[at].left +
                     (s->trees.nodes[at].cut <
                      s->keys[row * s->trees.n_columns + s->trees.nodes[at].column]);
    s->visits = (double)n / ROWS;
}

static void make(struct state *s, const struct bench *bench)
{
    size_t n_keys = (size_t)ROWS * bench->plan.n_columns;

    cl_arena_init(&s->arena, 1 << 20);
    if (!random_trees_make(&s->trees, &bench->plan, 88172645463325252u, &s->arena))
        fail("no memory");
    s->keys = cl_arena_array(&s->arena, n_keys, sizeof *s->keys);
    s->leaves = cl_arena_array(&s->arena, ROWS, s->trees.n_trees * sizeof *s->leaves);
    if (s->keys == NULL || s->leaves == NULL)
        fail("no memory");
    for (size_t row = 0; row < ROWS; row++)
        random_row(&s->trees, s->keys + row * s->trees.n_columns);
    for (size_t i = 0; bench->is_narrow && i < n_keys; i++)
        s->keys[i] >>= 33;
    for (uint32_t i = 0; bench->is_narrow && i < s->trees.n_nodes; i++)
        s->trees.nodes[i].cut >>= 33;
    count_visits(s);
}

static void run(const struct bench *bench)
{
    struct state s = {.visits = 0.0};
    struct cl_trees_input input;
    struct cl_trees chosen, trees;
    struct cleap_error err = {.status = CLEAP_OK};

    make(&s, bench);
    input = random_trees_input(&s.trees, CL_TREES_ANY);
    input.has_small_keys = bench->is_narrow;
    if (cl_trees_build(&chosen, &input, &s.arena, &err) != CLEAP_OK)
        fail("no memory");
    printf("%-34s %6.0f visits\n", bench->name, s.visits);
    for (int way = CL_TREES_TABLE; way <= CL_TREES_LAZY; way++) {
        double one, many;

        input.way = (enum cl_trees_way)way;
        if (cl_trees_build(&trees, &input, &s.arena, &err) != CLEAP_OK)
            fail("no memory");
        if (trees.way != input.way)
            continue;
        if (way == CL_TREES_LAZY && bench->is_narrow)
            continue; /* boosters have nodes of their own for that */
        one = time_way(&s, &trees, 1);
        many = time_way(&s, &trees, BATCH);
        printf("  %-5s %9.0f ns a row, %5.2f ns a visit; of %d rows %9.0f ns, %5.2f ns%s\n",
               names[way], one, one / s.visits, BATCH, many, many / s.visits,
               chosen.way == trees.way ? "  <- chosen" : "");
    }
    cl_arena_free(&s.arena);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++)
        if (argc < 2 || strstr(benches[i].name, argv[1]) != NULL)
            run(&benches[i]);
    return 0;
}
