/*
 * Text as Java reads it: what its parsers take for a number or a truth value.
 */
#ifndef CLEAP_RUNTIME_JAVA_TEXT_H
#define CLEAP_RUNTIME_JAVA_TEXT_H

#include "runtime/number.h"
#include "runtime/str.h"

/* Double.parseDouble, Float.parseFloat: blanks trimmed, NaN, Infinity, hex, trailing f F d D.
 * False: NumberFormatException. */
bool cl_java_parse_f64(struct cl_str text, double *value);
bool cl_java_parse_f32(struct cl_str text, float *value);

/* Long.parseLong and, with narrower bounds, parseByte, parseShort, parseInt. */
bool cl_java_parse_i64(struct cl_str text, int64_t min, int64_t max, int64_t *value);

/* MLeap's cast of text to boolean. False: digits that are not all ASCII, NumberFormatException. */
bool cl_java_parse_bool(struct cl_str text, bool *value);

#endif
