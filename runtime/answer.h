/*
 * Answers: what scoring hands out tile by tile, and frames that keep it.
 */
#ifndef CLEAP_RUNTIME_ANSWER_H
#define CLEAP_RUNTIME_ANSWER_H

#include "runtime/frame.h"
#include "runtime/plan.h"

/* A tile of the answer: n rows of the columns of plan->output. Valid during the call. */
struct cl_answer {
    const struct cl_plan *plan;
    size_t n;
    const struct cl_column *const *columns; /* plan->n_outputs */
    const uint32_t *row_of;                 /* the frame's row of row i is row0 + row_of[i] */
    size_t row0;
};

typedef enum cleap_status (*cl_answer_fn)(void *arg, const struct cl_answer *answer,
                                          struct cleap_error *err);

/* Empties a frame and gives it the columns of a plan's answers, with room for n rows. The plan may
 * go before the frame.
 *
 * To make schema and columns takes longer than to score a row, so a frame keeps them from one
 * answer to the next of the same plan. */
enum cleap_status cl_answer_begin(struct cleap_frame *out, const struct cl_plan *plan, size_t n,
                                  struct cleap_error *err);

/* Copies a tile behind the rows that such a frame has: a cl_answer_fn. */
enum cleap_status cl_answer_append(void *out, const struct cl_answer *answer,
                                   struct cleap_error *err);

/* The same for a tile that ran with the frame's arena for its scratch: what cells point at is there
 * already, or some of it. */
enum cleap_status cl_answer_take(struct cleap_frame *out, const struct cl_answer *answer,
                                 struct cleap_error *err);

#endif
