/*
 * Forests compiled to machine code: by TL2cgen, which writes C for gcc, and by lleaves, which uses
 * LLVM. The library is the model; there is no other file.
 */
#include "benchmarks/rivals/rival.h"

typedef void (*lleaves_fn)(const double *rows, double *answers, int begin, int end);
/* Rows are unions of a number and a mark of missing values, -1 as an int: plain numbers do. */
typedef void (*tl2cgen_double_fn)(const double *row, int margin, double *answer);
typedef void (*tl2cgen_float_fn)(const float *row, int margin, float *answer);

static any_fn function;
static struct shape model_shape;
static const void *placed;
static size_t n_placed;
static void *answer;

static void open_tl2cgen(void *library, const char *model, const struct shape *shape)
{
    (void)model;
    function = symbol(library, "predict");
    model_shape = *shape;
}

static void open_lleaves(void *library, const char *model, const struct shape *shape)
{
    (void)model;
    function = symbol(library, "forest_root");
    model_shape = *shape;
}

static void place(const void *rows, size_t n)
{
    if (n != n_placed)
        answer = room(n, sizeof(double));
    placed = rows;
    n_placed = n;
}

static void predict_lleaves(void)
{
    ((lleaves_fn)function)(placed, answer, 0, (int)n_placed);
}

static void predict_tl2cgen(void)
{
    for (size_t i = 0; i < n_placed; i++) {
        size_t at = i * model_shape.width;

        if (model_shape.is_double) {
            ((double *)answer)[i] = 0;
            ((tl2cgen_double_fn)function)((const double *)placed + at, 1, (double *)answer + i);
        } else {
            ((float *)answer)[i] = 0;
            ((tl2cgen_float_fn)function)((const float *)placed + at, 1, (float *)answer + i);
        }
    }
}

static void answers(double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = model_shape.is_double ? ((double *)answer)[i] : (double)((float *)answer)[i];
}

const struct rival rival_tl2cgen = {"tl2cgen", open_tl2cgen, place, predict_tl2cgen, answers};
const struct rival rival_lleaves = {"lleaves", open_lleaves, place, predict_lleaves, answers};
