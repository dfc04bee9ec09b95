/*
 * Bytes from a file or from standard input, in pieces as they are needed.
 */
#ifndef CLEAP_CLI_STREAM_FEED_H
#define CLEAP_CLI_STREAM_FEED_H

#include "runtime/buf.h"

/* The longest piece that must be in memory at once: a line, a file that is read whole. */
#define FEED_MAX_LINE ((size_t)256 << 20)
#define FEED_MAX_WHOLE ((size_t)2 << 30)

struct feed {
    const char *path; /* for messages: "standard input" for "-" */
    int fd;
    bool owns_fd, at_end;
    struct cl_buf buf; /* bytes begin .. buf.n-1 were read and not used yet; CL_JSON_PADDING more
                          may be looked at */
    size_t begin;
    /* Called before a read that may take its time. */
    enum cleap_status (*on_wait)(void *arg, struct cleap_error *err);
    void *arg;
};

/* "-" is standard input. CLEAP_E_IO */
enum cleap_status feed_open(struct feed *feed, const char *path, struct cleap_error *err);
void feed_close(struct feed *feed);

/* Reads more behind what was not used yet, which moves to the front of the buffer: pointers into it
 * are void. At the end feed->at_end is true and nothing was added. CLEAP_E_LIMIT: there are more
 * than `limit` unused bytes already. */
enum cleap_status feed_more(struct feed *feed, size_t limit, struct cleap_error *err);

/* Where the piece that begins at `at` ends, or NULL when it does not before `end`; at_end: nothing
 * comes behind `end`. *n_lines receives how many lines it takes. */
typedef char *(*feed_end_fn)(char *at, char *end, bool at_end, uint64_t *n_lines);

/* The next piece, such as a line; it counts as used. `keep`: pieces before it are in use, so
 * nothing may be read. *at is NULL when there is none. */
struct feed_piece {
    char *at, *end;
    uint64_t n_lines;
};
enum cleap_status feed_next(struct feed *feed, feed_end_fn find_end, bool keep,
                            struct feed_piece *piece, struct cleap_error *err);

/* Reads all there is. */
enum cleap_status feed_all(struct feed *feed, struct cleap_error *err);

/* Takes up to `room` bytes out: a cl_pull_fn whose arg is the feed. */
enum cleap_status feed_pull(void *feed, void *to, size_t room, size_t *n, struct cleap_error *err);

#endif
