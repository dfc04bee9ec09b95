/*
 * The server over real sockets: what only shows with threads at work.
 */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proxy/http/server.h"

#define N_CLIENTS 8
#define N_REQUESTS 25

static sem_t entered, leave;
static struct http_server *server;
static uint16_t port;

static void echo(void *app, const struct http_request *request, struct http_response *response)
{
    (void)app;
    cl_buf_append(response->body, request->body.at, request->body.n);
}

static void hold(void *app, const struct http_request *request, struct http_response *response)
{
    sem_post(&entered);
    sem_wait(&leave);
    echo(app, request, response);
}

static const struct http_route routes[] = {
    {"POST", "/echo", echo, NULL},
    {"POST", "/hold", hold, NULL},
    {0},
};

static int start(void **unused)
{
    struct http_server_options options = {
        .routes = routes, .n_threads = 4, .body_limit = 65536, .idle_seconds = 60};
    struct http_listener listener;
    struct cleap_error err;

    (void)unused;
    assert_int_equal(sem_init(&entered, 0, 0), 0);
    assert_int_equal(sem_init(&leave, 0, 0), 0);
    if (http_listen("127.0.0.1", 0, &listener, &err) != CLEAP_OK ||
        http_server_start(&listener, &options, &server, &err) != CLEAP_OK)
        fail_msg("%s", err.message);
    port = (uint16_t)strtoul(strrchr(listener.address, ':') + 1, NULL, 10);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    if (server != NULL)
        http_server_stop(server);
    server = NULL;
    return 0;
}

static int connect_to(void)
{
    struct sockaddr_in where = {
        .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || connect(fd, (struct sockaddr *)&where, sizeof where) != 0)
        return -1;
    return fd;
}

/* Posts a text on a connection of its own; whether it came back. */
static bool comes_back(const char *path, const char *text)
{
    char bytes[1024];
    size_t n = 0;
    ssize_t got = 1;
    int fd = connect_to(), size;

    if (fd < 0)
        return false;
    size = snprintf(bytes, sizeof bytes,
                    "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                    "%zu\r\n\r\n%s",
                    path, strlen(text), text);
    if (send(fd, bytes, (size_t)size, MSG_NOSIGNAL) != size)
        got = 0;
    while (got > 0 && n < sizeof bytes - 1) {
        got = recv(fd, bytes + n, sizeof bytes - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
    }
    bytes[n] = '\0';
    close(fd);
    return strncmp(bytes, "HTTP/1.1 200 ", 13) == 0 && n > strlen(text) &&
           strcmp(bytes + n - strlen(text), text) == 0;
}

static void *echo_many(void *good)
{
    char text[64];

    for (int i = 0; i < N_REQUESTS; i++) {
        snprintf(text, sizeof text, "%p %d", good, i);
        *(bool *)good = *(bool *)good && comes_back("/echo", text);
    }
    return NULL;
}

static void many_clients_get_their_own_answers(void **unused)
{
    pthread_t threads[N_CLIENTS];
    bool good[N_CLIENTS];

    (void)unused;
    for (int i = 0; i < N_CLIENTS; i++) {
        good[i] = true;
        assert_int_equal(pthread_create(&threads[i], NULL, echo_many, &good[i]), 0);
    }
    for (int i = 0; i < N_CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(good[i]);
    }
}

static void *ask_held(void *good)
{
    *(bool *)good = comes_back("/hold", "held");
    return NULL;
}

static void *stop_server(void *unused)
{
    http_server_stop(server);
    return unused;
}

static void a_request_that_is_at_it_is_answered_before_the_end(void **unused)
{
    pthread_t client, stopper;
    bool good;

    (void)unused;
    assert_int_equal(pthread_create(&client, NULL, ask_held, &good), 0);
    sem_wait(&entered);
    assert_int_equal(pthread_create(&stopper, NULL, stop_server, NULL), 0);
    sem_post(&leave);
    pthread_join(client, NULL);
    pthread_join(stopper, NULL);
    server = NULL;
    assert_true(good);
    assert_int_equal(connect_to(), -1);
}

static void a_client_that_never_ends_its_request_does_not_hold_up_the_end(void **unused)
{
    static const char half[] = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf";
    int fd = connect_to();

    (void)unused;
    assert_true(fd >= 0);
    assert_int_equal(send(fd, half, strlen(half), MSG_NOSIGNAL), strlen(half));
    assert_true(comes_back("/echo", "others are served"));
    stop(NULL);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_clients_get_their_own_answers, start, stop),
        cmocka_unit_test_setup_teardown(a_request_that_is_at_it_is_answered_before_the_end, start,
                                        stop),
        cmocka_unit_test_setup_teardown(
            a_client_that_never_ends_its_request_does_not_hold_up_the_end, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
