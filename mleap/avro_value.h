/*
 * Single values in Avro's encoding: the door to libavro.
 *
 * libavro reads and writes them; what is made of them, arrays and unions and records, is walked by
 * whoever calls, because libavro's own walk takes memory for whatever a length claims. All reading
 * is from memory, and no failure reads beyond it.
 */
#ifndef CLEAP_MLEAP_AVRO_VALUE_H
#define CLEAP_MLEAP_AVRO_VALUE_H

#include "runtime/arena.h"
#include "runtime/buf.h"
#include "runtime/type.h"

struct cl_avro_input {
    void *reader; /* libavro's; NULL: none yet */
    size_t size;  /* bytes that it was given */
};

/* Starts on n bytes, which must stay. The input is zeroed before its first use. */
enum cleap_status cl_avro_input_set(struct cl_avro_input *in, const char *bytes, size_t n,
                                    struct cleap_error *err);
void cl_avro_input_done(struct cl_avro_input *in);

/* The next number; CLEAP_E_FORMAT: the bytes end before, or it is not in [min, max]. */
enum cleap_status cl_avro_get_long(struct cl_avro_input *in, int64_t min, int64_t max,
                                   int64_t *value, struct cleap_error *err);

/* The next text or bytes, in the arena. A string must be UTF-8. */
enum cleap_status cl_avro_get_text(struct cl_avro_input *in, enum cl_base base,
                                   struct cl_arena *arena, struct cl_str *text,
                                   struct cleap_error *err);

/* The next value of a base type. */
enum cleap_status cl_avro_get(struct cl_avro_input *in, enum cl_base base, struct cl_arena *arena,
                              void *to, struct cleap_error *err);

/* Writes behind what a buffer holds; a failure stays in the buffer. */
struct cl_avro_output {
    void *writer; /* libavro's; NULL: none yet */
    struct cl_buf *buf;
};

enum cleap_status cl_avro_output_set(struct cl_avro_output *out, struct cl_buf *buf,
                                     struct cleap_error *err);
void cl_avro_output_done(struct cl_avro_output *out);

void cl_avro_put_long(struct cl_avro_output *out, int64_t value);
void cl_avro_put_text(struct cl_avro_output *out, enum cl_base base, struct cl_str text);

/* Writes value i of an array of a base type. */
void cl_avro_put(struct cl_avro_output *out, enum cl_base base, const void *values, size_t i);

#endif
