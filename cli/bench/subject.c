#include "cli/bench/subject.h"

#include <stdlib.h>

#include "cli/input.h"

#define SUBJECT_CHUNK 4096

/* More than the last cache of a large server core complex holds. */
#define EVICT_SIZE ((size_t)96 << 20)
#define CACHE_LINE 64

static void view_row(struct subject *subject, size_t row)
{
    for (size_t i = 0; i < subject->frame.schema->n; i++)
        subject->row.columns[i] = cl_column_from(&subject->frame.columns[i], row);
}

static enum cleap_status make_row(struct subject *subject, struct cleap_error *err)
{
    subject->row = subject->frame;
    subject->row.n = 1;
    subject->row.columns =
        cl_arena_array(&subject->arena, subject->frame.schema->n, sizeof(struct cl_column));
    if (subject->row.columns == NULL)
        return cl_fail_nomem(err);
    view_row(subject, 0);
    return cleap_frame_write_json(&subject->row, CLEAP_JSON_COMPACT, &subject->first.at,
                                  &subject->first.n, err);
}

static enum cleap_status make_texts(struct subject *subject, struct cleap_error *err)
{
    size_t n = subject->frame.n < SUBJECT_TEXTS ? subject->frame.n : SUBJECT_TEXTS;

    subject->texts = cl_arena_zeroed(&subject->arena, n, sizeof *subject->texts);
    if (subject->texts == NULL)
        return cl_fail_nomem(err);
    for (; subject->n_texts < n; subject->n_texts++) {
        struct row_text *text = &subject->texts[subject->n_texts];

        view_row(subject, subject->n_texts);
        CL_TRY(cleap_frame_write_json(&subject->row, CLEAP_JSON_COMPACT, &text->at, &text->n, err));
    }
    view_row(subject, 0);
    return CLEAP_OK;
}

static enum cleap_status repeat_rows(struct subject *subject, size_t n, struct cleap_error *err)
{
    uint32_t *rows = cl_arena_array(&subject->arena, n, sizeof *rows);

    if (rows == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)(i % subject->frame.n);
    CL_TRY(cl_frame_shape(&subject->batch, subject->frame.schema, n, err));
    subject->batch.schema_id = subject->frame.schema_id;
    for (size_t i = 0; i < subject->frame.schema->n; i++) {
        if (subject->frame.columns[i].valid == NULL)
            subject->batch.columns[i].valid = NULL;
        cl_column_gather(&subject->batch.columns[i], &subject->frame.columns[i], rows, n);
    }
    return CLEAP_OK;
}

static enum cleap_status prepare(struct subject *subject, size_t n_batch, struct cleap_error *err)
{
    if (subject->frame.n == 0)
        return cl_fail(err, CLEAP_E_STATE, "the frame has no rows to score");
    CL_TRY(make_row(subject, err));
    return repeat_rows(subject, n_batch == 0 ? subject->frame.n : n_batch, err);
}

enum cleap_status subject_init(struct subject *subject, const struct cleap_model *model,
                               const char *frame_path, size_t n_batch, struct cleap_error *err)
{
    *subject = (struct subject){.answer = cleap_frame_new()};
    cl_arena_init(&subject->arena, SUBJECT_CHUNK);
    cl_frame_init(&subject->frame);
    cl_frame_init(&subject->batch);
    if (subject->answer == NULL)
        return cl_fail_nomem(err);
    CL_TRY(input_read_frame(frame_path, &subject->frame, err));
    CL_TRY(prepare(subject, n_batch, err));
    return cleap_scorer_open(model, NULL, &subject->scorer, err);
}

enum cleap_status subject_threads(struct subject *subject, const struct cleap_model *model,
                                  size_t n_threads, struct cleap_error *err)
{
    return cleap_team_open(model, NULL, (unsigned)n_threads, &subject->team, err);
}

void subject_done(struct subject *subject)
{
    cleap_team_close(subject->team);
    cleap_scorer_close(subject->scorer);
    free(subject->first.at);
    for (size_t i = 0; i < subject->n_texts; i++)
        free(subject->texts[i].at);
    cl_frame_done(&subject->batch);
    cl_frame_done(&subject->frame);
    cl_arena_free(&subject->arena);
    cleap_frame_free(subject->answer);
}

static enum cleap_status score_row(void *arg, struct cleap_error *err)
{
    struct subject *subject = arg;

    return cleap_score(subject->scorer, &subject->row, subject->answer, err);
}

static enum cleap_status score_batch(void *arg, struct cleap_error *err)
{
    struct subject *subject = arg;

    return subject->team != NULL
               ? cleap_team_score(subject->team, &subject->batch, subject->answer, err)
               : cleap_score(subject->scorer, &subject->batch, subject->answer, err);
}

static enum cleap_status score_bytes(void *arg, struct cleap_error *err)
{
    struct subject *subject = arg;
    const char *answer;

    return cleap_score_json(subject->scorer, subject->text.at, subject->text.n, CLEAP_JSON_COMPACT,
                            &answer, &subject->n_answer, err);
}

static void next_text(void *arg)
{
    struct subject *subject = arg;

    subject->text = subject->texts[subject->next_text];
    subject->next_text = (subject->next_text + 1) % subject->n_texts;
}

static void next_row(void *arg)
{
    struct subject *subject = arg;

    view_row(subject, subject->next_row);
    subject->next_row = (subject->next_row + 1) % subject->frame.n;
}

static void evict_and_next_row(void *arg)
{
    struct subject *subject = arg;

    next_row(subject);
    for (size_t i = 0; i < EVICT_SIZE; i += CACHE_LINE)
        subject->evict[i]++;
}

struct work subject_row_hot(struct subject *subject)
{
    view_row(subject, 0);
    return (struct work){.call = score_row, .arg = subject};
}

struct work subject_row_cold(struct subject *subject)
{
    return (struct work){.call = score_row, .between = next_row, .arg = subject};
}

enum cleap_status subject_row_evicted(struct subject *subject, struct work *work,
                                      struct cleap_error *err)
{
    subject->evict = cl_arena_zeroed(&subject->arena, EVICT_SIZE, 1);
    if (subject->evict == NULL)
        return cl_fail_nomem(err);
    *work = (struct work){.call = score_row, .between = evict_and_next_row, .arg = subject};
    return CLEAP_OK;
}

struct work subject_bytes(struct subject *subject)
{
    subject->text = subject->first;
    return (struct work){.call = score_bytes, .arg = subject};
}

enum cleap_status subject_bytes_cold(struct subject *subject, struct work *work,
                                     struct cleap_error *err)
{
    CL_TRY(make_texts(subject, err));
    *work = (struct work){.call = score_bytes, .between = next_text, .arg = subject};
    return CLEAP_OK;
}

struct work subject_batch(struct subject *subject)
{
    return (struct work){.call = score_batch, .arg = subject};
}
