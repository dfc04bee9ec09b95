/*
 * string_indexer: text as its position in a list of labels.
 *
 *   in   input0, ...   string, null allowed
 *   out  output0, ...  double
 *
 * Of equal labels the last position counts. Null and text that is no label are an error, or with
 * "keep" the number of labels. With "skip" a row with unknown text in any column is dropped, but
 * null is an error, unless unknown text stands in a column before it. Numbers come as text: a
 * boolean is "1" or "0", 1.0 is "1.0".
 *
 * Older bundles have `labels`, of one column, in place of labels_length and labels_array_0.
 *
 * Follows MLeap 0.25.2: core/feature/StringIndexerModel.scala,
 * transformer/feature/StringIndexer.scala.
 */
#include <stdio.h>

#include "ops/kernels/invalid.h"
#include "runtime/op.h"
#include "runtime/strmap.h"

#define MAX_COLUMNS 100000

struct labels {
    struct cl_strmap map;
    size_t n; /* as listed, equal ones too */
};

struct indexer {
    int32_t n_listed; /* -1: an older bundle */
    int invalid;      /* enum cl_invalid */
    size_t n;
    struct labels *columns;
};

static const struct indexer defaults = {.n_listed = -1};

static const struct cl_attr attrs[] = {
    {.name = "labels_length",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct indexer, n_listed),
     .optional = true},
    {.name = "handle_invalid",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct indexer, invalid),
     .names = cl_invalid_words,
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_STR,
     .shape = CL_SCALAR,
     .nulls = CL_NULL_OP,
     .nullable = true,
     .repeat = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR, .repeat = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load_labels(struct labels *column, const char *name, struct cl_source *src,
                                     struct cleap_error *err)
{
    const struct cl_attr attr = {.name = name, .type = CL_ATTR_STRS};
    struct cl_strs labels;

    CL_TRY(cl_source_get(src, &attr, &labels, err));
    column->n = labels.n;
    if (!cl_strmap_build(&column->map, labels.at, labels.n, src->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct indexer *m = state;
    bool is_old = m->n_listed == -1;

    if (m->n_listed > MAX_COLUMNS)
        return cl_fail(err, CLEAP_E_LIMIT, "labels_length is %d, at most %d columns are taken",
                       m->n_listed, MAX_COLUMNS);
    CL_TRY(cl_source_default(src, "labels_length", "1", err)); /* then there are `labels` */
    m->n = is_old ? 1 : m->n_listed > 0 ? (size_t)m->n_listed : 0;
    m->columns = cl_arena_array(src->arena, m->n, sizeof *m->columns);
    if (m->columns == NULL)
        return cl_fail_nomem(err);
    for (size_t c = 0; c < m->n; c++) {
        char name[40] = "labels";

        if (!is_old)
            snprintf(name, sizeof name, "labels_array_%zu", c);
        CL_TRY(load_labels(&m->columns[c], name, src, err));
    }
    return CLEAP_OK;
}

static size_t repeats(const void *state)
{
    return ((const struct indexer *)state)->n;
}

static bool filters(const void *state)
{
    return ((const struct indexer *)state)->invalid == CL_INVALID_SKIP;
}

static enum cleap_status filter(const void *state, struct cl_exec *x, uint8_t *keep,
                                struct cleap_error *err)
{
    const struct indexer *m = state;

    for (size_t c = 0; c < m->n; c++) {
        const struct cl_strmap *map = &m->columns[c].map;

        for (size_t i = 0; i < x->n; i++) {
            if (!keep[i])
                continue;
            if (cl_column_is_null(x->in[c], i))
                return cl_fail_row(err, x, i, "a null has no label; \"skip\" does not drop it");
            keep[i] = cl_strmap_find(map, x->in[c]->as.str[i]) != CL_STRMAP_NONE;
        }
    }
    return CLEAP_OK;
}

static enum cleap_status fail_unknown(const struct indexer *m, const struct cl_exec *x, size_t c,
                                      size_t i, struct cleap_error *err)
{
    const char *word = cl_invalid_words[m->invalid];
    struct cl_str label = x->in[c]->as.str[i];

    if (cl_column_is_null(x->in[c], i))
        return cl_fail_row(err, x, i, "a null has no label; handle_invalid is \"%s\"", word);
    return cl_fail_row(err, x, i,
                       "label '%.*s' is not among the %zu known; handle_invalid is \"%s\"",
                       CL_STR_ARGS(label), m->columns[c].n, word);
}

static enum cleap_status look_up(const struct indexer *m, struct cl_exec *x, size_t c,
                                 struct cleap_error *err)
{
    const struct labels *column = &m->columns[c];
    const struct cl_column *in = x->in[c];
    double *out = x->out[c] != NULL ? x->out[c]->as.f64 : NULL;

    for (size_t i = 0; i < x->n; i++) {
        uint32_t at =
            cl_column_is_null(in, i) ? CL_STRMAP_NONE : cl_strmap_find(&column->map, in->as.str[i]);

        if (at == CL_STRMAP_NONE && m->invalid != CL_INVALID_KEEP)
            return fail_unknown(m, x, c, i, err);
        if (out != NULL)
            out[i] = at != CL_STRMAP_NONE ? (double)at : (double)column->n;
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct indexer *m = state;

    for (size_t c = 0; c < m->n; c++)
        CL_TRY(look_up(m, x, c, err));
    return CLEAP_OK;
}

const struct cl_op cl_op_string_indexer = {
    .name = "string_indexer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct indexer),
    .defaults = &defaults,
    .repeats = repeats,
    .load = load,
    .filter = filter,
    .filters = filters,
    .execute = execute,
};
