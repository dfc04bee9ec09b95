/*
 * Boosters for tests: read from documents written with ' for ", and run over one row.
 */
#ifndef CLEAP_TESTS_BOOSTER_FIXTURE_H
#define CLEAP_TESTS_BOOSTER_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ops/kernels/xgboost/booster.h"
#include "tests/support/arenas.h"
#include "tests/support/ulp.h"

/* A booster of trees: `param` is more of learner_model_param. */
#define TREES_OF(objective, param, n, info, trees)                                                 \
    "{'learner': {'gradient_booster': {'model': {'gbtree_model_param': {'num_trees': '" n          \
    "', 'num_parallel_tree': '1'}, 'tree_info': [" info "], 'trees': [" trees                      \
    "]}, 'name': 'gbtree'}, 'learner_model_param': {" param                                        \
    "'num_feature': '3'}, 'objective': {'name': '" objective "'}}, 'version': [2, 0, 3]}"

/* A tree of columns; `more` are further members, each with a comma before it. */
#define TREE(n, left, right, feature, defaults, value, cover, more)                                \
    "{'default_left': [" defaults "], 'left_children': [" left "], 'right_children': [" right      \
    "], 'split_conditions': [" value "], 'split_indices': [" feature "], 'sum_hessian': [" cover   \
    "], 'tree_param': {'num_nodes': '" n "', 'size_leaf_vector': '1'}" more "}"

/* One split: feature 1 below 0.5 gives -1, else 2; missing goes left. */
#define STUMP TREE("3", "1, -1, -1", "2, -1, -1", "1, 0, 0", "1, 0, 0", "0.5, -1, 2", "4, 3, 1", "")
#define LEAF(value) TREE("1", "-1", "-1", "0", "0", value, "1", "")

#define BASE(score) "'base_score': '" score "', 'num_class': '0', "
#define REGRESSION(n, info, trees) TREES_OF("reg:squarederror", BASE("5E-1"), n, info, trees)

static inline char *with_quotes(const char *text)
{
    char *copy = cl_arena_strndup(&arena, text, strlen(text));

    assert_non_null(copy);
    for (char *at = copy; *at != '\0'; at++)
        if (*at == '\'')
            *at = '"';
    return copy;
}

static inline enum cleap_status read_limited(struct cl_booster *booster, const char *document,
                                             int32_t tree_limit)
{
    const char *text = with_quotes(document);

    cl_error_begin(&err, NULL);
    return cl_booster_read(booster, text, strlen(text), tree_limit, &arena, &err);
}

static inline enum cleap_status read_text(struct cl_booster *booster, const char *document)
{
    return read_limited(booster, document, 0);
}

#define assert_refused(document, status_wanted, message_wanted)                                    \
    do {                                                                                           \
        struct cl_booster refused_;                                                                \
                                                                                                   \
        assert_int_equal(read_text(&refused_, document), status_wanted);                           \
        assert_string_equal(err.message, message_wanted);                                          \
    } while (0)

#define assert_read(booster, document)                                                             \
    do {                                                                                           \
        if (read_text(booster, document) != CLEAP_OK)                                              \
            fail_msg("%s", err.message);                                                           \
    } while (0)

/* Runs one row; answers are those of the row. */
static inline enum cleap_status run_row(const struct cl_booster *booster, struct cl_tensor row,
                                        struct cl_booster_answer answer)
{
    const struct cl_column rows = {.as.tensor = &row};
    const struct cl_exec x = {.n = 1, .scratch = &scratch};

    cl_error_begin(&err, NULL);
    return cl_booster_run(booster, &x, &rows, &answer, &err);
}

/* The first margin of a dense row. */
static inline float margin_of(const struct cl_booster *booster, const double *values, uint32_t n)
{
    float margins[16] = {0};

    assert_true(booster->n_groups <= CL_COUNT_OF(margins));
    assert_int_equal(
        run_row(booster, cl_dense(values, n), (struct cl_booster_answer){.margins = margins}),
        CLEAP_OK);
    return margins[0];
}

#define assert_f32(a, b) assert_bits((double)(a), (double)(b))

#define booster_test(test) cmocka_unit_test_setup_teardown(test, open_arenas, close_arenas)

#endif
