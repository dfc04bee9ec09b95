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
#include "ops/kernels/compress.h"
#include "ops/kernels/nulls.h"
#include "runtime/op.h"

struct assembler {
    struct cl_data_shapes shapes;
    int64_t width; /* declared */
};

/* Rows that are written together, column by column: each read fills a cache line, and what is
 * written stays near. */
#define ROWS_AT_ONCE 16

/* Where the next input of a row goes. */
struct writer {
    double *value;
    int32_t *index; /* NULL: the row is dense */
    int32_t at;     /* the position of the next value, of a sparse row */
};

struct tile {
    uint64_t size[CL_TILE_ROWS], n_stored[CL_TILE_ROWS]; /* n_stored: other than 0 */
    struct writer rows[CL_TILE_ROWS];
};

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

    (void)src; /* no files besides the model */
    for (size_t k = 0; k < a->shapes.n; k++) {
        const struct cl_data_shape *shape = &a->shapes.at[k];

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

/* Adds to a row what vector v of input k comes to. */
static enum cleap_status measure_vector(const struct cl_exec *x, size_t i, size_t k,
                                        struct tile *tile, struct cleap_error *err)
{
    const struct cl_tensor *v = &x->in[k]->as.tensor[i];
    const double *value = v->value;
    int64_t last = -1;

    if (v->rank != 1)
        return cl_fail_row(err, x, i, "input%zu is a tensor of rank %u, wanted a vector", k,
                           v->rank);
    for (size_t j = 0; j < v->n; j++)
        tile->n_stored[i] += value[j] != 0.0;
    tile->size[i] += v->size;
    if (v->index == NULL)
        return CLEAP_OK;
    for (size_t j = 0; j < v->n; j++) {
        if (value[j] == 0.0)
            continue;
        if (v->index[j] <= last || v->index[j] >= (int64_t)v->size)
            return cl_fail_row(err, x, i, "input%zu has index %d, wanted ascending ones below %u",
                               k, v->index[j], v->size);
        last = v->index[j];
    }
    return CLEAP_OK;
}

static enum cleap_status measure(const struct assembler *a, const struct cl_exec *x,
                                 struct tile *tile, struct cleap_error *err)
{
    memset(tile->n_stored, 0, x->n * sizeof *tile->n_stored);
    memset(tile->size, 0, x->n * sizeof *tile->size);
    for (size_t k = 0; k < a->shapes.n; k++) {
        const double *numbers = x->in[k]->as.f64;

        CL_TRY(cl_nulls_refuse(x, k, err));
        if (a->shapes.at[k].shape == CL_TENSOR)
            for (size_t i = 0; i < x->n; i++)
                CL_TRY(measure_vector(x, i, k, tile, err));
        else
            for (size_t i = 0; i < x->n; i++) {
                tile->n_stored[i] += numbers[i] != 0.0;
                tile->size[i]++;
            }
    }
    return CLEAP_OK;
}

/* Chooses each row's form and gives its cell the room. */
static enum cleap_status make_room(struct cl_exec *x, struct tile *tile, struct cleap_error *err)
{
    for (size_t i = 0; i < x->n; i++) {
        uint64_t size = tile->size[i], n = tile->n_stored[i];
        struct writer *w = &tile->rows[i];

        if (size > INT32_MAX)
            return cl_fail_row(err, x, i, "the inputs make a vector of 2^31 values or more");
        *w = (struct writer){.index = NULL};
        if (cl_compress_to_sparse(n, size)) {
            w->value = cl_arena_array(x->scratch, n, sizeof *w->value);
            w->index = cl_arena_array(x->scratch, n, sizeof *w->index);
            if (w->value == NULL || w->index == NULL)
                return cl_fail_nomem(err);
            x->out[0]->as.tensor[i] = cl_sparse(w->value, w->index, (uint32_t)n, (uint32_t)size);
        } else {
            w->value = cl_arena_array(x->scratch, size, sizeof *w->value);
            if (w->value == NULL)
                return cl_fail_nomem(err);
            x->out[0]->as.tensor[i] = cl_dense(w->value, (uint32_t)size);
        }
    }
    return CLEAP_OK;
}

/* Adding 0.0 turns -0.0 into 0.0 and nothing else into anything else. */
static void write_number(struct writer *w, double v)
{
    if (w->index == NULL) {
        *w->value++ = v + 0.0;
    } else if (v != 0.0) {
        *w->value++ = v;
        *w->index++ = w->at;
    }
    w->at++;
}

static void write_dense(struct writer *w, const struct cl_tensor *v)
{
    const double *value = v->value;

    if (v->index == NULL) {
        for (size_t j = 0; j < v->n; j++)
            w->value[j] = value[j] + 0.0;
    } else {
        memset(w->value, 0, v->size * sizeof *w->value);
        for (size_t j = 0; j < v->n; j++)
            if (value[j] != 0.0)
                w->value[v->index[j]] = value[j];
    }
    w->value += v->size;
}

static void write_sparse(struct writer *w, const struct cl_tensor *v)
{
    const double *value = v->value;

    for (uint32_t j = 0; j < v->n; j++) {
        if (value[j] == 0.0)
            continue;
        *w->value++ = value[j];
        *w->index++ = w->at + (v->index != NULL ? v->index[j] : (int32_t)j);
    }
    w->at += (int32_t)v->size;
}

/* Input k of rows i .. end-1. */
static void write_input(const struct assembler *a, const struct cl_exec *x, size_t k,
                        struct tile *tile, size_t i, size_t end)
{
    const double *numbers = x->in[k]->as.f64;
    const struct cl_tensor *vectors = x->in[k]->as.tensor;

    if (a->shapes.at[k].shape == CL_SCALAR) {
        for (; i < end; i++)
            write_number(&tile->rows[i], numbers[i]);
        return;
    }
    for (; i < end; i++) {
        struct writer *w = &tile->rows[i];

        if (w->index == NULL)
            write_dense(w, &vectors[i]);
        else
            write_sparse(w, &vectors[i]);
    }
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct assembler *a = state;
    struct tile tile;

    CL_TRY(measure(a, x, &tile, err));
    CL_TRY(make_room(x, &tile, err));
    for (size_t i = 0; i < x->n; i += ROWS_AT_ONCE) {
        size_t end = x->n - i < ROWS_AT_ONCE ? x->n : i + ROWS_AT_ONCE;

        for (size_t k = 0; k < a->shapes.n; k++)
            write_input(a, x, k, &tile, i, end);
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
