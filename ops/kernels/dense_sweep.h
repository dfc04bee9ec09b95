/*
 * The sweep of dense.h for processors with vectors, once for all of them. A set of kernels includes
 * this file after it has said what its vectors are:
 *
 *   TARGET                    the attribute of its functions; empty where the build has the vectors
 *   INLINED                   the same for functions that must vanish, so that sizes are constants
 *   vec, LANES                a vector of doubles, and how many: 2, 4 or 8
 *   some, first_lanes(n)      which lanes count: those below n
 *   splat load load_some store store_some fused
 *   weigh(at, lanes)          load_some(), but what lies behind the lanes may be read up to the 4th
 *   nonzero4(x)               bit j: x[j] is not 0.0, of four
 *   has_minus_zero(v)         whether a lane is -0.0
 *   MANY_ROWS                 4 or 8 rows that go together: with MANY_VECS vectors of sums each,
 *                             and as many and one more, they fit the registers
 *
 * Each output's sum waits for its last product; sums of other rows and outputs fill the time. Many
 * rows go in blocks of inputs whose weights stay in the first cache. One row has no others beside
 * it, so it leaves out its zeros instead: fma(0, w, s) is s for a finite w, but for one case. It
 * makes +0.0 of s = -0.0, and that can show only in a sum that ends as -0.0 with the zeros left
 * out: a sum of +0.0 never becomes -0.0 by a product of zero, and any other value of s swallows
 * it. Such rows are summed again with all their inputs.
 */
#ifndef CLEAP_OPS_KERNELS_DENSE_SWEEP_H
#define CLEAP_OPS_KERNELS_DENSE_SWEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "ops/kernels/dense.h"

/* Inputs whose weights are used by all rows before the next; a multiple of 4. */
#define BLOCK 128

/* Inputs of one row that are fetched before they are looked at. */
#define AHEAD 256

#define ROW_VECS 8  /* vectors of sums of one row */
#define MANY_VECS 3 /* of each of several rows */

/* A part of a sweep: some rows, inputs `first` .. `end` - 1, outputs from `o` on. */
struct part {
    const struct cl_weights *w;
    const double *const *x;
    double *y;
    size_t first, end, o;
    size_t flip; /* 3 turns a block of four inputs round */
    some last;   /* the lanes of the last vector that are outputs */
};

/* What the loops over inputs need of a part, on its own so that it stays in registers. */
struct inputs {
    const double *w; /* the first input's weights for the part's outputs */
    size_t stride, flip;
    const double *const *x;
    some last;
};

INLINED struct inputs inputs_of(const struct part *p)
{
    return (struct inputs){p->w->at + p->o, p->w->stride, p->flip, p->x, p->last};
}

INLINED void load_sums(const struct part *p, vec *s, size_t n_rows, size_t n_vecs)
{
#pragma GCC unroll 8
    for (size_t r = 0; r < n_rows; r++) {
        const double *y = p->y + r * p->w->n_out + p->o;

#pragma GCC unroll 8
        for (size_t c = 0; c + 1 < n_vecs; c++)
            s[r * n_vecs + c] = load(y + c * LANES);
        s[r * n_vecs + n_vecs - 1] = load_some(y + (n_vecs - 1) * LANES, p->last);
    }
}

INLINED void store_sums(const struct part *p, const vec *s, size_t n_rows, size_t n_vecs)
{
#pragma GCC unroll 8
    for (size_t r = 0; r < n_rows; r++) {
        double *y = p->y + r * p->w->n_out + p->o;

#pragma GCC unroll 8
        for (size_t c = 0; c + 1 < n_vecs; c++)
            store(y + c * LANES, s[r * n_vecs + c]);
        store_some(y + (n_vecs - 1) * LANES, p->last, s[r * n_vecs + n_vecs - 1]);
    }
}

INLINED void add_input(const struct inputs *in, size_t i, vec *s, size_t n_rows, size_t n_vecs)
{
    const double *at = in->w + i * in->stride;
    vec w[ROW_VECS];

#pragma GCC unroll 8
    for (size_t c = 0; c + 1 < n_vecs; c++)
        w[c] = load(at + c * LANES);
    w[n_vecs - 1] = weigh(at + (n_vecs - 1) * LANES, in->last);
#pragma GCC unroll 8
    for (size_t r = 0; r < n_rows; r++) {
        vec x = splat(in->x[r][i]);

#pragma GCC unroll 8
        for (size_t c = 0; c < n_vecs; c++)
            s[r * n_vecs + c] = fused(x, w[c], s[r * n_vecs + c]);
    }
}

/* Inputs i .. end - 1 in the order of the sweep. */
INLINED void add_inputs(const struct inputs *in, size_t i, size_t end, vec *s, size_t n_rows,
                        size_t n_vecs)
{
    for (; i + 4 <= end; i += 4)
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++)
            add_input(in, i + (j ^ in->flip), s, n_rows, n_vecs);
    for (; i < end; i++)
        add_input(in, i, s, n_rows, n_vecs);
}

INLINED void part_rows(const struct part *p, size_t n_rows, size_t n_vecs)
{
    const struct inputs in = inputs_of(p);
    vec s[MANY_ROWS * MANY_VECS];

    load_sums(p, s, n_rows, n_vecs);
    add_inputs(&in, p->first, p->end, s, n_rows, n_vecs);
    store_sums(p, s, n_rows, n_vecs);
}

