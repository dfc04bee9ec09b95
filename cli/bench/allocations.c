#define _POSIX_C_SOURCE 200809L /* posix_memalign */

#include "cli/bench/allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_size_t n_requests;
static atomic_bool counting;

void allocations_begin(void)
{
    atomic_store(&n_requests, 0);
    atomic_store(&counting, true);
}

size_t allocations_end(void)
{
    atomic_store(&counting, false);
    return atomic_load(&n_requests);
}

#ifdef CLEAP_COUNT_HEAP

#define VISIBLE __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

bool allocations_are_counted(void)
{
    return true;
}

static void count_one(void)
{
    if (atomic_load_explicit(&counting, memory_order_relaxed))
        atomic_fetch_add_explicit(&n_requests, 1, memory_order_relaxed);
}

VISIBLE void *malloc(size_t size)
{
    count_one();
    return __libc_malloc(size);
}

VISIBLE void *calloc(size_t n, size_t size)
{
    count_one();
    return __libc_calloc(n, size);
}

VISIBLE void *realloc(void *block, size_t size)
{
    count_one();
    return __libc_realloc(block, size);
}

VISIBLE void *aligned_alloc(size_t alignment, size_t size)
{
    count_one();
    return __libc_memalign(alignment, size);
}

VISIBLE int posix_memalign(void **block, size_t alignment, size_t size)
{
    count_one();
    *block = __libc_memalign(alignment, size);
    return *block != NULL ? 0 : ENOMEM;
}

#else

bool allocations_are_counted(void)
{
    return false;
}

#endif
