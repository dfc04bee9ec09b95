/*
 * interaction: every product of one value from each input.
 *
 *   in   input0, ...  double or tensor, as input_shapes says
 *   out  output       sparse vector, as long as the product of the inputs' widths
 *
 * num_features0, ... give a count for each value of an input. 1: a number, which takes one position
 * and is itself. More: one of so many categories, a whole number below the count, which takes that
 * many positions and is 1 at its own. An input's width is the sum of its counts. The last input's
 * positions run fastest. Every value is stored, a zero too.
 *
 * Of a sparse tensor the values that it has are taken alone, and MLeap counts the positions of the
 * k-th of them from where the tensor's k-th value would start, whatever its index; indices may so
 * come twice and out of order. Null is an error.
 *
 * Follows MLeap 0.25.2: core/feature/InteractionModel.scala.
 */
#include "ops/kernels/nulls.h"
#include "ops/kernels/vector.h"

struct encoder {
    struct cl_i32s counts;
    int32_t *starts; /* where the positions of each value begin */
    int64_t width;
};

struct interaction {
    int32_t num_inputs;
    struct cl_data_shapes shapes;
    struct encoder *encoders;
    int64_t width;
};

/* The products of the inputs from some one on, of one row. */
struct products {
    int32_t *index;
    double *value;
    size_t n;
    int64_t width;
};

