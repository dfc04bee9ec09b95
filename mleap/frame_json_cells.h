/*
 * Reading the cells of a JSON leap frame, for frame_json_read.c.
 */
#ifndef CLEAP_MLEAP_FRAME_JSON_CELLS_H
#define CLEAP_MLEAP_FRAME_JSON_CELLS_H

#include "mleap/json.h"
#include "runtime/buf.h"
#include "runtime/column.h"

/* What reading cells takes: where from, memory for what cells point at, and room for values whose
 * number is not known yet. */
struct cl_cell_reader {
    struct cl_json *json;
    struct cl_arena *arena;
    struct cl_buf values, others;
};

void cl_cell_reader_init(struct cl_cell_reader *r, struct cl_json *json);
void cl_cell_reader_done(struct cl_cell_reader *r);

/* Reads the value that the cursor stands before into a cell of a column. */
enum cleap_status cl_cell_read_json(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                    struct cleap_error *err);

#endif
