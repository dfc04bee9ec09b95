/*
 * Numbers and text, both ways, correctly rounded.
 */
#ifndef CLEAP_RUNTIME_NUMBER_H
#define CLEAP_RUNTIME_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Room for any number's text in any form here; what is behind the text may be overwritten. */
#define CL_NUMBER_TEXT_SIZE 48

/* Java's Double.toString and Float.toString as JDK 17 has them: "1.0", "1.0E10", "NaN". Return the
 * length; no NUL is written. */
size_t cl_f64_java_text(double value, char *text);
size_t cl_f32_java_text(float value, char *text);

/* The shortest digits that read back, laid out as the JVM's JSON writer lays them out (BigDecimal):
 * "1.0", "0.000010", "1.0E+10". NaN and infinities give "null", -0.0 gives "0.0". */
size_t cl_f64_json_text(double value, char *text);
size_t cl_f32_json_text(float value, char *text);

/* n of them with `between`, one or two characters, between them; `text` has room for
 * CL_NUMBER_TEXT_SIZE more than `between` for each. Returns where they end. */
char *cl_f64s_json_text(const double *values, size_t n, const char *between, char *text);

size_t cl_i64_text(int64_t value, char *text);

/* A plain decimal ([-+]digits[.digits][e[-+]digits]) that fills the n characters. Too large gives
 * infinity, too small 0. False: it is no such text. */
bool cl_f64_parse(const char *text, size_t n, double *value);
bool cl_f32_parse(const char *text, size_t n, float *value);

/* The same, but one side of the point may be empty: "1.", ".5", "1.e5". */
bool cl_f64_parse_open(const char *text, size_t n, double *value);
bool cl_f32_parse_open(const char *text, size_t n, float *value);

#ifdef __cplusplus
}
#endif
#endif
