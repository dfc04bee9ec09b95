/*
 * regex_tokenizer: text cut by a regular expression.
 *
 *   in   input   string
 *   out  output  list of string
 *
 * With match_gaps the tokens are what lies between matches, as Java's split() gives it; without,
 * they are the matches. lowercase_text lowers the text before. Tokens of fewer than
 * token_min_length UTF-16 units are left out.
 *
 * The regular expression is Java's (JDK 17); what cannot be matched as there is refused when the
 * model is loaded.
 *
 * Follows MLeap 0.25.2: core/feature/RegexTokenizerModel.scala.
 */
#include "ops/kernels/regex.h"
#include "runtime/op.h"
#include "runtime/utf8.h"

struct regex_tokenizer {
    struct cl_str pattern;
    bool match_gaps, lowercase;
    int32_t min_length;
    struct cl_regex *regex;
};

static const struct cl_attr attrs[] = {
    {.name = "regex", .type = CL_ATTR_STR, .offset = offsetof(struct regex_tokenizer, pattern)},
    {.name = "match_gaps",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct regex_tokenizer, match_gaps)},
    {.name = "token_min_length",
     .type = CL_ATTR_I32,
     .offset = offsetof(struct regex_tokenizer, min_length)},
    {.name = "lowercase_text",
     .type = CL_ATTR_BOOL,
     .offset = offsetof(struct regex_tokenizer, lowercase)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct regex_tokenizer *t = state;

    return cl_regex_compile(&t->regex, t->pattern, src->arena, err);
}

static void unload(void *state)
{
    cl_regex_free(((struct regex_tokenizer *)state)->regex);
}

/* Keeps the tokens that are long enough; they have at least a third as many units as bytes. */
static uint32_t drop_short(struct cl_str *tokens, uint32_t n, int32_t min_length)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < n; i++)
        if (min_length <= 0 || tokens[i].n / 3 >= (uint32_t)min_length ||
            cl_utf8_java_length(tokens[i]) >= (size_t)min_length)
            tokens[kept++] = tokens[i];
    return kept;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct regex_tokenizer *t = state;
    const struct cl_str *in = x->in[0]->as.str;
    struct cl_list *out = x->out[0]->as.list;
    struct cl_regex_search *search = cl_regex_search_new(t->regex, x->scratch);

    if (search == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        struct cl_str text = t->lowercase ? cl_utf8_java_lower(in[i], x->scratch) : in[i];
        struct cl_tokens tokens;
        enum cl_regex_fault fault;

        if (text.at == NULL)
            return cl_fail_nomem(err);
        fault = t->match_gaps ? cl_regex_split(search, text, &tokens)
                              : cl_regex_find_all(search, text, &tokens);
        if (fault == CL_REGEX_NO_MEMORY)
            return cl_fail_nomem(err);
        if (fault != CL_REGEX_OK)
            return cl_fail_row(err, x, i, "%s", cl_regex_fault_text(fault));
        out[i].at = tokens.at;
        out[i].n = drop_short(tokens.at, tokens.n, t->min_length);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_regex_tokenizer = {
    .name = "regex_tokenizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct regex_tokenizer),
    .load = load,
    .execute = execute,
    .unload = unload,
};
