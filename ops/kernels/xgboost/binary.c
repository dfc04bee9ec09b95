/*
 * Reads a booster from XGBoost's older binary form: records of a fixed size, little-endian, as
 * XGBoost 0.x to 2.1 wrote them from their structs.
 *
 *   "binf"              4, may be missing
 *   learner             136: base_score f32, num_feature u32, num_class i32, 2 flags, major u32,
 *                       minor u32, num_target u32, the rest of no account
 *   objective, booster  each a u64 length and text
 *   trees               160: num_trees i32, num_parallel_tree i32, two i32, num_pbuffer i64, ...;
 *                       then for each tree 148 bytes (num_roots, num_nodes, num_deleted, ...,
 *                       size_leaf_vector the sixth of i32s), its nodes of 20 bytes (parent, left,
 *                       right, feature, value) and as many statistics of 16 bytes (the second
 *                       float is the cover); then a group for each tree, i32; then, of dart, a u64
 *                       count and the trees' weights, f32
 *   or a linear model   136 of no account, a u64 count and weights, f32
 *
 * Attributes may follow, which change nothing.
 */
#include "ops/kernels/xgboost/builder.h"

#define LEARNER_SIZE 136
#define TREES_SIZE 160
#define TREE_SIZE 148
#define LINEAR_SIZE 136
#define NODE_SIZE 20
#define STATISTICS_SIZE 16

struct input {
    const uint8_t *begin, *at, *end;
};

static enum cleap_status take(struct input *in, size_t n, const uint8_t **at, const char *what,
                              struct cleap_error *err)
{
    *at = in->at;
    if ((size_t)(in->end - in->at) < n)
        return cl_fail(err, CLEAP_E_FORMAT, "byte %zu: the file ends within %s",
                       (size_t)(in->at - in->begin), what);
    in->at += n;
    return CLEAP_OK;
}

