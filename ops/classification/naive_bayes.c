/*
 * naive_bayes: multinomial, Bernoulli, complement or Gaussian.
 *
 *   in   features        vector of double; of a Bernoulli model each is 0 or 1
 *   out  raw_prediction  vector of double; optional
 *   out  probability     vector of double; optional
 *   out  prediction      double, the class
 *
 * multinomial:  raw = theta * features + pi
 * bernoulli:    neg = log(1 - exp(theta)), raw = (theta - neg) * features + pi + neg * ones
 * complement:   r = theta * features, raw = r - (log(sum of exp(r - the largest)) + the largest)
 * gaussian:     raw = pi - (sum of (feature - theta)^2 / sigma + sum of log(sigma)) / 2
 *
 * Products by GEMV_N, the terms added one after the other; of a Gaussian model feature by feature,
 * whatever the form of the vector, and features behind the last known one do not count.
 * probability: v = exp(raw - the largest, by Java's order of doubles), divided by their sum. Class:
 * ops/kernels/classify.h. A multinomial model takes negative features.
 *
 * Follows MLeap 0.25.2: core/classification/NaiveBayesModel.scala. Spark exports complement and
 * Gaussian models too, which MLeap cannot load; they follow Spark 4.1.2's NaiveBayesModel.
 */
#include <math.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/java_math.h"
#include "ops/kernels/ports.h"
#include "ops/kernels/vector.h"
#include "ops/kernels/weights.h"
#include "runtime/op.h"

struct naive_bayes {
    int64_t num_features, num_classes;
    struct cl_attr_tensor pi_tensor, theta;
    int type; /* enum type */
    struct cl_f64s pi;
    double *negatives; /* Bernoulli: neg * ones */
    struct cl_weights weights;
    /* Gaussian */
    struct cl_attr_tensor sigma;
    struct cl_matrix means, variances;
    double *log_variances; /* their sum for each class */
    struct cl_classes classes;
};

enum type { MULTINOMIAL, BERNOULLI, COMPLEMENT, GAUSSIAN };

static const char *const type_names[] = {"multinomial", "bernoulli", "complement", "gaussian",
                                         NULL};

static const struct cl_attr attrs[] = {
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct naive_bayes, num_features)},
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct naive_bayes, num_classes)},
    {.name = "pi", .type = CL_ATTR_TENSOR, .offset = offsetof(struct naive_bayes, pi_tensor)},
    {.name = "theta", .type = CL_ATTR_TENSOR, .offset = offsetof(struct naive_bayes, theta)},
    {.name = "model_type",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct naive_bayes, type),
     .names = type_names},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct naive_bayes, classes.thresholds),
     .optional = true,
     .present = offsetof(struct naive_bayes, classes.has_thresholds)},
    {.type = CL_ATTR_END},
};

static const struct cl_attr gaussian_attrs[] = {
    {.name = "sigma", .type = CL_ATTR_TENSOR, .offset = offsetof(struct naive_bayes, sigma)},
    {.type = CL_ATTR_END},
};

static double negative(double theta)
{
    return log(1.0 - exp(theta));
}

/* sums[k] += the k-th value of neg * ones. */
static enum cleap_status sum_negatives(const struct cl_matrix *theta, double *sums,
                                       struct cl_arena *arena, struct cleap_error *err)
{
    size_t n = theta->n_rows * theta->n_columns;
    double *values = cl_arena_array(arena, n, sizeof *values);
    double *ones = cl_arena_array(arena, theta->n_columns, sizeof *ones);
    struct cl_matrix matrix = {values, theta->n_rows, theta->n_columns};
    struct cl_weights weights;

    if (values == NULL || ones == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        values[i] = negative(theta->at[i]);
    for (size_t i = 0; i < theta->n_columns; i++)
        ones[i] = 1.0;
    CL_TRY(cl_weights_from_rows(&weights, &matrix, arena, err));
    cl_dense_kernels()->sweep(&weights, CL_SWEEP_BLOCKS, (const double *const[]){ones}, sums, 1);
    return CLEAP_OK;
}

static enum cleap_status load_bernoulli(struct naive_bayes *b, const struct cl_matrix *theta,
                                        struct cl_arena *arena, struct cleap_error *err)
{
    double *values = b->theta.as.f64;
    struct cl_mark mark;

    b->negatives = cl_arena_zeroed(arena, theta->n_rows, sizeof *b->negatives);
    if (b->negatives == NULL)
        return cl_fail_nomem(err);
    mark = cl_arena_mark(arena);
    CL_TRY(sum_negatives(theta, b->negatives, arena, err));
    cl_arena_rewind(arena, mark);
    for (size_t i = 0; i < b->theta.n; i++)
        values[i] -= negative(values[i]);
    return CLEAP_OK;
}

static enum cleap_status load_gaussian(struct naive_bayes *b, const struct cl_matrix *theta,
                                       struct cl_source *src, struct cleap_error *err)
{
    size_t n = theta->n_rows;

    CL_TRY(cl_source_attrs(src, gaussian_attrs, b, err));
    CL_TRY(cl_weights_matrix(&b->sigma, "sigma", &b->variances, err));
    if (b->variances.n_rows != n || b->variances.n_columns != theta->n_columns)
        return cl_fail(err, CLEAP_E_FORMAT, "sigma is %zu x %zu, theta %zu x %zu",
                       b->variances.n_rows, b->variances.n_columns, n, theta->n_columns);
    b->means = *theta;
    b->log_variances = cl_arena_zeroed(src->arena, n, sizeof *b->log_variances);
    if (b->log_variances == NULL)
        return cl_fail_nomem(err);
    for (size_t j = 0; j < theta->n_columns; j++)
        for (size_t k = 0; k < n; k++)
            b->log_variances[k] += log(b->variances.at[j * n + k]);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct naive_bayes *b = state;
    struct cl_matrix theta;

