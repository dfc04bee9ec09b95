/*
 * A decoder for tests of the formats, new for each test: f.
 */
#ifndef CLEAP_TESTS_DECODER_FIXTURE_H
#define CLEAP_TESTS_DECODER_FIXTURE_H

#include "mleap/archive.h"
#include "mleap/format.h"
#include "mleap/json.h"

static struct decoder_fixture {
    struct cl_arena arena, scratch;
    struct cl_decoder d;
    struct cleap_error err;
} f;

static inline int decoder_set_up(void **unused)
{
    (void)unused;
    cl_arena_init(&f.arena, 4096);
    cl_arena_init(&f.scratch, 4096);
    f.d = (struct cl_decoder){.arena = &f.arena, .scratch = &f.scratch, .json = cl_json_new()};
    assert_non_null(f.d.json);
    cl_error_begin(&f.err, NULL);
    return 0;
}

static inline int decoder_tear_down(void **unused)
{
    (void)unused;
    cl_json_free(f.d.json);
    cl_arena_free(&f.scratch);
    cl_arena_free(&f.arena);
    return 0;
}

/* A copy with the bytes behind it that an archive gives. */
static inline struct cl_str decoder_text(const void *text, size_t n)
{
    char *at = cl_arena_zeroed(&f.arena, n + CL_ARCHIVE_PADDING, 1);

    assert_non_null(at);
    if (n > 0)
        memcpy(at, text, n);
    return (struct cl_str){.at = at, .n = (uint32_t)n};
}

#endif
