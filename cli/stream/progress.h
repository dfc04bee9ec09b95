/*
 * How far long work has come, for a person who waits: a line on the terminal that is written over.
 */
#ifndef CLEAP_CLI_STREAM_PROGRESS_H
#define CLEAP_CLI_STREAM_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool on, shown;
    uint64_t n, start_ns, told_ns;
};

/* Is silent unless standard error is a terminal and `out_fd` is none. */
void progress_start(struct progress *p, int out_fd);

/* n more rows are done. */
void progress_add(struct progress *p, uint64_t n);

/* Takes the line away. */
void progress_end(struct progress *p);

#endif
