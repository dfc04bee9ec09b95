/*
 * Sinks: which one, and how bytes leave.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/stream/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/stream/feed.h"
#include "mleap/limits.h"

/* Bytes that are written at once. */
#define FLUSH_SIZE ((size_t)64 << 10)

static enum cleap_status open_form(const struct sink_options *options, struct sink **sink,
                                   struct cleap_error *err)
{
    switch (options->form) {
    case FORM_BINARY:
        return sink_open_binary(sink, err);
    case FORM_AVRO:
        return sink_open_avro(sink, err);
    case FORM_CSV:
        return sink_open_csv(sink, err);
    case FORM_JSONL:
        return sink_open_jsonl(options, sink, err);
    case FORM_TABLE:
        return sink_open_table(sink, err);
    default:
        return sink_open_json(options, sink, err);
    }
}

enum cleap_status sink_open(const struct sink_options *options, struct sink **sink,
                            struct cleap_error *err)
{
    bool is_stdout = options->path == NULL || strcmp(options->path, "-") == 0;
    struct sink *s;

    *sink = NULL;
    CL_TRY(open_form(options, sink, err));
    s = *sink;
    s->path = is_stdout ? "the output" : options->path;
    s->fd = STDOUT_FILENO;
    s->is_lines = options->form == FORM_CSV || options->form == FORM_JSONL;
    /* Binary frames begin with the number of rows. */
    s->hold = options->form == FORM_BINARY || (options->form == FORM_JSON && options->hold);
    cl_buf_init(&s->out, options->form == FORM_BINARY ? FEED_MAX_WHOLE : CL_MAX_ANSWER);
    if (is_stdout && isatty(STDOUT_FILENO) &&
        (options->form == FORM_BINARY || options->form == FORM_AVRO))
        return cl_fail(err, CLEAP_E_STATE, "%s is nothing for a terminal; name a file",
                       form_name(options->form));
    if (is_stdout)
        return CLEAP_OK;
    s->fd = open(options->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    s->owns_fd = s->fd >= 0;
    if (s->fd < 0)
        return cl_fail(err, CLEAP_E_IO, "%s: %s", options->path, strerror(errno));
    return CLEAP_OK;
}

void sink_close(struct sink *sink)
{
    if (sink == NULL)
        return;
    if (sink->owns_fd)
        close(sink->fd);
    cl_buf_free(&sink->out);
    sink->free(sink);
}

static enum cleap_status write_out(struct sink *sink, struct cleap_error *err)
{
    size_t done = 0;

    CL_TRY(cl_buf_check(&sink->out, sink->path, err));
    while (done < sink->out.n) {
        ssize_t n = write(sink->fd, sink->out.at + done, sink->out.n - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cl_fail(err, CLEAP_E_IO, "%s could not be written: %s", sink->path,
                           strerror(errno));
        done += (size_t)n;
    }
    cl_buf_reset(&sink->out);
    return CLEAP_OK;
}

enum cleap_status sink_flush(void *arg, struct cleap_error *err)
{
    struct sink *sink = arg;

    return sink->hold ? CLEAP_OK : write_out(sink, err);
}

enum cleap_status sink_fork(const struct sink *sink, struct sink **fresh, struct cleap_error *err)
{
    CL_TRY(sink->fork(sink, fresh, err));
    (*fresh)->path = sink->path;
    (*fresh)->fd = -1;
    (*fresh)->hold = true;
    cl_buf_init(&(*fresh)->out, sink->out.limit);
    return CLEAP_OK;
}

enum cleap_status sink_text(struct sink *sink, const struct cl_buf *text, struct cleap_error *err)
{
    cl_buf_append(&sink->out, text->at, text->n);
    return sink_flush(sink, err);
}

void sink_abandon(struct sink *sink)
{
    struct cleap_error err = {0};

    if (sink->is_lines)
        (void)sink_flush(sink, &err);
}

enum cleap_status sink_rows(struct sink *sink, const struct batch *batch, struct cleap_error *err)
{
    CL_TRY(sink->rows(sink, batch, err));
    CL_TRY(cl_buf_check(&sink->out, sink->path, err));
    return sink->out.n >= FLUSH_SIZE ? sink_flush(sink, err) : CLEAP_OK;
}

enum cleap_status sink_end(struct sink *sink, struct cleap_error *err)
{
    CL_TRY(sink->end(sink, err));
    CL_TRY(write_out(sink, err));
    if (sink->owns_fd) {
        sink->owns_fd = false;
        if (close(sink->fd) != 0)
            return cl_fail(err, CLEAP_E_IO, "%s: %s", sink->path, strerror(errno));
    }
    return CLEAP_OK;
}
