/*
 * A scorer: plans by input schema, and per plan the columns and arenas that scoring writes.
 */
#ifndef CLEAP_RUNTIME_SCORER_H
#define CLEAP_RUNTIME_SCORER_H

#include "cleap/scorer.h"
#include "runtime/answer.h"

/* Another scorer of the same model and columns, such as for another thread. */
enum cleap_status cl_scorer_clone(const struct cleap_scorer *scorer, struct cleap_scorer **clone,
                                  struct cleap_error *err);

/* Finds or builds the plan for frames of the schema. Lasts until 16 other plans were used. */
enum cleap_status cl_scorer_plan(struct cleap_scorer *scorer, const struct cl_schema *schema,
                                 uint64_t schema_id, const struct cl_plan **plan,
                                 struct cleap_error *err);

/* Other columns from now on; NULL: all. Plans for the former ones are kept. Names are copied. */
enum cleap_status cl_scorer_select(struct cleap_scorer *scorer, const struct cl_strs *select,
                                   struct cleap_error *err);

/* Scores a frame and hands each tile of the answer to `on_tile`. */
enum cleap_status cl_scorer_each_tile(struct cleap_scorer *scorer, const struct cleap_frame *in,
                                      cl_answer_fn on_tile, void *arg, struct cleap_error *err);

/* The same for its rows begin .. end-1 alone. Rows keep their numbers. */
enum cleap_status cl_scorer_tiles(struct cleap_scorer *scorer, const struct cleap_frame *in,
                                  size_t begin, size_t end, cl_answer_fn on_tile, void *arg,
                                  struct cleap_error *err);

const struct cleap_model *cl_scorer_model(const struct cleap_scorer *scorer);

/* A layer above may hang one thing on a scorer, such as its JSON reader; freed with the scorer. */
void *cl_scorer_attached(const struct cleap_scorer *scorer);
void cl_scorer_attach(struct cleap_scorer *scorer, void *thing, void (*free_thing)(void *thing));

#endif
