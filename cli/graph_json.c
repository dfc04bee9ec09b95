/*
 * Models as JSON.
 */
#include "cli/graph.h"
#include "mleap/schema_json.h"

static void put_text(struct cl_json_writer *w, const char *key, struct cl_str text)
{
    cl_json_put_key(w, key);
    cl_json_put_string(w->buf, text);
}

static void put_ports(struct cl_json_writer *w, const char *key, const struct cl_formal *formals,
                      const struct cl_str *columns, size_t n)
{
    cl_json_put_key(w, key);
    cl_json_put_begin_array(w);
    for (size_t i = 0; i < n; i++) {
        if (columns[i].at == NULL)
            continue;
        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        put_text(w, "port", cl_str_of(formals[i].port->name));
        if (formals[i].port->repeat) {
            cl_json_put_key(w, "number");
            cl_buf_printf(w->buf, "%u", formals[i].repeat_i);
        }
        put_text(w, "column", columns[i]);
        cl_json_put_key(w, "type");
        cl_type_write_json(w, &formals[i].type);
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
}

static void put_default(struct cl_json_writer *w, const struct cl_default *what)
{
    static const char *const kinds[] = {[CL_DEFAULT_ATTRIBUTE] = "attribute",
                                        [CL_DEFAULT_SLOT] = "slot",
                                        [CL_DEFAULT_ALL] = "attributes",
                                        [CL_DEFAULT_PORTS] = "ports"};

    cl_json_put_begin_object(w);
    put_text(w, "kind", cl_str_of(kinds[what->kind]));
    put_text(w, "name", cl_str_of(what->name));
    if (what->value != NULL) {
        put_text(w, "value", cl_str_of(what->value));
    } else {
        cl_json_put_key(w, "value");
        cl_buf_text(w->buf, "null");
    }
    if (what->member.n > 0)
        put_text(w, "member", what->member);
    cl_json_put_end_object(w);
}

static void put_defaults(struct cl_json_writer *w, const struct cl_defaults *defaults)
{
    cl_json_put_key(w, "defaults");
    cl_json_put_begin_array(w);
    for (size_t i = 0; i < defaults->n; i++) {
        cl_json_put_item(w);
        put_default(w, &defaults->at[i]);
    }
    cl_json_put_end_array(w);
}

static void put_node(struct cl_json_writer *w, const struct cl_node *node)
{
    cl_json_put_begin_object(w);
    put_text(w, "name", node->name);
    put_text(w, "op", cl_str_of(node->op->name));
    put_text(w, "pipeline", node->pipeline);
    if (node->refusal != NULL)
        put_text(w, "refusal", cl_str_of(node->refusal));
    put_ports(w, "inputs", node->in, node->in_column, node->n_in);
    put_ports(w, "outputs", node->out, node->out_column, node->n_out);
    put_defaults(w, &node->defaults);
    cl_json_put_end_object(w);
}

void graph_put_json(struct cl_buf *buf, const struct cleap_model *model)
{
    static const char *const writers[] = {[CL_WRITER_UNKNOWN] = "unknown",
                                          [CL_WRITER_JVM] = "jvm",
                                          [CL_WRITER_SPARK] = "spark",
                                          [CL_WRITER_PYTHON] = "python"};
    struct cl_json_writer w = {.buf = buf, .style = CLEAP_JSON_PRETTY};

    cl_json_put_begin_object(&w);
    put_text(&w, "name", model->info.name);
    put_text(&w, "uid", model->info.uid);
    put_text(&w, "version", model->info.version);
    put_text(&w, "writer", cl_str_of(writers[model->info.writer]));
    put_text(&w, "format", model->info.format);
    put_text(&w, "timestamp", model->info.timestamp);
    cl_json_put_key(&w, "input");
    cl_schema_write_json(&w, &model->input);
    cl_json_put_key(&w, "output");
    cl_schema_write_json(&w, &model->output);
    cl_json_put_key(&w, "stages");
    cl_json_put_begin_array(&w);
    for (size_t k = 0; k < model->n_nodes; k++) {
        cl_json_put_item(&w);
        put_node(&w, &model->nodes[k]);
    }
    cl_json_put_end_array(&w);
    cl_json_put_end_object(&w);
    cl_buf_byte(buf, '\n');
}
