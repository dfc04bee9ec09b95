/*
 * What bounds the scoring of a payload: the time there is, the size its answer may have, and what
 * becomes of rows that fail.
 */
#ifndef CLEAP_PROXY_PAYLOAD_BOUNDS_H
#define CLEAP_PROXY_PAYLOAD_BOUNDS_H

#include "proxy/payload/helpers.h"
#include "runtime/buf.h"

/* All zeros bound nothing. */
struct payload_bounds {
    int64_t deadline_ms; /* since the epoch; 0: none */
    size_t max_answer;   /* bytes; 0: no limit but that of the buffer */
    bool each_row; /* where there are many rows, one that fails is told of and fails no other */
};

/* What is to be scored, and where the answer goes. */
struct payload_job {
    struct payload_helpers *helpers; /* NULL: none */
    struct cleap_scorer *scorer;
    const struct cl_strs *select; /* NULL: every column */
    const struct cleap_frame *frame;
    cl_answer_fn on_tile;
    /* Puts a failure where the row's answer would be; of each_row. */
    void (*on_bad)(void *arg, size_t row, struct cleap_error *err);
    void *arg;
    const struct cl_buf *out; /* what on_tile() writes into; it begins with the answer */
};

/*
 * Scores the frame. CLEAP_E_LIMIT: the answer is too large, or the deadline would have passed
 * before the next tile is through; the first tile is scored in any case, because it takes next to
 * no time. The clock is read between tiles, so a process that was frozen meanwhile finds out too.
 */
enum cleap_status payload_score_bounded(const struct payload_job *job,
                                        const struct payload_bounds *bounds,
                                        struct cleap_error *err);

/* Whether a failure is that of a row alone. */
bool payload_is_rows_fault(const struct cleap_error *err);

/* Takes "row N: " out of a message, where N tells nobody anything. */
void payload_forget_row(struct cleap_error *err);

/* Milliseconds since the epoch. */
int64_t payload_now_ms(void);

#endif
