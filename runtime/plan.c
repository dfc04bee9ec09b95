/*
 * Plans: which steps a frame of some schema needs, and where each finds its columns.
 */
#include "runtime/plan.h"

#include <stdlib.h>

#include "runtime/cast_base.h"
#include "runtime/frame.h"
#include "runtime/step.h"
#include "runtime/strmap.h"

#define PLAN_CHUNK 8192

/* While a plan is built. A column's number is its slot: the frame's columns first, then what each
 * node makes, in order; hidden columns come behind. */
struct builder {
    const struct cleap_model *model;
    struct cl_plan *plan;
    struct cl_strmap map; /* name -> slot */
    uint32_t *first_out;  /* per node: the slot of its first output */
    bool *needed;         /* per node */
    bool *wanted;         /* per slot: an answer or a needed node reads it */
    uint32_t *wanted_for; /* per wanted slot: which answer, the first; NO_ANSWER: dropping rows */
    uint32_t *needed_for; /* per needed node: likewise */
    bool selects;         /* whether somebody chose the answers */
    bool *guarded;        /* per slot: a null guard stands before its first reader */
    uint32_t *cast_of;    /* per slot: the last hidden column made of it, a chain by `older` */
    uint32_t *older;
    size_t room_slots, room_steps;
};

#define NO_ANSWER UINT32_MAX

static bool is_wired(struct cl_str column)
{
    return column.at != NULL;
}

static size_t count_outputs(const struct cleap_model *model)
{
    size_t n = 0;

    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            n += is_wired(model->nodes[k].out_column[i]);
    return n;
}

static enum cleap_status make_room(struct builder *b, size_t n_columns, struct cleap_error *err)
{
    const struct cleap_model *model = b->model;
    struct cl_arena *arena = &b->plan->arena;
    size_t n_reads = 0;

    for (size_t k = 0; k < model->n_nodes; k++)
        n_reads += model->nodes[k].n_in;
    b->room_slots = n_columns + n_reads;
    b->room_steps = model->n_nodes + 2 * n_reads;
    if (b->room_slots >= CL_NO_SLOT)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu columns are too many", b->room_slots);
    b->plan->slots = cl_arena_zeroed(arena, b->room_slots, sizeof *b->plan->slots);
    b->plan->steps = cl_arena_zeroed(arena, b->room_steps, sizeof *b->plan->steps);
    b->first_out = cl_arena_array(arena, model->n_nodes, sizeof *b->first_out);
    b->needed = cl_arena_zeroed(arena, model->n_nodes, sizeof *b->needed);
    b->wanted = cl_arena_zeroed(arena, b->room_slots, sizeof *b->wanted);
    b->wanted_for = cl_arena_array(arena, b->room_slots, sizeof *b->wanted_for);
    b->needed_for = cl_arena_array(arena, model->n_nodes, sizeof *b->needed_for);
    b->guarded = cl_arena_zeroed(arena, b->room_slots, sizeof *b->guarded);
    b->cast_of = cl_arena_array(arena, b->room_slots, sizeof *b->cast_of);
    b->older = cl_arena_array(arena, b->room_slots, sizeof *b->older);
    if (b->plan->slots == NULL || b->plan->steps == NULL || b->first_out == NULL ||
        b->needed == NULL || b->wanted == NULL || b->wanted_for == NULL || b->needed_for == NULL ||
        b->guarded == NULL || b->cast_of == NULL || b->older == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < b->room_slots; i++)
        b->cast_of[i] = b->older[i] = CL_NO_SLOT;
    return CLEAP_OK;
}

/* A schema may be gone while its plan lives, so names and dims are copied. */
static enum cleap_status copy_field(struct builder *b, const struct cl_field *field,
                                    struct cl_slot *slot, struct cleap_error *err)
{
    struct cl_arena *arena = &b->plan->arena;
    const struct cl_dims *dims = &field->type.dims;

