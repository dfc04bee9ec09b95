/*
 * What XGBoost's objectives do when a booster predicts: where margins start, and what becomes of
 * them.
 */
#ifndef CLEAP_OPS_KERNELS_XGBOOST_OBJECTIVE_H
#define CLEAP_OPS_KERNELS_XGBOOST_OBJECTIVE_H

#include "runtime/error.h"
#include "runtime/str.h"

/* The way from a margin to a prediction. */
enum cl_link {
    CL_LINK_IDENTITY,
    CL_LINK_LOGISTIC, /* 1 / (1 + exp(-m)) */
    CL_LINK_EXP,
    CL_LINK_STEP,   /* 1 above 0, else 0 */
    CL_LINK_SHARES, /* softmax over the groups */
    CL_LINK_ARGMAX  /* the group with the largest margin, alone */
};

struct cl_objective {
    const char *name; /* "binary:logistic" */
    enum cl_link link;
    enum cl_link base; /* a base score is a prediction under this link: identity, logistic or exp */
};

/* The objective of that name, or NULL. */
const struct cl_objective *cl_objective_find(struct cl_str name);

/* The margin of a base score. CLEAP_E_FORMAT: the objective has none for it. */
enum cleap_status cl_objective_margin(const struct cl_objective *objective, float base_score,
                                      float *margin, struct cleap_error *err);

/* How many predictions n margins make: n, or one for CL_LINK_ARGMAX. */
size_t cl_objective_outputs(const struct cl_objective *objective, size_t n);

/* Turns a row's margins, one a group, into its predictions, in place. n > 0. */
void cl_objective_transform(const struct cl_objective *objective, float *v, size_t n);

/* The first index of the maximum, by `>`. n > 0. */
size_t cl_argmax_f32(const float *v, size_t n);

#endif
