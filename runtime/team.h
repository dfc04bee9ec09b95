/*
 * A team: threads that score the tiles of one frame side by side.
 */
#ifndef CLEAP_RUNTIME_TEAM_H
#define CLEAP_RUNTIME_TEAM_H

#include "cleap/scorer.h"
#include "runtime/answer.h"

/* How many threads `asked` stands for: 0 is one for each processor that the process may use. */
size_t cl_team_size(size_t asked);

/* cl_scorer_select() of all its scorers. */
enum cleap_status cl_team_select(struct cleap_team *team, const struct cl_strs *select,
                                 struct cleap_error *err);

/* cl_scorer_tiles() by a team. on_tile() is called in the order of the tiles and never twice at
 * once, by one of the threads. Before a failure it had the tiles before the one that failed. */
enum cleap_status cl_team_tiles(struct cleap_team *team, const struct cleap_frame *in, size_t begin,
                                size_t end, cl_answer_fn on_tile, void *arg,
                                struct cleap_error *err);

#endif
