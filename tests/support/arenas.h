/*
 * Two arenas and an error for a test, new for each or for a group of tests:
 *
 *     cmocka_unit_test_setup_teardown(name, open_arenas, close_arenas)
 */
#ifndef CLEAP_TESTS_ARENAS_H
#define CLEAP_TESTS_ARENAS_H

#include "runtime/arena.h"
#include "runtime/error.h"

#define ARENAS_CHUNK 4096

static struct cl_arena arena, scratch;
static struct cleap_error err;

static inline int open_arenas(void **unused)
{
    (void)unused;
    cl_arena_init(&arena, ARENAS_CHUNK);
    cl_arena_init(&scratch, ARENAS_CHUNK);
    cl_error_begin(&err, NULL);
    return 0;
}

static inline int close_arenas(void **unused)
{
    (void)unused;
    cl_arena_free(&scratch);
    cl_arena_free(&arena);
    return 0;
}

#endif
