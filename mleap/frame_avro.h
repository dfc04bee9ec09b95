/*
 * Leap frames in Avro's object container files (ml.combust.mleap.avro): a row is a record.
 *
 * The form forgets some of a frame's schema: byte and short columns come back as int, tensors
 * without dimensions, and every column nullable (mleap/avro_schema.h).
 */
#ifndef CLEAP_MLEAP_FRAME_AVRO_H
#define CLEAP_MLEAP_FRAME_AVRO_H

#include "mleap/avro_container.h"
#include "runtime/frame.h"

/* Replaces a frame; it owns all it holds. On failure it is empty: CLEAP_E_FORMAT, CLEAP_E_SCHEMA,
 * CLEAP_E_LIMIT, CLEAP_E_UNSUPPORTED for types that no column can have. */
enum cleap_status cl_frame_read_avro(struct cleap_frame *frame, const void *bytes, size_t n,
                                     struct cleap_error *err);

/* Writes a frame behind what the buffer holds, in blocks that are not packed. CLEAP_E_UNSUPPORTED:
 * a column's name is none in Avro, or a map's keys are no text; CLEAP_E_DATA: a null tensor, which
 * has no form; CLEAP_E_LIMIT. */
enum cleap_status cl_frame_write_avro(const struct cleap_frame *frame, struct cl_buf *buf,
                                      struct cleap_error *err);

/* The same for a file of any length, in the memory of one of its blocks. */
struct cl_avro_reader;

/* Reads the header of what `pull` gives. The caller frees the reader. */
enum cleap_status cl_avro_reader_open(cl_pull_fn pull, void *arg, struct cl_avro_reader **reader,
                                      struct cleap_error *err);
void cl_avro_reader_free(struct cl_avro_reader *reader);

/* Lives as long as the reader. */
const struct cl_schema *cl_avro_reader_schema(const struct cl_avro_reader *reader);

/* Replaces a frame by the next rows, at most `max`; at the end by none. Its schema is the
 * reader's. */
enum cleap_status cl_avro_reader_next(struct cl_avro_reader *reader, struct cleap_frame *frame,
                                      size_t max, struct cleap_error *err);

/* Writes rows as they come. Whoever gave `out` may take away what it holds between two calls. */
struct cl_avro_writer;

/* Writes the header. The schema must live as long as the writer, which the caller frees. */
enum cleap_status cl_avro_writer_open(const struct cl_schema *schema, struct cl_buf *out,
                                      struct cl_avro_writer **writer, struct cleap_error *err);
void cl_avro_writer_free(struct cl_avro_writer *writer);

enum cleap_status cl_avro_writer_rows(struct cl_avro_writer *writer,
                                      const struct cl_column *const *columns, size_t n,
                                      struct cleap_error *err);

/* Writes the rows that are still in mind. */
enum cleap_status cl_avro_writer_end(struct cl_avro_writer *writer, struct cleap_error *err);

#endif
