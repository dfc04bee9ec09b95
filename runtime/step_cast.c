/*
 * cast: a column's cells as an input wants them.
 *
 *   in   input   any column
 *   out  output  the input's base type and shape
 *
 * What to do is settled when the plan is made: the shapes pick one of the steps below, the base
 * types the passes over values (runtime/cast_base.h). Nulls pass. A text that says null ("" or
 * "null") is a null number in a scalar, and 0 inside a list, a tensor or a map.
 *
 * Follows MLeap 0.25.2: core/types/Casting.scala.
 */
#include "runtime/step.h"

#include "runtime/cast_base.h"
#include "runtime/cast_cells.h"

struct cast {
    struct cl_cast_base value, key;
    bool is_vector; /* tensors become vectors */
};

static struct cl_cast_run run_of(const struct cl_exec *x, struct cleap_error *err)
{
    return (struct cl_cast_run){.x = x, .err = err};
}

/* Whether row i is null; then the output's is, too. */
static bool pass_null(const struct cl_exec *x, size_t i)
{
    if (!cl_column_is_null(x->in[0], i))
        return false;
    cl_column_set_null(x->out[0], i);
    return true;
}

static void pass_nulls(const struct cl_exec *x)
{
    if (x->in[0]->valid != NULL)
        for (size_t i = 0; i < x->n; i++)
            pass_null(x, i);
}

static enum cleap_status scalar_to_scalar(const void *state, struct cl_exec *x,
                                          struct cleap_error *err)
{
    const struct cast *c = state;
    struct cl_cast_run run = run_of(x, err);

    run.is_column = true;
    run.valid = x->out[0]->valid;
    CL_TRY(cl_cast_values(&c->value, &run, x->in[0]->as.any, x->out[0]->as.any, x->n));
    pass_nulls(x);
    return CLEAP_OK;
}

/* The same where it is one pass between numbers. */
static enum cleap_status number_to_number(const void *state, struct cl_exec *x,
                                          struct cleap_error *err)
{
    const struct cast *c = state;

    (void)err;
    c->value.narrow(x->in[0]->as.any, x->out[0]->as.any, x->n);
    pass_nulls(x);
    return CLEAP_OK;
}

/* To a tensor of one value. */
static enum cleap_status scalar_to_tensor(const void *state, struct cl_exec *x,
                                          struct cleap_error *err)
{
    static const int32_t no_dims[1];
    const struct cast *c = state;
    struct cl_tensor *out = x->out[0]->as.tensor;
    struct cl_cast_run run = run_of(x, err);
    const void *values;

    run.is_column = true;
    CL_TRY(cl_cast_to_scratch(&c->value, &run, x->in[0]->as.any, x->n, &values));
    for (size_t i = 0; i < x->n; i++) {
        out[i] = cl_dense((const char *)values + i * c->value.to_size, 1);
        if (!c->is_vector) {
            out[i].rank = 0;
            out[i].dims = no_dims;
        }
    }
    pass_nulls(x);
    return CLEAP_OK;
}

/* The value whose first index is 0, or NULL. MLeap searches a sparse tensor by halves, and so may
 * miss it where indices do not ascend. */
