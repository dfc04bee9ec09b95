/*
 * The least that a server on libmicrohttpd can do: it collects a body and answers one of a given
 * size, or the same. What /run takes longer than this is what cleap adds.
 *
 *     echo [--answer BYTES] [--threads N]    listens on 127.0.0.1 and says on which port
 *
 * The daemon is started as proxy/http/server.c starts it.
 */
#define _POSIX_C_SOURCE 200809L

#include <arpa/inet.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BODY ((size_t)1 << 20)

struct exchange {
    size_t n;
    char body[MAX_BODY];
};

static size_t answer_size; /* 0: as large as the body */

static enum MHD_Result answer(struct MHD_Connection *connection, struct exchange *exchange)
{
    size_t n = answer_size != 0 ? answer_size : exchange->n;
    struct MHD_Response *out =
        MHD_create_response_from_buffer(n, exchange->body, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result;

    MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
    result = MHD_queue_response(connection, MHD_HTTP_OK, out);
    MHD_destroy_response(out);
    return result;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *n_bytes, void **con_cls)
{
    static struct exchange exchanges[64];
    static unsigned next;
    struct exchange *exchange = *con_cls;

    (void)cls;
    (void)path;
    (void)method;
    (void)version;
    if (exchange == NULL) {
        exchange = *con_cls = &exchanges[__atomic_fetch_add(&next, 1, __ATOMIC_RELAXED) % 64];
        exchange->n = 0;
        return MHD_YES;
    }
    if (*n_bytes == 0)
        return answer(connection, exchange);
    if (*n_bytes > MAX_BODY - exchange->n)
        return MHD_NO;
    memcpy(exchange->body + exchange->n, bytes, *n_bytes);
    exchange->n += *n_bytes;
    *n_bytes = 0;
    return MHD_YES;
}

static unsigned option(int argc, char **argv, const char *name, unsigned value)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            value = (unsigned)strtoul(argv[i + 1], NULL, 10);
    return value;
}

int main(int argc, char **argv)
{
    unsigned n_threads = option(argc, argv, "--threads", 1);
    struct sockaddr_in where = {.sin_family = AF_INET};
    struct MHD_Daemon *daemon;
    sigset_t signals;
    int signal;

    answer_size = option(argc, argv, "--answer", 0);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO, 0, NULL, NULL, on_request,
        NULL, MHD_OPTION_SOCK_ADDR, &where, MHD_OPTION_CONNECTION_TIMEOUT, 75U,
        n_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, n_threads, MHD_OPTION_END);
    if (daemon == NULL) {
        fprintf(stderr, "echo: cannot start\n");
        return 1;
    }
    printf("127.0.0.1:%u\n",
           (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    sigwait(&signals, &signal);
    MHD_stop_daemon(daemon);
    return 0;
}
