/** \file
 * Scoring: frames in, frames out.
 */
#ifndef CLEAP_SCORER_H
#define CLEAP_SCORER_H

#include "cleap/frame.h"
#include "cleap/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Everything about scoring that changes. One thread at a time; open one a thread. */
struct cleap_scorer;

/**
 * \param model   must stay open for as long as the scorer
 * \param select  the columns to answer, in this order, NULL at the end; NULL: every column of the
 *                frame and every one that the model makes. Stages that no selected column needs
 *                are not run. The names are copied.
 * \return CLEAP_E_SCHEMA: a column that neither the model reads nor makes is not refused here but
 *         when a frame comes that does not bring it
 */
enum cleap_status cleap_scorer_open(const struct cleap_model *model, const char *const *select,
                                    struct cleap_scorer **scorer, struct cleap_error *err);
void cleap_scorer_close(struct cleap_scorer *scorer);

/**
 * Scores a frame.
 *
 * \param in   its columns are cast to what the model wants, as MLeap does
 * \param out  replaced by the answer, whole or, on failure, empty; may not be `in`
 * \return CLEAP_E_SCHEMA a column is missing or cannot be cast; CLEAP_E_DATA a row's value
 */
enum cleap_status cleap_score(struct cleap_scorer *scorer, const struct cleap_frame *in,
                              struct cleap_frame *out, struct cleap_error *err);

/** Threads with a scorer each, for large frames. One call at a time. */
struct cleap_team;

/**
 * Starts threads, which wait until they are needed.
 *
 * \param model      must stay open for as long as the team
 * \param select     as of cleap_scorer_open()
 * \param n_threads  at most 256; 0: one for each processor that the process may use
 * \return CLEAP_E_STATE too many
 */
enum cleap_status cleap_team_open(const struct cleap_model *model, const char *const *select,
                                  unsigned n_threads, struct cleap_team **team,
                                  struct cleap_error *err);
void cleap_team_close(struct cleap_team *team);

/** cleap_score() by a team: the same answer to the last bit, rows in the same order; and the same
 * failure, that of the first row that fails. */
enum cleap_status cleap_team_score(struct cleap_team *team, const struct cleap_frame *in,
                                   struct cleap_frame *out, struct cleap_error *err);

/**
 * Scores a JSON leap frame into a JSON leap frame: the way with the fewest copies, and no heap
 * allocation once a request like it was seen.
 *
 * \param out  receives text that belongs to the scorer and lasts until its next call
 */
enum cleap_status cleap_score_json(struct cleap_scorer *scorer, const char *text, size_t n,
                                   enum cleap_json_style style, const char **out, size_t *n_out,
                                   struct cleap_error *err);

#ifdef __cplusplus
}
#endif
#endif
