/*
 * Makes a booster of what a file holds.
 */
#include "ops/kernels/xgboost/booster.h"

#include <ctype.h>
#include <stdlib.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/xgboost/builder.h"
#include "ops/kernels/xgboost/events.h"

static enum cleap_status set_kind(const struct cl_booster_builder *b, enum cl_booster_kind *kind,
                                  struct cleap_error *err)
{
    static const char *const names[] = {[CL_BOOSTER_GBTREE] = "gbtree",
                                        [CL_BOOSTER_DART] = "dart",
                                        [CL_BOOSTER_GBLINEAR] = "gblinear"};

    for (size_t i = 0; i < CL_COUNT_OF(names); i++)
        if (cl_str_is(b->booster, names[i])) {
            *kind = (enum cl_booster_kind)i;
            return CLEAP_OK;
        }
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "unknown booster '%.*s'", CL_STR_ARGS(b->booster));
}

static enum cleap_status set_groups(const struct cl_booster_builder *b, struct cl_booster *booster,
                                    struct cleap_error *err)
{
    int32_t n = b->num_class > b->num_target ? b->num_class : b->num_target;

    if (b->num_class < 0 || b->num_target < 0 || (b->num_class > 1 && b->num_target > 1))
        return cl_fail(err, CLEAP_E_FORMAT, "%d classes and %d targets", b->num_class,
                       b->num_target);
    if (n > CL_MAX_CLASSES)
        return cl_fail(err, CLEAP_E_LIMIT, "%d classes or targets, the limit is %d", n,
                       CL_MAX_CLASSES);
    booster->n_groups = n > 0 ? (uint32_t)n : 1;
    booster->n_features = b->n_features;
    return CLEAP_OK;
}

static enum cleap_status set_objective(const struct cl_booster_builder *b,
                                       struct cl_booster *booster, struct cleap_error *err)
{
    float base_score = b->base_score;
    bool is_multi = b->objective.n > 6 && memcmp(b->objective.at, "multi:", 6) == 0;

    booster->objective = cl_objective_find(b->objective);
    if (booster->objective == NULL)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "unknown objective '%.*s'",
                       CL_STR_ARGS(b->objective));
    /* XGBoost goes there and back again, and so do its roundings. */
    if (b->base_is_margin && !is_multi)
        cl_objective_transform(booster->objective, &base_score, 1);
    return cl_objective_margin(booster->objective, base_score, &booster->base_margin, err);
}

static enum cleap_status set_linear(const struct cl_booster_builder *b, struct cl_booster *booster,
                                    struct cleap_error *err)
{
    size_t n = cl_booster_count(&b->weights, sizeof(float));

    if (n != cl_booster_n_contributions(booster))
        return cl_fail(err, CLEAP_E_FORMAT, "%zu weights for %u features and %u groups", n,
                       booster->n_features, booster->n_groups);
    booster->weights = cl_arena_copy(b->arena, b->weights.at, b->weights.n);
    return booster->weights != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status check_trees(const struct cl_booster_builder *b,
                                     const struct cl_booster *booster, enum cl_booster_kind kind,
                                     struct cleap_error *err)
{
    const int32_t *groups = (const int32_t *)(const void *)b->groups.at;
    size_t n_groups = cl_booster_count(&b->groups, sizeof(int32_t));
    size_t n_weights = cl_booster_count(&b->weights, sizeof(float));

    if (b->num_trees < 0 || b->n_trees != (uint32_t)b->num_trees || n_groups != b->n_trees)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "%u trees and %zu entries of tree_info, num_trees is %d", b->n_trees,
                       n_groups, b->num_trees);
    if (kind == CL_BOOSTER_DART && n_weights != b->n_trees)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu weights for %u trees", n_weights, b->n_trees);
    for (uint32_t t = 0; t < b->n_trees; t++)
        if (groups[t] < 0 || (uint32_t)groups[t] >= booster->n_groups)
            return cl_fail(err, CLEAP_E_FORMAT, "tree %u is of group %d, the model has %u", t,
                           groups[t], booster->n_groups);
    return CLEAP_OK;
}

