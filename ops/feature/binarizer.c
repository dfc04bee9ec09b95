/*
 * binarizer: 1 above a threshold, else 0.
 *
 *   in   input        double or vector, as input_shapes says
 *   out  output       the same
 *   in   input0, ...  likewise, several columns, as input_shapes_list says
 *   out  output0, ...
 *
 * NaN gives 0. Of a vector only stored values are looked at: what a sparse one leaves out gives 0
 * also when the threshold is below 0. The answer is the shorter of dense and sparse.
 *
 * Several columns have a threshold each, in `thresholds`, or share `threshold`. Spark exports them
 * and MLeap cannot load them, so there all is as in Spark: a null number gives 0, and with a
 * threshold below 0 a vector's zeros, stored or not, give 1, and NaN too.
 *
 * Follows MLeap 0.25.2: core/feature/BinarizerModel.scala, bundle/ops/feature/BinarizerOp.scala;
 * for several columns Spark 4.1.2's Binarizer.
 */
#include "ops/kernels/binarize.h"
#include "ops/kernels/compress.h"
#include "ops/kernels/pairs.h"
#include "ops/kernels/vector.h"

/* Positions of a vector whose width nobody has declared. */
#define MAX_WIDTH 10000000

struct binarizer {
    double threshold;
    bool has_threshold, has_thresholds;
    struct cl_f64s thresholds;
    struct cl_data_shape shape;
    struct cl_data_shapes shapes; /* of several columns */
    bool has_shapes;
    size_t n_columns; /* formal ports: the single one, then the numbered ones */
};

static const struct cl_attr attrs[] = {
    {.name = "threshold",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct binarizer, threshold),
     .present = offsetof(struct binarizer, has_threshold),
     .optional = true},
    {.name = "thresholds",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct binarizer, thresholds),
     .present = offsetof(struct binarizer, has_thresholds),
     .optional = true},
    {.name = "input_shapes_list",
     .type = CL_ATTR_SHAPES,
     .offset = offsetof(struct binarizer, shapes),
     .present = offsetof(struct binarizer, has_shapes),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .optional = true},
    {.name = "input",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .optional = true,
     .repeat = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR, .optional = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .optional = true,
     .repeat = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load_several(struct binarizer *b, struct cl_source *src,
                                      struct cleap_error *err)
{
    if (b->has_thresholds && b->thresholds.n != b->shapes.n)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu thresholds for %zu columns", b->thresholds.n,
                       b->shapes.n);
    if (b->has_thresholds)
        return CLEAP_OK;
    b->thresholds.n = b->shapes.n;
    b->thresholds.at = cl_arena_array(src->arena, b->thresholds.n, sizeof *b->thresholds.at);
    if (b->thresholds.at == NULL)
        return cl_fail_nomem(err);
    for (size_t c = 0; c < b->thresholds.n; c++)
        b->thresholds.at[c] = b->threshold;
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    static const struct cl_attr shape = {.name = "input_shapes", .type = CL_ATTR_SHAPE};
    struct binarizer *b = state;

    if (b->has_threshold && b->has_thresholds)
        return cl_fail(err, CLEAP_E_FORMAT, "both 'threshold' and 'thresholds' are there");
    if (!b->has_threshold && !b->has_thresholds)
        return cl_fail(err, CLEAP_E_FORMAT, "neither 'threshold' nor 'thresholds' is there");
    if (b->has_shapes)
        return load_several(b, src, err);
    if (b->has_thresholds)
        return cl_fail(err, CLEAP_E_FORMAT, "'thresholds' is there, 'input_shapes_list' is not");
    return cl_source_get(src, &shape, &b->shape, err);
}

static size_t repeats(const void *state)
{
    return ((const struct binarizer *)state)->shapes.n;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    struct binarizer *b = state;

    CL_TRY(cl_pairs_prepare(p, &b->n_columns, err));
    if (b->has_shapes && p->in[0].wired)
        return cl_fail(err, CLEAP_E_FORMAT, "port 'input' is wired beside 'input_shapes_list'");
    if (!b->has_shapes)
        return cl_binarize_prepare(p, &b->shape, err);
    for (size_t c = 1; c < b->n_columns; c++) {
        CL_TRY(cl_binarize_type(&b->shapes.at[c - 1], &p->in[c].type, err));
        p->out[c].type = p->in[c].type;
        if (p->in[c].type.shape == CL_SCALAR)
            p->in[c].nulls = CL_NULL_OP;
    }
    return CLEAP_OK;
}

/* A vector's width, as declared for its column. */
static enum cleap_status check_width(const struct cl_exec *x, size_t i, const struct cl_column *in,
                                     struct cleap_error *err)
{
    const struct cl_dims *dims = &in->type.dims;
    bool known = dims->known && dims->n == 1 && dims->size[0] >= 0;

    return cl_vector_check_size(x, i, &in->as.tensor[i], known ? (size_t)dims->size[0] : MAX_WIDTH,
                                err);
}

/* Spark's answer for a threshold below 0: what is 0 is above it. */
static bool binarize_with_zeros(const struct cl_tensor *v, double threshold, struct cl_tensor *out,
                                struct cl_arena *scratch)
{
    const double *value = v->value;
    double *ones = cl_arena_array(scratch, v->size, sizeof *ones);
    int32_t *index = cl_arena_array(scratch, v->size, sizeof *index);
    uint32_t n = 0, at = 0;

    if (ones == NULL || index == NULL)
        return false;
    for (uint32_t k = 0; k < v->size; k++) {
        bool is_stored = v->index == NULL || (at < v->n && (uint32_t)v->index[at] == k);

        if (is_stored && value[at++] <= threshold)
            continue;
        ones[n] = 1.0;
        index[n++] = (int32_t)k;
    }
    *out = cl_sparse(ones, index, n, v->size);
    return cl_compress(out, scratch);
}

static enum cleap_status binarize_numbered(const struct cl_exec *x, const struct cl_column *in,
                                           struct cl_column *out, double threshold,
                                           struct cleap_error *err)
{
    if (in->type.shape == CL_SCALAR || !(threshold < 0.0)) {
        CL_TRY(cl_binarize_column(x, in, out, threshold, err));
        for (size_t i = 0; in->type.shape == CL_SCALAR && i < x->n; i++)
            if (cl_column_is_null(in, i))
                out->as.f64[i] = 0.0;
        return CLEAP_OK;
    }
    for (size_t i = 0; i < x->n; i++) {
        CL_TRY(check_width(x, i, in, err));
        if (!binarize_with_zeros(&in->as.tensor[i], threshold, &out->as.tensor[i], x->scratch))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct binarizer *b = state;

    if (cl_pairs_has(x, 0))
        CL_TRY(cl_binarize(x, b->threshold, err));
    for (size_t c = 1; c < b->n_columns; c++)
        if (cl_pairs_has(x, c))
            CL_TRY(binarize_numbered(x, x->in[c], x->out[c], b->thresholds.at[c - 1], err));
    return CLEAP_OK;
}

const struct cl_op cl_op_binarizer = {
    .name = "binarizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct binarizer),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
