/*
 * The list of commands.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/display.h"

const struct command *const commands[] = {
    &command_score,  &command_convert, &command_show,  &command_inspect,
    &command_ops,    &command_bench,   &command_serve, &command_action,
    &command_health, &command_help,    NULL,
};

const struct command *command_find(const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

int command_fail(const struct cleap_error *err)
{
    display_line(stderr, "cleap: ", err->message);
    switch (err->status) {
    case CLEAP_E_NOMEM:
    case CLEAP_E_IO:
        return EXIT_SYSTEM;
    default:
        return EXIT_DATA;
    }
}

int command_usage(const struct command *command, const struct cleap_error *err)
{
    fprintf(stderr, "cleap: %s\n", err->message);
    if (command != NULL)
        fprintf(stderr, "Try 'cleap %s --help'.\n", command->name);
    else
        fprintf(stderr, "Try 'cleap --help'.\n");
    return EXIT_USAGE;
}
