/*
 * Eigenvalues and eigenvectors of symmetric matrices.
 *
 * Three steps, each summing in the order of the routine of LAPACK that it stands for: reflections
 * make the matrix tridiagonal (dsytd2), are multiplied out (dorg2r), and implicit QL or QR steps
 * make it diagonal (dsteqr). Without fused multiply-add.
 */
#include "ops/kernels/eigen.h"

#include <math.h>

#define EPSILON 0x1p-53
#define LEAST 0x1p-1022
#define STEPS_PER_ROW 30

/* The lower bound of numbers whose squares are sure not to vanish. */
#define SMALL 0x1p-484
#define LARGE 0x1p484

static double norm(const double *x, size_t n)
{
    double scale = 0.0, sum = 1.0;

    if (n == 1)
        return fabs(x[0]);
    for (size_t i = 0; i < n; i++) {
        double v = fabs(x[i]);

        if (v == 0.0)
            continue;
        if (scale < v) {
            sum = 1.0 + sum * ((scale / v) * (scale / v));
            scale = v;
        } else {
            sum += (v / scale) * (v / scale);
        }
    }
    return scale * sqrt(sum);
}

static double length(double x, double y)
{
    double high = fmax(fabs(x), fabs(y)), low = fmin(fabs(x), fabs(y));

    return low == 0.0 ? high : high * sqrt(1.0 + (low / high) * (low / high));
}

/* |x| with the sign of y, where -0.0 counts as positive: LAPACK's Java has it so. */
static double with_sign(double x, double y)
{
    return y >= 0.0 ? fabs(x) : -fabs(x);
}

