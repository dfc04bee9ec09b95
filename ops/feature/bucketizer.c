/*
 * bucketizer: the index of the interval that holds a number.
 *
 *   in   input   double
 *   out  output  double, 0 .. m-1, or m for NaN when handle_invalid is "keep"
 *
 * splits s[0] < ... < s[m]. v gives the i with s[i] <= v < s[i+1]; the last interval also holds
 * s[m]. Outside [s[0], s[m]] is an error whatever handle_invalid says. Doubles are ordered as by
 * Java's binary search: -0.0 is below 0.0. Splits that do not ascend are searched all the same, as
 * in MLeap, and what is found depends on the steps of that search. JSON has no infinity: a null
 * first or last split stands for -inf or +inf. A row whose value is NaN is lost when handle_invalid
 * is "skip".
 *
 * Follows MLeap 0.25.2: core/feature/BucketizerModel.scala, transformer/feature/Bucketizer.scala.
 */
#include <math.h>

#include "ops/kernels/invalid.h"
#include "ops/kernels/search.h"
#include "runtime/op.h"

struct bucketizer {
    struct cl_f64s splits;
    int invalid; /* enum cl_invalid */
};

static const struct cl_attr attrs[] = {
    {.name = "splits", .type = CL_ATTR_F64S, .offset = offsetof(struct bucketizer, splits)},
    {.name = "handle_invalid",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct bucketizer, invalid),
     .names = cl_invalid_words,
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct bucketizer *b = state;
    double *s = b->splits.at;
    size_t n = b->splits.n;

    (void)src; /* no files besides the model */
    if (n < 2)
        return cl_fail(err, CLEAP_E_FORMAT, "splits has %zu values, needs 2 or more", n);
    if (isnan(s[0]))
        s[0] = -INFINITY;
    if (isnan(s[n - 1]))
        s[n - 1] = INFINITY;
    return CLEAP_OK;
}

/* MLeap has no transformer without its output; this one would run for its filter alone. */
static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    (void)state;
    if (!p->out[0].wired)
        return cl_fail(err, CLEAP_E_FORMAT, "output port 'output' is not wired to a column");
    return CLEAP_OK;
}

static bool filters(const void *state)
{
    return ((const struct bucketizer *)state)->invalid == CL_INVALID_SKIP;
}

static enum cleap_status filter(const void *state, struct cl_exec *x, uint8_t *keep,
                                struct cleap_error *err)
{
    const double *in = x->in[0]->as.f64;

    (void)state;
    (void)err;
    for (size_t i = 0; i < x->n; i++)
        if (isnan(in[i]))
            keep[i] = 0;
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct bucketizer *b = state;
    const double *s = b->splits.at;
    size_t m = b->splits.n - 1;
    const double *in = x->in[0]->as.f64;
    double *out = x->out[0]->as.f64;

    for (size_t i = 0; i < x->n; i++) {
        double v = in[i];

        if (isnan(v)) {
            if (b->invalid != CL_INVALID_KEEP)
                return cl_fail_row(err, x, i, "NaN is in no bucket; handle_invalid is \"error\"");
            out[i] = (double)m;
        } else if (v == s[m]) {
            out[i] = (double)(m - 1);
        } else {
            size_t at;
            bool hit = cl_search_java(s, m + 1, v, &at);

            if (!hit && (at == 0 || at > m))
                return cl_fail_row(err, x, i, "%.17g is not in [%g, %g]", v, s[0], s[m]);
            out[i] = (double)(hit ? at : at - 1);
        }
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_bucketizer = {
    .name = "bucketizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct bucketizer),
    .load = load,
    .prepare = prepare,
    .filter = filter,
    .filters = filters,
    .execute = execute,
};
