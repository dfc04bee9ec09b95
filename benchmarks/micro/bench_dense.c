/*
 * The exact dense kernels beside OpenBLAS: how long each takes, and how many answers have other
 * bits. The exact ones are checked against a plain loop in the stated order before they are timed.
 *
 *     build/release/bench_dense        prints the table of docs/parity.md
 */
#define _POSIX_C_SOURCE 200809L

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "ops/kernels/weights.h"

#define REPEATS 30

struct shape {
    const char *name;
    size_t n_in, n_out, n_rows;
    bool half_zero; /* every other input, at random */
};

static const struct shape shapes[] = {
    {"logistic 10 x 784, 1 row", 784, 10, 1, false},
    {"logistic 10 x 784, 1 row, half of it 0", 784, 10, 1, true},
    {"logistic 10 x 784, 256 rows", 784, 10, 256, false},
    {"pca 784 x 50, 1 row", 784, 50, 1, false},
    {"pca 784 x 50, 256 rows", 784, 50, 256, false},
    {"layer 1000 x 1000, 1 row", 1000, 1000, 1, false},
    {"layer 1000 x 1000, 256 rows", 1000, 1000, 256, false},
};

struct data {
    double *x, *matrix, *exact, *blas; /* matrix: n_out x n_in, column-major */
    struct cl_weights weights;
};

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fill(double *at, size_t n)
{
    static uint64_t state = 88172645463325252u;

    for (size_t i = 0; i < n; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        at[i] = (double)(state >> 11) * 0x1p-52 - 1.0;
    }
}

static void run_exact(const struct shape *s, struct data *d)
{
    const struct cl_dense_kernels *kernels = cl_dense_kernels();
    const double *rows[CL_SWEEP_ROWS];

    memset(d->exact, 0, s->n_rows * s->n_out * sizeof *d->exact);
    for (size_t r = 0; r < s->n_rows; r += CL_SWEEP_ROWS) {
        size_t n = s->n_rows - r < CL_SWEEP_ROWS ? s->n_rows - r : CL_SWEEP_ROWS;

        for (size_t i = 0; i < n; i++)
            rows[i] = d->x + (r + i) * s->n_in;
        kernels->sweep(&d->weights, CL_SWEEP_BLOCKS, rows, d->exact + r * s->n_out, n);
    }
}

static void run_blas(const struct shape *s, struct data *d)
{
    int n_in = (int)s->n_in, n_out = (int)s->n_out, n_rows = (int)s->n_rows;

    if (n_rows == 1)
        cblas_dgemv(CblasColMajor, CblasNoTrans, n_out, n_in, 1.0, d->matrix, n_out, d->x, 1, 0.0,
                    d->blas, 1);
    else
        cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, n_out, n_rows, n_in, 1.0, d->matrix,
                    n_out, d->x, n_in, 0.0, d->blas, n_out);
}

static bool is_as_stated(const struct shape *s, const struct data *d)
{
    for (size_t o = 0; o < s->n_out; o++) {
        double y = 0.0;
        size_t i = 0;

        for (; i + 4 <= s->n_in; i += 4)
            for (size_t j = 4; j-- > 0;)
                y = fma(d->x[i + j], d->matrix[(i + j) * s->n_out + o], y);
        for (; i < s->n_in; i++)
            y = fma(d->x[i], d->matrix[i * s->n_out + o], y);
        if (memcmp(&y, &d->exact[o], sizeof y) != 0)
            return false;
    }
    return true;
}

/* Microseconds, the least of several measurements: others may use the processor, too. */
static double measure(void (*run)(const struct shape *, struct data *), const struct shape *s,
                      struct data *d)
{
    double least = INFINITY;
    size_t n = 1 + (size_t)1000000 / (s->n_in * s->n_out * s->n_rows / 8 + 1);

    for (size_t k = 0; k < REPEATS; k++) {
        double before = now(), time;

        for (size_t i = 0; i < n; i++)
            run(s, d);
        time = (now() - before) / (double)n * 1e6;
        if (time < least)
            least = time;
    }
    return least;
}

static void empty_half(double *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] < 0.0)
            at[i] = 0.0;
}

static bool print_line(const struct shape *s, struct data *d)
{
    size_t n = s->n_rows * s->n_out, n_differ = 0;
    double exact, blas;

    run_exact(s, d);
    run_blas(s, d);
    if (!is_as_stated(s, d)) {
        fprintf(stderr, "bench_dense: %s: not the stated order\n", s->name);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        n_differ += memcmp(&d->exact[i], &d->blas[i], sizeof(double)) != 0;
    exact = measure(run_exact, s, d);
    blas = measure(run_blas, s, d);
    printf("| %s | %.2f us | %.2f us | %zu of %zu |\n", s->name, exact, blas, n_differ, n);
    return true;
}

static bool bench(const struct shape *s)
{
    struct cl_matrix matrix = {.n_rows = s->n_out, .n_columns = s->n_in};
    struct cleap_error err;
    struct cl_arena arena;
    struct data d;
    bool ok = false;

    cl_arena_init(&arena, 1 << 20);
    d.x = cl_arena_array(&arena, s->n_rows * s->n_in, sizeof(double));
    d.matrix = cl_arena_array(&arena, s->n_out * s->n_in, sizeof(double));
    d.exact = cl_arena_array(&arena, s->n_rows * s->n_out, sizeof(double));
    d.blas = cl_arena_array(&arena, s->n_rows * s->n_out, sizeof(double));
    if (d.x != NULL && d.matrix != NULL && d.exact != NULL && d.blas != NULL) {
        fill(d.x, s->n_rows * s->n_in);
        fill(d.matrix, s->n_out * s->n_in);
        if (s->half_zero)
            empty_half(d.x, s->n_rows * s->n_in);
        matrix.at = d.matrix;
        if (cl_weights_from_rows(&d.weights, &matrix, &arena, &err) == CLEAP_OK)
            ok = print_line(s, &d);
    }
    cl_arena_free(&arena);
    return ok;
}

int main(void)
{
    openblas_set_num_threads(1);
    printf("| case | exact | OpenBLAS | answers with other bits |\n|---|---|---|---|\n");
    for (size_t i = 0; i < CL_COUNT_OF(shapes); i++)
        if (!bench(&shapes[i]))
            return 1;
    return 0;
}
