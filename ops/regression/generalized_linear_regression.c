/*
 * generalized_linear_regression: a weighted sum of the features, through the inverse of a link
 * function.
 *
 *   in   features         vector of double, as many as coefficients
 *   out  prediction       double
 *   out  link_prediction  double, optional
 *
 *   eta = DOT(features, coefficients) + intercept
 *   prediction = project(unlink(eta)),  link_prediction = eta
 *
 * project keeps the prediction inside what the family can have: the finite doubles (gaussian),
 * [1e-16, 1 - 1e-16] (binomial), from 1e-16 to the largest double (poisson, gamma). Without `link`
 * it is the family's own: identity, logit, log, inverse.
 *
 * Of a tweedie model the link is a power p: prediction = project(eta ^ (1 / p)), p = 0 is the
 * logarithm. MLeap cannot load such a model, and its exporter leaves out what the answer depends
 * on. A bundle to which `variance_power` v was added, and `link_power` p unless it is Spark's 1 -
 * v, is answered as by Spark: like a gaussian model if v is 0, else like a poisson one.
 *
 * Follows MLeap 0.25.2: core/regression/GeneralizedLinearRegressionModel.scala; for tweedie Spark
 * 4.1.2's GeneralizedLinearRegressionModel.
 */
#include <float.h>
#include <math.h>

#include "ops/kernels/erf.h"
#include "ops/kernels/java_math.h"
#include "ops/kernels/margins.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

#define SQRT_2 1.4142135623730951
#define LEAST 1e-16

static double project_gaussian(double mu)
{
    return isinf(mu) ? (mu > 0.0 ? DBL_MAX : -DBL_MAX) : mu;
}

static double project_binomial(double mu)
{
    if (mu < LEAST)
        return LEAST;
    return mu > 1.0 - LEAST ? 1.0 - LEAST : mu;
}

static double project_positive(double mu)
{
    if (mu < LEAST)
        return LEAST;
    return isinf(mu) ? DBL_MAX : mu;
}

static double identity(double eta)
{
    return eta;
}

static double unlink_logit(double eta)
{
    return 1.0 / (1.0 + exp(-1.0 * eta));
}

static double unlink_inverse(double eta)
{
    return 1.0 / eta;
}

static double unlink_probit(double eta)
{
    return 0.5 * (1.0 + cl_java_erf(eta / SQRT_2));
}

static double unlink_cloglog(double eta)
{
    return 1.0 - exp(-1.0 * exp(eta));
}

static double unlink_sqrt(double eta)
{
    return eta * eta;
}

enum family { GAUSSIAN, BINOMIAL, POISSON, GAMMA, TWEEDIE };

enum link { IDENTITY, LOGIT, LOG, INVERSE, PROBIT, CLOGLOG, SQRT, POWER, LINK_OF_FAMILY };

static const char *const family_names[] = {"gaussian", "binomial", "poisson",
                                           "gamma",    "tweedie",  NULL};

static const char *const link_names[] = {"identity", "logit",   "log",  "inverse",
                                         "probit",   "cloglog", "sqrt", NULL};

static const struct {
    enum link link;
    double (*project)(double mu);
} families[] = {
    [GAUSSIAN] = {IDENTITY, project_gaussian},
    [BINOMIAL] = {LOGIT, project_binomial},
    [POISSON] = {LOG, project_positive},
    [GAMMA] = {INVERSE, project_positive},
};

static double (*const unlinks[])(double eta) = {
    [IDENTITY] = identity,      [LOGIT] = unlink_logit,   [LOG] = exp,
    [INVERSE] = unlink_inverse, [PROBIT] = unlink_probit, [CLOGLOG] = unlink_cloglog,
    [SQRT] = unlink_sqrt,
};

struct glm {
    struct cl_attr_tensor coefficients;
    double intercept;
    int family; /* enum family */
    int link;   /* enum link */
    double variance_power, link_power;
    bool has_variance_power, has_link_power;
    struct cl_f64s w;
};

static const struct glm defaults = {.link = LINK_OF_FAMILY};

static const struct cl_attr attrs[] = {
    {.name = "coefficients", .type = CL_ATTR_TENSOR, .offset = offsetof(struct glm, coefficients)},
    {.name = "intercept", .type = CL_ATTR_F64, .offset = offsetof(struct glm, intercept)},
    {.name = "family",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct glm, family),
     .names = family_names},
    {.name = "link",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct glm, link),
     .names = link_names,
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_attr tweedie_attrs[] = {
    {.name = "variance_power",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct glm, variance_power),
     .optional = true,
     .present = offsetof(struct glm, has_variance_power)},
    {.name = "link_power",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct glm, link_power),
     .optional = true,
     .present = offsetof(struct glm, has_link_power)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "link_prediction",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .optional = true},
    {.dir = CL_PORT_END},
};

static enum link link_of_power(double power)
{
    static const struct {
        double power;
        enum link link;
    } plain[] = {{0.0, LOG}, {1.0, IDENTITY}, {-1.0, INVERSE}, {0.5, SQRT}};

    for (size_t i = 0; i < CL_COUNT_OF(plain); i++)
        if (plain[i].power == power)
            return plain[i].link;
    return POWER;
}

static enum cleap_status load_tweedie(struct glm *g, struct cl_source *src, struct cleap_error *err)
{
    double v;

    CL_TRY(cl_source_attrs(src, tweedie_attrs, g, err));
    if (!g->has_variance_power)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "family 'tweedie' needs 'variance_power' and 'link_power', which MLeap does "
                       "not export");
    v = g->variance_power;
    if (v != 0.0 && !(v >= 1.0 && v <= DBL_MAX))
        return cl_fail(err, CLEAP_E_FORMAT, "variance_power is %.17g, wanted 0, or 1 or more", v);
    if (!g->has_link_power) {
        g->link_power = 1.0 - v;
        CL_TRY(cl_source_default(src, "link_power", "1 - variance_power", err));
    }
    if (!isfinite(g->link_power))
        return cl_fail(err, CLEAP_E_FORMAT, "link_power is %.17g", g->link_power);
    g->family = v == 0.0 ? GAUSSIAN : POISSON;
    g->link = (int)link_of_power(g->link_power);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct glm *g = state;

    if (g->family == TWEEDIE)
        CL_TRY(load_tweedie(g, src, err));
    if (g->link == LINK_OF_FAMILY) {
        g->link = (int)families[g->family].link;
        CL_TRY(cl_source_default(src, "link", link_names[g->link], err));
    }
    return cl_tensor_values(&g->coefficients, "coefficients", &g->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct glm *g = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)g->w.n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static double mean_of(const struct glm *g, double eta)
{
    double mu = g->link == POWER ? cl_java_pow(eta, 1.0 / g->link_power) : unlinks[g->link](eta);

    return families[g->family].project(mu);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct glm *g = state;
    double *eta = cl_arena_array(x->scratch, x->n, sizeof *eta);

    if (eta == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_margins(x, x->in[0], &g->w, g->intercept, eta, err));
    if (x->out[0] != NULL)
        for (size_t i = 0; i < x->n; i++)
            x->out[0]->as.f64[i] = mean_of(g, eta[i]);
    if (x->out[1] != NULL)
        memcpy(x->out[1]->as.f64, eta, x->n * sizeof *eta);
    return CLEAP_OK;
}

const struct cl_op cl_op_generalized_linear_regression = {
    .name = "generalized_linear_regression",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"prediction", NULL},
               .why = "exp, erf and pow, by link; none in identity, inverse and sqrt"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct glm),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
