/*
 * Margins of vectors that are not made.
 */
#include "ops/kernels/assembled.h"

#include "ops/kernels/compress.h"
#include "ops/kernels/sparse.h"

/* Rows are done with before the next ones come, so room for a few is enough. */
#define ROWS_AT_ONCE 16
#define LONG 1024

struct room {
    size_t n_rows, per_row;
    double *value, *dense;
    int32_t *index;
};

static bool make_room(struct room *room, size_t n_rows, size_t size, struct cl_arena *scratch)
{
    room->n_rows = room->per_row > LONG ? 1 : n_rows < ROWS_AT_ONCE ? n_rows : ROWS_AT_ONCE;
    room->value = cl_arena_array(scratch, room->n_rows * room->per_row, sizeof *room->value);
    room->index = cl_arena_array(scratch, room->n_rows * room->per_row, sizeof *room->index);
    room->dense = cl_arena_array(scratch, size, sizeof *room->dense);
    return room->value != NULL && room->index != NULL && room->dense != NULL;
}

/* The product by the form that the vector would have had. */
static double dot(const struct cl_concat_row *row, const double *w, double *dense)
{
    const struct cl_tensor sparse = cl_sparse(row->value, row->index, row->n, row->size);
    const double *value = row->value;

    if (cl_compress_to_sparse(row->n, row->size))
        return cl_sparse_dot_dense(&sparse, w);
    if (row->n < row->size) {
        memset(dense, 0, row->size * sizeof *dense);
        for (uint32_t k = 0; k < row->n; k++)
            dense[row->index[k]] = row->value[k];
        value = dense;
    }
    return cl_dense_kernels()->dot(value, w, row->size);
}

bool cl_assembled_margins(const struct cl_concat *parts, struct cl_exec *x, const struct cl_f64s *w,
                          double intercept, double *out)
{
    struct cl_concat_row rows[ROWS_AT_ONCE];
    struct cleap_error unsaid;
    struct room room;

    if (cl_concat_check(parts, x, &room.per_row, &unsaid) != CLEAP_OK ||
        !make_room(&room, x->n, w->n, x->scratch))
        return false;
    for (size_t i = 0; i < x->n; i += room.n_rows) {
        size_t n = x->n - i < room.n_rows ? x->n - i : room.n_rows;

        for (size_t r = 0; r < n; r++)
            rows[r] = (struct cl_concat_row){.value = room.value + r * room.per_row,
                                             .index = room.index + r * room.per_row};
        cl_concat_rows(parts, x, i, n, rows);
        for (size_t r = 0; r < n; r++) {
            if (rows[r].size != w->n)
                return false;
            out[i + r] = dot(&rows[r], w->at, room.dense) + intercept;
        }
    }
    return true;
}
