/*
 * Counts what the process asks of the heap.
 *
 * The program's malloc, calloc, realloc, aligned_alloc and posix_memalign stand in front of the C
 * library's, so that our code, C++'s new and the shared libraries below us are all seen. They hand
 * the call on; unless counting is on, that is all they do.
 */
#ifndef CLEAP_CLI_BENCH_ALLOCATIONS_H
#define CLEAP_CLI_BENCH_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* False in a build for a sanitizer, or over a C library that cannot be stood in front of. */
bool allocations_are_counted(void);

/* Counts from now on, from 0. */
void allocations_begin(void);

/* Stops counting; the requests since, of all threads. A realloc is one. */
size_t allocations_end(void);

#endif
