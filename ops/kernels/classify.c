/*
 * From raw values to probabilities to a class.
 */
#include "ops/kernels/classify.h"

#include <math.h>

/* The outputs, in the order of every classifier's ports. */
enum { RAW, PROBABILITY, PREDICTION };

enum cleap_status cl_classes_init(struct cl_classes *classes, int64_t num_classes,
                                  struct cleap_error *err)
{
    if (num_classes < 1)
        return cl_fail(err, CLEAP_E_FORMAT, "num_classes is %lld, needs 1 or more",
                       (long long)num_classes);
    if (num_classes > CL_MAX_CLASSES)
        return cl_fail(err, CLEAP_E_LIMIT, "num_classes is %lld, the limit is %d",
                       (long long)num_classes, CL_MAX_CLASSES);
    classes->n = (size_t)num_classes;
    return CLEAP_OK;
}

enum cleap_status cl_classes_check_thresholds(const struct cl_classes *classes,
                                              struct cleap_error *err)
{
    if (!classes->has_thresholds || classes->thresholds.n == classes->n)
        return CLEAP_OK;
    return cl_fail(err, CLEAP_E_FORMAT, "%zu thresholds for %zu classes", classes->thresholds.n,
                   classes->n);
}

enum cleap_status cl_classify_prepare(struct cl_prepare *p, int64_t n_features,
                                      const struct cl_classes *classes, struct cleap_error *err)
{
    int64_t n = (int64_t)classes->n;

    if (!cl_type_set_width(&p->in[0].type, n_features, p->arena) ||
        !cl_type_set_width(&p->out[RAW].type, n, p->arena) ||
        !cl_type_set_width(&p->out[PROBABILITY].type, n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

size_t cl_argmax(const double *v, size_t n)
{
    size_t at = 0;

    for (size_t i = 1; i < n; i++)
        if (v[i] > v[at])
            at = i;
    return at;
}

void cl_classes_from_margins(double *raw, size_t n)
{
    for (size_t i = n; i-- > 0;) {
        double m = raw[i];

        raw[2 * i] = -m;
        raw[2 * i + 1] = m;
    }
}

void cl_divide_by_sum(double *v, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += v[i];
    if (sum != 0.0)
        for (size_t i = 0; i < n; i++)
            v[i] /= sum;
}

static double score(const struct cl_classes *classes, const double *probability, size_t i)
{
    double threshold = classes->thresholds.at[i];

    return threshold == 0.0 ? INFINITY : probability[i] / threshold;
}

double cl_classes_by_probability(const struct cl_classes *classes, const double *probability)
{
    size_t n = classes->n, at = 0;
    double best;

    if (!classes->has_thresholds)
        return (double)cl_argmax(probability, n);
    if (classes->thresholds.n < n)
        n = classes->thresholds.n;
    if (n == 0)
        return -1.0;
    best = score(classes, probability, 0);
    for (size_t i = 1; i < n; i++) {
        double s = score(classes, probability, i);

        if (s > best) {
            best = s;
            at = i;
        }
    }
    return (double)at;
}

/* One tile in hand. */
struct run {
    const struct cl_classifier *how;
    const void *state;
    const struct cl_classes *classes;
    size_t n;
    double *raw, *probability; /* probability: NULL when not wired; may be `raw` itself */
    double *spare;             /* room for one row */
};

static void normalise_rows(const struct run *run)
{
    size_t k = run->classes->n;

    for (size_t i = 0; i < run->n; i++) {
        double *v = run->probability + i * k;

        if (run->probability != run->raw)
            memcpy(v, run->raw + i * k, k * sizeof *v);
        run->how->normalise(run->state, v);
    }
}

static double by_probability(const struct run *run, const double *probability)
{
    if (run->how->by_probability != NULL)
        return run->how->by_probability(run->state, probability);
    return cl_classes_by_probability(run->classes, probability);
}

static double by_normalised(const struct run *run, const double *raw)
{
    memcpy(run->spare, raw, run->classes->n * sizeof *raw);
    run->how->normalise(run->state, run->spare);
    return by_probability(run, run->spare);
}

static double by_raw(const struct run *run, const double *raw)
{
    if (run->how->by_raw != NULL)
        return run->how->by_raw(run->state, raw);
    if (!run->classes->has_thresholds)
        return (double)cl_argmax(raw, run->classes->n);
    return by_normalised(run, raw);
}

static double straight(const struct run *run, const double *raw)
{
    if (run->how->straight != NULL)
        return run->how->straight(run->state, raw);
    return by_normalised(run, raw);
}

static void predict(const struct run *run, bool raw_wired, double *prediction)
{
    size_t k = run->classes->n;

    for (size_t i = 0; i < run->n; i++) {
        if (run->probability != NULL)
            prediction[i] = by_probability(run, run->probability + i * k);
        else if (raw_wired)
            prediction[i] = by_raw(run, run->raw + i * k);
        else
            prediction[i] = straight(run, run->raw + i * k);
    }
}

enum cleap_status cl_classify(const struct cl_classifier *how, const void *state,
                              const struct cl_classes *classes, struct cl_exec *x,
                              struct cleap_error *err)
{
    struct run run = {.how = how, .state = state, .classes = classes, .n = x->n};
    bool raw_wired = x->out[RAW] != NULL;

    if (raw_wired)
        run.raw = cl_exec_dense(x, x->out[RAW], classes->n);
    if (x->out[PROBABILITY] != NULL) {
        run.probability = cl_exec_dense(x, x->out[PROBABILITY], classes->n);
        if (run.probability == NULL)
            return cl_fail_nomem(err);
        if (!raw_wired)
            run.raw = run.probability;
    } else if (!raw_wired) {
        run.raw = cl_arena_array(x->scratch, x->n, classes->n * sizeof(double));
    }
    run.spare = cl_arena_array(x->scratch, classes->n, sizeof(double));
    if (run.raw == NULL || run.spare == NULL)
        return cl_fail_nomem(err);
    CL_TRY(how->raw(state, x, run.raw, err));
    if (run.probability != NULL)
        normalise_rows(&run);
    if (x->out[PREDICTION] != NULL)
        predict(&run, raw_wired, x->out[PREDICTION]->as.f64);
    return CLEAP_OK;
}
