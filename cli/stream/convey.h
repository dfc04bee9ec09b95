/*
 * What `cleap score` and `cleap convert` do, once their words are understood.
 */
#ifndef CLEAP_CLI_STREAM_CONVEY_H
#define CLEAP_CLI_STREAM_CONVEY_H

#include "cleap/frame.h"
#include "cli/stream/form.h"
#include "runtime/arena.h"

struct convey {
    const char *bundle; /* NULL: none, and nothing is scored */
    bool score;         /* else the bundle only says what types columns have */
    const char *in;     /* a path, "-" for standard input */
    enum form in_form;  /* FORM_NONE: it is guessed */
    const char *out;    /* NULL or "-" for standard output */
    enum form out_form; /* FORM_NONE: by the path, or the one that comes in */
    enum cleap_json_style style;
    const char *select; /* columns that go out, commas between them; NULL: all */
    size_t n_threads;   /* that score; at least 1 */
    bool skip;          /* rows that cannot be read or scored are left out */
};

enum cleap_status convey_run(const struct convey *convey, struct cleap_error *err);

#endif
