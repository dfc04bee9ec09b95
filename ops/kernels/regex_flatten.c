/*
 * Which ranges a set comes to.
 */
#include <stdlib.h>

#include "ops/kernels/regex_set.h"

/* Ranges while they are put together. */
struct list {
    struct cl_rx_range *at;
    size_t n;
};

static int compare(const void *a, const void *b)
{
    uint32_t x = ((const struct cl_rx_range *)a)->low, y = ((const struct cl_rx_range *)b)->low;

    return (x > y) - (x < y);
}

/* Ascending, and none touches another. */
static void tidy(struct list *list)
{
    size_t n = 0;

    if (list->n == 0)
        return;
    qsort(list->at, list->n, sizeof *list->at, compare);
    for (size_t i = 1; i < list->n; i++) {
        struct cl_rx_range *last = &list->at[n];

        if (list->at[i].low <= last->high + 1)
            last->high = list->at[i].high > last->high ? list->at[i].high : last->high;
        else
            list->at[++n] = list->at[i];
    }
    list->n = n + 1;
}

static bool copy_ranges(const struct cl_rx_set *set, struct cl_arena *arena, struct list *list)
{
    list->at = cl_arena_copy(arena, set->as.ranges.at, set->as.ranges.n * sizeof *list->at);
    list->n = set->as.ranges.n;
    if (list->at != NULL)
        tidy(list);
    return true;
}

static bool from_bits(const uint8_t *bits, struct cl_arena *arena, struct list *list)
{
    list->at = cl_arena_array(arena, 256, sizeof *list->at);
    for (uint32_t code = 0; list->at != NULL && code < 256; code++)
        if (bits[code])
            list->at[list->n++] = (struct cl_rx_range){code, code};
    if (list->at != NULL)
        tidy(list);
    return true;
}

static bool unite(const struct list *a, const struct list *b, struct cl_arena *arena,
                  struct list *list)
{
    list->at = cl_arena_array(arena, a->n + b->n, sizeof *list->at);
    if (list->at == NULL)
        return true;
    memcpy(list->at, a->at, a->n * sizeof *a->at);
    memcpy(list->at + a->n, b->at, b->n * sizeof *b->at);
    list->n = a->n + b->n;
    tidy(list);
    return true;
}

static bool invert(const struct list *a, struct cl_arena *arena, struct list *list)
{
    uint32_t next = 0;

    list->at = cl_arena_array(arena, a->n + 1, sizeof *list->at);
    if (list->at == NULL)
        return true;
    for (size_t i = 0; i < a->n; i++) {
        if (a->at[i].low > next)
            list->at[list->n++] = (struct cl_rx_range){next, a->at[i].low - 1};
        next = a->at[i].high + 1;
    }
    if (next <= CL_RX_LAST_CODE)
        list->at[list->n++] = (struct cl_rx_range){next, CL_RX_LAST_CODE};
    return true;
}

static bool intersect(const struct list *a, const struct list *b, struct cl_arena *arena,
                      struct list *list)
{
    list->at = cl_arena_array(arena, a->n + b->n, sizeof *list->at);
    if (list->at == NULL)
        return true;
    for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
        uint32_t low = a->at[i].low > b->at[j].low ? a->at[i].low : b->at[j].low;
        uint32_t high = a->at[i].high < b->at[j].high ? a->at[i].high : b->at[j].high;

        if (low <= high)
            list->at[list->n++] = (struct cl_rx_range){low, high};
        if (a->at[i].high < b->at[j].high)
            i++;
        else
            j++;
    }
    return true;
}

/* False: not made of ranges alone. list->at is NULL when there is no memory. */
static bool flatten(const struct cl_rx_set *set, struct cl_arena *arena, struct list *list)
{
    struct list a = {NULL, 0}, b = {NULL, 0};

    *list = (struct list){NULL, 0};
    switch (set->kind) {
    case CL_RX_RANGES:
        return copy_ranges(set, arena, list);
    case CL_RX_BITS:
        return from_bits(set->as.bits, arena, list);
    case CL_RX_NOT:
        if (!flatten(set->as.of[0], arena, &a))
            return false;
        return a.at == NULL || invert(&a, arena, list);
    case CL_RX_UNION:
    case CL_RX_BOTH:
        if (!flatten(set->as.of[0], arena, &a) || !flatten(set->as.of[1], arena, &b))
            return false;
        if (a.at == NULL || b.at == NULL)
            return true;
        return set->kind == CL_RX_UNION ? unite(&a, &b, arena, list)
                                        : intersect(&a, &b, arena, list);
    case CL_RX_PROPERTY:
    case CL_RX_FOLDED:
        break;
    }
    return false;
}

bool cl_rx_flatten(const struct cl_rx_set *set, struct cl_arena *arena,
                   const struct cl_rx_range **at, size_t *n)
{
    struct list list;

    if (!flatten(set, arena, &list))
        return false;
    *at = list.at;
    *n = list.n;
    return true;
}
