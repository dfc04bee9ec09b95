/*
 * vector_assembler: numbers and vectors put one behind the other.
 *
 *   in   input0, ...  double or vector, as input_shapes says
 *   out  output       vector, the shorter of dense and sparse (Spark's `compressed`)
 *
 * A number takes one position, a vector as many as it has, whatever the shapes declare; the
 * declared output is the sum of the declared sizes. Null is an error, NaN passes, -0.0 becomes
 * 0.0. A tensor that is no vector, or a sparse one whose indices do not ascend, is an error.
 *
 * Follows MLeap 0.25.2: core/feature/VectorAssemblerModel.scala; Spark 4.1.2: Vector.compressed.
 */
#include "ops/feature/vector_assembler.h"
#include "ops/kernels/compress.h"
#include "runtime/op.h"

struct assembler {
    struct cl_data_shapes shapes;
    int64_t width; /* declared */
    struct cl_concat parts;
};

/* Rows that are put together side by side, unless they are long. */
#define ROWS_AT_ONCE 16
#define LONG 1024

static const struct cl_attr attrs[] = {
    {.name = "input_shapes", .type = CL_ATTR_SHAPES, .offset = offsetof(struct assembler, shapes)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .repeat = true,
     .any_rank = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct assembler *a = state;

    a->parts.n_in = a->shapes.n;
    a->parts.is_vector = cl_arena_zeroed(src->arena, a->shapes.n, sizeof *a->parts.is_vector);
    if (a->parts.is_vector == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < a->shapes.n; k++) {
        const struct cl_data_shape *shape = &a->shapes.at[k];

        a->parts.is_vector[k] = shape->shape == CL_TENSOR;
        a->parts.n_numbers += shape->shape == CL_SCALAR;

        if (shape->shape == CL_SCALAR)
            a->width += 1;
        else if (shape->shape == CL_TENSOR && shape->dims.known && shape->dims.n == 1)
            a->width += shape->dims.size[0];
        else
            return cl_fail(err, CLEAP_E_FORMAT,
                           "input_shapes[%zu] is neither a scalar nor a tensor of one known "
                           "dimension",
                           k);
    }
    if (a->width > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "input_shapes make a vector of 2^31 values or more");
    return CLEAP_OK;
}

static size_t repeats(const void *state)
{
    return ((const struct assembler *)state)->shapes.n;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct assembler *a = state;

    for (size_t k = 0; k < p->n_in; k++) {
        const struct cl_data_shape *shape = &a->shapes.at[k];

        p->in[k].type = (struct cl_type){.base = CL_F64,
                                         .shape = shape->shape,
                                         .nullable = shape->nullable,
                                         .dims = shape->dims};
    }
    return cl_type_set_width(&p->out[0].type, a->width, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

const struct cl_concat *cl_assembler_parts(const void *state)
{
    return &((const struct assembler *)state)->parts;
}

static bool make_sparse(const struct cl_concat_row *row, struct cl_tensor *cell,
                        struct cl_arena *scratch)
{
    const double *value = cl_arena_copy(scratch, row->value, row->n * sizeof *value);
    const int32_t *index = cl_arena_copy(scratch, row->index, row->n * sizeof *index);

    *cell = cl_sparse(value, index, row->n, row->size);
    return value != NULL && index != NULL;
}

static bool make_dense(const struct cl_concat_row *row, struct cl_tensor *cell,
                       struct cl_arena *scratch)
{
    double *value = cl_arena_array(scratch, row->size, sizeof *value);

    if (value == NULL)
        return false;
    if (row->n < row->size) {
        memset(value, 0, row->size * sizeof *value);
        for (size_t j = 0; j < row->n; j++)
            value[row->index[j]] = row->value[j];
    } else {
        memcpy(value, row->value, row->size * sizeof *value);
    }
    *cell = cl_dense(value, row->size);
    return true;
}

/* Gives a row the form that is the shorter one. */
static bool make_cell(const struct cl_concat_row *row, struct cl_tensor *cell,
                      struct cl_arena *scratch)
{
    return cl_compress_to_sparse(row->n, row->size) ? make_sparse(row, cell, scratch)
                                                    : make_dense(row, cell, scratch);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct assembler *a = state;
    struct cl_concat_row rows[ROWS_AT_ONCE];
    size_t room, at_once;
    double *value;
    int32_t *index;

    CL_TRY(cl_concat_check(&a->parts, x, &room, err));
    at_once = room > LONG ? 1 : x->n < ROWS_AT_ONCE ? x->n : ROWS_AT_ONCE;
    value = cl_arena_array(x->scratch, at_once * room, sizeof *value);
    index = cl_arena_array(x->scratch, at_once * room, sizeof *index);
    if (value == NULL || index == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i += at_once) {
        size_t n = x->n - i < at_once ? x->n - i : at_once;

        for (size_t r = 0; r < n; r++)
            rows[r] = (struct cl_concat_row){.value = value + r * room, .index = index + r * room};
        cl_concat_rows(&a->parts, x, i, n, rows);
        for (size_t r = 0; r < n; r++)
            if (!make_cell(&rows[r], &x->out[0]->as.tensor[i + r], x->scratch))
                return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_vector_assembler = {
    .name = "vector_assembler",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct assembler),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
