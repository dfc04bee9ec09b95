/*
 * polynomial_expansion: every product of up to `degree` values of a vector.
 *
 *   in   input   vector of double, of n values
 *   out  output  vector of double, in the form of the input; C(n + degree, degree) - 1 values
 *
 * The products come as if counted, the exponent of the last value being the highest digit: for
 * n = 2, degree = 2: x, x^2, y, xy, y^2. Each is worked out from the one without its first value,
 * times that; where that one is 0 it is 0, whatever the value is, and none is -0.0.
 *
 * A sparse vector gives the products of what it stores, those that are not 0, in a vector of the
 * size that its own asks for. Vectors of more values than input_size go too, with tables of
 * their own; but what a dense one makes beyond the size that input_size asks for must be 0.
 *
 * Follows MLeap 0.25.2: core/feature/PolynomialExpansionModel.scala, which recurses; the same
 * products in the same order.
 */
#include "ops/kernels/vector.h"

/* One product: `from`, of one degree less, times a value. The first is the empty one, which is 1
 * and not put out. */
struct term {
    uint32_t from, value;
};

struct expansion {
    int64_t degree, input_size;
    uint32_t d, n;
    struct term *terms;
    uint32_t n_terms;
    /* ways[k * (d + 1) + r]: products of the first k values of up to r degrees, C(k + r, r) */
    uint32_t *ways;
};

