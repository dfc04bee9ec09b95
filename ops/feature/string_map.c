/*
 * string_map: the number that stands for a text.
 *
 *   in   input   string, may be null
 *   out  output  double
 *
 * labels[i] stands for values[i]; of equal labels the last counts, and a label or a value without
 * its partner does not. A text that is no label, and a null, give default_value (0 if there is
 * none) when handle_invalid is "keep" and fail otherwise.
 *
 * Follows MLeap 0.25.2: core/feature/StringMapModel.scala, bundle/ops/feature/StringMapOp.scala.
 */
#include "ops/kernels/invalid.h"
#include "runtime/op.h"
#include "runtime/strmap.h"

struct string_map {
    struct cl_strs labels;
    struct cl_f64s values;
    int invalid; /* enum cl_invalid */
    double fallback;
    struct cl_strmap map;
};

static const struct cl_attr attrs[] = {
    {.name = "labels", .type = CL_ATTR_STRS, .offset = offsetof(struct string_map, labels)},
    {.name = "values", .type = CL_ATTR_F64S, .offset = offsetof(struct string_map, values)},
    {.name = "handle_invalid",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct string_map, invalid),
     .names = cl_invalid_words_no_skip,
     .optional = true},
    {.name = "default_value",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct string_map, fallback),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_STR,
     .shape = CL_SCALAR,
     .nulls = CL_NULL_OP,
     .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct string_map *m = state;
    size_t n = m->labels.n < m->values.n ? m->labels.n : m->values.n;

    return cl_strmap_build(&m->map, m->labels.at, n, src->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct string_map *m = state;
    const struct cl_str *in = x->in[0]->as.str;
    double *out = x->out[0]->as.f64;

    for (size_t i = 0; i < x->n; i++) {
        bool null = cl_column_is_null(x->in[0], i);
        uint32_t place = null ? CL_STRMAP_NONE : cl_strmap_find(&m->map, in[i]);

        if (place != CL_STRMAP_NONE)
            out[i] = m->values.at[place];
        else if (m->invalid == CL_INVALID_KEEP)
            out[i] = m->fallback;
        else if (null)
            return cl_fail_row(err, x, i, "null is no label; handle_invalid is \"error\"");
        else
            return cl_fail_row(err, x, i, "'%.*s' is no label; handle_invalid is \"error\"",
                               CL_STR_ARGS(in[i]));
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_string_map = {
    .name = "string_map",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct string_map),
    .load = load,
    .execute = execute,
};
