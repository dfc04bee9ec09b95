/*
 * A stand-in for a node that cleap cannot run: it does not have the operator, or not what the model
 * asks of it. It has the columns that the bundle names, of no known type, and tells why. Plans that
 * need it are refused; the rest of the graph scores without it.
 */
#ifndef CLEAP_RUNTIME_STAND_IN_H
#define CLEAP_RUNTIME_STAND_IN_H

#include "runtime/model.h"

/* Makes a node of it. `why` is a message without its columns, which are added. */
enum cleap_status cl_stand_in(struct cl_node *node, struct cl_str op, struct cl_str name,
                              const struct cl_sockets *sockets, const char *why,
                              struct cl_arena *arena, struct cleap_error *err);

/* CLEAP_E_UNSUPPORTED when one of the columns, or a step that drops rows, needs a stand-in. Columns
 * that are not the model's are passed over: a frame may bring them. */
enum cleap_status cl_stand_in_check(const struct cleap_model *model, const char *const *select,
                                    struct cleap_error *err);

#endif
