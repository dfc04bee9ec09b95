/*
 * What the parts of the golden runner share.
 *
 * The answers of the JVM are read here by code of their own (jansson, and a decoder of the binary
 * form), not by cleap's readers, so that a fault of a reader does not hide itself.
 */
#ifndef CLEAP_TESTS_GOLDEN_H
#define CLEAP_TESTS_GOLDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/frame.h"
#include "runtime/model.h"

struct golden_bytes {
    char *at; /* a NUL follows; NULL: there is no such file */
    size_t n;
};

/* One case folder, as read from disk. */
struct golden_case {
    const char *folder;
    struct golden_bytes input_json, input_bin, expected_json, expected_bin;
    bool scores_bin;    /* input.json cannot say what was scored, input.bin can */
    char at[16];        /* error.json: load, read_frame, plan or row; "" if the case succeeds */
    char superset[512]; /* "" unless cleap answers on purpose what the JVM does not: why, and whose
                           answer is expected */
};

/* Exits with a message when the folder is no case. */
void golden_case_read(struct golden_case *c, const char *folder);
void golden_case_free(struct golden_case *c);

/* A file of the folder, or of the folder with .gz behind its name, unpacked. */
struct golden_bytes golden_file(const char *folder, const char *name);

/* The expected frames. On a fault they print it and give false. The frame was initialised. */
bool golden_read_json(struct cleap_frame *frame, const char *text, size_t n);
bool golden_read_bin(struct cleap_frame *frame, const void *bytes, size_t n);

/* The type that a schema's JSON text says, for the binary form. */
bool golden_read_schema(struct cl_schema *schema, const char *text, size_t n,
                        struct cl_arena *arena);

/* Rows row0 .. row0+n-1 of a frame: a view, not to be freed, with its columns in `columns`. */
struct cleap_frame golden_rows(const struct cleap_frame *frame, size_t row0, size_t n,
                               struct cl_column *columns);

/* How well an op met the JVM's values. */
struct golden_tally {
    const char *op;
    size_t values, equal;
    uint64_t worst; /* ulp */
};

#define GOLDEN_MAX_OPS 64

/* What is known of a model's columns: who makes each, and how far it may be off. */
struct golden_report {
    const struct cleap_model *model;
    const char *what; /* "bundle.json.zip, row by row" */
    size_t n_faults;  /* told so far */
    size_t n_tallies;
    struct golden_tally tallies[GOLDEN_MAX_OPS];
};

/* Prints a fault and counts it; after a few they are counted only. */
void golden_fault(struct golden_report *report, const char *format, ...) CL_PRINTF(2, 3);

struct golden_compare {
    bool lossy;   /* `wanted` comes from JSON: NaN and infinities are null, -0.0 is 0.0 */
    bool exact;   /* every op to the last bit, for cleap against itself */
    bool tallies; /* count what is found */
};

/* Compares column by column and cell by cell; differences become faults. */
void golden_compare(struct golden_report *report, const struct cleap_frame *found,
                    const struct cleap_frame *wanted, struct golden_compare how);

/* The op that makes a column, "frame" when none does, and how far its values may be off. */
const char *golden_maker(const struct cleap_model *model, struct cl_str column);
struct cl_parity golden_parity(const struct cleap_model *model, struct cl_str column);

/* The case's Avro files, where it has them: of input.bin, and of the answer. */
void golden_check_avro(struct golden_report *report, const struct golden_case *c,
                       const struct cleap_frame *answer);

/* Everything that a case which succeeds or fails must show, with one bundle. */
void golden_check_answer(struct golden_report *report, const struct golden_case *c);
void golden_check_error(struct golden_report *report, const struct golden_case *c,
                        enum cleap_status opened, const struct cleap_error *err);

#endif
