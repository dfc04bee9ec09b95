/*
 * Answers to rows that came as objects: objects again.
 */
#ifndef CLEAP_PROXY_PAYLOAD_ANSWER_H
#define CLEAP_PROXY_PAYLOAD_ANSWER_H

#include "mleap/json_write.h"
#include "proxy/payload/rows.h"
#include "proxy/payload/select.h"
#include "runtime/scorer.h"

struct payload_answer {
    struct cl_json_writer json;
    const struct payload_rows *rows;
    const struct payload_select *select;
    bool one;            /* one object, not an array of them */
    const char *between; /* what is put between two rows; NULL: a comma */
    bool each;           /* a row that fails is told of in its place */
    bool lenient;        /* a selected column that a row does not bring is null, no failure */
    size_t n;            /* rows written, */
    size_t n_bad;        /* and how many of them are {"row": ..., "error": ...} */
    size_t next_bad;     /* of rows->bad: what was not written yet */
};

/* Writes a tile of the answer: a cl_answer_fn whose arg is a struct payload_answer. */
enum cleap_status payload_answer_tile(void *arg, const struct cl_answer *tile,
                                      struct cleap_error *err);

/* Writes what was wrong with the row of a frame: a function for struct payload_job. */
void payload_answer_bad(void *arg, size_t row, struct cleap_error *err);

/* Writes what was wrong with rows behind the last one of the frame. */
void payload_answer_end(struct payload_answer *a);

/* Writes {"row": ..., "error": ...}. */
void payload_put_bad(struct cl_json_writer *json, size_t row, const char *message);

#endif
