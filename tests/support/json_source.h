/*
 * A struct cl_source for tests: the attributes of a model, written as plain JSON. The type that an
 * op asks for decides how a value is read.
 *
 *     {"splits": [-1, 0, "Infinity"],                     numbers; null and "NaN" are NaN
 *      "mean": [1, 2],                                    a tensor of one dimension, of doubles
 *      "coefficient_matrix": {"dimensions": [2, 2], "values": [1, 2, 3, 4]},    column-major
 *      "user_factors": [{"base": "float", "dimensions": [1], "values": [1]}],
 *      "input_shape": {"base": "tensor", "isNullable": true, "dimensions": [3]},    or "scalar"
 *      "key_type": "string"}
 *
 * Members that begin with # are the rest of the folder:
 *
 *     {"#op": "random_forest_regression",
 *      "#children": {"tree0": {"num_features": 2, "#tree": [
 *          {"feature": 0, "threshold": 1.5}, {"leaf": [1]},
 *          {"feature": 1, "left": [0, 2]}, {"leaf": [2]}, {"leaf": [3]}]}},
 *      "#files": {"notes.txt": "text"}}
 *
 * A categorical split has "left" or "right": the categories that go there.
 */
#ifndef CLEAP_TESTS_JSON_SOURCE_H
#define CLEAP_TESTS_JSON_SOURCE_H

#include <jansson.h>

#include "runtime/source.h"

/* Parses such a text; the running cmocka test fails when it is no JSON. The caller decrefs it. */
json_t *json_source_parse(const char *text);

/* A source, in the arena, that reads `object` for as long as it is used. */
struct cl_source *json_source(const json_t *object, const char *op, struct cl_arena *arena);

#endif
