/*
 * A JSON value as a cell of a column, for payloads that bring no schema of their own.
 *
 * A value is taken for what a leap frame's column of its own kind would hold, and is cast as MLeap
 * casts: a number in a text column becomes its text, text in a number column is parsed as Java
 * parses it, true and false become 1 and 0. A tensor may also be an array of values: a vector.
 */
#ifndef CLEAP_PROXY_PAYLOAD_CELL_H
#define CLEAP_PROXY_PAYLOAD_CELL_H

#include "mleap/frame_json_cells.h"

/*
 * Reads the value that the cursor of `r` stands before. A null, and text that MLeap casts to null
 * ("" and "null" in a number column), is refused where the column takes none. CLEAP_E_DATA: the
 * value cannot be cast; the message says what was found and what is wanted, not where.
 */
enum cleap_status payload_cell_read(struct cl_cell_reader *r, struct cl_column *column, size_t row,
                                    struct cleap_error *err);

/* The same for text in a column of scalars. A text cell is the text itself, not a copy. */
enum cleap_status payload_cell_text(struct cl_column *column, size_t row, struct cl_str text,
                                    struct cl_arena *arena, struct cleap_error *err);

#endif
