/*
 * Positions of a vector that a model names.
 */
#include "ops/kernels/places.h"

enum cleap_status cl_places_init(struct cl_places *places, size_t n, struct cl_arena *arena,
                                 struct cleap_error *err)
{
    if (n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu indices are too many", n);
    *places = (struct cl_places){.at = cl_arena_array(arena, n, sizeof *places->at), .high = -1};
    return places->at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

void cl_places_add(struct cl_places *places, int32_t place)
{
    places->low = places->n == 0 || place < places->low ? place : places->low;
    places->high = places->n == 0 || place > places->high ? place : places->high;
    places->at[places->n++] = place;
}

enum cleap_status cl_places_pick(const struct cl_places *places, const struct cl_exec *x, size_t i,
                                 const struct cl_tensor *in, double *out, struct cleap_error *err)
{
    const double *v = in->value;

    if (places->low < 0 || places->high >= (int64_t)in->size)
        return cl_fail_row(err, x, i, "the vector has %u values, position %d is wanted", in->size,
                           places->low < 0 ? places->low : places->high);
    for (size_t k = 0; k < places->n; k++)
        out[k] = v[places->at[k]];
    x->out[0]->as.tensor[i] = cl_dense(out, places->n);
    return CLEAP_OK;
}