    slot->name = field->name;
    slot->type = field->type;
    slot->name.at = cl_arena_strndup(arena, field->name.at, field->name.n);
    if (slot->name.at == NULL)
        return cl_fail_nomem(err);
    if (field->type.shape == CL_TENSOR && dims->n > 0) {
        slot->type.dims.size = cl_arena_copy(arena, dims->size, dims->n * sizeof *dims->size);
        if (slot->type.dims.size == NULL)
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

static bool makes_nulls(const struct cl_formal *out)
{
    return out->type.nullable && out->port->makes_nulls;
}

static enum cleap_status name_slots(struct builder *b, const struct cl_schema *input,
                                    struct cleap_error *err)
{
    struct cl_plan *plan = b->plan;
    size_t n = input->n + count_outputs(b->model);
    struct cl_str *names;

    CL_TRY(make_room(b, n, err));
    names = cl_arena_array(&plan->arena, n, sizeof *names);
    if (names == NULL)
        return cl_fail_nomem(err);
    plan->n_inputs = input->n;
    for (size_t i = 0; i < input->n; i++) {
        CL_TRY(copy_field(b, &input->fields[i], &plan->slots[i], err));
        plan->slots[i].has_nulls = plan->slots[i].type.nullable;
        names[i] = plan->slots[i].name;
    }
    plan->n_slots = input->n;
    for (size_t k = 0; k < b->model->n_nodes; k++) {
        const struct cl_node *node = &b->model->nodes[k];

        b->first_out[k] = (uint32_t)plan->n_slots;
        for (size_t i = 0; i < node->n_out; i++) {
            if (!is_wired(node->out_column[i]))
                continue;
            names[plan->n_slots] = node->out_column[i];
            plan->slots[plan->n_slots++] =
                (struct cl_slot){.name = node->out_column[i],
                                 .type = node->out[i].type,
                                 .has_nulls = makes_nulls(&node->out[i]),
                                 .is_vector = !node->out[i].port->any_rank};
        }
    }
    return cl_strmap_build(&b->map, names, n, &plan->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

/* A frame's struct has no field twice. */
static enum cleap_status refuse_duplicates(const struct builder *b, struct cleap_error *err)
{
    const struct cl_plan *plan = b->plan;

    if (b->map.n == plan->n_slots)
        return CLEAP_OK;
    for (uint32_t i = 0; i < plan->n_slots; i++)
        if (cl_strmap_find(&b->map, plan->slots[i].name) != i)
            return cl_fail(err, CLEAP_E_SCHEMA, "there is a column '%.*s' already",
                           CL_STR_ARGS(plan->slots[i].name));
    return CLEAP_OK;
}

static enum cleap_status choose_outputs(struct builder *b, const struct cl_strs *select,
                                        struct cleap_error *err)
{
    struct cl_plan *plan = b->plan;
    size_t n = select != NULL ? select->n : plan->n_slots;

    b->selects = select != NULL;
    plan->outputs = cl_arena_array(&plan->arena, n, sizeof *plan->outputs);
    plan->output.fields = cl_arena_array(&plan->arena, n, sizeof *plan->output.fields);
    if (plan->outputs == NULL || plan->output.fields == NULL)
        return cl_fail_nomem(err);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = select != NULL ? cl_strmap_find(&b->map, select->at[i]) : i;

        if (slot == CL_STRMAP_NONE)
            return cl_fail(err, CLEAP_E_SCHEMA, "there is no column '%.*s' to select",
                           CL_STR_ARGS(select->at[i]));
        if (b->wanted[slot])
            return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is selected twice",
                           CL_STR_ARGS(select->at[i]));
        b->wanted[slot] = true;
        b->wanted_for[slot] = i;
        plan->outputs[i] = slot;
        plan->output.fields[i] =
            (struct cl_field){.name = plan->slots[slot].name, .type = plan->slots[slot].type};
    }
    plan->n_outputs = plan->output.n = n;
    return CLEAP_OK;
}

static bool node_filters(const struct cl_node *node)
{
    return node->op->filter != NULL &&
           (node->op->filters == NULL || node->op->filters(node->state));
}

static void want_inputs(struct builder *b, size_t k)
{
    const struct cl_node *node = &b->model->nodes[k];

    for (size_t i = 0; i < node->n_in; i++) {
        uint32_t slot = CL_STRMAP_NONE;

        if (is_wired(node->in_column[i]))
            slot = cl_strmap_find(&b->map, node->in_column[i]);
        if (slot == CL_STRMAP_NONE || b->wanted[slot])
            continue;
        b->wanted[slot] = true;
        b->wanted_for[slot] = b->needed_for[k];
    }
}

/* Backwards: a node is needed when it makes a wanted column or drops rows. */
static void find_needed(struct builder *b)
{
    for (size_t k = b->model->n_nodes; k-- > 0;) {
        const struct cl_node *node = &b->model->nodes[k];
        uint32_t slot = b->first_out[k];

        b->needed[k] = node_filters(node);
        b->needed_for[k] = NO_ANSWER;
        for (size_t i = 0; i < node->n_out; i++) {
            if (!is_wired(node->out_column[i]))
                continue;
            if (b->wanted[slot] && b->needed_for[k] == NO_ANSWER) {
                b->needed[k] = true;
                b->needed_for[k] = b->wanted_for[slot];
            }
            slot++;
        }
        if (b->needed[k])
            want_inputs(b, k);
    }
}

/* A needed node that cannot run: says who needs it. */
static enum cleap_status refuse(const struct builder *b, size_t k, struct cleap_error *err)
{
    const char *why = b->model->nodes[k].refusal;
    uint32_t answer = b->needed_for[k];

    if (!b->selects)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "%s; every column is asked for", why);
    if (answer == NO_ANSWER)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "%s; a stage that drops rows needs it", why);
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "%s; column '%.*s' needs it", why,
                   CL_STR_ARGS(b->plan->output.fields[answer].name));
}

