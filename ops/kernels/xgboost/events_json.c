/*
 * Events of XGBoost's JSON, which is not quite JSON: thresholds of splits over categories are
 * written as NaN, and a library that reads JSON refuses the file. Numbers become floats at once,
 * rounded once, as XGBoost reads them.
 */
#include <math.h>

#include "ops/kernels/xgboost/events.h"
#include "runtime/number.h"

static void skip_blanks(struct cl_events *e)
{
    while (e->at < e->end && (*e->at == ' ' || *e->at == '\n' || *e->at == '\r' || *e->at == '\t'))
        e->at++;
}

static bool take(struct cl_events *e, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(e->end - e->at) < n || memcmp(e->at, word, n) != 0)
        return false;
    e->at += n;
    return true;
}

/* Text between quotes, of which the first stands next. */
static enum cleap_status read_text(struct cl_events *e, struct cl_str *text,
                                   struct cleap_error *err)
{
    const char *begin = e->at + 1, *at = begin;

    while (at < e->end && *at != '"')
        at += *at == '\\' && e->end - at > 1 ? 2 : 1;
    if (at >= e->end)
        return cl_events_fail(e, err, "text without end");
    if ((size_t)(at - begin) > UINT32_MAX)
        return cl_events_fail(e, err, "text too long");
    *text = (struct cl_str){.at = begin, .n = (uint32_t)(at - begin)};
    e->at = at + 1;
    return CLEAP_OK;
}

/* NaN, Infinity and -Infinity. */
static bool read_special(struct cl_events *e, struct cl_event *event)
{
    event->kind = CL_EVENT_FLOAT;
    if (take(e, "NaN"))
        event->number = NAN;
    else if (take(e, "Infinity"))
        event->number = INFINITY;
    else if (take(e, "-Infinity"))
        event->number = -INFINITY;
    else
        return false;
    return true;
}

static bool is_number_char(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* False: it does not fit. */
static bool parse_whole(const char *at, const char *end, int64_t *whole)
{
    bool minus = *at == '-';
    int64_t n = 0;

    if (*at == '-' || *at == '+')
        at++;
    for (; at < end; at++) {
        int64_t digit = *at - '0';

        if (n > (INT64_MAX - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *whole = minus ? -n : n;
    return true;
}

static enum cleap_status read_number(struct cl_events *e, struct cl_event *event,
                                     struct cleap_error *err)
{
    const char *begin = e->at, *at = begin;
    bool is_whole = true;

    while (at < e->end && is_number_char(*at)) {
        is_whole = is_whole && *at != '.' && *at != 'e' && *at != 'E';
        at++;
    }
    if (!cl_f32_parse_open(begin, (size_t)(at - begin), &event->number))
        return cl_events_fail(e, err, at == begin ? "no value" : "not a number");
    event->kind = is_whole ? CL_EVENT_INT : CL_EVENT_FLOAT;
    if (is_whole) {
        if (!parse_whole(begin, at, &event->whole))
            return cl_events_fail(e, err, "a whole number that is too large");
        event->number = (float)event->whole;
    }
    e->at = at;
    return CLEAP_OK;
}

static enum cleap_status read_value(struct cl_events *e, struct cl_event *event,
                                    struct cleap_error *err)
{
    switch (*e->at) {
    case '{':
    case '[':
        return cl_events_open(e, (struct cl_events_level){.is_object = *e->at++ == '{'}, event,
                              err);
    case '"':
        event->kind = CL_EVENT_TEXT;
        return read_text(e, &event->text, err);
    default:
        break;
    }
    event->kind = CL_EVENT_BOOL;
    event->whole = 1;
    if (take(e, "true"))
        return CLEAP_OK;
    event->whole = 0;
    if (take(e, "false"))
        return CLEAP_OK;
    event->kind = CL_EVENT_NULL;
    if (take(e, "null") || read_special(e, event))
        return CLEAP_OK;
    return read_number(e, event, err);
}

static enum cleap_status read_key(struct cl_events *e, struct cl_event *event,
                                  struct cleap_error *err)
{
    if (*e->at != '"')
        return cl_events_fail(e, err, "no key");
    event->kind = CL_EVENT_KEY;
    CL_TRY(read_text(e, &event->text, err));
    skip_blanks(e);
    if (!take(e, ":"))
        return cl_events_fail(e, err, "no colon behind a key");
    cl_events_level(e)->after_key = true;
    return CLEAP_OK;
}

/* A comma, where one must be, or an end. */
static enum cleap_status read_separator(struct cl_events *e, bool *closed, struct cleap_error *err)
{
    struct cl_events_level *level = cl_events_level(e);

    *closed = take(e, level->is_object ? "}" : "]");
    if (*closed)
        return CLEAP_OK;
    if (level->has_items && !take(e, ","))
        return cl_events_fail(e, err, "no comma between items");
    level->has_items = true;
    skip_blanks(e);
    return e->at < e->end ? CLEAP_OK : cl_events_fail(e, err, "the document ends too early");
}

static enum cleap_status next(struct cl_events *e, struct cl_event *event, struct cleap_error *err)
{
    struct cl_events_level *level = cl_events_level(e);
    bool closed = false;

    skip_blanks(e);
    if (e->at == e->end)
        return cl_events_fail(e, err, "the document ends too early");
    if (level == NULL)
        return read_value(e, event, err);
    if (level->after_key) {
        level->after_key = false;
        return read_value(e, event, err);
    }
    CL_TRY(read_separator(e, &closed, err));
    if (closed) {
        cl_events_close(e, event);
        return CLEAP_OK;
    }
    return level->is_object ? read_key(e, event, err) : read_value(e, event, err);
}

void cl_events_json(struct cl_events *events, const void *bytes, size_t size)
{
    *events = (struct cl_events){.next = next, .begin = bytes, .at = bytes};
    events->end = events->begin + size;
}