/* Files before 2.0 do not say where rounds end: they are all of one size. */
static enum cleap_status even_rounds(const struct cl_booster_builder *b, uint32_t *per_round,
                                     struct cleap_error *err)
{
    const int32_t *groups = (const int32_t *)(const void *)b->groups.at;
    int64_t n = 0;

    for (uint32_t t = 0; t < b->n_trees; t++)
        if (groups[t] >= n)
            n = groups[t] + 1;
    n *= b->num_parallel_tree;
    if (b->n_trees > 0 && (n < 1 || b->n_trees % n != 0))
        return cl_fail(err, CLEAP_E_FORMAT, "%u trees in rounds of %lld", b->n_trees, (long long)n);
    *per_round = (uint32_t)n;
    return CLEAP_OK;
}

static enum cleap_status check_rounds(const struct cl_booster_builder *b, uint32_t *n_rounds,
                                      struct cleap_error *err)
{
    const int32_t *rounds = (const int32_t *)(const void *)b->rounds.at;
    size_t n = cl_booster_count(&b->rounds, sizeof *rounds);

    if (n == 0 || rounds[0] != 0 || rounds[n - 1] != b->num_trees)
        return cl_fail(err, CLEAP_E_FORMAT, "iteration_indptr does not end with the %d trees",
                       b->num_trees);
    for (size_t i = 1; i < n; i++)
        if (rounds[i] < rounds[i - 1])
            return cl_fail(err, CLEAP_E_FORMAT, "iteration_indptr descends");
    *n_rounds = (uint32_t)(n - 1);
    return CLEAP_OK;
}

/* How many trees predict: those of the first rounds. */
static enum cleap_status limit_trees(const struct cl_booster_builder *b, int32_t tree_limit,
                                     uint32_t *n_trees, struct cleap_error *err)
{
    uint32_t parallel = b->num_parallel_tree > 1 ? (uint32_t)b->num_parallel_tree : 1;
    uint32_t asked = (uint32_t)tree_limit / parallel, n_rounds = 0, per_round = 0;

    if (b->has_rounds) {
        CL_TRY(check_rounds(b, &n_rounds, err));
    } else {
        CL_TRY(even_rounds(b, &per_round, err));
        n_rounds = b->n_trees > 0 ? b->n_trees / per_round : 0;
    }
    if (asked > n_rounds)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "tree_limit %d asks for %u rounds of trees, there are %u", tree_limit, asked,
                       n_rounds);
    if (asked == 0)
        *n_trees = b->n_trees;
    else if (b->has_rounds)
        *n_trees = (uint32_t)((const int32_t *)(const void *)b->rounds.at)[asked];
    else
        *n_trees = asked * per_round;
    return CLEAP_OK;
}

static int compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Lists the features that splits read, so that a row takes no more room than the trees need. */
static enum cleap_status list_features(struct cl_booster_builder *b, struct cl_booster *booster,
                                       struct cleap_error *err)
{
    const struct cl_booster_node *nodes = (const void *)b->nodes.at;
    const uint32_t *feature = (const void *)b->features.at;
    uint32_t *list, n = 0;

    cl_buf_reset(&b->scratch);
    for (uint32_t i = 0; i < b->n_nodes; i++)
        if (nodes[i].left != 0)
            cl_buf_append(&b->scratch, &feature[i], sizeof *feature);
    CL_TRY(cl_buf_check(&b->scratch, "the trees' features", err));
    list = (uint32_t *)(void *)b->scratch.at;
    if (b->scratch.n > 0)
        qsort(list, b->scratch.n / sizeof *list, sizeof *list, compare);
    for (size_t i = 0; i < b->scratch.n / sizeof *list; i++)
        if (n == 0 || list[n - 1] != list[i])
            list[n++] = list[i];
    if (n > 0 && list[n - 1] >= booster->n_features)
        return cl_fail(err, CLEAP_E_FORMAT, "a split reads feature %u, the model has %u",
                       list[n - 1], booster->n_features);
    booster->n_read = n;
    booster->features = cl_arena_copy(b->arena, list, n * sizeof *list);
    return booster->features != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

/* Gives each split the place of its feature in the list. */
static void place_features(const struct cl_booster_builder *b, const struct cl_booster *booster,
                           struct cl_booster_node *nodes)
{
    const uint32_t *feature = (const void *)b->features.at;

