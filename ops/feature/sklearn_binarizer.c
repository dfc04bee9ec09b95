/*
 * sklearn_binarizer: binarizer as Python's mleap exports it, with a list of input shapes.
 *
 *   in   input   double or vector, as the first of input_shapes says
 *   out  output  the same
 *
 * 1 above the threshold, else 0; of a vector only stored values are looked at, as in binarizer.
 *
 * Follows MLeap 0.25.2: bundle/ops/sklearn/BinarizerOp.scala, core/feature/BinarizerModel.scala.
 */
#include "ops/kernels/binarize.h"

struct sklearn_binarizer {
    double threshold;
    struct cl_data_shapes shapes;
};

static const struct cl_attr attrs[] = {
    {.name = "threshold",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct sklearn_binarizer, threshold)},
    {.name = "input_shapes",
     .type = CL_ATTR_SHAPES,
     .offset = offsetof(struct sklearn_binarizer, shapes)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct sklearn_binarizer *b = state;

    if (b->shapes.n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "input_shapes is empty, wanted the shape of the input");
    return cl_binarize_prepare(p, &b->shapes.at[0], err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    return cl_binarize(x, ((const struct sklearn_binarizer *)state)->threshold, err);
}

const struct cl_op cl_op_sklearn_binarizer = {
    .name = "sklearn_binarizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct sklearn_binarizer),
    .prepare = prepare,
    .execute = execute,
};
