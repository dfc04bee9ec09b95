/*
 * lda_local_model_op: how a document divides into topics.
 *
 *   in   features    vector of double: how often each word of the vocabulary occurs
 *   out  prediction  vector of double, dense: a share for each of k topics
 *
 * Variational inference (Hoffman, Blei and Bach, 2010). With T the topicMatrix, words by topics,
 * a = docConcentration, and the words i of a document, which occur n[i] times (all words of a
 * dense vector, the stored ones of a sparse one):
 *
 *   E[i,t]  = exp(digamma(T[i,t]) - digamma(sum of T[.,t]))
 *   th[t]   = exp(digamma(g[t]) - digamma(sum of g))
 *   phi[i]  = (E * th)[i] + 1e-100                                (GEMV_N)
 *   g[t]    = th[t] * (E' * (n / phi))[t] + a[t]                  (GEMV_T)
 *
 * over and over, until g moves by 1e-3 or less in the mean; the answer is g divided by its sum of
 * magnitudes. g starts from k numbers of a gamma distribution that MLeap draws anew for each
 * document from the same seed, so that they are always the same. A document without words is all
 * zeros. One that does not settle, as happens with counts below 0, is an error; MLeap would not
 * end, or run out of stack. The words of a sparse vector are added up as they come, whatever their
 * order, and one may come twice.
 *
 * MLeap declares the input as wide as there are topics.
 *
 * Follows MLeap 0.25.2: core/clustering/LDAModel.scala, optimization/LDAOptimizer.scala, LDAUtils.
 */
#include <math.h>

#include "ops/kernels/digamma.h"
#include "ops/kernels/twister.h"
#include "ops/kernels/vector.h"
#include "ops/kernels/weights.h"

#define START_SHAPE 100.0
#define START_SEED 0
#define SETTLED 1e-3
#define LEAST_PHI 1e-100
/* Documents settle in tens of rounds, in thousands where topics hardly differ. Rounds of large
 * ones are fewer: the product of words, topics and rounds is a matter of seconds. */
#define MIN_ROUNDS 1000
#define MAX_ROUNDS 100000
#define MAX_STEPS (UINT64_C(1) << 32)

struct lda {
    struct cl_attr_tensor matrix;
    struct cl_f64s concentration; /* a */
    double topic_concentration;   /* wanted by MLeap, not used */
    size_t n_words, n_topics;
    struct cl_weights words; /* E: a row of topics for each word */
    double *start;
};

/* A document that is being worked on. */
struct document {
    const struct cl_tensor *counts;
    struct cl_weights to_topics, to_words; /* E of its words, in the two layouts */
    double *g, *old, *th, *sum;            /* a number for each topic */
    double *phi, *ratio;                   /* and for each word */
};

