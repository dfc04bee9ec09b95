/*
 * Reads a booster from a document: XGBoost's JSON, or the same in UBJSON.
 *
 * learner: learner_model_param, objective, gradient_booster. The last holds a model, which has
 * trees or weights; dart's holds weight_drop and, one level down, a gbtree with the model. Keys
 * come in any order. Parameters are numbers written as text.
 */
#include <math.h>

#include "ops/kernels/xgboost/builder.h"
#include "ops/kernels/xgboost/events.h"
#include "runtime/java_text.h"

/* The arrays of a tree. Those up to COVER have an entry for each node. */
enum column {
    LEFT,
    RIGHT,
    FEATURE,
    DEFAULT_LEFT,
    VALUE,
    COVER,
    SPLIT_TYPE, /* absent in files that know no categories */
    CATEGORIES,
    CATEGORY_NODES,
    CATEGORY_SIZES,
    N_COLUMNS
};

typedef enum cleap_status (*read_fn)(struct cl_events *events, struct cl_buf *to,
                                     struct cleap_error *err);

static const struct {
    const char *key;
    read_fn read;
    size_t entry_size;
} columns[N_COLUMNS] = {
    [LEFT] = {"left_children", cl_events_i32s, 4},
    [RIGHT] = {"right_children", cl_events_i32s, 4},
    [FEATURE] = {"split_indices", cl_events_i32s, 4},
    [DEFAULT_LEFT] = {"default_left", cl_events_bytes, 1},
    [VALUE] = {"split_conditions", cl_events_floats, 4},
    [COVER] = {"sum_hessian", cl_events_floats, 4},
    [SPLIT_TYPE] = {"split_type", cl_events_bytes, 1},
    [CATEGORIES] = {"categories", cl_events_i32s, 4},
    [CATEGORY_NODES] = {"categories_nodes", cl_events_i32s, 4},
    [CATEGORY_SIZES] = {"categories_sizes", cl_events_i32s, 4},
};

struct document {
    struct cl_booster_builder *b;
    struct cl_events *events;
    struct cl_buf columns[N_COLUMNS]; /* of the tree that is being read */
    struct cl_buf nodes;              /* struct cl_booster_input, likewise */
    struct cl_buf values;             /* double: the categories of one node */
    int32_t num_nodes, leaf_size;     /* parameters of that tree */
};

/* Reads one member of an object; what it does not know it skips. */
typedef enum cleap_status (*member_fn)(struct document *d, struct cl_str key,
                                       struct cleap_error *err);

/* Reads an object that has begun. */
static enum cleap_status read_members(struct document *d, member_fn member, struct cleap_error *err)
{
    struct cl_str key = {.at = ""};
    bool more;