static const void *first_value(const struct cl_tensor *cell, size_t value_size)
{
    size_t low = 0, high = cell->n;

    if (cell->index == NULL)
        return cell->n > 0 ? cell->value : NULL;
    while (low < high) {
        size_t middle = low + (high - 1 - low) / 2;
        int32_t index = cell->rank > 0 ? cell->index[middle * cell->rank] : 0;

        if (index == 0)
            return (const char *)cell->value + middle * value_size;
        if (index < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static enum cleap_status tensor_to_scalar(const void *state, struct cl_exec *x,
                                          struct cleap_error *err)
{
    const struct cast *c = state;
    size_t size = c->value.from_size;
    struct cl_cast_run run = run_of(x, err);
    struct cl_column first = {.type = {.base = c->value.from, .shape = CL_SCALAR}};

    if (!cl_column_reserve(&first, x->n, x->scratch))
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const void *value;

        if (cl_column_is_null(x->in[0], i))
            continue;
        value = first_value(&x->in[0]->as.tensor[i], size);
        if (value == NULL)
            return cl_fail_row(err, x, i, "the tensor has no value at index 0");
        memcpy((char *)first.as.any + i * size, value, size);
    }
    run.is_column = true;
    run.valid = x->out[0]->valid;
    CL_TRY(cl_cast_values(&c->value, &run, first.as.any, x->out[0]->as.any, x->n));
    pass_nulls(x);
    return CLEAP_OK;
}

static enum cleap_status list_to_list(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct cast *c = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_list *out = x->out[0]->as.list;
    struct cl_cast_run run = run_of(x, err);

    for (size_t i = 0; i < x->n; i++) {
        if (pass_null(x, i))
            continue;
        run.row = i;
        out[i].n = in[i].n;
        CL_TRY(cl_cast_to_scratch(&c->value, &run, in[i].at, in[i].n, &out[i].at));
    }
    return CLEAP_OK;
}

static enum cleap_status list_to_tensor(const void *state, struct cl_exec *x,
                                        struct cleap_error *err)
{
    const struct cast *c = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_cast_run run = run_of(x, err);

    for (size_t i = 0; i < x->n; i++) {
        const void *values;

        if (pass_null(x, i))
            continue;
        run.row = i;
        CL_TRY(cl_cast_to_scratch(&c->value, &run, in[i].at, in[i].n, &values));
        x->out[0]->as.tensor[i] = cl_dense(values, in[i].n);
    }
    return CLEAP_OK;
}

static enum cleap_status tensor_to_list(const void *state, struct cl_exec *x,
                                        struct cleap_error *err)
{
    const struct cast *c = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    struct cl_list *out = x->out[0]->as.list;
    struct cl_cast_run run = run_of(x, err);

    for (size_t i = 0; i < x->n; i++) {
        if (pass_null(x, i))
            continue;
        if (in[i].index != NULL)
            return cl_fail_row(err, x, i, "cannot cast a sparse tensor to a list");
        run.row = i;
        out[i].n = in[i].n;
        CL_TRY(cl_cast_to_scratch(&c->value, &run, in[i].value, in[i].n, &out[i].at));
    }
    return CLEAP_OK;
}

static enum cleap_status tensor_to_tensor(const void *state, struct cl_exec *x,
                                          struct cleap_error *err)
{
    const struct cast *c = state;
    struct cl_tensor *out = x->out[0]->as.tensor;
    struct cl_cast_run run = run_of(x, err);

    for (size_t i = 0; i < x->n; i++) {
        struct cl_tensor cell;

        if (pass_null(x, i))
            continue;
        cell = x->in[0]->as.tensor[i];
        run.row = i;
        CL_TRY(cl_cast_to_scratch(&c->value, &run, cell.value, cell.n, &cell.value));
        if (c->is_vector)
            CL_TRY(cl_cast_vector(&run, c->value.to_size, &cell));
        out[i] = cell;
    }
    return CLEAP_OK;
}

static enum cleap_status map_to_map(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct cast *c = state;
    const struct cl_map *in = x->in[0]->as.map;
    struct cl_map *out = x->out[0]->as.map;
    struct cl_cast_run run = run_of(x, err);

    for (size_t i = 0; i < x->n; i++) {
        if (pass_null(x, i))
            continue;
        run.row = i;
        out[i].n = in[i].n;
        CL_TRY(cl_cast_to_scratch(&c->key, &run, in[i].key, in[i].n, &out[i].key));
        CL_TRY(cl_cast_to_scratch(&c->value, &run, in[i].value, in[i].n, &out[i].value));
        CL_TRY(cl_cast_unique_keys(&run, &c->key, c->value.to_size, &out[i]));
    }
    return CLEAP_OK;
}

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .any_rank = true, .nulls = CL_NULL_OP},
    {.name = "output", .dir = CL_OUT, .any_rank = true},
    {.dir = CL_PORT_END},
};

enum step {
    SCALAR_TO_SCALAR,
    NUMBER_TO_NUMBER,
    SCALAR_TO_TENSOR,
    TENSOR_TO_SCALAR,
    LIST_TO_LIST,
    LIST_TO_TENSOR,
    TENSOR_TO_LIST,
    TENSOR_TO_TENSOR,
    MAP_TO_MAP,
    NO_STEP
};

