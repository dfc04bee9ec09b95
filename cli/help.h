/*
 * Help texts and the man page, from the tables of commands.
 */
#ifndef CLEAP_CLI_HELP_H
#define CLEAP_CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

void help_overview(FILE *out);
void help_command(FILE *out, const struct command *command);
void help_man_page(FILE *out);

#endif
