/*
 * Failures: recorded once, then given places on their way up.
 */
#include "runtime/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a place may take of a message: the words behind it matter more than all of a long name. */
#define PLACE_SIZE 160
#define LONGEST_PLACE 4096

const char *cleap_status_name(enum cleap_status status)
{
    static const char *const names[] = {
        [CLEAP_OK] = "ok",
        [CLEAP_E_NOMEM] = "nomem",
        [CLEAP_E_IO] = "io",
        [CLEAP_E_FORMAT] = "format",
        [CLEAP_E_UNSUPPORTED] = "unsupported",
        [CLEAP_E_SCHEMA] = "schema",
        [CLEAP_E_DATA] = "data",
        [CLEAP_E_LIMIT] = "limit",
        [CLEAP_E_STATE] = "state",
    };

    return (size_t)status < CL_COUNT_OF(names) ? names[status] : "unknown";
}

struct cleap_error *cl_error_begin(struct cleap_error *err, struct cleap_error *stand_in)
{
    if (err == NULL)
        err = stand_in;
    err->status = CLEAP_OK;
    err->row = -1;
    err->message[0] = '\0';
    return err;
}

/* A message is one line, whatever the data in it held. */
static void keep_to_one_line(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20)
            *text = ' ';
}

/* Cutting a message must not leave half a character behind. */
static void drop_cut_character(char *text, size_t n)
{
    size_t at = n;

    while (at > 0 && ((unsigned char)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at > 0 && (unsigned char)text[at - 1] >= 0xC0)
        text[at - 1] = '\0';
}

/* Takes the middle out of a text that is too long: how it ends says what it is. */
static void shorten(char *text, size_t most)
{
    size_t n = strlen(text), head = most / 2, tail;

    if (n <= most)
        return;
    tail = n - (most - head - 3);
    while (head > 0 && ((unsigned char)text[head] & 0xC0) == 0x80)
        head--;
    while (((unsigned char)text[tail] & 0xC0) == 0x80)
        tail++;
    memcpy(text + head, "...", 3);
    memmove(text + head + 3, text + tail, n - tail + 1);
}

static void print(char *to, size_t size, const char *format, va_list args) CL_PRINTF(3, 0);

static void print(char *to, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(to, size, format, args);

    if (n >= (int)size)
        drop_cut_character(to, size - 1);
    keep_to_one_line(to);
}

void cl_error_set(struct cleap_error *err, enum cleap_status status, const char *format, ...)
{
    va_list args;

    err->status = status;
    err->row = -1;
    va_start(args, format);
    print(err->message, sizeof err->message, format, args);
    va_end(args);
}

enum cleap_status cl_blame(struct cleap_error *err, const char *format, ...)
{
    char place[LONGEST_PLACE], message[CLEAP_ERROR_SIZE];
    va_list args;

    va_start(args, format);
    print(place, sizeof place, format, args);
    va_end(args);
    shorten(place, PLACE_SIZE);
    memcpy(message, err->message, sizeof message);
    if (snprintf(err->message, sizeof err->message, "%s: %s", place, message) >= CLEAP_ERROR_SIZE)
        drop_cut_character(err->message, CLEAP_ERROR_SIZE - 1);
    return err->status;
}
