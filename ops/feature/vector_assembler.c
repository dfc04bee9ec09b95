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
#include "runtime/op.h"

struct assembler {
    struct cl_data_shapes shapes;
    int64_t width; /* declared */
};

/* Input k as execute reads it: one of the two. */
struct part {
    const double *numbers;
    const struct cl_tensor *vectors;
};

/* What row i comes to. */
struct extent {
    uint64_t size, n_stored;
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

/* A cast of text makes nulls that no guard has seen. */
static enum cleap_status refuse_nulls(const struct cl_exec *x, size_t k, struct cleap_error *err)
{
    for (size_t i = 0; i < x->n; i++)
        if (!x->in[k]->valid[i])
            return cl_fail_row(err, x, i, "input%zu is null", k);
    return CLEAP_OK;
}

static enum cleap_status find_parts(const struct assembler *a, const struct cl_exec *x,
                                    struct part **parts, struct cleap_error *err)
{
    *parts = cl_arena_zeroed(x->scratch, a->shapes.n, sizeof **parts);
    if (*parts == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < a->shapes.n; k++) {
        if (x->in[k]->valid != NULL)
            CL_TRY(refuse_nulls(x, k, err));
        if (a->shapes.at[k].shape == CL_SCALAR)
            (*parts)[k].numbers = x->in[k]->as.f64;
        else
            (*parts)[k].vectors = x->in[k]->as.tensor;
    }
    return CLEAP_OK;
}

static enum cleap_status measure_vector(const struct cl_exec *x, size_t i, size_t k,
                                        const struct cl_tensor *v, struct extent *extent,
                                        struct cleap_error *err)
{
    const double *value = v->value;
    int64_t last = -1;

    if (v->rank != 1)
        return cl_fail_row(err, x, i, "input%zu is a tensor of rank %u, wanted a vector", k,
                           v->rank);
    for (size_t j = 0; j < v->n; j++)
        extent->n_stored += value[j] != 0.0;
    extent->size += v->size;
    if (v->index == NULL)
        return CLEAP_OK;
    for (size_t j = 0; j < v->n; j++) {
        if (value[j] == 0.0)
            continue;
        if (v->index[j] <= last || v->index[j] >= (int64_t)v->size)
            return cl_fail_row(err, x, i,
                               "input%zu has index %d after %lld, wanted ascending ones below %u",
                               k, v->index[j], (long long)last, v->size);
        last = v->index[j];
    }
    return CLEAP_OK;
}

static enum cleap_status measure(const struct cl_exec *x, size_t i, const struct part *parts,
                                 size_t n_parts, struct extent *extent, struct cleap_error *err)
{
    *extent = (struct extent){0};
    for (size_t k = 0; k < n_parts; k++) {
        if (parts[k].numbers != NULL) {
            extent->n_stored += parts[k].numbers[i] != 0.0;
            extent->size++;
        } else {
            CL_TRY(measure_vector(x, i, k, &parts[k].vectors[i], extent, err));
        }
    }
    if (extent->size > INT32_MAX)
        return cl_fail_row(err, x, i, "the inputs make a vector of 2^31 values or more");
    return CLEAP_OK;
}

/* Adding 0.0 turns -0.0 into 0.0 and nothing else into anything else. */
static double *put_vector(double *out, const struct cl_tensor *v)
{
    const double *value = v->value;

    if (v->index == NULL) {
        for (size_t j = 0; j < v->n; j++)
            out[j] = value[j] + 0.0;
        return out + v->n;
    }
    memset(out, 0, v->size * sizeof *out);
    for (size_t j = 0; j < v->n; j++)
        if (value[j] != 0.0)
            out[v->index[j]] = value[j];
    return out + v->size;
}

static bool assemble_dense(const struct part *parts, size_t n_parts, size_t i,
                           const struct extent *extent, struct cl_tensor *cell,
                           struct cl_arena *scratch)
{
    double *out = cl_arena_array(scratch, extent->size, sizeof *out);

    if (out == NULL)
        return false;
    *cell = cl_dense(out, (uint32_t)extent->size);
    for (size_t k = 0; k < n_parts; k++) {
        if (parts[k].numbers != NULL)
            *out++ = parts[k].numbers[i] + 0.0;
        else
            out = put_vector(out, &parts[k].vectors[i]);
    }
    return true;
}

/* The sparse vector that is being written. */
struct writer {
    double *value;
    int32_t *index;
    int32_t at; /* the position of the next input's first value */
};

static void write_value(struct writer *w, int32_t offset, double v)
{
    if (v != 0.0) {
        *w->value++ = v;
        *w->index++ = w->at + offset;
    }
}

static void write_vector(struct writer *w, const struct cl_tensor *v)
{
    const double *value = v->value;

    for (uint32_t j = 0; j < v->n; j++)
        write_value(w, v->index != NULL ? v->index[j] : (int32_t)j, value[j]);
    w->at += (int32_t)v->size;
}

static bool assemble_sparse(const struct part *parts, size_t n_parts, size_t i,
                            const struct extent *extent, struct cl_tensor *cell,
                            struct cl_arena *scratch)
{
    struct writer w = {.value = cl_arena_array(scratch, extent->n_stored, sizeof *w.value),
                       .index = cl_arena_array(scratch, extent->n_stored, sizeof *w.index)};

    if (w.value == NULL || w.index == NULL)
        return false;
    *cell = cl_sparse(w.value, w.index, (uint32_t)extent->n_stored, (uint32_t)extent->size);
    for (size_t k = 0; k < n_parts; k++) {
        if (parts[k].numbers != NULL) {
            write_value(&w, 0, parts[k].numbers[i]);
            w.at++;
        } else {
            write_vector(&w, &parts[k].vectors[i]);
        }
    }
    return true;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct assembler *a = state;
    struct cl_tensor *out = x->out[0]->as.tensor;
    size_t n = a->shapes.n;
    struct part *parts;

    CL_TRY(find_parts(a, x, &parts, err));
    for (size_t i = 0; i < x->n; i++) {
        struct extent extent;
        bool done;

        CL_TRY(measure(x, i, parts, n, &extent, err));
        done = cl_compress_to_sparse(extent.n_stored, extent.size)
                   ? assemble_sparse(parts, n, i, &extent, &out[i], x->scratch)
                   : assemble_dense(parts, n, i, &extent, &out[i], x->scratch);
        if (!done)
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_vector_assembler = {
    .name = "vector_assembler",
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct assembler),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
