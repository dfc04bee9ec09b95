/*
 * word_filter: the words that are letters alone and long enough.
 *
 *   in   input   list of string
 *   out  output  list of string
 *
 * Java's chars are looked at one by one: a supplementary character is two of them, which are no
 * letters. A word stays when it has more of them than `length`.
 *
 * Follows MLeap 0.25.2: core/feature/WordLengthFilterModel.scala.
 */
#include "ops/kernels/java_chars.h"
#include "runtime/op.h"
#include "runtime/utf8.h"

struct word_filter {
    int32_t length;
};

static const struct cl_attr attrs[] = {
    {.name = "length", .type = CL_ATTR_I32, .offset = offsetof(struct word_filter, length)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.dir = CL_PORT_END},
};

static bool is_letter(uint32_t code)
{
    if (code < 128)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    return code <= 0xffff && cl_java_kind_of(code) == CL_JAVA_LETTER;
}

static bool stays(struct cl_str word, int32_t length)
{
    int64_t n = 0;

    for (uint32_t at = 0; at < word.n; n++)
        if (!is_letter(cl_utf8_next(word, &at)))
            return false;
    return n > length;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct word_filter *f = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_list *out = x->out[0]->as.list;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_str *words = in[i].at;
        struct cl_str *kept = cl_arena_array(x->scratch, in[i].n, sizeof *kept);
        uint32_t n = 0;

        if (kept == NULL)
            return cl_fail_nomem(err);
        for (uint32_t k = 0; k < in[i].n; k++)
            if (stays(words[k], f->length))
                kept[n++] = words[k];
        out[i] = (struct cl_list){.at = kept, .n = n};
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_word_filter = {
    .name = "word_filter",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct word_filter),
    .execute = execute,
};
