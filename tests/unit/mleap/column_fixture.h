/*
 * One frame, and JSON frames of a single column read into it, for the tests of both directions.
 */
#ifndef CLEAP_TESTS_UNIT_MLEAP_COLUMN_FIXTURE_H
#define CLEAP_TESTS_UNIT_MLEAP_COLUMN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/frame.h"

static struct cleap_frame *frame;
static struct cleap_error err;

static int set_up(void **unused)
{
    (void)unused;
    frame = cleap_frame_new();
    return frame == NULL;
}

static int tear_down(void **unused)
{
    (void)unused;
    cleap_frame_free(frame);
    return 0;
}

static enum cleap_status read_text(const char *text)
{
    return cleap_frame_read_json(frame, text, strlen(text), &err);
}

/* Reads a frame of one column 'x'. */
static enum cleap_status try_column(const char *type, const char *rows)
{
    char text[2048];

    snprintf(text, sizeof text,
             "{\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":%s}]},\"rows\":%s}", type, rows);
    return read_text(text);
}

static const struct cl_column *read_column(const char *type, const char *rows)
{
    if (try_column(type, rows) != CLEAP_OK)
        fail_msg("%s", err.message);
    return &frame->columns[0];
}

#endif
