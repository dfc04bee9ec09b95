/*
 * How long servers take to answer: one connection, one request after the other.
 *
 *     load [--json] [--requests N] [--rounds N] BODY TARGET...
 *
 * A TARGET is NAME=HOST:PORT/PATH or NAME=HOST:PORT/PATH@PID, whose processor time is then told as
 * well. BODY is a file that is posted. Each target gets N requests (2000) on one connection and N
 * on a connection each, all targets in turn, for so many rounds (7); the median round counts.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS 99
#define MAX_ANSWER ((size_t)1 << 22)

struct target {
    char name[32], path[64];
    struct sockaddr_in at;
    int pid; /* 0: not told */
};

enum { KEEP_ALIVE, NEW_CONNECTION, N_MODES };

/* What a round measures, in nanoseconds; of one request but for the rate. */
struct figures {
    double p50, p99, per_s, cpu;
};

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void give_up(const char *what)
{
    perror(what);
    exit(1);
}

/* Nanoseconds that all threads of a process have run. */
static uint64_t cpu_ns(int pid)
{
    char path[64];
    struct dirent *task;
    uint64_t sum = 0;
    DIR *tasks;

    snprintf(path, sizeof path, "/proc/%d/task", pid);
    tasks = opendir(path);
    while (tasks != NULL && (task = readdir(tasks)) != NULL) {
        unsigned long long ns = 0;
        char file[512];
        FILE *stat;

        snprintf(file, sizeof file, "%s/%s/schedstat", path, task->d_name);
        stat = task->d_name[0] != '.' ? fopen(file, "r") : NULL;
        if (stat != NULL && fscanf(stat, "%llu", &ns) == 1)
            sum += ns;
        if (stat != NULL)
            fclose(stat);
    }
    if (tasks != NULL)
        closedir(tasks);
    return sum;
}

static int open_connection(const struct target *target)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    if (fd < 0 || connect(fd, (const struct sockaddr *)&target->at, sizeof target->at) != 0)
        give_up(target->name);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* Bytes of the answer that is in `text` so far, once its header is there; 0 before. */
static size_t answer_size(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "\ncontent-length:");

    if (end == NULL || length == NULL || length > end)
        return 0;
    return (size_t)(end + 4 - text) + strtoul(length + 16, NULL, 10);
}

