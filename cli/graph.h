/*
 * A model's stages in the forms that `cleap inspect` has: text, JSON, Graphviz, the planner's
 * steps.
 */
#ifndef CLEAP_CLI_GRAPH_H
#define CLEAP_CLI_GRAPH_H

#include <stdio.h>

#include "runtime/buf.h"
#include "runtime/plan.h"

void graph_print(FILE *out, const struct cleap_model *model);
void graph_print_dot(FILE *out, const struct cleap_model *model);
void graph_print_plan(FILE *out, const struct cl_plan *plan);
void graph_put_json(struct cl_buf *buf, const struct cleap_model *model);

/* What a stage's model did not say and what was taken instead: how many values, and one line of
 * them, if any. */
size_t graph_n_defaults(const struct cl_node *node);
void graph_print_defaults(FILE *out, const struct cl_node *node);

#endif
