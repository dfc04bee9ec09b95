/*
 * regex_indexer: the number of the first regular expression that is found in a text.
 *
 *   in   input   string; a null fails
 *   out  output  int
 *
 * An expression is found if it matches anywhere in the text. When none is, default_value counts;
 * without one the row fails. Expressions and numbers without a partner are not looked at.
 *
 * The expressions are Java's (JDK 17); what cannot be matched as there is refused when the model
 * is loaded.
 *
 * Follows MLeap 0.25.2: core/feature/RegexIndexerModel.scala,
 * bundle/ops/feature/RegexIndexerOp.scala.
 */
#include "ops/kernels/regex.h"
#include "runtime/op.h"

struct regex_indexer {
    struct cl_strs patterns;
    struct cl_i32s indices;
    int32_t fallback;
    bool has_fallback;
    struct cl_regex **regexes; /* patterns.n of them, NULL where none was compiled yet */
    size_t n;                  /* that are tried */
};

static const struct cl_attr attrs[] = {
    {.name = "regexes", .type = CL_ATTR_STRS, .offset = offsetof(struct regex_indexer, patterns)},
    {.name = "indices", .type = CL_ATTR_I32S, .offset = offsetof(struct regex_indexer, indices)},
    {.name = "default_value",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct regex_indexer, fallback),
     .optional = true,
     .present = offsetof(struct regex_indexer, has_fallback)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_SCALAR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_I32, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct regex_indexer *r = state;

    r->regexes = cl_arena_zeroed(src->arena, r->patterns.n, sizeof *r->regexes);
    if (r->regexes == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < r->patterns.n; i++)
        CL_TRY(cl_regex_compile(&r->regexes[i], r->patterns.at[i], src->arena, err));
    r->n = r->patterns.n < r->indices.n ? r->patterns.n : r->indices.n;
    return CLEAP_OK;
}

static void unload(void *state)
{
    struct regex_indexer *r = state;

    for (size_t i = 0; r->regexes != NULL && i < r->patterns.n; i++)
        cl_regex_free(r->regexes[i]);
}

static enum cleap_status find(const struct regex_indexer *r, struct cl_regex_search **searches,
                              struct cl_exec *x, size_t row, struct cleap_error *err)
{
    for (size_t k = 0; k < r->n; k++) {
        bool found = false;
        enum cl_regex_fault fault = cl_regex_contains(searches[k], x->in[0]->as.str[row], &found);

        if (fault == CL_REGEX_NO_MEMORY)
            return cl_fail_nomem(err);
        if (fault != CL_REGEX_OK)
            return cl_fail_row(err, x, row, "pattern %zu: %s", k, cl_regex_fault_text(fault));
        if (found) {
            x->out[0]->as.i32[row] = r->indices.at[k];
            return CLEAP_OK;
        }
    }
    if (!r->has_fallback)
        return cl_fail_row(err, x, row, "no pattern is found in '%.*s' and there is no default",
                           CL_STR_ARGS(x->in[0]->as.str[row]));
    x->out[0]->as.i32[row] = r->fallback;
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct regex_indexer *r = state;
    struct cl_regex_search **searches = cl_arena_array(x->scratch, r->n, sizeof *searches);

    if (searches == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < r->n; k++) {
        searches[k] = cl_regex_search_new(r->regexes[k], x->scratch);
        if (searches[k] == NULL)
            return cl_fail_nomem(err);
    }
    for (size_t i = 0; i < x->n; i++)
        CL_TRY(find(r, searches, x, i, err));
    return CLEAP_OK;
}

const struct cl_op cl_op_regex_indexer = {
    .name = "regex_indexer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct regex_indexer),
    .load = load,
    .execute = execute,
    .unload = unload,
};
