/*
 * dct: the discrete cosine transform of a vector, or its inverse.
 *
 *   in   input   vector of double, of n values: input_size, but MLeap takes any number
 *   out  output  vector of double, dense, of as many
 *
 *   forward  y[k] = c[k] * the sum over j of x[j] * cos(pi (2j + 1) k / 2n)
 *   inverse  y[j] = the sum over k of c[k] * x[k] * cos(pi (2j + 1) k / 2n)
 *
 * with c[0] = sqrt(1/n), else sqrt(2/n): the orthonormal forms, of which either undoes the other.
 * Both are one complex transform of the same length. With x[0], x[2], ..., x[3], x[1] as its input
 * v, and e[k] = exp(-pi i k / 2n), the forward one is the real part of c[k] * e[k] * FFT(v)[k], and
 * the inverse one gives v as the real part of FFT(c * e * x).
 *
 * The JVM's transform adds in another order, so last bits differ. This one is right to 3e-16 of the
 * vector's norm; the JVM's to 1e-15 where n has only small prime factors, to 7e-14 where it has one
 * near 200. The tables for vectors of another size than input_size are made for each row.
 *
 * Follows MLeap 0.25.2: core/feature/DCTModel.scala; the form is Makhoul's (1980).
 */
#include <math.h>

#include "ops/kernels/fft.h"
#include "ops/kernels/vector.h"

/* The most values of a vector that the model was not made for. */
#define MAX_OTHER (1 << 16)

/* What depends on the number of values. */
struct tables {
    uint32_t n;
    struct cl_fft fft;
    double *re, *im; /* c[k] * e[k] */
};

struct dct {
    bool inverse;
    int32_t input_size;
    struct tables tables; /* for input_size; n is 0 where that is none */
};

static const struct cl_attr attrs[] = {
    {.name = "inverse", .type = CL_ATTR_BOOL, .offset = offsetof(struct dct, inverse)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct dct, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status fill_tables(struct tables *d, uint32_t n, struct cl_arena *arena,
                                     struct cleap_error *err)
{
    d->n = n;
    CL_TRY(cl_fft_init(&d->fft, n, arena, err));
    d->re = cl_arena_array(arena, n, sizeof *d->re);
    d->im = cl_arena_array(arena, n, sizeof *d->im);
    if (d->re == NULL || d->im == NULL)
        return cl_fail_nomem(err);
    for (uint32_t k = 0; k < n; k++) {
        double c = sqrt((k == 0 ? 1.0 : 2.0) / n), cosine, sine;

        cl_fft_angle(k, 2 * (uint64_t)n, &cosine, &sine);
        d->re[k] = c * cosine;
        d->im[k] = -c * sine;
    }
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct dct *d = state;

    if (d->input_size < 1)
        return CLEAP_OK;
    return fill_tables(&d->tables, (uint32_t)d->input_size, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct dct *d = state;

    return cl_vector_prepare(p, d->input_size, d->input_size, err);
}

/* Where v[j] comes from: the even places ascending, then the odd ones descending. */
static uint32_t place_of(uint32_t j, uint32_t n)
{
    return 2 * j < n ? 2 * j : 2 * (n - j) - 1;
}

static void forward(const struct tables *d, double *y, double *work)
{
    uint32_t n = d->n;
    double *re = work, *im = work + n;

    for (uint32_t j = 0; j < n; j++) {
        re[j] = y[place_of(j, n)];
        im[j] = 0.0;
    }
    cl_fft_run(&d->fft, re, im, work + 2 * n);
    for (uint32_t k = 0; k < n; k++)
        y[k] = re[k] * d->re[k] - im[k] * d->im[k];
}

static void inverse(const struct tables *d, double *y, double *work)
{
    uint32_t n = d->n;
    double *re = work, *im = work + n;

    for (uint32_t k = 0; k < n; k++) {
        re[k] = y[k] * d->re[k];
        im[k] = y[k] * d->im[k];
    }
    cl_fft_run(&d->fft, re, im, work + 2 * n);
    for (uint32_t j = 0; j < n; j++)
        y[place_of(j, n)] = re[j];
}

/* The tables for a row of n values. */
static enum cleap_status find_tables(const struct dct *d, const struct cl_exec *x, size_t row,
                                     uint32_t n, struct tables *tables, struct cleap_error *err)
{
    if (n == d->tables.n) {
        *tables = d->tables;
        return CLEAP_OK;
    }
    if (fill_tables(tables, n, x->scratch, err) == CLEAP_OK)
        return CLEAP_OK;
    return cl_fail_row(err, x, row, "%s", err->message);
}

static enum cleap_status transform(const struct dct *d, const struct cl_exec *x, size_t row,
                                   uint32_t n, double *y, struct cleap_error *err)
{
    struct tables tables;
    double *work = cl_arena_array(x->scratch, n, 4 * sizeof *work);

    if (work == NULL)
        return cl_fail_nomem(err);
    CL_TRY(find_tables(d, x, row, n, &tables, err));
    if (d->inverse)
        inverse(&tables, y, work);
    else
        forward(&tables, y, work);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct dct *d = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    double *y;

    for (size_t i = 0; i < x->n; i++)
        if (in[i].size != d->tables.n && (in[i].size < 1 || in[i].size > MAX_OTHER))
            return cl_fail_row(err, x, i, "the vector has %u values, wanted 1 to %d", in[i].size,
                               MAX_OTHER);
    y = cl_vectors_densify(x, x->in[0], x->out[0]);
    if (y == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        struct cl_mark mark = cl_arena_mark(x->scratch);

        CL_TRY(transform(d, x, i, in[i].size, y, err));
        cl_arena_rewind(x->scratch, mark);
        y += in[i].size;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_dct = {
    .name = "dct",
    .parity = {.kind = CL_PARITY_BOUNDED,
               .of_norm = 1e-13,
               .why = "an FFT of its own, which adds in another order"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct dct),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
