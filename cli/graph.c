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

/* Where a line of columns ends, and where the next begins. */
#define LINE_WIDTH 96
#define LINE_INDENT 10

/* The end of the columns from i on that have its type; those that are not wired belong to any. */
static size_t find_end(const struct cl_formal *formals, const struct cl_str *columns, size_t i,
                       size_t n)
{
    size_t end = i + 1;

    while (end < n &&
           (columns[end].at == NULL || cl_type_equal(&formals[end].type, &formals[i].type)))
        end++;
    return end;
}

static void print_columns(FILE *out, const struct cl_str *columns, size_t n)
{
    size_t at = LINE_INDENT;

    for (size_t i = 0; i < n; i++) {
        size_t width = columns[i].at != NULL ? display_width(columns[i]) + 2 : 0;

        if (width == 0)
            continue;
        if (i > 0) /* the first is wired */
            fputs(",", out);
        if (i > 0 && at + width > LINE_WIDTH) {
            fprintf(out, "\n%*s", LINE_INDENT, "");
            at = LINE_INDENT;
        } else if (i > 0) {
            fputs(" ", out);
        }
        display_print(out, columns[i]);
        at += width;
    }
}

/* The columns of one side, those of one type together; a stage that cannot run knows no types. */
static void print_ports(FILE *out, const char *arrow, const struct cl_formal *formals,
                        const struct cl_str *columns, size_t n)
{
    char type[CL_TYPE_TEXT_SIZE];

    for (size_t i = 0, end; i < n; i = end) {
        end = i + 1;
        if (columns[i].at == NULL)
            continue;
        end = find_end(formals, columns, i, n);
        fprintf(out, "       %s ", arrow);
        print_columns(out, columns + i, end - i);
        if (formals[i].type.base != CL_BASE_NONE)
            fprintf(out, ": %s", cl_type_text(&formals[i].type, type));
        fputc('\n', out);
    }
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
    print_ports(out, "<-", node->in, node->in_column, node->n_in);
    print_ports(out, "->", node->out, node->out_column, node->n_out);
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
