/*
 * Command lines by option tables, and the help that is written from the same tables.
 */
#ifndef CLEAP_CLI_OPTIONS_H
#define CLEAP_CLI_OPTIONS_H

#include <stdint.h>
#include <stdio.h>

#include "cli/command.h"

/* Reads the n words behind the command's name. CLEAP_E_STATE: they are not what it takes. */
enum cleap_status options_parse(const struct command *command, size_t n, const char *const *words,
                                struct command_line *line, struct cleap_error *err);

/* The value of an option, or `absent` when it was not given. The option must be in the table. */
const char *options_text(const struct command_line *line, const char *name, const char *absent);
bool options_has(const struct command_line *line, const char *name);

/* Names with commas between them; NULL when the option was not given. CLEAP_E_STATE: one is empty.
 */
enum cleap_status options_names(const struct command_line *line, const char *name,
                                const char **text, struct cleap_error *err);

/* A whole number in [min, max]. CLEAP_E_STATE: it is none. */
enum cleap_status options_number(const struct command_line *line, const char *name, uint64_t min,
                                 uint64_t max, uint64_t absent, uint64_t *value,
                                 struct cleap_error *err);

/* Of the table's words the one that `word` may have been meant for, or NULL. words ends with NULL.
 */
const char *options_nearest(const char *word, const char *const *words);

#endif
