/*
 * The error function as Apache commons-math 3 computes it, whose last bits C's erf() does not have.
 */
#ifndef CLEAP_OPS_KERNELS_ERF_H
#define CLEAP_OPS_KERNELS_ERF_H

double cl_java_erf(double x);

#endif
