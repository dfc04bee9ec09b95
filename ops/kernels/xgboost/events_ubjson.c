/*
 * Events of UBJSON: a marker byte before each value, numbers big-endian, arrays with a count and
 * perhaps one marker for all their items. Of the standard all that XGBoost writes, and lengths of
 * any whole type.
 */
#include "ops/kernels/xgboost/events.h"

/* The next n bytes as one big-endian number. */
static enum cleap_status take(struct cl_events *e, size_t n, uint64_t *bits,
                              struct cleap_error *err)
{
    if ((size_t)(e->end - e->at) < n)
        return cl_events_fail(e, err, "the document ends too early");
    *bits = 0;
    for (size_t i = 0; i < n; i++)
        *bits = *bits << 8 | (uint8_t)*e->at++;
    return CLEAP_OK;
}

static enum cleap_status take_marker(struct cl_events *e, char *marker, struct cleap_error *err)
{
    uint64_t bits = 0;

    CL_TRY(take(e, 1, &bits, err));
    *marker = (char)(uint8_t)bits;
    return CLEAP_OK;
}

/* Bytes of a whole number, 0 when the marker is of none. */
static size_t whole_size(char marker)
{
    switch (marker) {
    case 'i':
    case 'U':
        return 1;
    case 'I':
        return 2;
    case 'l':
        return 4;
    case 'L':
        return 8;
    default:
        return 0;
    }
}

/* A whole number whose marker has been read; the marker must be of one. */
static enum cleap_status take_whole(struct cl_events *e, char marker, int64_t *whole,
                                    struct cleap_error *err)
{
    size_t size = whole_size(marker);
    uint64_t bits = 0, sign = (uint64_t)1 << (8 * size - 1);

    CL_TRY(take(e, size, &bits, err));
    if (marker == 'U')
        *whole = (int64_t)bits;
    else
        *whole = (int64_t)((bits ^ sign) - sign);
    return CLEAP_OK;
}

static enum cleap_status take_length(struct cl_events *e, uint64_t *length, struct cleap_error *err)
{
    char marker = 0;
    int64_t whole = 0;

    CL_TRY(take_marker(e, &marker, err));
    if (whole_size(marker) == 0)
        return cl_events_fail(e, err, "no length");
    CL_TRY(take_whole(e, marker, &whole, err));
    if (whole < 0)
        return cl_events_fail(e, err, "a negative length");
    *length = (uint64_t)whole;
    return CLEAP_OK;
}

static enum cleap_status take_text(struct cl_events *e, struct cl_str *text,
                                   struct cleap_error *err)
{
    uint64_t length = 0;

    CL_TRY(take_length(e, &length, err));
    if (length > (uint64_t)(e->end - e->at) || length > UINT32_MAX)
        return cl_events_fail(e, err, "text is longer than the document");
    *text = (struct cl_str){.at = e->at, .n = (uint32_t)length};
    e->at += length;
    return CLEAP_OK;
}

/* An array begins: its items' marker and their number may follow. Each item takes a byte at least,
 * so that a number larger than the document ends with it. */
static enum cleap_status open_array(struct cl_events *e, struct cl_event *event,
                                    struct cleap_error *err)
{
    struct cl_events_level level = {.is_object = false};

    if (e->at < e->end && *e->at == '$') {
        e->at++;
        CL_TRY(take_marker(e, &level.item, err));
        if (level.item != 'd' && whole_size(level.item) == 0)
            return cl_events_fail(e, err, "an array of a type that XGBoost does not write");
        if (e->at == e->end || *e->at != '#')
            return cl_events_fail(e, err, "an array with a type and no count");
    }
    if (e->at < e->end && *e->at == '#') {
        e->at++;
        level.is_counted = true;
        CL_TRY(take_length(e, &level.left, err));
    }
    return cl_events_open(e, level, event, err);
}

static enum cleap_status read_value(struct cl_events *e, char marker, struct cl_event *event,
                                    struct cleap_error *err)
{
    uint64_t bits = 0;
    uint32_t word;

    switch (marker) {
    case '{':
        return cl_events_open(e, (struct cl_events_level){.is_object = true}, event, err);
    case '[':
        return open_array(e, event, err);
    case 'S':
        event->kind = CL_EVENT_TEXT;
        return take_text(e, &event->text, err);
    case 'd':
        event->kind = CL_EVENT_FLOAT;
        CL_TRY(take(e, 4, &bits, err));
        word = (uint32_t)bits;
        memcpy(&event->number, &word, sizeof word);
        return CLEAP_OK;
    case 'T':
    case 'F':
        event->kind = CL_EVENT_BOOL;
        event->whole = marker == 'T';
        return CLEAP_OK;
    case 'Z':
        event->kind = CL_EVENT_NULL;
        return CLEAP_OK;
    default:
        break;
    }
    if (whole_size(marker) == 0)
        return cl_events_fail(e, err, "no value");
    event->kind = CL_EVENT_INT;
    CL_TRY(take_whole(e, marker, &event->whole, err));
    event->number = (float)event->whole;
    return CLEAP_OK;
}

static bool take_end(struct cl_events *e, const struct cl_events_level *level)
{
    if (level->is_counted)
        return level->left == 0;
    if (e->at == e->end || *e->at != (level->is_object ? '}' : ']'))
        return false;
    e->at++;
    return true;
}

static enum cleap_status next(struct cl_events *e, struct cl_event *event, struct cleap_error *err)
{
    struct cl_events_level *level = cl_events_level(e);
    char marker = 0;

    if (level != NULL && !level->after_key) {
        if (take_end(e, level)) {
            cl_events_close(e, event);
            return CLEAP_OK;
        }
        if (level->is_object) {
            level->after_key = true;
            event->kind = CL_EVENT_KEY;
            return take_text(e, &event->text, err);
        }
        if (level->is_counted)
            level->left--;
        marker = level->item;
    } else if (level != NULL) {
        level->after_key = false;
    }
    if (marker == 0)
        CL_TRY(take_marker(e, &marker, err));
    return read_value(e, marker, event, err);
}

void cl_events_ubjson(struct cl_events *events, const void *bytes, size_t size)
{
    *events = (struct cl_events){.next = next, .begin = bytes, .at = bytes};
    events->end = events->begin + size;
}
