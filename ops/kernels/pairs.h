/*
 * Ops that turn one column into another by the ports input and output, or several alike by input0
 * and output0, input1 and output1, ...
 */
#ifndef CLEAP_OPS_KERNELS_PAIRS_H
#define CLEAP_OPS_KERNELS_PAIRS_H

#include "runtime/op.h"

/* Checks that each input has its output: in[0] and out[0] are the single ports, those of the
 * families follow. *n receives how many there are, wired or not. CLEAP_E_FORMAT: one without the
 * other, or none at all. */
enum cleap_status cl_pairs_prepare(const struct cl_prepare *p, size_t *n, struct cleap_error *err);

/* Whether the call has column c: it is wired, and somebody wants it. */
static inline bool cl_pairs_has(const struct cl_exec *x, size_t c)
{
    return x->in[c] != NULL && x->out[c] != NULL;
}

#endif
