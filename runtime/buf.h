/*
 * Bytes that grow, up to a limit.
 *
 * Appending to a buffer that has failed does nothing, so a writer checks once, at its end.
 */
#ifndef CLEAP_RUNTIME_BUF_H
#define CLEAP_RUNTIME_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/error.h"
#include "runtime/str.h"

struct cl_buf {
    char *at; /* on the heap; NULL while empty */
    size_t n, room, limit;
    enum cleap_status status; /* CLEAP_OK, CLEAP_E_NOMEM or CLEAP_E_LIMIT */
};

void cl_buf_init(struct cl_buf *buf, size_t limit);
void cl_buf_free(struct cl_buf *buf);

/* Empties it and clears its failure; the memory stays. */
void cl_buf_reset(struct cl_buf *buf);

/* Room for n more bytes behind the end, or NULL. The caller writes there and adds to buf->n. */
char *cl_buf_reserve(struct cl_buf *buf, size_t n);

void cl_buf_append(struct cl_buf *buf, const void *bytes, size_t n);
void cl_buf_byte(struct cl_buf *buf, char byte);
void cl_buf_text(struct cl_buf *buf, const char *text);
void cl_buf_printf(struct cl_buf *buf, const char *format, ...) CL_PRINTF(2, 3);

/* The failure as an error that says what was written: "the answer is larger than 10 bytes". */
enum cleap_status cl_buf_check(const struct cl_buf *buf, const char *what, struct cleap_error *err);

#endif
