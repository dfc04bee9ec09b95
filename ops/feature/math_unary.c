/*
 * math_unary: a function of one number.
 *
 *   in   input   double
 *   out  output  double
 *
 * log exp sqrt sin cos tan abs floor ceil as java.lang.Math has them; round is half up to a long
 * and back (NaN gives 0, it stops at +-2^63); logit is log(x / (1 - x)) and fails outside [0, 1].
 *
 * log, exp, sin, cos, tan and logit are libm's, within 1 ulp of the JVM's.
 *
 * Follows MLeap 0.25.2: core/feature/MathUnaryModel.scala; commons-math3: Logit.
 */
#include <math.h>

#include "ops/kernels/java_math.h"
#include "runtime/op.h"

static double logit(double x)
{
    return log(x / (1.0 - x));
}

enum { OPERATION_LOGIT = 7 };

static const char *const names[] = {"log", "exp",   "sqrt",  "sin",  "cos",   "tan",
                                    "abs", "logit", "floor", "ceil", "round", NULL};

static double (*const functions[])(double) = {
    log, exp, sqrt, sin, cos, tan, fabs, [OPERATION_LOGIT] = logit, floor, ceil, cl_java_round};

struct math_unary {
    int operation; /* index into names and functions */
};

static const struct cl_attr attrs[] = {
    {.name = "operation",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct math_unary, operation),
     .names = names},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    int operation = ((const struct math_unary *)state)->operation;
    double (*function)(double) = functions[operation];
    const double *in = x->in[0]->as.f64;
    double *out = x->out[0]->as.f64;

    if (operation == OPERATION_LOGIT)
        for (size_t i = 0; i < x->n; i++)
            if (in[i] < 0.0 || in[i] > 1.0)
                return cl_fail_row(err, x, i, "%.17g has no logit, it is not in [0, 1]", in[i]);
    for (size_t i = 0; i < x->n; i++)
        out[i] = function(in[i]);
    return CLEAP_OK;
}

const struct cl_op cl_op_math_unary = {
    .name = "math_unary",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 1,
               .why = "sin, cos, tan, exp, log; the other operations are exact"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct math_unary),
    .execute = execute,
};
