/*
 * Distinct cuts: a hash table while they are gathered, sorted at the end.
 */
#include "ops/kernels/trees/cut_list.h"

#include <stdlib.h>

bool cl_cut_list_init(struct cl_cut_list *list, uint32_t most, struct cl_arena *arena)
{
    uint32_t room = 16;

    while (room < 2 * most)
        room *= 2;
    *list = (struct cl_cut_list){
        .arena = arena,
        .most = most,
        .cuts = cl_arena_array(arena, most, sizeof *list->cuts),
        .slots = cl_arena_zeroed(arena, room, sizeof *list->slots),
        .mask = room - 1,
    };
    return list->cuts != NULL && list->slots != NULL;
}

/* The slot that holds the split's cut, or the empty one where it belongs. */
static uint32_t find_slot(const struct cl_cut_list *list, const struct cl_split *split)
{
    uint64_t hash =
        (split->cut ^ (uint64_t)split->column << 32 ^ split->column) * (uint64_t)0x9e3779b97f4a7c15;
    uint32_t slot = (uint32_t)(hash >> 32) & list->mask;

    while (list->slots[slot] != 0) {
        const struct cl_cut *cut = &list->cuts[list->slots[slot] - 1];

        if (cut->cut == split->cut && cut->column == split->column)
            break;
        slot = (slot + 1) & list->mask;
    }
    return slot;
}

bool cl_cut_list_add(struct cl_cut_list *list, const struct cl_split *split)
{
    uint32_t slot = find_slot(list, split);

    if (list->slots[slot] != 0)
        return true;
    if (list->n == list->most)
        return false;
    list->cuts[list->n++] = (struct cl_cut){.cut = split->cut, .column = split->column};
    list->slots[slot] = list->n;
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct cl_cut *x = *(const struct cl_cut *const *)a,
                        *y = *(const struct cl_cut *const *)b;

    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return (x->cut > y->cut) - (x->cut < y->cut);
}

static size_t count_blocks(struct cl_cut *const *sorted, uint32_t n)
{
    size_t blocks = 0, in_block = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || in_block == CL_CUTS_BLOCK || sorted[i]->column != sorted[i - 1]->column) {
            blocks++;
            in_block = 0;
        }
        in_block++;
    }
    return blocks;
}

static void fill_blocks(struct cl_cut *const *sorted, uint32_t n, int64_t *at, uint32_t *column)
{
    size_t place = 0;

    for (uint32_t i = 0; i < n; i++) {
        if (i > 0 && sorted[i]->column != sorted[i - 1]->column)
            for (; place % CL_CUTS_BLOCK != 0; place++)
                at[place] = INT64_MAX;
        column[place / CL_CUTS_BLOCK] = sorted[i]->column;
        sorted[i]->place = (uint32_t)place;
        at[place++] = cl_cuts_signed(sorted[i]->cut);
    }
    for (; place % CL_CUTS_BLOCK != 0; place++)
        at[place] = INT64_MAX;
}

bool cl_cut_list_table(struct cl_cut_list *list, struct cl_cuts *cuts, struct cl_arena *arena)
{
    struct cl_cut **sorted = cl_arena_array(list->arena, list->n, sizeof(void *));
    uint32_t *column;
    int64_t *at;

    if (sorted == NULL)
        return false;
    for (uint32_t i = 0; i < list->n; i++)
        sorted[i] = &list->cuts[i];
    qsort(sorted, list->n, sizeof *sorted, compare);
    cuts->n_blocks = count_blocks(sorted, list->n);
    at = cl_arena_array(arena, cuts->n_blocks + 1, CL_CUTS_BLOCK * sizeof *at);
    /* A block is a cache line: the spare one is for beginning with one. */
    if (at != NULL)
        at += (CL_CUTS_BLOCK - (uintptr_t)at / sizeof *at % CL_CUTS_BLOCK) % CL_CUTS_BLOCK;
    cuts->at = at;
    cuts->column = column = cl_arena_array(arena, cuts->n_blocks, sizeof *column);
    if (at != NULL && column != NULL)
        fill_blocks(sorted, list->n, at, column);
    return at != NULL && column != NULL;
}

uint32_t cl_cut_list_place(const struct cl_cut_list *list, const struct cl_split *split)
{
    return list->cuts[list->slots[find_slot(list, split)] - 1].place;
}