static const struct cl_attr attrs[] = {
    {.name = "num_inputs", .type = CL_ATTR_I32, .offset = offsetof(struct interaction, num_inputs)},
    {.name = "input_shapes",
     .type = CL_ATTR_SHAPES,
     .offset = offsetof(struct interaction, shapes)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .repeat = true,
     .any_rank = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .any_rank = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load_encoder(struct encoder *e, size_t k, enum cl_shape shape,
                                      struct cl_source *src, struct cleap_error *err)
{
    struct cl_attr attr = {.name = cl_arena_printf(src->arena, "num_features%zu", k),
                           .type = CL_ATTR_I32S};

    if (attr.name == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_source_get(src, &attr, &e->counts, err));
    if (shape == CL_SCALAR && e->counts.n != 1)
        return cl_fail(err, CLEAP_E_FORMAT, "%s has %zu counts for a scalar, wanted 1", attr.name,
                       e->counts.n);
    e->starts = cl_arena_array(src->arena, e->counts.n, sizeof *e->starts);
    if (e->starts == NULL)
        return cl_fail_nomem(err);
    for (size_t j = 0; j < e->counts.n; j++) {
        if (e->counts.at[j] < 1)
            return cl_fail(err, CLEAP_E_FORMAT, "%s[%zu] is %d, needs 1 or more", attr.name, j,
                           e->counts.at[j]);
        e->starts[j] = (int32_t)e->width;
        e->width += e->counts.at[j];
        if (e->width > INT32_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "%s has a sum of 2^31 or more", attr.name);
    }
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct interaction *a = state;
    size_t n = a->shapes.n;
    uint64_t most = 1; /* values of a row */

    if (a->num_inputs < 0 || (size_t)a->num_inputs != n)
        return cl_fail(err, CLEAP_E_FORMAT, "num_inputs is %d, input_shapes has %zu", a->num_inputs,
                       n);
    a->encoders = cl_arena_zeroed(src->arena, n, sizeof *a->encoders);
    if (a->encoders == NULL)
        return cl_fail_nomem(err);
    a->width = 1;
    for (size_t k = 0; k < n; k++) {
        enum cl_shape shape = a->shapes.at[k].shape;

        if (shape != CL_SCALAR && shape != CL_TENSOR)
            return cl_fail(err, CLEAP_E_FORMAT,
                           "input_shapes[%zu] is neither a scalar nor a tensor", k);
        CL_TRY(load_encoder(&a->encoders[k], k, shape, src, err));
        a->width *= a->encoders[k].width;
        if (a->width > INT32_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "the inputs make a vector of 2^31 values or more");
        most *= a->encoders[k].counts.n;
        CL_TRY(cl_vector_check_width(most, "the inputs", err));
    }
    return CLEAP_OK;
}

static size_t repeats(const void *state)
{
    return ((const struct interaction *)state)->shapes.n;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct interaction *a = state;

    for (size_t k = 0; k < p->n_in; k++) {
        const struct cl_data_shape *shape = &a->shapes.at[k];

        p->in[k].type = (struct cl_type){.base = CL_F64,
                                         .shape = shape->shape,
                                         .nullable = shape->nullable,
                                         .dims = shape->dims};
    }
    return cl_type_set_width(&p->out[0].type, a->width, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

/* The values that input k has in row i, as a tensor. */
static struct cl_tensor input_values(const struct interaction *a, const struct cl_exec *x, size_t k,
                                     size_t i)
{
    if (a->shapes.at[k].shape == CL_SCALAR)
        return cl_dense(&x->in[k]->as.f64[i], 1);
    return x->in[k]->as.tensor[i];
}

/* Whether the dimensions of a tensor make `n` places; a dense one may have other values. */
static bool has_places(const struct cl_tensor *v, size_t n)
{
    uint32_t places = 1;

    if (v->index != NULL || v->dims == NULL)
        return v->size == n;
    for (uint32_t i = 0; i < v->rank; i++)
        places *= (uint32_t)v->dims[i];
    return places == n;
}

static enum cleap_status check_input(const struct encoder *e, const struct cl_exec *x, size_t i,
                                     size_t k, const struct cl_tensor *v, struct cleap_error *err)
{
    const double *value = v->value;

    if (!has_places(v, e->counts.n) || v->n > e->counts.n || (v->index != NULL && v->rank == 0))
        return cl_fail_row(err, x, i, "input%zu has %u values, the model knows %zu", k, v->size,
                           e->counts.n);
    for (size_t j = 0; j < v->n; j++) {
        int32_t at = v->index != NULL ? v->index[j * v->rank] : (int32_t)j, count;

        if (at < 0 || (size_t)at >= e->counts.n)
            return cl_fail_row(err, x, i, "input%zu has index %d, wanted one below %zu", k, at,
                               e->counts.n);
        count = e->counts.at[at];
        if (count > 1 && !(value[j] >= 0.0 && value[j] < count && value[j] == (int32_t)value[j]))
            return cl_fail_row(err, x, i, "input%zu has %.17g, wanted a whole number below %d", k,
                               value[j], count);
        if (e->starts[j] + (count > 1 ? (int64_t)value[j] : 0) >= e->width)
            return cl_fail_row(err, x, i, "input%zu has index %d out of order", k, at);
    }
    return CLEAP_OK;
}

/* The products with the values of one more input, made where those without it are. */
static void multiply(const struct encoder *e, const struct cl_tensor *v, struct products *made)
{
    const double *value = v->value;

    for (size_t j = v->n; j-- > 0;) {
        int32_t from = v->index != NULL ? v->index[j * v->rank] : (int32_t)j;
        bool is_category = e->counts.at[from] > 1;
        int64_t at = e->starts[j] + (is_category ? (int64_t)value[j] : 0);
        int32_t step = (int32_t)(at * made->width);
        double times = is_category ? 1.0 : value[j];

        for (size_t p = 0; p < made->n; p++) {
            made->index[j * made->n + p] = made->index[p] + step;
            made->value[j * made->n + p] = made->value[p] * times;
        }
    }
    made->n *= v->n;
    made->width *= e->width;
}

static enum cleap_status interact(const struct interaction *a, struct cl_exec *x, size_t i,
                                  struct cleap_error *err)
{
    struct products made = {.n = 1, .width = 1};
    size_t n = 1;

    for (size_t k = 0; k < a->shapes.n; k++) {
        struct cl_tensor v = input_values(a, x, k, i);

        CL_TRY(check_input(&a->encoders[k], x, i, k, &v, err));
        n *= v.n;
    }
    made.index = cl_arena_array(x->scratch, n + 1, sizeof *made.index);
    made.value = cl_arena_array(x->scratch, n + 1, sizeof *made.value);
    if (made.index == NULL || made.value == NULL)
        return cl_fail_nomem(err);
    made.index[0] = 0;
    made.value[0] = 1.0;
    for (size_t k = n > 0 ? a->shapes.n : 0; k-- > 0;) {
        struct cl_tensor v = input_values(a, x, k, i);

        multiply(&a->encoders[k], &v, &made);
    }
    x->out[0]->as.tensor[i] = cl_sparse(made.value, made.index, (uint32_t)n, (uint32_t)a->width);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct interaction *a = state;

    for (size_t k = 0; k < a->shapes.n; k++)
        CL_TRY(cl_nulls_refuse(x, k, err));
    for (size_t i = 0; i < x->n; i++)
        CL_TRY(interact(a, x, i, err));
    return CLEAP_OK;
}

const struct cl_op cl_op_interaction = {
    .name = "interaction",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct interaction),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
