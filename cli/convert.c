/*
 * cleap convert: rows in one form into another.
 */
#include "cli/options.h"
#include "cli/stream/convey.h"

static enum cleap_status read_form(const struct command_line *line, const char *option,
                                   enum form *form, struct cleap_error *err)
{
    const char *name = options_text(line, option, NULL);

    *form = FORM_NONE;
    return name != NULL ? form_by_name(name, form, err) : CLEAP_OK;
}

static int run(const struct command_line *line)
{
    struct convey convey = {
        .bundle = options_text(line, "model", NULL),
        .in = line->arguments[0],
        .out = line->n_arguments > 1 ? line->arguments[1] : NULL,
        .style = options_has(line, "compact") ? CLEAP_JSON_COMPACT : CLEAP_JSON_PRETTY,
        .n_threads = 1,
        .skip = options_has(line, "skip-bad"),
    };
    struct cleap_error err = {0};

    if (read_form(line, "from", &convey.in_form, &err) != CLEAP_OK ||
        read_form(line, "to", &convey.out_form, &err) != CLEAP_OK ||
        options_names(line, "select", &convey.select, &err) != CLEAP_OK)
        return command_usage(line->command, &err);
    return convey_run(&convey, &err) == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"from", 'f', "FORMAT", "what IN is: json, binary, avro, csv or jsonl"},
    {"to", 't', "FORMAT", "what OUT shall be: one of the same"},
    {"model", 'm', "BUNDLE",
     "the model that CSV and JSON Lines are for: their types are its inputs'"},
    {"select", 's', "COLUMNS", "keep only these columns, in this order: a,b,c"},
    {"compact", 'c', NULL, "write JSON without blanks"},
    {"skip-bad", 'k', NULL, "leave rows out that cannot be read, and say so"},
    {0},
};

static const struct example examples[] = {
    {"cleap convert homes.json homes.avro", "a leap frame as an Avro file"},
    {"cleap convert homes.avro --to csv | column -s, -t", "the same for other programs"},
    {"cleap convert --model price.zip homes.csv homes.json", "a leap frame of CSV"},
    {0},
};

const struct command command_convert = {
    .name = "convert",
    .arguments = "IN [OUT]",
    .summary = "convert leap frames between formats",
    .details =
        "Reads rows in one format and writes them in another: leap frames in JSON, in MLeap's "
        "binary form or in Avro files, CSV, and JSON Lines.\n\nIN and OUT are files, or - for "
        "standard input and output. What a format is not told by --from and --to is seen from the "
        "ending of the file (.json, .bin, .avro, .csv, .jsonl), and of IN from how it begins. CSV "
        "and JSON Lines say nothing of types, so to read them a model is needed. What each format "
        "can hold, docs/frames.md says.",
    .options = options,
    .examples = examples,
    .run = run,
};
