/*
 * A frame as a table to read: a line a row, columns aligned, long cells cut short.
 */
#ifndef CLEAP_CLI_TABLE_H
#define CLEAP_CLI_TABLE_H

#include "runtime/buf.h"
#include "runtime/frame.h"

/* Writes it behind what the buffer holds. */
enum cleap_status table_write(struct cl_buf *out, const struct cleap_frame *frame,
                              struct cleap_error *err);

#endif
