/*
 * Helpers: a team and whether somebody has it.
 */
#include "proxy/payload/helpers.h"

#include <pthread.h>
#include <stdlib.h>

#include "runtime/team.h"

struct payload_helpers {
    pthread_mutex_t lock; /* whoever holds it has the team */
    struct cleap_team *team;
};

enum cleap_status payload_helpers_new(const struct cleap_model *model, size_t n_threads,
                                      struct payload_helpers **helpers, struct cleap_error *err)
{
    struct payload_helpers *fresh = calloc(1, sizeof *fresh);

    if (fresh == NULL || pthread_mutex_init(&fresh->lock, NULL) != 0) {
        free(fresh);
        return cl_fail_nomem(err);
    }
    if (cleap_team_open(model, NULL, (unsigned)n_threads, &fresh->team, err) == CLEAP_OK)
        *helpers = fresh;
    else
        payload_helpers_free(fresh);
    return err->status;
}

void payload_helpers_free(struct payload_helpers *helpers)
{
    if (helpers == NULL)
        return;
    cleap_team_close(helpers->team);
    pthread_mutex_destroy(&helpers->lock);
    free(helpers);
}

enum cleap_status payload_score_tiles(struct payload_helpers *helpers, struct cleap_scorer *scorer,
                                      const struct cl_strs *select, const struct cleap_frame *in,
                                      size_t begin, cl_answer_fn on_tile, void *arg,
                                      struct cleap_error *err)
{
    enum cleap_status status;

    if (helpers == NULL || in->n - begin <= PAYLOAD_FEW_ROWS ||
        pthread_mutex_trylock(&helpers->lock) != 0) {
        CL_TRY(cl_scorer_select(scorer, select, err));
        return cl_scorer_tiles(scorer, in, begin, in->n, on_tile, arg, err);
    }
    status = cl_team_select(helpers->team, select, err);
    if (status == CLEAP_OK)
        status = cl_team_tiles(helpers->team, in, begin, in->n, on_tile, arg, err);
    pthread_mutex_unlock(&helpers->lock);
    return status;
}
