/*
 * Reading the schema of a leap frame.
 *
 * Members come in any order, and of two with one name the last counts. So an object is first passed
 * over to find its members, then each is read where it stands.
 */
#include "mleap/schema_json.h"
#include "mleap/schema_names.h"
#include "runtime/buf.h"
#include "runtime/number.h"

struct member {
    const char *name;
    bool there;
    struct cl_json_place at;
};

/* Passes over an object and notes where the members are that have a name in the table. */
static enum cleap_status find_members(struct cl_json *j, struct member *members, size_t n,
                                      struct cleap_error *err)
{
    struct cl_str key;
    bool more;

    CL_TRY(cl_json_begin_object(j, err));
    for (;;) {
        CL_TRY(cl_json_next_key(j, NULL, &key, &more, err));
        if (!more)
            return CLEAP_OK;
        for (size_t i = 0; i < n; i++) {
            if (!cl_str_is(key, members[i].name))
                continue;
            members[i].there = true;
            members[i].at = cl_json_here(j);
        }
        CL_TRY(cl_json_skip(j, NULL, err));
    }
}

/* Stands before a member. */
static enum cleap_status go_to(struct cl_json *j, const struct member *member,
                               struct cleap_error *err)
{
    if (!member->there)
        return cl_fail(err, CLEAP_E_FORMAT, "\"%s\" is missing", member->name);
    cl_json_return(j, member->at);
    return CLEAP_OK;
}

/* Reads a base type. A scalar's int is called integer. */
static enum cleap_status read_base(struct cl_json *j, bool is_scalar, enum cl_base *base,
                                   struct cleap_error *err)
{
    struct cl_str name;

    CL_TRY(cl_json_read_string(j, NULL, &name, err));
    for (int i = CL_BASE_NONE + 1; i < CL_N_BASES; i++) {
        *base = (enum cl_base)i;
        if (cl_str_is(name, is_scalar && *base == CL_I32 ? "integer" : cl_base_name(*base)))
            return CLEAP_OK;
    }
    return cl_fail(
        err, CLEAP_E_FORMAT,
        "'%.*s' is no %s type; boolean, byte, short, %s, long, float, double, string and "
        "byte_string are",
        name.n < 40 ? (int)name.n : 40, name.at, is_scalar ? "scalar" : "base",
        is_scalar ? "integer" : "int");
}

static enum cleap_status read_dimensions(struct cl_json *j, struct cl_arena *arena,
                                         struct cl_dims *dims, struct cleap_error *err)
{
    int32_t sizes[CL_MAX_RANK];
    int64_t size;
    bool more;

    CL_TRY(cl_json_begin_array(j, err));
    for (dims->n = 0;; dims->n++) {
        CL_TRY(cl_json_next_item(j, &more, err));
        if (!more)
            break;
        if (dims->n == CL_MAX_RANK)
            return cl_fail(err, CLEAP_E_LIMIT, "more than %d dimensions", CL_MAX_RANK);
        CL_TRY(cl_json_read_i64(j, INT32_MIN, INT32_MAX, &size, err));
        sizes[dims->n] = (int32_t)size;
    }
    dims->known = true;
    dims->size = cl_arena_copy(arena, sizes, dims->n * sizeof *sizes);
    return dims->size != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status read_shape(struct cl_json *j, enum cl_shape *shape,
                                    struct cleap_error *err)
{
    static const char *const names[] = {
        [CL_SCALAR] = "basic", [CL_LIST] = "list", [CL_TENSOR] = "tensor", [CL_MAP] = "map"};
    struct cl_str name;

    CL_TRY(cl_json_read_string(j, NULL, &name, err));
    for (size_t i = 0; i < CL_COUNT_OF(names); i++) {
        *shape = (enum cl_shape)i;
        if (cl_str_is(name, names[i]))
            return CLEAP_OK;
    }
    return cl_fail(err, CLEAP_E_FORMAT, "'%.*s' is no type; basic, list, map and tensor are",
                   name.n < 40 ? (int)name.n : 40, name.at);
}

static enum cleap_status read_object(struct cl_json *j, struct cl_arena *arena,
                                     struct cl_type *type, struct cleap_error *err)
{
    enum { TYPE, BASE, KEY, DIMENSIONS, NULLABLE, N_MEMBERS };
    struct member members[N_MEMBERS] = {[TYPE] = {.name = "type"},
                                        [BASE] = {.name = "base"},
                                        [KEY] = {.name = "key"},
                                        [DIMENSIONS] = {.name = "dimensions"},
                                        [NULLABLE] = {.name = "isNullable"}};
    struct cl_json_place end;