    for (uint32_t i = 0; i < b->n_nodes; i++)
        if (nodes[i].left != 0) {
            const uint32_t *at =
                bsearch(&feature[i], booster->features, booster->n_read, sizeof *feature, compare);

            nodes[i].feature |= (uint32_t)(at - booster->features);
        }
}

static enum cleap_status set_trees(struct cl_booster_builder *b, enum cl_booster_kind kind,
                                   int32_t tree_limit, struct cl_booster *booster,
                                   struct cleap_error *err)
{
    struct cl_booster_node *nodes;

    CL_TRY(check_trees(b, booster, kind, err));
    CL_TRY(limit_trees(b, tree_limit, &booster->n_trees, err));
    CL_TRY(list_features(b, booster, err));
    nodes = cl_arena_copy(b->arena, b->nodes.at, b->nodes.n);
    booster->nodes = nodes;
    booster->cover = cl_arena_copy(b->arena, b->cover.at, b->cover.n);
    booster->roots = cl_arena_copy(b->arena, b->roots.at, b->roots.n);
    booster->groups = cl_arena_copy(b->arena, b->groups.at, b->groups.n);
    booster->tree_means = cl_arena_copy(b->arena, b->means.at, b->means.n);
    booster->sets = cl_arena_copy(b->arena, b->sets.at, b->sets.n);
    if (kind == CL_BOOSTER_DART)
        booster->tree_weights = cl_arena_copy(b->arena, b->weights.at, b->weights.n);
    if (nodes == NULL || booster->cover == NULL || booster->roots == NULL ||
        booster->groups == NULL || booster->tree_means == NULL || booster->sets == NULL ||
        (kind == CL_BOOSTER_DART && booster->tree_weights == NULL))
        return cl_fail_nomem(err);
    place_features(b, booster, nodes);
    booster->n_sets = cl_booster_count(&b->sets, sizeof *booster->sets);
    booster->max_depth = b->max_depth;
    return cl_booster_lay(booster, b->n_trees, b->n_nodes, b->arena, err);
}

enum cleap_status cl_booster_builder_finish(struct cl_booster_builder *b, int32_t tree_limit,
                                            struct cl_booster *booster, struct cleap_error *err)
{
    enum cl_booster_kind kind = CL_BOOSTER_GBTREE;

    *booster = (struct cl_booster){.n_trees = 0};
    CL_TRY(set_kind(b, &kind, err));
    CL_TRY(set_groups(b, booster, err));
    CL_TRY(set_objective(b, booster, err));
    if (kind == CL_BOOSTER_GBLINEAR)
        return set_linear(b, booster, err);
    return set_trees(b, kind, tree_limit, booster, err);
}

/* JSON and UBJSON begin alike: a brace, then a quote or the letter of a length. */
static enum cleap_status read_any(struct cl_booster_builder *b, const char *bytes, size_t size,
                                  struct cleap_error *err)
{
    struct cl_events events;
    size_t at = 1;

    if (size == 0 || bytes[0] != '{')
        return cl_booster_read_binary(b, bytes, size, err);
    while (at < size && isspace((unsigned char)bytes[at]))
        at++;
    if (at < size && bytes[at] == '"')
        cl_events_json(&events, bytes, size);
    else
        cl_events_ubjson(&events, bytes, size);
    return cl_booster_read_document(b, &events, err);
}

enum cleap_status cl_booster_read(struct cl_booster *booster, const void *bytes, size_t size,
                                  int32_t tree_limit, struct cl_arena *arena,
                                  struct cleap_error *err)
{
    struct cl_booster_builder b;
    enum cleap_status status;

    cl_booster_builder_init(&b, size, arena);
    status = read_any(&b, bytes, size, err);
    if (status == CLEAP_OK)
        status = cl_booster_builder_finish(&b, tree_limit, booster, err);
    cl_booster_builder_free(&b);
    return status;
}
