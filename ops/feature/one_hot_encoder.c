/*
 * one_hot_encoder: a category's number as a vector with a 1 at its place.
 *
 *   in   input0, ...   double, a whole number
 *   out  output0, ...  sparse vector
 *
 * Of a column with n categories the vector has n positions, one less when drop_last and not
 * "keep", one more when "keep" and not drop_last. v < n is the 1 at v; any other is an error or,
 * with "keep", the 1 at n; a 1 that falls behind the vector is left out. A number that is not
 * whole is an error always. Declared is a vector of n, whatever the cells have: MLeap's way.
 *
 * Older bundles have `size`, of one column, and no handle_invalid; that means "keep" when they
 * drop the last.
 *
 * Follows MLeap 0.25.2: core/feature/OneHotEncoderModel.scala,
 * bundle/ops/feature/OneHotEncoderOp.scala.
 */
#include <inttypes.h>

#include "ops/kernels/invalid.h"
#include "ops/kernels/java_math.h"
#include "runtime/op.h"

struct encoder {
    bool drop_last, has_invalid, is_old;
    int invalid; /* enum cl_invalid, never skip */
    int64_t old_size;
    struct cl_i32s sizes;
};

static const struct cl_attr attrs[] = {
    {.name = "drop_last", .type = CL_ATTR_BOOL, .offset = offsetof(struct encoder, drop_last)},
    {.name = "handle_invalid",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct encoder, invalid),
     .names = cl_invalid_words_no_skip,
     .optional = true,
     .present = offsetof(struct encoder, has_invalid)},
    {.name = "size",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct encoder, old_size),
     .optional = true,
     .present = offsetof(struct encoder, is_old)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR, .repeat = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .repeat = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load_old(struct encoder *e, struct cl_source *src, struct cleap_error *err)
{
    e->sizes = (struct cl_i32s){.at = cl_arena_alloc(src->arena, sizeof *e->sizes.at), .n = 1};
    if (e->sizes.at == NULL)
        return cl_fail_nomem(err);
    if (e->old_size < 0 || e->old_size >= INT32_MAX)
        return cl_fail(err, CLEAP_E_FORMAT, "size is %" PRId64 ", wanted 0 or more, below 2^31 - 1",
                       e->old_size);
    e->sizes.at[0] = (int32_t)e->old_size;
    if (!e->has_invalid)
        e->invalid = e->drop_last ? CL_INVALID_KEEP : CL_INVALID_ERROR;
    return cl_source_default(src, "handle_invalid", cl_invalid_words_no_skip[e->invalid], err);
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    static const struct cl_attr sizes = {.name = "category_sizes", .type = CL_ATTR_I32S};
    struct encoder *e = state;

    if (e->is_old)
        return load_old(e, src, err);
    if (!e->has_invalid)
        return cl_fail(err, CLEAP_E_FORMAT, "attribute 'handle_invalid' is missing");
    CL_TRY(cl_source_get(src, &sizes, &e->sizes, err));
    for (size_t c = 0; c < e->sizes.n; c++)
        if (e->sizes.at[c] < 0 || e->sizes.at[c] == INT32_MAX)
            return cl_fail(err, CLEAP_E_FORMAT,
                           "category_sizes[%zu] is %d, wanted 0 or more, below 2^31 - 1", c,
                           e->sizes.at[c]);
    return CLEAP_OK;
}

static size_t repeats(const void *state)
{
    return ((const struct encoder *)state)->sizes.n;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct encoder *e = state;

    for (size_t c = 0; c < p->n_out; c++)
        if (!cl_type_set_width(&p->out[c].type, e->sizes.at[c], p->arena))
            return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* The place of row i's 1. */
static enum cleap_status find_place(const struct encoder *e, const struct cl_exec *x, size_t i,
                                    double label, int32_t n, int32_t *place,
                                    struct cleap_error *err)
{
    int32_t whole = cl_java_to_i32(label);

    if (label != (double)whole)
        return cl_fail_row(err, x, i, "%.17g is no category, categories are whole numbers", label);
    if (whole >= 0 && whole < n)
        *place = whole;
    else if (e->invalid == CL_INVALID_KEEP)
        *place = n;
    else
        return cl_fail_row(err, x, i,
                           "%d is not among the %d categories from 0; handle_invalid is \"error\"",
                           whole, n);
    return CLEAP_OK;
}

static enum cleap_status encode(const struct encoder *e, struct cl_exec *x, size_t c,
                                struct cleap_error *err)
{
    bool keep = e->invalid == CL_INVALID_KEEP;
    int32_t n = e->sizes.at[c];
    int32_t width = keep && !e->drop_last ? n + 1 : !keep && e->drop_last ? n - 1 : n;
    const double *in = x->in[c]->as.f64;
    struct cl_column *out = x->out[c];
    int32_t *place = cl_arena_array(x->scratch, x->n, sizeof *place);
    double *one = cl_arena_alloc(x->scratch, sizeof *one);

    if (place == NULL || one == NULL)
        return cl_fail_nomem(err);
    *one = 1.0; /* not a static one: what lies in scratch need not be copied for the answer */
    for (size_t i = 0; i < x->n; i++)
        CL_TRY(find_place(e, x, i, in[i], n, &place[i], err));
    if (out == NULL)
        return CLEAP_OK;
    for (size_t i = 0; i < x->n; i++)
        out->as.tensor[i] = cl_sparse(one, &place[i], place[i] < width, (uint32_t)width);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct encoder *e = state;

    for (size_t c = 0; c < e->sizes.n; c++)
        CL_TRY(encode(e, x, c, err));
    return CLEAP_OK;
}

const struct cl_op cl_op_one_hot_encoder = {
    .name = "one_hot_encoder",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct encoder),
    .repeats = repeats,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
