/*
 * Models within a model.
 */
#include "ops/kernels/submodel.h"

#include "ops/registry.h"

/* Sockets that one model may need: ops have a handful of ports that do not repeat. */
#define MAX_SOCKETS 16

enum cleap_status cl_submodel_open(struct cl_source *src, const char *name,
                                   struct cl_source **child, const struct cl_op **op,
                                   struct cleap_error *err)
{
    CL_TRY(cl_source_child(src, cl_str_of(name), child, err));
    *op = cl_op_find((*child)->op);
    if (*op == NULL)
        return cl_fail(err, CLEAP_E_UNSUPPORTED, "operator '%.*s' is not known to cleap",
                       CL_STR_ARGS((*child)->op));
    return CLEAP_OK;
}

/* A socket for a port, of a column of the same name. */
static enum cleap_status add_socket(struct cl_socket *sockets, size_t *n, const char *port,
                                    struct cleap_error *err)
{
    if (*n == MAX_SOCKETS)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d ports", MAX_SOCKETS);
    sockets[(*n)++] = (struct cl_socket){.port = cl_str_of(port), .column = cl_str_of(port)};
    return CLEAP_OK;
}

enum cleap_status cl_submodel_load(struct cl_node *sub, const struct cl_op *op, const char *name,
                                   const char *const *outputs, struct cl_source *child,
                                   struct cleap_error *err)
{
    struct cl_socket in[MAX_SOCKETS], out[MAX_SOCKETS];
    struct cl_sockets sockets = {.in = in, .out = out};
    const char *kept = cl_arena_strndup(child->arena, name, strlen(name));

    if (kept == NULL)
        return cl_fail_nomem(err);
    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++)
        if (port->dir == CL_IN && !port->repeat)
            CL_TRY(add_socket(in, &sockets.n_in, port->name, err));
    for (; *outputs != NULL; outputs++)
        CL_TRY(add_socket(out, &sockets.n_out, *outputs, err));
    return cl_node_load(sub, op, cl_str_of(kept), &sockets, child, err);
}

enum cleap_status cl_submodel_run(const struct cl_node *sub, const struct cl_exec *x,
                                  const struct cl_column *const *in, struct cl_column **out,
                                  struct cleap_error *err)
{
    struct cl_column *columns = cl_arena_zeroed(x->scratch, sub->n_out, sizeof *columns);
    struct cl_column **wired = cl_arena_zeroed(x->scratch, sub->n_out, sizeof *wired);
    struct cl_exec call = *x;

    if (columns == NULL || wired == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < sub->n_out; i++) {
        if (!sub->out[i].wired)
            continue;
        columns[i].type = sub->out[i].type;
        wired[i] = &columns[i];
        if (!cl_column_reserve(wired[i], x->n, x->scratch))
            return cl_fail_nomem(err);
    }
    call.in = in;
    call.out = wired;
    if (sub->op->execute(sub->state, &call, err) != CLEAP_OK)
        return cl_blame(err, "%.*s (%s)", CL_STR_ARGS(sub->name), sub->op->name);
    *out = columns;
    return CLEAP_OK;
}
