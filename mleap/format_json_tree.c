/*
 * Trees in the JSON format: an object a line.
 */
#include "mleap/format_json.h"

/* The keys of a line, of its node and of the split inside; which of them must be there hangs on
 * the types, which may come last. */
enum {
    NODE_TYPE,
    VALUES,
    SPLIT,
    SPLIT_TYPE,
    FEATURE,
    THRESHOLD,
    IS_LEFT,
    N_CATEGORIES,
    CATEGORIES,
    N_KEYS
};
static const char *const keys[N_KEYS] = {
    "type",      "values", "split",         "type",       "featureIndex",
    "threshold", "isLeft", "numCategories", "categories",
};

struct line {
    bool has[N_KEYS];
    bool is_internal, is_categorical;
    bool is_left;
    int32_t feature;
    double threshold;
    struct cl_items values, categories;
};

/* The first of `names` for yes (false), the second (true). */
static enum cleap_status read_type(struct cl_json *json, const char *const names[2], bool *second,
                                   struct cleap_error *err)
{
    struct cl_str word;

    CL_TRY(cl_json_read_string(json, NULL, &word, err));
    *second = cl_str_is(word, names[1]);
    if (!*second && !cl_str_is(word, names[0]))
        return cl_fail(err, CLEAP_E_FORMAT, "'%.*s' is neither %s nor %s", CL_STR_ARGS(word),
                       names[0], names[1]);
    return CLEAP_OK;
}

static enum cleap_status read_member(struct cl_decoder *d, int key, struct line *line,
                                     struct cleap_error *err);

