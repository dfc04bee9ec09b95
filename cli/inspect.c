/*
 * cleap inspect: what is in a bundle.
 */
#include <stdio.h>

#include "cli/graph.h"
#include "cli/input.h"
#include "cli/options.h"

#define JSON_LIMIT ((size_t)1 << 30)

static enum cleap_status print_json(const struct cleap_model *model, struct cleap_error *err)
{
    struct cl_buf buf;
    enum cleap_status status;

    cl_buf_init(&buf, JSON_LIMIT);
    graph_put_json(&buf, model);
    status = cl_buf_check(&buf, "the model's description", err);
    if (status == CLEAP_OK)
        fwrite(buf.at, 1, buf.n, stdout);
    cl_buf_free(&buf);
    return status;
}

/* The plan for a frame that brings just what the model reads; `text` is what is selected, or NULL.
 */
static enum cleap_status print_plan(const char *text, const struct cleap_model *model,
                                    struct cleap_error *err)
{
    struct cl_strs select = {0};
    struct cl_arena arena;
    struct cl_plan *plan = NULL;
    enum cleap_status status = CLEAP_OK;

    cl_arena_init(&arena, 1024);
    if (text != NULL) {
        const char **names = input_names(text, &arena);

        while (names != NULL && names[select.n] != NULL)
            select.n++;
        select.at = cl_arena_array(&arena, select.n, sizeof *select.at);
        if (names == NULL || select.at == NULL)
            status = cl_fail_nomem(err);
        for (size_t i = 0; status == CLEAP_OK && i < select.n; i++)
            select.at[i] = cl_str_of(names[i]);
    }
    if (status == CLEAP_OK)
        status = cl_plan_build(model, &model->input, text != NULL ? &select : NULL, &plan, err);
    if (status == CLEAP_OK)
        graph_print_plan(stdout, plan);
    cl_plan_free(plan);
    cl_arena_free(&arena);
    return status;
}

static int run(const struct command_line *line)
{
    /* Nothing is asked for, so that a stage that cleap cannot run can be looked at too. */
    const struct cleap_model_options options = {.select = (const char *const[]){NULL}};
    struct cleap_error err = {0};
    struct cleap_model *model;
    enum cleap_status status = CLEAP_OK;
    const char *select;

    if (options_names(line, "select", &select, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    if (cleap_model_open_with(line->arguments[0], &options, &model, &err) != CLEAP_OK)
        return command_fail(&err);
    if (options_has(line, "json"))
        status = print_json(model, &err);
    else if (options_has(line, "dot"))
        graph_print_dot(stdout, model);
    else if (options_has(line, "plan"))
        status = print_plan(select, model, &err);
    else
        graph_print(stdout, model);
    cleap_model_close(model);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"json", 'j', NULL, "print JSON"},
    {"dot", 'd', NULL, "print a graph for Graphviz"},
    {"plan", 0, NULL, "print the steps that scoring runs, casts and null checks included"},
    {"select", 's', "COLUMNS", "with --plan: the steps for these columns alone"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"cleap inspect price.zip", "what it reads, what it makes, stage by stage"},
    {"cleap inspect price.zip --dot | dot -Tsvg >price.svg", "draw it"},
    {"cleap inspect price.zip --plan --select prediction", "what a prediction takes"},
    {0},
};

const struct command command_inspect = {
    .name = "inspect",
    .arguments = "BUNDLE",
    .summary = "show what is in a bundle",
    .details =
        "Shows who wrote a bundle, the columns that a frame must bring, and the stages in "
        "the order in which they run, each with the columns it reads (<-) and makes (->). "
        "A ? behind a type says that null is allowed. What a bundle does not say, such as one "
        "of an older version, stands behind \"default\" with what is taken instead. A stage "
        "that cleap cannot run is shown with the reason.\n\nThe writer is told by the layout "
        "of bundle.json and the names of stages: MLeap's Spark exporter, its Python package "
        "for scikit-learn, or its runtime on the JVM.",
    .options = options,
    .examples = examples,
    .run = run,
};
