/*
 * The plug-ins that a command line and the environment name.
 */
#include "cli/plugins.h"

#include <stdlib.h>
#include <string.h>

#include "cleap/plugin.h"
#include "cli/options.h"
#include "runtime/arena.h"

static bool takes_plugins(const struct command *command)
{
    for (const struct option *option = command->options; option->name != NULL; option++)
        if (strcmp(option->name, "plugin") == 0)
            return true;
    return false;
}

static enum cleap_status load_list(const char *list, struct cl_arena *arena,
                                   struct cleap_error *err)
{
    while (list != NULL && list[0] != '\0') {
        size_t n = strcspn(list, ":");
        const char *path = cl_arena_strndup(arena, list, n);

        if (path == NULL)
            return cl_fail_nomem(err);
        if (n > 0)
            CL_TRY(cleap_plugin_load(path, err));
        list += list[n] == ':' ? n + 1 : n;
    }
    return CLEAP_OK;
}

enum cleap_status plugins_load(const struct command_line *line, struct cleap_error *err)
{
    struct cl_arena arena;
    enum cleap_status status;

    if (!takes_plugins(line->command))
        return CLEAP_OK;
    cl_arena_init(&arena, 1024);
    status = load_list(getenv(PLUGINS_VARIABLE), &arena, err);
    if (status == CLEAP_OK)
        status = load_list(options_text(line, "plugin", NULL), &arena, err);
    cl_arena_free(&arena);
    return status;
}
