/*
 * Listening sockets.
 */
#define _POSIX_C_SOURCE 200809L

#include "proxy/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum cleap_status resolve(const char *host, uint16_t port, struct addrinfo **found,
                                 struct cleap_error *err)
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    char service[8];

    snprintf(service, sizeof service, "%u", (unsigned)port);
    if (getaddrinfo(host, service, &hints, found) != 0)
        return cl_fail(err, CLEAP_E_STATE, "'%s' is not a numeric address", host);
    return CLEAP_OK;
}

/* The address that the socket has in the end, with the port that was chosen for it. */
static void write_address(struct http_listener *listener)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    char host[INET6_ADDRSTRLEN] = "?", port[8] = "?";

    if (getsockname(listener->fd, (struct sockaddr *)&at, &size) == 0)
        (void)getnameinfo((struct sockaddr *)&at, size, host, sizeof host, port, sizeof port,
                          NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(listener->address, sizeof listener->address,
             at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

static int open_socket(const struct addrinfo *where)
{
    int on = 1, fd = socket(where->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    (void)close(fd);
    return -1;
}

enum cleap_status http_listen(const char *host, uint16_t port, struct http_listener *listener,
                              struct cleap_error *err)
{
    struct addrinfo *where;

    CL_TRY(resolve(host, port, &where, err));
    listener->fd = open_socket(where);
    if (listener->fd < 0)
        cl_fail(err, CLEAP_E_IO, "cannot listen on %s, port %u: %s", host, (unsigned)port,
                strerror(errno));
    else
        write_address(listener);
    freeaddrinfo(where);
    return listener->fd < 0 ? CLEAP_E_IO : CLEAP_OK;
}