    for (;;) {
        CL_TRY(cl_events_key(d->events, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(member(d, key, err));
    }
}

static enum cleap_status read_object(struct document *d, member_fn member, struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(cl_events_expect(d->events, CL_EVENT_OBJECT, &event, err));
    return read_members(d, member, err);
}

static enum cleap_status read_whole(struct document *d, struct cl_str key, int64_t max,
                                    int64_t *value, struct cleap_error *err)
{
    struct cl_str text = {.at = ""};

    CL_TRY(cl_events_text(d->events, &text, err));
    if (!cl_java_parse_i64(text, 0, max, value))
        return cl_fail(err, CLEAP_E_FORMAT, "%.*s is '%.*s', wanted a number up to %lld",
                       CL_STR_ARGS(key), CL_STR_ARGS(text), (long long)max);
    return CLEAP_OK;
}

static enum cleap_status read_i32(struct document *d, struct cl_str key, int32_t *value,
                                  struct cleap_error *err)
{
    int64_t whole = 0;

    CL_TRY(read_whole(d, key, INT32_MAX, &whole, err));
    *value = (int32_t)whole;
    return CLEAP_OK;
}

static enum cleap_status read_tree_param(struct document *d, struct cl_str key,
                                         struct cleap_error *err)
{
    if (cl_str_is(key, "num_nodes"))
        return read_i32(d, key, &d->num_nodes, err);
    if (cl_str_is(key, "size_leaf_vector"))
        return read_i32(d, key, &d->leaf_size, err);
    return cl_events_skip(d->events, err);
}

/* Trees are stored in the order of their ids; XGBoost writes them so. */
static enum cleap_status read_tree_id(struct document *d, struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(cl_events_expect(d->events, CL_EVENT_INT, &event, err));
    if (event.whole != d->b->n_trees)
        return cl_fail(err, CLEAP_E_FORMAT, "its id is %lld", (long long)event.whole);
    return CLEAP_OK;
}

static enum cleap_status read_tree_member(struct document *d, struct cl_str key,
                                          struct cleap_error *err)
{
    for (int c = 0; c < N_COLUMNS; c++)
        if (cl_str_is(key, columns[c].key)) {
            if (columns[c].read(d->events, &d->columns[c], err) != CLEAP_OK)
                return cl_blame(err, "%s", columns[c].key);
            return CLEAP_OK;
        }
    if (cl_str_is(key, "tree_param"))
        return read_object(d, read_tree_param, err);
    if (cl_str_is(key, "id"))
        return read_tree_id(d, err);
    return cl_events_skip(d->events, err);
}

static size_t count(const struct document *d, enum column c)
{
    return d->columns[c].n / columns[c].entry_size;
}

static const int32_t *i32s(const struct document *d, enum column c)
{
    return (const int32_t *)(const void *)d->columns[c].at;
}

static const float *floats(const struct document *d, enum column c)
{
    return (const float *)(const void *)d->columns[c].at;
}

static const uint8_t *flags(const struct document *d, enum column c)
{
    return (const uint8_t *)(const void *)d->columns[c].at;
}

static enum cleap_status check_columns(const struct document *d, struct cleap_error *err)
{
    if (d->leaf_size > 1)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "its leaves hold vectors of %d", d->leaf_size);
    for (int c = 0; c <= SPLIT_TYPE; c++) {
        size_t n = count(d, (enum column)c);

        if (n != (size_t)d->num_nodes && (c != SPLIT_TYPE || n > 0))
            return cl_fail(err, CLEAP_E_FORMAT, "%s has %zu entries, num_nodes is %d",
                           columns[c].key, n, d->num_nodes);
    }
    if (count(d, CATEGORY_NODES) != count(d, CATEGORY_SIZES))
        return cl_fail(err, CLEAP_E_FORMAT, "%s has %zu entries, %s %zu",
                       columns[CATEGORY_NODES].key, count(d, CATEGORY_NODES),
                       columns[CATEGORY_SIZES].key, count(d, CATEGORY_SIZES));
    return CLEAP_OK;
}

static enum cleap_status gather_nodes(struct document *d, struct cleap_error *err)
{
    cl_buf_reset(&d->nodes);
    for (size_t i = 0; i < (size_t)d->num_nodes; i++) {
        struct cl_booster_input node = {
            .left = i32s(d, LEFT)[i],
            .right = i32s(d, RIGHT)[i],
            .feature = (uint32_t)i32s(d, FEATURE)[i],
            .value = floats(d, VALUE)[i],
            .cover = floats(d, COVER)[i],
            .default_left = flags(d, DEFAULT_LEFT)[i] != 0,
        };

        cl_buf_append(&d->nodes, &node, sizeof node);
    }
    return cl_buf_check(&d->nodes, "a tree", err);
}

static enum cleap_status add_set(struct document *d, const int32_t *categories, size_t n,
                                 struct cl_booster_input *node, struct cleap_error *err)
{
    struct cl_categories set;

