/*
 * A column, the input that it is cast for, and what comes of it; for the tests of casts.
 */
#ifndef CLEAP_TESTS_CAST_FIXTURE_H
#define CLEAP_TESTS_CAST_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "runtime/step.h"
#include "tests/support/arenas.h"

#define ROOM 8 /* rows */

struct fixture {
    struct cl_type type;
    struct cl_column in, out;
    size_t n;
    bool is_vector;
    struct cl_port port;
    struct cl_formal to;
    const struct cl_op *op;
    struct cleap_error err;
};

static inline struct cl_type type_of(enum cl_shape shape, enum cl_base base)
{
    return (struct cl_type){.shape = shape, .base = base, .key = CL_STR};
}

static inline struct fixture fixture(struct cl_type from, size_t n, struct cl_type to)
{
    struct fixture f = {.type = from, .n = n};

    f.in.type = from;
    assert_true(n <= ROOM && cl_column_reserve(&f.in, ROOM, &arena));
    f.to.type = to;
    return f;
}

static inline enum cleap_status find(struct fixture *f, const void **state)
{
    f->port.dir = CL_IN;
    f->to.port = &f->port;
    cl_error_begin(&f->err, NULL);
    return cl_cast_find(&f->type, f->is_vector, &f->to, &arena, &f->op, state, &f->out.type,
                        &f->err);
}

static inline enum cleap_status run(struct fixture *f)
{
    struct cl_exec x = {.n = f->n, .scratch = &arena, .row0 = 100};
    const void *state;

    x.in = (const struct cl_column *[]){&f->in};
    x.out = (struct cl_column *[]){&f->out};
    assert_int_equal(find(f, &state), CLEAP_OK);
    assert_non_null(f->op);
    assert_true(cl_column_reserve(&f->out, ROOM, &arena));
    memset(f->out.as.any, 0x55, f->n * cl_cell_size(&f->out.type));
    return f->op->execute(state, &x, &f->err);
}

static inline struct fixture cast_f64(enum cl_base to, size_t n, const double *values)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_F64), n, type_of(CL_SCALAR, to));

    memcpy(f.in.as.f64, values, n * sizeof *values);
    assert_int_equal(run(&f), CLEAP_OK);
    return f;
}

static inline struct fixture text_column(size_t n, const char *const *texts, struct cl_type to)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_STR), n, to);

    for (size_t i = 0; i < n; i++)
        f.in.as.str[i] = cl_str_of(texts[i]);
    return f;
}

static inline void fails_with(const struct fixture *f, const char *message)
{
    assert_string_equal(f->err.message, message);
}

static inline void text_is(struct cl_str text, const char *want)
{
    assert_int_equal(text.n, strlen(want));
    assert_memory_equal(text.at, want, text.n);
}

#endif
