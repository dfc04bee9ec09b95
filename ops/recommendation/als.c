/*
 * als: how much a user should like an item.
 *
 *   in   user        int
 *   in   item        int
 *   out  prediction  float
 *
 *   prediction = the single-precision DOT of the first `rank` of both factors
 *
 * NaN if the model does not know one of them. Where an id is listed twice the last factor counts;
 * where ids and factors are not as many, the rest of the longer list is passed over.
 *
 * Follows MLeap 0.25.2: core/recommendation/ALSModel.scala.
 */
#include <math.h>
#include <stdlib.h>

#include "ops/kernels/dense.h"
#include "runtime/op.h"

/* Who is known: ids ascending, each with the `rank` values of its factor. */
struct side {
    struct cl_i32s ids;
    struct cl_attr_tensors factors;
    int32_t *id;
    float *values;
    size_t n;
};

struct als {
    int32_t rank;
    struct side users, items;
};

static const struct cl_attr attrs[] = {
    {.name = "rank", .type = CL_ATTR_I32, .offset = offsetof(struct als, rank)},
    {.name = "users", .type = CL_ATTR_I32S, .offset = offsetof(struct als, users.ids)},
    {.name = "user_factors",
     .type = CL_ATTR_TENSORS,
     .offset = offsetof(struct als, users.factors)},
    {.name = "items", .type = CL_ATTR_I32S, .offset = offsetof(struct als, items.ids)},
    {.name = "item_factors",
     .type = CL_ATTR_TENSORS,
     .offset = offsetof(struct als, items.factors)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "user", .dir = CL_IN, .base = CL_I32, .shape = CL_SCALAR},
    {.name = "item", .dir = CL_IN, .base = CL_I32, .shape = CL_SCALAR},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F32, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status check_factors(const struct als *a, const struct side *side, size_t n,
                                       const char *what, struct cleap_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct cl_attr_tensor *factor = &side->factors.at[i];

        if (factor->base != CL_F32)
            return cl_fail(err, CLEAP_E_FORMAT, "%s factor %zu is a tensor of %s, needs float",
                           what, i, cl_base_name(factor->base));
        if (factor->n < (size_t)a->rank)
            return cl_fail(err, CLEAP_E_FORMAT, "%s factor %zu has %zu values, rank is %d", what, i,
                           factor->n, a->rank);
    }
    return CLEAP_OK;
}

/* An id and its place in the lists. */
struct entry {
    int32_t id;
    size_t i;
};

static int compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->i < y->i ? -1 : x->i > y->i;
}

/* Sorts the entries and fills the side from them, the last of equal ids alone. */
static void fill(struct side *side, struct entry *entries, size_t n, size_t rank)
{
    qsort(entries, n, sizeof *entries, compare);
    for (size_t k = 0; k < n; k++) {
        if (k + 1 < n && entries[k + 1].id == entries[k].id)
            continue;
        side->id[side->n] = entries[k].id;
        if (rank > 0)
            memcpy(side->values + side->n * rank, side->factors.at[entries[k].i].as.f32,
                   rank * sizeof *side->values);
        side->n++;
    }
}

static enum cleap_status load_side(const struct als *a, struct side *side, const char *what,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    size_t n = side->ids.n < side->factors.n ? side->ids.n : side->factors.n;
    size_t rank = (size_t)a->rank;
    struct entry *entries;
    struct cl_mark mark;

    CL_TRY(check_factors(a, side, n, what, err));
    side->id = cl_arena_array(arena, n, sizeof *side->id);
    side->values = cl_arena_array(arena, n, rank * sizeof *side->values);
    mark = cl_arena_mark(arena);
    entries = cl_arena_array(arena, n, sizeof *entries);
    if (side->id == NULL || side->values == NULL || entries == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        entries[i] = (struct entry){.id = side->ids.at[i], .i = i};
    fill(side, entries, n, rank);
    cl_arena_rewind(arena, mark);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct als *a = state;

    if (a->rank < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "rank is %d", a->rank);
    CL_TRY(load_side(a, &a->users, "user", src->arena, err));
    return load_side(a, &a->items, "item", src->arena, err);
}

/* The factor of an id, or NULL. */
static const float *find(const struct side *side, int32_t id, size_t rank)
{
    size_t low = 0, high = side->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (side->id[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < side->n && side->id[low] == id ? side->values + low * rank : NULL;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct als *a = state;
    const struct cl_dense_kernels *dense = cl_dense_kernels();
    size_t rank = (size_t)a->rank;
    float *out = x->out[0]->as.f32;

    (void)err;
    for (size_t i = 0; i < x->n; i++) {
        const float *user = find(&a->users, x->in[0]->as.i32[i], rank);
        const float *item = find(&a->items, x->in[1]->as.i32[i], rank);

        out[i] = user != NULL && item != NULL ? dense->sdot(user, item, rank) : NAN;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_als = {
    .name = "als",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct als),
    .load = load,
    .execute = execute,
};
