/*
 * hashing_term_frequency: how often tokens occur, counted by their hash.
 *
 *   in   input   list of string
 *   out  output  sparse vector of num_features
 *
 * A token's place is its Murmur3 hash modulo num_features, made non-negative; what is counted
 * there is the tokens that share it, or 1 when `binary`. Bundles without hashUnsafeBytesVersion
 * hash as Spark did before 3.0. num_features is a long cut to 32 bits; 0 divides by zero at the
 * first token, below that every row fails, as in the JVM.
 *
 * Follows MLeap 0.25.2: core/feature/HashingTermFrequencyModel.scala,
 * bundle/ops/feature/HashingTermFrequencyOp.scala.
 */
#include "ops/kernels/murmur3.h"
#include "ops/kernels/term_counts.h"
#include "runtime/op.h"

struct hashing {
    int64_t num_features;
    bool binary;
    int32_t version;
    int32_t width; /* num_features in 32 bits */
    enum cl_murmur3_tail tail;
};

static const struct hashing defaults = {.version = 1};

static const struct cl_attr attrs[] = {
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct hashing, num_features)},
    {.name = "binary",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct hashing, binary),
     .optional = true},
    {.name = "hashUnsafeBytesVersion",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct hashing, version),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct hashing *h = state;

    (void)src;
    (void)err;
    h->width = (int32_t)(uint32_t)h->num_features;
    h->tail = h->version == 1 ? CL_MURMUR3_TAIL_SIGNED : CL_MURMUR3_TAIL_WORD;
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct hashing *h = state;

    return cl_type_set_width(&p->out[0].type, h->width, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct hashing *h = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_tensor *out = x->out[0]->as.tensor;
    struct cl_term_counts how = {.binary = h->binary, .size = (uint32_t)h->width};

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_str *tokens = in[i].at;
        uint32_t *places = cl_arena_array(x->scratch, in[i].n, sizeof *places);

        if (places == NULL)
            return cl_fail_nomem(err);
        if (h->width < 0 || (h->width == 0 && in[i].n > 0))
            return cl_fail_row(err, x, i, "num_features is %d, needs 1 or more", (int)h->width);
        for (uint32_t k = 0; k < in[i].n; k++)
            places[k] = cl_murmur3_bucket(cl_murmur3_text(tokens[k], h->tail), h->width);
        if (!cl_term_counts(&how, places, in[i].n, x->scratch, &out[i]))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_hashing_term_frequency = {
    .name = "hashing_term_frequency",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct hashing),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
