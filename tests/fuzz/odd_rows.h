/*
 * Rows that a model does not expect, for its operators to refuse or to score: vectors that are
 * short, long, sparse and huge, matrices, empty lists, numbers at the ends of their range, nulls.
 */
#ifndef CLEAP_TESTS_FUZZ_ODD_ROWS_H
#define CLEAP_TESTS_FUZZ_ODD_ROWS_H

#include <math.h>
#include <stdlib.h>

#include "cleap/scorer.h"
#include "runtime/frame.h"
#include "runtime/model.h"

#define ODD_KINDS 8
#define ODD_VALUES 40
#define ODD_BLOCKS 4096

/* The values of a cell, each a block of its own, so that a sanitizer sees a step beyond it. */
struct odd_rows {
    void *blocks[ODD_BLOCKS];
    size_t n;
};

static void *odd_block(struct odd_rows *odd, size_t size)
{
    void *block = odd->n < ODD_BLOCKS ? calloc(1, size > 0 ? size : 1) : NULL;

    if (block != NULL)
        odd->blocks[odd->n++] = block;
    return block;
}

static void odd_value(enum cl_base base, void *at, size_t i, size_t kind)
{
    static const double numbers[] = {0, 1, -1.5, 3, 1e308, 2.5, 1e-300, 7};
    static const int64_t integers[] = {0, 1, -1, 3, INT64_MAX, INT64_MIN, 2, 100};
    static const char *const texts[] = {"a", "", "b c", "\xC4\xB0", "1.5", "a", "null", "A,b;c d"};
    size_t k = (i + kind) % 8;

    if (base == CL_F64)
        *(double *)at = kind == 5 ? NAN : numbers[k];
    else if (base == CL_F32)
        *(float *)at = kind == 5 ? INFINITY : (float)numbers[k % 4];
    else if (base == CL_STR || base == CL_BYTES)
        *(struct cl_str *)at = cl_str_of(texts[k]);
    else if (base == CL_BOOL)
        *(uint8_t *)at = k % 2;
    else
        memcpy(at, &integers[k], cl_base_size(base));
}

static void *odd_values(struct odd_rows *odd, enum cl_base base, size_t n, size_t kind)
{
    size_t size = cl_base_size(base);
    char *at = odd_block(odd, n * size);

    for (size_t i = 0; at != NULL && i < n; i++)
        odd_value(base, at + i * size, i, kind);
    return at;
}

/* A dense vector of a few sizes; a matrix; sparse ones, of INT32_MAX positions among them. */
static struct cl_tensor odd_tensor(struct odd_rows *odd, enum cl_base base, size_t kind)
{
    static const uint32_t counts[ODD_KINDS] = {4, 0, 1, ODD_VALUES, 2, 3, 4, 0};
    static const int32_t square[] = {2, 2};
    uint32_t n = counts[kind];
    void *values = odd_values(odd, base, n, kind);
    int32_t *index;

    if (kind == 6)
        return (struct cl_tensor){.value = values, .dims = square, .n = 4, .size = 4, .rank = 2};
    if (kind < 4)
        return cl_dense(values, n);
    index = odd_block(odd, n * sizeof *index);
    for (uint32_t i = 0; index != NULL && i < n; i++)
        index[i] = kind == 5 && i == n - 1 ? INT32_MAX - 1 : (int32_t)(2 * i);
    return cl_sparse(values, index, n, kind == 4 ? 4 : INT32_MAX);
}

static void odd_cell(struct odd_rows *odd, struct cl_column *column, size_t kind)
{
    const struct cl_type *type = &column->type;
    uint32_t n = (uint32_t)(kind * kind);

    switch (type->shape) {
    case CL_SCALAR:
        odd_value(type->base, column->as.any, 0, kind);
        break;
    case CL_LIST:
        column->as.list[0] = (struct cl_list){odd_values(odd, type->base, n, kind), n};
        break;
    case CL_TENSOR:
        column->as.tensor[0] = odd_tensor(odd, type->base, kind);
        break;
    case CL_MAP: /* of one key, as keys differ from each other */
        column->as.map[0] = (struct cl_map){odd_values(odd, type->key, 1, kind),
                                            odd_values(odd, type->base, 1, kind), 1};
        break;
    }
    if (type->nullable && kind == 3)
        cl_column_set_null(column, 0);
}

static void odd_score(struct cleap_scorer *scorer, const struct cleap_model *model, size_t kind)
{
    struct odd_rows odd = {.n = 0};
    struct cleap_frame in, *out = cleap_frame_new();
    struct cleap_error err;

    cl_frame_init(&in);
    if (cl_frame_shape(&in, &model->input, 1, &err) == CLEAP_OK) {
        for (size_t i = 0; i < model->input.n; i++)
            odd_cell(&odd, &in.columns[i], (kind + i) % ODD_KINDS);
        if (odd.n < ODD_BLOCKS)
            cleap_score(scorer, &in, out, &err);
    }
    cleap_frame_free(out);
    cl_frame_done(&in);
    for (size_t i = 0; i < odd.n; i++)
        free(odd.blocks[i]);
}

static void score_odd_rows(const struct cleap_model *model)
{
    struct cleap_scorer *scorer;
    struct cleap_error err;

    if (cleap_scorer_open(model, NULL, &scorer, &err) == CLEAP_OK)
        for (size_t kind = 0; kind < ODD_KINDS; kind++)
            odd_score(scorer, model, kind);
    cleap_scorer_close(scorer);
}

#endif
