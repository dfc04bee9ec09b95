/*
 * The action's log: one JSON object a line on stderr.
 *
 *     {"time":"2026-01-31T12:00:00.250Z","level":"warn","message":"column 'x': missing; ...",
 *      "activation_id":"...","transaction_id":"...","status":200}
 *
 * Whatever a message holds, a line has no line break inside and never the sentinel.
 */
#ifndef CLEAP_PROXY_ACTION_LOG_H
#define CLEAP_PROXY_ACTION_LOG_H

#include "proxy/payload/payload.h"

#define LOG_VARIABLE "CLEAP_LOG"

enum log_level {
    LOG_LEVEL_OFF,
    LOG_LEVEL_ERROR, /* the container is no good */
    LOG_LEVEL_WARN,  /* a payload that cannot be scored; what holds unless another is said */
    LOG_LEVEL_INFO,  /* every run and init */
    LOG_LEVEL_DEBUG, /* and what each stage of the model took */
};

/* The level of that name, "" or NULL stand for warn. False: there is no such level. */
bool log_level_find(const char *name, enum log_level *level);

struct log_entry {
    enum log_level level;
    const char *message;
    struct cl_str activation_id, transaction_id; /* JSON strings as written; n is 0: not known */
    int status;                                  /* of the answer; 0: there was none */
    bool has_report;                             /* the rest is known: */
    struct payload_report report;
    uint64_t took_ns;
    bool stages; /* what each stage of the model takes as well */
};

/* Writes the entry's line. */
void log_write(const struct log_entry *entry);

#endif
