/*
 * Which neighbours of a plan run as one step.
 */
#include "runtime/plan.h"

/* How often each slot is read, the answer included. */
static uint32_t *count_readers(struct cl_plan *plan)
{
    uint32_t *n = cl_arena_zeroed(&plan->arena, plan->n_slots, sizeof *n);

    if (n == NULL)
        return NULL;
    for (size_t i = 0; i < plan->n_steps; i++)
        for (size_t k = 0; k < plan->steps[i].n_in; k++)
            if (plan->steps[i].in[k] != CL_NO_SLOT)
                n[plan->steps[i].in[k]]++;
    for (size_t i = 0; i < plan->n_outputs; i++)
        n[plan->outputs[i]]++;
    return n;
}

static bool can_fuse(const struct cl_step *maker, const struct cl_step *reader,
                     const uint32_t *n_readers)
{
    const struct cl_fusion *fusion = reader->op->fusion;

    return fusion != NULL && fusion->maker == maker->op && !maker->filters && !reader->filters &&
           maker->n_out == 1 && maker->out[0] != CL_NO_SLOT && reader->in[0] == maker->out[0] &&
           n_readers[maker->out[0]] == 1;
}

enum cleap_status cl_plan_fuse(struct cl_plan *plan, struct cleap_error *err)
{
    const uint32_t *n_readers = count_readers(plan);

    if (n_readers == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 1; i < plan->n_steps; i++) {
        struct cl_step *maker = &plan->steps[i - 1], *reader = &plan->steps[i];

        if (can_fuse(maker, reader, n_readers))
            maker->fusion = reader->op->fusion;
    }
    return CLEAP_OK;
}
