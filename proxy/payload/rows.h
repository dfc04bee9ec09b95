/*
 * Rows that come as objects, {"column": value, ...}: read into a frame of the model's inputs.
 *
 * Keys that are no input ride along: they are kept as they were written and come back with their
 * row. Those that begin with "__ow_" and those that the model makes itself do not.
 */
#ifndef CLEAP_PROXY_PAYLOAD_ROWS_H
#define CLEAP_PROXY_PAYLOAD_ROWS_H

#include "mleap/frame_json_cells.h"
#include "proxy/payload/bad.h"
#include "runtime/frame.h"
#include "runtime/model.h"
#include "runtime/strmap.h"

/* A key that rides along. */
struct payload_extra {
    struct cl_str name, raw; /* raw: the value's JSON text */
    const struct payload_extra *next;
};

struct payload_rows {
    const struct cleap_model *model;
    struct cl_arena arena; /* what lasts as long as this */
    struct cl_strmap map;  /* names of what the stages make, then of inputs, in their order */
    size_t n_made;         /* how many of those are not inputs; stages that cannot run included */
    size_t *seen;          /* per input: the row that had it last, plus 1 */
    uint64_t schema_id;    /* of frames of the model's inputs */
    struct cl_cell_reader cells;
    struct cleap_frame frame; /* the rows that were read last */
    const struct payload_extra *
        *extras; /* per row, in the order of the text; in the frame's arena */
    /* Of rows that were read one by one: which of the text each is, and those that are none. NULL:
     * there is no row but those of the frame. */
    size_t *origin;
    struct payload_bad bad;
};

/* The cursor must live as long. CLEAP_E_NOMEM */
enum cleap_status payload_rows_init(struct payload_rows *rows, const struct cleap_model *model,
                                    struct cl_json *json, struct cleap_error *err);
void payload_rows_done(struct payload_rows *rows);

/* How a key stands to the model. */
enum payload_key { PAYLOAD_INPUT, PAYLOAD_OUTPUT, PAYLOAD_UNKNOWN };
enum payload_key payload_rows_key(const struct payload_rows *rows, struct cl_str name);

/* Whether so many rows may be read from a text of so many tokens. CLEAP_E_LIMIT */
enum cleap_status payload_rows_check(const struct payload_rows *rows, size_t n, size_t n_tokens,
                                     struct cleap_error *err);

/* Reads the array of n rows that the cursor stands before; n_tokens is what they are made of
 * (cl_json_leap). */
enum cleap_status payload_rows_read(struct payload_rows *rows, size_t n, size_t n_tokens,
                                    struct cleap_error *err);

/* The same where rows that cannot be read do not hinder the others: they are in rows->bad. */
enum cleap_status payload_rows_read_each(struct payload_rows *rows, size_t n, size_t n_tokens,
                                         struct cleap_error *err);

/* Reads the object that the cursor stands before as one row; `option` is a key to pass over. */
enum cleap_status payload_rows_read_one(struct payload_rows *rows, const char *option,
                                        struct cleap_error *err);

/* The same for objects that come one by one: makes room for n of them; then each object that the
 * cursor stands before is read behind the rows of rows->frame. A failure leaves those as they are.
 * Texts are pieces of what the cursor was opened on. */
enum cleap_status payload_rows_begin(struct payload_rows *rows, size_t n, struct cleap_error *err);
enum cleap_status payload_rows_add(struct payload_rows *rows, struct cleap_error *err);

/* Behind payload_rows_begin(): makes room to note which rows those are and which are none. */
enum cleap_status payload_rows_begin_each(struct payload_rows *rows, size_t n,
                                          struct cleap_error *err);

#endif
