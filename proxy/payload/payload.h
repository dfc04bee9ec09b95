/*
 * Payloads: JSON that asks for a score, in any of the forms that are understood.
 *
 *   {"schema": {...}, "rows": [[cell, ...], ...]}   a leap frame; the answer is one
 *   {"rows": [{"column": value, ...}, ...]}         rows by name; the answer has the same shape
 *   [{"column": value, ...}, ...]                   the same without a name around it
 *   {"column": value, ...}                          one row; the answer is an object
 *
 * or a web action's request, {"__ow_method": ..., ...}: a single row of what stands beside, or what
 * its __ow_body or else its __ow_query holds, JSON, JSON Lines, CSV or a form. Rows are answered as
 * {"rows": [...]} then.
 *
 * "onError": "row" beside schema and rows: a row that fails is told of and hinders no other. In the
 * answer {"row": ..., "error": ...} stands in its place; a leap frame has them in "errors" beside.
 *
 * "select" beside schema and rows, or among the columns of a single row, says which columns to
 * answer. Where the model has an input of the name "select", "rows" or "schema", a single row's key
 * is that column. A row that the model drops is missing from the answer; a single one leaves {}.
 */
#ifndef CLEAP_PROXY_PAYLOAD_PAYLOAD_H
#define CLEAP_PROXY_PAYLOAD_PAYLOAD_H

#include "mleap/json.h"
#include "proxy/payload/bounds.h"
#include "runtime/buf.h"
#include "runtime/model.h"

/* All that reading, scoring and answering needs. One thread at a time. */
struct payload;

/* `select`: what payloads without "select" are answered with; NULL: every column. Both must stay
 * for as long. Plans for the model's own columns at once. */
enum cleap_status payload_new(const struct cleap_model *model, const struct cl_strs *select,
                              struct payload **payload, struct cleap_error *err);
void payload_free(struct payload *payload);

/* Who helps with large payloads from now on. */
void payload_set_helpers(struct payload *payload, struct payload_helpers *helpers);

/* What bounds payloads from now on; "onError" counts more than each_row. */
void payload_bound(struct payload *payload, const struct payload_bounds *bounds);

/* What became of the last payload that was scored. */
struct payload_report {
    bool is_web;          /* it was a request of a web action */
    size_t n_rows, n_bad; /* rows that came, and those of them that are told of as failed */
    const struct cleap_frame *frame; /* what was scored, and by what, until the payload is used
                                        again; NULL: it is gone */
    struct cleap_scorer *scorer;
};
struct payload_report payload_report(const struct payload *payload);

/* The cursor from which a payload is read. Whoever scores opens a text on it, padded, and leads it
 * to the value. */
struct cl_json *payload_cursor(struct payload *payload);

/* Scores the value that the cursor stands before, an object or an array, and writes the answer
 * behind what `out` holds; the cursor is behind the value then. On failure `out` may hold part of
 * an answer. */
enum cleap_status payload_score(struct payload *payload, struct cl_buf *out,
                                struct cleap_error *err);

/* The same for a text that holds nothing but the value, followed by CL_JSON_PADDING bytes. */
enum cleap_status payload_score_text(struct payload *payload, struct cl_str text,
                                     struct cl_buf *out, struct cleap_error *err);

#endif
