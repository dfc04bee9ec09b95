/*
 * Writing leap frames as JSON, piece by piece: an answer comes in tiles, and MLeap's order has rows
 * before the schema.
 *
 *     cl_frame_write_begin(&w, buf, style)
 *     cl_frame_write_rows(&w, columns, n_columns, n, err)     any number of times
 *     cl_frame_write_end(&w, schema)
 *     cl_buf_check(buf, "the frame", err)
 */
#ifndef CLEAP_MLEAP_FRAME_JSON_WRITE_H
#define CLEAP_MLEAP_FRAME_JSON_WRITE_H

#include "mleap/json_write.h"
#include "runtime/frame.h"

struct cl_frame_writer {
    struct cl_json_writer json;
    bool has_rows;
};

/* Starts a frame behind what the buffer holds. */
void cl_frame_write_begin(struct cl_frame_writer *w, struct cl_buf *buf,
                          enum cleap_json_style style);

/* Writes rows 0 .. n-1 of the columns. A buffer that failed is no failure here. CLEAP_E_DATA: a map
 * whose keys JSON cannot have. */
enum cleap_status cl_frame_write_rows(struct cl_frame_writer *w,
                                      const struct cl_column *const *columns, size_t n_columns,
                                      size_t n, struct cleap_error *err);

/* Writes one cell, as in a row. */
enum cleap_status cl_frame_write_cell(struct cl_json_writer *w, const struct cl_column *column,
                                      size_t row, struct cleap_error *err);

void cl_frame_write_end(struct cl_frame_writer *w, const struct cl_schema *schema);

/* The same in two parts, for a schema that is answered again and again: its text, and the end with
 * the text. */
void cl_frame_write_schema(struct cl_buf *buf, enum cleap_json_style style,
                           const struct cl_schema *schema);
void cl_frame_write_end_known(struct cl_frame_writer *w, struct cl_str schema_text);

/* A whole frame in one call. */
enum cleap_status cl_frame_write_json(const struct cleap_frame *frame, enum cleap_json_style style,
                                      struct cl_buf *buf, struct cleap_error *err);

#endif
