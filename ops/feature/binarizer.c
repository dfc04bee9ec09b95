/*
 * binarizer: 1 above a threshold, else 0.
 *
 *   in   input   double or vector, as input_shapes says
 *   out  output  the same
 *
 * NaN gives 0. Of a vector only stored values are looked at: what a sparse one leaves out gives 0
 * also when the threshold is below 0. The answer is the shorter of dense and sparse.
 *
 * `thresholds`, which Spark writes for several columns, is refused as in MLeap.
 *
 * Follows MLeap 0.25.2: core/feature/BinarizerModel.scala, bundle/ops/feature/BinarizerOp.scala.
 */
#include "ops/kernels/binarize.h"

struct binarizer {
    double threshold;
    bool has_threshold, has_thresholds;
    struct cl_f64s thresholds;
    struct cl_data_shape shape;
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
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    static const struct cl_attr shape = {.name = "input_shapes", .type = CL_ATTR_SHAPE};
    struct binarizer *b = state;

    if (b->has_threshold && b->has_thresholds)
        return cl_fail(err, CLEAP_E_FORMAT, "both 'threshold' and 'thresholds' are there");
    if (b->has_thresholds)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "'thresholds', for several columns, is not read");
    if (!b->has_threshold)
        return cl_fail(err, CLEAP_E_FORMAT, "neither 'threshold' nor 'thresholds' is there");
    return cl_source_get(src, &shape, &b->shape, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    return cl_binarize_prepare(p, &((const struct binarizer *)state)->shape, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    return cl_binarize(x, ((const struct binarizer *)state)->threshold, err);
}

const struct cl_op cl_op_binarizer = {
    .name = "binarizer",
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct binarizer),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
