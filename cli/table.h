/*
 * A frame as a table to read: a line a row, columns aligned, long cells cut short.
 */
#ifndef CLEAP_CLI_TABLE_H
#define CLEAP_CLI_TABLE_H

#include <stdio.h>

#include "runtime/frame.h"

enum cleap_status table_print(FILE *out, const struct cleap_frame *frame, struct cleap_error *err);

#endif
