/*
 * A document of objects, arrays and values as a row of events, whatever its bytes are: JSON or
 * UBJSON as XGBoost writes them.
 *
 * Nothing is built: what a reader does not keep takes no memory. The document ends with its first
 * value; what follows is not looked at, as XGBoost does not.
 */
#ifndef CLEAP_OPS_KERNELS_XGBOOST_EVENTS_H
#define CLEAP_OPS_KERNELS_XGBOOST_EVENTS_H

#include "runtime/buf.h"
#include "runtime/error.h"
#include "runtime/str.h"

/* Objects and arrays within each other; XGBoost needs 7. */
#define CL_EVENTS_MAX_DEPTH 32

enum cl_event_kind {
    CL_EVENT_OBJECT, /* an object begins: keys, each followed by a value, and an end */
    CL_EVENT_ARRAY,  /* an array begins: values and an end */
    CL_EVENT_END,    /* of either */
    CL_EVENT_KEY,
    CL_EVENT_TEXT,
    CL_EVENT_FLOAT,
    CL_EVENT_INT,
    CL_EVENT_BOOL,
    CL_EVENT_NULL
};

struct cl_event {
    enum cl_event_kind kind;
    struct cl_str text; /* key, text: a piece of the document; JSON escapes are left as they are */
    float number;       /* float, int */
    int64_t whole;      /* int; bool: 0 or 1 */
};

/* An object or array that is open. */
struct cl_events_level {
    bool is_object;
    bool is_counted; /* UBJSON: `left` items are to come, and no end marker */
    bool after_key;  /* of an object: the value is next */
    bool has_items;  /* JSON: a comma comes before the next */
    char item;       /* UBJSON: the marker of all items; 0: each has its own */
    uint64_t left;
};

struct cl_events {
    enum cleap_status (*next)(struct cl_events *events, struct cl_event *event,
                              struct cleap_error *err);
    const char *begin, *at, *end;
    unsigned depth;
    struct cl_events_level levels[CL_EVENTS_MAX_DEPTH];
};

/* The bytes must stay for as long as events and their texts are used. */
void cl_events_json(struct cl_events *events, const void *bytes, size_t size);
void cl_events_ubjson(struct cl_events *events, const void *bytes, size_t size);

/* The next event. CLEAP_E_FORMAT names the byte; CLEAP_E_LIMIT: too deep. */
enum cleap_status cl_events_next(struct cl_events *events, struct cl_event *event,
                                 struct cleap_error *err);

/* What stands next must be of the kind. */
enum cleap_status cl_events_expect(struct cl_events *events, enum cl_event_kind kind,
                                   struct cl_event *event, struct cleap_error *err);

/* The next key of an object that has begun, or *more false at its end. */
enum cleap_status cl_events_key(struct cl_events *events, struct cl_str *key, bool *more,
                                struct cleap_error *err);

/* The next item of an array that has begun, which must be of the kind, or *more false at its end.
 */
enum cleap_status cl_events_item(struct cl_events *events, enum cl_event_kind kind, bool *more,
                                 struct cleap_error *err);

/* Passes over a value that stands next. */
enum cleap_status cl_events_skip(struct cl_events *events, struct cleap_error *err);

/* Read a value that stands next: text, a whole number in a range, an array of one kind. Arrays
 * replace what the buffer holds; its limit is the caller's. Whole numbers are taken as floats too,
 * true and false as 1 and 0. */
enum cleap_status cl_events_text(struct cl_events *events, struct cl_str *text,
                                 struct cleap_error *err);
enum cleap_status cl_events_floats(struct cl_events *events, struct cl_buf *to,
                                   struct cleap_error *err);
enum cleap_status cl_events_i32s(struct cl_events *events, struct cl_buf *to,
                                 struct cleap_error *err);
enum cleap_status cl_events_bytes(struct cl_events *events, struct cl_buf *to,
                                  struct cleap_error *err);

/* For readers of a form. */
enum cleap_status cl_events_fail(const struct cl_events *events, struct cleap_error *err,
                                 const char *what);
enum cleap_status cl_events_open(struct cl_events *events, struct cl_events_level level,
                                 struct cl_event *event, struct cleap_error *err);
void cl_events_close(struct cl_events *events, struct cl_event *event);

/* The innermost open object or array, or NULL. */
static inline struct cl_events_level *cl_events_level(struct cl_events *events)
{
    return events->depth > 0 ? &events->levels[events->depth - 1] : NULL;
}

#endif
