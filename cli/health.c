/*
 * cleap health: whether a server on this machine answers, for images that have no curl.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/options.h"

#define TIMEOUT_S 2

static const char request[] =
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
static const char good_answer[] = "HTTP/1.1 200 ";

/* Asks over a socket; the first bytes of the answer go to `answer`. */
static enum cleap_status ask(int fd, const struct sockaddr_in *where, char *answer, size_t size,
                             struct cleap_error *err)
{
    struct timeval timeout = {.tv_sec = TIMEOUT_S};
    size_t n = 0;
    ssize_t got;

    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0 ||
        connect(fd, (const struct sockaddr *)where, sizeof *where) != 0 ||
        send(fd, request, strlen(request), MSG_NOSIGNAL) < 0)
        return cl_fail(err, CLEAP_E_IO, "nobody answers on port %u: %s",
                       (unsigned)ntohs(where->sin_port), strerror(errno));
    while (n < size && (got = recv(fd, answer + n, size - n, 0)) > 0)
        n += (size_t)got;
    if (n < size || memcmp(answer, good_answer, size) != 0)
        return cl_fail(err, CLEAP_E_DATA, "the server on port %u is not well",
                       (unsigned)ntohs(where->sin_port));
    return CLEAP_OK;
}

static int run(const struct command_line *line)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    char answer[sizeof good_answer - 1];
    struct cleap_error err = {0};
    enum cleap_status status;
    uint64_t port;
    int fd;

    if (options_number(line, "port", 1, UINT16_MAX, 8080, &port, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    where.sin_port = htons((uint16_t)port);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        cl_fail(&err, CLEAP_E_IO, "no socket: %s", strerror(errno));
        return command_fail(&err);
    }
    status = ask(fd, &where, answer, sizeof answer, &err);
    (void)close(fd);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"port", 'p', "PORT", "where the server listens (8080)"},
    {0},
};

static const struct example examples[] = {
    {"HEALTHCHECK CMD [\"cleap\", \"health\"]", "in a Dockerfile"},
    {0},
};

const struct command command_health = {
    .name = "health",
    .arguments = "",
    .summary = "ask a server on this machine whether it is well",
    .details = "Asks for /healthz on 127.0.0.1. Exit status 0 says that 'cleap action' or 'cleap "
               "serve' answered well, anything else that it did not.",
    .options = options,
    .examples = examples,
    .run = run,
};
