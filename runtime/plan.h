/*
 * A plan: a model bound to the schema of a frame and the columns that are asked for.
 *
 * Planning does, once, what MLeap does for each frame: it looks columns up by name, finds the
 * cast from each column's type to what the op declared, refuses what cannot be cast and outputs
 * that exist already. What is left for a row is a flat loop over steps with slots.
 *
 * Read-only once built; belongs to one scorer.
 */
#ifndef CLEAP_RUNTIME_PLAN_H
#define CLEAP_RUNTIME_PLAN_H

#include "runtime/model.h"

#define CL_NO_SLOT UINT32_MAX

/* A column during scoring. Slots 0 .. n_inputs-1 are the frame's columns, in its order. */
struct cl_slot {
    struct cl_str name; /* "" of a hidden one */
    struct cl_type type;
    size_t cell_size;
    bool points;    /* its cells point somewhere */
    bool has_nulls; /* perhaps. Otherwise none whatever the type says, and no validity */
    bool is_vector; /* tensor cells are known to be proper vectors */
};

struct cl_step {
    const struct cl_op *op;
    const void *state;
    struct cl_str node; /* of a hidden step the column it works on */
    bool is_hidden;
    bool makes_nulls; /* an output has_nulls */
    size_t n_in, n_out;
    uint32_t *in, *out; /* slots; CL_NO_SLOT where a port is not wired */
    /* A step that drops rows: the slots that are filled by now and read later. */
    bool filters;
    size_t n_live;
    uint32_t *live;
    /* Runs this step and the next one together; NULL: they are not fused. */
    const struct cl_fusion *fusion;
};

struct cl_plan {
    struct cl_arena arena;
    size_t n_slots, n_inputs, n_steps, n_outputs;
    struct cl_slot *slots;
    struct cl_step *steps;
    uint32_t *outputs;       /* slots in the order of the answer */
    struct cl_schema output; /* their names and types */
    uint64_t id;             /* no other plan has it, nor had it */
};

/* `select`: names of the answer's columns, or NULL for all. Failures: CLEAP_E_SCHEMA. The caller
 * owns the plan. */
enum cleap_status cl_plan_build(const struct cleap_model *model, const struct cl_schema *input,
                                const struct cl_strs *select, struct cl_plan **plan,
                                struct cleap_error *err);
void cl_plan_free(struct cl_plan *plan);

/* Lets neighbours run as one step where their ops can (struct cl_fusion) and the column between
 * them is no answer and has no other reader; cl_plan_build does it. */
enum cleap_status cl_plan_fuse(struct cl_plan *plan, struct cleap_error *err);

#endif
