/*
 * stopwords_remover: the tokens that are no stop words, unchanged and in order.
 *
 *   in   input   list of string
 *   out  output  list of string
 *
 * Unless case_sensitive, stop words and tokens are compared in lower case, as the JVM lowers text
 * in an English locale; Spark's own locale parameter is not part of a bundle.
 *
 * Follows MLeap 0.25.2: core/feature/StopWordsRemoverModel.scala.
 */
#include "runtime/op.h"
#include "runtime/strmap.h"
#include "runtime/utf8.h"

struct stopwords {
    struct cl_strs words;
    bool case_sensitive;
    struct cl_strmap map;
};

static const struct cl_attr attrs[] = {
    {.name = "stop_words", .type = CL_ATTR_STRS, .offset = offsetof(struct stopwords, words)},
    {.name = "case_sensitive",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct stopwords, case_sensitive)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
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

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct stopwords *s = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_list *out = x->out[0]->as.list;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_str *tokens = in[i].at;
        struct cl_str *kept = cl_arena_array(x->scratch, in[i].n, sizeof *kept);
        uint32_t n = 0;

        if (kept == NULL)
            return cl_fail_nomem(err);
        for (uint32_t k = 0; k < in[i].n; k++) {
            struct cl_mark mark = cl_arena_mark(x->scratch);
            struct cl_str token = tokens[k];

            if (!s->case_sensitive)
                token = cl_utf8_java_lower(token, x->scratch);
            if (token.at == NULL)
                return cl_fail_nomem(err);
            if (!is_stopword(s, token))
                kept[n++] = tokens[k];
            cl_arena_rewind(x->scratch, mark);
        }
        out[i] = (struct cl_list){.at = kept, .n = n};
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_stopwords_remover = {
    .name = "stopwords_remover",
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct stopwords),
    .load = load,
    .execute = execute,
};
