/*
 * Leap frames in MLeap's binary form (ml.combust.mleap.binary). It says what JSON cannot: NaN,
 * infinities, -0.0.
 *
 *   int32 n, n bytes     the schema as JSON
 *   int32 rows, then row by row the cells, of a nullable column with a byte before that is 0 for
 * null
 *
 * Numbers are big-endian. There are no maps.
 */
#ifndef CLEAP_MLEAP_FRAME_BINARY_H
#define CLEAP_MLEAP_FRAME_BINARY_H

#include "runtime/buf.h"
#include "runtime/frame.h"

/* Replaces a frame; it owns all it holds. On failure it is empty: CLEAP_E_FORMAT, CLEAP_E_SCHEMA,
 * CLEAP_E_LIMIT, CLEAP_E_UNSUPPORTED for a map. */
enum cleap_status cl_frame_read_binary(struct cleap_frame *frame, const void *bytes, size_t n,
                                       struct cleap_error *err);

/* Writes a frame behind what the buffer holds. CLEAP_E_UNSUPPORTED: a map; CLEAP_E_LIMIT. */
enum cleap_status cl_frame_write_binary(const struct cleap_frame *frame, struct cl_buf *buf,
                                        struct cleap_error *err);

/* The same piece by piece, for rows whose number is known only at the end; the bytes must stay in
 * the buffer until then. */
struct cl_binary_writer {
    const struct cl_schema *schema;
    struct cl_buf *buf;
    size_t count_at; /* where the number of rows goes */
    uint64_t n;
};

enum cleap_status cl_binary_write_begin(struct cl_binary_writer *w, const struct cl_schema *schema,
                                        struct cl_buf *buf, struct cleap_error *err);
enum cleap_status cl_binary_write_rows(struct cl_binary_writer *w,
                                       const struct cl_column *const *columns, size_t n,
                                       struct cleap_error *err);
enum cleap_status cl_binary_write_end(struct cl_binary_writer *w, struct cleap_error *err);

#endif
