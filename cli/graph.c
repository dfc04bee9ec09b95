/*
 * Models as text.
 */
#include "cli/graph.h"

#include "cli/display.h"

static void print_schema(FILE *out, const char *title, const struct cl_schema *schema)
{
    char type[CL_TYPE_TEXT_SIZE];
    size_t widest = 0;

    fprintf(out, "\n%s (%zu)\n", title, schema->n);
    for (size_t i = 0; i < schema->n; i++) {
        size_t width = display_width(schema->fields[i].name);

        widest = width > widest ? width : widest;
    }
    for (size_t i = 0; i < schema->n; i++) {
        fputs("  ", out);
        display_print_padded(out, schema->fields[i].name, widest);
        fprintf(out, "  %s\n", cl_type_text(&schema->fields[i].type, type));
    }
}

static void print_port(FILE *out, const char *arrow, const struct cl_formal *formal,
                       struct cl_str column)
{
    char type[CL_TYPE_TEXT_SIZE];

    if (column.at == NULL)
        return;
    fprintf(out, "       %s ", arrow);
    display_print(out, column);
    fprintf(out, ": %s\n", cl_type_text(&formal->type, type));
}

static void print_node(FILE *out, size_t k, const struct cl_node *node)
{
    fprintf(out, "%3zu  ", k);
    display_print(out, cl_str_of(node->op->name));
    fputs("  ", out);
    display_print(out, node->name);
    if (node->depth > 1) {
        fputs(", in ", out);
        display_print(out, node->pipeline);
    }
    fputc('\n', out);
    if (node->refusal != NULL) {
        fputs("       cannot run: ", out);
        display_print(out, cl_str_of(node->refusal));
        fputc('\n', out);
    }
    for (size_t i = 0; i < node->n_in; i++)
        print_port(out, "<-", &node->in[i], node->in_column[i]);
    for (size_t i = 0; i < node->n_out; i++)
        print_port(out, "->", &node->out[i], node->out_column[i]);
    graph_print_defaults(out, node);
}

static void print_fact(FILE *out, const char *what, struct cl_str fact)
{
    fputs(what, out);
    display_print(out, fact);
    fputc('\n', out);
}

static void print_writer(FILE *out, const struct cl_model_info *info)
{
    static const char *const writers[] = {
        [CL_WRITER_UNKNOWN] = ", as it says; the program is not known",
        [CL_WRITER_JVM] = " on the JVM",
        [CL_WRITER_SPARK] = ", Spark exporter",
        [CL_WRITER_PYTHON] = ", Python package for scikit-learn",
    };

    fputs("writer   MLeap ", out);
    display_print(out, info->version);
    fprintf(out, "%s\n", writers[info->writer]);
}

/* So that nobody has to look through all stages to see that there is nothing. */
static void print_n_defaults(FILE *out, const struct cleap_model *model)
{
    size_t n = 0, n_stages = 0;

    for (size_t k = 0; k < model->n_nodes; k++) {
        size_t own = graph_n_defaults(&model->nodes[k]);

        n += own;
        n_stages += own > 0;
    }
    if (n > 0)
        fprintf(out, "defaults %zu, in %zu of %zu stages\n", n, n_stages, model->n_nodes);
}

void graph_print(FILE *out, const struct cleap_model *model)
{
    const struct cl_model_info *info = &model->info;

    print_fact(out, "name     ", info->name);
    print_fact(out, "uid      ", info->uid);
    print_writer(out, info);
    print_fact(out, "format   ", info->format);
    print_fact(out, "written  ", info->timestamp);
    print_n_defaults(out, model);
    print_schema(out, "input", &model->input);
    print_schema(out, "output", &model->output);
    fprintf(out, "\nstages (%zu)\n", model->n_nodes);
    for (size_t k = 0; k < model->n_nodes; k++)
        print_node(out, k, &model->nodes[k]);
}
