/*
 * tokenizer: text in lower case, split at each white-space character.
 *
 *   in   input   string
 *   out  output  list of string
 *
 * Java's split(): neighbouring separators have an empty token between them, one at the head puts
 * an empty token first, empty tokens at the end are dropped, and text without a separator, the
 * empty one too, is one token. Separators are blank, \t, \n, \x0B, \f and \r.
 *
 * Follows MLeap 0.25.2: core/feature/TokenizerModel.scala.
 */
#include "runtime/op.h"
#include "runtime/utf8.h"

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_SCALAR},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.dir = CL_PORT_END},
};

static bool is_separator(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t count_separators(struct cl_str text)
{
    size_t n = 0;

    for (uint32_t i = 0; i < text.n; i++)
        n += is_separator(text.at[i]);
    return n;
}

/* Writes the pieces between separators; returns how many, those at the end that are empty left
 * out. */
static uint32_t split(struct cl_str text, struct cl_str *tokens)
{
    uint32_t n = 0, start = 0, last = 0;

    for (uint32_t i = 0; i <= text.n; i++) {
        if (i < text.n && !is_separator(text.at[i]))
            continue;
        tokens[n++] = (struct cl_str){.at = text.at + start, .n = i - start};
        if (i > start)
            last = n;
        start = i + 1;
    }
    return n == 1 ? 1 : last;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct cl_str *in = x->in[0]->as.str;
    struct cl_list *out = x->out[0]->as.list;

    (void)state; /* there is nothing to set */
    for (size_t i = 0; i < x->n; i++) {
        struct cl_str text = cl_utf8_java_lower(in[i], x->scratch);
        struct cl_str *tokens;

        if (text.at == NULL)
            return cl_fail_nomem(err);
        tokens = cl_arena_array(x->scratch, count_separators(text) + 1, sizeof *tokens);
        if (tokens == NULL)
            return cl_fail_nomem(err);
        out[i] = (struct cl_list){.at = tokens, .n = split(text, tokens)};
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_tokenizer = {
    .name = "tokenizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .ports = ports,
    .execute = execute,
};
