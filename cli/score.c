/*
 * cleap score: a leap frame in, the scored leap frame out.
 */
#include <stdio.h>

#include "cleap/cleap.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/table.h"

static enum cleap_status print_json(struct cleap_scorer *scorer, const struct cl_buf *text,
                                    enum cleap_json_style style, struct cleap_error *err)
{
    const char *out;
    size_t n;

    CL_TRY(cleap_score_json(scorer, text->n > 0 ? text->at : "", text->n, style, &out, &n, err));
    fwrite(out, 1, n, stdout);
    fputc('\n', stdout);
    return CLEAP_OK;
}

static enum cleap_status print_rows(struct cleap_scorer *scorer, const struct cl_buf *text,
                                    struct cleap_error *err)
{
    struct cleap_frame *in = cleap_frame_new(), *out = cleap_frame_new();
    enum cleap_status status =
        in != NULL && out != NULL
            ? cleap_frame_read_json(in, text->n > 0 ? text->at : "", text->n, err)
            : cl_fail_nomem(err);

    if (status == CLEAP_OK)
        status = cleap_score(scorer, in, out, err);
    if (status == CLEAP_OK)
        status = table_print(stdout, out, err);
    cleap_frame_free(out);
    cleap_frame_free(in);
    return status;
}

static enum cleap_status score(const struct command_line *line, const struct cl_buf *text,
                               const char *const *select, struct cleap_error *err)
{
    enum cleap_json_style style =
        options_has(line, "compact") ? CLEAP_JSON_COMPACT : CLEAP_JSON_PRETTY;
    const struct cleap_model_options options = {.select = select};
    struct cleap_scorer *scorer = NULL;
    struct cleap_model *model;
    enum cleap_status status;

    if (cleap_model_open_with(line->arguments[0], &options, &model, err) != CLEAP_OK)
        return cl_blame(err, "%s", line->arguments[0]);
    status = cleap_scorer_open(model, select, &scorer, err);
    if (status == CLEAP_OK && options_has(line, "rows"))
        status = print_rows(scorer, text, err);
    else if (status == CLEAP_OK)
        status = print_json(scorer, text, style, err);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
    return status;
}

static int run(const struct command_line *line)
{
    const char *names = options_text(line, "select", NULL);
    const char *const *select = NULL;
    struct cleap_error err = {0};
    struct cl_arena arena;
    struct cl_buf text;
    enum cleap_status status;

    cl_arena_init(&arena, 1024);
    cl_buf_init(&text, INPUT_LIMIT);
    status = input_read(line->arguments[1], &text, &err);
    if (status == CLEAP_OK && names != NULL) {
        select = input_names(names, &arena);
        status = select != NULL ? CLEAP_OK : cl_fail_nomem(&err);
    }
    if (status == CLEAP_OK)
        status = score(line, &text, select, &err);
    cl_buf_free(&text);
    cl_arena_free(&arena);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"select", 's', "COLUMNS",
     "keep only these columns, in this order: a,b,c; stages that they do not need are not run, and "
     "need not be known"},
    {"rows", 'r', NULL, "print a table to read instead of JSON"},
    {"compact", 'c', NULL, "print JSON without blanks"},
    {0},
};

static const struct example examples[] = {
    {"cleap score price.zip homes.json", "everything: what came, what stages made, the prediction"},
    {"cleap score price.zip homes.json --rows --select bedrooms,prediction",
     "two columns, as a table"},
    {"curl -s URL | cleap score price.zip - --compact", "from a pipe, on one line"},
    {0},
};

const struct command command_score = {
    .name = "score",
    .arguments = "BUNDLE FRAME",
    .summary = "score a leap frame",
    .details =
        "Scores the rows of a leap frame with the model in a bundle and prints the leap frame that "
        "MLeap on the JVM prints.\n\nFRAME is a JSON file, or - for standard input: "
        "{\"schema\": {\"fields\": [{\"name\": \"bedrooms\", \"type\": \"double\"}]}, "
        "\"rows\": [[2.0]]}. The first row that cannot be scored is an error, and nothing is "
        "printed.",
    .options = options,
    .examples = examples,
    .run = run,
};
