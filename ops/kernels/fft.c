/*
 * The discrete Fourier transform.
 *
 * A stage of radix p takes groups of p numbers apart: with n = stride * p * m,
 *
 *   y[q + stride * (p * j + r)] = w^(j * r * stride) * sum over t of x[q + stride * (j + m * t)]
 *                                 * w^(t * r * n / p),      w = exp(-2 pi i / n)
 *
 * for q below stride, j below m and r below p; stride grows by p from stage to stage, and after
 * the last one the numbers are in order.
 */
#include "ops/kernels/fft.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH (1U << 20)
#define MAX_STEPS (UINT64_C(1) << 28)

struct stage {
    uint32_t radix, m, stride;
    const double *re, *im; /* from */
    double *to_re, *to_im;
};

void cl_fft_angle(uint64_t k, uint64_t n, double *cosine, double *sine)
{
    long double angle = acosl(-1.0L) * (long double)k / (long double)n;

    *cosine = (double)cosl(angle);
    *sine = (double)sinl(angle);
}

static void add_factor(struct cl_fft *fft, uint32_t *rest, uint32_t factor, uint64_t *steps)
{
    while (*rest % factor == 0) {
        *rest /= factor;
        *steps += factor;
        fft->factors[fft->n_factors++] = factor;
    }
}

enum cleap_status cl_fft_init(struct cl_fft *fft, uint32_t n, struct cl_arena *arena,
                              struct cleap_error *err)
{
    uint32_t rest = n;
    uint64_t steps = 0;
    double *re, *im;

    if (n > MAX_LENGTH)
        return cl_fail(err, CLEAP_E_LIMIT, "a transform of %u values, the limit is %u", n,
                       MAX_LENGTH);
    *fft = (struct cl_fft){.n = n};
    add_factor(fft, &rest, 4, &steps);
    for (uint32_t p = 2; p * p <= rest; p++)
        add_factor(fft, &rest, p, &steps);
    if (rest > 1)
        add_factor(fft, &rest, rest, &steps);
    if (steps * n > MAX_STEPS)
        return cl_fail(err, CLEAP_E_LIMIT, "a transform of %u values, of whose factors %u is prime",
                       n, fft->factors[fft->n_factors - 1]);
    re = cl_arena_array(arena, n, sizeof *re);
    im = cl_arena_array(arena, n, sizeof *im);
    if (re == NULL || im == NULL)
        return cl_fail_nomem(err);
    for (uint32_t k = 0; k < n; k++) {
        cl_fft_angle(2 * (uint64_t)k, n, &re[k], &im[k]);
        im[k] = -im[k];
    }
    fft->re = re;
    fft->im = im;
    return CLEAP_OK;
}

static void radix_2(const struct cl_fft *fft, const struct stage *s)
{
    size_t half = (size_t)s->stride * s->m;

    for (size_t j = 0; j < s->m; j++) {
        double w_re = fft->re[j * s->stride], w_im = fft->im[j * s->stride];
        const double *re = s->re + j * s->stride, *im = s->im + j * s->stride;
        double *to_re = s->to_re + 2 * j * s->stride, *to_im = s->to_im + 2 * j * s->stride;

        for (size_t q = 0; q < s->stride; q++) {
            double d_re = re[q] - re[q + half], d_im = im[q] - im[q + half];

            to_re[q] = re[q] + re[q + half];
            to_im[q] = im[q] + im[q + half];
            to_re[q + s->stride] = d_re * w_re - d_im * w_im;
            to_im[q + s->stride] = d_re * w_im + d_im * w_re;
        }
    }
}

/* to[at] = (re, im) * w^k */
static void put_turned(const struct cl_fft *fft, const struct stage *s, size_t at, size_t k,
                       double re, double im)
{
    s->to_re[at] = re * fft->re[k] - im * fft->im[k];
    s->to_im[at] = re * fft->im[k] + im * fft->re[k];
}

static void radix_4(const struct cl_fft *fft, const struct stage *s)
{
    size_t stride = s->stride, quarter = stride * s->m;

    for (size_t j = 0; j < s->m; j++) {
        for (size_t q = 0; q < stride; q++) {
            const double *re = s->re + j * stride + q, *im = s->im + j * stride + q;
            size_t at = q + 4 * j * stride, k = j * stride;
            double even_re = re[0] + re[2 * quarter], even_im = im[0] + im[2 * quarter];
            double odd_re = re[quarter] + re[3 * quarter], odd_im = im[quarter] + im[3 * quarter];
            double a_re = re[0] - re[2 * quarter], a_im = im[0] - im[2 * quarter];
            double b_re = re[quarter] - re[3 * quarter], b_im = im[quarter] - im[3 * quarter];

            s->to_re[at] = even_re + odd_re;
            s->to_im[at] = even_im + odd_im;
            put_turned(fft, s, at + stride, k, a_re + b_im, a_im - b_re);
            put_turned(fft, s, at + 2 * stride, 2 * k, even_re - odd_re, even_im - odd_im);
            put_turned(fft, s, at + 3 * stride, 3 * k, a_re - b_im, a_im + b_re);
        }
    }
}

/* Number r of the group that begins at `from`. */
static void radix_p_one(const struct cl_fft *fft, const struct stage *s, size_t from, size_t at,
                        size_t j, size_t r)
{
    size_t step = (size_t)s->stride * s->m, turn = r * (fft->n / s->radix), k = 0;
    double re = 0.0, im = 0.0;

    for (size_t t = 0; t < s->radix; t++, from += step) {
        re += s->re[from] * fft->re[k] - s->im[from] * fft->im[k];
        im += s->re[from] * fft->im[k] + s->im[from] * fft->re[k];
        k += turn;
        k -= k >= fft->n ? fft->n : 0;
    }
    put_turned(fft, s, at, j * r * s->stride, re, im);
}

static void radix_p(const struct cl_fft *fft, const struct stage *s)
{
    for (size_t j = 0; j < s->m; j++)
        for (size_t r = 0; r < s->radix; r++)
            for (size_t q = 0; q < s->stride; q++)
                radix_p_one(fft, s, q + s->stride * j, q + s->stride * (s->radix * j + r), j, r);
}

void cl_fft_run(const struct cl_fft *fft, double *re, double *im, double *work)
{
    struct stage s = {.stride = 1, .re = re, .im = im, .to_re = work, .to_im = work + fft->n};
    double *from_re = re, *from_im = im;
    uint32_t left = fft->n;

    for (uint32_t i = 0; i < fft->n_factors; i++) {
        double *swap_re = from_re, *swap_im = from_im;

        s.radix = fft->factors[i];
        left /= s.radix;
        s.m = left;
        (s.radix == 4 ? radix_4 : s.radix == 2 ? radix_2 : radix_p)(fft, &s);
        s.stride *= s.radix;
        s.re = from_re = s.to_re;
        s.im = from_im = s.to_im;
        s.to_re = swap_re;
        s.to_im = swap_im;
    }
    if (from_re != re) {
        memcpy(re, from_re, fft->n * sizeof *re);
        memcpy(im, from_im, fft->n * sizeof *im);
    }
}
