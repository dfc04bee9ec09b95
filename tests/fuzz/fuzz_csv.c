/*
 * CSV: any bytes fall into records, and a record that is taken, written and read again has the same
 * fields.
 */
#include <stdint.h>

#include "proxy/payload/csv.h"

#define ROOM 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(const struct csv_field *fields, size_t n)
{
    struct csv_field again[ROOM];
    struct cleap_error err;
    struct cl_buf buf;
    uint64_t n_lines;
    size_t n_again;

    cl_buf_init(&buf, SIZE_MAX / 2);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            cl_buf_byte(&buf, ',');
        csv_put_text(&buf, fields[i].text);
    }
    cl_buf_byte(&buf, '\n');
    if (csv_record_end(buf.at, buf.at + buf.n, false, &n_lines) != buf.at + buf.n ||
        csv_split(buf.at, buf.at + buf.n, again, ROOM, &n_again, &err) != CLEAP_OK || n_again != n)
        __builtin_trap();
    for (size_t i = 0; i < n; i++)
        if (!cl_str_equal(fields[i].text, again[i].text))
            __builtin_trap();
    cl_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct csv_field fields[ROOM];
    struct cleap_error err;
    struct cl_buf text;
    uint64_t n_lines;
    size_t n;

    cl_buf_init(&text, SIZE_MAX / 2);
    cl_buf_append(&text, data, size);
    for (char *at = text.at, *end = text.at + text.n; at < end;) {
        char *next = csv_record_end(at, end, true, &n_lines);

        if (next == NULL || next <= at)
            __builtin_trap();
        if (csv_split(at, next, fields, ROOM, &n, &err) == CLEAP_OK && n <= ROOM)
            check_again(fields, n);
        at = next;
    }
    cl_buf_free(&text);
    return 0;
}
