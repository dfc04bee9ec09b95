/*
 * cleap bench: how long a model takes to load and to score a frame. cli/bench/ has the parts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleap/cleap.h"
#include "cli/bench/report.h"
#include "cli/options.h"
#include "runtime/profile.h"
#include "runtime/team.h"
#include "runtime/workers.h"

#define MAX_BATCH 10000000
#define REPORT_LIMIT ((size_t)16 << 20)

struct wishes {
    double seconds; /* of each measurement */
    size_t batch, n_threads;
    bool evict, profile;
};

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

static enum cleap_status measure_all(struct subject *subject, const struct stopwatch *watch,
                                     const struct wishes *wishes, struct report *r,
                                     struct cleap_error *err)
{
    struct work batch = subject_batch(subject), row = subject_row_hot(subject),
                bytes = subject_bytes(subject), cold = subject_row_cold(subject), evicted;

    r->rss_kb = resident_kb();
    CL_TRY(measure(watch, &batch, &r->batch, err));
    CL_TRY(measure(watch, &row, &r->row, err));
    CL_TRY(measure(watch, &bytes, &r->bytes, err));
    r->n_bytes_in = subject->first.n;
    r->n_bytes_out = subject->n_answer;
    CL_TRY(measure(watch, &cold, &r->row_cold, err));
    CL_TRY(subject_bytes_cold(subject, &bytes, err));
    CL_TRY(measure(watch, &bytes, &r->bytes_cold, err));
    if (wishes->evict) {
        CL_TRY(subject_row_evicted(subject, &evicted, err));
        CL_TRY(measure(watch, &evicted, &r->row_evicted, err));
    }
    r->batch_rows = subject->batch.n;
    r->batch_threads = wishes->n_threads;
    r->has_steps = wishes->profile;
    return wishes->profile ? steps_measure(subject, watch->seconds, &r->steps, err) : CLEAP_OK;
}

static enum cleap_status put_report(const struct command_line *line, const struct report *report,
                                    struct cleap_error *err)
{
    struct cl_buf buf;

    cl_buf_init(&buf, REPORT_LIMIT);
    if (options_has(line, "json"))
        report_put_json(report, &buf);
    else
        report_put_text(report, &buf);
    if (cl_buf_check(&buf, "the report", err) == CLEAP_OK)
        fwrite(buf.at, 1, buf.n, stdout);
    cl_buf_free(&buf);
    return err->status;
}

static enum cleap_status bench_model(const struct command_line *line, struct cleap_model *model,
                                     const struct wishes *wishes, struct report *report,
                                     struct cleap_error *err)
{
    struct subject subject;
    struct stopwatch watch;
    enum cleap_status status =
        subject_init(&subject, model, line->arguments[1], wishes->batch, err);

    if (status == CLEAP_OK && wishes->n_threads > 1)
        status = subject_threads(&subject, model, wishes->n_threads, err);
    if (status == CLEAP_OK) {
        status = stopwatch_init(&watch, wishes->seconds, err);
        if (status == CLEAP_OK)
            status = measure_all(&subject, &watch, wishes, report, err);
        stopwatch_done(&watch);
    }
    if (status == CLEAP_OK)
        status = put_report(line, report, err);
    subject_done(&subject);
    return status;
}

static enum cleap_status bench(const struct command_line *line, const struct wishes *wishes,
                               struct cleap_error *err)
{
    struct report report = {0};
    struct cleap_model *model;
    uint64_t before = cl_clock_ns();
    enum cleap_status status;

    CL_TRY(cleap_model_open(line->arguments[0], &model, err));
    report.load_ms = (double)(cl_clock_ns() - before) / 1e6;
    status = bench_model(line, model, wishes, &report, err);
    cleap_model_close(model);
    return status;
}

static int run_bench(const struct command_line *line)
{
    struct wishes wishes = {.evict = options_has(line, "evict"),
                            .profile = options_has(line, "profile")};
    struct cleap_error err = {0};
    uint64_t ms, rows, threads;

    if (options_number(line, "ms", 10, 600000, 1000, &ms, &err) != CLEAP_OK ||
        options_number(line, "rows", 1, MAX_BATCH, 0, &rows, &err) != CLEAP_OK ||
        options_number(line, "threads", 0, CL_MAX_WORKERS, 1, &threads, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    wishes.seconds = (double)ms / 1e3;
    wishes.batch = rows;
    wishes.n_threads = cl_team_size((size_t)threads);
    return bench(line, &wishes, &err) == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"ms", 0, "MS", "how long each measurement runs (default 1000)"},
    {"rows", 0, "N", "rows of the batch, the frame's again and again (default: the frame)"},
    {"threads", 0, "N", "threads that score the batch; 0: one for each processor (1)"},
    {"evict", 0, NULL, "also time rows with the processor's caches emptied before each"},
    {"profile", 0, NULL, "also time each step of the plan"},
    {"json", 0, NULL, "one JSON object; keys end in their units"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"cleap bench bundle.zip frame.json", "a row, a row as JSON, a batch, loading"},
    {"cleap bench --profile bundle.zip frame.json", "and which stage takes the time"},
    {0},
};

const struct command command_bench = {
    .name = "bench",
    .arguments = "BUNDLE FRAME",
    .summary = "measure how long loading and scoring take",
    .details = "Scores the frame's first row over and over, in process and from JSON to JSON, then "
               "each row in turn, and the whole frame at once. Each call is timed on its own, and "
               "what reading the clock costs is taken off. A tenth of the time warms up and is not "
               "counted. Allocations are what a call asks of the heap, all libraries included.",
    .options = options,
    .examples = examples,
    .run = run_bench,
};