static uint32_t u32_at(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int32_t i32_at(const uint8_t *at)
{
    return (int32_t)u32_at(at);
}

static uint64_t u64_at(const uint8_t *at)
{
    return u32_at(at) | (uint64_t)u32_at(at + 4) << 32;
}

static float f32_at(const uint8_t *at)
{
    uint32_t bits = u32_at(at);
    float value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A u64 count and that many entries. */
static enum cleap_status take_counted(struct input *in, size_t entry_size, const uint8_t **at,
                                      size_t *n, const char *what, struct cleap_error *err)
{
    uint64_t count;

    CL_TRY(take(in, 8, at, what, err));
    count = u64_at(*at);
    if (count > (size_t)(in->end - in->at) / entry_size)
        return cl_fail(err, CLEAP_E_FORMAT, "byte %zu: %s has %llu entries, the file ends sooner",
                       (size_t)(in->at - in->begin), what, (unsigned long long)count);
    *n = (size_t)count;
    return take(in, *n * entry_size, at, what, err);
}

static enum cleap_status read_name(struct input *in, struct cl_str *name, const char *what,
                                   struct cleap_error *err)
{
    const uint8_t *at;
    size_t n = 0;

    CL_TRY(take_counted(in, 1, &at, &n, what, err));
    if (n > UINT32_MAX)
        return cl_fail(err, CLEAP_E_FORMAT, "%s has %zu bytes", what, n);
    *name = (struct cl_str){.at = (const char *)at, .n = (uint32_t)n};
    return CLEAP_OK;
}

static enum cleap_status read_floats(struct input *in, struct cl_buf *to, const char *what,
                                     struct cleap_error *err)
{
    const uint8_t *at;
    size_t n = 0;

    CL_TRY(take_counted(in, 4, &at, &n, what, err));
    for (size_t i = 0; i < n; i++) {
        float value = f32_at(at + 4 * i);

        cl_buf_append(to, &value, sizeof value);
    }
    return cl_buf_check(to, what, err);
}

static enum cleap_status read_learner(struct cl_booster_builder *b, struct input *in,
                                      struct cleap_error *err)
{
    const uint8_t *at;

    if (in->end - in->at >= 4 && memcmp(in->at, "binf", 4) == 0)
        in->at += 4;
    CL_TRY(take(in, LEARNER_SIZE, &at, "the learner's parameters", err));
    b->base_score = f32_at(at);
    b->n_features = u32_at(at + 4);
    b->num_class = i32_at(at + 8);
    b->base_is_margin = u32_at(at + 20) < 1;
    b->num_target = i32_at(at + 28);
    CL_TRY(read_name(in, &b->objective, "the objective's name", err));
    return read_name(in, &b->booster, "the booster's name", err);
}

static enum cleap_status add_tree(struct cl_booster_builder *b, const uint8_t *records, uint32_t n,
                                  struct cl_buf *nodes, struct cleap_error *err)
{
    const uint8_t *statistics = records + (size_t)n * NODE_SIZE;

    cl_buf_reset(nodes);
    for (size_t i = 0; i < n; i++) {
        const uint8_t *at = records + i * NODE_SIZE;
        uint32_t feature = u32_at(at + 12);
        struct cl_booster_input node = {
            .left = i32_at(at + 4),
            .right = i32_at(at + 8),
            .feature = feature & 0x7fffffff,
            .value = f32_at(at + 16),
            .cover = f32_at(statistics + i * STATISTICS_SIZE + 4),
            .default_left = feature >> 31 != 0,
        };

        cl_buf_append(nodes, &node, sizeof node);
    }
    CL_TRY(cl_buf_check(nodes, "a tree", err));
    return cl_booster_builder_tree(b, (const struct cl_booster_input *)(const void *)nodes->at, n,
                                   err);
}

static enum cleap_status read_tree(struct cl_booster_builder *b, struct input *in,
                                   struct cl_buf *nodes, struct cleap_error *err)
{
    const uint8_t *at;
    int32_t n;

    CL_TRY(take(in, TREE_SIZE, &at, "its parameters", err));
    n = i32_at(at + 4);
    if (n < 1)
        return cl_fail(err, CLEAP_E_FORMAT, "it has %d nodes", n);
    if (u32_at(at + 20) > 1)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "its leaves hold vectors of %u", u32_at(at + 20));
    if ((size_t)n > (size_t)(in->end - in->at) / (NODE_SIZE + STATISTICS_SIZE))
        return cl_fail(err, CLEAP_E_FORMAT, "it has %d nodes, the file ends sooner", n);
    CL_TRY(take(in, (size_t)n * (NODE_SIZE + STATISTICS_SIZE), &at, "its nodes", err));
    return add_tree(b, at, (uint32_t)n, nodes, err);
}

static enum cleap_status read_trees(struct cl_booster_builder *b, struct input *in,
                                    struct cl_buf *nodes, struct cleap_error *err)
{
    const uint8_t *at;

    CL_TRY(take(in, TREES_SIZE, &at, "the trees' parameters", err));
    b->num_trees = i32_at(at);
    b->num_parallel_tree = i32_at(at + 4);
    if (u64_at(at + 16) != 0)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "it has buffers of predictions, as early XGBoost "
                       "0.x wrote them");
    for (int32_t t = 0; t < b->num_trees; t++)
        if (read_tree(b, in, nodes, err) != CLEAP_OK)
            return cl_blame(err, "tree %d", t);
    if (b->num_trees < 1)
        return CLEAP_OK;
    CL_TRY(take(in, (size_t)b->num_trees * 4, &at, "the trees' groups", err));
    for (int32_t t = 0; t < b->num_trees; t++) {
        int32_t group = i32_at(at + 4 * (size_t)t);

        cl_buf_append(&b->groups, &group, sizeof group);
    }
    CL_TRY(cl_buf_check(&b->groups, "the trees' groups", err));
    if (cl_str_is(b->booster, "dart"))
        return read_floats(in, &b->weights, "the trees' weights", err);
    return CLEAP_OK;
}

enum cleap_status cl_booster_read_binary(struct cl_booster_builder *b, const void *bytes,
                                         size_t size, struct cleap_error *err)
{
    struct input in = {.begin = bytes, .at = bytes};
    struct cl_buf nodes;
    const uint8_t *at;
    enum cleap_status status;

    in.end = in.begin + size;
    CL_TRY(read_learner(b, &in, err));
    if (cl_str_is(b->booster, "gblinear")) {
        CL_TRY(take(&in, LINEAR_SIZE, &at, "the linear model's parameters", err));
        return read_floats(&in, &b->weights, "the linear model's weights", err);
    }
    cl_buf_init(&nodes, b->nodes.limit);
    status = read_trees(b, &in, &nodes, err);
    cl_buf_free(&nodes);
    return status;
}
