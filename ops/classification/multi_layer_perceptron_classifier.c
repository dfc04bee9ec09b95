/*
 * multi_layer_perceptron_classifier: affine layers with a sigmoid between them, a softmax at the
 * end.
 *
 *   in   features        vector of double, as many as the first of layers
 *   out  raw_prediction  vector of double, as many as the last of layers; optional
 *   out  probability     vector of double; optional
 *   out  prediction      double, the class
 *
 * weights holds for each layer its matrix, outputs by inputs and column-major, then its biases.
 * An output is the fused sum over the inputs in their order, from 0, to which the bias is added
 * (the small GEMM); a layer of a million weights or more is summed in panels of 500 inputs, each
 * from 0, that are added to the bias one after the other (the blocked GEMM). Between layers
 * 1 / (1 + exp(-y)). probability: exp(raw - the largest), divided by their sum. Class:
 * ops/kernels/classify.h; the JVM does not count the thresholds. Sparse vectors are made dense.
 *
 * Follows MLeap 0.25.2: core/classification/MultiLayerPerceptronClassifierModel.scala and
 * core/ann/Layer.scala.
 */
#include <float.h>
#include <math.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/ports.h"
#include "ops/kernels/vector.h"
#include "ops/kernels/weights.h"
#include "runtime/op.h"

/* From here on the JVM multiplies in panels. */
#define BLOCKED_WEIGHTS 1000000
#define PANEL 500

struct layer {
    struct cl_weights weights;
    const double *biases;
    size_t panel; /* inputs that are summed at once */
};

struct perceptron {
    struct cl_i64s sizes;
    struct cl_attr_tensor weights;
    struct cl_classes classes;
    struct layer *layers; /* sizes.n - 1 */
    size_t widest;        /* outputs of any layer, and the features */
};

