/*
 * What is the same for documents of every form.
 */
#include "ops/kernels/xgboost/events.h"

static const char *const kind_names[] = {
    [CL_EVENT_OBJECT] = "an object",   [CL_EVENT_ARRAY] = "an array", [CL_EVENT_END] = "an end",
    [CL_EVENT_KEY] = "a key",          [CL_EVENT_TEXT] = "text",      [CL_EVENT_FLOAT] = "a number",
    [CL_EVENT_INT] = "a whole number", [CL_EVENT_BOOL] = "a bool",    [CL_EVENT_NULL] = "null",
};

enum cleap_status cl_events_fail(const struct cl_events *events, struct cleap_error *err,
                                 const char *what)
{
    return cl_fail(err, CLEAP_E_FORMAT, "byte %zu: %s", (size_t)(events->at - events->begin), what);
}

static enum cleap_status fail_kind(const struct cl_events *events, enum cl_event_kind wanted,
                                   enum cl_event_kind found, struct cleap_error *err)
{
    return cl_fail(err, CLEAP_E_FORMAT, "before byte %zu: found %s, wanted %s",
                   (size_t)(events->at - events->begin), kind_names[found], kind_names[wanted]);
}

enum cleap_status cl_events_open(struct cl_events *events, struct cl_events_level level,
                                 struct cl_event *event, struct cleap_error *err)
{
    if (events->depth == CL_EVENTS_MAX_DEPTH)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d objects and arrays within each other",
                       CL_EVENTS_MAX_DEPTH);
    events->levels[events->depth++] = level;
    event->kind = level.is_object ? CL_EVENT_OBJECT : CL_EVENT_ARRAY;
    return CLEAP_OK;
}

void cl_events_close(struct cl_events *events, struct cl_event *event)
{
    events->depth--;
    event->kind = CL_EVENT_END;
}

enum cleap_status cl_events_next(struct cl_events *events, struct cl_event *event,
                                 struct cleap_error *err)
{
    return events->next(events, event, err);
}

enum cleap_status cl_events_expect(struct cl_events *events, enum cl_event_kind kind,
                                   struct cl_event *event, struct cleap_error *err)
{
    CL_TRY(events->next(events, event, err));
    return event->kind == kind ? CLEAP_OK : fail_kind(events, kind, event->kind, err);
}

enum cleap_status cl_events_key(struct cl_events *events, struct cl_str *key, bool *more,
                                struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(events->next(events, &event, err));
    *more = event.kind == CL_EVENT_KEY;
    if (*more)
        *key = event.text;
    return CLEAP_OK;
}

enum cleap_status cl_events_item(struct cl_events *events, enum cl_event_kind kind, bool *more,
                                 struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(events->next(events, &event, err));
    *more = event.kind != CL_EVENT_END;
    return !*more || event.kind == kind ? CLEAP_OK : fail_kind(events, kind, event.kind, err);
}

enum cleap_status cl_events_skip(struct cl_events *events, struct cleap_error *err)
{
    unsigned depth = events->depth;
    struct cl_event event;

    do
        CL_TRY(events->next(events, &event, err));
    while (events->depth > depth);
    return CLEAP_OK;
}

enum cleap_status cl_events_text(struct cl_events *events, struct cl_str *text,
                                 struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(cl_events_expect(events, CL_EVENT_TEXT, &event, err));
    *text = event.text;
    return CLEAP_OK;
}

/* The next item of an array that has begun, or *more false at its end. */
static enum cleap_status next_item(struct cl_events *events, struct cl_event *event, bool *more,
                                   struct cleap_error *err)
{
    CL_TRY(events->next(events, event, err));
    *more = event->kind != CL_EVENT_END;
    return CLEAP_OK;
}

enum cleap_status cl_events_floats(struct cl_events *events, struct cl_buf *to,
                                   struct cleap_error *err)
{
    struct cl_event event;
    bool more;

    cl_buf_reset(to);
    CL_TRY(cl_events_expect(events, CL_EVENT_ARRAY, &event, err));
    for (;;) {
        CL_TRY(next_item(events, &event, &more, err));
        if (!more)
            return cl_buf_check(to, "an array of numbers", err);
        if (event.kind != CL_EVENT_FLOAT && event.kind != CL_EVENT_INT)
            return fail_kind(events, CL_EVENT_FLOAT, event.kind, err);
        cl_buf_append(to, &event.number, sizeof event.number);
    }
}

static enum cleap_status next_whole(struct cl_events *events, int64_t min, int64_t max,
                                    int64_t *whole, bool *more, struct cleap_error *err)
{
    struct cl_event event;

    CL_TRY(next_item(events, &event, more, err));
    if (!*more)
        return CLEAP_OK;
    if (event.kind != CL_EVENT_INT && event.kind != CL_EVENT_BOOL)
        return fail_kind(events, CL_EVENT_INT, event.kind, err);
    if (event.whole < min || event.whole > max)
        return cl_fail(err, CLEAP_E_FORMAT, "before byte %zu: %lld is not in [%lld, %lld]",
                       (size_t)(events->at - events->begin), (long long)event.whole, (long long)min,
                       (long long)max);
    *whole = event.whole;
    return CLEAP_OK;
}

enum cleap_status cl_events_i32s(struct cl_events *events, struct cl_buf *to,
                                 struct cleap_error *err)
{
    struct cl_event event;
    int64_t whole = 0;
    bool more;

    cl_buf_reset(to);
    CL_TRY(cl_events_expect(events, CL_EVENT_ARRAY, &event, err));
    for (;;) {
        int32_t value;

        CL_TRY(next_whole(events, INT32_MIN, INT32_MAX, &whole, &more, err));
        if (!more)
            return cl_buf_check(to, "an array of numbers", err);
        value = (int32_t)whole;
        cl_buf_append(to, &value, sizeof value);
    }
}

enum cleap_status cl_events_bytes(struct cl_events *events, struct cl_buf *to,
                                  struct cleap_error *err)
{
    struct cl_event event;
    int64_t whole = 0;
    bool more;

    cl_buf_reset(to);
    CL_TRY(cl_events_expect(events, CL_EVENT_ARRAY, &event, err));
    for (;;) {
        CL_TRY(next_whole(events, 0, UINT8_MAX, &whole, &more, err));
        if (!more)
            return cl_buf_check(to, "an array of numbers", err);
        cl_buf_byte(to, (char)(uint8_t)whole);
    }
}
