/*
 * Small models made of small ops.
 */
#include "tests/support/toy_model.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/support/json_source.h"

#define MAX_WIRES 16

static atomic_size_t n_calls;

size_t toy_calls(void)
{
    return atomic_load(&n_calls);
}

static enum cleap_status sum(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    atomic_fetch_add(&n_calls, 1);
    for (size_t i = 0; i < x->n; i++) {
        x->out[0]->as.f64[i] = x->in[0]->as.f64[i] + x->in[1]->as.f64[i];
        if (isnan(x->out[0]->as.f64[i]))
            return cl_fail_row(err, x, i, "the sum is no number");
    }
    return CLEAP_OK;
}

static enum cleap_status drop_odd(const void *state, struct cl_exec *x, uint8_t *keep,
                                  struct cleap_error *err)
{
    (void)state;
    (void)err;
    for (size_t i = 0; i < x->n; i++)
        if (fmod(x->in[0]->as.f64[i], 2.0) != 0.0)
            keep[i] = 0;
    return CLEAP_OK;
}

static enum cleap_status copy(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    (void)err;
    atomic_fetch_add(&n_calls, 1);
    for (size_t i = 0; i < x->n; i++)
        x->out[0]->as.f64[i] = x->in[0]->as.f64[i];
    return CLEAP_OK;
}

static enum cleap_status write_text(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    atomic_fetch_add(&n_calls, 1);
    for (size_t i = 0; i < x->n; i++) {
        char *text;

        if (cl_column_is_null(x->in[0], i)) {
            cl_column_set_null(x->out[0], i);
            continue;
        }
        text = cl_arena_printf(x->scratch, "<%g>", x->in[0]->as.f64[i]);
        if (text == NULL)
            return cl_fail_nomem(err);
        x->out[0]->as.str[i] = cl_str_of(text);
    }
    return CLEAP_OK;
}

static enum cleap_status change_form(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    static const int32_t index[] = {1};
    static const double value[] = {7.0};

    (void)state;
    (void)err;
    atomic_fetch_add(&n_calls, 1);
    for (size_t i = 0; i < x->n; i++)
        x->out[0]->as.tensor[i] =
            i % 2 == 0 ? x->in[0]->as.tensor[i] : cl_sparse(value, index, 1, 3);
    return CLEAP_OK;
}

static const struct cl_port sum_ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64},
    {.name = "other", .dir = CL_IN, .base = CL_F64},
    {.name = "output", .dir = CL_OUT, .base = CL_F64},
    {.dir = CL_PORT_END},
};

static const struct cl_port number_ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64},
    {.name = "output", .dir = CL_OUT, .base = CL_F64},
    {.dir = CL_PORT_END},
};

static const struct cl_port text_ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .nullable = true, .makes_nulls = true},
    {.dir = CL_PORT_END},
};

static const struct cl_port vector_ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

const struct cl_op toy_sum = {.name = "toy_sum", .ports = sum_ports, .execute = sum};
const struct cl_op toy_evens = {
    .name = "toy_evens", .ports = number_ports, .filter = drop_odd, .execute = copy};
const struct cl_op toy_text = {.name = "toy_text", .ports = text_ports, .execute = write_text};
const struct cl_op toy_forms = {.name = "toy_forms", .ports = vector_ports, .execute = change_form};

struct cleap_model *toy_model(size_t room)
{
    struct cleap_model *model = cl_model_new();

    assert_non_null(model);
    model->info = (struct cl_model_info){.uid = cl_str_of("toy"),
                                         .name = cl_str_of("toy"),
                                         .format = cl_str_of("json"),
                                         .version = cl_str_of("0"),
                                         .timestamp = cl_str_of("")};
    model->nodes = cl_arena_zeroed(&model->arena, room, sizeof *model->nodes);
    assert_non_null(model->nodes);
    return model;
}

/* Reads the next "port=column", false at the end. */
static bool next_wire(const char **at, struct cl_socket *socket)
{
    const char *equal = strchr(*at, '='), *end;

    if (equal == NULL)
        return false;
    end = equal + strcspn(equal, " ");
    socket->port = (struct cl_str){.at = *at, .n = (uint32_t)(equal - *at)};
    socket->column = (struct cl_str){.at = equal + 1, .n = (uint32_t)(end - equal - 1)};
    *at = *end == ' ' ? end + 1 : end;
    return true;
}

/* Ports that the op does not have are ignored, so every wire may be offered both ways. */
void toy_add_op(struct cleap_model *model, const struct cl_op *op, const char *name,
                const char *wires, const char *attributes)
{
    struct cl_socket sockets[MAX_WIRES];
    struct cl_sockets both = {.in = sockets, .out = sockets};
    struct cleap_error err;
    json_t *object = json_source_parse(attributes);
    struct cl_node *node = &model->nodes[model->n_nodes];

    for (size_t n = 0; n < MAX_WIRES && next_wire(&wires, &sockets[n]);)
        both.n_in = both.n_out = ++n;
    if (cl_node_load(node, op, cl_str_of(name), &both, json_source(object, op->name, &model->arena),
                     &err) != CLEAP_OK)
        fail_msg("node %s: %s", name, err.message);
    json_decref(object);
    model->n_nodes++;
}

void toy_add(struct cleap_model *model, const struct cl_op *op, const char *name, const char *wires)
{
    toy_add_op(model, op, name, wires, "{}");
}

void toy_finish(struct cleap_model *model)
{
    struct cleap_error err;

    assert_int_equal(cl_model_schemas(model, &err), CLEAP_OK);
}