    cl_buf_reset(&d->values);
    for (size_t i = 0; i < n; i++) {
        double value = (double)categories[i];

        if (value < 0.0 || value >= 0x1p24)
            return cl_fail(err, CLEAP_E_FORMAT, "category %d is not in [0, 2^24)", categories[i]);
        cl_buf_append(&d->values, &value, sizeof value);
    }
    CL_TRY(cl_buf_check(&d->values, "the categories of a split", err));
    if (!cl_categories_init(&set, (const double *)(const void *)d->values.at, (uint32_t)n, false,
                            d->b->arena))
        return cl_fail_nomem(err);
    cl_buf_append(&d->b->sets, &set, sizeof set);
    node->set = (uint32_t)(d->b->sets.n / sizeof set);
    return cl_buf_check(&d->b->sets, "the trees' categories", err);
}

/* The categories of all nodes lie behind each other, as many for each as its size says. Files tell
 * their beginnings too, which follow from the sizes; parts that lie over each other, which XGBoost
 * does not write, could make a small file very large. */
static enum cleap_status add_sets(struct document *d, struct cleap_error *err)
{
    struct cl_booster_input *nodes = (struct cl_booster_input *)(void *)d->nodes.at;
    const int32_t *categories = i32s(d, CATEGORIES);
    size_t left = count(d, CATEGORIES);

    for (size_t k = 0; k < count(d, CATEGORY_NODES); k++) {
        int32_t node = i32s(d, CATEGORY_NODES)[k], size = i32s(d, CATEGORY_SIZES)[k];

        if (node < 0 || node >= d->num_nodes || nodes[node].set != 0)
            return cl_fail(err, CLEAP_E_FORMAT, "node %d has no categories, or has them twice",
                           node);
        if (size < 1 || (size_t)size > left)
            return cl_fail(err, CLEAP_E_FORMAT, "node %d has %d categories of %zu", node, size,
                           left);
        CL_TRY(add_set(d, categories, (size_t)size, &nodes[node], err));
        categories += size;
        left -= (size_t)size;
    }
    return CLEAP_OK;
}

/* split_type has the last word: 1 is over categories, perhaps over none. */
static enum cleap_status settle_sets(struct document *d, struct cleap_error *err)
{
    struct cl_booster_input *nodes = (struct cl_booster_input *)(void *)d->nodes.at;

    for (size_t i = 0; i < (size_t)d->num_nodes; i++) {
        bool is_categorical = count(d, SPLIT_TYPE) > 0 && flags(d, SPLIT_TYPE)[i] == 1;

        if (!is_categorical)
            nodes[i].set = 0;
        else if (nodes[i].set == 0 && nodes[i].left != -1)
            CL_TRY(add_set(d, NULL, 0, &nodes[i], err));
    }
    return CLEAP_OK;
}

/* Reads a tree whose object has begun. */
static enum cleap_status read_tree(struct document *d, struct cleap_error *err)
{
    for (int c = 0; c < N_COLUMNS; c++)
        cl_buf_reset(&d->columns[c]);
    d->num_nodes = 0;
    d->leaf_size = 1;
    CL_TRY(read_members(d, read_tree_member, err));
    CL_TRY(check_columns(d, err));
    CL_TRY(gather_nodes(d, err));
    CL_TRY(add_sets(d, err));
    CL_TRY(settle_sets(d, err));
    return cl_booster_builder_tree(d->b, (const struct cl_booster_input *)(const void *)d->nodes.at,
                                   (uint32_t)d->num_nodes, err);
}

static enum cleap_status read_trees(struct document *d, struct cleap_error *err)
{
    struct cl_event event;
    bool more;

