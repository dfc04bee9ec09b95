/*
 * The forms that a leap frame has outside: a name each, and how to read and write it.
 */
#ifndef CLEAP_MLEAP_FRAME_FORMAT_H
#define CLEAP_MLEAP_FRAME_FORMAT_H

#include "runtime/buf.h"
#include "runtime/frame.h"

struct cl_frame_format {
    const char *name;    /* "json" */
    const char *package; /* "ml.combust.mleap.json", as requests to MLeap name it */
    /* Replaces a frame, which owns all it holds; on failure it is empty. */
    enum cleap_status (*read)(struct cleap_frame *frame, const void *bytes, size_t n,
                              struct cleap_error *err);
    /* Writes a frame behind what the buffer holds; on failure that may be a part of it. */
    enum cleap_status (*write)(const struct cleap_frame *frame, struct cl_buf *buf,
                               struct cleap_error *err);
};

/* json, binary, avro; a NULL name ends the list. */
extern const struct cl_frame_format cl_frame_formats[];

/* The format of that name or package; NULL: there is none. */
const struct cl_frame_format *cl_frame_format_find(struct cl_str name);

#endif
