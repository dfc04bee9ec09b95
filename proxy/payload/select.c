/*
 * Selecting columns.
 */
#include "proxy/payload/select.h"

static enum cleap_status add_name(struct payload_select *select, struct cl_str name,
                                  struct cleap_error *err)
{
    if (select->names.n == PAYLOAD_MAX_SELECT)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d names", PAYLOAD_MAX_SELECT);
    select->names.at[select->names.n++] = name;
    return CLEAP_OK;
}

static struct cl_str trimmed(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    while (at < end && end[-1] == ' ')
        end--;
    return (struct cl_str){.at = at, .n = (uint32_t)(end - at)};
}

static enum cleap_status split_text(struct payload_select *select, struct cl_str text,
                                    struct cleap_error *err)
{
    const char *at = text.at, *end = text.at + text.n;

    if (trimmed(at, end).n == 0)
        return CLEAP_OK;
    for (;;) {
        const char *comma = memchr(at, ',', (size_t)(end - at));

        CL_TRY(add_name(select, trimmed(at, comma != NULL ? comma : end), err));
        if (comma == NULL)
            return CLEAP_OK;
        at = comma + 1;
    }
}

static enum cleap_status read_names(struct cl_json *json, struct cl_arena *arena,
                                    struct payload_select *select, struct cleap_error *err)
{
    struct cl_str name;
    bool more;

    CL_TRY(cl_json_begin_array(json, err));
    for (;;) {
        CL_TRY(cl_json_next_item(json, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(cl_json_borrow_string(json, arena, &name, err));
        CL_TRY(add_name(select, name, err));
    }
}

static enum cleap_status read_value(struct cl_json *json, struct cl_arena *arena,
                                    struct payload_select *select, struct cleap_error *err)
{
    struct cl_str text;

    switch (cl_json_kind(json)) {
    case CL_JSON_NULL:
        return cl_json_read_null(json, err);
    case CL_JSON_ARRAY:
        return read_names(json, arena, select, err);
    default:
        CL_TRY(cl_json_borrow_string(json, arena, &text, err));
        return split_text(select, text, err);
    }
}

/* Makes room for the names that may be in a text: an array's items, or the pieces of a list. */
static enum cleap_status make_room(struct payload_select *select, struct cl_str text,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    size_t n = 1;

    for (uint32_t i = 0; i < text.n; i++)
        n += text.at[i] == ',';
    *select = (struct payload_select){.all = true};
    select->names.at = cl_arena_array(arena, n < PAYLOAD_MAX_SELECT ? n : PAYLOAD_MAX_SELECT,
                                      sizeof *select->names.at);
    return select->names.at != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

enum cleap_status payload_select_read(struct cl_json *json, struct cl_arena *arena,
                                      struct payload_select *select, struct cleap_error *err)
{
    struct cl_json_place place = cl_json_here(json);
    struct cl_str raw;

    CL_TRY(cl_json_skip(json, &raw, err));
    cl_json_return(json, place);
    CL_TRY(make_room(select, raw, arena, err));
    if (read_value(json, arena, select, err) != CLEAP_OK)
        return cl_blame(err, "select");
    select->all = select->names.n == 0;
    return CLEAP_OK;
}

enum cleap_status payload_select_read_text(struct cl_str text, struct cl_arena *arena,
                                           struct payload_select *select, struct cleap_error *err)
{
    CL_TRY(make_room(select, text, arena, err));
    if (split_text(select, text, err) != CLEAP_OK)
        return cl_blame(err, "select");
    select->all = select->names.n == 0;
    return CLEAP_OK;
}

/* The scorer refuses columns of the model that come twice; the few others are looked at here. */
static enum cleap_status refuse_carried_twice(const struct payload_select *select, size_t at,
                                              struct cleap_error *err)
{
    for (size_t i = 0; i < at; i++)
        if (select->place[i] == PAYLOAD_CARRIED &&
            cl_str_equal(select->names.at[i], select->names.at[at]))
            return cl_fail(err, CLEAP_E_SCHEMA, "column '%.*s' is selected twice",
                           CL_STR_ARGS(select->names.at[at]));
    return CLEAP_OK;
}

enum cleap_status payload_select_split(struct payload_select *select,
                                       const struct payload_rows *rows, struct cl_arena *arena,
                                       struct cleap_error *err)
{
    size_t n = select->names.n, n_carried = 0;

    select->known = (struct cl_strs){0};
    if (select->all)
        return CLEAP_OK;
    select->known.at = cl_arena_array(arena, n, sizeof *select->known.at);
    select->place = cl_arena_array(arena, n, sizeof *select->place);
    if (select->known.at == NULL || select->place == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        select->place[i] = PAYLOAD_CARRIED;
        if (payload_rows_key(rows, select->names.at[i]) == PAYLOAD_UNKNOWN) {
            if (++n_carried > PAYLOAD_MAX_CARRIED)
                return cl_fail(err, CLEAP_E_SCHEMA,
                               "select: more than %d columns that the model does not have",
                               PAYLOAD_MAX_CARRIED);
            CL_TRY(refuse_carried_twice(select, i, err));
            continue;
        }
        select->place[i] = select->known.n;
        select->known.at[select->known.n++] = select->names.at[i];
    }
    return CLEAP_OK;
}

enum cleap_status payload_select_columns(struct payload_select *select, struct cl_arena *arena,
                                         struct cleap_error *err)
{
    select->known = select->names;
    select->place = cl_arena_array(arena, select->names.n, sizeof *select->place);
    if (select->place == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < select->names.n; i++)
        select->place[i] = i;
    return CLEAP_OK;
}
