/*
 * Rows that could not be read, where others go on.
 */
#ifndef CLEAP_PROXY_PAYLOAD_BAD_H
#define CLEAP_PROXY_PAYLOAD_BAD_H

#include "runtime/arena.h"
#include "runtime/error.h"

/* Of more the message is not kept. */
#define PAYLOAD_MAX_TOLD 10000

#define PAYLOAD_UNTOLD "it failed, as more rows than are told of did before"

struct payload_bad_row {
    size_t row; /* of the text, from 0 */
    const char *message;
};

struct payload_bad {
    struct payload_bad_row *at; /* in the order of the rows */
    size_t n;
};

/* Makes room for n of them. CLEAP_E_NOMEM */
enum cleap_status payload_bad_begin(struct payload_bad *bad, size_t n, struct cl_arena *arena,
                                    struct cleap_error *err);

/* Adds what `err` says and clears it. CLEAP_E_NOMEM */
enum cleap_status payload_bad_add(struct payload_bad *bad, size_t row, struct cl_arena *arena,
                                  struct cleap_error *err);

#endif
