/*
 * `cleap bench --profile`: what each step of the plan takes.
 */
#ifndef CLEAP_CLI_BENCH_STEPS_H
#define CLEAP_CLI_BENCH_STEPS_H

#include "cli/bench/subject.h"
#include "mleap/json_write.h"

struct step_time {
    struct cl_str name; /* of the node, or of the column that a hidden step works on; the plan's */
    const char *op;
    double row_ns;  /* a tile of one row: the frame's rows in turn */
    double tile_ns; /* a row of a full tile */
};

struct steps {
    struct step_time *times; /* the longest first, by row_ns; in the subject's arena */
    size_t n;
};

/* Runs for `seconds`. CLEAP_E_NOMEM, or whatever scoring fails with. */
enum cleap_status steps_measure(struct subject *subject, double seconds, struct steps *steps,
                                struct cleap_error *err);

/* A table for people, or the array of a member "profile". */
void steps_put_text(const struct steps *steps, struct cl_buf *buf);
void steps_put_json(const struct steps *steps, struct cl_json_writer *w);

#endif
