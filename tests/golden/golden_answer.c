/*
 * What a case that succeeds must show: the JVM's answer, however the rows come in.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cleap/scorer.h"
#include "tests/golden/golden.h"
#include "tests/support/alloc_count.h"

static const struct golden_compare to_itself = {.exact = true};

/* One bundle with one input. */
struct run {
    struct golden_report *report;
    const struct golden_case *c;
    struct cleap_scorer *scorer;
    struct cleap_frame input, answer, part;
    struct cl_column *columns; /* room for a view of the input or the answer */
};

static bool fails(struct run *r, const char *what, enum cleap_status status,
                  const struct cleap_error *err)
{
    if (status != CLEAP_OK)
        golden_fault(r->report, "%s: %s: %s", what, cleap_status_name(status), err->message);
    return status != CLEAP_OK;
}

static bool read_input(struct run *r)
{
    const struct golden_case *c = r->c;
    struct cleap_error err;

    if (c->scores_bin)
        return golden_read_bin(&r->input, c->input_bin.at, c->input_bin.n);
    return !fails(r, "input.json",
                  cleap_frame_read_json(&r->input, c->input_json.at, c->input_json.n, &err), &err);
}

static void check_expected(struct run *r)
{
    const struct golden_case *c = r->c;
    struct cleap_frame wanted;

    cl_frame_init(&wanted);
    if (c->expected_bin.at != NULL) {
        r->report->what = "expected.bin";
        if (golden_read_bin(&wanted, c->expected_bin.at, c->expected_bin.n))
            golden_compare(r->report, &r->answer, &wanted,
                           (struct golden_compare){.tallies = true});
        else
            golden_fault(r->report, "cannot be read");
    }
    cleap_frame_reset(&wanted);
    if (c->expected_json.at != NULL) {
        r->report->what = "expected.json";
        if (golden_read_json(&wanted, c->expected_json.at, c->expected_json.n))
            golden_compare(
                r->report, &r->answer, &wanted,
                (struct golden_compare){.lossy = true, .tallies = c->expected_bin.at == NULL});
        else
            golden_fault(r->report, "cannot be read");
    }
    cl_frame_done(&wanted);
}

/* The answer to `size` rows at a time is the answer to all of them, cut. */
static void check_parts(struct run *r, size_t size, const char *what)
{
    size_t done = 0;
    struct cleap_error err;

    r->report->what = what;
    for (size_t row0 = 0; row0 < r->input.n; row0 += size) {
        size_t n = r->input.n - row0 < size ? r->input.n - row0 : size;
        struct cleap_frame rows = golden_rows(&r->input, row0, n, r->columns);

        if (fails(r, "rows", cleap_score(r->scorer, &rows, &r->part, &err), &err))
            return;
        if (done + r->part.n > r->answer.n) {
            golden_fault(r->report, "more rows than in the answer as a whole");
            return;
        }
        rows = golden_rows(&r->answer, done, r->part.n, r->columns);
        golden_compare(r->report, &r->part, &rows, to_itself);
        done += r->part.n;
    }
    if (done != r->answer.n)
        golden_fault(r->report, "%zu rows, the answer as a whole has %zu", done, r->answer.n);
}

/* No rows give none, with the same columns. */
static void check_none(struct run *r)
{
    struct cleap_frame rows = golden_rows(&r->input, 0, 0, r->columns);
    struct cleap_error err;

    r->report->what = "no rows";
    if (fails(r, "rows", cleap_score(r->scorer, &rows, &r->part, &err), &err))
        return;
    rows = golden_rows(&r->answer, 0, 0, r->columns);
    golden_compare(r->report, &r->part, &rows, to_itself);
}

/* The last column alone: what it does not need is not computed. */
static void check_last_alone(struct run *r)
{
    const struct cl_schema *schema = r->answer.schema;
    struct cl_field last;
    struct cl_schema only = {.n = 1, .fields = &last};
    struct cleap_frame wanted = r->answer;
    struct cleap_scorer *scorer;
    struct cleap_error err;
    char name[1024];

    r->report->what = "last column alone";
    if (schema->n == 0)
        return;
    last = schema->fields[schema->n - 1];
    snprintf(name, sizeof name, "%.*s", CL_STR_ARGS(last.name));
    if (fails(r, "open",
              cleap_scorer_open(r->report->model, (const char *[]){name, NULL}, &scorer, &err),
              &err))
        return;
    if (!fails(r, "score", cleap_score(scorer, &r->input, &r->part, &err), &err)) {
        wanted.schema = &only;
        wanted.columns = &r->answer.columns[schema->n - 1];
        golden_compare(r->report, &r->part, &wanted, to_itself);
    }
    cleap_scorer_close(scorer);
}

/* JSON to JSON; the second time asks the heap for nothing. */
static void check_json(struct run *r)
{
    const struct golden_bytes *in = &r->c->input_json;
    const char *text = NULL;
    size_t n = 0, n_allocations;
    struct cleap_error err;

    r->report->what = "JSON to JSON";
    if (r->c->scores_bin)
        return;
    for (int i = 0; i < 2; i++) {
        n_allocations = alloc_count();
        if (fails(r, "score",
                  cleap_score_json(r->scorer, in->at, in->n, CLEAP_JSON_COMPACT, &text, &n, &err),
                  &err))
            return;
        n_allocations = alloc_count() - n_allocations;
    }
    if (n_allocations != 0)
        golden_fault(r->report, "%zu allocations the second time", n_allocations);
    cleap_frame_reset(&r->part);
    if (golden_read_json(&r->part, text, n))
        golden_compare(r->report, &r->answer, &r->part,
                       (struct golden_compare){.exact = true, .lossy = true});
    else
        golden_fault(r->report, "cannot be read back");
}

/* The layout of the JVM's own writer, told as a fact: digits of JDK 17 are not always the
 * shortest. */
static void note_layout(struct run *r)
{
    const struct golden_bytes *in = &r->c->input_json, *wanted = &r->c->expected_json;
    const char *text;
    size_t n;
    struct cleap_error err;

    if (r->c->scores_bin || wanted->at == NULL ||
        cleap_score_json(r->scorer, in->at, in->n, CLEAP_JSON_PRETTY, &text, &n, &err) != CLEAP_OK)
        return;
    printf("text %s\n", n == wanted->n && memcmp(text, wanted->at, n) == 0 ? "equal" : "differs");
}

static void check_all(struct run *r)
{
    struct cleap_error err;
    size_t n_columns;

    if (!read_input(r) ||
        fails(r, "open", cleap_scorer_open(r->report->model, NULL, &r->scorer, &err), &err))
        return;
    if (fails(r, "score", cleap_score(r->scorer, &r->input, &r->answer, &err), &err))
        return;
    n_columns = r->answer.schema->n + r->input.schema->n;
    r->columns = calloc(n_columns + 1, sizeof *r->columns);
    if (r->columns == NULL)
        abort();
    check_expected(r);
    check_parts(r, 1, "row by row");
    check_parts(r, 3, "three rows at a time");
    check_none(r);
    check_last_alone(r);
    check_json(r);
    golden_check_avro(r->report, r->c, &r->answer);
    note_layout(r);
}

void golden_check_answer(struct golden_report *report, const struct golden_case *c)
{
    struct run r = {.report = report, .c = c};

    cl_frame_init(&r.input);
    cl_frame_init(&r.answer);
    cl_frame_init(&r.part);
    check_all(&r);
    free(r.columns);
    cl_frame_done(&r.part);
    cl_frame_done(&r.answer);
    cl_frame_done(&r.input);
    cleap_scorer_close(r.scorer);
}