static const struct cl_attr attrs[] = {
    {.name = "layers", .type = CL_ATTR_I64S, .offset = offsetof(struct perceptron, sizes)},
    {.name = "weights", .type = CL_ATTR_TENSOR, .offset = offsetof(struct perceptron, weights)},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct perceptron, classes.thresholds),
     .optional = true,
     .present = offsetof(struct perceptron, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

/* Takes the sizes; the weights must be just as many as they ask for. */
static enum cleap_status check_sizes(struct perceptron *p, size_t n_weights,
                                     struct cleap_error *err)
{
    uint64_t wanted = 0;

    if (p->sizes.n < 2)
        return cl_fail(err, CLEAP_E_FORMAT, "layers has %zu sizes, needs 2 or more", p->sizes.n);
    for (size_t k = 0; k < p->sizes.n; k++) {
        int64_t size = p->sizes.at[k];

        if (size < 1 || size > INT32_MAX)
            return cl_fail(err, CLEAP_E_FORMAT, "layer %zu has size %lld", k, (long long)size);
        if ((size_t)size > p->widest)
            p->widest = (size_t)size;
        if (k > 0)
            wanted += (uint64_t)size * ((uint64_t)p->sizes.at[k - 1] + 1);
        if (wanted > n_weights)
            break;
    }
    if (wanted != n_weights)
        return cl_fail(err, CLEAP_E_FORMAT, "weights has %zu values, layers ask for %s%llu",
                       n_weights, wanted > n_weights ? "at least " : "",
                       (unsigned long long)wanted);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct perceptron *p = state;
    struct cl_f64s values;
    const double *at;

    CL_TRY(cl_tensor_values(&p->weights, "weights", &values, err));
    CL_TRY(check_sizes(p, values.n, err));
    CL_TRY(cl_classes_init(&p->classes, p->sizes.at[p->sizes.n - 1], err));
    p->layers = cl_arena_array(src->arena, p->sizes.n - 1, sizeof *p->layers);
    if (p->layers == NULL)
        return cl_fail_nomem(err);
    at = values.at;
    for (size_t k = 0; k + 1 < p->sizes.n; k++) {
        size_t n_in = (size_t)p->sizes.at[k], n_out = (size_t)p->sizes.at[k + 1];
        struct cl_matrix matrix = {at, n_out, n_in};
        struct layer *layer = &p->layers[k];

        CL_TRY(cl_weights_from_rows(&layer->weights, &matrix, src->arena, err));
        layer->biases = at + n_out * n_in;
        layer->panel = n_out * n_in < BLOCKED_WEIGHTS ? n_in : PANEL;
        at = layer->biases + n_out;
    }
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct perceptron *m = state;

    return cl_classify_prepare(p, m->sizes.at[0], &m->classes, err);
}

/* Rows that go through the layers together, and their values between two layers. */
struct batch {
    size_t n;
    const double *x[CL_SWEEP_ROWS]; /* what goes into the layer */
    double *room[CL_SWEEP_ROWS];    /* of the rows themselves, `widest` each */
    double *sums, *y;               /* n rows of the layer's outputs */
};

/* y = the biases + the sums of each panel. */
static void run_affine(const struct layer *layer, const struct batch *b)
{
    const struct cl_weights *w = &layer->weights;

    for (size_t r = 0; r < b->n; r++)
        memcpy(b->y + r * w->n_out, layer->biases, w->n_out * sizeof *b->y);
    for (size_t first = 0; first < w->n_in; first += layer->panel) {
        struct cl_weights panel = *w;
        const double *x[CL_SWEEP_ROWS];

        panel.n_in = w->n_in - first < layer->panel ? w->n_in - first : layer->panel;
        panel.at += first * w->stride;
        for (size_t r = 0; r < b->n; r++)
            x[r] = b->x[r] + first;
        for (size_t k = 0; k < b->n * w->n_out; k++)
            b->sums[k] = 0.0;
        cl_dense_kernels()->sweep(&panel, CL_SWEEP_AHEAD, x, b->sums, b->n);
        for (size_t k = 0; k < b->n * w->n_out; k++)
            b->y[k] += b->sums[k];
    }
}

static void run_layers(const struct perceptron *p, struct batch *b)
{
    size_t n_layers = p->sizes.n - 1;

    for (size_t k = 0; k < n_layers; k++) {
        size_t n_out = p->layers[k].weights.n_out;

        run_affine(&p->layers[k], b);
        if (k + 1 == n_layers)
            break;
        for (size_t r = 0; r < b->n; r++) {
            for (size_t o = 0; o < n_out; o++)
                b->room[r][o] = 1.0 / (1.0 + exp(-b->y[r * n_out + o]));
            b->x[r] = b->room[r];
        }
    }
}

/* The dense values of a vector, in `room` where it does not have them itself. */
static const double *dense_of(const struct cl_tensor *v, double *room)
{
    const double *value = v->value;

    if (v->index == NULL)
        return value;
    for (uint32_t i = 0; i < v->size; i++)
        room[i] = 0.0;
    for (uint32_t k = 0; k < v->n; k++)
        room[v->index[k]] = value[k];
    return room;
}

static size_t batch_size(size_t n_rows)
{
    return n_rows < CL_SWEEP_ROWS ? n_rows : CL_SWEEP_ROWS;
}

static enum cleap_status make_room(const struct perceptron *p, struct cl_exec *x, struct batch *b,
                                   struct cleap_error *err)
{
    size_t most = batch_size(x->n);

    for (size_t r = 0; r < most; r++) {
        b->room[r] = cl_arena_array(x->scratch, p->widest, sizeof(double));
        if (b->room[r] == NULL)
            return cl_fail_nomem(err);
    }
    b->sums = cl_arena_array(x->scratch, p->widest, most * sizeof(double));
    b->y = cl_arena_array(x->scratch, p->widest, most * sizeof(double));
    return b->sums != NULL && b->y != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct perceptron *p = state;
    const struct cl_tensor *v = x->in[0]->as.tensor;
    struct batch b = {.n = 0};

    CL_TRY(make_room(p, x, &b, err));
    for (size_t first = 0; first < x->n; first += b.n) {
        b.n = batch_size(x->n - first);
        for (size_t r = 0; r < b.n; r++) {
            CL_TRY(cl_dot_check(x, first + r, &v[first + r], (size_t)p->sizes.at[0], err));
            b.x[r] = dense_of(&v[first + r], b.room[r]);
        }
        run_layers(p, &b);
        memcpy(raw_out + first * p->classes.n, b.y, b.n * p->classes.n * sizeof *raw_out);
    }
    return CLEAP_OK;
}

static void normalise(const void *state, double *v)
{
    size_t n = ((const struct perceptron *)state)->classes.n;
    double most = -DBL_MAX, sum = 0.0;

    for (size_t k = 0; k < n; k++)
        if (v[k] > most)
            most = v[k];
    for (size_t k = 0; k < n; k++) {
        v[k] = exp(v[k] - most);
        sum += v[k];
    }
    for (size_t k = 0; k < n; k++)
        v[k] /= sum;
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct perceptron *p = state;

    return cl_classify(&classifier, p, &p->classes, x, err);
}

const struct cl_op cl_op_multi_layer_perceptron_classifier = {
    .name = "multi_layer_perceptron_classifier",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"raw_prediction", "probability", NULL},
               .why = "exp, in every layer"},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct perceptron),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