    CL_TRY(cl_classes_init(&b->classes, b->num_classes, err));
    CL_TRY(cl_classes_check_thresholds(&b->classes, err));
    CL_TRY(cl_tensor_values(&b->pi_tensor, "pi", &b->pi, err));
    CL_TRY(cl_weights_matrix(&b->theta, "theta", &theta, err));
    if (b->pi.n != b->classes.n || theta.n_rows != b->classes.n)
        return cl_fail(err, CLEAP_E_FORMAT, "pi has %zu values and theta %zu rows for %zu classes",
                       b->pi.n, theta.n_rows, b->classes.n);
    if (b->type == GAUSSIAN)
        return load_gaussian(b, &theta, src, err);
    if (b->type == BERNOULLI)
        CL_TRY(load_bernoulli(b, &theta, src->arena, err));
    return cl_weights_from_rows(&b->weights, &theta, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct naive_bayes *b = state;

    return cl_classify_prepare(p, b->num_features, &b->classes, err);
}

static enum cleap_status check_binary(const struct cl_exec *x, struct cleap_error *err)
{
    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &x->in[0]->as.tensor[i];
        const double *value = v->value;

        for (uint32_t k = 0; k < v->n; k++)
            if (value[k] != 0.0 && value[k] != 1.0)
                return cl_fail_row(err, x, i, "a feature is %.17g, a Bernoulli model wants 0 or 1",
                                   value[k]);
    }
    return CLEAP_OK;
}

/* sums[k] += the distance of one feature from its mean, in variances. */
static void add_distances(const struct naive_bayes *b, size_t j, double feature, double *sums)
{
    size_t n = b->classes.n;
    const double *mean = b->means.at + j * n, *variance = b->variances.at + j * n;

    for (size_t k = 0; k < n; k++) {
        double d = feature - mean[k];

        sums[k] += d * d / variance[k];
    }
}

static enum cleap_status raw_gaussian(const struct naive_bayes *b, const struct cl_exec *x,
                                      double *raw_out, struct cleap_error *err)
{
    size_t n = b->classes.n, n_features = b->means.n_columns;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &x->in[0]->as.tensor[i];
        const double *value = v->value;
        double *row = raw_out + i * n;
        size_t at = 0;

        if (v->size < n_features)
            return cl_fail_row(err, x, i, "the vector has %u values, the model knows %zu", v->size,
                               n_features);
        for (size_t k = 0; k < n; k++)
            row[k] = 0.0;
        for (size_t j = 0; j < n_features; j++) {
            bool is_stored = v->index == NULL || (at < v->n && (size_t)v->index[at] == j);

            add_distances(b, j, is_stored ? value[at++] : 0.0, row);
        }
        for (size_t k = 0; k < n; k++)
            row[k] = b->pi.at[k] - (row[k] + b->log_variances[k]) / 2.0;
    }
    return CLEAP_OK;
}

static double largest(const double *v, size_t n)
{
    double most = v[0];

    for (size_t k = 1; k < n; k++)
        most = cl_java_max(most, v[k]);
    return most;
}

static void complement(double *v, size_t n)
{
    double most = largest(v, n), sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += exp(v[k] - most);
    sum = log(sum) + most;
    for (size_t k = 0; k < n; k++)
        v[k] -= sum;
}

static void finish_row(const struct naive_bayes *b, double *v)
{
    size_t n = b->classes.n;

    if (b->type == COMPLEMENT) {
        complement(v, n);
        return;
    }
    for (size_t k = 0; k < n; k++) {
        v[k] += b->pi.at[k];
        if (b->type == BERNOULLI)
            v[k] += b->negatives[k];
    }
}

static enum cleap_status raw(const void *state, struct cl_exec *x, double *raw_out,
                             struct cleap_error *err)
{
    const struct naive_bayes *b = state;
    size_t n = b->classes.n;

    if (b->type == GAUSSIAN)
        return raw_gaussian(b, x, raw_out, err);
    if (b->type == BERNOULLI)
        CL_TRY(check_binary(x, err));
    for (size_t i = 0; i < x->n * n; i++)
        raw_out[i] = 0.0;
    CL_TRY(cl_weights_apply(&b->weights, CL_SWEEP_BLOCKS, x, x->in[0], raw_out, err));
    for (size_t i = 0; i < x->n; i++)
        finish_row(b, raw_out + i * n);
    return CLEAP_OK;
}

static void normalise(const void *state, double *v)
{
    size_t n = ((const struct naive_bayes *)state)->classes.n;
    double most = largest(v, n);

    for (size_t k = 0; k < n; k++)
        v[k] = exp(v[k] - most);
    cl_divide_by_sum(v, n);
}

static const struct cl_classifier classifier = {.raw = raw, .normalise = normalise};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct naive_bayes *b = state;

    return cl_classify(&classifier, b, &b->classes, x, err);
}

const struct cl_op cl_op_naive_bayes = {
    .name = "naive_bayes",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"raw_prediction", "probability", NULL},
               .why = "exp, and log in all models but the multinomial"},
    .attrs = attrs,
    .ports = cl_classifier_ports,
    .state_size = sizeof(struct naive_bayes),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
