/*
 * What the ops with a booster have in common.
 */
#include "ops/kernels/xgboost/outputs.h"

enum cleap_status cl_booster_load(struct cl_booster *booster, int32_t tree_limit,
                                  struct cl_source *src, struct cleap_error *err)
{
    const void *bytes;
    size_t size;

    CL_TRY(cl_source_file(src, "xgboost.model", &bytes, &size, err));
    if (cl_booster_read(booster, bytes, size, tree_limit, src->arena, err) != CLEAP_OK)
        return cl_blame(err, "xgboost.model");
    return CLEAP_OK;
}

enum cleap_status cl_booster_prepare(const struct cl_booster *booster, struct cl_prepare *p,
                                     int32_t num_features, size_t lists, struct cleap_error *err)
{
    if (p->out[lists].wired && booster->weights != NULL)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "a linear booster has no leaves to predict");
    if (p->out[lists + 1].wired)
        CL_TRY(cl_booster_check_contributions(booster, err));
    if (!cl_type_set_width(&p->in[0].type, num_features, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* Room for the lists of a column, n values each, which follow one another. NULL: no memory. */
static double *make_lists(struct cl_exec *x, struct cl_column *column, size_t n)
{
    double *values = cl_arena_array(x->scratch, x->n, n * sizeof *values);

    if (values != NULL)
        for (size_t i = 0; i < x->n; i++)
            column->as.list[i] = (struct cl_list){.at = values + i * n, .n = (uint32_t)n};
    return values;
}

enum cleap_status cl_booster_execute(const struct cl_booster *booster, struct cl_exec *x,
                                     size_t lists, float **margins, struct cleap_error *err)
{
    struct cl_column *leaves = x->out[lists], *contributions = x->out[lists + 1];
    struct cl_booster_answer answer = {
        .margins = cl_arena_array(x->scratch, x->n, booster->n_groups * sizeof(float)),
    };

    if (leaves != NULL)
        answer.leaves = make_lists(x, leaves, booster->n_trees);
    if (contributions != NULL)
        answer.contributions = make_lists(x, contributions, cl_booster_n_contributions(booster));
    if (answer.margins == NULL || (leaves != NULL && answer.leaves == NULL) ||
        (contributions != NULL && answer.contributions == NULL))
        return cl_fail_nomem(err);
    *margins = answer.margins;
    return cl_booster_run(booster, x, x->in[0], &answer, err);
}
