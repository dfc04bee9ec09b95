/** \file
 * Leap frames: named, typed columns of one length.
 */
#ifndef CLEAP_FRAME_H
#define CLEAP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cleap/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Owned by whoever made it; not thread safe. */
struct cleap_frame;

/** An empty frame, or NULL when there is no memory. */
struct cleap_frame *cleap_frame_new(void);
void cleap_frame_free(struct cleap_frame *frame);

/** Forgets rows and columns, keeps the memory for the next ones. */
void cleap_frame_reset(struct cleap_frame *frame);

/**
 * Adds a column; the first one sets the number of rows. Values, texts and names are copied.
 *
 * \param n     rows; CLEAP_E_STATE when other columns have another number
 * \param null  n flags, true where the cell is null; NULL when none is
 * \return CLEAP_E_SCHEMA when the frame has such a column already
 */
enum cleap_status cleap_frame_add_f64(struct cleap_frame *frame, const char *name, size_t n,
                                      const double *values, const bool *null,
                                      struct cleap_error *err);
enum cleap_status cleap_frame_add_i64(struct cleap_frame *frame, const char *name, size_t n,
                                      const int64_t *values, const bool *null,
                                      struct cleap_error *err);
enum cleap_status cleap_frame_add_string(struct cleap_frame *frame, const char *name, size_t n,
                                         const char *const *values, struct cleap_error *err);
/** Dense vectors: n * width values, row-major. */
enum cleap_status cleap_frame_add_vector(struct cleap_frame *frame, const char *name, size_t n,
                                         size_t width, const double *values,
                                         struct cleap_error *err);

size_t cleap_frame_n_rows(const struct cleap_frame *frame);
size_t cleap_frame_n_columns(const struct cleap_frame *frame);

/** The name of column i, NULL when there is none; valid until the frame changes. */
const char *cleap_frame_column_name(const struct cleap_frame *frame, size_t i);

/** The index of a column, -1 when there is none. */
ptrdiff_t cleap_frame_find(const struct cleap_frame *frame, const char *name);

/**
 * Reads a cell. A number or boolean of any base type is given as a double.
 *
 * \return CLEAP_E_STATE no such row or column; CLEAP_E_SCHEMA the column holds something else;
 *         CLEAP_E_DATA the cell is null
 */
enum cleap_status cleap_frame_get_f64(const struct cleap_frame *frame, size_t column, size_t row,
                                      double *value, struct cleap_error *err);
/** Text, not terminated; valid until the frame changes. */
enum cleap_status cleap_frame_get_string(const struct cleap_frame *frame, size_t column, size_t row,
                                         const char **at, size_t *n, struct cleap_error *err);
/**
 * Writes a vector of numbers, dense, into `values`, which has room for `room`.
 * \param n  receives the vector's size, also when it is more than `room` (CLEAP_E_LIMIT)
 */
enum cleap_status cleap_frame_get_vector(const struct cleap_frame *frame, size_t column, size_t row,
                                         double *values, size_t room, size_t *n,
                                         struct cleap_error *err);

/** Replaces the frame by what a JSON leap frame (ml.combust.mleap.json) holds. */
enum cleap_status cleap_frame_read_json(struct cleap_frame *frame, const char *text, size_t n,
                                        struct cleap_error *err);

/** How JSON text looks; the values are the same. */
enum cleap_json_style {
    CLEAP_JSON_COMPACT, /**< no blanks */
    CLEAP_JSON_PRETTY   /**< laid out as the JVM lays it out */
};

/** Writes a frame as JSON. The caller frees `*text` with free(); it ends with a NUL. */
enum cleap_status cleap_frame_write_json(const struct cleap_frame *frame,
                                         enum cleap_json_style style, char **text, size_t *n,
                                         struct cleap_error *err);

#ifdef __cplusplus
}
#endif
#endif
