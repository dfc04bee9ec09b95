/*
 * Sorts what splits ask, and numbers it.
 */
#include "ops/kernels/forest_columns.h"

#include <stdlib.h>

static int compare(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

static int by_feature(const void *a, const void *b)
{
    return compare(*(const uint32_t *)a, *(const uint32_t *)b);
}

static int compare_columns(const struct cl_forest_column *x, const struct cl_forest_column *y)
{
    int order = compare(x->feature, y->feature);

    return order != 0 ? order : cl_categories_compare(x->set, y->set);
}

static int by_set(const void *a, const void *b)
{
    const struct cl_forest_set *x = a, *y = b;

    return compare_columns(&x->column, &y->column);
}

static uint32_t list_features(struct cl_forest_splits *s, struct cl_forest_column *columns)
{
    uint32_t n = 0;

    if (s->n_features > 0)
        qsort(s->features, s->n_features, sizeof *s->features, by_feature);
    for (size_t i = 0; i < s->n_features; i++)
        if (n == 0 || columns[n - 1].feature != s->features[i])
            columns[n++] = (struct cl_forest_column){.feature = s->features[i]};
    return n;
}

/* column_of[number of a set] = its column. Returns how many columns there are. */
static uint32_t list_sets(struct cl_forest_splits *s, struct cl_forest_column *columns,
                          uint32_t *column_of)
{
    uint32_t n = 0;

    if (s->n_sets > 0)
        qsort(s->sets, s->n_sets, sizeof *s->sets, by_set);
    for (uint32_t i = 0; i < s->n_sets; i++) {
        if (n == 0 || compare_columns(&columns[n - 1], &s->sets[i].column) != 0)
            columns[n++] = s->sets[i].column;
        column_of[s->sets[i].number] = n - 1;
    }
    return n;
}

/* Features up to this are looked up in a table. */
#define MOST_TABLE 4096u

static uint32_t find_feature(const struct cl_forest *forest, uint32_t feature)
{
    uint32_t low = 0, high = forest->n_continuous;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (forest->columns[middle].feature < feature)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The columns of features below MOST_TABLE. */
static void fill_table(const struct cl_forest *forest, uint32_t *table)
{
    for (uint32_t c = 0; c < forest->n_continuous; c++)
        if (forest->columns[c].feature < MOST_TABLE)
            table[forest->columns[c].feature] = c;
}

static void number_splits(const struct cl_forest *forest, struct cl_forest_splits *s,
                          const uint32_t *column_of, const uint32_t *table)
{
    for (uint32_t i = 0; i < s->n_nodes; i++) {
        struct cl_split *node = &s->nodes[i];

        if (node->left == 0)
            continue;
        if (node->column & CL_FOREST_SET)
            node->column = forest->n_continuous + column_of[node->column & ~CL_FOREST_SET];
        else if (node->column < MOST_TABLE)
            node->column = table[node->column];
        else
            node->column = find_feature(forest, node->column);
    }
}

enum cleap_status cl_forest_list_columns(struct cl_forest *forest, struct cl_forest_splits *splits,
                                         struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_forest_column *columns =
        cl_arena_array(arena, splits->n_features + splits->n_sets, sizeof *columns);
    uint32_t *column_of = cl_arena_array(arena, splits->n_sets, sizeof *column_of);
    uint32_t table[MOST_TABLE] = {0};

    if (columns == NULL || column_of == NULL)
        return cl_fail_nomem(err);
    forest->columns = columns;
    forest->n_continuous = list_features(splits, columns);
    forest->n_columns =
        forest->n_continuous + list_sets(splits, columns + forest->n_continuous, column_of);
    fill_table(forest, table);
    number_splits(forest, splits, column_of, table);
    return CLEAP_OK;
}
