/*
 * XGBoost's objectives. All is done in float, in the order in which XGBoost 2.0.3 does it.
 */
#include "ops/kernels/xgboost/objective.h"

#include <math.h>

static const struct cl_objective objectives[] = {
    {"reg:squarederror", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:squaredlogerror", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:linear", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:pseudohubererror", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:absoluteerror", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:quantileerror", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"reg:logistic", CL_LINK_LOGISTIC, CL_LINK_LOGISTIC},
    {"reg:gamma", CL_LINK_EXP, CL_LINK_EXP},
    {"reg:tweedie", CL_LINK_EXP, CL_LINK_EXP},
    {"count:poisson", CL_LINK_EXP, CL_LINK_EXP},
    {"survival:cox", CL_LINK_EXP, CL_LINK_EXP},
    {"survival:aft", CL_LINK_EXP, CL_LINK_EXP},
    {"binary:logistic", CL_LINK_LOGISTIC, CL_LINK_LOGISTIC},
    {"binary:logitraw", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"binary:hinge", CL_LINK_STEP, CL_LINK_IDENTITY},
    {"multi:softmax", CL_LINK_ARGMAX, CL_LINK_IDENTITY},
    {"multi:softprob", CL_LINK_SHARES, CL_LINK_IDENTITY},
    {"rank:pairwise", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"rank:ndcg", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
    {"rank:map", CL_LINK_IDENTITY, CL_LINK_IDENTITY},
};

const struct cl_objective *cl_objective_find(struct cl_str name)
{
    for (size_t i = 0; i < CL_COUNT_OF(objectives); i++)
        if (cl_str_is(name, objectives[i].name))
            return &objectives[i];
    return NULL;
}

enum cleap_status cl_objective_margin(const struct cl_objective *objective, float base_score,
                                      float *margin, struct cleap_error *err)
{
    if (objective->base == CL_LINK_LOGISTIC) {
        if (!(base_score > 0.0F && base_score < 1.0F))
            return cl_fail(err, CLEAP_E_FORMAT, "base_score %g of '%s' is not between 0 and 1",
                           (double)base_score, objective->name);
        *margin = -logf(1.0F / base_score - 1.0F);
    } else if (objective->base == CL_LINK_EXP) {
        *margin = logf(base_score);
    } else {
        *margin = base_score;
    }
    return CLEAP_OK;
}

size_t cl_objective_outputs(const struct cl_objective *objective, size_t n)
{
    return objective->link == CL_LINK_ARGMAX ? 1 : n;
}

static float logistic(float margin)
{
    float minus = 88.7F < -margin ? 88.7F : -margin;

    return 1.0F / (expf(minus) + 1.0F + 1e-16F);
}

static void shares(float *v, size_t n)
{
    float most = v[0];
    double sum = 0.0;

    for (size_t i = 1; i < n; i++)
        most = fmaxf(v[i], most);
    for (size_t i = 0; i < n; i++) {
        v[i] = expf(v[i] - most);
        sum += (double)v[i];
    }
    for (size_t i = 0; i < n; i++)
        v[i] /= (float)sum;
}

size_t cl_argmax_f32(const float *v, size_t n)
{
    size_t at = 0;

    for (size_t i = 1; i < n; i++)
        if (v[i] > v[at])
            at = i;
    return at;
}

void cl_objective_transform(const struct cl_objective *objective, float *v, size_t n)
{
    switch (objective->link) {
    case CL_LINK_IDENTITY:
        break;
    case CL_LINK_LOGISTIC:
        for (size_t i = 0; i < n; i++)
            v[i] = logistic(v[i]);
        break;
    case CL_LINK_EXP:
        for (size_t i = 0; i < n; i++)
            v[i] = expf(v[i]);
        break;
    case CL_LINK_STEP:
        for (size_t i = 0; i < n; i++)
            v[i] = v[i] > 0.0F ? 1.0F : 0.0F;
        break;
    case CL_LINK_SHARES:
        shares(v, n);
        break;
    case CL_LINK_ARGMAX:
        v[0] = (float)cl_argmax_f32(v, n);
        break;
    }
}
