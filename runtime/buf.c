/*
 * Growing bytes.
 */
#include "runtime/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void cl_buf_init(struct cl_buf *buf, size_t limit)
{
    *buf = (struct cl_buf){.limit = limit};
}

void cl_buf_free(struct cl_buf *buf)
{
    free(buf->at);
    cl_buf_init(buf, buf->limit);
}

void cl_buf_reset(struct cl_buf *buf)
{
    buf->n = 0;
    buf->status = CLEAP_OK;
}

char *cl_buf_reserve(struct cl_buf *buf, size_t n)
{
    if (buf->status != CLEAP_OK)
        return NULL;
    if (buf->at == NULL || buf->room - buf->n < n) {
        size_t room = buf->room < 128 ? 256 : buf->room * 2;
        char *at;

        if (n > buf->limit || buf->n > buf->limit - n) {
            buf->status = CLEAP_E_LIMIT;
            return NULL;
        }
        if (room < buf->n + n)
            room = buf->n + n;
        at = realloc(buf->at, room);
        if (at == NULL) {
            buf->status = CLEAP_E_NOMEM;
            return NULL;
        }
        buf->at = at;
        buf->room = room;
    }
    return buf->at + buf->n;
}

void cl_buf_append(struct cl_buf *buf, const void *bytes, size_t n)
{
    char *at = cl_buf_reserve(buf, n);

    if (at != NULL && n > 0) {
        memcpy(at, bytes, n);
        buf->n += n;
    }
}

void cl_buf_byte(struct cl_buf *buf, char byte)
{
    char *at = cl_buf_reserve(buf, 1);

    if (at != NULL) {
        *at = byte;
        buf->n++;
    }
}

void cl_buf_text(struct cl_buf *buf, const char *text)
{
    cl_buf_append(buf, text, strlen(text));
}

void cl_buf_printf(struct cl_buf *buf, const char *format, ...)
{
    va_list args;
    int n;
    char *at;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    at = n >= 0 ? cl_buf_reserve(buf, (size_t)n + 1) : NULL;
    if (at == NULL)
        return;
    va_start(args, format);
    vsnprintf(at, (size_t)n + 1, format, args);
    va_end(args);
    buf->n += (size_t)n;
}

enum cleap_status cl_buf_check(const struct cl_buf *buf, const char *what, struct cleap_error *err)
{
    if (buf->status == CLEAP_E_LIMIT || buf->n > buf->limit)
        return cl_fail(err, CLEAP_E_LIMIT, "%s is larger than %zu bytes", what, buf->limit);
    if (buf->status != CLEAP_OK)
        return cl_fail_nomem(err);
    return CLEAP_OK;
}
