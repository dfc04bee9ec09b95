/*
 * What commands read: a file, or standard input for "-".
 */
#ifndef CLEAP_CLI_INPUT_H
#define CLEAP_CLI_INPUT_H

#include "cleap/frame.h"
#include "runtime/arena.h"
#include "runtime/buf.h"

/* The largest file that is read. */
#define INPUT_LIMIT ((size_t)2 << 30)

/* Reads all of it behind what the buffer holds. CLEAP_E_IO, CLEAP_E_LIMIT */
enum cleap_status input_read(const char *path, struct cl_buf *buf, struct cleap_error *err);

/* Reads a leap frame, in JSON, in the binary form or as an Avro file. */
enum cleap_status input_read_frame(const char *path, struct cleap_frame *frame,
                                   struct cleap_error *err);

/* Splits names with commas between them; blanks around one do not count. NULL ends the list, which
 * is in the arena. NULL: no memory. */
const char **input_names(const char *text, struct cl_arena *arena);

#endif
