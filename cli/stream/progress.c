/*
 * Progress on standard error.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli/stream/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS UINT64_C(1000000000)
#define TELL_NS (SECOND_NS / 4)

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * SECOND_NS + (uint64_t)t.tv_nsec;
}

void progress_start(struct progress *p, int out_fd)
{
    *p = (struct progress){.on = isatty(STDERR_FILENO) && !isatty(out_fd)};
    if (p->on)
        p->start_ns = p->told_ns = now_ns();
}

void progress_add(struct progress *p, uint64_t n)
{
    uint64_t now, ms;

    p->n += n;
    if (!p->on)
        return;
    now = now_ns();
    /* What is done within a second needs no words. */
    if (now - p->start_ns < SECOND_NS || now - p->told_ns < TELL_NS)
        return;
    p->told_ns = now;
    p->shown = true;
    ms = (now - p->start_ns) / (SECOND_NS / 1000);
    fprintf(stderr, "\r%" PRIu64 " rows, %" PRIu64 " rows/s\x1B[K", p->n, p->n * 1000 / ms);
}

void progress_end(struct progress *p)
{
    if (p->shown)
        fputs("\r\x1B[K", stderr);
    p->shown = false;
}
