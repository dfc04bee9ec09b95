/*
 * Running a plan over a tile of rows.
 */
#ifndef CLEAP_RUNTIME_EXEC_H
#define CLEAP_RUNTIME_EXEC_H

#include "runtime/plan.h"

/* What one plan writes while it runs: columns, calls bound to them, scratch. One thread's. */
struct cl_tile {
    const struct cl_plan *plan;
    size_t room;               /* rows that fit, at most CL_TILE_ROWS */
    struct cl_column *columns; /* per slot. Of an input slot: a view of the frame */
    struct cl_column *own;     /* per slot: the cells that belong to the tile; inputs have none */
    struct cl_exec *calls;     /* per step; in[] and out[] point into `columns` */
    uint8_t *keep;             /* room flags, for steps that drop rows */
    uint32_t *rows, *row_of;   /* room numbers, likewise */
    const struct cl_column **outputs; /* the answer's columns, among `columns` */
    struct cl_arena arena;            /* all of the above */
    struct cl_arena scratch;          /* what cells point at; taken back for each tile, */
    struct cl_mark scratch_from;      /* to here; zeros: all of it */

    size_t n, row0; /* the rows at hand */
    bool dropped;   /* some of them are gone: row_of says which are left */
    bool moved;     /* and columns have cells other than their own */
};

void cl_tile_init(struct cl_tile *tile, const struct cl_plan *plan);
void cl_tile_free(struct cl_tile *tile);

/* Makes room for n rows, at most CL_TILE_ROWS. */
enum cleap_status cl_tile_reserve(struct cl_tile *tile, size_t n, struct cleap_error *err);

/* Runs the plan over rows row0 .. row0+n-1 of the columns of a frame. Afterwards tile->n rows are
 * left and tile->columns holds every slot. A failure names the first row that fails. */
enum cleap_status cl_tile_run(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                              size_t n, struct cleap_error *err);

/* The same step by step, for runtime/profile.h: begin, then each step of the plan in order. A
 * failure names a row that fails, which need not be the first. */
enum cleap_status cl_tile_begin(struct cl_tile *tile, const struct cl_column *frame, size_t row0,
                                size_t n, struct cleap_error *err);
enum cleap_status cl_tile_step(struct cl_tile *tile, size_t i, struct cleap_error *err);

#endif
