/*
 * count_vectorizer: how often the words of a vocabulary occur.
 *
 *   in   input   list of string
 *   out  output  sparse vector, as long as there are distinct words
 *
 * A word's place is its position in the vocabulary. Words that occur less often than min_tf are
 * left out; below 1 min_tf is a share of all tokens, known or not. `binary` gives 1 for counts.
 *
 * A word that is there twice keeps its last position, which may lie behind the vector's end. The
 * JVM then makes a vector that breaks its own rules; here such a row fails.
 *
 * Follows MLeap 0.25.2: core/feature/CountVectorizerModel.scala.
 */
#include "ops/kernels/term_counts.h"
#include "runtime/op.h"
#include "runtime/strmap.h"

struct count_vectorizer {
    struct cl_strs vocabulary;
    bool binary;
    double min_tf;
    struct cl_strmap map;
};

static const struct cl_attr attrs[] = {
    {.name = "vocabulary",
     .type = CL_ATTR_STRS,
     .offset = offsetof(struct count_vectorizer, vocabulary)},
    {.name = "binary", .type = CL_ATTR_BOOL, .offset = offsetof(struct count_vectorizer, binary)},
    {.name = "min_tf", .type = CL_ATTR_F64, .offset = offsetof(struct count_vectorizer, min_tf)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct count_vectorizer *c = state;

    if (c->vocabulary.n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "vocabulary has %zu words, at most %d are taken",
                       c->vocabulary.n, INT32_MAX);
    return cl_strmap_build(&c->map, c->vocabulary.at, c->vocabulary.n, src->arena)
               ? CLEAP_OK
               : cl_fail_nomem(err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct count_vectorizer *c = state;

    return cl_type_set_width(&p->out[0].type, c->map.n, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct count_vectorizer *c = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_tensor *out = x->out[0]->as.tensor;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_str *tokens = in[i].at;
        uint32_t *places = cl_arena_array(x->scratch, in[i].n, sizeof *places);
        struct cl_term_counts how = {
            .at_least = c->min_tf >= 1.0 ? c->min_tf : (double)in[i].n * c->min_tf,
            .binary = c->binary,
            .size = c->map.n,
        };
        size_t n = 0;

        if (places == NULL)
            return cl_fail_nomem(err);
        for (uint32_t k = 0; k < in[i].n; k++) {
            uint32_t place = cl_strmap_find(&c->map, tokens[k]);

            if (place == CL_STRMAP_NONE)
                continue;
            if (place >= c->map.n)
                return cl_fail_row(err, x, i, "word '%.*s' has place %u in a vocabulary of %u",
                                   CL_STR_ARGS(tokens[k]), (unsigned)place, (unsigned)c->map.n);
            places[n++] = place;
        }
        if (!cl_term_counts(&how, places, n, x->scratch, &out[i]))
            return cl_fail_nomem(err);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_count_vectorizer = {
    .name = "count_vectorizer",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct count_vectorizer),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
