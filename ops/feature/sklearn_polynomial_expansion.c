/*
 * sklearn_polynomial_expansion: products of powers of a vector's values.
 *
 *   in   input   vector of double
 *   out  output  vector of double, dense, one value for each of the combinations
 *
 * `combinations` is text such as "[x0,x1,x0^2,x0 x1]": between commas stand products, in which each
 * x with digits behind it is a factor and ^ with digits its power; everything else is passed over.
 * A product without a factor is 1. Factors are multiplied from left to right, each as Java's
 * Math.pow gives it. MLeap declares the input as wide as there are different values in use.
 *
 * Follows MLeap 0.25.2: core/sklearn/PolynomialFeaturesModel.scala.
 */
#include <stdlib.h>

#include "ops/kernels/java_math.h"
#include "ops/kernels/sparse.h"
#include "ops/kernels/vector.h"

struct factor {
    int32_t value, power;
};

struct expansion {
    struct cl_str combinations;
    struct factor *factors;
    uint32_t *ends; /* product k has the factors from ends[k - 1], or 0, up to ends[k] */
    uint32_t n_factors, n_products;
    int64_t n_used; /* different values */
    int32_t high;   /* the last of them, -1 if there is none */
};

static const struct cl_attr attrs[] = {
    {.name = "combinations",
     .type = CL_ATTR_STR,
     .offset = offsetof(struct expansion, combinations)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

/* Reads the digits at *at, of which there is one or more. */
static enum cleap_status read_number(const char **at, const char *end, int32_t *number,
                                     struct cleap_error *err)
{
    int64_t n = 0;

    for (; is_digit(*at, end); (*at)++) {
        n = 10 * n + (**at - '0');
        if (n > INT32_MAX)
            return cl_fail(err, CLEAP_E_FORMAT, "combinations has a number of 2^31 or more");
    }
    *number = (int32_t)n;
    return CLEAP_OK;
}

/* Reads the text from `at` to `end`, which has no comma, as one more product. */
static enum cleap_status read_product(struct expansion *e, const char *at, const char *end,
                                      struct cleap_error *err)
{
    while (at < end) {
        struct factor f = {.power = 1};

        if (*at++ != 'x' || !is_digit(at, end))
            continue;
        CL_TRY(read_number(&at, end, &f.value, err));
        if (at < end && *at == '^' && is_digit(at + 1, end)) {
            at++;
            CL_TRY(read_number(&at, end, &f.power, err));
        }
        e->factors[e->n_factors++] = f;
    }
    e->ends[e->n_products++] = e->n_factors;
    return CLEAP_OK;
}

/* The text in front of the commas with which it ends, as Java splits; "" is one product. */
static struct cl_str drop_last_commas(struct cl_str text)
{
    while (text.n > 0 && text.at[text.n - 1] == ',')
        text.n--;
    return text;
}

static enum cleap_status read_products(struct expansion *e, struct cleap_error *err)
{
    struct cl_str text = drop_last_commas(e->combinations);
    const char *at = text.at, *end = at + text.n;

    if (text.n == 0 && e->combinations.n > 0)
        return CLEAP_OK;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));

        if (comma == NULL)
            return read_product(e, at, end, err);
        CL_TRY(read_product(e, at, comma, err));
        at = comma + 1;
    }
}

static int compare(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static enum cleap_status count_used(struct expansion *e, struct cl_arena *arena,
                                    struct cleap_error *err)
{
    int32_t *used = cl_arena_array(arena, e->n_factors, sizeof *used);

    if (used == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < e->n_factors; k++)
        used[k] = e->factors[k].value;
    qsort(used, e->n_factors, sizeof *used, compare);
    for (size_t k = 0; k < e->n_factors; k++)
        e->n_used += k == 0 || used[k] != used[k - 1];
    e->high = e->n_factors > 0 ? used[e->n_factors - 1] : -1;
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct expansion *e = state;
    size_t n_commas = 0;

    for (size_t i = 0; i < e->combinations.n; i++)
        n_commas += e->combinations.at[i] == ',';
    CL_TRY(cl_vector_check_width(n_commas + 1, "combinations", err));
    /* A factor is two characters or more. */
    e->factors = cl_arena_array(src->arena, e->combinations.n / 2 + 1, sizeof *e->factors);
    e->ends = cl_arena_array(src->arena, n_commas + 1, sizeof *e->ends);
    if (e->factors == NULL || e->ends == NULL)
        return cl_fail_nomem(err);
    CL_TRY(read_products(e, err));
    return count_used(e, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct expansion *e = state;

    return cl_vector_prepare(p, e->n_used, e->n_products, err);
}

static enum cleap_status check_rows(const struct expansion *e, const struct cl_exec *x,
                                    struct cleap_error *err)
{
    for (size_t i = 0; i < x->n; i++)
        if ((int64_t)x->in[0]->as.tensor[i].size <= e->high)
            return cl_fail_row(err, x, i, "the vector has %u values, position %d is wanted",
                               x->in[0]->as.tensor[i].size, e->high);
    return CLEAP_OK;
}

static double value_at(const struct cl_tensor *v, int32_t place)
{
    const double *value = v->value;
    size_t at;

    if (v->index == NULL)
        return value[place];
    at = cl_sparse_find(v->index, v->n, place);
    return at < v->n ? value[at] : 0.0;
}

static void expand(const struct expansion *e, const struct cl_tensor *v, double *out)
{
    const struct factor *f = e->factors;

    for (size_t k = 0; k < e->n_products; k++) {
        double product = 1.0;

        for (; f < e->factors + e->ends[k]; f++) {
            double value = value_at(v, f->value);

            product *= f->power == 1 ? value : cl_java_pow(value, f->power);
        }
        out[k] = product;
    }
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct expansion *e = state;
    double *out;

    CL_TRY(check_rows(e, x, err));
    out = cl_exec_dense(x, x->out[0], e->n_products);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++)
        expand(e, &x->in[0]->as.tensor[i], out + i * e->n_products);
    return CLEAP_OK;
}

const struct cl_op cl_op_sklearn_polynomial_expansion = {
    .name = "sklearn_polynomial_expansion",
    .parity = {.kind = CL_PARITY_LIBM, .ulps = 2, .why = "pow, in powers above 2"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct expansion),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
