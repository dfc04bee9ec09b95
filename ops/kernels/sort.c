/*
 * Insertion for few keys, a heap for many.
 */
#include "ops/kernels/sort.h"

#define FEW 32

static void insert_all(uint64_t *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t key = keys[i];
        size_t j = i;

        for (; j > 0 && keys[j - 1] > key; j--)
            keys[j] = keys[j - 1];
        keys[j] = key;
    }
}

/* Moves keys[at] down until no child is larger. */
static void sink(uint64_t *keys, size_t at, size_t n)
{
    uint64_t key = keys[at];

    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n && keys[child + 1] > keys[child])
            child++;
        if (keys[child] <= key)
            break;
        keys[at] = keys[child];
        at = child;
    }
    keys[at] = key;
}

void cl_sort_u64(uint64_t *keys, size_t n)
{
    if (n <= FEW) {
        insert_all(keys, n);
        return;
    }
    for (size_t i = n / 2; i-- > 0;)
        sink(keys, i, n);
    for (size_t i = n; i-- > 1;) {
        uint64_t largest = keys[0];

        keys[0] = keys[i];
        keys[i] = largest;
        sink(keys, 0, i);
    }
}
