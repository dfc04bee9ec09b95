/*
 * Models: the life of one, and the columns it reads and makes.
 */
#include "runtime/model.h"

#include <stdlib.h>

#include "cleap/version.h"
#include "runtime/strmap.h"

#define MODEL_CHUNK 16384

const char *cleap_version(void)
{
    return CLEAP_VERSION;
}

struct cleap_model *cl_model_new(void)
{
    struct cleap_model *model = calloc(1, sizeof *model);

    if (model != NULL)
        cl_arena_init(&model->arena, MODEL_CHUNK);
    return model;
}

void cleap_model_close(struct cleap_model *model)
{
    if (model == NULL)
        return;
    for (size_t i = 0; i < model->n_nodes; i++)
        cl_node_unload(&model->nodes[i]);
    cl_arena_free(&model->arena);
    free(model);
}

const char *cleap_model_name(const struct cleap_model *model)
{
    return model->info.name.at;
}

const char *cleap_model_version(const struct cleap_model *model)
{
    return model->info.version.at;
}

static const char *field_text(const struct cl_schema *schema, size_t i, char type[CLEAP_TYPE_SIZE])
{
    if (i >= schema->n)
        return NULL;
    if (type != NULL)
        cl_type_text(&schema->fields[i].type, type);
    return schema->fields[i].name.at;
}

size_t cleap_model_n_inputs(const struct cleap_model *model)
{
    return model->input.n;
}

size_t cleap_model_n_outputs(const struct cleap_model *model)
{
    return model->output.n;
}

const char *cleap_model_input(const struct cleap_model *model, size_t i, char type[CLEAP_TYPE_SIZE])
{
    return field_text(&model->input, i, type);
}

const char *cleap_model_output(const struct cleap_model *model, size_t i,
                               char type[CLEAP_TYPE_SIZE])
{
    return field_text(&model->output, i, type);
}

/* Columns by name while the schemas are worked out: names in the order of their first use. */
struct columns {
    struct cl_str *names;
    size_t n;
};

static void collect(struct columns *columns, const struct cl_str *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].at != NULL)
            columns->names[columns->n++] = names[i];
}

/* A column that a node reads: the first reader gives its type; null is allowed if all allow it. */
static void note_input(struct cl_schema *schema, struct cl_str name, const struct cl_formal *port,
                       uint32_t *field_of)
{
    bool takes_null = port->nulls == CL_NULL_OP;

    if (*field_of == CL_STRMAP_NONE) {
        struct cl_field *field = &schema->fields[schema->n];

        *field_of = (uint32_t)schema->n++;
        *field = (struct cl_field){.name = name, .type = port->type};
        field->type.nullable = takes_null;
    } else if (!takes_null) {
        schema->fields[*field_of].type.nullable = false;
    }
}

/* Where a column comes from, as far as the nodes so far tell. */
enum origin { FRAME, MADE, LOST };

static bool can_run(const struct cl_node *node, const struct cl_strmap *map,
                    const enum origin *origins)
{
    for (size_t i = 0; i < node->n_in; i++)
        if (node->in_column[i].at != NULL &&
            origins[cl_strmap_find(map, node->in_column[i])] == LOST)
            return false;
    return node->refusal == NULL;
}

static void note_node(struct cleap_model *model, const struct cl_node *node,
                      const struct cl_strmap *map, uint32_t *field_of, enum origin *origins)
{
    bool runs = can_run(node, map, origins);

    for (size_t i = 0; runs && i < node->n_in; i++) {
        uint32_t at;

        if (node->in_column[i].at == NULL)
            continue;
        at = cl_strmap_find(map, node->in_column[i]);
        if (origins[at] == FRAME)
            note_input(&model->input, node->in_column[i], &node->in[i], &field_of[at]);
    }
    for (size_t i = 0; i < node->n_out; i++) {
        if (node->out_column[i].at == NULL)
            continue;
        origins[cl_strmap_find(map, node->out_column[i])] = runs ? MADE : LOST;
        if (runs)
            model->output.fields[model->output.n++] =
                (struct cl_field){.name = node->out_column[i], .type = node->out[i].type};
    }
}

enum cleap_status cl_model_schemas(struct cleap_model *model, struct cleap_error *err)
{
    struct columns columns = {0};
    struct cl_strmap map;
    uint32_t *field_of;
    enum origin *origins;
    size_t n = 0;

    for (size_t k = 0; k < model->n_nodes; k++)
        n += model->nodes[k].n_in + model->nodes[k].n_out;
    columns.names = cl_arena_array(&model->arena, n, sizeof *columns.names);
    model->input.fields = cl_arena_array(&model->arena, n, sizeof *model->input.fields);
    model->output.fields = cl_arena_array(&model->arena, n, sizeof *model->output.fields);
    field_of = cl_arena_array(&model->arena, n, sizeof *field_of);
    origins = cl_arena_zeroed(&model->arena, n, sizeof *origins);
    if (columns.names == NULL || model->input.fields == NULL || model->output.fields == NULL ||
        field_of == NULL || origins == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        field_of[i] = CL_STRMAP_NONE;
    for (size_t k = 0; k < model->n_nodes; k++) {
        collect(&columns, model->nodes[k].in_column, model->nodes[k].n_in);
        collect(&columns, model->nodes[k].out_column, model->nodes[k].n_out);
    }
    if (!cl_strmap_build(&map, columns.names, columns.n, &model->arena))
        return cl_fail_nomem(err);
    for (size_t k = 0; k < model->n_nodes; k++)
        note_node(model, &model->nodes[k], &map, field_of, origins);
    return CLEAP_OK;
}
