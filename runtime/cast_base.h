/*
 * Casts of values from one base type to another: the part of runtime/step_cast.c that knows
 * numbers and text but no shapes.
 */
#ifndef CLEAP_RUNTIME_CAST_BASE_H
#define CLEAP_RUNTIME_CAST_BASE_H

#include "runtime/op.h"

/* What the values of one call belong to. */
struct cl_cast_run {
    const struct cl_exec *x;
    struct cleap_error *err;
    bool is_column; /* value i is row i of the tile; else all are of row `row` */
    size_t row;
    uint8_t *valid; /* cleared where text says null, unless NULL; the value is 0 in any case */
};

/* Between numbers. */
typedef void (*cl_cast_number_fn)(const void *from, void *to, size_t n);

/* From or to text. `at` is the number of the first value. */
typedef enum cleap_status (*cl_cast_text_fn)(struct cl_cast_run *run, enum cl_base to_base,
                                             size_t at, const void *from, void *to, size_t n);

/* A cast is one pass or two: to long or double, and from there. */
struct cl_cast_base {
    enum cl_base from, to;
    size_t from_size, to_size;
    cl_cast_text_fn parse; /* first pass, or NULL */
    cl_cast_number_fn widen;
    cl_cast_number_fn narrow; /* last pass, or NULL */
    cl_cast_text_fn print;
};

/* Text to the base; integers come as long, to be narrowed. */
cl_cast_text_fn cl_cast_parse(enum cl_base to);

/* From float, double or, for any other base, long to text. */
cl_cast_text_fn cl_cast_print(enum cl_base from);

/* cl_base_casts(from, to) must hold. Equal bases give a copy. */
void cl_cast_base_init(struct cl_cast_base *cast, enum cl_base from, enum cl_base to);

/* Whether `narrow` is all there is to it: between numbers, without a step in the middle. */
static inline bool cl_cast_is_one_pass(const struct cl_cast_base *cast)
{
    return cast->narrow != NULL && cast->parse == NULL && cast->widen == NULL;
}

/* Casts n values. Failures: CLEAP_E_DATA, a text that is no value of the target. */
enum cleap_status cl_cast_values(const struct cl_cast_base *cast, struct cl_cast_run *run,
                                 const void *from, void *to, size_t n);

/* The same into new scratch, and nothing at all when the bases are equal. */
enum cleap_status cl_cast_to_scratch(const struct cl_cast_base *cast, struct cl_cast_run *run,
                                     const void *from, size_t n, const void **to);

/* Whether a value that is there can become null: a number made of text. */
bool cl_cast_makes_nulls(enum cl_base from, enum cl_base to);

#endif
