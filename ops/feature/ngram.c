/*
 * ngram: each run of n neighbouring tokens, joined by a blank.
 *
 *   in   input   list of string
 *   out  output  list of string; empty when there are fewer than n tokens
 *
 * n below 1 fails at every row, as in the JVM; it is a long cut to 32 bits.
 *
 * Follows MLeap 0.25.2: core/feature/NGramModel.scala.
 */
#include "runtime/op.h"

struct ngram {
    int64_t n;
};

static const struct cl_attr attrs[] = {
    {.name = "n", .type = CL_ATTR_I64, .offset = offsetof(struct ngram, n)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct ngram *g = state;

    (void)src;
    (void)err;
    g->n = (int32_t)(uint32_t)g->n;
    return CLEAP_OK;
}

/* The tokens in a row with blanks between them: every n-gram is a piece of it. NULL: no memory. */
static char *join(const struct cl_str *tokens, uint32_t n, size_t size, struct cl_arena *scratch)
{
    char *text = cl_arena_alloc(scratch, size), *end = text;

    for (uint32_t k = 0; text != NULL && k < n; k++) {
        memcpy(end, tokens[k].at, tokens[k].n);
        end += tokens[k].n;
        *end++ = ' ';
    }
    return text;
}

static size_t joined_size(const struct cl_str *tokens, uint32_t n)
{
    size_t size = n;

    for (uint32_t k = 0; k < n; k++)
        size += tokens[k].n;
    return size;
}

/* `ends[k]` lies behind token k; the n-gram that ends there began n tokens before. */
static void cut(const struct cl_str *tokens, uint32_t n_tokens, uint32_t n, const char *text,
                struct cl_str *grams)
{
    uint32_t start = 0, end = 0;

    for (uint32_t k = 0; k < n_tokens; k++) {
        end += tokens[k].n;
        if (k + 1 >= n) {
            grams[k + 1 - n] = (struct cl_str){.at = text + start, .n = end - start};
            start += tokens[k + 1 - n].n + 1;
        }
        end++;
    }
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct ngram *g = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_list *out = x->out[0]->as.list;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_str *tokens = in[i].at;
        uint32_t n_tokens = in[i].n;
        size_t size = joined_size(tokens, n_tokens);
        struct cl_str *grams;
        const char *text;

        if (g->n < 1)
            return cl_fail_row(err, x, i, "n is %lld, needs 1 or more", (long long)g->n);
        if (n_tokens < g->n) {
            out[i] = (struct cl_list){.at = "", .n = 0};
            continue;
        }
        if (size > UINT32_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "row %zu: %zu bytes of tokens are too many",
                           cl_exec_row(x, i), size);
        text = join(tokens, n_tokens, size, x->scratch);
        grams = cl_arena_array(x->scratch, n_tokens, sizeof *grams);
        if (text == NULL || grams == NULL)
            return cl_fail_nomem(err);
        cut(tokens, n_tokens, (uint32_t)g->n, text, grams);
        out[i] = (struct cl_list){.at = grams, .n = n_tokens - (uint32_t)g->n + 1};
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_ngram = {
    .name = "ngram",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct ngram),
    .load = load,
    .execute = execute,
};
