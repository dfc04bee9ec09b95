/*
 * Boosters of XGBoost: trees (gbtree, dart) or a linear model (gblinear), as files of XGBoost 0.x
 * to 2.1 hold them, and what they predict, in the float arithmetic of XGBoost 2.0.3.
 *
 * A margin starts at the base margin; trees add their leaves to their group's, in the order of the
 * file (dart: leaf times weight); a linear model starts at bias + base and adds value times weight
 * for each value that is there. The objective makes predictions of margins (objective.h).
 *
 * A split sends a value below its threshold left, others right; a missing value goes the split's
 * default way. A split over categories sends members of its set right, and left what is no
 * member, negative, or 2^24 and more; fractions are cut off.
 */
#ifndef CLEAP_OPS_KERNELS_XGBOOST_BOOSTER_H
#define CLEAP_OPS_KERNELS_XGBOOST_BOOSTER_H

#include "ops/kernels/categories.h"
#include "ops/kernels/trees/trees.h"
#include "ops/kernels/xgboost/objective.h"
#include "runtime/op.h"

/* A node of a tree, as it is walked. */
struct cl_booster_node {
    union {
        float threshold;
        float leaf;
        uint32_t set; /* of a split over categories: index into `sets` */
    } as;
    uint32_t left;    /* the left child, the right one is the next; 0: this is a leaf */
    uint32_t feature; /* index into the booster's `features`, and the bits below */
};

#define CL_BOOSTER_DEFAULT_LEFT ((uint32_t)1 << 31)
#define CL_BOOSTER_CATEGORICAL ((uint32_t)1 << 30)
#define CL_BOOSTER_FEATURE (CL_BOOSTER_CATEGORICAL - 1)

/* What the keys of a row are made of: a feature that splits compare, or the side that a split over
 * categories sends it to. */
struct cl_booster_column {
    uint32_t read;                       /* index into the booster's `features` */
    bool missing_left;                   /* where a missing value goes */
    const struct cl_booster_node *split; /* over categories; NULL: a feature */
};

struct cl_booster {
    const struct cl_objective *objective;
    float base_margin;
    uint32_t n_features; /* a row may have as many values, or fewer */
    uint32_t n_groups;   /* margins of a row: classes or targets */

    /* Trees. The nodes of each lie together, in the order of the file. */
    uint32_t n_trees; /* those that predict, of all that the file has */
    const struct cl_booster_node *nodes;
    const float *cover; /* of each node: how much weight of the training data came there */
    const uint32_t *roots;
    const uint32_t *groups;    /* of each tree */
    const float *tree_means;   /* of each tree: its expected value, by cover */
    const float *tree_weights; /* dart; else NULL */
    const struct cl_categories *sets;
    size_t n_sets;
    const uint32_t *features; /* those that some split reads, ascending */
    uint32_t n_read;
    uint32_t max_depth; /* of all trees; a leaf alone has 0 */

    /* The trees once more, for walks that only look for leaves; lazy: by cl_booster_leaf(). */
    struct cl_trees trees;
    const struct cl_booster_column *columns; /* those of `trees` */
    const float *leaves;                     /* what each leaf holds */
    const uint32_t *leaf_nodes;              /* of each leaf, its number in its tree */

    /* A linear model; NULL: trees. n_groups weights for each feature, then the biases. */
    const float *weights;
};

/*
 * Reads a file: JSON, UBJSON or the older binary form. What is kept is in the arena, and no more
 * than some times the size of the file. tree_limit is MLeap's attribute: 0 for all trees, else
 * how many, counted per group; a limit below the trees of one round is none.
 *
 * CLEAP_E_FORMAT: the file is broken; CLEAP_E_UNSUPPORTED: trees with vectors in their leaves,
 * unknown objectives and boosters, predictor buffers of early 0.x; CLEAP_E_LIMIT.
 */
enum cleap_status cl_booster_read(struct cl_booster *booster, const void *bytes, size_t size,
                                  int32_t tree_limit, struct cl_arena *arena,
                                  struct cleap_error *err);

/* Numbers in a row's contributions: for each group one a feature, then the bias. */
static inline size_t cl_booster_n_contributions(const struct cl_booster *booster)
{
    return ((size_t)booster->n_features + 1) * booster->n_groups;
}

/* Whether contributions can be had. CLEAP_E_LIMIT: too many, or trees too deep. */
enum cleap_status cl_booster_check_contributions(const struct cl_booster *booster,
                                                 struct cleap_error *err);

/* What is wanted of the rows of a tile; NULL: it is not. */
struct cl_booster_answer {
    float *margins;        /* n_groups a row */
    double *leaves;        /* trees: n_trees a row, the number of the leaf in its tree */
    double *contributions; /* cl_booster_n_contributions() a row */
};

/* CLEAP_E_DATA: a row has more values than the booster has features, or one that is infinite as a
 * float. */
enum cleap_status cl_booster_run(const struct cl_booster *booster, const struct cl_exec *x,
                                 const struct cl_column *rows,
                                 const struct cl_booster_answer *answer, struct cleap_error *err);

/* The way of a row through a tree: x has the value of each of `features`, NaN where it is missing.
 * Whether it goes left at a split, the child that it goes to, and the leaf that it comes to. */
bool cl_booster_goes_left(const struct cl_booster *booster, const struct cl_booster_node *split,
                          float value);
uint32_t cl_booster_next(const struct cl_booster *booster, uint32_t node, const float *x);
uint32_t cl_booster_leaf(const struct cl_booster *booster, uint32_t tree, const float *x);

/* Makes `trees` and what belongs to them of the nodes, of a file with so many trees and nodes. */
enum cleap_status cl_booster_lay(struct cl_booster *booster, uint32_t n_trees_in_file,
                                 uint32_t n_nodes, struct cl_arena *arena, struct cleap_error *err);

/* The keys of a row. */
void cl_booster_keys(const struct cl_booster *booster, const float *x, uint64_t *keys);

/* What cl_booster_contribute() works with. */
struct cl_booster_shap {
    float *sum, *tree; /* n_read floats each */
    struct cl_path_step *path;
};

/* False: no memory. */
bool cl_booster_shap_init(struct cl_booster_shap *shap, const struct cl_booster *booster,
                          struct cl_arena *arena);

/* The contributions of a row to its margins, by path-dependent TreeSHAP. */
void cl_booster_contribute(const struct cl_booster *booster, const struct cl_booster_shap *shap,
                           const float *x, double *out);

#endif
