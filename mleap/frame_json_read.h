/*
 * Reading leap frames from JSON: {"schema": {...}, "rows": [[cell, ...], ...]}.
 *
 * Cells go straight into typed columns. What MLeap accepts is accepted: members in any order, of
 * two with one name the last, unknown ones ignored (but checked), surplus cells of a row ignored.
 */
#ifndef CLEAP_MLEAP_FRAME_JSON_READ_H
#define CLEAP_MLEAP_FRAME_JSON_READ_H

#include "mleap/json.h"
#include "runtime/frame.h"

struct cl_frame_reader;

/* A reader remembers the schemas it saw last, so that a schema whose text comes again is not read
 * again and its frames get the same schema_id. One thread's. NULL: no memory. */
struct cl_frame_reader *cl_frame_reader_new(void);
void cl_frame_reader_free(struct cl_frame_reader *reader);

/*
 * Replaces a frame by what the text says. The frame is good until the reader's next call: its
 * schema and texts belong to the reader or are pieces of `text`, which with `padded` must stay as
 * it is for as long (see cl_json_open). On failure the frame is empty; CLEAP_E_FORMAT,
 * CLEAP_E_SCHEMA or CLEAP_E_LIMIT.
 */
enum cleap_status cl_frame_reader_read(struct cl_frame_reader *reader, const char *text, size_t n,
                                       bool padded, struct cleap_frame *frame,
                                       struct cleap_error *err);

/* The same for the value that a cursor stands before; its text must stay as it is. The cursor is
 * behind the value then. */
enum cleap_status cl_frame_reader_read_value(struct cl_frame_reader *reader, struct cl_json *json,
                                             struct cleap_frame *frame, struct cleap_error *err);

/* The same, but only if the value is rows and a schema that was seen before, and nothing else.
 * False: it is not, or something is wrong with it; the cursor stays and the frame is empty. */
bool cl_frame_reader_read_usual(struct cl_frame_reader *reader, struct cl_json *json,
                                struct cleap_frame *frame);

#endif
