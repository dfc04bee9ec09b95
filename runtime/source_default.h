/*
 * Noting what a model does not say; for runtime/source.c.
 */
#ifndef CLEAP_RUNTIME_SOURCE_DEFAULT_H
#define CLEAP_RUNTIME_SOURCE_DEFAULT_H

#include "runtime/source.h"

/* Notes something of the model, or sub-model, that `src` reads; its .member is filled in.
 * CLEAP_E_NOMEM */
enum cleap_status cl_source_note(struct cl_source *src, const struct cl_default *what,
                                 struct cleap_error *err);

/* The same of an attribute that was not read, with what `field` holds instead. */
enum cleap_status cl_source_note_field(struct cl_source *src, enum cl_default_kind kind,
                                       const struct cl_attr *attr, const void *field,
                                       struct cleap_error *err);

#endif
