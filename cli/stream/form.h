/*
 * The forms in which the command line takes and gives rows.
 */
#ifndef CLEAP_CLI_STREAM_FORM_H
#define CLEAP_CLI_STREAM_FORM_H

#include "runtime/error.h"
#include "runtime/str.h"

enum form {
    FORM_NONE,   /* not known */
    FORM_JSON,   /* leap frames as JSON */
    FORM_BINARY, /* in MLeap's binary form */
    FORM_AVRO,   /* as Avro container files */
    FORM_CSV,
    FORM_JSONL, /* an object a line */
    FORM_TABLE, /* to read; goes out only */
};

/* "json", "csv", ...; for a leap frame's form also MLeap's package. CLEAP_E_STATE: there is none of
 * that name. */
enum cleap_status form_by_name(const char *name, enum form *form, struct cleap_error *err);

/* By the ending of a path, which may be "-". */
enum form form_by_path(const char *path);

/* By how the data begins. */
enum form form_by_content(const char *at, size_t n);

const char *form_name(enum form form);

#endif
