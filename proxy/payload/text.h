/*
 * Rows in text: JSON Lines and CSV, all of it at once.
 *
 * `each`: a row that cannot be read is noted (payload_rows_begin_each) and hinders no other; else a
 * failure names its line.
 */
#ifndef CLEAP_PROXY_PAYLOAD_TEXT_H
#define CLEAP_PROXY_PAYLOAD_TEXT_H

#include "proxy/payload/csv_rows.h"
#include "proxy/payload/rows.h"

/* Reads an object a line into rows->frame, by the rows' cursor. CL_JSON_PADDING bytes follow the
 * text. */
enum cleap_status payload_lines_read(struct payload_rows *rows, const char *text, size_t n,
                                     bool each, struct cleap_error *err);

/* CSV as it was read, for who answers rows: nothing rides along but in the frame's columns. */
struct payload_table {
    struct payload_csv csv;
    struct payload_rows rows; /* extras, origin and bad of these alone */
};

/* Reads CSV with its header for the model that `like` is for. The text is changed. On failure, too,
 * the table must be done away with. */
enum cleap_status payload_table_read(struct payload_table *table, const struct payload_rows *like,
                                     char *text, size_t n, bool each, struct cleap_error *err);
void payload_table_done(struct payload_table *table);

#endif
