/*
 * Log lines.
 */
#define _POSIX_C_SOURCE 200809L

#include "proxy/action/log.h"

#include <stdio.h>
#include <time.h>

#include "mleap/json_write.h"
#include "proxy/action/sentinel.h"
#include "runtime/op.h"
#include "runtime/profile.h"

/* A line is left out of the log if it is longer: messages are not, stages may be. */
#define LINE_LIMIT ((size_t)1 << 20)

/* Bytes of an id that is taken for one. */
#define MAX_ID 130

static const char *const names[] = {"off", "error", "warn", "info", "debug"};

bool log_level_find(const char *name, enum log_level *level)
{
    *level = LOG_LEVEL_WARN;
    if (name == NULL || name[0] == '\0')
        return true;
    for (size_t i = 0; i < CL_COUNT_OF(names); i++)
        if (strcmp(names[i], name) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    return false;
}

static void put_time(struct cl_json_writer *w)
{
    int64_t now = payload_now_ms();
    time_t seconds = (time_t)(now / 1000);
    char text[32];
    struct tm parts;

    if (gmtime_r(&seconds, &parts) == NULL || strftime(text, sizeof text, "%FT%T", &parts) == 0)
        return;
    cl_json_put_key(w, "time");
    cl_buf_printf(w->buf, "\"%s.%03dZ\"", text, (int)(now % 1000));
}

static void put_id(struct cl_json_writer *w, const char *key, struct cl_str raw)
{
    if (raw.n == 0 || raw.n > MAX_ID)
        return;
    cl_json_put_key(w, key);
    cl_buf_append(w->buf, raw.at, raw.n);
}

static void put_report(struct cl_json_writer *w, const struct log_entry *entry)
{
    cl_json_put_key(w, "rows");
    cl_buf_printf(w->buf, "%zu", entry->report.n_rows);
    if (entry->report.n_bad > 0) {
        cl_json_put_key(w, "bad_rows");
        cl_buf_printf(w->buf, "%zu", entry->report.n_bad);
    }
    cl_json_put_key(w, "ms");
    cl_buf_printf(w->buf, "%.3f", (double)entry->took_ns / 1e6);
}

static void put_steps(struct cl_json_writer *w, const struct cl_profile *profile)
{
    const struct cl_plan *plan = profile->tile.plan;

    cl_json_put_key(w, "profiled_rows");
    cl_buf_printf(w->buf, "%zu", profile->n_rows);
    cl_json_put_key(w, "stages");
    cl_json_put_begin_array(w);
    for (size_t i = 0; i < plan->n_steps; i++) {
        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        cl_json_put_key(w, "stage");
        cl_json_put_string(w->buf, plan->steps[i].node);
        cl_json_put_key(w, "op");
        cl_json_put_word(w->buf, plan->steps[i].op->name);
        cl_json_put_key(w, "us");
        cl_buf_printf(w->buf, "%.3f", (double)profile->step_ns[i] / 1e3);
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
    w->is_first = false;
}

/* Times the stages, for which rows are scored once more: the first tile of them. */
static void put_stages(struct cl_json_writer *w, const struct payload_report *report)
{
    size_t n = report->frame->n < CL_TILE_ROWS ? report->frame->n : CL_TILE_ROWS;
    const struct cl_plan *plan;
    struct cl_profile profile;
    struct cleap_error err;

    if (n == 0 || cl_scorer_plan(report->scorer, report->frame->schema, report->frame->schema_id,
                                 &plan, &err) != CLEAP_OK)
        return;
    if (cl_profile_init(&profile, plan, &err) == CLEAP_OK &&
        cl_profile_run(&profile, report->frame, 0, n, &err) == CLEAP_OK)
        put_steps(w, &profile);
    cl_profile_done(&profile);
}

static void put_entry(struct cl_buf *line, const struct log_entry *entry)
{
    struct cl_json_writer w = {.buf = line, .style = CLEAP_JSON_COMPACT};

    cl_json_put_begin_object(&w);
    put_time(&w);
    cl_json_put_key(&w, "level");
    cl_json_put_word(line, names[entry->level]);
    cl_json_put_key(&w, "message");
    cl_json_put_string(line, cl_str_of(entry->message));
    put_id(&w, "activation_id", entry->activation_id);
    put_id(&w, "transaction_id", entry->transaction_id);
    if (entry->status != 0) {
        cl_json_put_key(&w, "status");
        cl_buf_printf(line, "%d", entry->status);
    }
    if (entry->has_report)
        put_report(&w, entry);
    if (entry->has_report && entry->stages && entry->report.frame != NULL)
        put_stages(&w, &entry->report);
    cl_json_put_end_object(&w);
    cl_buf_byte(line, '\n');
}

/* Writes the line at once; the first letter of a sentinel in it, which can only stand in a string,
 * as an escape. */
static void print(struct cl_buf *line)
{
    struct cl_buf masked;
    const char *at, *found;

    cl_buf_byte(line, '\0');
    if (line->status != CLEAP_OK)
        return;
    cl_buf_init(&masked, 2 * LINE_LIMIT);
    for (at = line->at; (found = strstr(at, SENTINEL)) != NULL; at = found + 1) {
        cl_buf_append(&masked, at, (size_t)(found - at));
        cl_buf_text(&masked, "\\u0058");
    }
    cl_buf_text(&masked, at);
    if (masked.status == CLEAP_OK)
        (void)fwrite(masked.at, 1, masked.n, stderr);
    cl_buf_free(&masked);
}

void log_write(const struct log_entry *entry)
{
    struct cl_buf line;

    cl_buf_init(&line, LINE_LIMIT);
    put_entry(&line, entry);
    print(&line);
    cl_buf_free(&line);
}
