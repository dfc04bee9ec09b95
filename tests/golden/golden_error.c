/*
 * What a case that fails must show: the same phase as in the JVM, a status that fits it, words.
 */
#include <stdlib.h>

#include "cleap/scorer.h"
#include "tests/golden/golden.h"

/* The statuses that fit a phase. */
static const struct {
    const char *at;
    enum cleap_status fits[4];
} phases[] = {
    {"load", {CLEAP_E_FORMAT, CLEAP_E_UNSUPPORTED, CLEAP_E_SCHEMA}},
    {"read_frame", {CLEAP_E_FORMAT, CLEAP_E_SCHEMA}},
    {"plan", {CLEAP_E_SCHEMA}},
    {"row", {CLEAP_E_DATA}},
};

static void check_failure(struct golden_report *report, const char *at, enum cleap_status status,
                          const struct cleap_error *err)
{
    if (status == CLEAP_OK) {
        golden_fault(report, "succeeds, must fail at %s", at);
        return;
    }
    if (status != err->status)
        golden_fault(report, "answers %s, the error says %s", cleap_status_name(status),
                     cleap_status_name(err->status));
    if (err->message[0] == '\0')
        golden_fault(report, "fails without a word");
    for (size_t i = 0; i < CL_COUNT_OF(phases); i++) {
        bool fits = false;

        for (size_t k = 0; k < CL_COUNT_OF(phases[i].fits); k++)
            fits = fits || phases[i].fits[k] == status;
        if (strcmp(phases[i].at, at) == 0 && !fits)
            golden_fault(report, "%s does not fit a failure at %s: %s", cleap_status_name(status),
                         at, err->message);
    }
}

/* A row that fails fails alone; the others do not care. Tells how many fail. */
static void check_rows(struct golden_report *report, struct cleap_scorer *scorer,
                       const struct cleap_frame *input, int64_t first)
{
    struct cl_column *columns = calloc(input->schema->n + 1, sizeof *columns);
    struct cleap_frame out;
    struct cleap_error err;

    if (columns == NULL)
        abort();
    cl_frame_init(&out);
    for (size_t row = 0; row < input->n; row++) {
        struct cleap_frame rows = golden_rows(input, row, 1, columns);
        enum cleap_status status = cleap_score(scorer, &rows, &out, &err);

        if ((int64_t)row < first && status != CLEAP_OK)
            golden_fault(report, "row %zu fails alone, but row %d is the first to fail: %s", row,
                         (int)first, err.message);
        if ((int64_t)row == first)
            check_failure(report, "row", status, &err);
        if (status != CLEAP_OK && err.row != 0)
            golden_fault(report, "row %zu alone fails at row %d", row, (int)err.row);
    }
    cl_frame_done(&out);
    free(columns);
}

static void check_score(struct golden_report *report, const struct golden_case *c,
                        struct cleap_scorer *scorer, const struct cleap_frame *input)
{
    struct cleap_frame out, none = *input;
    struct cleap_error err, again;
    enum cleap_status status;

    cl_frame_init(&out);
    status = cleap_score(scorer, input, &out, &err);
    check_failure(report, c->at, status, &err);
    if (out.n != 0 || out.schema->n != 0)
        golden_fault(report, "a failure leaves rows");
    cleap_score(scorer, input, &out, &again);
    if (strcmp(err.message, again.message) != 0)
        golden_fault(report, "fails otherwise the second time: %s", again.message);
    none.n = 0;
    status = cleap_score(scorer, &none, &out, &again);
    if (strcmp(c->at, "plan") == 0)
        check_failure(report, c->at, status, &again);
    else if (status != CLEAP_OK)
        golden_fault(report, "fails without any row: %s", again.message);
    if (strcmp(c->at, "row") == 0 && (err.row < 0 || (size_t)err.row >= input->n))
        golden_fault(report, "no row is blamed: %s", err.message);
    else if (strcmp(c->at, "row") == 0)
        check_rows(report, scorer, input, err.row);
    else if (err.row != -1)
        golden_fault(report, "row %d is blamed for the columns", (int)err.row);
    cl_frame_done(&out);
}

static void check_frame(struct golden_report *report, const struct golden_case *c,
                        struct cleap_scorer *scorer)
{
    bool at_read = strcmp(c->at, "read_frame") == 0;
    struct cleap_frame input;
    struct cleap_error err;
    enum cleap_status status;
    const char *text;
    size_t n;

    cl_frame_init(&input);
    if (c->input_json.at == NULL) {
        if (golden_read_bin(&input, c->input_bin.at, c->input_bin.n))
            check_score(report, c, scorer, &input);
        cl_frame_done(&input);
        return;
    }
    status = cleap_frame_read_json(&input, c->input_json.at, c->input_json.n, &err);
    if (at_read)
        check_failure(report, c->at, status, &err);
    else if (status != CLEAP_OK)
        golden_fault(report, "input.json: %s", err.message);
    else
        check_score(report, c, scorer, &input);
    status = cleap_score_json(scorer, c->input_json.at, c->input_json.n, CLEAP_JSON_COMPACT, &text,
                              &n, &err);
    check_failure(report, c->at, status, &err);
    cl_frame_done(&input);
}

void golden_check_error(struct golden_report *report, const struct golden_case *c,
                        enum cleap_status opened, const struct cleap_error *err)
{
    struct cleap_scorer *scorer;
    struct cleap_error fault;

    if (strcmp(c->at, "load") == 0) {
        check_failure(report, c->at, opened, err);
        return;
    }
    if (cleap_scorer_open(report->model, NULL, &scorer, &fault) != CLEAP_OK) {
        golden_fault(report, "open: %s", fault.message);
        return;
    }
    check_frame(report, c, scorer);
    cleap_scorer_close(scorer);
}
