/*
 * gaussian_mixture: how likely each of some normal distributions made a vector.
 *
 *   in   features     vector of double, of the means' size
 *   out  prediction   int, the first of the likeliest
 *   out  probability  vector of double, one for each of weights; optional
 *
 * Of a distribution with mean m and covariance C = U diag(d) U', U from dsyev:
 *
 *   R   = diag(1 / sqrt(d)) U', and 0 for a d that is not above eps * max(d) * size
 *   u   = -(size * log(2 pi) + sum of log(d) over those above) / 2
 *   pdf = exp(u - DOT(w, w) / 2),  w = R m - R x  (GEMV_N)
 *
 * p = eps + weight * pdf, divided by their sum; eps is 2^-52. Covariances are worked out at load.
 * MLeap declares the input as wide as there are weights.
 *
 * Follows MLeap 0.25.2: core/clustering/GaussianMixtureModel.scala; Spark 4.1.2:
 * stat/distribution/MultivariateGaussian.scala.
 */
#include <float.h>
#include <math.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/eigen.h"
#include "ops/kernels/vector.h"
#include "ops/kernels/weights.h"

/* Rows cubed, summed over the covariances: seconds. */
#define MAX_STEPS (UINT64_C(1) << 31)
#define MAX_ASYMMETRY 1e-7

struct gaussian {
    struct cl_weights minus_root; /* -R */
    double *mean;                 /* R m */
    double u;
};

struct mixture {
    struct cl_attr_tensors means, covs;
    struct cl_f64s weights;
    struct gaussian *gaussians;
    size_t n, n_features; /* n: how many count, those with a weight */
};

static const struct cl_attr attrs[] = {
    {.name = "means", .type = CL_ATTR_TENSORS, .offset = offsetof(struct mixture, means)},
    {.name = "covs", .type = CL_ATTR_TENSORS, .offset = offsetof(struct mixture, covs)},
    {.name = "weights", .type = CL_ATTR_F64S, .offset = offsetof(struct mixture, weights)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_I32, .shape = CL_SCALAR},
    {.name = "probability",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .optional = true},
    {.dir = CL_PORT_END},
};

static size_t count_distributions(const struct mixture *m)
{
    return m->means.n < m->covs.n ? m->means.n : m->covs.n;
}

static enum cleap_status check_covariance(const struct cl_matrix *c, size_t i,
                                          struct cleap_error *err)
{
    size_t n = c->n_rows;

    if (c->n_columns != n)
        return cl_fail(err, CLEAP_E_FORMAT, "covs[%zu] has %zu rows and %zu columns", i, n,
                       c->n_columns);
    for (size_t k = 0; k < n; k++)
        for (size_t j = 0; j <= k; j++) {
            double below = c->at[j * n + k], above = c->at[k * n + j];

            if (!isfinite(below))
                return cl_fail(err, CLEAP_E_FORMAT, "covs[%zu] has a value that is not finite", i);
            if (!(fabs(below - above) <= MAX_ASYMMETRY * fabs(below)))
                return cl_fail(err, CLEAP_E_FORMAT, "covs[%zu] is not symmetric: %.17g, %.17g", i,
                               below, above);
        }
    return CLEAP_OK;
}

/* Reads mean i and covariance i. */
static enum cleap_status read_distribution(const struct mixture *m, size_t i, struct cl_f64s *mean,
                                           struct cl_matrix *covariance, struct cleap_error *err)
{
    CL_TRY(cl_tensor_values(&m->means.at[i], "means", mean, err));
    CL_TRY(cl_weights_matrix(&m->covs.at[i], "covs", covariance, err));
    if (mean->n != m->n_features || covariance->n_rows != m->n_features)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "means[%zu] has %zu values, covs[%zu] %zu rows, means[0] has %zu values", i,
                       mean->n, i, covariance->n_rows, m->n_features);
    return check_covariance(covariance, i, err);
}

/* Room for one decomposition. */
struct work {
    double *vectors, *d, *spare;
};

/* Turns the columns U of work->vectors into -diag(1 / sqrt(d)) U', and fills in u. */
static void take_root(const struct work *work, size_t n, struct gaussian *g)
{
    double least = DBL_EPSILON * work->d[n - 1] * (double)n, log_det = 0.0;

    for (size_t i = 0; i < n; i++) {
        double d = work->d[i], root = d > least ? sqrt(1.0 / d) : 0.0;

        if (d > least)
            log_det += log(d);
        for (size_t j = 0; j < n; j++)
            work->vectors[i * n + j] *= -root;
    }
    g->u = -0.5 * ((double)n * log(2.0 * acos(-1.0)) + log_det);
}

static enum cleap_status load_gaussian(const struct mixture *m, size_t i, const struct work *work,
                                       struct cl_arena *arena, struct cleap_error *err)
{
    struct gaussian *g = &m->gaussians[i];
    struct cl_f64s mean;
    struct cl_matrix c;
    size_t n = m->n_features;

