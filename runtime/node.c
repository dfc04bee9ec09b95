/*
 * Nodes: an op with its state, wired to columns.
 */
#include <stdio.h>

#include "runtime/model.h"
#include "runtime/source_default.h"
#include "runtime/strmap.h"

/* Ports that one op may have; wide assemblers have tens of thousands. */
#define MAX_PORTS 1000000

/* Ports of one direction: the sockets by port name, and where the formals go. */
struct wiring {
    enum cl_port_dir dir;
    struct cl_strmap map; /* port -> socket, the last of equal ones */
    const struct cl_socket *sockets;
    struct cl_formal *formals;
    struct cl_str *columns;
    size_t n;
};

#define PORT_NAME 64

static const char *port_name(const struct cl_port *port, size_t repeat_i, char name[PORT_NAME])
{
    if (port->repeat)
        snprintf(name, PORT_NAME, "%s%zu", port->name, repeat_i);
    else
        snprintf(name, PORT_NAME, "%s", port->name);
    return name;
}

/* For `repeats`: as many as there are sockets, counted from 0. */
#define AS_WIRED SIZE_MAX

static uint32_t find_socket(const struct wiring *w, const struct cl_port *port, size_t repeat_i)
{
    char name[PORT_NAME];

    return cl_strmap_find(&w->map, cl_str_of(port_name(port, repeat_i, name)));
}

static size_t family_size(const struct wiring *w, const struct cl_port *port, size_t repeats)
{
    size_t n = 0;

    if (!port->repeat)
        return 1;
    if (repeats != AS_WIRED)
        return repeats;
    while (find_socket(w, port, n) != CL_STRMAP_NONE)
        n++;
    return n;
}

static size_t count_ports(const struct wiring *w, const struct cl_op *op, size_t repeats)
{
    size_t n = 0;

    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++)
        if (port->dir == w->dir)
            n += family_size(w, port, repeats);
    return n;
}

static enum cleap_status wire_init(struct wiring *w, const struct cl_op *op, size_t repeats,
                                   const struct cl_socket *sockets, size_t n_sockets,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_str *names = cl_arena_array(arena, n_sockets, sizeof *names);
    size_t n;

    if (names == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n_sockets; i++)
        names[i] = sockets[i].port;
    if (!cl_strmap_build(&w->map, names, n_sockets, arena))
        return cl_fail_nomem(err);
    n = count_ports(w, op, repeats);
    w->sockets = sockets;
    w->formals = cl_arena_zeroed(arena, n, sizeof *w->formals);
    w->columns = cl_arena_zeroed(arena, n, sizeof *w->columns);
    return w->formals != NULL && w->columns != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status wire_port(struct wiring *w, const struct cl_port *port, size_t repeat_i,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_formal *formal = &w->formals[w->n];
    uint32_t socket = find_socket(w, port, repeat_i);
    char name[PORT_NAME];

    *formal = (struct cl_formal){
        .port = port,
        .repeat_i = (uint32_t)repeat_i,
        .wired = socket != CL_STRMAP_NONE,
        .nulls = port->nulls,
        .type = {.base = port->base,
                 .shape = port->shape,
                 .nullable = port->nullable,
                 .dims = {.known = port->no_dims}},
    };
    if (formal->wired) {
        struct cl_str column = w->sockets[socket].column;

        column.at = cl_arena_strndup(arena, column.at, column.n);
        if (column.at == NULL)
            return cl_fail_nomem(err);
        w->columns[w->n] = column;
    } else if (!port->optional) {
        return cl_fail(err, CLEAP_E_FORMAT, "%s port '%s' is not wired to a column",
                       port->dir == CL_IN ? "input" : "output", port_name(port, repeat_i, name));
    }
    w->n++;
    return CLEAP_OK;
}

static enum cleap_status wire_ports(struct wiring *w, const struct cl_op *op, size_t repeats,
                                    struct cl_arena *arena, struct cleap_error *err)
{
    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++) {
        size_t n = port->dir == w->dir ? family_size(w, port, repeats) : 0;

        for (size_t i = 0; i < n; i++)
            CL_TRY(wire_port(w, port, i, arena, err));
    }
    return CLEAP_OK;
}

/* MLeap makes a struct of a node's columns, and a struct has no field twice. Two inputs of one
 * column, which it refuses for that reason alone, have a meaning and are taken. */
static enum cleap_status refuse_duplicates(const struct wiring *w, struct cl_arena *arena,
                                           struct cleap_error *err)
{
    struct cl_str *names = cl_arena_array(arena, w->n, sizeof *names);
    struct cl_strmap map;
    uint32_t n = 0;

