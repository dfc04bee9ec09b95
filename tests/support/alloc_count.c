/*
 * The heap, counted.
 */
#define _GNU_SOURCE /* dladdr */

#include "tests/support/alloc_count.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef CLEAP_SANITIZED
#define CL_HEAP(name) __interceptor_##name
#define CL_HEAP_ALIGNED __interceptor_aligned_alloc
#else
#define CL_HEAP(name) __libc_##name
#define CL_HEAP_ALIGNED __libc_memalign
#endif

void *CL_HEAP(malloc)(size_t size);
void *CL_HEAP(calloc)(size_t n, size_t size);
void *CL_HEAP(realloc)(void *block, size_t size);
void *CL_HEAP_ALIGNED(size_t alignment, size_t size);
void CL_HEAP(free)(void *block);

static atomic_size_t n_allocations, n_live, countdown;
static void *_Atomic failed_caller;

size_t alloc_count(void)
{
    return atomic_load(&n_allocations);
}

size_t alloc_live(void)
{
    return atomic_load(&n_live);
}

void alloc_fail_at(size_t n)
{
    atomic_store(&failed_caller, NULL);
    atomic_store(&countdown, n);
}

int alloc_has_failed(void)
{
    return atomic_load(&failed_caller) != NULL;
}

const char *alloc_failed_in(void)
{
    Dl_info about;

    return dladdr(atomic_load(&failed_caller), &about) != 0 ? about.dli_fname : "";
}

/* Counts an allocation; true when it is the one to fail. */
static int count_one(void *caller)
{
    atomic_fetch_add(&n_allocations, 1);
    if (atomic_load(&countdown) == 0 || atomic_fetch_sub(&countdown, 1) != 1)
        return 0;
    atomic_store(&failed_caller, caller);
    errno = ENOMEM;
    return 1;
}

static void *count_live(void *block)
{
    if (block != NULL)
        atomic_fetch_add(&n_live, 1);
    return block;
}

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    return count_one(__builtin_return_address(0)) ? NULL : count_live(CL_HEAP(malloc)(size));
}

__attribute__((visibility("default"))) void *calloc(size_t n, size_t size)
{
    return count_one(__builtin_return_address(0)) ? NULL : count_live(CL_HEAP(calloc)(n, size));
}

__attribute__((visibility("default"))) void *realloc(void *block, size_t size)
{
    void *fresh;

    if (count_one(__builtin_return_address(0)))
        return NULL;
    fresh = CL_HEAP(realloc)(block, size);
    return block == NULL ? count_live(fresh) : fresh;
}

__attribute__((visibility("default"))) void *aligned_alloc(size_t alignment, size_t size)
{
    return count_one(__builtin_return_address(0)) ? NULL
                                                  : count_live(CL_HEAP_ALIGNED(alignment, size));
}

__attribute__((visibility("default"))) int posix_memalign(void **block, size_t alignment,
                                                          size_t size)
{
    *block = aligned_alloc(alignment, size);
    return *block != NULL ? 0 : ENOMEM;
}

__attribute__((visibility("default"))) void free(void *block)
{
    if (block != NULL)
        atomic_fetch_sub(&n_live, 1);
    CL_HEAP(free)(block);
}
