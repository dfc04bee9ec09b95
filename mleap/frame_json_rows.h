/*
 * Reading the rows of a JSON leap frame, for frame_json_read.c.
 */
#ifndef CLEAP_MLEAP_FRAME_JSON_ROWS_H
#define CLEAP_MLEAP_FRAME_JSON_ROWS_H

#include "mleap/frame_json_cells.h"
#include "runtime/frame.h"

/* Reads the array of rows that the cursor stands before into an empty frame, which gets these
 * columns and, to begin with, room for `room` rows. `schema` must outlive the frame's use.
 * CLEAP_E_FORMAT with the row in err->row, CLEAP_E_LIMIT, CLEAP_E_NOMEM. */
enum cleap_status cl_rows_read_json(struct cl_cell_reader *cells, const struct cl_schema *schema,
                                    size_t room, struct cleap_frame *frame,
                                    struct cleap_error *err);

#endif
