/*
 * Scoring within bounds: by tiles, and row by row where a tile has one that fails.
 */
#include "proxy/payload/bounds.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "runtime/op.h"

/* What it takes to send the answer. */
#define RESERVE_MS 5

/* A job while it is done. */
struct progress {
    const struct payload_job *job;
    const struct payload_bounds *bounds;
    int64_t last_ms; /* when the tile before was through; 0: there was none */
    bool by_rows;    /* what is handed out is a row, not a tile */
};

int64_t payload_now_ms(void)
{
    struct timespec now;

    return timespec_get(&now, TIME_UTC) == TIME_UTC
               ? (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000
               : 0;
}

bool payload_is_rows_fault(const struct cleap_error *err)
{
    return err->status != CLEAP_E_NOMEM && err->status != CLEAP_E_IO &&
           err->status != CLEAP_E_LIMIT && err->status != CLEAP_E_STATE;
}

void payload_forget_row(struct cleap_error *err)
{
    char words[32];
    int n = snprintf(words, sizeof words, "row %lld: ", (long long)err->row);
    char *at = strstr(err->message, words);

    if (at != NULL)
        memmove(at, at + n, strlen(at + n) + 1);
}

/* The tile after this one may take as long as this one did. */
static enum cleap_status check_time(struct progress *p, size_t n_done, struct cleap_error *err)
{
    int64_t deadline = p->bounds->deadline_ms, now, took;

    if (deadline == 0)
        return CLEAP_OK;
    now = payload_now_ms();
    took = p->last_ms != 0 && now > p->last_ms ? now - p->last_ms : 0;
    p->last_ms = now;
    if (now + took + RESERVE_MS < deadline)
        return CLEAP_OK;
    return cl_fail(
        err, CLEAP_E_LIMIT,
        "stopped after %zu of %zu rows, %lld ms %s the deadline; send fewer rows at once "
        "or give the action more time",
        n_done, p->job->frame->n, (long long)(now < deadline ? deadline - now : now - deadline),
        now < deadline ? "before" : "after");
}

static enum cleap_status check_size(const struct progress *p, size_t n_done,
                                    struct cleap_error *err)
{
    size_t n = p->job->out->n, n_rows = p->job->frame->n;
    const struct cl_schema *made = &cl_scorer_model(p->job->scorer)->output;
    struct cl_str column = made->n > 0 ? made->fields[made->n - 1].name : cl_str_of("");

    if (p->bounds->max_answer == 0 || n <= p->bounds->max_answer)
        return CLEAP_OK;
    return cl_fail(
        err, CLEAP_E_LIMIT,
        "the answer takes %zu bytes for %zu of %zu row%s, %zu are allowed for all; select "
        "less, such as \"select\": \"%.*s\"%s",
        n, n_done, n_rows, n_rows == 1 ? "" : "s", p->bounds->max_answer, CL_STR_ARGS(column),
        n_rows == 1 ? "" : ", or send fewer rows");
}

static enum cleap_status put_tile(void *arg, const struct cl_answer *tile, struct cleap_error *err)
{
    struct progress *p = arg;
    size_t n_rows = p->job->frame->n;
    size_t n_done = n_rows - tile->row0 > CL_TILE_ROWS ? tile->row0 + CL_TILE_ROWS : n_rows;

    CL_TRY(p->job->on_tile(p->job->arg, tile, err));
    if (p->by_rows)
        n_done = tile->row0 + 1;
    CL_TRY(check_size(p, n_done, err));
    if (n_done == n_rows || (p->by_rows && n_done % CL_TILE_ROWS != 0))
        return CLEAP_OK;
    return check_time(p, n_done, err);
}

/* Scores rows begin .. end-1 one by one. That changes no answer: none depends on its neighbours. */
static enum cleap_status put_rows(struct progress *p, size_t begin, size_t end,
                                  struct cleap_error *err)
{
    const struct payload_job *job = p->job;

    CL_TRY(cl_scorer_select(job->scorer, job->select, err));
    p->by_rows = true;
    for (size_t row = begin; row < end; row++) {
        if (cl_scorer_tiles(job->scorer, job->frame, row, row + 1, put_tile, p, err) == CLEAP_OK)
            continue;
        if (err->row < 0 || !payload_is_rows_fault(err))
            return err->status;
        payload_forget_row(err);
        job->on_bad(job->arg, row, err);
        cl_error_begin(err, err);
    }
    p->by_rows = false;
    return CLEAP_OK;
}

enum cleap_status payload_score_bounded(const struct payload_job *job,
                                        const struct payload_bounds *bounds,
                                        struct cleap_error *err)
{
    struct progress p = {.job = job, .bounds = bounds};
    size_t n = job->frame->n;

    for (size_t begin = 0;;) {
        if (payload_score_tiles(job->helpers, job->scorer, job->select, job->frame, begin, put_tile,
                                &p, err) == CLEAP_OK)
            return CLEAP_OK;
        if (!bounds->each_row || err->row < 0 || !payload_is_rows_fault(err))
            return err->status;
        begin = (size_t)err->row - (size_t)err->row % CL_TILE_ROWS;
        cl_error_begin(err, err);
        CL_TRY(put_rows(&p, begin, n - begin > CL_TILE_ROWS ? begin + CL_TILE_ROWS : n, err));
        begin += CL_TILE_ROWS;
        if (begin >= n)
            return CLEAP_OK;
    }
}
