/*
 * stopwords_remover: the tokens that are no stop words, unchanged and in order.
 *
 *   in   input   list of string
 *   out  output  list of string
 *   in   input0, ...   likewise, several columns with the same stop words
 *   out  output0, ...
 *
 * Unless case_sensitive, stop words and tokens are compared in lower case, as the JVM lowers text
 * in an English locale; Spark's own locale parameter is not part of a bundle.
 *
 * Follows MLeap 0.25.2: core/feature/StopWordsRemoverModel.scala. Several columns, which Spark
 * exports and MLeap cannot load, follow Spark 4.1.2's StopWordsRemover.
 */
#include "ops/kernels/pairs.h"
#include "runtime/op.h"
#include "runtime/strmap.h"
#include "runtime/utf8.h"

struct stopwords {
    struct cl_strs words;
    bool case_sensitive;
    struct cl_strmap map;
    size_t n_columns;
};

static const struct cl_attr attrs[] = {
    {.name = "stop_words", .type = CL_ATTR_STRS, .offset = offsetof(struct stopwords, words)},
    {.name = "case_sensitive",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct stopwords, case_sensitive)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_STR,
     .shape = CL_LIST,
     .nullable = true,
     .optional = true},
    {.name = "input",
     .dir = CL_IN,
     .base = CL_STR,
     .shape = CL_LIST,
     .nullable = true,
     .optional = true,
     .repeat = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_STR,
     .shape = CL_LIST,
     .nullable = true,
     .optional = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_STR,
     .shape = CL_LIST,
     .nullable = true,
     .optional = true,
     .repeat = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct stopwords *s = state;

    for (size_t i = 0; !s->case_sensitive && i < s->words.n; i++) {
        s->words.at[i] = cl_utf8_java_lower(s->words.at[i], src->arena);
        if (s->words.at[i].at == NULL)
            return cl_fail_nomem(err);
    }
    return cl_strmap_build(&s->map, s->words.at, s->words.n, src->arena) ? CLEAP_OK
                                                                         : cl_fail_nomem(err);
}

static bool is_stopword(const struct stopwords *s, struct cl_str token)
{
    return cl_strmap_find(&s->map, token) != CL_STRMAP_NONE;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    return cl_pairs_prepare(p, &((struct stopwords *)state)->n_columns, err);
}

/* The tokens that stay, in scratch. */
static enum cleap_status filter_tokens(const struct stopwords *s, const struct cl_list *in,
                                       struct cl_list *out, struct cl_arena *scratch,
                                       struct cleap_error *err)
{
    const struct cl_str *tokens = in->at;
    struct cl_str *kept = cl_arena_array(scratch, in->n, sizeof *kept);
    uint32_t n = 0;

    if (kept == NULL)
        return cl_fail_nomem(err);
    for (uint32_t k = 0; k < in->n; k++) {
        struct cl_mark mark = cl_arena_mark(scratch);
        struct cl_str token = tokens[k];

        if (!s->case_sensitive)
            token = cl_utf8_java_lower(token, scratch);
        if (token.at == NULL)
            return cl_fail_nomem(err);
        if (!is_stopword(s, token))
            kept[n++] = tokens[k];
        cl_arena_rewind(scratch, mark);
    }
    *out = (struct cl_list){.at = kept, .n = n};
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct stopwords *s = state;

    for (size_t c = 0; c < s->n_columns; c++)
        for (size_t i = 0; cl_pairs_has(x, c) && i < x->n; i++)
            CL_TRY(
                filter_tokens(s, &x->in[c]->as.list[i], &x->out[c]->as.list[i], x->scratch, err));
    return CLEAP_OK;
}

const struct cl_op cl_op_stopwords_remover = {
    .name = "stopwords_remover",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct stopwords),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