/* Which of the 64 inputs from x on are not zero, in the order of the sweep. */
INLINED uint64_t nonzero64(const double *x, size_t flip)
{
    uint64_t bits = 0;

    for (size_t j = 0; j < 64; j += 4)
        bits |= (uint64_t)nonzero4(x + j) << j;
    if (flip == 0)
        return bits;
    bits = (bits & 0x5555555555555555u) << 1 | (bits >> 1 & 0x5555555555555555u);
    return (bits & 0x3333333333333333u) << 2 | (bits >> 2 & 0x3333333333333333u);
}

/* A loop over bits ends with a branch that is guessed wrong, and nothing behind it begins before
 * the bits are there: so inputs must be in the cache before their bits are asked for. */
INLINED void fetch(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i += 8)
        __builtin_prefetch(x + i);
}

INLINED void part_row(const struct part *p, size_t n_vecs)
{
    const struct inputs in = inputs_of(p);
    const double *x = p->x[0];
    vec s[ROW_VECS];
    bool again = false;
    size_t i = 0;

    fetch(x, p->end < AHEAD ? p->end : AHEAD);
    load_sums(p, s, 1, n_vecs);
    for (; i + 64 <= p->end; i += 64) {
        uint64_t bits = nonzero64(x + i, in.flip);

        fetch(x + i + AHEAD, i + AHEAD + 64 <= p->end ? 64 : 0);
        if (bits == UINT64_MAX)
            add_inputs(&in, i, i + 64, s, 1, n_vecs);
        else
            for (; bits != 0; bits &= bits - 1)
                add_input(&in, i + ((size_t)__builtin_ctzll(bits) ^ in.flip), s, 1, n_vecs);
    }
    add_inputs(&in, i, p->end, s, 1, n_vecs);
#pragma GCC unroll 8
    for (size_t c = 0; c < n_vecs; c++)
        again = again || has_minus_zero(s[c]);
    if (again)
        part_rows(p, 1, n_vecs);
    else
        store_sums(p, s, 1, n_vecs);
}

TARGET static void row_of_vecs(const struct part *p, size_t n_vecs)
{
    switch (n_vecs) {
    case 1:
        part_row(p, 1);
        break;
    case 2:
        part_row(p, 2);
        break;
    case 3:
        part_row(p, 3);
        break;
    case 4:
        part_row(p, 4);
        break;
    case 5:
        part_row(p, 5);
        break;
    case 6:
        part_row(p, 6);
        break;
    case 7:
        part_row(p, 7);
        break;
    default:
        part_row(p, 8);
        break;
    }
}

INLINED void rows_of_vecs(const struct part *p, size_t n_rows, size_t n_vecs)
{
    switch (n_vecs) {
    case 1:
        part_rows(p, n_rows, 1);
        break;
    case 2:
        part_rows(p, n_rows, 2);
        break;
    default:
        part_rows(p, n_rows, 3);
        break;
    }
}

/* Sums up the block for the rows of the sweep, of which those that are left over from fours and
 * twos go one by one. */
TARGET static void run_block(const struct part *sweep, size_t n_rows, size_t n_vecs)
{
    struct part p = *sweep;
    size_t r = 0, n;

    for (; r < n_rows; r += n) {
        size_t left = n_rows - r;

        p.x = sweep->x + r;
        p.y = sweep->y + r * p.w->n_out;
        n = left >= MANY_ROWS ? MANY_ROWS : left >= 4 ? 4 : left >= 2 ? 2 : 1;
        if (n == MANY_ROWS)
            rows_of_vecs(&p, MANY_ROWS, n_vecs);
        else if (n == 4)
            rows_of_vecs(&p, 4, n_vecs);
        else if (n == 2)
            rows_of_vecs(&p, 2, n_vecs);
        else
            rows_of_vecs(&p, 1, n_vecs);
    }
}

/* Says where the part of up to `most` vectors from `o` on ends; returns how many there are. */
INLINED size_t set_outputs(struct part *p, size_t o, size_t most)
{
    size_t left = p->w->n_out - o, n_vecs = (left + LANES - 1) / LANES;

    if (n_vecs > most) {
        n_vecs = most;
        left = most * LANES;
    }
    p->o = o;
    p->last = first_lanes(left - (n_vecs - 1) * LANES);
    return n_vecs;
}

TARGET static void sweep(const struct cl_weights *w, enum cl_sweep_order order,
                         const double *const *x, double *y, size_t n_rows)
{
    struct part p = {.w = w, .x = x, .y = y, .flip = order == CL_SWEEP_BLOCKS ? 3 : 0};

    if (n_rows == 1 && w->finite) {
        p.end = w->n_in;
        for (size_t o = 0; o < w->n_out; o += ROW_VECS * LANES)
            row_of_vecs(&p, set_outputs(&p, o, ROW_VECS));
        return;
    }
    for (; p.first < w->n_in; p.first = p.end) {
        p.end = w->n_in - p.first < BLOCK ? w->n_in : p.first + BLOCK;
        for (size_t o = 0; o < w->n_out; o += MANY_VECS * LANES)
            run_block(&p, n_rows, set_outputs(&p, o, MANY_VECS));
    }
}

#endif
