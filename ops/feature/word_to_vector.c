/*
 * word_to_vector: a sentence as a mean of its words' vectors.
 *
 *   in   input   list of string
 *   out  output  vector
 *
 * word_vectors holds one row a word; row `indices[i]` is that of words[i] (row i when there are no
 * indices). A row is as long as word_vectors divided by the number of distinct words. The vectors
 * of the known words are added in order. Kernel "default" multiplies by 1 / number of words, the
 * unknown ones counted; "sqrt" divides by the sum's own norm. A sentence without words is an empty
 * sparse vector.
 *
 * Of equal words the last counts, and words or indices without a partner do not. A word whose row
 * is not there fails where it occurs.
 *
 * Follows MLeap 0.25.2: core/feature/WordToVectorModel.scala,
 * bundle/ops/feature/WordToVectorOp.scala.
 */
#include <math.h>

#include "ops/kernels/dense.h"
#include "runtime/op.h"
#include "runtime/strmap.h"

enum kernel { KERNEL_DEFAULT, KERNEL_SQRT };

struct word_to_vector {
    struct cl_strs words;
    struct cl_i64s indices;
    bool has_indices;
    struct cl_f64s vectors;
    int kernel; /* enum kernel */
    struct cl_strmap map;
    uint32_t width;
};

static const char *const kernel_names[] = {"default", "sqrt", NULL};

static const struct cl_attr attrs[] = {
    {.name = "words", .type = CL_ATTR_STRS, .offset = offsetof(struct word_to_vector, words)},
    {.name = "indices",
     .type = CL_ATTR_I64S,
     .offset = offsetof(struct word_to_vector, indices),
     .optional = true,
     .present = offsetof(struct word_to_vector, has_indices)},
    {.name = "word_vectors",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct word_to_vector, vectors)},
    {.name = "kernel",
     .type = CL_ATTR_ENUM,
     .offset = offsetof(struct word_to_vector, kernel),
     .names = kernel_names,
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_STR, .shape = CL_LIST, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct word_to_vector *w = state;
    size_t n = w->words.n;

    if (w->has_indices && w->indices.n < n)
        n = w->indices.n;
    if (!cl_strmap_build(&w->map, w->words.at, n, src->arena))
        return cl_fail_nomem(err);
    if (w->map.n == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "there are no words");
    if (w->vectors.n / w->map.n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "vectors of %zu values are too long",
                       w->vectors.n / w->map.n);
    w->width = (uint32_t)(w->vectors.n / w->map.n);
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct word_to_vector *w = state;

    return cl_type_set_width(&p->out[0].type, w->width, p->arena) ? CLEAP_OK : cl_fail_nomem(err);
}

/* The row of a word; NULL when it is not there. */
static const double *row_of(const struct word_to_vector *w, uint32_t place)
{
    static const double nothing[1] = {0};
    int64_t row = place;

    if (w->has_indices)
        row = (int32_t)(uint32_t)w->indices.at[place];
    if (row >= 0 && w->width == 0)
        return nothing;
    if (row < 0 || (size_t)row > w->vectors.n / w->width - 1)
        return NULL;
    return w->vectors.at + (size_t)row * w->width;
}

static enum cleap_status add_words(const struct word_to_vector *w, struct cl_exec *x, size_t row,
                                   double *sum, struct cleap_error *err)
{
    const struct cl_list *sentence = &x->in[0]->as.list[row];
    const struct cl_str *words = sentence->at;

    memset(sum, 0, w->width * sizeof *sum);
    for (uint32_t k = 0; k < sentence->n; k++) {
        uint32_t place = cl_strmap_find(&w->map, words[k]);
        const double *vector;

        if (place == CL_STRMAP_NONE)
            continue;
        vector = row_of(w, place);
        if (vector == NULL)
            return cl_fail_row(err, x, row, "the vector of word '%.*s' is not there",
                               CL_STR_ARGS(words[k]));
        cl_dense_kernels()->axpy(1.0, vector, sum, w->width);
    }
    return CLEAP_OK;
}

static void scale(const struct word_to_vector *w, uint32_t n_words, double *sum)
{
    if (w->kernel == KERNEL_SQRT) {
        double norm = sqrt(cl_dense_kernels()->dot(sum, sum, w->width));

        for (uint32_t k = 0; k < w->width; k++)
            sum[k] /= norm;
    } else {
        double share = 1.0 / n_words;

        for (uint32_t k = 0; k < w->width; k++)
            sum[k] *= share;
    }
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct word_to_vector *w = state;
    const struct cl_list *in = x->in[0]->as.list;
    struct cl_tensor *out = x->out[0]->as.tensor;
    double *sums = cl_exec_dense(x, x->out[0], w->width);

    if (sums == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        double *sum = sums + i * w->width;

        if (in[i].n == 0) {
            int32_t *index = cl_arena_alloc(x->scratch, 0);

            if (index == NULL)
                return cl_fail_nomem(err);
            out[i] = cl_sparse(sum, index, 0, w->width);
            continue;
        }
        CL_TRY(add_words(w, x, i, sum, err));
        scale(w, in[i].n, sum);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_word_to_vector = {
    .name = "word_to_vector",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct word_to_vector),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