static const struct cl_attr attrs[] = {
    {.name = "degree", .type = CL_ATTR_I64, .offset = offsetof(struct expansion, degree)},
    {.name = "input_size", .type = CL_ATTR_I64, .offset = offsetof(struct expansion, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static uint32_t count_ways(const struct expansion *e, uint32_t n_values, uint32_t degree)
{
    return e->ways[(size_t)n_values * (e->d + 1) + degree];
}

/* C(n + d, d) by the smaller of n and d, or something above the limit. */
static uint64_t count_terms(uint64_t n, uint64_t d)
{
    uint64_t ways = 1, few = n < d ? n : d;

    for (uint64_t k = 1; k <= few && ways <= CL_MAX_WIDTH + 1; k++)
        ways = ways * (n + d - few + k) / k;
    return ways;
}

static bool fill_ways(struct expansion *e, struct cl_arena *arena)
{
    size_t step = e->d + 1;

    e->ways = cl_arena_array(arena, e->n + 1, step * sizeof *e->ways);
    if (e->ways == NULL)
        return false;
    for (size_t k = 0; k <= e->n; k++)
        for (size_t r = 0; r <= e->d; r++)
            e->ways[k * step + r] =
                k == 0 || r == 0 ? 1 : e->ways[(k - 1) * step + r] + e->ways[k * step + r - 1];
    return true;
}

/* Counts through the exponents. Up to the degree the first one grows; at it the lowest that is not
 * 0 is cleared and the next grows in its place. */
static bool fill_terms(struct expansion *e, struct cl_arena *arena)
{
    uint32_t *exponent = cl_arena_zeroed(arena, e->n, sizeof *exponent);
    uint32_t sum = 0, low = 0;

    e->terms = cl_arena_array(arena, e->n_terms, sizeof *e->terms);
    if (exponent == NULL || e->terms == NULL)
        return false;
    for (uint32_t t = 1; t < e->n_terms; t++) {
        if (sum < e->d) {
            low = 0;
        } else {
            sum -= exponent[low];
            exponent[low++] = 0;
        }
        /* Between the two are the products of the values below with the degrees still free. */
        e->terms[t] = (struct term){.from = t - count_ways(e, low, e->d - sum), .value = low};
        exponent[low]++;
        sum++;
    }
    return true;
}

/* The tables for products of n values. */
static enum cleap_status fill_tables(struct expansion *e, uint64_t n, uint64_t d,
                                     struct cl_arena *arena, struct cleap_error *err)
{
    uint64_t n_terms = count_terms(n, d);

    CL_TRY(cl_vector_check_width(n_terms - 1, "degree and input_size", err));
    /* One of them may be anything when the other is 0. */
    e->n = n_terms > 1 ? (uint32_t)n : 0;
    e->d = n_terms > 1 ? (uint32_t)d : 0;
    e->n_terms = (uint32_t)n_terms;
    return fill_ways(e, arena) && fill_terms(e, arena) ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct expansion *e = state;
    int64_t n = (int32_t)e->input_size, d = (int32_t)e->degree;

    if (n < 0 || d < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "degree is %lld and input_size %lld, needs 0 or more",
                       (long long)d, (long long)n);
    return fill_tables(e, (uint64_t)n, (uint64_t)d, src->arena, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct expansion *e = state;

    return cl_vector_prepare(p, (int32_t)e->input_size, (int64_t)e->n_terms - 1, err);
}

/* The products of n values, the empty one too. */
static void multiply(const struct term *terms, const double *v, double *out, uint32_t n)
{
    out[0] = 1.0;
    for (uint32_t t = 1; t < n; t++) {
        double from = out[terms[t].from], product = from * v[terms[t].value];

        out[t] = from == 0.0 || product == 0.0 ? 0.0 : product;
    }
}

/* A dense vector gives `room` products, the empty one too. */
static enum cleap_status expand_dense(const struct expansion *e, const struct cl_exec *x, size_t i,
                                      uint32_t room, struct cl_tensor *out, struct cleap_error *err)
{
    const struct cl_tensor *in = &x->in[0]->as.tensor[i];
    uint32_t n = count_ways(e, in->n < e->n ? in->n : e->n, e->d);
    double *made = cl_arena_array(x->scratch, n > room ? n : room, sizeof *made);

    if (made == NULL)
        return cl_fail_nomem(err);
    multiply(e->terms, in->value, made, n);
    for (uint32_t t = room; t < n; t++)
        if (made[t] != 0.0)
            return cl_fail_row(err, x, i, "the vector has %u values, of which products do not fit",
                               in->n);
    for (uint32_t t = n; t < room; t++)
        made[t] = 0.0;
    *out = cl_dense(made + 1, room - 1);
    return CLEAP_OK;
}

/* Where each product stands among those of all values, stored or not. */
static void find_places(const struct expansion *e, const int32_t *index, uint32_t *place,
                        uint32_t *left, uint32_t n)
{
    place[0] = 0;
    left[0] = e->d;
    for (uint32_t t = 1; t < n; t++) {
        uint32_t from = e->terms[t].from;

        place[t] = place[from] + count_ways(e, (uint32_t)index[e->terms[t].value], left[from]);
        left[t] = left[from] - 1;
    }
}

static enum cleap_status expand_sparse(const struct expansion *e, const struct cl_exec *x, size_t i,
                                       struct cl_tensor *out, struct cleap_error *err)
{
    const struct cl_tensor *in = &x->in[0]->as.tensor[i];
    uint32_t n = count_ways(e, in->n < e->n ? in->n : e->n, e->d), n_kept = 0;
    double *made = cl_arena_array(x->scratch, n, sizeof *made);
    int32_t *index = cl_arena_array(x->scratch, n, sizeof *index);
    uint32_t *place = cl_arena_array(x->scratch, n, 2 * sizeof *place);

    if (made == NULL || index == NULL || place == NULL)
        return cl_fail_nomem(err);
    multiply(e->terms, in->value, made, n);
    find_places(e, in->index, place, place + n, n);
    for (uint32_t t = 1; t < n; t++) {
        if (made[t] == 0.0)
            continue;
        index[n_kept] = (int32_t)place[t] - 1;
        made[n_kept++] = made[t];
    }
    *out =
        cl_sparse(made, index, n_kept, count_ways(e, in->size < e->n ? in->size : e->n, e->d) - 1);
    return CLEAP_OK;
}

/* The tables for a tile's rows: the model's, or in `own` some for the longest of them. */
static const struct expansion *find_tables(const struct expansion *e, const struct cl_exec *x,
                                           struct expansion *own, struct cleap_error *err)
{
    const struct cl_tensor *in = x->in[0]->as.tensor;
    uint64_t degree = (uint64_t)(int32_t)e->degree;
    uint32_t longest = 0;

    for (size_t i = 0; i < x->n; i++) {
        if (in[i].size > e->n && count_terms(in[i].size, degree) > CL_MAX_WIDTH + 1) {
            cl_fail_row(err, x, i, "the vector has %u values, too many for degree %d", in[i].size,
                        (int)degree);
            return NULL;
        }
        if (in[i].size > longest)
            longest = in[i].size;
    }
    if (longest <= e->n || degree == 0)
        return e;
    return fill_tables(own, longest, degree, x->scratch, err) == CLEAP_OK ? own : NULL;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct expansion *e = state, *tables;
    struct cl_tensor *out = x->out[0]->as.tensor;
    struct expansion own;

    tables = find_tables(e, x, &own, err);
    if (tables == NULL)
        return err->status;
    for (size_t i = 0; i < x->n; i++) {
        if (x->in[0]->as.tensor[i].index == NULL)
            CL_TRY(expand_dense(tables, x, i, e->n_terms, &out[i], err));
        else
            CL_TRY(expand_sparse(tables, x, i, &out[i], err));
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_polynomial_expansion = {
    .name = "polynomial_expansion",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct expansion),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
