/*
 * ONNX Runtime, one thread, all graph optimisations. Input and output tensors are made before a
 * call and bound by pointer, so that only Run is timed.
 *
 * Its wheel has the library but no header. The library hands out one table of functions that only
 * ever grows at its end (the places below are those of version 1 of the table), so the few that
 * are needed are named by their place.
 */
#include <stdint.h>

#include "benchmarks/rivals/rival.h"

enum {
    GET_ERROR_MESSAGE = 2,
    CREATE_ENV = 3,
    CREATE_SESSION = 7,
    RUN = 9,
    CREATE_SESSION_OPTIONS = 10,
    SET_GRAPH_OPTIMIZATION_LEVEL = 23,
    SET_INTRA_OP_NUM_THREADS = 24,
    CREATE_TENSOR_WITH_DATA = 49,
    CREATE_CPU_MEMORY_INFO = 69,
    RELEASE_VALUE = 96,
};

enum { TYPE_FLOAT = 1, TYPE_DOUBLE = 11 };
enum { LOGGING_ERROR = 3, OPTIMIZE_ALL = 99, ALLOCATOR_ARENA = 1, MEMORY_DEFAULT = 0 };

typedef void *status; /* NULL: all is well */

struct api_base {
    const any_fn *(*get_api)(uint32_t version);
    const char *(*get_version)(void);
};

typedef status (*run_fn)(void *session, const void *options, const char *const *input_names,
                         const void *const *inputs, size_t n_inputs,
                         const char *const *output_names, size_t n_outputs, void **outputs);
typedef status (*create_tensor_fn)(const void *memory, void *data, size_t size, const int64_t *dims,
                                   size_t n_dims, int type, void **value);

static const any_fn *api;
static void *session, *memory, *input, *output;
static struct shape model_shape;
static bool answers_double;
static void *answer;
static size_t answer_rows;
static run_fn run;

static void check(status failed, const char *what)
{
    const char *(*message)(status) = (const char *(*)(status))api[GET_ERROR_MESSAGE];

    need(failed == NULL, what, failed != NULL ? message(failed) : NULL);
}

static void open(void *library, const char *model, const struct shape *shape)
{
    const struct api_base *(*base)(void) =
        (const struct api_base *(*)(void))symbol(library, "OrtGetApiBase");
    void *env, *options;

    api = base()->get_api(1);
    need(api != NULL, "OrtGetApiBase", "no table of version 1");
    check(((status(*)(int, const char *, void **))api[CREATE_ENV])(LOGGING_ERROR, "bench", &env),
          "CreateEnv");
    check(((status(*)(void **))api[CREATE_SESSION_OPTIONS])(&options), "CreateSessionOptions");
    check(((status(*)(void *, int))api[SET_INTRA_OP_NUM_THREADS])(options, 1), "threads");
    check(((status(*)(void *, int))api[SET_GRAPH_OPTIMIZATION_LEVEL])(options, OPTIMIZE_ALL),
          "SetSessionGraphOptimizationLevel");
    check(((status(*)(void *, const char *, void *, void **))api[CREATE_SESSION])(
              env, model, options, &session),
          "CreateSession");
    check(((status(*)(int, int, void **))api[CREATE_CPU_MEMORY_INFO])(ALLOCATOR_ARENA,
                                                                      MEMORY_DEFAULT, &memory),
          "CreateCpuMemoryInfo");
    run = (run_fn)api[RUN];
    model_shape = *shape;
    /* Layers answer in the type of their rows, forests always in floats. */
    answers_double = shape->is_double && shape->n_out > 1;
}

static void *tensor(void *data, size_t n, size_t width, bool is_double)
{
    int64_t dims[] = {(int64_t)n, (int64_t)width};
    size_t size = n * width * (is_double ? sizeof(double) : sizeof(float));
    void *value;

    check(((create_tensor_fn)api[CREATE_TENSOR_WITH_DATA])(
              memory, data, size, dims, 2, is_double ? TYPE_DOUBLE : TYPE_FLOAT, &value),
          "CreateTensorWithDataAsOrtValue");
    return value;
}

static void place(const void *rows, size_t n)
{
    void (*release)(void *) = (void (*)(void *))api[RELEASE_VALUE];

    if (input != NULL)
        release(input);
    input = tensor((void *)(uintptr_t)rows, n, model_shape.width, model_shape.is_double);
    if (n == answer_rows)
        return;
    if (output != NULL)
        release(output);
    answer = room(n * model_shape.n_out, sizeof(double));
    answer_rows = n;
    output = tensor(answer, n, model_shape.n_out, answers_double);
}

static void predict(void)
{
    static const char *const input_names[] = {"features"}, *const output_names[] = {"answer"};
    const void *inputs[] = {input};
    void *outputs[] = {output};

    check(run(session, NULL, input_names, inputs, 1, output_names, 1, outputs), "Run");
}

static void answers(double *to, size_t n)
{
    for (size_t i = 0; i < n * model_shape.n_out; i++)
        to[i] = answers_double ? ((double *)answer)[i] : (double)((float *)answer)[i];
}

const struct rival rival_onnxruntime = {"onnxruntime", open, place, predict, answers};
