/*
 * LightGBM's own predictor, one thread: its call for single rows, prepared beforehand, and its call
 * for matrices.
 */
#include <stdint.h>

#include "benchmarks/rivals/rival.h"

enum { C_DOUBLE = 1, PREDICT_NORMAL = 0, ROW_MAJOR = 1, ALL_TREES = -1 };

typedef int (*fast_init_fn)(void *booster, int kind, int first, int count, int type, int32_t width,
                            const char *parameters, void **fast);
typedef int (*fast_fn)(void *fast, const void *row, int64_t *n, double *answer);
typedef int (*matrix_fn)(void *booster, const void *rows, int type, int32_t n, int32_t width,
                         int is_row_major, int kind, int first, int count, const char *parameters,
                         int64_t *n_answers, double *answer);

static const char *(*last_error)(void);
static void *booster, *fast;
static fast_fn predict_fast;
static matrix_fn predict_matrix;
static struct shape model_shape;
static const void *placed;
static size_t n_placed;
static double *answer;

static void open(void *library, const char *model, const struct shape *shape)
{
    int (*load)(const char *, int *, void **) =
        (int (*)(const char *, int *, void **))symbol(library, "LGBM_BoosterCreateFromModelfile");
    fast_init_fn init = (fast_init_fn)symbol(library, "LGBM_BoosterPredictForMatSingleRowFastInit");
    int n_iterations;

    last_error = (const char *(*)(void))symbol(library, "LGBM_GetLastError");
    predict_fast = (fast_fn)symbol(library, "LGBM_BoosterPredictForMatSingleRowFast");
    predict_matrix = (matrix_fn)symbol(library, "LGBM_BoosterPredictForMat");
    need(load(model, &n_iterations, &booster) == 0, model, last_error());
    need(init(booster, PREDICT_NORMAL, 0, ALL_TREES, C_DOUBLE, (int32_t)shape->width,
              "num_threads=1", &fast) == 0,
         "FastInit", last_error());
    model_shape = *shape;
}

static void place(const void *rows, size_t n)
{
    if (n != n_placed)
        answer = room(n, sizeof *answer);
    placed = rows;
    n_placed = n;
}

static void predict(void)
{
    int64_t n;
    int failed;

    if (n_placed == 1)
        failed = predict_fast(fast, placed, &n, answer);
    else
        failed =
            predict_matrix(booster, placed, C_DOUBLE, (int32_t)n_placed, (int32_t)model_shape.width,
                           ROW_MAJOR, PREDICT_NORMAL, 0, ALL_TREES, "num_threads=1", &n, answer);
    need(failed == 0, "predict", last_error());
}

static void answers(double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = answer[i];
}

const struct rival rival_lightgbm = {"lightgbm", open, place, predict, answers};
