/*
 * Counts what a program asks of the heap, and lets it run short of memory.
 *
 * Linking alloc_count.c puts its malloc, calloc, realloc, aligned_alloc, posix_memalign and free in
 * front of the C library's for the whole process: for our code, for C++'s new, and for the shared
 * libraries below us. Under a sanitizer the calls go on to the sanitizer's own; its operator new is
 * not seen then.
 */
#ifndef CLEAP_TESTS_ALLOC_COUNT_H
#define CLEAP_TESTS_ALLOC_COUNT_H

#include <stddef.h>

/* Allocations so far, of all threads. A realloc counts as one. */
size_t alloc_count(void);

/* Blocks that were given out and not freed yet. */
size_t alloc_live(void);

/* The n-th allocation from now, counted from 1, fails and no other; 0: none does. */
void alloc_fail_at(size_t n);

/* Whether the allocation that was to fail has failed. */
int alloc_has_failed(void);

/* The program or library whose code asked for the memory that was refused. */
const char *alloc_failed_in(void);

#endif
