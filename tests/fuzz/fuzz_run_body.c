/*
 * Bodies of POST /run: any bytes are answered, with JSON and a code that does not blame the model.
 *
 * The model has an input of every shape, drops rows, and gives back what came in.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proxy/action/action.h"
#include "runtime/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct cl_port ports[] = {
    {.name = "number", .dir = CL_IN, .base = CL_F64},
    {.name = "float", .dir = CL_IN, .base = CL_F32, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "text", .dir = CL_IN, .base = CL_STR, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "byte", .dir = CL_IN, .base = CL_I8, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "long", .dir = CL_IN, .base = CL_I64, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "truth", .dir = CL_IN, .base = CL_BOOL, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "bytes", .dir = CL_IN, .base = CL_BYTES, .nulls = CL_NULL_OP, .nullable = true},
    {.name = "list",
     .dir = CL_IN,
     .base = CL_STR,
     .shape = CL_LIST,
     .nulls = CL_NULL_OP,
     .nullable = true},
    {.name = "vector",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nulls = CL_NULL_OP,
     .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64},
    {.dir = CL_PORT_END},
};

#define N_IN (CL_COUNT_OF(ports) - 2)

static struct action action;

/* Rows whose number is odd are dropped. */
static enum cleap_status filter(const void *state, struct cl_exec *x, uint8_t *keep,
                                struct cleap_error *err)
{
    (void)state;
    (void)err;
    for (size_t i = 0; i < x->n; i++)
        keep[i] = fmod(x->in[0]->as.f64[i], 2.0) == 0.0;
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    for (size_t i = 0; i < x->n; i++) {
        if (x->in[0]->as.f64[i] == 4.0)
            return cl_fail_row(err, x, i, "4 is not liked");
        x->out[0]->as.f64[i] = x->in[0]->as.f64[i];
    }
    return CLEAP_OK;
}

static const struct cl_op op = {
    .name = "fuzzed", .ports = ports, .filter = filter, .execute = execute};

static void fill_port(struct cl_formal *formal, struct cl_str *column, const struct cl_port *port)
{
    *formal = (struct cl_formal){
        .port = port,
        .wired = true,
        .nulls = port->nulls,
        .type = {.base = port->base, .shape = port->shape, .nullable = port->nullable}};
    *column = cl_str_of(port->name);
}

static struct cleap_model *make_model(void)
{
    struct cleap_model *model = cl_model_new();
    struct cl_node *node = cl_arena_zeroed(&model->arena, 1, sizeof *node);

    *node = (struct cl_node){.name = cl_str_of("node"), .op = &op, .n_in = N_IN, .n_out = 1};
    node->in = cl_arena_array(&model->arena, N_IN, sizeof *node->in);
    node->in_column = cl_arena_array(&model->arena, N_IN, sizeof *node->in_column);
    node->out = cl_arena_array(&model->arena, 1, sizeof *node->out);
    node->out_column = cl_arena_array(&model->arena, 1, sizeof *node->out_column);
    for (size_t i = 0; i < N_IN; i++)
        fill_port(&node->in[i], &node->in_column[i], &ports[i]);
    fill_port(node->out, node->out_column, &ports[N_IN]);
    model->nodes = node;
    model->n_nodes = 1;
    return model;
}

static void start(void)
{
    struct cleap_error err;
    struct cleap_model *model = make_model();
    struct payload_pool *pool;
    const struct payload_model settings = {.path = NULL};

    /* Sentinels and messages would drown the fuzzer's own. */
    if (freopen("/dev/null", "w", stdout) == NULL)
        __builtin_trap();
    stderr = fopen("/dev/null", "w");
    if (cl_model_schemas(model, &err) != CLEAP_OK ||
        action_open(&action, &settings, &err) != CLEAP_OK ||
        payload_pool_new(model, &pool, &err) != CLEAP_OK ||
        models_of(pool, &action.models, &err) != CLEAP_OK)
        __builtin_trap();
}

static void check_answer(const struct http_response *response)
{
    struct cl_json *json = cl_json_new();
    struct cleap_error err;

    if (response->code != 200 && response->code != 400 && response->code != 404)
        __builtin_trap();
    if (cl_json_open(json, response->body->at, response->body->n, false, &err) != CLEAP_OK ||
        cl_json_skip(json, NULL, &err) != CLEAP_OK || cl_json_end(json, &err) != CLEAP_OK)
        __builtin_trap();
    cl_json_free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + CL_JSON_PADDING);
    struct http_request request = {
        .method = "POST", .path = "/run", .body = {.at = text, .n = (uint32_t)size}};
    struct http_response response = {.code = 200, .content_type = "application/json"};
    struct cl_buf body;

    if (action.models == NULL)
        start();
    cl_buf_init(&body, SIZE_MAX / 2);
    response.body = &body;
    if (size > 0)
        memcpy(text, data, size);
    memset(text + size, ']', CL_JSON_PADDING);
    action_run(&action, &request, &response);
    check_answer(&response);
    cl_buf_free(&body);
    free(text);
    return 0;
}
