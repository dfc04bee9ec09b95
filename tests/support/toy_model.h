/*
 * Small models made of small ops, for tests of the engine, which knows no real ones.
 */
#ifndef CLEAP_TESTS_TOY_MODEL_H
#define CLEAP_TESTS_TOY_MODEL_H

#include "runtime/model.h"

/* in input double, other double; out output double: input + other. Fails at a NaN. */
extern const struct cl_op toy_sum;

/* in input double; out output double, and nothing for rows whose value is odd: they are dropped. */
extern const struct cl_op toy_evens;

/* in input double that may be null; out output string, nullable: "<1>", null where null came in. */
extern const struct cl_op toy_text;

/* in input a vector; out output a vector: dense in even rows of the tile, else sparse. */
extern const struct cl_op toy_forms;

/* How often any toy was executed, by all threads. */
size_t toy_calls(void);

/* An empty model with room for that many nodes. */
struct cleap_model *toy_model(size_t room);

/* Adds a node called `name`; the wires are "input=x other=y output=z". A failure fails the running
 * test. */
void toy_add(struct cleap_model *model, const struct cl_op *op, const char *name,
             const char *wires);

/* Works out the model's columns; to be called once, behind the last node. */
void toy_finish(struct cleap_model *model);

/* The same for an op that has attributes, in the JSON of tests/support/json_source.h. */
void toy_add_op(struct cleap_model *model, const struct cl_op *op, const char *name,
                const char *wires, const char *attributes);

#endif
