/*
 * Treelite's own interpreter of forests, GTIL, one thread.
 */
#include <stdint.h>

#include "benchmarks/rivals/rival.h"

typedef int (*predict_fn)(void *model, const void *input, const char *type, uint64_t n,
                          void *output, void *config);

static const char *(*last_error)(void);
static predict_fn gtil_predict;
static void *model_handle, *config;
static struct shape model_shape;
static const void *placed;
static size_t n_placed;
static void *answer;

static void open(void *library, const char *model, const struct shape *shape)
{
    int (*load)(const char *, void **) =
        (int (*)(const char *, void **))symbol(library, "TreeliteDeserializeModelFromFile");
    int (*parse)(const char *, void **) =
        (int (*)(const char *, void **))symbol(library, "TreeliteGTILParseConfig");

    last_error = (const char *(*)(void))symbol(library, "TreeliteGetLastError");
    gtil_predict = (predict_fn)symbol(library, "TreeliteGTILPredict");
    need(load(model, &model_handle) == 0, model, last_error());
    need(parse("{\"predict_type\": \"default\", \"nthread\": 1}", &config) == 0, "config",
         last_error());
    model_shape = *shape;
}

static void place(const void *rows, size_t n)
{
    if (n != n_placed)
        answer = room(n * model_shape.n_out, sizeof(double));
    placed = rows;
    n_placed = n;
}

static void predict(void)
{
    need(gtil_predict(model_handle, placed, model_shape.is_double ? "float64" : "float32", n_placed,
                      answer, config) == 0,
         "TreeliteGTILPredict", last_error());
}

static void answers(double *to, size_t n)
{
    for (size_t i = 0; i < n * model_shape.n_out; i++)
        to[i] = model_shape.is_double ? ((double *)answer)[i] : (double)((float *)answer)[i];
}

const struct rival rival_gtil = {"gtil", open, place, predict, answers};