    CL_TRY(read_distribution(m, i, &mean, &c, err));
    memcpy(work->vectors, c.at, n * n * sizeof *c.at);
    if (!cl_eigen_symmetric(work->vectors, n, work->d, work->spare))
        return cl_fail(err, CLEAP_E_FORMAT, "the eigenvalues of covs[%zu] do not converge", i);
    take_root(work, n, g);
    c.at = work->vectors;
    CL_TRY(cl_weights_from_columns(&g->minus_root, &c, arena, err));
    g->mean = cl_arena_zeroed(arena, n, sizeof *g->mean);
    if (g->mean == NULL)
        return cl_fail_nomem(err);
    cl_dense_kernels()->sweep(&g->minus_root, CL_SWEEP_BLOCKS, (const double *const[]){mean.at},
                              g->mean, 1);
    for (size_t k = 0; k < n; k++)
        g->mean[k] = -g->mean[k];
    return CLEAP_OK;
}

static enum cleap_status load_gaussians(const struct mixture *m, struct cl_arena *arena,
                                        struct cleap_error *err)
{
    size_t n = m->n_features;
    struct work work = {.vectors = cl_arena_array(arena, n, n * sizeof(double)),
                        .d = cl_arena_array(arena, n, sizeof(double)),
                        .spare = cl_arena_array(arena, n, 2 * sizeof(double))};

    if (m->gaussians == NULL || work.vectors == NULL || work.d == NULL || work.spare == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < m->n; i++)
        CL_TRY(load_gaussian(m, i, &work, arena, err));
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct mixture *m = state;
    uint64_t n;

    m->n = m->weights.n;
    if (m->n == 0 || m->n > count_distributions(m))
        return cl_fail(err, CLEAP_E_FORMAT, "%zu weights for %zu means and %zu covs", m->n,
                       m->means.n, m->covs.n);
    CL_TRY(cl_vector_check_width(m->n, "the weights", err));
    n = m->n_features = m->means.at[0].n;
    if (n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "means[0] is empty");
    if (n >= CL_MAX_WIDTH || n * n * n > MAX_STEPS / m->n)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu covs of %zu rows are too large", m->n,
                       m->n_features);
    m->gaussians = cl_arena_zeroed(src->arena, m->n, sizeof *m->gaussians);
    return load_gaussians(m, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct mixture *m = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)m->weights.n, p->arena) ||
        !cl_type_set_width(&p->out[1].type, (int64_t)count_distributions(m), p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* The rows of the tile, dense. */
static enum cleap_status densify(const struct mixture *m, struct cl_exec *x,
                                 struct cl_column *dense, struct cleap_error *err)
{
    for (size_t i = 0; i < x->n; i++)
        CL_TRY(cl_dot_check(x, i, &x->in[0]->as.tensor[i], m->n_features, err));
    *dense = *x->in[0];
    dense->as.tensor = cl_arena_array(x->scratch, x->n, sizeof *dense->as.tensor);
    if (dense->as.tensor == NULL || cl_vectors_densify(x, x->in[0], dense) == NULL)
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* p[i * m->n + k] = eps + weight k * pdf k of row i; `w` has room for a vector a row. */
static enum cleap_status weigh(const struct mixture *m, const struct cl_exec *x,
                               const struct cl_column *rows, size_t k, double *w, double *p,
                               struct cleap_error *err)
{
    const struct gaussian *g = &m->gaussians[k];
    size_t n = m->n_features;

    for (size_t i = 0; i < x->n; i++)
        memcpy(w + i * n, g->mean, n * sizeof *w);
    CL_TRY(cl_weights_apply(&g->minus_root, CL_SWEEP_BLOCKS, x, rows, w, err));
    for (size_t i = 0; i < x->n; i++, w += n)
        p[i * m->n + k] =
            DBL_EPSILON + m->weights.at[k] * exp(g->u - 0.5 * cl_dense_kernels()->dot(w, w, n));
    return CLEAP_OK;
}

static void normalise(double *p, size_t n)
{
    double sum = 0.0;

    for (size_t k = 0; k < n; k++)
        sum += p[k];
    for (size_t k = 0; k < n; k++)
        p[k] /= sum;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct mixture *m = state;
    struct cl_column rows;
    double *w, *p;

    CL_TRY(densify(m, x, &rows, err));
    w = cl_arena_array(x->scratch, x->n, m->n_features * sizeof *w);
    p = x->out[1] != NULL ? cl_exec_dense(x, x->out[1], m->n)
                          : cl_arena_array(x->scratch, x->n, m->n * sizeof *p);
    if (w == NULL || p == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < m->n; k++)
        CL_TRY(weigh(m, x, &rows, k, w, p, err));
    for (size_t i = 0; i < x->n; i++, p += m->n) {
        normalise(p, m->n);
        if (x->out[0] != NULL)
            x->out[0]->as.i32[i] = (int32_t)cl_argmax(p, m->n);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_gaussian_mixture = {
    .name = "gaussian_mixture",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"probability", NULL},
               .why = "exp of a log density"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct mixture),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