    CL_TRY(cl_events_expect(d->events, CL_EVENT_ARRAY, &event, err));
    for (;;) {
        CL_TRY(cl_events_item(d->events, CL_EVENT_OBJECT, &more, err));
        if (!more)
            return CLEAP_OK;
        if (read_tree(d, err) != CLEAP_OK)
            return cl_blame(err, "tree %u", d->b->n_trees);
    }
}

static enum cleap_status read_trees_param(struct document *d, struct cl_str key,
                                          struct cleap_error *err)
{
    if (cl_str_is(key, "num_trees"))
        return read_i32(d, key, &d->b->num_trees, err);
    if (cl_str_is(key, "num_parallel_tree"))
        return read_i32(d, key, &d->b->num_parallel_tree, err);
    return cl_events_skip(d->events, err);
}

static enum cleap_status read_model(struct document *d, struct cl_str key, struct cleap_error *err)
{
    if (cl_str_is(key, "gbtree_model_param"))
        return read_object(d, read_trees_param, err);
    if (cl_str_is(key, "trees"))
        return read_trees(d, err);
    if (cl_str_is(key, "tree_info"))
        return cl_events_i32s(d->events, &d->b->groups, err);
    if (cl_str_is(key, "weights"))
        return cl_events_floats(d->events, &d->b->weights, err);
    if (cl_str_is(key, "iteration_indptr")) {
        d->b->has_rounds = true;
        return cl_events_i32s(d->events, &d->b->rounds, err);
    }
    return cl_events_skip(d->events, err);
}

static enum cleap_status read_inner_booster(struct document *d, struct cl_str key,
                                            struct cleap_error *err)
{
    if (cl_str_is(key, "model"))
        return read_object(d, read_model, err);
    return cl_events_skip(d->events, err);
}

static enum cleap_status read_booster(struct document *d, struct cl_str key,
                                      struct cleap_error *err)
{
    if (cl_str_is(key, "name"))
        return cl_events_text(d->events, &d->b->booster, err);
    if (cl_str_is(key, "gbtree"))
        return read_object(d, read_inner_booster, err);
    if (cl_str_is(key, "weight_drop"))
        return cl_events_floats(d->events, &d->b->weights, err);
    return read_inner_booster(d, key, err);
}

static enum cleap_status read_objective(struct document *d, struct cl_str key,
                                        struct cleap_error *err)
{
    if (cl_str_is(key, "name"))
        return cl_events_text(d->events, &d->b->objective, err);
    return cl_events_skip(d->events, err);
}

static enum cleap_status read_base_score(struct document *d, struct cleap_error *err)
{
    struct cl_str text = {.at = ""};

    CL_TRY(cl_events_text(d->events, &text, err));
    if (!cl_f32_parse_open(text.at, text.n, &d->b->base_score))
        return cl_fail(err, CLEAP_E_FORMAT, "base_score is '%.*s', wanted a number",
                       CL_STR_ARGS(text));
    return CLEAP_OK;
}

static enum cleap_status read_learner_param(struct document *d, struct cl_str key,
                                            struct cleap_error *err)
{
    int64_t n_features = 0;

    if (cl_str_is(key, "base_score"))
        return read_base_score(d, err);
    if (cl_str_is(key, "num_class"))
        return read_i32(d, key, &d->b->num_class, err);
    if (cl_str_is(key, "num_target"))
        return read_i32(d, key, &d->b->num_target, err);
    if (!cl_str_is(key, "num_feature"))
        return cl_events_skip(d->events, err);
    CL_TRY(read_whole(d, key, UINT32_MAX, &n_features, err));
    d->b->n_features = (uint32_t)n_features;
    return CLEAP_OK;
}

static enum cleap_status read_learner(struct document *d, struct cl_str key,
                                      struct cleap_error *err)
{
    if (cl_str_is(key, "learner_model_param"))
        return read_object(d, read_learner_param, err);
    if (cl_str_is(key, "objective"))
        return read_object(d, read_objective, err);
    if (cl_str_is(key, "gradient_booster"))
        return read_object(d, read_booster, err);
    return cl_events_skip(d->events, err);
}

static enum cleap_status read_root(struct document *d, struct cl_str key, struct cleap_error *err)
{
    if (cl_str_is(key, "learner"))
        return read_object(d, read_learner, err);
    return cl_events_skip(d->events, err);
}

enum cleap_status cl_booster_read_document(struct cl_booster_builder *b, struct cl_events *events,
                                           struct cleap_error *err)
{
    struct document d = {.b = b, .events = events};
    enum cleap_status status;

    b->base_score = NAN;
    for (int c = 0; c < N_COLUMNS; c++)
        cl_buf_init(&d.columns[c], b->nodes.limit);
    cl_buf_init(&d.nodes, b->nodes.limit);
    cl_buf_init(&d.values, b->nodes.limit);
    status = read_object(&d, read_root, err);
    cl_buf_free(&d.values);
    cl_buf_free(&d.nodes);
    for (int c = 0; c < N_COLUMNS; c++)
        cl_buf_free(&d.columns[c]);
    if (status == CLEAP_OK && isnan(b->base_score))
        return cl_fail(err, CLEAP_E_FORMAT, "base_score is missing");
    return status;
}
