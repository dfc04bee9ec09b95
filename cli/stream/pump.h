/*
 * The loop of `cleap score` and `cleap convert`: rows from a source into a sink.
 */
#ifndef CLEAP_CLI_STREAM_PUMP_H
#define CLEAP_CLI_STREAM_PUMP_H

#include "cli/stream/lane.h"

struct pump {
    struct lane lane; /* its upper half */
    size_t n_threads; /* more than 1: text is read, scored and written by so many, see fan.h */
};

/* Until the source has no more rows. A failure names the line or the row. */
enum cleap_status pump_run(struct pump *pump, struct cleap_error *err);

#endif
