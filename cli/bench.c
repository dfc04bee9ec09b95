/*
 * cleap bench: how long a model takes to load and to score a frame.
 *
 * The frame's first row is scored over and over, in process (columns in, columns out) and from JSON
 * bytes to JSON bytes; then the whole frame. The first tenth of the time warms up and is not
 * counted. A call is timed on its own, so that the tail is that of calls and not of averages.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleap/cleap.h"
#include "cli/input.h"
#include "cli/options.h"
#include "runtime/frame.h"

#define MAX_SAMPLES ((size_t)1 << 22)

struct times {
    uint64_t *ns; /* sorted once measured */
    size_t n;
};

struct result {
    double load_ms;
    struct times row, bytes;
    double batch_rows_per_s;
    size_t frame_rows, bytes_in, bytes_out;
    long rss_kb;
};

/* What is measured, and what it needs. */
struct work {
    struct cleap_scorer *scorer;
    const struct cleap_frame *in;
    struct cleap_frame *out;
    const char *text;
    size_t n_text, n_answer;
};

typedef enum cleap_status (*work_fn)(struct work *work, struct cleap_error *err);

static uint64_t now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static enum cleap_status score_columns(struct work *work, struct cleap_error *err)
{
    return cleap_score(work->scorer, work->in, work->out, err);
}

static enum cleap_status score_bytes(struct work *work, struct cleap_error *err)
{
    const char *answer;

    return cleap_score_json(work->scorer, work->text, work->n_text, CLEAP_JSON_COMPACT, &answer,
                            &work->n_answer, err);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static enum cleap_status measure(work_fn run, struct work *work, double seconds,
                                 struct times *times, struct cleap_error *err)
{
    uint64_t start = now_ns(), length = (uint64_t)(seconds * 1e9);
    uint64_t warm = start + length / 10, end = start + length;

    times->n = 0;
    for (uint64_t before = start; before < end || times->n == 0;) {
        uint64_t after;

        CL_TRY(run(work, err));
        after = now_ns();
        if (before >= warm && times->n < MAX_SAMPLES)
            times->ns[times->n++] = after - before;
        before = after;
    }
    qsort(times->ns, times->n, sizeof *times->ns, by_value);
    return CLEAP_OK;
}

static uint64_t percentile(const struct times *times, double p)
{
    return times->ns[(size_t)((double)(times->n - 1) * p)];
}

static long resident_kb(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[128];
    long kb = 0;

    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, "VmRSS:", 6) == 0)
            kb = strtol(line + 6, NULL, 10);
    if (status != NULL)
        fclose(status);
    return kb;
}

static enum cleap_status measure_all(struct work *work, const struct cleap_frame *frame,
                                     double seconds, struct result *r, struct cleap_error *err)
{
    struct cleap_frame one = *frame;
    struct times whole = {.ns = r->row.ns};
    char *text;

    if (frame->n == 0)
        return cl_fail(err, CLEAP_E_STATE, "the frame has no rows to score");
    one.n = 1;
    CL_TRY(cleap_frame_write_json(&one, CLEAP_JSON_COMPACT, &text, &work->n_text, err));
    work->text = text;
    r->rss_kb = resident_kb();
    work->in = frame;
    if (measure(score_columns, work, seconds, &whole, err) == CLEAP_OK) {
        r->batch_rows_per_s = (double)frame->n * 1e9 / (double)percentile(&whole, 0.5);
        work->in = &one;
        if (measure(score_columns, work, seconds, &r->row, err) == CLEAP_OK)
            measure(score_bytes, work, seconds, &r->bytes, err);
    }
    r->frame_rows = frame->n;
    r->bytes_in = work->n_text;
    r->bytes_out = work->n_answer;
    free(text);
    return err->status;
}

