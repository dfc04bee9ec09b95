/*
 * What a reader of a file gathers, and what becomes a booster of it.
 */
#ifndef CLEAP_OPS_KERNELS_XGBOOST_BUILDER_H
#define CLEAP_OPS_KERNELS_XGBOOST_BUILDER_H

#include "ops/kernels/xgboost/booster.h"
#include "runtime/buf.h"

/* A node as a file has it. */
struct cl_booster_input {
    int32_t left, right; /* left -1: a leaf */
    uint32_t feature;
    float value; /* threshold, or what the leaf holds */
    float cover;
    bool default_left;
    uint32_t set; /* of a split over categories: 1 + index into the builder's sets; else 0 */
};

enum cl_booster_kind { CL_BOOSTER_GBTREE, CL_BOOSTER_DART, CL_BOOSTER_GBLINEAR };

struct cl_booster_builder {
    struct cl_arena *arena; /* the model's */

    /* Parameters, which a reader sets. */
    float base_score;
    uint32_t n_features;
    int32_t num_class, num_target;
    bool base_is_margin; /* files before 1.0: base_score went through the objective already */
    struct cl_str objective, booster;
    int32_t num_trees, num_parallel_tree;
    bool has_rounds; /* whether the file says where rounds of trees end */

    /* Growing arrays, which a reader appends to. */
    struct cl_buf groups;  /* int32_t, of each tree */
    struct cl_buf rounds;  /* int32_t: the trees before each round, then all; if has_rounds */
    struct cl_buf weights; /* float: dart, of each tree; gblinear: the model */
    struct cl_buf sets;    /* struct cl_categories */

    /* Growing arrays of the builder. */
    struct cl_buf nodes;    /* struct cl_booster_node; of `feature` the bits alone */
    struct cl_buf features; /* uint32_t, of each node: the file's feature, for leaves 0 */
    struct cl_buf cover;    /* float, of each node */
    struct cl_buf roots;    /* uint32_t */
    struct cl_buf means;    /* float, of each tree */
    struct cl_buf scratch;  /* what a tree needs while it is added */
    uint32_t n_nodes, n_trees, max_depth;
};

/* `size` is that of the file: nothing gathered may take more than some times as much. */
void cl_booster_builder_init(struct cl_booster_builder *b, size_t size, struct cl_arena *arena);
void cl_booster_builder_free(struct cl_booster_builder *b);

/* Adds a tree. CLEAP_E_FORMAT: a child lies outside, or is the root or has two parents, siblings
 * do not lie side by side, a feature does not exist. Nodes that no way leads to are of no
 * account. */
enum cleap_status cl_booster_builder_tree(struct cl_booster_builder *b,
                                          const struct cl_booster_input *nodes, uint32_t n,
                                          struct cleap_error *err);

/* Checks that all fits together and makes the booster. */
enum cleap_status cl_booster_builder_finish(struct cl_booster_builder *b, int32_t tree_limit,
                                            struct cl_booster *booster, struct cleap_error *err);

/* The entries of a buffer. */
static inline size_t cl_booster_count(const struct cl_buf *buf, size_t entry_size)
{
    return buf->n / entry_size;
}

/* The reader of each form. */
enum cleap_status cl_booster_read_binary(struct cl_booster_builder *b, const void *bytes,
                                         size_t size, struct cleap_error *err);
struct cl_events;
enum cleap_status cl_booster_read_document(struct cl_booster_builder *b, struct cl_events *events,
                                           struct cleap_error *err);

#endif
