/*
 * epoll_wait() in place of the C library's, for libmicrohttpd.
 *
 * libmicrohttpd 0.9.75 asks for 128 events at a time, and when it gets as many it asks again, with
 * the same patience, before it looks at any: where exactly 128 connections had something to say and
 * no other follows, all of them wait until one does or is hung up on. With one event fewer it never
 * asks again, and what is left comes with the next call.
 */
#define _GNU_SOURCE

#include <stddef.h>
#include <sys/epoll.h>

#define MOST_EVENTS 127

int epoll_wait(int fd, struct epoll_event *events, int most, int timeout)
{
    return epoll_pwait(fd, events, most < MOST_EVENTS ? most : MOST_EVENTS, timeout, NULL);
}
