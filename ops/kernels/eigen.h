/*
 * Eigenvalues and eigenvectors of symmetric matrices, bit for bit as the JVM's LAPACK has them.
 *
 * Spark takes them from the plain-Java translation of LAPACK's dsyev (jobz V, uplo L), with so
 * little room for work that it never works in blocks. Signs and last bits of the vectors depend on
 * the order of every sum in it, so no LAPACK library stands in here: an optimised one is as good,
 * but not the same.
 */
#ifndef CLEAP_OPS_KERNELS_EIGEN_H
#define CLEAP_OPS_KERNELS_EIGEN_H

#include <stdbool.h>
#include <stddef.h>

/* `a` is n by n, column-major; its lower triangle is read. On return its columns are the
 * eigenvectors of the eigenvalues d[0] <= d[1] <= ...; `work` has room for 2 * n. False: it did not
 * converge, as with values that are not finite. Values should lie within 1e-140 .. 1e140, between
 * which LAPACK does not scale them. */
bool cl_eigen_symmetric(double *a, size_t n, double *d, double *work);

#endif
