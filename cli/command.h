/*
 * What a subcommand is: a row of cli/commands.c. Parsing, help and the man page come from it.
 */
#ifndef CLEAP_CLI_COMMAND_H
#define CLEAP_CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/error.h"

/* Exit codes. */
enum {
    EXIT_GOOD = 0,
    EXIT_DATA = 1,   /* the bundle or the frame */
    EXIT_USAGE = 2,  /* the command line */
    EXIT_SYSTEM = 3, /* files, memory, sockets */
};

#define COMMAND_MAX_OPTIONS 12
#define COMMAND_MAX_ARGUMENTS 4

/* A row of a table that ends with a NULL name. */
struct option {
    const char *name;  /* "select", given as --select */
    char letter;       /* 's', given as -s; 0: none */
    const char *value; /* "COLUMNS": what follows it; NULL: it stands alone */
    const char *help;
};

struct example {
    const char *line, *comment;
};

struct command_line;

struct command {
    const char *name;
    const char *arguments; /* "BUNDLE FRAME"; "[NAME]" may be missing */
    const char *summary;   /* one line, no full stop */
    const char *details;   /* sentences; a blank line between paragraphs */
    const struct option *options;
    const struct example *examples; /* ends with a NULL line */
    int (*run)(const struct command_line *line);
};

/* What was given, by the command's own table. */
struct command_line {
    const struct command *command;
    const char *values[COMMAND_MAX_OPTIONS]; /* NULL: not given; "" when it takes no value */
    size_t n_arguments;
    const char *arguments[COMMAND_MAX_ARGUMENTS];
};

/* The commands in the order of the help; ends with NULL. */
extern const struct command *const commands[];

extern const struct command command_score, command_convert, command_show, command_bench,
    command_inspect, command_ops, command_serve, command_action, command_health, command_help;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* Prints what went wrong on stderr and gives the exit code for it. */
int command_fail(const struct cleap_error *err);
int command_usage(const struct command *command, const struct cleap_error *err);

#endif
