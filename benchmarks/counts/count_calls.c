/*
 * count_calls: what benchmarks/counts/check runs under callgrind.
 *
 *     valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file=FILE count_calls BUNDLE
 * FRAME
 *
 * Scores rows one by one, a row from JSON to JSON, and a batch, each once before instructions are
 * counted. FILE.1, .2 and .3 receive the counts in that order; how many rows each is for is
 * printed.
 */
#include <stdio.h>
#include <valgrind/callgrind.h>

#include "cleap/model.h"
#include "cli/bench/subject.h"

#define SINGLE_ROWS 50
#define BATCH_ROWS 512

static enum cleap_status call_times(const struct work *work, size_t n, struct cleap_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (work->between != NULL)
            work->between(work->arg);
        CL_TRY(work->call(work->arg, err));
    }
    return CLEAP_OK;
}

static enum cleap_status count(const char *name, const struct work *work, size_t n_calls,
                               size_t n_rows, struct cleap_error *err)
{
    enum cleap_status status;

    CL_TRY(call_times(work, n_calls, err));
    CALLGRIND_START_INSTRUMENTATION;
    status = call_times(work, n_calls, err);
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(name);
    printf("%s %zu\n", name, n_rows);
    return status;
}

static enum cleap_status count_all(struct subject *s, struct cleap_error *err)
{
    struct work row = subject_row_cold(s), bytes = subject_bytes(s), batch = subject_batch(s);

    CL_TRY(count("row", &row, SINGLE_ROWS, SINGLE_ROWS, err));
    CL_TRY(count("bytes", &bytes, 1, 1, err));
    return count("batch", &batch, 1, s->batch.n, err);
}

int main(int argc, char **argv)
{
    struct cleap_error err = {0};
    struct cleap_model *model;
    struct subject subject;

    if (argc != 3) {
        fprintf(stderr, "usage: count_calls BUNDLE FRAME\n");
        return 2;
    }
    if (cleap_model_open(argv[1], &model, &err) == CLEAP_OK) {
        if (subject_init(&subject, model, argv[2], BATCH_ROWS, &err) == CLEAP_OK)
            count_all(&subject, &err);
        subject_done(&subject);
        cleap_model_close(model);
    }
    if (err.status != CLEAP_OK)
        fprintf(stderr, "count_calls: %s\n", err.message);
    return err.status != CLEAP_OK;
}