/* Reads the members of an object that are keys[first .. last]. */
static enum cleap_status read_object(struct cl_decoder *d, int first, int last, struct line *line,
                                     struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        int i = first;

        CL_TRY(cl_json_next_key(d->json, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        while (i <= last && !cl_str_is(key, keys[i]))
            i++;
        if (i > last) {
            CL_TRY(cl_json_skip(d->json, NULL, err));
            continue;
        }
        line->has[i] = true;
        if (read_member(d, i, line, err) != CLEAP_OK)
            return cl_blame(err, "'%s'", keys[i]);
    }
}

static enum cleap_status read_member(struct cl_decoder *d, int key, struct line *line,
                                     struct cleap_error *err)
{
    static const char *const node_types[] = {"leaf", "internal"};
    static const char *const split_types[] = {"continuous", "categorical"};
    int64_t number = 0;

    switch (key) {
    case NODE_TYPE:
        return read_type(d->json, node_types, &line->is_internal, err);
    case SPLIT_TYPE:
        return read_type(d->json, split_types, &line->is_categorical, err);
    case SPLIT:
        return read_object(d, SPLIT_TYPE, CATEGORIES, line, err);
    case FEATURE:
    case N_CATEGORIES:
        CL_TRY(cl_json_read_i64(d->json, INT32_MIN, INT32_MAX, &number, err));
        if (key == FEATURE)
            line->feature = (int32_t)number;
        return CLEAP_OK;
    case THRESHOLD:
        return cl_json_item_f64(d, &line->threshold, err);
    case IS_LEFT:
        return cl_json_read_bool(d->json, &line->is_left, err);
    case VALUES:
        return cl_json_read_items(d, cl_json_item_f64, sizeof(double), &line->values, err);
    default:
        return cl_json_read_items(d, cl_json_item_f64, sizeof(double), &line->categories, err);
    }
}

static enum cleap_status require(const struct line *line, const int *needed, size_t n,
                                 struct cleap_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (!line->has[needed[i]])
            return cl_fail(err, CLEAP_E_FORMAT, "'%s' is missing", keys[needed[i]]);
    return CLEAP_OK;
}

static enum cleap_status node_of(const struct line *line, struct cl_tree_node *node,
                                 struct cleap_error *err)
{
    static const int leaf[] = {NODE_TYPE, VALUES};
    static const int continuous[] = {SPLIT, SPLIT_TYPE, FEATURE, THRESHOLD};
    static const int categorical[] = {SPLIT,   SPLIT_TYPE,   FEATURE,
                                      IS_LEFT, N_CATEGORIES, CATEGORIES};

    CL_TRY(require(line, leaf, 1, err));
    *node = (struct cl_tree_node){.kind = CL_TREE_LEAF, .feature = line->feature};
    if (!line->is_internal) {
        CL_TRY(require(line, leaf, CL_COUNT_OF(leaf), err));
        node->n_values = line->values.n;
        node->value = (const double *)(void *)line->values.at;
        return CLEAP_OK;
    }
    if (!line->is_categorical) {
        node->kind = CL_TREE_CONTINUOUS;
        node->threshold = line->threshold;
        return require(line, continuous, CL_COUNT_OF(continuous), err);
    }
    node->kind = CL_TREE_CATEGORICAL;
    node->is_left = line->is_left;
    node->n_values = line->categories.n;
    node->value = (const double *)(void *)line->categories.at;
    return require(line, categorical, CL_COUNT_OF(categorical), err);
}

/* Puts the cursor before the line at the head of `rest`, and `rest` behind it. */
static enum cleap_status next_line(struct cl_decoder *d, struct cl_str *rest,
                                   struct cleap_error *err)
{
    const char *text = rest->at, *end;
    uint32_t n;

    if (rest->n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "the file ends before the tree does");
    end = memchr(text, '\n', rest->n);
    n = end != NULL ? (uint32_t)(end - text) : rest->n;
    rest->at += end != NULL ? n + 1 : n;
    rest->n -= end != NULL ? n + 1 : n;
    return cl_json_open(d->json, text, n, true, err);
}

enum cleap_status cl_json_next_tree_node(struct cl_decoder *d, struct cl_str *rest,
                                         struct cl_tree_node *node, struct cleap_error *err)
{
    struct line line = {0};

    CL_TRY(next_line(d, rest, err));
    CL_TRY(read_object(d, NODE_TYPE, SPLIT, &line, err));
    CL_TRY(cl_json_end(d->json, err));
    return node_of(&line, node, err);
}

/* The keys of a line of a tree of clusters, all of which must be there. */
enum { INDEX, NORM, CENTRE, N_CHILDREN, N_CLUSTER_KEYS };
static const char *const cluster_keys[N_CLUSTER_KEYS] = {"index", "norm", "values", "numChildren"};

static enum cleap_status read_cluster_member(struct cl_decoder *d, int key,
                                             struct cl_cluster_node *node, struct cl_items *values,
                                             struct cleap_error *err)
{
    switch (key) {
    case INDEX:
        return cl_json_item_i32(d, &node->index, err);
    case NORM:
        return cl_json_item_f64(d, &node->norm, err);
    case CENTRE:
        return cl_json_read_items(d, cl_json_item_f64, sizeof(double), values, err);
    default:
        return cl_json_item_i32(d, &node->n_children, err);
    }
}

static enum cleap_status read_cluster(struct cl_decoder *d, struct cl_cluster_node *node,
                                      struct cl_items *values, struct cleap_error *err)
{
    bool has[N_CLUSTER_KEYS] = {false}, more;
    struct cl_str key;

    CL_TRY(cl_json_begin_object(d->json, err));
    for (;;) {
        int i = 0;

        CL_TRY(cl_json_next_key(d->json, NULL, &key, &more, err));
        if (!more)
            break;
        while (i < N_CLUSTER_KEYS && !cl_str_is(key, cluster_keys[i]))
            i++;
        if (i == N_CLUSTER_KEYS) {
            CL_TRY(cl_json_skip(d->json, NULL, err));
            continue;
        }
        has[i] = true;
        if (read_cluster_member(d, i, node, values, err) != CLEAP_OK)
            return cl_blame(err, "'%s'", cluster_keys[i]);
    }
    for (int i = 0; i < N_CLUSTER_KEYS; i++)
        if (!has[i])
            return cl_fail(err, CLEAP_E_FORMAT, "'%s' is missing", cluster_keys[i]);
    return CLEAP_OK;
}

enum cleap_status cl_json_next_cluster_node(struct cl_decoder *d, struct cl_str *rest,
                                            struct cl_cluster_node *node, struct cleap_error *err)
{
    struct cl_items values = {0};

    CL_TRY(next_line(d, rest, err));
    *node = (struct cl_cluster_node){0};
    CL_TRY(read_cluster(d, node, &values, err));
    CL_TRY(cl_json_end(d->json, err));
    node->n_values = values.n;
    node->value = (const double *)(void *)values.at;
    return CLEAP_OK;
}
