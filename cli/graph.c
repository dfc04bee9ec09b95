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
    fprintf(out, "%*s%3zu  ", 2 * (int)node->depth, "", k);
    display_print(out, cl_str_of(node->op->name));
    fputs("  ", out);
    display_print(out, node->name);
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
}

static void print_fact(FILE *out, const char *what, struct cl_str fact)
{
    fputs(what, out);
    display_print(out, fact);
    fputc('\n', out);
}

void graph_print(FILE *out, const struct cleap_model *model)
{
    const struct cl_model_info *info = &model->info;

    print_fact(out, "name     ", info->name);
    print_fact(out, "uid      ", info->uid);
    print_fact(out, "writer   MLeap ", info->version);
    print_fact(out, "format   ", info->format);
    print_fact(out, "written  ", info->timestamp);
    print_schema(out, "input", &model->input);
    print_schema(out, "output", &model->output);
    fprintf(out, "\nstages (%zu)\n", model->n_nodes);
    for (size_t k = 0; k < model->n_nodes; k++)
        print_node(out, k, &model->nodes[k]);
}

/* Text in quotes as Graphviz takes it. */
static void print_quoted(FILE *out, struct cl_str text)
{
    fputc('"', out);
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            fputc('\\', out);
        fputc(text.at[i], out);
    }
    fputc('"', out);
}

/* The last node before `before` that makes the column; n_nodes when it comes with the frame. */
static size_t find_maker(const struct cleap_model *model, struct cl_str column, size_t before)
{
    for (size_t k = before; k-- > 0;)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            if (model->nodes[k].out_column[i].at != NULL &&
                cl_str_equal(model->nodes[k].out_column[i], column))
                return k;
    return model->n_nodes;
}

static void print_edge(FILE *out, const struct cleap_model *model, size_t k, size_t input)
{
    struct cl_str column = model->nodes[k].in_column[input];
    size_t maker;

    if (column.at == NULL)
        return;
    maker = find_maker(model, column, k);
    if (maker < model->n_nodes) {
        fprintf(out, "  stage%zu -> stage%zu [label=", maker, k);
        print_quoted(out, column);
        fputs("];\n", out);
        return;
    }
    fputs("  ", out);
    print_quoted(out, column);
    fprintf(out, " -> stage%zu;\n", k);
}

/* Columns that no stage reads: what the model is for. */
static void print_results(FILE *out, const struct cleap_model *model, size_t k)
{
    const struct cl_node *node = &model->nodes[k];

    for (size_t i = 0; i < node->n_out; i++) {
        struct cl_str column = node->out_column[i];
        bool is_read = column.at == NULL;

        for (size_t r = k + 1; !is_read && r < model->n_nodes; r++)
            for (size_t in = 0; in < model->nodes[r].n_in; in++)
                is_read |= model->nodes[r].in_column[in].at != NULL &&
                           cl_str_equal(model->nodes[r].in_column[in], column);
        if (is_read)
            continue;
        fprintf(out, "  stage%zu -> ", k);
        print_quoted(out, column);
        fputs(";\n", out);
    }
}

void graph_print_dot(FILE *out, const struct cleap_model *model)
{
    fputs("digraph ", out);
    print_quoted(out, model->info.name);
    fputs(" {\n  rankdir=LR;\n  node [shape=ellipse];\n", out);
    for (size_t k = 0; k < model->n_nodes; k++) {
        fprintf(out, "  stage%zu [shape=box, %slabel=", k,
                model->nodes[k].refusal != NULL ? "style=dashed, " : "");
        print_quoted(out, cl_str_of(model->nodes[k].op->name));
        fputs(", tooltip=", out);
        print_quoted(out, model->nodes[k].name);
        fputs("];\n", out);
    }
    for (size_t k = 0; k < model->n_nodes; k++) {
        for (size_t i = 0; i < model->nodes[k].n_in; i++)
            print_edge(out, model, k, i);
        print_results(out, model, k);
    }
    fputs("}\n", out);
}
