/*
 * What models do not say: noted while they are loaded, for `cleap inspect`.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/source_default.h"

#define FIRST_DEFAULTS 4

/* The texts of values; numbers take no more. */
#define VALUE_SIZE 64

static bool keep_text(const char **text, struct cl_arena *arena)
{
    if (*text != NULL)
        *text = cl_arena_strndup(arena, *text, strlen(*text));
    return *text != NULL;
}

static bool keep(struct cl_default *what, struct cl_arena *arena)
{
    bool has_value = what->value != NULL;

    what->member.at =
        cl_arena_strndup(arena, what->member.n > 0 ? what->member.at : "", what->member.n);
    return what->member.at != NULL && keep_text(&what->name, arena) &&
           (!has_value || keep_text(&what->value, arena));
}

enum cleap_status cl_defaults_add(struct cl_defaults *defaults, const struct cl_default *what,
                                  struct cl_arena *arena, struct cleap_error *err)
{
    if (defaults->n == defaults->room) {
        size_t room = defaults->room == 0 ? FIRST_DEFAULTS : 2 * defaults->room;
        struct cl_default *at = cl_arena_array(arena, room, sizeof *at);

        if (at == NULL)
            return cl_fail_nomem(err);
        if (defaults->n > 0)
            memcpy(at, defaults->at, defaults->n * sizeof *at);
        defaults->at = at;
        defaults->room = room;
    }
    defaults->at[defaults->n] = *what;
    if (!keep(&defaults->at[defaults->n], arena))
        return cl_fail_nomem(err);
    defaults->n++;
    return CLEAP_OK;
}

/* The folders between the model's own and the file of a sub-model. */
static struct cl_str member_of(const struct cl_source *src)
{
    struct cl_str own = src->defaults->where, member = src->where;
    uint32_t skip = own.n, end = member.n;

    while (skip > 0 && own.at[skip - 1] != '/')
        skip--;
    while (end > 0 && member.at[end - 1] != '/')
        end--;
    if (end <= skip + 1)
        return (struct cl_str){.at = ""};
    return (struct cl_str){.at = member.at + skip, .n = end - 1 - skip};
}

/* The fewest digits that read back. */
static void print_number(char text[VALUE_SIZE], double value)
{
    if (isnan(value)) {
        snprintf(text, VALUE_SIZE, "NaN");
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, VALUE_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

static const char *enum_word(const struct cl_attr *attr, int i)
{
    for (int k = 0; attr->names[k] != NULL; k++)
        if (k == i)
            return attr->names[k];
    return NULL;
}

/* What a field holds, as text, in `text` or not; NULL for what the op has yet to work out. */
static const char *field_text(const struct cl_attr *attr, const void *field, char text[VALUE_SIZE])
{
    static const char *const shapes[] = {
        [CL_SCALAR] = "scalar", [CL_LIST] = "list", [CL_TENSOR] = "tensor", [CL_MAP] = "map"};

    switch (attr->type) {
    case CL_ATTR_BOOL:
        return *(const bool *)field ? "true" : "false";
    case CL_ATTR_I32:
        snprintf(text, VALUE_SIZE, "%lld", (long long)*(const int32_t *)field);
        return text;
    case CL_ATTR_I64:
        snprintf(text, VALUE_SIZE, "%lld", (long long)*(const int64_t *)field);
        return text;
    case CL_ATTR_F32:
        print_number(text, (double)*(const float *)field);
        return text;
    case CL_ATTR_F64:
        print_number(text, *(const double *)field);
        return text;
    case CL_ATTR_ENUM:
        return enum_word(attr, *(const int *)field);
    case CL_ATTR_SHAPE:
        return shapes[((const struct cl_data_shape *)field)->shape];
    case CL_ATTR_STR:
        return ((const struct cl_str *)field)->n == 0 ? "\"\"" : NULL;
    default: /* lists are laid out alike */
        return attr->type >= CL_ATTR_BOOLS && ((const struct cl_f64s *)field)->n == 0 ? "[]" : NULL;
    }
}

enum cleap_status cl_source_note(struct cl_source *src, const struct cl_default *what,
                                 struct cleap_error *err)
{
    struct cl_default kept = *what;

    if (src->defaults == NULL)
        return CLEAP_OK;
    kept.member = member_of(src);
    return cl_defaults_add(src->defaults, &kept, src->arena, err);
}

enum cleap_status cl_source_note_field(struct cl_source *src, enum cl_default_kind kind,
                                       const struct cl_attr *attr, const void *field,
                                       struct cleap_error *err)
{
    bool tells = kind == CL_DEFAULT_ATTRIBUTE && attr->present != 0;
    char text[VALUE_SIZE];
    struct cl_default what = {.kind = kind, .name = attr->name};

    if (src->defaults == NULL)
        return CLEAP_OK;
    if (!tells)
        what.value = field_text(attr, field, text);
    return cl_source_note(src, &what, err);
}

enum cleap_status cl_source_default(struct cl_source *src, const char *name, const char *value,
                                    struct cleap_error *err)
{
    struct cl_defaults *defaults = src->defaults;
    struct cl_str member;

    if (defaults == NULL || defaults->n == 0)
        return CLEAP_OK;
    member = member_of(src);
    for (size_t i = 0; i < defaults->n; i++) {
        struct cl_default *what = &defaults->at[i];

        if (strcmp(what->name, name) != 0 || !cl_str_equal(what->member, member))
            continue;
        what->value = value;
        if (!keep_text(&what->value, src->arena))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}