static void print_json(const struct result *r)
{
    printf("{\"load_ms\": %.3f, \"row_p50_ns\": %llu, \"row_p99_ns\": %llu, \"row_p999_ns\": %llu, "
           "\"bytes_p50_ns\": %llu, \"bytes_p99_ns\": %llu, \"bytes_p999_ns\": %llu, "
           "\"batch_rows_per_s\": %.0f, \"frame_rows\": %zu, \"bytes_in\": %zu, "
           "\"bytes_out\": %zu, \"rss_kb\": %ld}\n",
           r->load_ms, (unsigned long long)percentile(&r->row, 0.5),
           (unsigned long long)percentile(&r->row, 0.99),
           (unsigned long long)percentile(&r->row, 0.999),
           (unsigned long long)percentile(&r->bytes, 0.5),
           (unsigned long long)percentile(&r->bytes, 0.99),
           (unsigned long long)percentile(&r->bytes, 0.999), r->batch_rows_per_s, r->frame_rows,
           r->bytes_in, r->bytes_out, r->rss_kb);
}

static void print_times(const char *what, const struct times *times)
{
    printf("%-28s p50 %9.2f us   p99 %9.2f us   p99.9 %9.2f us   (%zu calls)\n", what,
           (double)percentile(times, 0.5) / 1e3, (double)percentile(times, 0.99) / 1e3,
           (double)percentile(times, 0.999) / 1e3, times->n);
}

static void print_text(const struct result *r)
{
    printf("%-28s %13.2f ms\n", "load", r->load_ms);
    print_times("one row, in process", &r->row);
    print_times("one row, JSON to JSON", &r->bytes);
    printf("%-28s %13.0f rows/s   (%zu rows at a time)\n", "the whole frame", r->batch_rows_per_s,
           r->frame_rows);
    printf("%-28s %13.1f MB\n", "memory", (double)r->rss_kb / 1024);
}

static enum cleap_status bench_model(const struct command_line *line, struct cleap_model *model,
                                     double seconds, struct result *r, struct cleap_error *err)
{
    struct cleap_frame *frame = cleap_frame_new();
    struct work work = {.out = cleap_frame_new()};
    enum cleap_status status;

    if (frame == NULL || work.out == NULL)
        status = cl_fail_nomem(err);
    else
        status = input_read_frame(line->arguments[1], frame, err);
    if (status == CLEAP_OK)
        status = cleap_scorer_open(model, NULL, &work.scorer, err);
    if (status == CLEAP_OK)
        status = measure_all(&work, frame, seconds, r, err);
    cleap_scorer_close(work.scorer);
    cleap_frame_free(work.out);
    cleap_frame_free(frame);
    return status;
}

static enum cleap_status bench(const struct command_line *line, double seconds, struct result *r,
                               struct cleap_error *err)
{
    struct cleap_model *model;
    uint64_t before = now_ns();
    enum cleap_status status;

    CL_TRY(cleap_model_open(line->arguments[0], &model, err));
    r->load_ms = (double)(now_ns() - before) / 1e6;
    status = bench_model(line, model, seconds, r, err);
    cleap_model_close(model);
    return status;
}

static int run_bench(const struct command_line *line)
{
    struct cleap_error err = {0};
    struct result r = {0};
    uint64_t ms;
    int code = EXIT_GOOD;

    if (options_number(line, "ms", 10, 600000, 1000, &ms, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    r.row.ns = malloc(MAX_SAMPLES * sizeof *r.row.ns);
    r.bytes.ns = malloc(MAX_SAMPLES * sizeof *r.bytes.ns);
    if (r.row.ns == NULL || r.bytes.ns == NULL) {
        cl_fail_nomem(&err);
        code = command_fail(&err);
    } else if (bench(line, (double)ms / 1e3, &r, &err) != CLEAP_OK) {
        code = command_fail(&err);
    } else if (options_has(line, "json")) {
        print_json(&r);
    } else {
        print_text(&r);
    }
    free(r.row.ns);
    free(r.bytes.ns);
    return code;
}

static const struct option options[] = {
    {"ms", 0, "MS", "how long each measurement runs (default 1000)"},
    {"json", 0, NULL, "one JSON object, times in nanoseconds"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"cleap bench bundle.zip frame.json", "load, one row, one row as JSON, the whole frame"},
    {0},
};

const struct command command_bench = {
    .name = "bench",
    .arguments = "BUNDLE FRAME",
    .summary = "measure how long loading and scoring take",
    .details = "Scores the frame's first row over and over, in process and from JSON to JSON, and "
               "then the whole frame. A tenth of the time warms up and is not counted.",
    .options = options,
    .examples = examples,
    .run = run_bench,
};
