/*
 * The names of a frame's columns.
 */
#include "mleap/schema_names.h"

#include "runtime/strmap.h"

enum cleap_status cl_schema_check_names(const struct cl_schema *schema, struct cl_arena *arena,
                                        struct cleap_error *err)
{
    struct cl_mark mark = cl_arena_mark(arena);
    struct cl_str *names = cl_arena_array(arena, schema->n, sizeof *names);
    struct cl_strmap map;
    enum cleap_status status = CLEAP_OK;

    if (names == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < schema->n; i++)
        names[i] = schema->fields[i].name;
    if (!cl_strmap_build(&map, names, schema->n, arena))
        return cl_fail_nomem(err);
    for (size_t i = 0; status == CLEAP_OK && i < schema->n; i++)
        if (cl_strmap_find(&map, names[i]) != i)
            status = cl_fail(err, CLEAP_E_SCHEMA, "the frame has a column '%.*s' already",
                             CL_STR_ARGS(names[i]));
    cl_arena_rewind(arena, mark);
    return status;
}
