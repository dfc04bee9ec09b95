/*
 * Rows from a source into a sink, scored on the way or as they are.
 */
#ifndef CLEAP_CLI_STREAM_PUMP_H
#define CLEAP_CLI_STREAM_PUMP_H

#include "cleap/scorer.h"
#include "cli/stream/sink.h"
#include "cli/stream/source.h"

struct pump {
    struct source *source;
    struct sink *sink;
    struct cleap_scorer *scorer; /* NULL: the rows are not scored */
    const struct cl_strs *keep;  /* then: these columns of them, in that order; NULL: all */
    struct bad *bad;
};

/* Until the source has no more rows. A failure names the line or the row. */
enum cleap_status pump_run(const struct pump *pump, struct cleap_error *err);

#endif
