/*
 * Events told as text, for tests: "{ k(a) [ 1 2.5 t(x) ] }", and ": message" where they fail.
 */
#ifndef CLEAP_TESTS_EVENTS_FIXTURE_H
#define CLEAP_TESTS_EVENTS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "ops/kernels/xgboost/events.h"

static inline size_t tell_event(const struct cl_event *event, bool in_object, char *text,
                                size_t room)
{
    switch (event->kind) {
    case CL_EVENT_OBJECT:
        return (size_t)snprintf(text, room, "{");
    case CL_EVENT_ARRAY:
        return (size_t)snprintf(text, room, "[");
    case CL_EVENT_END:
        return (size_t)snprintf(text, room, in_object ? "}" : "]");
    case CL_EVENT_KEY:
        return (size_t)snprintf(text, room, "k(%.*s)", CL_STR_ARGS(event->text));
    case CL_EVENT_TEXT:
        return (size_t)snprintf(text, room, "t(%.*s)", CL_STR_ARGS(event->text));
    case CL_EVENT_FLOAT:
        return (size_t)snprintf(text, room, "%.9gf", (double)event->number);
    case CL_EVENT_INT:
        return (size_t)snprintf(text, room, "%lld", (long long)event->whole);
    case CL_EVENT_BOOL:
        return (size_t)snprintf(text, room, event->whole != 0 ? "true" : "false");
    case CL_EVENT_NULL:
        return (size_t)snprintf(text, room, "null");
    }
    return 0;
}

static inline void check_events(struct cl_events *events, const char *wanted)
{
    char text[1024];
    size_t n = 0;
    struct cl_event event = {.kind = CL_EVENT_NULL};
    struct cleap_error err;

    cl_error_begin(&err, NULL);
    do {
        struct cl_events_level *level = cl_events_level(events);
        bool in_object = level != NULL && level->is_object;

        if (cl_events_next(events, &event, &err) != CLEAP_OK) {
            snprintf(text + n, sizeof text - n, "%s: %s", n > 0 ? " " : "", err.message);
            break;
        }
        if (n > 0)
            n += (size_t)snprintf(text + n, sizeof text - n, " ");
        n += tell_event(&event, in_object, text + n, sizeof text - n);
    } while (events->depth > 0);
    assert_string_equal(text, wanted);
}

#endif
