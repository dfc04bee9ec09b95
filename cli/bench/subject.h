/*
 * What cleap bench times: a model, a frame, and ways to score it.
 */
#ifndef CLEAP_CLI_BENCH_SUBJECT_H
#define CLEAP_CLI_BENCH_SUBJECT_H

#include "cleap/scorer.h"
#include "cli/bench/measure.h"
#include "runtime/frame.h"

#define SUBJECT_TEXTS ((size_t)1000)

struct row_text {
    char *at;
    size_t n;
};

struct subject {
    struct cleap_scorer *scorer;
    struct cleap_team *team; /* scores the batch; NULL: the scorer does */
    struct cl_arena arena;
    struct cleap_frame frame;   /* as it was read */
    struct cleap_frame batch;   /* the rows of a batch: views of the frame's, again and again */
    struct cleap_frame row;     /* a view of one row */
    struct cleap_frame *answer; /* of calls in process */
    struct row_text first;      /* row in JSON */
    struct row_text *texts;     /* of subject_bytes_cold: of n_texts rows; NULL until then */
    struct row_text text;       /* what subject_bytes scores next */
    size_t n_texts, n_answer;   /* n_answer: bytes of the last answer */
    size_t next_row, next_text;
    unsigned char *evict; /* EVICT_SIZE bytes; NULL until it is needed */
};

/* Reads the frame. n_batch: rows of a batch, 0: as many as the frame has. subject_done also after a
 * failure. */
enum cleap_status subject_init(struct subject *subject, const struct cleap_model *model,
                               const char *frame_path, size_t n_batch, struct cleap_error *err);
void subject_done(struct subject *subject);

/* The batch is for so many threads from now on. */
enum cleap_status subject_threads(struct subject *subject, const struct cleap_model *model,
                                  size_t n_threads, struct cleap_error *err);

/* One row in process, columns in and columns out: the first one again and again. */
struct work subject_row_hot(struct subject *subject);
/* Each of the frame's rows in turn, so that no branch is foreseen. */
struct work subject_row_cold(struct subject *subject);
/* The same, with the caches emptied before each call, which takes EVICT_SIZE of memory. */
enum cleap_status subject_row_evicted(struct subject *subject, struct work *work,
                                      struct cleap_error *err);
/* The first row, JSON bytes in and JSON bytes out. */
struct work subject_bytes(struct subject *subject);
/* Each of the first rows in turn, at most SUBJECT_TEXTS. */
enum cleap_status subject_bytes_cold(struct subject *subject, struct work *work,
                                     struct cleap_error *err);
/* The batch, in process. */
struct work subject_batch(struct subject *subject);

#endif
