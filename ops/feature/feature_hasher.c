/*
 * feature_hasher: scalars of any kind in one sparse vector, each at a place that its name, or its
 * name and value, is hashed to.
 *
 *   in   input0, input1, ...  scalars, types and nullability as the model lists them
 *   out  output               sparse vector of num_features
 *
 * Shorts, ints, longs, floats and doubles whose name is not in categorical_cols are added at the
 * place of "name". All else is a category: 1 is added at the place of "name=value", the value as
 * Java prints it ("true", "3", "1.5"). Nulls are passed over. What meets at a place is added in
 * the order of the inputs. The hash is Murmur3 in Spark 3's form, modulo num_features, a long cut
 * to 32 bits; below 1 it fails as the JVM's division and vector do.
 *
 * Follows MLeap 0.25.2: core/feature/FeatureHasherModel.scala,
 * bundle/ops/feature/FeatureHasherOp.scala.
 */
#include "ops/kernels/murmur3.h"
#include "ops/kernels/sort.h"
#include "runtime/number.h"
#include "runtime/op.h"

/* One input. */
struct feature {
    bool real;
    uint32_t place;       /* of a real one */
    struct cl_str prefix; /* "name=" */
};

struct hasher {
    int64_t num_features;
    struct cl_strs categorical, names;
    struct cl_data_shapes shapes;
    struct cl_bases bases;
    int32_t width;
    size_t n_inputs;   /* ports: as many as have a shape and a type */
    size_t n_features; /* of those the ones with a name */
    struct feature *features;
};

