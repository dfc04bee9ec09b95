/*
 * Help: overview, one command, and both as a man page.
 */
#include "cli/help.h"

#include <string.h>

#include "cleap/version.h"
#include "cli/options.h"

#define HELP_WIDTH 80
#define OPTION_COLUMN 26

static const char about[] = "cleap scores models that Spark trained and MLeap exported, without a "
                            "JVM. A model is a bundle: a zip file or a folder that holds "
                            "bundle.json. Data comes as leap frames: JSON with a schema and rows.";

static const struct {
    const char *code, *meaning;
} exits[] = {
    {"0", "all went well"},
    {"1", "the bundle or the data is broken, or does not fit the model"},
    {"2", "the command line is wrong"},
    {"3", "the system refused: files, memory, sockets"},
};

static const struct {
    const char *name, *meaning;
} variables[] = {
    {"CLEAP_MODEL", "the bundle that 'cleap action' opens when --model is not given"},
    {"CLEAP_SELECT",
     "the columns that 'cleap action' and 'cleap serve' answer when neither a request nor --select "
     "names any"},
};

/* Prints text in lines of at most HELP_WIDTH, each after `indent` blanks but the first. */
static void print_wrapped(FILE *out, const char *text, size_t indent)
{
    size_t column = indent;

    while (*text != '\0') {
        size_t n = strcspn(text, " \n");

        if (column > indent && column + 1 + n > HELP_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        if (column > indent) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, n, out);
        column += n;
        text += n;
        if (strncmp(text, "\n\n", 2) == 0) {
            fprintf(out, "\n\n%*s", (int)indent, "");
            column = indent;
        }
        text += strspn(text, " \n");
    }
    fputc('\n', out);
}

static void print_option(FILE *out, const struct option *option)
{
    char left[64];
    int n;

    n = snprintf(left, sizeof left, "--%s%s%s", option->name, option->value != NULL ? " " : "",
                 option->value != NULL ? option->value : "");
    if (option->letter != 0)
        fprintf(out, "  -%c, %-*s", option->letter, OPTION_COLUMN - 6, left);
    else
        fprintf(out, "      %-*s", OPTION_COLUMN - 6, left);
    if (n > OPTION_COLUMN - 7)
        fprintf(out, "\n%*s", OPTION_COLUMN, "");
    print_wrapped(out, option->help, OPTION_COLUMN);
}

void help_overview(FILE *out)
{
    fprintf(out, "Usage: cleap COMMAND [OPTION]... [ARGUMENT]...\n\n");
    print_wrapped(out, about, 0);
    fprintf(out, "\nCommands:\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fprintf(out, "\n'cleap COMMAND --help' says what a command takes. 'cleap --version' prints the "
                 "version.\n");
}

void help_command(FILE *out, const struct command *command)
{
    static const struct option help = {"help", 'h', NULL, "print this text"};

    fprintf(out, "Usage: cleap %s [OPTION]...%s%s\n\n", command->name,
            command->arguments[0] != '\0' ? " " : "", command->arguments);
    print_wrapped(out, command->details, 0);
    fprintf(out, "\nOptions:\n");
    for (const struct option *o = command->options; o->name != NULL; o++)
        print_option(out, o);
    print_option(out, &help);
    if (command->examples == NULL)
        return;
    fprintf(out, "\nExamples:\n");
    for (const struct example *e = command->examples; e->line != NULL; e++)
        fprintf(out, "  %s\n      %s\n", e->line, e->comment);
}

/* Text as troff takes it: no dash is a hyphen, no line begins with a request. */
static void put_troff(FILE *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", out);
    for (; *text != '\0'; text++) {
        if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\\')
            fputs("\\e", out);
        else if (strncmp(text, "\n\n", 2) == 0)
            fputs("\n.PP", out);
        else
            fputc(*text, out);
    }
    fputc('\n', out);
}

static void man_option(FILE *out, const struct option *option)
{
    fputs(".TP\n", out);
    if (option->letter != 0)
        fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
    fprintf(out, "\\fB\\-\\-%s\\fR", option->name);
    if (option->value != NULL)
        fprintf(out, " \\fI%s\\fR", option->value);
    fputc('\n', out);
    put_troff(out, option->help);
}

static void man_command(FILE *out, const struct command *command)
{
    fprintf(out, ".SS cleap %s [OPTION]... %s\n", command->name, command->arguments);
    put_troff(out, command->details);
    for (const struct option *o = command->options; o->name != NULL; o++)
        man_option(out, o);
    if (command->examples == NULL)
        return;
    fputs(".PP\n", out);
    for (const struct example *e = command->examples; e->line != NULL; e++) {
        fputs(".RS\n.nf\n", out);
        put_troff(out, e->line);
        fputs(".fi\n.RS\n", out);
        put_troff(out, e->comment);
        fputs(".RE\n.RE\n", out);
    }
}

void help_man_page(FILE *out)
{
    fprintf(out, ".\\\" Written by 'cleap help --man'.\n");
    fprintf(out, ".TH CLEAP 1 \"\" \"cleap %s\" \"User Commands\"\n", CLEAP_VERSION);
    fputs(".SH NAME\ncleap \\- score Spark\\-trained MLeap bundles without a JVM\n", out);
    fputs(".SH SYNOPSIS\n\\fBcleap\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n",
          out);
    fputs(".SH DESCRIPTION\n", out);
    put_troff(out, about);
    fputs(".PP\nEvery command takes \\fB\\-\\-help\\fR. Data goes to standard output, words to "
          "standard error.\n",
          out);
    fputs(".SH COMMANDS\n", out);
    for (size_t i = 0; commands[i] != NULL; i++)
        man_command(out, commands[i]);
    fputs(".SH EXIT STATUS\n", out);
    for (size_t i = 0; i < CL_COUNT_OF(exits); i++)
        fprintf(out, ".TP\n%s\n%s\n", exits[i].code, exits[i].meaning);
    fputs(".SH ENVIRONMENT\n", out);
    for (size_t i = 0; i < CL_COUNT_OF(variables); i++) {
        fprintf(out, ".TP\n%s\n", variables[i].name);
        put_troff(out, variables[i].meaning);
    }
}

static const struct option options[] = {
    {"man", 0, NULL, "write the man page, for man(1)"},
    {0},
};

static const struct example examples[] = {
    {"cleap help score", "the same as cleap score --help"},
    {"cleap help --man >docs/cleap.1", "write the man page anew"},
    {0},
};

static int run(const struct command_line *line)
{
    const struct command *command;
    struct cleap_error err;

    if (options_has(line, "man")) {
        help_man_page(stdout);
        return EXIT_GOOD;
    }
    if (line->n_arguments == 0) {
        help_overview(stdout);
        return EXIT_GOOD;
    }
    command = command_find(line->arguments[0]);
    if (command == NULL) {
        cl_error_begin(&err, &err);
        cl_fail(&err, CLEAP_E_STATE, "there is no command '%s'", line->arguments[0]);
        return command_usage(NULL, &err);
    }
    help_command(stdout, command);
    return EXIT_GOOD;
}

const struct command command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "explain a command",
    .details = "Explains a command, or lists all of them.",
    .options = options,
    .examples = examples,
    .run = run,
};
