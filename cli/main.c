/*
 * cleap: finds the command, reads its options, runs it.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleap/version.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/plugins.h"

static int print_version(void)
{
    printf("cleap %s\n", CLEAP_VERSION);
    return EXIT_GOOD;
}

static int no_such_command(const char *name)
{
    const char *names[32] = {NULL};
    struct cleap_error err = {0};
    const char *meant;

    for (size_t i = 0; commands[i] != NULL && i + 1 < CL_COUNT_OF(names); i++)
        names[i] = commands[i]->name;
    meant = options_nearest(name, names);
    if (meant != NULL)
        cl_fail(&err, CLEAP_E_STATE, "there is no command '%s'; did you mean '%s'?", name, meant);
    else
        cl_fail(&err, CLEAP_E_STATE, "there is no command '%s'", name);
    return command_usage(NULL, &err);
}

static bool asks_for_help(size_t n, const char *const *words)
{
    for (size_t i = 0; i < n && strcmp(words[i], "--") != 0; i++)
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
            return true;
    return false;
}

static int run(const struct command *command, size_t n, const char *const *words)
{
    struct cleap_error err = {0};
    struct command_line line;

    if (asks_for_help(n, words)) {
        help_command(stdout, command);
        return EXIT_GOOD;
    }
    if (options_parse(command, n, words, &line, &err) != CLEAP_OK)
        return command_usage(command, &err);
    if (plugins_load(&line, &err) != CLEAP_OK)
        return command_fail(&err);
    return command->run(&line);
}

/* What was printed may still fail to reach its file. */
static int finish(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "cleap: the output could not be written\n");
    return EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
    const char *const *words = (const char *const *)argv;
    const struct command *command;

    /* libzip makes a time of each entry's date. Unless TZ is set, that looks at this file anew each
     * time, which is a tenth of what a forest of 500 trees takes to load. */
    setenv("TZ", "/etc/localtime", 0);
    if (argc < 2) {
        help_overview(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(words[1], "--version") == 0 || strcmp(words[1], "-V") == 0)
        return finish(print_version());
    if (asks_for_help(1, words + 1)) {
        help_overview(stdout);
        return finish(EXIT_GOOD);
    }
    command = command_find(words[1]);
    if (command == NULL)
        return no_such_command(words[1]);
    return finish(run(command, (size_t)argc - 2, words + 2));
}