static struct cl_step *add_step(struct builder *b, const struct cl_op *op, const void *state,
                                struct cl_str name, size_t n_in, size_t n_out)
{
    struct cl_step *step = &b->plan->steps[b->plan->n_steps++];

    *step = (struct cl_step){.op = op, .state = state, .node = name, .n_in = n_in, .n_out = n_out};
    step->in = cl_arena_array(&b->plan->arena, n_in, sizeof *step->in);
    step->out = cl_arena_array(&b->plan->arena, n_out, sizeof *step->out);
    return step->in != NULL && step->out != NULL ? step : NULL;
}

static enum cleap_status add_guard(struct builder *b, uint32_t slot, struct cleap_error *err)
{
    struct cl_step *step = add_step(b, &cl_op_null_guard, NULL, b->plan->slots[slot].name, 1, 0);

    if (step == NULL)
        return cl_fail_nomem(err);
    step->is_hidden = true;
    step->in[0] = slot;
    b->guarded[slot] = true;
    return CLEAP_OK;
}

/* A hidden column of the wanted type that another reader of the slot has already asked for. */
static uint32_t find_cast(const struct builder *b, uint32_t slot, const struct cl_op *op,
                          const struct cl_type *type, bool is_vector)
{
    for (uint32_t at = b->cast_of[slot]; at != CL_NO_SLOT; at = b->older[at]) {
        const struct cl_step *maker = NULL;

        for (size_t i = b->plan->n_steps; i-- > 0 && maker == NULL;)
            if (b->plan->steps[i].n_out == 1 && b->plan->steps[i].out[0] == at)
                maker = &b->plan->steps[i];
        if (maker != NULL && maker->op == op && b->plan->slots[at].is_vector == is_vector &&
            cl_type_equal(&b->plan->slots[at].type, type))
            return at;
    }
    return CL_NO_SLOT;
}

/* The slot from which a port reads: the column's own, or a hidden one behind a cast. */
static enum cleap_status connect(struct builder *b, const struct cl_formal *port, uint32_t *slot,
                                 struct cleap_error *err)
{
    struct cl_plan *plan = b->plan;
    const struct cl_slot *from = &plan->slots[*slot];
    const struct cl_op *op;
    const void *state;
    struct cl_type type;
    struct cl_step *step;
    uint32_t hidden;

    CL_TRY(cl_cast_find(&from->type, from->is_vector, port, &plan->arena, &op, &state, &type, err));
    if (from->has_nulls && port->nulls == CL_NULL_ERROR && !b->guarded[*slot])
        CL_TRY(add_guard(b, *slot, err));
    if (op == NULL)
        return CLEAP_OK;
    hidden = find_cast(b, *slot, op, &type, !port->port->any_rank);
    if (hidden == CL_NO_SLOT) {
        step = add_step(b, op, state, from->name, 1, 1);
        if (step == NULL)
            return cl_fail_nomem(err);
        hidden = (uint32_t)plan->n_slots++;
        plan->slots[hidden] = (struct cl_slot){
            .name = {.at = ""},
            .type = type,
            .has_nulls = from->has_nulls || (type.shape == CL_SCALAR &&
                                             cl_cast_makes_nulls(from->type.base, type.base)),
            .is_vector = !port->port->any_rank};
        step->is_hidden = true;
        step->in[0] = *slot;
        step->out[0] = hidden;
        b->older[hidden] = b->cast_of[*slot];
        b->cast_of[*slot] = hidden;
    }
    *slot = hidden;
    return CLEAP_OK;
}

static enum cleap_status find_inputs(struct builder *b, size_t k, uint32_t *slots,
                                     struct cleap_error *err)
{
    const struct cl_node *node = &b->model->nodes[k];
    char text[CL_TYPE_TEXT_SIZE];

    for (size_t i = 0; i < node->n_in; i++) {
        struct cl_str column = node->in_column[i];

        slots[i] = CL_NO_SLOT;
        if (!is_wired(column))
            continue;
        slots[i] = cl_strmap_find(&b->map, column);
        if (slots[i] == CL_STRMAP_NONE || (slots[i] >= b->first_out[k]))
            return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is missing; wanted: %s",
                           CL_STR_ARGS(column), cl_type_text(&node->in[i].type, text));
    }
    for (size_t i = 0; i < node->n_in; i++)
        if (slots[i] != CL_NO_SLOT && connect(b, &node->in[i], &slots[i], err) != CLEAP_OK)
            return cl_blame(err, "column '%.*s'", CL_STR_ARGS(node->in_column[i]));
    return CLEAP_OK;
}

