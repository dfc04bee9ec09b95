/*
 * Reading in pieces. Reads give what is there and do not wait for more, so that rows which come
 * slowly are answered as they come.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/stream/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "mleap/json.h"

#define PIECE_SIZE ((size_t)256 << 10)

enum cleap_status feed_open(struct feed *feed, const char *path, struct cleap_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;

    *feed = (struct feed){.path = is_stdin ? "standard input" : path, .fd = STDIN_FILENO};
    cl_buf_init(&feed->buf, SIZE_MAX / 2);
    if (is_stdin)
        return CLEAP_OK;
    feed->fd = open(path, O_RDONLY);
    feed->owns_fd = feed->fd >= 0;
    if (feed->fd < 0)
        return cl_fail(err, CLEAP_E_IO, "%s: %s", path, strerror(errno));
    return CLEAP_OK;
}

void feed_close(struct feed *feed)
{
    if (feed->owns_fd)
        close(feed->fd);
    cl_buf_free(&feed->buf);
}

/* Moves what is unused to the front. */
static void settle(struct feed *feed)
{
    feed->buf.n -= feed->begin;
    if (feed->begin > 0 && feed->buf.n > 0)
        memmove(feed->buf.at, feed->buf.at + feed->begin, feed->buf.n);
    feed->begin = 0;
}

enum cleap_status feed_more(struct feed *feed, size_t limit, struct cleap_error *err)
{
    struct cl_buf *buf = &feed->buf;
    ssize_t n;
    char *to;

    settle(feed);
    if (feed->at_end)
        return CLEAP_OK;
    if (buf->n > limit)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %zu bytes in one piece", limit);
    /* Twice as much each time, so that a long line is not looked through too often. */
    to = cl_buf_reserve(buf, (buf->n < PIECE_SIZE ? PIECE_SIZE : buf->n) + CL_JSON_PADDING);
    if (to == NULL)
        return cl_buf_check(buf, feed->path, err);
    if (feed->on_wait != NULL)
        CL_TRY(feed->on_wait(feed->arg, err));
    do
        n = read(feed->fd, to, buf->room - buf->n - CL_JSON_PADDING);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return cl_fail(err, CLEAP_E_IO, "%s: %s", feed->path, strerror(errno));
    buf->n += (size_t)n;
    memset(buf->at + buf->n, 0, CL_JSON_PADDING);
    feed->at_end = n == 0;
    return CLEAP_OK;
}

enum cleap_status feed_next(struct feed *feed, feed_end_fn find_end, bool keep,
                            struct feed_piece *piece, struct cleap_error *err)
{
    for (;;) {
        *piece = (struct feed_piece){.at = NULL};
        if (feed->begin < feed->buf.n) {
            char *at = feed->buf.at + feed->begin;

            piece->end = find_end(at, feed->buf.at + feed->buf.n, feed->at_end, &piece->n_lines);
            piece->at = piece->end != NULL ? at : NULL;
        }
        if (piece->at != NULL) {
            feed->begin += (size_t)(piece->end - piece->at);
            return CLEAP_OK;
        }
        if (keep || feed->at_end)
            return CLEAP_OK;
        CL_TRY(feed_more(feed, FEED_MAX_LINE, err));
    }
}

enum cleap_status feed_all(struct feed *feed, struct cleap_error *err)
{
    while (!feed->at_end)
        CL_TRY(feed_more(feed, FEED_MAX_WHOLE, err));
    return CLEAP_OK;
}

enum cleap_status feed_pull(void *arg, void *to, size_t room, size_t *n, struct cleap_error *err)
{
    struct feed *feed = arg;

    *n = 0;
    if (feed->begin == feed->buf.n)
        CL_TRY(feed_more(feed, FEED_MAX_LINE, err));
    *n = feed->buf.n - feed->begin < room ? feed->buf.n - feed->begin : room;
    memcpy(to, feed->buf.at + feed->begin, *n);
    feed->begin += *n;
    return CLEAP_OK;
}
