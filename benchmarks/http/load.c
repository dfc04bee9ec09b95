/*
 * How long servers take to answer.
 *
 *     load [--json] [--requests N] [--rounds N] [--connections N] BODY TARGET...
 *
 * A TARGET is NAME=HOST:PORT/PATH or NAME=HOST:PORT/PATH@PID[,PID], and then the processor time of
 * those processes is told as well, summed. BODY is a file that is posted. Each target gets N
 * requests (2000) on a connection that is kept and N on a connection each, all targets in turn, for
 * so many rounds (7); the median round counts. With --connections (1) as many threads share the
 * requests, each of them sends one after the other.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/tcp.h>
#include <pthread.h>
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
#define MAX_CONNECTIONS 64
#define MAX_PIDS 4
#define MAX_ANSWER ((size_t)1 << 22)

struct target {
    char name[32], path[64];
    struct sockaddr_in at;
    int pids[MAX_PIDS]; /* 0: no more */
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
static uint64_t cpu_ns_of(int pid)
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

static uint64_t cpu_ns(const struct target *target)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < MAX_PIDS && target->pids[i] != 0; i++)
        sum += cpu_ns_of(target->pids[i]);
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
    static _Thread_local char text[MAX_ANSWER];
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

/* What one of the connections of a round has to do. */
struct share {
    const struct target *target;
    int mode;
    const char *request;
    size_t n_request, n;
    double *ns; /* for each of the n */
};

static void *run_share(void *arg)
{
    const struct share *s = arg;
    uint64_t before = now_ns(), end;
    int fd = s->mode == KEEP_ALIVE ? open_connection(s->target) : -1;

    for (size_t i = 0; i < s->n; i++, before = end) {
        if (s->mode == NEW_CONNECTION)
            fd = open_connection(s->target);
        ask(s->target, fd, s->request, s->n_request);
        if (s->mode == NEW_CONNECTION)
            close(fd);
        end = now_ns();
        s->ns[i] = (double)(end - before);
    }
    if (s->mode == KEEP_ALIVE)
        close(fd);
    return NULL;
}

/* Runs shares of `whole`, the last one in this thread. */
static void run_shares(const struct share *whole, size_t n_connections)
{
    struct share shares[MAX_CONNECTIONS];
    pthread_t threads[MAX_CONNECTIONS];

    for (size_t i = 0; i < n_connections; i++) {
        size_t from = whole->n * i / n_connections, to = whole->n * (i + 1) / n_connections;

        shares[i] = *whole;
        shares[i].n = to - from;
        shares[i].ns = whole->ns + from;
        if (i + 1 == n_connections)
            run_share(&shares[i]);
        else if (pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0)
            give_up("load");
    }
    for (size_t i = 0; i + 1 < n_connections; i++)
        pthread_join(threads[i], NULL);
}

static struct figures run_round(const struct share *whole, size_t n_connections)
{
    uint64_t cpu = cpu_ns(whole->target), start = now_ns();
    double *ns = whole->ns;
    size_t n = whole->n;
    struct figures f;

    run_shares(whole, n_connections);
    f.per_s = (double)n * 1e9 / (double)(now_ns() - start);
    f.cpu = (double)(cpu_ns(whole->target) - cpu) / (double)n;
    qsort(ns, n, sizeof *ns, by_value);
    f.p50 = ns[n / 2];
    f.p99 = ns[n * 99 / 100];
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
    char host[32], port[8], pids[64] = "";
    char *at = pids;

    *target = (struct target){.at = {.sin_family = AF_INET}};
    if (sscanf(text, "%31[^=]=%31[^:]:%7[0-9]%63[^@]@%63[0-9,]", target->name, host, port,
               target->path, pids) < 4 ||
        inet_pton(AF_INET, host, &target->at.sin_addr) != 1)
        return false;
    target->at.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
    for (size_t i = 0; i < MAX_PIDS && *at != '\0'; i++, at += *at == ',')
        target->pids[i] = (int)strtol(at, &at, 10);
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

/* What is asked of each target. */
struct job {
    const char *body;
    size_t n_body, n_requests, n_rounds, n_connections;
    bool as_json;
};

static void print_figures(const struct target *target, int mode, const struct figures *rounds,
                          const struct job *job)
{
    size_t n = job->n_rounds;

    printf(job->as_json ? "{\"name\": \"%s\", \"mode\": \"%s\", \"connections\": %zu, "
                          "\"p50_ns\": %.0f, \"p99_ns\": %.0f, \"requests_per_s\": %.0f, "
                          "\"cpu_ns\": %.0f}\n"
                        : "| %s | %s, %zu | %.0f | %.0f | %.0f | %.0f |\n",
           target->name, mode == KEEP_ALIVE ? "keep-alive" : "new connection", job->n_connections,
           median(rounds, n, offsetof(struct figures, p50)),
           median(rounds, n, offsetof(struct figures, p99)),
           median(rounds, n, offsetof(struct figures, per_s)),
           median(rounds, n, offsetof(struct figures, cpu)));
}

static void measure(const struct target *targets, size_t n_targets, const struct job *job)
{
    static struct figures figures[16][N_MODES][MAX_ROUNDS];
    static char request[MAX_ANSWER + 1024];
    double *ns = calloc(job->n_requests, sizeof *ns);

    if (ns == NULL)
        give_up("load");
    for (size_t round = 0; round < job->n_rounds; round++)
        for (int mode = 0; mode < N_MODES; mode++)
            for (size_t i = 0; i < n_targets; i++) {
                struct share whole = {&targets[i], mode, request, 0, job->n_requests, ns};

                whole.n_request = make_request(request, &targets[i], mode, job->body, job->n_body);
                figures[i][mode][round] = run_round(&whole, job->n_connections);
            }
    free(ns);
    if (!job->as_json)
        printf("| server | connection | p50, ns | p99, ns | requests/s | processor, ns |\n"
               "|---|---|---|---|---|---|\n");
    for (int mode = 0; mode < N_MODES; mode++)
        for (size_t i = 0; i < n_targets; i++)
            print_figures(&targets[i], mode, figures[i][mode], job);
}

static size_t number(const char *text, size_t most)
{
    size_t n = strtoul(text, NULL, 10);

    return n < 1 ? 1 : n > most ? most : n;
}

int main(int argc, char **argv)
{
    struct job job = {.n_requests = 2000, .n_rounds = 7, .n_connections = 1};
    struct target targets[16];
    size_t n_targets = 0;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            job.as_json = true;
        else if (strcmp(argv[i], "--requests") == 0 && i + 1 < argc)
            job.n_requests = number(argv[++i], 1000000);
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            job.n_rounds = number(argv[++i], MAX_ROUNDS);
        else if (strcmp(argv[i], "--connections") == 0 && i + 1 < argc)
            job.n_connections = number(argv[++i], MAX_CONNECTIONS);
        else if (job.body == NULL)
            job.body = read_body(argv[i], &job.n_body);
        else if (n_targets < 16 && read_target(argv[i], &targets[n_targets]))
            n_targets++;
        else
            job.body = NULL, argc = 0;
    }
    if (job.body == NULL || n_targets == 0) {
        fprintf(stderr, "usage: load [--json] [--requests N] [--rounds N] [--connections N] BODY "
                        "NAME=HOST:PORT/PATH[@PID[,PID]]...\n");
        return 2;
    }
    measure(targets, n_targets, &job);
    return 0;
}
