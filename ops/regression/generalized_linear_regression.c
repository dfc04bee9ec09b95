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
 * it is the family's own: identity, logit, log, inverse. Other families, such as tweedie, are
 * refused, as the JVM does.
 *
 * Follows MLeap 0.25.2: core/regression/GeneralizedLinearRegressionModel.scala.
 */
#include <float.h>
#include <math.h>

#include "ops/kernels/erf.h"
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

enum family { GAUSSIAN, BINOMIAL, POISSON, GAMMA };

enum link { IDENTITY, LOGIT, LOG, INVERSE, PROBIT, CLOGLOG, SQRT, LINK_OF_FAMILY };

static const char *const family_names[] = {"gaussian", "binomial", "poisson", "gamma", NULL};

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

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct glm *g = state;

    (void)src; /* no files besides the model */
    if (g->link == LINK_OF_FAMILY)
        g->link = (int)families[g->family].link;
    return cl_tensor_values(&g->coefficients, "coefficients", &g->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct glm *g = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)g->w.n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct glm *g = state;
    double (*project)(double mu) = families[g->family].project;
    double (*unlink)(double eta) = unlinks[g->link];
    double *eta = cl_arena_array(x->scratch, x->n, sizeof *eta);

    if (eta == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_margins(x, x->in[0], &g->w, g->intercept, eta, err));
    if (x->out[0] != NULL)
        for (size_t i = 0; i < x->n; i++)
            x->out[0]->as.f64[i] = project(unlink(eta[i]));
    if (x->out[1] != NULL)
        memcpy(x->out[1]->as.f64, eta, x->n * sizeof *eta);
    return CLEAP_OK;
}

const struct cl_op cl_op_generalized_linear_regression = {
    .name = "generalized_linear_regression",
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct glm),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