    if (names == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < w->n; i++)
        if (w->columns[i].at != NULL)
            names[n++] = w->columns[i];
    if (!cl_strmap_build(&map, names, n, arena))
        return cl_fail_nomem(err);
    for (uint32_t i = 0; map.n < n && i < n; i++)
        if (cl_strmap_find(&map, names[i]) != i)
            return cl_fail(err, CLEAP_E_FORMAT, "column '%.*s' is wired to two output ports",
                           CL_STR_ARGS(names[i]));
    return CLEAP_OK;
}

static enum cleap_status wire(struct wiring *w, const struct cl_op *op, size_t repeats,
                              const struct cl_socket *sockets, size_t n_sockets,
                              struct cl_arena *arena, struct cleap_error *err)
{
    CL_TRY(wire_init(w, op, repeats, sockets, n_sockets, arena, err));
    CL_TRY(wire_ports(w, op, repeats, arena, err));
    return w->dir == CL_OUT ? refuse_duplicates(w, arena, err) : CLEAP_OK;
}

static enum cleap_status load_state(struct cl_node *node, struct cl_source *src,
                                    struct cleap_error *err)
{
    const struct cl_op *op = node->op;

    if (op->state_size > 0 && op->defaults != NULL)
        memcpy(node->state, op->defaults, op->state_size);
    if (op->attrs != NULL)
        CL_TRY(cl_source_attrs(src, op->attrs, node->state, err));
    return op->load != NULL ? op->load(node->state, src, err) : CLEAP_OK;
}

static enum cleap_status wire_node(struct cl_node *node, const struct cl_sockets *sockets,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    const struct cl_op *op = node->op;
    size_t repeats = op->repeats != NULL ? op->repeats(node->state) : AS_WIRED;
    struct wiring in = {.dir = CL_IN}, out = {.dir = CL_OUT};

    if (repeats > MAX_PORTS && repeats != AS_WIRED)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu ports, at most %d are taken", repeats, MAX_PORTS);
    CL_TRY(wire(&in, op, repeats, sockets->in, sockets->n_in, arena, err));
    CL_TRY(wire(&out, op, repeats, sockets->out, sockets->n_out, arena, err));
    node->n_in = in.n;
    node->in = in.formals;
    node->in_column = in.columns;
    node->n_out = out.n;
    node->out = out.formals;
    node->out_column = out.columns;
    return CLEAP_OK;
}

static enum cleap_status prepare(struct cl_node *node, struct cl_arena *arena,
                                 struct cleap_error *err)
{
    struct cl_prepare p = {
        .n_in = node->n_in, .n_out = node->n_out, .in = node->in, .out = node->out, .arena = arena};

    return node->op->prepare != NULL ? node->op->prepare(node->state, &p, err) : CLEAP_OK;
}

/* What is missing is noted with the node that stands in the graph, not with its sub-models. */
static enum cleap_status begin_defaults(struct cl_node *node, struct cl_source *src,
                                        struct cleap_error *err)
{
    static const struct cl_default all = {.kind = CL_DEFAULT_ALL, .name = "attributes"};

    if (src->defaults == NULL) {
        src->defaults = &node->defaults;
        node->defaults.where = src->where;
    }
    return src->is_bare ? cl_source_note(src, &all, err) : CLEAP_OK;
}

enum cleap_status cl_node_load(struct cl_node *node, const struct cl_op *op, struct cl_str name,
                               const struct cl_sockets *sockets, struct cl_source *src,
                               struct cleap_error *err)
{
    enum cleap_status status;

    *node = (struct cl_node){.name = name, .op = op, .pipeline = {.at = ""}};
    CL_TRY(begin_defaults(node, src, err));
    node->state = cl_arena_zeroed(src->arena, 1, op->state_size);
    if (node->state == NULL)
        return cl_fail_nomem(err);
    status = load_state(node, src, err);
    if (status == CLEAP_OK)
        status = wire_node(node, sockets, src->arena, err);
    if (status == CLEAP_OK)
        status = prepare(node, src->arena, err);
    node->defaults.where = (struct cl_str){.at = NULL};
    if (status != CLEAP_OK) {
        cl_node_unload(node);
        node->op = NULL;
    }
    return status;
}

void cl_node_unload(struct cl_node *node)
{
    if (node->op != NULL && node->op->unload != NULL)
        node->op->unload(node->state);
}
