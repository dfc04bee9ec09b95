/*
 * Threads that help to score large payloads. Payloads of all threads share them: one has them at a
 * time, and who comes meanwhile does without.
 */
#ifndef CLEAP_PROXY_PAYLOAD_HELPERS_H
#define CLEAP_PROXY_PAYLOAD_HELPERS_H

#include "runtime/answer.h"
#include "runtime/scorer.h"

/* Rows that are too few for help. */
#define PAYLOAD_FEW_ROWS 512

struct payload_helpers;

/* CLEAP_E_NOMEM */
enum cleap_status payload_helpers_new(const struct cleap_model *model, size_t n_threads,
                                      struct payload_helpers **helpers, struct cleap_error *err);
/* Before the model is closed. NULL is fine. */
void payload_helpers_free(struct payload_helpers *helpers);

/* Selects and scores rows from `begin` on, tile by tile, by the helpers where there are any, they
 * are free and the rows are many, else by the scorer. on_tile() is called by one thread at a time,
 * in the order of the rows. */
enum cleap_status payload_score_tiles(struct payload_helpers *helpers, struct cleap_scorer *scorer,
                                      const struct cl_strs *select, const struct cleap_frame *in,
                                      size_t begin, cl_answer_fn on_tile, void *arg,
                                      struct cleap_error *err);

#endif
