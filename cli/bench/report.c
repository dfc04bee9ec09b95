#include "cli/bench/report.h"

#include <stdio.h>

#include "cli/bench/allocations.h"

static double rows_per_s(const struct report *report)
{
    return (double)report->batch_rows * 1e9 /
           (double)(report->batch.p50 + (report->batch.p50 == 0));
}

static void put_line(struct cl_buf *buf, const char *what, const struct times *times)
{
    if (times->n == 0)
        return;
    cl_buf_printf(buf, "%-28s %10.3f %10.3f %10.3f %12zu", what, (double)times->p50 / 1e3,
                  (double)times->p99 / 1e3, (double)times->p999 / 1e3, times->n);
    if (allocations_are_counted())
        cl_buf_printf(buf, " %12.2f", times->allocations);
    cl_buf_byte(buf, '\n');
}

void report_put_text(const struct report *report, struct cl_buf *buf)
{
    cl_buf_printf(buf, "%-28s %10s %10s %10s %12s", "microseconds a call", "p50", "p99", "p99.9",
                  "calls");
    cl_buf_text(buf, allocations_are_counted() ? "  allocations\n" : "\n");
    put_line(buf, "one row, in process", &report->row);
    put_line(buf, "each row in turn", &report->row_cold);
    put_line(buf, "the same, caches emptied", &report->row_evicted);
    put_line(buf, "one row, JSON to JSON", &report->bytes);
    put_line(buf, "each row in turn", &report->bytes_cold);
    put_line(buf, "a batch, in process", &report->batch);
    cl_buf_printf(buf, "\n%-28s %10.0f rows/s in batches of %zu by %zu thread%s\n", "throughput",
                  rows_per_s(report), report->batch_rows, report->batch_threads,
                  report->batch_threads > 1 ? "s" : "");
    cl_buf_printf(buf, "%-28s %10.2f ms\n", "load", report->load_ms);
    cl_buf_printf(buf, "%-28s %10.1f MB\n", "memory", (double)report->rss_kb / 1024);
    if (report->has_steps)
        steps_put_text(&report->steps, buf);
}

static void put_number(struct cl_json_writer *w, const char *name, const char *unit, double value)
{
    char key[64];

    snprintf(key, sizeof key, "%s%s", name, unit);
    cl_json_put_key(w, key);
    cl_buf_printf(w->buf, "%.15g", value);
}

static void put_times(struct cl_json_writer *w, const char *name, const struct times *times)
{
    if (times->n == 0)
        return;
    put_number(w, name, "_p50_ns", (double)times->p50);
    put_number(w, name, "_p99_ns", (double)times->p99);
    put_number(w, name, "_p999_ns", (double)times->p999);
    put_number(w, name, "_min_ns", (double)times->least);
    put_number(w, name, "_calls", (double)times->n);
    if (allocations_are_counted())
        put_number(w, name, "_allocations", times->allocations);
}

void report_put_json(const struct report *report, struct cl_buf *buf)
{
    struct cl_json_writer writer = {.buf = buf, .style = CLEAP_JSON_COMPACT}, *w = &writer;

    cl_json_put_begin_object(w);
    put_number(w, "load", "_ms", report->load_ms);
    put_times(w, "row", &report->row);
    put_times(w, "row_cold", &report->row_cold);
    put_times(w, "row_evicted", &report->row_evicted);
    put_times(w, "bytes", &report->bytes);
    put_times(w, "bytes_cold", &report->bytes_cold);
    put_times(w, "batch", &report->batch);
    put_number(w, "batch", "_rows", (double)report->batch_rows);
    put_number(w, "batch", "_rows_per_s", rows_per_s(report));
    put_number(w, "batch", "_threads", (double)report->batch_threads);
    put_number(w, "bytes", "_in", (double)report->n_bytes_in);
    put_number(w, "bytes", "_out", (double)report->n_bytes_out);
    put_number(w, "rss", "_kb", (double)report->rss_kb);
    if (report->has_steps) {
        cl_json_put_key(w, "profile");
        steps_put_json(&report->steps, w);
    }
    cl_json_put_end_object(w);
    cl_buf_byte(buf, '\n');
}
