/*
 * Rows that cannot be read or scored: the first one ends the work, or each is told of and left out.
 */
#ifndef CLEAP_CLI_STREAM_BAD_H
#define CLEAP_CLI_STREAM_BAD_H

#include <stdbool.h>

#include "runtime/error.h"

struct bad {
    bool skip;
    uint64_t n; /* rows left out so far */
};

/* A row failed: CLEAP_OK when it is to be left out, and then `err` was told and is clear again. */
enum cleap_status bad_row(struct bad *bad, struct cleap_error *err);

/* Says at the end how many there were. */
void bad_sum(const struct bad *bad);

#endif
