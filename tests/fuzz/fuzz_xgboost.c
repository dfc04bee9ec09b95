/*
 * Any bytes as a booster of XGBoost, which, when it is one, predicts three rows.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ops/kernels/xgboost/booster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What one row may take; TreeSHAP's time goes with the square of a tree's levels. */
#define MAX_OUTPUTS 65536
#define MAX_LEVELS 64

static void predict(const struct cl_booster *booster, struct cl_arena *scratch)
{
    const double dense[] = {0.5, NAN, -3, 1e30};
    const double sparse[] = {2, -0.0};
    const int32_t index[] = {1, 3};
    struct cl_tensor rows[] = {cl_dense(dense, 4), cl_sparse(sparse, index, 2, 4),
                               cl_dense(dense, 0)};
    const struct cl_column column = {.as.tensor = rows};
    const struct cl_exec x = {.n = booster->n_features < 4 ? 1 : 3, .scratch = scratch};
    struct cl_booster_answer answer = {0};
    struct cleap_error err;

    cl_error_begin(&err, NULL);
    if (booster->n_features < 4)
        rows[0] = cl_dense(dense, booster->n_features);
    answer.margins = cl_arena_array(scratch, x.n, booster->n_groups * sizeof(float));
    if (booster->weights == NULL)
        answer.leaves = cl_arena_array(scratch, x.n, booster->n_trees * sizeof(double));
    if (booster->max_depth <= MAX_LEVELS &&
        cl_booster_check_contributions(booster, &err) == CLEAP_OK &&
        cl_booster_n_contributions(booster) <= MAX_OUTPUTS)
        answer.contributions =
            cl_arena_array(scratch, x.n, cl_booster_n_contributions(booster) * sizeof(double));
    cl_error_begin(&err, NULL);
    if (cl_booster_run(booster, &x, &column, &answer, &err) != CLEAP_OK)
        abort();
    for (size_t i = 0; i < x.n; i++)
        cl_objective_transform(booster->objective, answer.margins + i * booster->n_groups,
                               booster->n_groups);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cl_arena arena, scratch;
    struct cl_booster booster;
    struct cleap_error err;

    cl_arena_init(&arena, 1024);
    cl_arena_init(&scratch, 1024);
    cl_error_begin(&err, NULL);
    if (cl_booster_read(&booster, data, size, 0, &arena, &err) == CLEAP_OK)
        predict(&booster, &scratch);
    cl_arena_free(&scratch);
    cl_arena_free(&arena);
    return 0;
}
