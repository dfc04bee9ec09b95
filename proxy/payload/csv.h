/*
 * Records of CSV as RFC 4180 has them: fields with commas between, quoted where they hold commas,
 * quotes (doubled) or line breaks; lines end with LF or CR LF.
 */
#ifndef CLEAP_PROXY_PAYLOAD_CSV_H
#define CLEAP_PROXY_PAYLOAD_CSV_H

#include "runtime/buf.h"
#include "runtime/error.h"

struct csv_field {
    struct cl_str text;
    bool quoted;
};

/* Where the record that begins at `at` ends, behind its line break; NULL: it does not end before
 * `end`, which is the end of all there is when at_end is true and then a record ends there too.
 * *n_lines receives how many lines it takes. */
char *csv_record_end(char *at, char *end, bool at_end, uint64_t *n_lines);

/*
 * Splits a record into fields, whose quotes are taken away in place; the record must not be read
 * again. At most `room` of them are kept, *n is how many there are. CLEAP_E_FORMAT: a quote where
 * none may be, or text that is not UTF-8.
 */
enum cleap_status csv_split(char *at, char *end, struct csv_field *fields, size_t room, size_t *n,
                            struct cleap_error *err);

/* Writes text as a field: in quotes where it needs them, and where it is empty, because a field of
 * nothing is a null. */
void csv_put_text(struct cl_buf *buf, struct cl_str text);

#endif