static double dot(const double *x, const double *y, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* The reflection I - tau * v * v' that takes x to a multiple of the first axis. x[0] becomes that
 * multiple, the rest v without its first value, which is 1. */
static double reflect(double *x, size_t n)
{
    double rest = n > 1 ? norm(x + 1, n - 1) : 0.0, beta, tau;

    if (rest == 0.0)
        return 0.0;
    beta = -with_sign(length(x[0], rest), x[0]);
    tau = (beta - x[0]) / beta;
    rest = 1.0 / (x[0] - beta);
    for (size_t i = 1; i < n; i++)
        x[i] *= rest;
    x[0] = beta;
    return tau;
}

/* y = tau * A * x, of the lower triangle. */
static void multiply(const double *a, size_t n, size_t step, double tau, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = 0.0;
    for (size_t j = 0; j < n; j++, a += step) {
        double times = tau * x[j], sum = 0.0;

        y[j] += times * a[j];
        for (size_t i = j + 1; i < n; i++) {
            y[i] += times * a[i];
            sum += a[i] * x[i];
        }
        y[j] += tau * sum;
    }
}

/* A -= x * y' + y * x', in the lower triangle. */
static void subtract(double *a, size_t n, size_t step, const double *x, const double *y)
{
    for (size_t j = 0; j < n; j++, a += step) {
        double times_x = -y[j], times_y = -x[j];

        if (x[j] == 0.0 && y[j] == 0.0)
            continue;
        for (size_t i = j; i < n; i++)
            a[i] = a[i] + x[i] * times_x + y[i] * times_y;
    }
}

/* The diagonal goes to d, what is below it to e. The vectors of the reflections stay below that in
 * `a`, their factors in tau. */
static void make_tridiagonal(double *a, size_t n, double *d, double *e, double *tau)
{
    for (size_t i = 0; i + 1 < n; i++) {
        double *x = a + i * n + i + 1, *rest = a + (i + 1) * n + i + 1, *y = tau + i;
        size_t m = n - i - 1;
        double t = reflect(x, m), half;

        e[i] = x[0];
        if (t != 0.0) {
            x[0] = 1.0;
            multiply(rest, m, n, t, x, y);
            half = -0.5 * t * dot(y, x, m);
            for (size_t k = 0; half != 0.0 && k < m; k++)
                y[k] += half * x[k];
            subtract(rest, m, n, x, y);
        }
        d[i] = a[i * n + i];
        tau[i] = t;
    }
    d[n - 1] = a[n * n - 1];
}

/* Multiplies the columns from `a` on, n of them of m rows, by a reflection. */
static void apply_reflection(double *a, size_t m, size_t n, size_t step, double tau,
                             const double *v)
{
    for (size_t j = 0; j < n; j++, a += step) {
        double times = -tau * dot(a, v, m);

        for (size_t i = 0; times != 0.0 && i < m; i++)
            a[i] += v[i] * times;
    }
}

/* Writes the product of the reflections over them. */
static void multiply_out(double *a, size_t n, const double *tau)
{
    for (size_t j = n - 1; j > 0; j--) {
        for (size_t i = j + 1; i < n; i++)
            a[j * n + i] = a[(j - 1) * n + i];
        a[j * n] = 0.0;
    }
    a[0] = 1.0;
    for (size_t i = 1; i < n; i++)
        a[i] = 0.0;
    for (size_t j = n - 1; j > 0; j--) {
        double *v = a + j * n + j, t = tau[j - 1];

        v[0] = 1.0;
        if (t != 0.0)
            apply_reflection(v + n, n - j, n - j - 1, n, t, v);
        for (size_t i = 1; i < n - j; i++)
            v[i] *= -t;
        v[0] = 1.0 - t;
        for (size_t i = 1; i < j; i++)
            a[j * n + i] = 0.0;
    }
}

struct rotation {
    double c, s;
};

/* The rotation that takes (f, g) to (r, 0). Finite numbers are in range after three powers. */
static struct rotation rotate_to_axis(double f, double g, double *r)
{
    double f1 = f, g1 = g, back = 1.0;
    struct rotation rot = {1.0, 0.0};

    *r = f;
    if (g == 0.0)
        return rot;
    if (f == 0.0) {
        *r = g;
        return (struct rotation){0.0, 1.0};
    }
    for (int k = 0; k < 3 && fmax(fabs(f1), fabs(g1)) >= LARGE; k++, back *= LARGE) {
        f1 *= SMALL;
        g1 *= SMALL;
    }
    for (int k = 0; k < 3 && fmax(fabs(f1), fabs(g1)) <= SMALL; k++, back *= SMALL) {
        f1 *= LARGE;
        g1 *= LARGE;
    }
    *r = sqrt(f1 * f1 + g1 * g1);
    rot = (struct rotation){f1 / *r, g1 / *r};
    *r *= back;
    if (fabs(f) > fabs(g) && rot.c < 0.0) {
        rot = (struct rotation){-rot.c, -rot.s};
        *r = -*r;
    }
    return rot;
}

/* (x, y) = (c x + s y, c y - s x), for n pairs. */
static void rotate(double *x, double *y, size_t n, struct rotation rot)
{
    if (rot.c == 1.0 && rot.s == 0.0)
        return;
    for (size_t i = 0; i < n; i++) {
        double v = y[i];

        y[i] = rot.c * v - rot.s * x[i];
        x[i] = rot.s * v + rot.c * x[i];
    }
}

/* The eigenvalues of (a b; b c), the one of larger magnitude first, and the rotation to its vector.
 */
static struct rotation solve_two(double a, double b, double c, double *first, double *second)
{
    double sum = a + c, apart = a - c, b2 = b + b, far = fabs(apart), off = fabs(b2);
    double high = fabs(a) > fabs(c) ? a : c, low = fabs(a) > fabs(c) ? c : a, root, side, t;
    bool sum_side = !(sum < 0.0), apart_side = apart >= 0.0;
    struct rotation rot = {1.0, 0.0};

    if (far > off)
        root = far * sqrt(1.0 + (off / far) * (off / far));
    else if (far < off)
        root = off * sqrt(1.0 + (far / off) * (far / off));
    else
        root = off * sqrt(2.0);
    *first = 0.5 * (sum < 0.0 ? sum - root : sum > 0.0 ? sum + root : root);
    *second = sum == 0.0 ? -0.5 * root : (high / *first) * low - (b / *first) * b;
    side = apart_side ? apart + root : apart - root;
    if (fabs(side) > off) {
        t = -b2 / side;
        rot.s = 1.0 / sqrt(1.0 + t * t);
        rot.c = t * rot.s;
    } else if (off != 0.0) {
        t = -side / b2;
        rot.c = 1.0 / sqrt(1.0 + t * t);
        rot.s = t * rot.c;
    }
    return sum_side == apart_side ? (struct rotation){-rot.s, rot.c} : rot;
}

/* A tridiagonal matrix that is becoming diagonal, and the vectors that turn with it. */
struct tridiagonal {
    double *d, *e, *vectors;
    size_t n, steps_left;
};

/* Rows low .. high, of which no e is 0, are worked on from one end, `at`, to the other, `end`:
 * `way` is 1 or -1. */
struct block {
    ptrdiff_t at, end, way;
};

/* The e between a row and the next on the way. */
static double *between(const struct tridiagonal *t, ptrdiff_t row, ptrdiff_t way)
{
    return &t->e[way > 0 ? row : row - 1];
}

/* The first row from `at` on that is as good as apart from the next one. */
static ptrdiff_t find_gap(const struct tridiagonal *t, const struct block *b)
{
    ptrdiff_t row = b->at;

    for (; row != b->end; row += b->way) {
        double *e = between(t, row, b->way);

        if (*e * *e <= (EPSILON * EPSILON * fabs(t->d[row])) * fabs(t->d[row + b->way]) + LEAST) {
            *e = 0.0;
            break;
        }
    }
    return row;
}

/* One implicit step from row `last` back to row b->at. */
static void step(struct tridiagonal *t, const struct block *b, ptrdiff_t last)
{
    double *d = t->d, p = d[b->at], *first = between(t, b->at, b->way);
    double g = (d[b->at + b->way] - p) / (2.0 * *first), r = length(g, 1.0);
    struct rotation rot = {1.0, 1.0};

    g = d[last] - p + *first / (g + with_sign(r, g));
    p = 0.0;
    for (ptrdiff_t near = last; near != b->at; near -= b->way) {
        ptrdiff_t next = near - b->way;
        double *e = between(t, next, b->way), f = rot.s * *e, h = rot.c * *e;

        rot = rotate_to_axis(g, f, &r);
        if (near != last)
            *between(t, near, b->way) = r;
        g = d[near] - p;
        r = (d[next] - g) * rot.s + 2.0 * rot.c * h;
        p = rot.s * r;
        d[near] = g + p;
        g = rot.c * r - h;
        rotate(t->vectors + (size_t)near * t->n, t->vectors + (size_t)next * t->n, t->n, rot);
    }
    d[b->at] -= p;
    *first = g;
}

static void solve_pair(struct tridiagonal *t, const struct block *b)
{
    ptrdiff_t row = b->way > 0 ? b->at : b->at - 1;
    double *d = t->d + row, *x = t->vectors + (size_t)row * t->n;
    struct rotation rot = solve_two(d[0], t->e[row], d[1], &d[0], &d[1]);

    rotate(x, x + t->n, t->n, rot);
    t->e[row] = 0.0;
}

/* False: out of steps. */
static bool solve_block(struct tridiagonal *t, size_t low, size_t high)
{
    struct block b = {(ptrdiff_t)low, (ptrdiff_t)high, 1};

    if (fabs(t->d[high]) < fabs(t->d[low]))
        b = (struct block){(ptrdiff_t)high, (ptrdiff_t)low, -1};
    while ((b.end - b.at) * b.way >= 0) {
        ptrdiff_t gap = find_gap(t, &b);

        if (gap == b.at) {
            b.at += b.way;
        } else if (gap == b.at + b.way) {
            solve_pair(t, &b);
            b.at += 2 * b.way;
        } else if (t->steps_left-- == 0) {
            return false;
        } else {
            step(t, &b, gap);
        }
    }
    return true;
}

static bool make_diagonal(struct tridiagonal *t)
{
    for (size_t low = 0, high; low < t->n; low = high + 1) {
        for (high = low; high + 1 < t->n; high++) {
            double e = fabs(t->e[high]);

            if (e <= sqrt(fabs(t->d[high])) * sqrt(fabs(t->d[high + 1])) * EPSILON) {
                t->e[high] = 0.0;
                break;
            }
        }
        if (!solve_block(t, low, high))
            return false;
    }
    return true;
}

static void sort(const struct tridiagonal *t)
{
    for (size_t i = 0; i + 1 < t->n; i++) {
        size_t least = i;
        double *x = t->vectors + i * t->n, *y, v = t->d[i];

        for (size_t j = i + 1; j < t->n; j++)
            if (t->d[j] < t->d[least])
                least = j;
        if (least == i)
            continue;
        t->d[i] = t->d[least];
        t->d[least] = v;
        y = t->vectors + least * t->n;
        for (size_t k = 0; k < t->n; k++) {
            v = x[k];
            x[k] = y[k];
            y[k] = v;
        }
    }
}

bool cl_eigen_symmetric(double *a, size_t n, double *d, double *work)
{
    struct tridiagonal t = {d, work, a, n, STEPS_PER_ROW * n};

    if (n == 0)
        return true;
    make_tridiagonal(a, n, d, work, work + n);
    multiply_out(a, n, work + n);
    if (!make_diagonal(&t))
        return false;
    sort(&t);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(d[i]))
            return false;
    return true;
}