static enum cleap_status add_node(struct builder *b, size_t k, struct cleap_error *err)
{
    const struct cl_node *node = &b->model->nodes[k];
    uint32_t *in = cl_arena_array(&b->plan->arena, node->n_in, sizeof *in);
    uint32_t slot = b->first_out[k];
    struct cl_step *step;

    if (in == NULL)
        return cl_fail_nomem(err);
    if (node->refusal != NULL)
        return refuse(b, k, err);
    CL_TRY(find_inputs(b, k, in, err));
    step = add_step(b, node->op, node->state, node->name, node->n_in, node->n_out);
    if (step == NULL)
        return cl_fail_nomem(err);
    memcpy(step->in, in, node->n_in * sizeof *in);
    for (size_t i = 0; i < node->n_out; i++)
        step->out[i] = is_wired(node->out_column[i]) ? slot++ : CL_NO_SLOT;
    step->filters = node_filters(node);
    return CLEAP_OK;
}

static void settle(struct cl_plan *plan)
{
    for (size_t i = 0; i < plan->n_slots; i++) {
        plan->slots[i].cell_size = cl_cell_size(&plan->slots[i].type);
        plan->slots[i].points = cl_type_points(&plan->slots[i].type);
    }
    for (size_t i = 0; i < plan->n_steps; i++) {
        struct cl_step *step = &plan->steps[i];

        for (size_t j = 0; j < step->n_out; j++)
            if (step->out[j] != CL_NO_SLOT && plan->slots[step->out[j]].has_nulls)
                step->makes_nulls = true;
    }
}

/* For each step that drops rows: which filled columns are still to be read. */
static enum cleap_status find_live(struct builder *b, struct cleap_error *err)
{
    struct cl_plan *plan = b->plan;
    uint32_t *made = cl_arena_zeroed(&plan->arena, plan->n_slots, sizeof *made);
    uint32_t *last_read = cl_arena_zeroed(&plan->arena, plan->n_slots, sizeof *last_read);

    if (made == NULL || last_read == NULL)
        return cl_fail_nomem(err);
    for (uint32_t i = 0; i < plan->n_steps; i++) {
        for (size_t j = 0; j < plan->steps[i].n_in; j++)
            if (plan->steps[i].in[j] != CL_NO_SLOT)
                last_read[plan->steps[i].in[j]] = i + 1;
        for (size_t j = 0; j < plan->steps[i].n_out; j++)
            if (plan->steps[i].out[j] != CL_NO_SLOT)
                made[plan->steps[i].out[j]] = i + 1;
    }
    for (size_t i = 0; i < plan->n_outputs; i++)
        last_read[plan->outputs[i]] = UINT32_MAX;
    for (uint32_t i = 0; i < plan->n_steps; i++) {
        struct cl_step *step = &plan->steps[i];

        if (!step->filters)
            continue;
        step->live = cl_arena_array(&plan->arena, plan->n_slots, sizeof *step->live);
        if (step->live == NULL)
            return cl_fail_nomem(err);
        for (uint32_t slot = 0; slot < plan->n_slots; slot++)
            if ((slot < plan->n_inputs || (made[slot] != 0 && made[slot] <= i)) &&
                last_read[slot] > i)
                step->live[step->n_live++] = slot;
    }
    return CLEAP_OK;
}

static enum cleap_status build(struct builder *b, const struct cl_schema *input,
                               const struct cl_strs *select, struct cleap_error *err)
{
    CL_TRY(name_slots(b, input, err));
    CL_TRY(refuse_duplicates(b, err));
    CL_TRY(choose_outputs(b, select, err));
    find_needed(b);
    for (size_t k = 0; k < b->model->n_nodes; k++)
        if (b->needed[k] && add_node(b, k, err) != CLEAP_OK)
            return cl_blame(err, "node '%.*s' (%s)", CL_STR_ARGS(b->model->nodes[k].name),
                            b->model->nodes[k].op->name);
    settle(b->plan);
    CL_TRY(find_live(b, err));
    return cl_plan_fuse(b->plan, err);
}

enum cleap_status cl_plan_build(const struct cleap_model *model, const struct cl_schema *input,
                                const struct cl_strs *select, struct cl_plan **plan,
                                struct cleap_error *err)
{
    struct builder b = {.model = model};
    enum cleap_status status;

    *plan = NULL;
    b.plan = calloc(1, sizeof *b.plan);
    if (b.plan == NULL)
        return cl_fail_nomem(err);
    b.plan->id = cl_schema_new_id();
    cl_arena_init(&b.plan->arena, PLAN_CHUNK);
    status = build(&b, input, select, err);
    if (status == CLEAP_OK)
        *plan = b.plan;
    else
        cl_plan_free(b.plan);
    return status;
}

void cl_plan_free(struct cl_plan *plan)
{
    if (plan == NULL)
        return;
    cl_arena_free(&plan->arena);
    free(plan);
}