static const struct cl_op steps[] = {
    [SCALAR_TO_SCALAR] = {.name = "cast", .ports = ports, .execute = scalar_to_scalar},
    [NUMBER_TO_NUMBER] = {.name = "cast", .ports = ports, .execute = number_to_number},
    [SCALAR_TO_TENSOR] = {.name = "cast", .ports = ports, .execute = scalar_to_tensor},
    [TENSOR_TO_SCALAR] = {.name = "cast", .ports = ports, .execute = tensor_to_scalar},
    [LIST_TO_LIST] = {.name = "cast", .ports = ports, .execute = list_to_list},
    [LIST_TO_TENSOR] = {.name = "cast", .ports = ports, .execute = list_to_tensor},
    [TENSOR_TO_LIST] = {.name = "cast", .ports = ports, .execute = tensor_to_list},
    [TENSOR_TO_TENSOR] = {.name = "cast", .ports = ports, .execute = tensor_to_tensor},
    [MAP_TO_MAP] = {.name = "cast", .ports = ports, .execute = map_to_map},
};

/* Whether a tensor is declared to have one value; the product overflows as the JVM's does. */
static bool has_one_value(const struct cl_dims *dims)
{
    uint32_t product = 1;

    for (uint32_t i = 0; i < dims->n; i++)
        product *= (uint32_t)dims->size[i];
    return dims->known && product == 1;
}

static enum step step_of(const struct cl_type *from, const struct cl_type *to)
{
    switch (from->shape) {
    case CL_SCALAR:
        if (to->shape == CL_TENSOR && to->dims.known && to->dims.n == 0)
            return SCALAR_TO_TENSOR;
        return to->shape == CL_SCALAR ? SCALAR_TO_SCALAR : NO_STEP;
    case CL_LIST:
        return to->shape == CL_LIST     ? LIST_TO_LIST
               : to->shape == CL_TENSOR ? LIST_TO_TENSOR
                                        : NO_STEP;
    case CL_TENSOR:
        if (to->shape == CL_SCALAR)
            return has_one_value(&from->dims) ? TENSOR_TO_SCALAR : NO_STEP;
        return to->shape == CL_LIST     ? TENSOR_TO_LIST
               : to->shape == CL_TENSOR ? TENSOR_TO_TENSOR
                                        : NO_STEP;
    case CL_MAP:
        return to->shape == CL_MAP ? MAP_TO_MAP : NO_STEP;
    }
    return NO_STEP;
}

static struct cl_type type_of(const struct cl_type *from, const struct cl_type *to)
{
    struct cl_type type = *to;

    type.nullable =
        from->nullable || (to->shape == CL_SCALAR && cl_cast_makes_nulls(from->base, to->base));
    if (from->shape == CL_TENSOR && to->shape == CL_TENSOR)
        type.dims = from->dims;
    else if (from->shape == CL_LIST)
        type.dims = (struct cl_dims){.known = false};
    return type;
}

enum cleap_status cl_cast_find(const struct cl_type *from, bool is_vector,
                               const struct cl_formal *to, struct cl_arena *arena,
                               const struct cl_op **op, const void **state, struct cl_type *out,
                               struct cleap_error *err)
{
    bool is_map = from->shape == CL_MAP && to->type.shape == CL_MAP;
    bool wants_vector = to->type.shape == CL_TENSOR && !to->port->any_rank;
    enum step step = step_of(from, &to->type);
    struct cast *cast;

    *op = NULL;
    *state = NULL;
    *out = *from;
    if (step == NO_STEP || !cl_base_casts(from->base, to->type.base) ||
        (is_map && !cl_base_casts(from->key, to->type.key))) {
        char have[CL_TYPE_TEXT_SIZE], want[CL_TYPE_TEXT_SIZE];

        return cl_fail(err, CLEAP_E_SCHEMA, "cannot cast %s to %s", cl_type_text(from, have),
                       cl_type_text(&to->type, want));
    }
    if (from->shape == to->type.shape && from->base == to->type.base &&
        (!is_map || from->key == to->type.key) && (!wants_vector || is_vector))
        return CLEAP_OK;
    cast = cl_arena_alloc(arena, sizeof *cast);
    if (cast == NULL)
        return cl_fail_nomem(err);
    *cast = (struct cast){.is_vector = wants_vector};
    cl_cast_base_init(&cast->value, from->base, to->type.base);
    if (is_map)
        cl_cast_base_init(&cast->key, from->key, to->type.key);
    if (step == SCALAR_TO_SCALAR && cl_cast_is_one_pass(&cast->value))
        step = NUMBER_TO_NUMBER;
    *op = &steps[step];
    *state = cast;
    *out = type_of(from, &to->type);
    return CLEAP_OK;
}
