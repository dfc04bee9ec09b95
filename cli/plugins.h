/*
 * The plug-ins that a command line and the environment name.
 */
#ifndef CLEAP_CLI_PLUGINS_H
#define CLEAP_CLI_PLUGINS_H

#include "cli/command.h"

#define PLUGINS_VARIABLE "CLEAP_PLUGINS"

/* Loads the files of CLEAP_PLUGINS, then those of --plugin; both are lists with colons. Does
 * nothing for a command that does not have the option. */
enum cleap_status plugins_load(const struct command_line *line, struct cleap_error *err);

#endif
