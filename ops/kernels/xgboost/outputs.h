/*
 * What the ops with a booster have in common: how the booster is loaded, and the outputs
 * leaf_prediction and contrib_prediction, which are lists.
 */
#ifndef CLEAP_OPS_KERNELS_XGBOOST_OUTPUTS_H
#define CLEAP_OPS_KERNELS_XGBOOST_OUTPUTS_H

#include "ops/kernels/xgboost/booster.h"

/* The ports of the lists, for the op's table. */
#define CL_BOOSTER_LIST_PORTS                                                                      \
    {.name = "leaf_prediction",                                                                    \
     .dir = CL_OUT,                                                                                \
     .base = CL_F64,                                                                               \
     .shape = CL_LIST,                                                                             \
     .nullable = true,                                                                             \
     .optional = true},                                                                            \
    {                                                                                              \
        .name = "contrib_prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_LIST,             \
        .nullable = true, .optional = true                                                         \
    }

/* Reads xgboost.model of the op's folder. */
enum cleap_status cl_booster_load(struct cl_booster *booster, int32_t tree_limit,
                                  struct cl_source *src, struct cleap_error *err);

/* Declares in[0] as a vector of num_features and checks that the booster can give the lists that
 * are wired: out[lists] is leaf_prediction, the next one contrib_prediction. */
enum cleap_status cl_booster_prepare(const struct cl_booster *booster, struct cl_prepare *p,
                                     int32_t num_features, size_t lists, struct cleap_error *err);

/* Runs the booster over in[0] and fills the lists that are wired. *margins receives the margins, in
 * scratch. */
enum cleap_status cl_booster_execute(const struct cl_booster *booster, struct cl_exec *x,
                                     size_t lists, float **margins, struct cleap_error *err);

#endif