static const struct cl_attr attrs[] = {
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct hasher, num_features)},
    {.name = "categorical_cols",
     .type = CL_ATTR_STRS,
     .offset = offsetof(struct hasher, categorical)},
    {.name = "input_shapes", .type = CL_ATTR_SHAPES, .offset = offsetof(struct hasher, shapes)},
    {.name = "basic_types", .type = CL_ATTR_BASES, .offset = offsetof(struct hasher, bases)},
    {.name = "input_names", .type = CL_ATTR_STRS, .offset = offsetof(struct hasher, names)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .repeat = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static size_t repeats(const void *state)
{
    return ((const struct hasher *)state)->n_inputs;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_number(enum cl_base base)
{
    return base == CL_I16 || base == CL_I32 || base == CL_I64 || base == CL_F32 || base == CL_F64;
}

static bool is_listed(const struct cl_strs *list, struct cl_str name)
{
    for (size_t i = 0; i < list->n; i++)
        if (cl_str_equal(list->at[i], name))
            return true;
    return false;
}

static enum cleap_status load_feature(struct hasher *h, size_t i, struct cl_arena *arena,
                                      struct cleap_error *err)
{
    struct cl_str name = h->names.at[i];
    struct feature *f = &h->features[i];
    char *prefix = cl_arena_printf(arena, "%.*s=", CL_STR_ARGS(name));

    if (prefix == NULL)
        return cl_fail_nomem(err);
    f->prefix = (struct cl_str){.at = prefix, .n = name.n + 1};
    f->real = is_number(h->bases.at[i]) && !is_listed(&h->categorical, name);
    if (h->width > 0)
        f->place = cl_murmur3_bucket(cl_murmur3_text(name, CL_MURMUR3_TAIL_WORD), h->width);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct hasher *h = state;

    h->width = (int32_t)(uint32_t)h->num_features;
    h->n_inputs = smaller(h->shapes.n, h->bases.n);
    h->n_features = smaller(h->n_inputs, h->names.n);
    for (size_t i = 0; i < h->n_inputs; i++) {
        if (h->shapes.at[i].shape != CL_SCALAR)
            return cl_fail(err, CLEAP_E_FORMAT, "input_shapes[%zu] is no scalar", i);
        if (h->bases.at[i] == CL_BYTES) /* the JVM hashes the address of the bytes */
            return cl_fail(err, CLEAP_E_UNSUPPORTED, "basic_types[%zu]: %s is not supported", i,
                           cl_base_name(CL_BYTES));
    }
    h->features = cl_arena_zeroed(src->arena, h->n_features, sizeof *h->features);
    if (h->features == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < h->n_features; i++)
        CL_TRY(load_feature(h, i, src->arena, err));
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct hasher *h = state;

    for (size_t i = 0; i < p->n_in; i++) {
        bool nullable = h->shapes.at[i].nullable;

        p->in[i].type.base = h->bases.at[i];
        p->in[i].type.nullable = nullable;
        p->in[i].nulls = nullable ? CL_NULL_OP : CL_NULL_ERROR;
    }
    return cl_type_set_width(&p->out[0].type, h->width, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

static double number_at(const struct cl_column *column, size_t row)
{
    switch (column->type.base) {
    case CL_I16:
        return column->as.i16[row];
    case CL_I32:
        return column->as.i32[row];
    case CL_I64:
        return (double)column->as.i64[row];
    case CL_F32:
        return column->as.f32[row];
    default:
        return column->as.f64[row];
    }
}

/* Java's toString; `room` holds what is not there as text. */
static struct cl_str text_at(const struct cl_column *column, size_t row, char *room)
{
    struct cl_str text = {.at = room};

    switch (column->type.base) {
    case CL_STR:
        return column->as.str[row];
    case CL_BOOL:
        return cl_str_of(column->as.b[row] ? "true" : "false");
    case CL_F32:
        text.n = (uint32_t)cl_f32_java_text(column->as.f32[row], room);
        return text;
    case CL_F64:
        text.n = (uint32_t)cl_f64_java_text(column->as.f64[row], room);
        return text;
    case CL_I8:
        text.n = (uint32_t)cl_i64_text(column->as.i8[row], room);
        return text;
    case CL_I64:
        text.n = (uint32_t)cl_i64_text(column->as.i64[row], room);
        return text;
    default:
        text.n = (uint32_t)cl_i64_text((int64_t)number_at(column, row), room);
        return text;
    }
}

static enum cleap_status place_category(const struct hasher *h, const struct cl_exec *x, size_t k,
                                        size_t row, uint32_t *place, struct cleap_error *err)
{
    char room[CL_NUMBER_TEXT_SIZE];
    struct cl_str prefix = h->features[k].prefix, value = text_at(x->in[k], row, room);
    struct cl_mark mark = cl_arena_mark(x->scratch);
    size_t size = (size_t)prefix.n + value.n;
    char *term = cl_arena_alloc(x->scratch, size);

    if (term == NULL)
        return cl_fail_nomem(err);
    if (size > UINT32_MAX)
        return cl_fail_row(err, x, row, "%zu bytes are too many for a category", size);
    memcpy(term, prefix.at, prefix.n);
    memcpy(term + prefix.n, value.at, value.n);
    *place = cl_murmur3_bucket(
        cl_murmur3_text((struct cl_str){.at = term, .n = (uint32_t)size}, CL_MURMUR3_TAIL_WORD),
        h->width);
    cl_arena_rewind(x->scratch, mark);
    return CLEAP_OK;
}

/* The places of a row's features, each with the feature's number in its low half. */
static enum cleap_status find_places(const struct hasher *h, const struct cl_exec *x, size_t row,
                                     uint64_t *places, size_t *n, struct cleap_error *err)
{
    *n = 0;
    for (size_t k = 0; k < h->n_features; k++) {
        uint32_t place = h->features[k].place;

        if (cl_column_is_null(x->in[k], row))
            continue;
        if (h->width < 1)
            return cl_fail_row(err, x, row, "num_features is %d, needs 1 or more", (int)h->width);
        if (!h->features[k].real)
            CL_TRY(place_category(h, x, k, row, &place, err));
        places[(*n)++] = (uint64_t)place << 32 | k;
    }
    cl_sort_u64(places, *n);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct hasher *h = state;
    uint64_t *places = cl_arena_array(x->scratch, h->n_features, sizeof *places);

    if (places == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        int32_t *index = cl_arena_array(x->scratch, h->n_features, sizeof *index);
        double *value = cl_arena_array(x->scratch, h->n_features, sizeof *value);
        uint32_t stored = 0;
        size_t n;

        if (index == NULL || value == NULL)
            return cl_fail_nomem(err);
        if (h->width < 0)
            return cl_fail_row(err, x, i, "num_features is %d, needs 1 or more", (int)h->width);
        CL_TRY(find_places(h, x, i, places, &n, err));
        for (size_t k = 0; k < n; k++) {
            size_t feature = (uint32_t)places[k];
            int32_t place = (int32_t)(places[k] >> 32);

            if (stored == 0 || index[stored - 1] != place) {
                index[stored] = place;
                value[stored++] = 0.0;
            }
            value[stored - 1] += h->features[feature].real ? number_at(x->in[feature], i) : 1.0;
        }
        x->out[0]->as.tensor[i] = cl_sparse(value, index, stored, (uint32_t)h->width);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_feature_hasher = {
    .name = "feature_hasher",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct hasher),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