static const struct cl_attr attrs[] = {
    {.name = "topicMatrix", .type = CL_ATTR_TENSOR, .offset = offsetof(struct lda, matrix)},
    {.name = "docConcentration",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct lda, concentration)},
    {.name = "topicConcentration",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct lda, topic_concentration)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .any_rank = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load_words(struct lda *m, const struct cl_matrix *matrix,
                                    struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_matrix e = *matrix;
    size_t n = m->n_words;
    double *to = cl_arena_array(arena, n, m->n_topics * sizeof *to);

    if (to == NULL)
        return cl_fail_nomem(err);
    for (size_t t = 0; t < m->n_topics; t++) {
        if (!cl_dirichlet_mean_log(matrix->at + t * n, n, to + t * n))
            return cl_fail(err, CLEAP_E_FORMAT, "topicMatrix has values far below 0");
        for (size_t i = 0; i < n; i++)
            to[t * n + i] = exp(to[t * n + i]);
    }
    e.at = to;
    return cl_weights_from_columns(&m->words, &e, arena, err);
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct lda *m = state;
    struct cl_matrix matrix;
    struct cl_twister twister;

    CL_TRY(cl_weights_matrix(&m->matrix, "topicMatrix", &matrix, err));
    m->n_words = matrix.n_rows;
    m->n_topics = matrix.n_columns;
    if (m->concentration.n != m->n_topics)
        return cl_fail(err, CLEAP_E_FORMAT, "docConcentration has %zu values for %zu topics",
                       m->concentration.n, m->n_topics);
    CL_TRY(cl_vector_check_width(m->n_topics, "the topics", err));
    m->start = cl_arena_array(src->arena, m->n_topics, sizeof *m->start);
    if (m->start == NULL)
        return cl_fail_nomem(err);
    cl_twister_seed(&twister, START_SEED);
    for (size_t t = 0; t < m->n_topics; t++)
        m->start[t] = cl_twister_gamma(&twister, START_SHAPE, 1.0 / START_SHAPE);
    return load_words(m, &matrix, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    int64_t n = (int64_t)((const struct lda *)state)->n_topics;

    return cl_vector_prepare(p, n, n, err);
}

static enum cleap_status check_words(const struct cl_exec *x, size_t row, const struct cl_tensor *v,
                                     size_t n, struct cleap_error *err)
{
    if (v->index == NULL)
        return cl_vector_check_size(x, row, v, n, err);
    if (v->rank == 0 && v->n > 0)
        return cl_fail_row(err, x, row, "a sparse tensor has no dimensions");
    for (size_t k = 0; k < v->n; k++) {
        int32_t word = v->index[k * v->rank];

        if (word < 0 || (size_t)word >= n)
            return cl_fail_row(err, x, row, "the vector has a value at %d, the model knows %zu",
                               word, n);
    }
    return CLEAP_OK;
}

static bool is_empty(const struct cl_tensor *v)
{
    const double *value = v->value;

    for (size_t k = 0; k < v->n; k++)
        if (value[k] != 0.0)
            return false;
    return true;
}

/* The rows of E for the document's words: the table itself where they are the first of it. */
static bool gather_rows(const struct lda *m, struct document *d, struct cl_arena *scratch)
{
    const struct cl_tensor *v = d->counts;
    size_t stride = m->words.stride;
    double *to;

    d->to_topics = m->words;
    d->to_topics.n_in = v->n;
    if (v->index == NULL)
        return true;
    d->to_topics.at = to = cl_arena_array(scratch, v->n, stride * sizeof *to);
    if (to == NULL)
        return false;
    for (size_t i = 0; i < v->n; i++)
        memcpy(to + i * stride, m->words.at + (size_t)v->index[i * v->rank] * stride,
               stride * sizeof *to);
    return true;
}

/* The same turned round: a row of words for each topic. */
static bool turn_rows(const struct lda *m, struct document *d, struct cl_arena *scratch)
{
    size_t n = d->counts->n, stride = (n + 3) / 4 * 4;
    const double *from = d->to_topics.at;
    double *to = cl_arena_zeroed(scratch, m->n_topics, stride * sizeof *to);

    if (to == NULL)
        return false;
    for (size_t i = 0; i < n; i++, from += m->words.stride)
        for (size_t t = 0; t < m->n_topics; t++)
            to[t * stride + i] = from[t];
    d->to_words = (struct cl_weights){.n_in = m->n_topics, .n_out = n, .stride = stride, .at = to};
    return true;
}

static bool make_room(const struct lda *m, struct document *d, struct cl_arena *scratch)
{
    size_t k = m->n_topics, n = d->counts->n;

    d->g = cl_arena_array(scratch, k, 4 * sizeof *d->g);
    d->phi = cl_arena_array(scratch, n, 2 * sizeof *d->phi);
    if (d->g == NULL || d->phi == NULL)
        return false;
    d->old = d->g + k;
    d->th = d->old + k;
    d->sum = d->th + k;
    d->ratio = d->phi + n;
    return true;
}

/* th and phi from g; false: a g is far below 0. */
static bool expect(const struct lda *m, struct document *d)
{
    size_t n = d->counts->n;

    if (!cl_dirichlet_mean_log(d->g, m->n_topics, d->th))
        return false;
    for (size_t t = 0; t < m->n_topics; t++)
        d->th[t] = exp(d->th[t]);
    memset(d->phi, 0, n * sizeof *d->phi);
    cl_dense_kernels()->sweep(&d->to_words, CL_SWEEP_BLOCKS, (const double *const[]){d->th}, d->phi,
                              1);
    for (size_t i = 0; i < n; i++)
        d->phi[i] += LEAST_PHI;
    return true;
}

/* g from th and phi; returns how far it moved in the mean. */
static double move(const struct lda *m, struct document *d)
{
    const double *count = d->counts->value;
    size_t k = m->n_topics;
    double moved = 0.0;

    for (size_t i = 0; i < d->counts->n; i++)
        d->ratio[i] = count[i] / d->phi[i];
    memcpy(d->old, d->g, k * sizeof *d->g);
    memset(d->sum, 0, k * sizeof *d->sum);
    cl_dense_kernels()->sweep(&d->to_topics, CL_SWEEP_AHEAD, (const double *const[]){d->ratio},
                              d->sum, 1);
    for (size_t t = 0; t < k; t++) {
        d->g[t] = d->th[t] * d->sum[t] + m->concentration.at[t];
        moved += fabs(d->g[t] - d->old[t]);
    }
    return moved / (double)k;
}

static void share_out(const double *g, size_t k, double *out)
{
    double sum = 0.0;

    for (size_t t = 0; t < k; t++)
        sum += fabs(g[t]);
    for (size_t t = 0; t < k; t++)
        out[t] = g[t] / sum;
}

static int round_limit(const struct lda *m, const struct document *d)
{
    uint64_t rounds = MAX_STEPS / ((uint64_t)m->n_topics * d->counts->n + 1);

    if (rounds > MAX_ROUNDS)
        return MAX_ROUNDS;
    return rounds < MIN_ROUNDS ? MIN_ROUNDS : (int)rounds;
}

static enum cleap_status infer(const struct lda *m, const struct cl_exec *x, size_t row,
                               double *out, struct cleap_error *err)
{
    struct document d = {.counts = &x->in[0]->as.tensor[row]};
    int n_rounds = 0, limit = round_limit(m, &d);
    double moved;

    if (!gather_rows(m, &d, x->scratch) || !turn_rows(m, &d, x->scratch) ||
        !make_room(m, &d, x->scratch))
        return cl_fail_nomem(err);
    memcpy(d.g, m->start, m->n_topics * sizeof *d.g);
    do {
        if (n_rounds++ == limit)
            return cl_fail_row(err, x, row, "the topics do not settle in %d rounds", limit);
        if (!expect(m, &d))
            return cl_fail_row(err, x, row, "counts below 0 make topics far below 0");
        moved = move(m, &d);
    } while (moved > SETTLED);
    share_out(d.g, m->n_topics, out);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct lda *m = state;
    double *out = cl_exec_dense(x, x->out[0], m->n_topics);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++, out += m->n_topics) {
        const struct cl_tensor *v = &x->in[0]->as.tensor[i];
        struct cl_mark mark = cl_arena_mark(x->scratch);

        CL_TRY(check_words(x, i, v, m->n_words, err));
        memset(out, 0, m->n_topics * sizeof *out);
        if (!is_empty(v))
            CL_TRY(infer(m, x, i, out, err));
        cl_arena_rewind(x->scratch, mark);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_lda_local_model_op = {
    .name = "lda_local_model_op",
    .parity = {.kind = CL_PARITY_BOUNDED,
               .ulps = 4,
               .why = "iterates over exp and log until it settles"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct lda),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
