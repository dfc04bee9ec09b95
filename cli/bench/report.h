/*
 * What cleap bench prints.
 */
#ifndef CLEAP_CLI_BENCH_REPORT_H
#define CLEAP_CLI_BENCH_REPORT_H

#include <stdbool.h>

#include "cli/bench/measure.h"
#include "cli/bench/steps.h"

struct report {
    double load_ms;
    /* n is 0 of what was not measured */
    struct times row, row_cold, row_evicted, bytes, bytes_cold, batch;
    size_t batch_rows, batch_threads;
    size_t n_bytes_in, n_bytes_out; /* of the row in JSON */
    long rss_kb; /* with the model and the frame in memory, before anything is measured */
    struct steps steps;
    bool has_steps;
};

/* A table for people, or one JSON object: keys end in their unit. */
void report_put_text(const struct report *report, struct cl_buf *buf);
void report_put_json(const struct report *report, struct cl_buf *buf);

#endif
