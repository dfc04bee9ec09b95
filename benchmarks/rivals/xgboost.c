/*
 * XGBoost's own predictor, one thread, over rows in place: no DMatrix is made.
 */
#include <stdint.h>
#include <stdio.h>

#include "benchmarks/rivals/rival.h"

typedef int (*predict_fn)(void *booster, const char *values, const char *config, void *matrix,
                          const uint64_t **shape, uint64_t *n_dims, const float **result);

static const char *(*last_error)(void);
static predict_fn predict_dense;
static void *booster;
static struct shape model_shape;
static char placed[256];
static const float *result;

static void open(void *library, const char *model, const struct shape *shape)
{
    int (*create)(const void *, uint64_t, void **) =
        (int (*)(const void *, uint64_t, void **))symbol(library, "XGBoosterCreate");
    int (*load)(void *, const char *) =
        (int (*)(void *, const char *))symbol(library, "XGBoosterLoadModel");
    int (*set)(void *, const char *, const char *) =
        (int (*)(void *, const char *, const char *))symbol(library, "XGBoosterSetParam");

    last_error = (const char *(*)(void))symbol(library, "XGBGetLastError");
    predict_dense = (predict_fn)symbol(library, "XGBoosterPredictFromDense");
    need(create(NULL, 0, &booster) == 0, "XGBoosterCreate", last_error());
    need(load(booster, model) == 0, model, last_error());
    need(set(booster, "nthread", "1") == 0, "nthread", last_error());
    model_shape = *shape;
}

static void place(const void *rows, size_t n)
{
    snprintf(placed, sizeof placed,
             "{\"data\": [%llu, true], \"shape\": [%zu, %zu], \"typestr\": \"%s\", \"version\": 3}",
             (unsigned long long)(uintptr_t)rows, n, model_shape.width,
             model_shape.is_double ? "<f8" : "<f4");
}

static void predict(void)
{
    static const char config[] =
        "{\"type\": 0, \"training\": false, \"iteration_begin\": 0, \"iteration_end\": 0, "
        "\"strict_shape\": true, \"missing\": NaN, \"cache_id\": 0}";
    const uint64_t *shape;
    uint64_t n_dims;

    need(predict_dense(booster, placed, config, NULL, &shape, &n_dims, &result) == 0,
         "XGBoosterPredictFromDense", last_error());
}

static void answers(double *to, size_t n)
{
    for (size_t i = 0; i < n * model_shape.n_out; i++)
        to[i] = (double)result[i];
}

const struct rival rival_xgboost = {"xgboost", open, place, predict, answers};
