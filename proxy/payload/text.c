/*
 * Reading rows in text.
 */
#include "proxy/payload/text.h"

#include "proxy/payload/bounds.h"

static size_t count_lines(const char *text, size_t n)
{
    const char *end = text + n;
    size_t n_lines = 0;

    for (const char *at = text; at < end; n_lines++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));

        at = line_end != NULL ? line_end + 1 : end;
    }
    return n_lines;
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && memchr(" \t\r\n", *at, 4) != NULL)
        at++;
    return at == end;
}

/* A row failed: notes it, or says on which line it is. */
static enum cleap_status note(struct payload_rows *rows, size_t row, size_t line, bool each,
                              struct cl_arena *arena, struct cleap_error *err)
{
    if (each && payload_is_rows_fault(err))
        return payload_bad_add(&rows->bad, row, arena, err);
    return cl_blame(err, "line %zu", line);
}

static enum cleap_status read_object(struct payload_rows *rows, const char *at, const char *end,
                                     struct cleap_error *err)
{
    struct cl_json *json = rows->cells.json;

    CL_TRY(cl_json_open(json, at, (size_t)(end - at), true, err));
    CL_TRY(payload_rows_add(rows, err));
    if (cl_json_end(json, err) == CLEAP_OK)
        return CLEAP_OK;
    rows->frame.n--;
    return err->status;
}

enum cleap_status payload_lines_read(struct payload_rows *rows, const char *text, size_t n,
                                     bool each, struct cleap_error *err)
{
    size_t n_lines = count_lines(text, n), row = 0, line = 1;
    const char *end = text + n;

    CL_TRY(payload_rows_check(rows, n_lines, n / 2, err));
    CL_TRY(payload_rows_begin(rows, n_lines, err));
    CL_TRY(payload_rows_begin_each(rows, n_lines, err));
    for (const char *at = text, *next; at < end; at = next, line++) {
        next = memchr(at, '\n', (size_t)(end - at));
        next = next != NULL ? next + 1 : end;
        if (is_blank(at, next))
            continue;
        if (read_object(rows, at, next, err) == CLEAP_OK)
            rows->origin[rows->frame.n - 1] = row;
        else
            CL_TRY(note(rows, row, line, each, &rows->frame.arena, err));
        row++;
    }
    return CLEAP_OK;
}

static struct csv_record next_record(char **at, char *end, uint64_t *n_lines)
{
    struct csv_record record = {.at = *at < end ? *at : NULL, .end = *at};

    *n_lines = 0;
    if (*at < end)
        record.end = *at = csv_record_end(*at, end, true, n_lines);
    return record;
}

static enum cleap_status add_records(struct payload_table *table, char *at, char *end, size_t line,
                                     bool each, struct cleap_error *err)
{
    size_t row = 0;
    uint64_t n_lines;

    for (;; line += n_lines) {
        struct csv_record record = next_record(&at, end, &n_lines);

        if (record.at == NULL)
            return CLEAP_OK;
        if (payload_csv_is_empty(record) && table->csv.n_fields > 1)
            continue;
        if (payload_csv_add(&table->csv, record, err) == CLEAP_OK)
            table->rows.origin[table->csv.frame.n - 1] = row;
        else
            CL_TRY(note(&table->rows, row, line, each, &table->csv.arena, err));
        row++;
    }
}

enum cleap_status payload_table_read(struct payload_table *table, const struct payload_rows *like,
                                     char *text, size_t n, bool each, struct cleap_error *err)
{
    size_t n_rows = count_lines(text, n);
    char *at = text, *end = text + n;
    struct csv_record header;
    uint64_t n_lines;

    table->rows = (struct payload_rows){.model = like->model};
    CL_TRY(payload_csv_init(&table->csv, err));
    header = next_record(&at, end, &n_lines);
    if (payload_csv_header(&table->csv, like->model, header, err) != CLEAP_OK)
        return cl_blame(err, "line 1");
    CL_TRY(payload_rows_check(like, n_rows, n, err));
    CL_TRY(payload_csv_begin(&table->csv, n_rows, err));
    table->rows.extras = cl_arena_zeroed(&table->csv.arena, n_rows, sizeof *table->rows.extras);
    table->rows.origin = cl_arena_array(&table->csv.arena, n_rows, sizeof *table->rows.origin);
    if (table->rows.extras == NULL || table->rows.origin == NULL)
        return cl_fail_nomem(err);
    CL_TRY(payload_bad_begin(&table->rows.bad, n_rows, &table->csv.arena, err));
    return add_records(table, at, end, (size_t)n_lines + 1, each, err);
}

void payload_table_done(struct payload_table *table)
{
    payload_csv_done(&table->csv);
}
