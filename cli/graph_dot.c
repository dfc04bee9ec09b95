/*
 * Models for Graphviz. Stages are stage0, stage1, ...; columns that no stage makes, or none reads,
 * are nodes too, with a word in front that keeps their names apart from those.
 */
#include "cli/graph.h"

static void print_escaped(FILE *out, struct cl_str text)
{
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.at[i] == '"' || text.at[i] == '\\')
            fputc('\\', out);
        fputc(text.at[i], out);
    }
}

/* Text in quotes as Graphviz takes it. */
static void print_quoted(FILE *out, struct cl_str text)
{
    fputc('"', out);
    print_escaped(out, text);
    fputc('"', out);
}

/* A column as a node: what comes with the frame and what goes out are two, also of one name. */
static void print_column(FILE *out, const char *side, struct cl_str column)
{
    fprintf(out, "{\"%s ", side);
    print_escaped(out, column);
    fputs("\" [label=", out);
    print_quoted(out, column);
    fputs("]}", out);
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
    print_column(out, "from", column);
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
        print_column(out, "to", column);
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
