/*
 * Who wrote a bundle, as far as it can be told: bundle.json names MLeap's version alone.
 *
 *   layout   the JVM writes bundle.json with its keys in the order format, name, timestamp, ...;
 *            the Python package begins with another
 *   names    Spark ends the uid of a stage in _ and 12 hexadecimal digits, the Python package in
 *            _ and a UUID
 *
 * Spark's layout with Spark's names is taken for its exporter, though MLeap's runtime, which keeps
 * names, may have written the bundle anew.
 */
#ifndef CLEAP_MLEAP_WRITER_H
#define CLEAP_MLEAP_WRITER_H

#include "runtime/model.h"

/* Whether members of bundle.json, as they stand in its text, are in the JVM's order. */
bool cl_writer_is_jvm(struct cl_str format, struct cl_str name, struct cl_str timestamp,
                      struct cl_str version, struct cl_str uid);

/* Whose stages these are, by their names and the layout. */
enum cl_writer cl_writer_tell(const struct cleap_model *model, bool is_jvm);

#endif