    CL_TRY(find_members(j, members, N_MEMBERS, err));
    end = cl_json_here(j);
    CL_TRY(go_to(j, &members[TYPE], err));
    CL_TRY(read_shape(j, &type->shape, err));
    CL_TRY(go_to(j, &members[BASE], err));
    CL_TRY(read_base(j, type->shape == CL_SCALAR, &type->base, err));
    if (type->shape == CL_MAP) {
        CL_TRY(go_to(j, &members[KEY], err));
        CL_TRY(read_base(j, false, &type->key, err));
    }
    if (type->shape == CL_TENSOR && members[DIMENSIONS].there) {
        CL_TRY(go_to(j, &members[DIMENSIONS], err));
        CL_TRY(read_dimensions(j, arena, &type->dims, err));
    }
    if (type->shape == CL_SCALAR || members[NULLABLE].there) {
        CL_TRY(go_to(j, &members[NULLABLE], err));
        CL_TRY(cl_json_read_bool(j, &type->nullable, err));
    }
    cl_json_return(j, end);
    return CLEAP_OK;
}

enum cleap_status cl_type_read_json(struct cl_json *j, struct cl_arena *arena, struct cl_type *type,
                                    struct cleap_error *err)
{
    *type = (struct cl_type){.nullable = true};
    if (cl_json_kind(j) != CL_JSON_OBJECT)
        return read_base(j, true, &type->base, err);
    return read_object(j, arena, type, err);
}

static enum cleap_status read_field(struct cl_json *j, struct cl_arena *arena,
                                    struct cl_field *field, struct cleap_error *err)
{
    enum { NAME, TYPE, N_MEMBERS };
    struct member members[N_MEMBERS] = {[NAME] = {.name = "name"}, [TYPE] = {.name = "type"}};
    struct cl_json_place end;
    struct cl_str name;

    CL_TRY(find_members(j, members, N_MEMBERS, err));
    end = cl_json_here(j);
    CL_TRY(go_to(j, &members[NAME], err));
    CL_TRY(cl_json_read_string(j, NULL, &name, err));
    field->name.n = name.n;
    field->name.at = cl_arena_strndup(arena, name.at, name.n);
    if (field->name.at == NULL)
        return cl_fail_nomem(err);
    CL_TRY(go_to(j, &members[TYPE], err));
    if (cl_type_read_json(j, arena, &field->type, err) != CLEAP_OK)
        return cl_blame(err, "column '%.*s'", CL_STR_ARGS(field->name));
    cl_json_return(j, end);
    return CLEAP_OK;
}

static enum cleap_status read_fields(struct cl_json *j, struct cl_arena *arena,
                                     struct cl_schema *schema, struct cleap_error *err)
{
    struct cl_json_place start = cl_json_here(j);
    size_t n, n_tokens;
    bool more;

    CL_TRY(cl_json_leap(j, &n, &n_tokens, err));
    if (n > CL_MAX_COLUMNS)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu columns, at most %d are allowed", n,
                       CL_MAX_COLUMNS);
    cl_json_return(j, start);
    schema->n = 0;
    schema->fields = cl_arena_array(arena, n, sizeof *schema->fields);
    if (schema->fields == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_json_begin_array(j, err));
    for (;;) {
        CL_TRY(cl_json_next_item(j, &more, err));
        if (!more)
            return CLEAP_OK;
        CL_TRY(read_field(j, arena, &schema->fields[schema->n++], err));
    }
}

static enum cleap_status read_schema(struct cl_json *j, struct cl_arena *arena,
                                     struct cl_schema *schema, struct cleap_error *err)
{
    struct member fields = {.name = "fields"};
    struct cl_json_place end;

    CL_TRY(find_members(j, &fields, 1, err));
    end = cl_json_here(j);
    CL_TRY(go_to(j, &fields, err));
    CL_TRY(read_fields(j, arena, schema, err));
    cl_json_return(j, end);
    return CLEAP_OK;
}

enum cleap_status cl_schema_read_json(struct cl_json *j, struct cl_arena *arena,
                                      struct cl_schema *schema, struct cleap_error *err)
{
    if (read_schema(j, arena, schema, err) != CLEAP_OK)
        return cl_blame(err, "schema");
    return cl_schema_check_names(schema, arena, err);
}
