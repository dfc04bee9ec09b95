/*
 * Sorting without memory: what qsort() takes from the heap it must not take while scoring.
 */
#ifndef CLEAP_OPS_KERNELS_SORT_H
#define CLEAP_OPS_KERNELS_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Ascending, in place. */
void cl_sort_u64(uint64_t *keys, size_t n);

#endif
