/*
 * math_binary: a function of two numbers.
 *
 *   in   input_a, input_b  double; not there when the model has a constant for it, da or db
 *   out  output            double
 *
 * add sub mul div as they are; rem has the sign of a; log_n is log(a) / log(b); pow, min and max
 * as java.lang.Math has them (NaN wins, -0.0 is below 0.0). log and pow are libm's, within 1 ulp
 * of the JVM's.
 *
 * Follows MLeap 0.25.2: core/feature/MathBinaryModel.scala.
 */
#include <math.h>

#include "ops/kernels/java_math.h"
#include "runtime/op.h"

static double add(double a, double b)
{
    return a + b;
}

static double sub(double a, double b)
{
    return a - b;
}

static double mul(double a, double b)
{
    return a * b;
}

static double quotient(double a, double b)
{
    return a / b;
}

static double log_n(double a, double b)
{
    return log(a) / log(b);
}

static const char *const names[] = {"add",   "sub", "mul", "div", "rem",
                                    "log_n", "pow", "min", "max", NULL};

static double (*const functions[])(double, double) = {
    add, sub, mul, quotient, fmod, log_n, cl_java_pow, cl_java_min, cl_java_max};

struct math_binary {
    int operation; /* index into names and functions */
    double a, b;   /* constants */
    bool has_a, has_b;
};

static const struct cl_attr attrs[] = {
    {.name = "operation",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct math_binary, operation),
     .names = names},
    {.name = "da",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct math_binary, a),
     .present = offsetof(struct math_binary, has_a),
     .optional = true},
    {.name = "db",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct math_binary, b),
     .present = offsetof(struct math_binary, has_b),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input_a", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .optional = true},
    {.name = "input_b", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .optional = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct math_binary *m = state;
    const bool has[2] = {m->has_a, m->has_b};

    for (size_t i = 0; i < 2; i++) {
        const char *port = p->in[i].port->name;

        if (has[i] && p->in[i].wired)
            return cl_fail(err, CLEAP_E_FORMAT, "port '%s' and a constant for it are both there",
                           port);
        if (!has[i] && !p->in[i].wired)
            return cl_fail(err, CLEAP_E_FORMAT, "neither port '%s' nor a constant for it is there",
                           port);
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct math_binary *m = state;
    double (*function)(double, double) = functions[m->operation];
    const double *a = m->has_a ? &m->a : x->in[0]->as.f64;
    const double *b = m->has_b ? &m->b : x->in[1]->as.f64;
    size_t step_a = !m->has_a, step_b = !m->has_b;
    double *out = x->out[0]->as.f64;

    (void)err;
    for (size_t i = 0; i < x->n; i++)
        out[i] = function(a[i * step_a], b[i * step_b]);
    return CLEAP_OK;
}

const struct cl_op cl_op_math_binary = {
    .name = "math_binary",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .why = "pow and log_n; the other operations are exact"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct math_binary),
    .prepare = prepare,
    .execute = execute,
};