static void ask(const struct target *target, int fd, const char *request, size_t n)
{
    static char text[MAX_ANSWER];
    size_t n_read = 0, wanted = 0;

    if (send(fd, request, n, MSG_NOSIGNAL) != (ssize_t)n)
        give_up(target->name);
    while (wanted == 0 || n_read < wanted) {
        ssize_t got = recv(fd, text + n_read, sizeof text - 1 - n_read, 0);

        if (got <= 0)
            give_up(target->name);
        n_read += (size_t)got;
        text[n_read] = '\0';
        if (wanted == 0)
            wanted = answer_size(text);
    }
    if (strncmp(text, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "load: %s answers %.*s\n", target->name, (int)n_read, text);
        exit(1);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct figures run_round(const struct target *target, int mode, const char *request,
                                size_t n_request, size_t n)
{
    double *ns = calloc(n, sizeof *ns);
    uint64_t cpu = cpu_ns(target->pid), start = now_ns(), before = start, end;
    int fd = mode == KEEP_ALIVE ? open_connection(target) : -1;
    struct figures f;

    if (ns == NULL)
        give_up("load");
    for (size_t i = 0; i < n; i++, before = end) {
        if (mode == NEW_CONNECTION)
            fd = open_connection(target);
        ask(target, fd, request, n_request);
        if (mode == NEW_CONNECTION)
            close(fd);
        end = now_ns();
        ns[i] = (double)(end - before);
    }
    if (mode == KEEP_ALIVE)
        close(fd);
    qsort(ns, n, sizeof *ns, by_value);
    f.p50 = ns[n / 2];
    f.p99 = ns[n * 99 / 100];
    f.per_s = (double)n * 1e9 / (double)(before - start);
    f.cpu = (double)(cpu_ns(target->pid) - cpu) / (double)n;
    free(ns);
    return f;
}

/* The median of one figure, `offset` bytes into each. */
static double median(const struct figures *rounds, size_t n, size_t offset)
{
    double values[MAX_ROUNDS];

    for (size_t i = 0; i < n; i++)
        values[i] = *(const double *)(const void *)((const char *)&rounds[i] + offset);
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

static bool read_target(const char *text, struct target *target)
{
    char host[32], port[8], pid[16] = "0";

    *target = (struct target){.at = {.sin_family = AF_INET}};
    if (sscanf(text, "%31[^=]=%31[^:]:%7[0-9]%63[^@]@%15[0-9]", target->name, host, port,
               target->path, pid) < 4 ||
        inet_pton(AF_INET, host, &target->at.sin_addr) != 1)
        return false;
    target->at.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
    target->pid = (int)strtol(pid, NULL, 10);
    return true;
}

static char *read_body(const char *path, size_t *n)
{
    static char body[MAX_ANSWER];
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        give_up(path);
    *n = fread(body, 1, sizeof body, file);
    fclose(file);
    return body;
}

static size_t make_request(char *to, const struct target *target, int mode, const char *body,
                           size_t n)
{
    int n_header =
        sprintf(to,
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s"
                "Content-Length: %zu\r\n\r\n",
                target->path, mode == NEW_CONNECTION ? "Connection: close\r\n" : "", n);

    memcpy(to + n_header, body, n);
    return (size_t)n_header + n;
}

static void print_figures(const struct target *target, int mode, const struct figures *rounds,
                          size_t n, bool as_json)
{
    printf(as_json ? "{\"name\": \"%s\", \"mode\": \"%s\", \"p50_ns\": %.0f, \"p99_ns\": %.0f, "
                     "\"requests_per_s\": %.0f, \"cpu_ns\": %.0f}\n"
                   : "| %s | %s | %.0f | %.0f | %.0f | %.0f |\n",
           target->name, mode == KEEP_ALIVE ? "keep-alive" : "new connection",
           median(rounds, n, offsetof(struct figures, p50)),
           median(rounds, n, offsetof(struct figures, p99)),
           median(rounds, n, offsetof(struct figures, per_s)),
           median(rounds, n, offsetof(struct figures, cpu)));
}

static void measure(const struct target *targets, size_t n_targets, const char *body, size_t n_body,
                    size_t n, size_t n_rounds, bool as_json)
{
    static struct figures figures[16][N_MODES][MAX_ROUNDS];
    static char request[MAX_ANSWER + 1024];

    for (size_t round = 0; round < n_rounds; round++)
        for (int mode = 0; mode < N_MODES; mode++)
            for (size_t i = 0; i < n_targets; i++) {
                size_t n_request = make_request(request, &targets[i], mode, body, n_body);

                figures[i][mode][round] = run_round(&targets[i], mode, request, n_request, n);
            }
    if (!as_json)
        printf("| server | connection | p50, ns | p99, ns | requests/s | processor, ns |\n"
               "|---|---|---|---|---|---|\n");
    for (int mode = 0; mode < N_MODES; mode++)
        for (size_t i = 0; i < n_targets; i++)
            print_figures(&targets[i], mode, figures[i][mode], n_rounds, as_json);
}

static size_t number(const char *text, size_t most)
{
    size_t n = strtoul(text, NULL, 10);

    return n < 1 ? 1 : n > most ? most : n;
}

int main(int argc, char **argv)
{
    size_t n = 2000, n_rounds = 7, n_targets = 0, n_body = 0;
    struct target targets[16];
    const char *body = NULL;
    bool as_json = false;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            as_json = true;
        else if (strcmp(argv[i], "--requests") == 0 && i + 1 < argc)
            n = number(argv[++i], 1000000);
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            n_rounds = number(argv[++i], MAX_ROUNDS);
        else if (body == NULL)
            body = read_body(argv[i], &n_body);
        else if (n_targets < 16 && read_target(argv[i], &targets[n_targets]))
            n_targets++;
        else
            body = NULL, argc = 0;
    }
    if (body == NULL || n_targets == 0) {
        fprintf(stderr, "usage: load [--json] [--requests N] [--rounds N] BODY NAME=HOST:PORT/PATH"
                        "[@PID]...\n");
        return 2;
    }
    measure(targets, n_targets, body, n_body, n, n_rounds, as_json);
    return 0;
}
