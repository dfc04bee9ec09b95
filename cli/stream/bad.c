/*
 * Rows that are left out.
 */
#include "cli/stream/bad.h"

#include <inttypes.h>
#include <stdio.h>

/* More are counted only. */
#define MAX_TOLD 20

enum cleap_status bad_row(struct bad *bad, struct cleap_error *err)
{
    if (!bad->skip || err->status == CLEAP_E_NOMEM || err->status == CLEAP_E_IO)
        return err->status;
    if (bad->n < MAX_TOLD)
        fprintf(stderr, "cleap: skipped: %s\n", err->message);
    else if (bad->n == MAX_TOLD)
        fprintf(stderr, "cleap: further rows are skipped without a word\n");
    bad->n++;
    cl_error_begin(err, err);
    return CLEAP_OK;
}

void bad_sum(const struct bad *bad)
{
    if (bad->n > 0)
        fprintf(stderr, "cleap: %" PRIu64 " row%s skipped\n", bad->n, bad->n > 1 ? "s" : "");
}
