/*
 * Takes in the trees of a booster. Files say what they like: a tree is walked here once, from its
 * root, without recursion, and no node is come to twice.
 */
#include <string.h>

#include "ops/kernels/xgboost/builder.h"

#define MAX_NODES (1u << 28)

/* What is gathered takes less memory than this times the size of the file: a node of JSON is a
 * dozen numbers of two characters at least. */
#define MEMORY_FACTOR 16
#define MEMORY_BASE 65536

void cl_booster_builder_init(struct cl_booster_builder *b, size_t size, struct cl_arena *arena)
{
    size_t limit =
        size < (SIZE_MAX - MEMORY_BASE) / MEMORY_FACTOR ? size * MEMORY_FACTOR + MEMORY_BASE : size;
    struct cl_buf *const bufs[] = {&b->groups,   &b->rounds, &b->weights, &b->sets,  &b->nodes,
                                   &b->features, &b->cover,  &b->roots,   &b->means, &b->scratch};

    *b = (struct cl_booster_builder){.arena = arena,
                                     .num_target = 1,
                                     .num_parallel_tree = 1,
                                     .objective = {.at = ""},
                                     .booster = {.at = ""}};
    for (size_t i = 0; i < CL_COUNT_OF(bufs); i++)
        cl_buf_init(bufs[i], limit);
}

void cl_booster_builder_free(struct cl_booster_builder *b)
{
    cl_buf_free(&b->scratch);
    cl_buf_free(&b->means);
    cl_buf_free(&b->roots);
    cl_buf_free(&b->cover);
    cl_buf_free(&b->features);
    cl_buf_free(&b->nodes);
    cl_buf_free(&b->sets);
    cl_buf_free(&b->weights);
    cl_buf_free(&b->rounds);
    cl_buf_free(&b->groups);
}

/* One for each node of the tree. */
struct visit {
    uint32_t at;    /* the node that is come to as the i-th */
    uint32_t depth; /* of node i, counted from 1; 0: not come to */
    float mean;     /* of node i: what its leaves hold, weighed by cover */
};

static enum cleap_status check_children(const struct cl_booster_input *node, uint32_t i, uint32_t n,
                                        const struct visit *visits, struct cleap_error *err)
{
    int64_t left = node->left, right = node->right;

    if (left < 1 || right < 1 || left >= n || right >= n)
        return cl_fail(err, CLEAP_E_FORMAT, "node %u has the children %d and %d, the tree %u nodes",
                       i, node->left, node->right, n);
    if (right != left + 1)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "the children of node %u, %d and %d, do not lie side by side", i, node->left,
                       node->right);
    if (visits[left].depth != 0 || visits[right].depth != 0)
        return cl_fail(err, CLEAP_E_FORMAT, "node %d or %d has two parents", node->left,
                       node->right);
    return CLEAP_OK;
}

/* Comes to all nodes, level by level; *count receives how many there are. */
static enum cleap_status visit_nodes(const struct cl_booster_input *nodes, uint32_t n,
                                     struct visit *visits, uint32_t *count, struct cleap_error *err)
{
    visits[0].at = 0;
    visits[0].depth = 1;
    *count = 1;
    for (uint32_t k = 0; k < *count; k++) {
        uint32_t i = visits[k].at;
        const struct cl_booster_input *node = &nodes[i];

        if (node->left == -1)
            continue;
        CL_TRY(check_children(node, i, n, visits, err));
        for (uint32_t side = 0; side < 2; side++) {
            uint32_t child = (uint32_t)node->left + side;

            visits[child].depth = visits[i].depth + 1;
            visits[(*count)++].at = child;
        }
    }
    return CLEAP_OK;
}

/* From the leaves up, in the order of XGBoost's sum. */
static float find_mean(const struct cl_booster_input *nodes, struct visit *visits, uint32_t count)
{
    for (uint32_t k = count; k-- > 0;) {
        uint32_t i = visits[k].at;
        const struct cl_booster_input *node = &nodes[i];

        if (node->left == -1) {
            visits[i].mean = node->value;
        } else {
            float mean = visits[node->left].mean * nodes[node->left].cover;

            mean += visits[node->right].mean * nodes[node->right].cover;
            visits[i].mean = mean / node->cover;
        }
    }
    return visits[0].mean;
}

static void append_node(struct cl_booster_builder *b, const struct cl_booster_input *from,
                        bool visited)
{
    struct cl_booster_node node = {.left = 0};
    uint32_t feature = 0;

    if (visited && from->left != -1) {
        feature = from->feature;
        node.left = b->n_nodes + (uint32_t)from->left;
        node.feature = from->default_left ? CL_BOOSTER_DEFAULT_LEFT : 0;
    }
    if (visited && from->left != -1 && from->set != 0) {
        node.feature |= CL_BOOSTER_CATEGORICAL;
        node.as.set = from->set - 1;
    } else {
        node.as.threshold = from->value;
    }
    cl_buf_append(&b->nodes, &node, sizeof node);
    cl_buf_append(&b->features, &feature, sizeof feature);
    cl_buf_append(&b->cover, &from->cover, sizeof from->cover);
}

static enum cleap_status check_bufs(const struct cl_booster_builder *b, struct cleap_error *err)
{
    CL_TRY(cl_buf_check(&b->nodes, "the trees' nodes", err));
    CL_TRY(cl_buf_check(&b->features, "the trees' features", err));
    CL_TRY(cl_buf_check(&b->cover, "the trees' covers", err));
    CL_TRY(cl_buf_check(&b->roots, "the trees' roots", err));
    return cl_buf_check(&b->means, "the trees' means", err);
}

enum cleap_status cl_booster_builder_tree(struct cl_booster_builder *b,
                                          const struct cl_booster_input *nodes, uint32_t n,
                                          struct cleap_error *err)
{
    struct visit *visits;
    uint32_t count = 0;
    float mean;

    if (n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "a tree without nodes");
    if (n > MAX_NODES - b->n_nodes)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %u tree nodes", MAX_NODES);
    cl_buf_reset(&b->scratch);
    visits = (struct visit *)(void *)cl_buf_reserve(&b->scratch, n * sizeof *visits);
    CL_TRY(cl_buf_check(&b->scratch, "a tree", err));
    memset(visits, 0, n * sizeof *visits);
    CL_TRY(visit_nodes(nodes, n, visits, &count, err));
    mean = find_mean(nodes, visits, count);
    if (visits[visits[count - 1].at].depth - 1 > b->max_depth)
        b->max_depth = visits[visits[count - 1].at].depth - 1;
    cl_buf_append(&b->roots, &b->n_nodes, sizeof b->n_nodes);
    cl_buf_append(&b->means, &mean, sizeof mean);
    for (uint32_t i = 0; i < n; i++)
        append_node(b, &nodes[i], visits[i].depth != 0);
    b->n_nodes += n;
    b->n_trees++;
    return check_bufs(b, err);
}
