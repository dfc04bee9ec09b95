/*
 * Stand-ins for nodes that cleap cannot run.
 */
#include "runtime/stand_in.h"

#include <stdio.h>

#include "runtime/plan.h"

/* How many columns a message names, and how many bytes of each. */
#define NAMED 3
#define NAME_SIZE 40

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    (void)x;
    return cl_fail(err, CLEAP_E_UNSUPPORTED, "a stand-in cannot run");
}

/* One side of a node. */
struct side {
    struct cl_formal *formals;
    struct cl_str *columns;
};

static bool make_side(struct side *side, const struct cl_socket *sockets, size_t n,
                      enum cl_port_dir dir, struct cl_arena *arena)
{
    struct cl_port *ports = cl_arena_zeroed(arena, n, sizeof *ports);

    side->formals = cl_arena_zeroed(arena, n, sizeof *side->formals);
    side->columns = cl_arena_array(arena, n, sizeof *side->columns);
    if (ports == NULL || side->formals == NULL || side->columns == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct cl_str column = sockets[i].column;

        ports[i] =
            (struct cl_port){.name = cl_arena_strndup(arena, sockets[i].port.at, sockets[i].port.n),
                             .dir = dir,
                             .nulls = CL_NULL_OP,
                             .nullable = true};
        side->formals[i] = (struct cl_formal){
            .port = &ports[i], .wired = true, .nulls = CL_NULL_OP, .type = {.nullable = true}};
        column.at = cl_arena_strndup(arena, column.at, column.n);
        side->columns[i] = column;
        if (ports[i].name == NULL || column.at == NULL)
            return false;
    }
    return true;
}

/* A name cut to what a message takes, at a character's end. */
static int named_size(struct cl_str name)
{
    uint32_t n = name.n;

    if (n <= NAME_SIZE)
        return (int)n;
    for (n = NAME_SIZE; n > 0 && ((unsigned char)name.at[n] & 0xC0) == 0x80;)
        n--;
    return (int)n;
}

static const char *list_columns(const struct cl_str *columns, size_t n, char text[256])
{
    size_t at = 0;

    snprintf(text, 256, "nothing");
    for (size_t i = 0; i < n && i < NAMED; i++)
        at += (size_t)snprintf(text + at, 256 - at, "%s'%.*s'", i > 0 ? ", " : "",
                               named_size(columns[i]), columns[i].at);
    if (n > NAMED)
        snprintf(text + at, 256 - at, " and %zu more", n - NAMED);
    return text;
}

enum cleap_status cl_stand_in(struct cl_node *node, struct cl_str op, struct cl_str name,
                              const struct cl_sockets *sockets, const char *why,
                              struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_op *stand_in = cl_arena_zeroed(arena, 1, sizeof *stand_in);
    struct cl_port *none = cl_arena_zeroed(arena, 1, sizeof *none);
    char reads[256], makes[256];
    struct side in, out;

    if (stand_in == NULL || none == NULL ||
        !make_side(&in, sockets->in, sockets->n_in, CL_IN, arena) ||
        !make_side(&out, sockets->out, sockets->n_out, CL_OUT, arena))
        return cl_fail_nomem(err);
    *stand_in = (struct cl_op){
        .name = cl_arena_strndup(arena, op.at, op.n), .ports = none, .execute = execute};
    *node = (struct cl_node){
        .name = name,
        .op = stand_in,
        .n_in = sockets->n_in,
        .n_out = sockets->n_out,
        .in = in.formals,
        .in_column = in.columns,
        .out = out.formals,
        .out_column = out.columns,
        .pipeline = {.at = ""},
        .refusal = cl_arena_printf(arena, "%s; it reads %s and makes %s", why,
                                   list_columns(in.columns, sockets->n_in, reads),
                                   list_columns(out.columns, sockets->n_out, makes)),
    };
    return stand_in->name != NULL && node->refusal != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static bool is_of_model(const struct cleap_model *model, struct cl_str column)
{
    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            if (model->nodes[k].out_column[i].at != NULL &&
                cl_str_equal(model->nodes[k].out_column[i], column))
                return true;
    return cl_schema_find(&model->input, column) >= 0;
}

static enum cleap_status check(const struct cleap_model *model, const char *const *select, size_t n,
                               struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_strs known = {.at = cl_arena_array(arena, n, sizeof *known.at)};
    struct cl_plan *plan;
    struct cleap_error found;

    if (known.at == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        if (is_of_model(model, cl_str_of(select[i])))
            known.at[known.n++] = cl_str_of(select[i]);
    cl_error_begin(&found, NULL);
    cl_plan_build(model, &model->input, &known, &plan, &found);
    cl_plan_free(plan);
    /* Other faults depend on the frame. */
    if (found.status != CLEAP_E_UNSUPPORTED && found.status != CLEAP_E_NOMEM)
        return CLEAP_OK;
    *err = found;
    return found.status;
}

enum cleap_status cl_stand_in_check(const struct cleap_model *model, const char *const *select,
                                    struct cleap_error *err)
{
    struct cl_arena arena;
    enum cleap_status status;
    size_t n = 0;

    while (select[n] != NULL)
        n++;
    cl_arena_init(&arena, 1024);
    status = check(model, select, n, &arena, err);
    cl_arena_free(&arena);
    return status;
}
