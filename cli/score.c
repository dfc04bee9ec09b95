/*
 * cleap score: rows in, scored rows out.
 */
#include "cli/options.h"
#include "cli/stream/convey.h"
#include "runtime/team.h"
#include "runtime/workers.h"

/* --format is for both sides, and gives way to the option for one. */
static enum cleap_status read_forms(const struct command_line *line, struct convey *convey,
                                    struct cleap_error *err)
{
    const char *both = options_text(line, "format", NULL);
    const char *in = options_text(line, "in-format", both);
    const char *out = options_text(line, "out-format", both);

    if (in != NULL)
        CL_TRY(form_by_name(in, &convey->in_form, err));
    if (out != NULL)
        CL_TRY(form_by_name(out, &convey->out_form, err));
    if (options_has(line, "rows"))
        convey->out_form = FORM_TABLE;
    return CLEAP_OK;
}

static int run(const struct command_line *line)
{
    struct convey convey = {
        .bundle = line->arguments[0],
        .score = true,
        .in = line->arguments[1],
        .out = options_text(line, "output", NULL),
        .style = options_has(line, "compact") ? CLEAP_JSON_COMPACT : CLEAP_JSON_PRETTY,
        .skip = options_has(line, "skip-bad"),
    };
    struct cleap_error err = {0};
    uint64_t n_threads;

    if (read_forms(line, &convey, &err) != CLEAP_OK ||
        options_names(line, "select", &convey.select, &err) != CLEAP_OK ||
        options_number(line, "threads", 0, CL_MAX_WORKERS, 1, &n_threads, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    convey.n_threads = cl_team_size((size_t)n_threads);
    return convey_run(&convey, &err) == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"select", 's', "COLUMNS",
     "keep only these columns, in this order: a,b,c; stages that they do not need are not run, and "
     "need not be known"},
    {"format", 'f', "FORMAT", "what comes in and goes out: json, binary, avro, csv or jsonl"},
    {"in-format", 'i', "FORMAT", "what comes in"},
    {"out-format", 't', "FORMAT", "what goes out"},
    {"output", 'o', "FILE", "write there instead of to standard output"},
    {"rows", 'r', NULL, "print a table to read"},
    {"compact", 'c', NULL, "print JSON without blanks"},
    {"skip-bad", 'k', NULL, "leave rows out that cannot be read or scored, and say so"},
    {"threads", 0, "N", "threads that score; 0: one for each processor (1)"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"cleap score price.zip homes.json", "everything: what came, what stages made, the prediction"},
    {"cleap score price.zip homes.json --rows --select bedrooms,prediction",
     "two columns, as a table"},
    {"cleap score price.zip homes.csv -o priced.csv --select id,prediction",
     "a table of any length; id is no column of the model and rides along"},
    {"curl -s URL | cleap score price.zip - --format jsonl",
     "an object a line, answered as it comes"},
    {"cleap score price.zip homes.json --out-format avro >priced.avro",
     "a leap frame as an Avro file"},
    {0},
};

const struct command command_score = {
    .name = "score",
    .arguments = "BUNDLE ROWS",
    .summary = "score a leap frame, CSV or JSON Lines",
    .details =
        "Scores rows with the model in a bundle.\n\nROWS is a file, or - for standard input: a "
        "leap frame in JSON ({\"schema\": {\"fields\": [{\"name\": \"bedrooms\", \"type\": "
        "\"double\"}]}, \"rows\": [[2.0]]}), in MLeap's binary form or as an Avro file; CSV with a "
        "header line; or JSON Lines, an object a line. What it is, the ending of the file says "
        "(.json, .bin, .avro, .csv, .jsonl), else how it begins. What goes out has the same format "
        "unless told; a JSON leap frame is answered with the one that MLeap on the JVM "
        "prints.\n\nColumns of CSV and keys of JSON Lines that the model does not know ride "
        "along. Both are scored and written as they come, in the memory of a few hundred rows. The "
        "first row that cannot be read or scored ends the work; of a leap frame in JSON or binary "
        "nothing is printed then. --threads changes nothing but the time it takes. docs/frames.md "
        "has the formats' rules.",
    .options = options,
    .examples = examples,
    .run = run,
};
