/*
 * A column: one cell a row, all of one size, so that a row is an index and a selection of rows is
 * a copy of cells. Cells of lists, tensors and maps are views; what they point at belongs to an
 * arena of the model, the frame or the tile.
 *
 * A tensor is dense or sparse row by row. That is MLeap's way (its assembler takes the shorter
 * form of each vector), and the form decides how sums are rounded downstream, so it is kept.
 */
#ifndef CLEAP_RUNTIME_COLUMN_H
#define CLEAP_RUNTIME_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/arena.h"
#include "runtime/type.h"

struct cl_list {
    const void *at; /* n values of the column's base */
    uint32_t n;
};

struct cl_tensor {
    const void *value;    /* n stored values of the column's base */
    const int32_t *index; /* NULL: dense. Else n tuples of `rank` indices */
    const int32_t *dims;  /* rank of them; NULL: one dimension, `size` */
    uint32_t n;           /* values stored */
    uint32_t size;        /* positions: of a dense one n, of a sparse one the product of dims */
    uint32_t rank;        /* 1 for a vector */
};

struct cl_map {
    const void *key;   /* n keys of the column's key base */
    const void *value; /* n values of its base */
    uint32_t n;
};

struct cl_column {
    struct cl_type type;
    uint8_t *valid; /* one a row, 0 is null; NULL: no row is null. A null's cell is all zero bytes,
                       but for text, where it is "" */
    union {
        void *any;
        uint8_t *b;
        int8_t *i8;
        int16_t *i16;
        int32_t *i32;
        int64_t *i64;
        float *f32;
        double *f64;
        struct cl_str *str;
        struct cl_list *list;
        struct cl_tensor *tensor;
        struct cl_map *map;
    } as;
};

static inline bool cl_column_is_null(const struct cl_column *column, size_t row)
{
    return column->valid != NULL && !column->valid[row];
}

/* A dense vector of n values. Here and below each field is named: gcc 12 builds what leaves some
 * out on the stack, and copying it from there waits for the stores. */
static inline struct cl_tensor cl_dense(const void *value, uint32_t n)
{
    return (struct cl_tensor){
        .value = value, .index = NULL, .dims = NULL, .n = n, .size = n, .rank = 1};
}

/* A sparse vector: n values at ascending indices below `size`. */
static inline struct cl_tensor cl_sparse(const void *value, const int32_t *index, uint32_t n,
                                         uint32_t size)
{
    return (struct cl_tensor){
        .value = value, .index = index, .dims = NULL, .n = n, .size = size, .rank = 1};
}

/* Sets the dims of a tensor type to [n]. False: no memory. */
bool cl_type_set_width(struct cl_type *type, int64_t n, struct cl_arena *arena);

/* Makes room for n cells and, if the type is nullable, their validity (all valid); cells are
 * zeroed. False: no memory. */
bool cl_column_reserve(struct cl_column *column, size_t n, struct cl_arena *arena);

/* Marks a row null and clears its cell. The column must have `valid`. */
void cl_column_set_null(struct cl_column *column, size_t row);

/* A view of the rows from `row` on. `cl_column` knows no length: whoever looks knows it. */
static inline struct cl_column cl_column_from(const struct cl_column *column, size_t row)
{
    struct cl_column view = *column;

    view.as.any = (char *)view.as.any + row * cl_cell_size(&view.type);
    if (view.valid != NULL)
        view.valid += row;
    return view;
}

/* to[i] = from[rows[i]], the cells alone: what they point at is shared. `to` has room and, where
 * `from` has, validity. */
void cl_column_gather(struct cl_column *to, const struct cl_column *from, const uint32_t *rows,
                      size_t n);

/* Copies n cells of `from` behind `at` cells of `to`, with all they point at. False: no memory. */
bool cl_column_append(struct cl_column *to, size_t at, const struct cl_column *from, size_t n,
                      struct cl_arena *arena);

/* Where copies of what cells point at go. */
struct cl_copier {
    struct cl_arena *arena;
    bool is_mixed; /* some of it is in the arena already and stays; texts of a list that is there
                      are changed in place */
    const struct cl_chunk *near; /* of the arena: where the last one lay that was there */
    /* The text copied last, of which the next ones may be pieces. */
    struct cl_str from;
    const char *to;
};

/* Gives cells at .. at+n-1 copies of what they point at. False: no memory. */
bool cl_column_deepen(struct cl_column *column, size_t at, size_t n, struct cl_copier *copier);

/* Whether a cell of the type points anywhere. */
static inline bool cl_type_points(const struct cl_type *type)
{
    return type->shape != CL_SCALAR || type->base == CL_STR || type->base == CL_BYTES;
}

#endif
