/*
 * k_means: the index of the nearest centre.
 *
 *   in   features    vector of double, of the centres' size
 *   out  prediction  int
 *
 * Centres are tried in their order; one counts only if it is strictly nearer. One whose norm alone
 * puts it too far, (norm - norm of the row)^2 >= the best so far, is passed over without a
 * distance, as Spark does; distances are those of ops/kernels/distance.h. A row with a NaN has no
 * nearest centre and gets 0.
 *
 * Follows MLeap 0.25.2: core/clustering/KMeansModel.scala, and Spark's
 * mllib/clustering/DistanceMeasure.scala.
 */
#include <math.h>

#include "ops/kernels/distance.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/norm.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

struct k_means {
    struct cl_attr_tensors tensors;
    int64_t num_features;
    struct cl_tensor *centers; /* tensors.n of them */
    double *norms;
};

static const struct cl_attr attrs[] = {
    {.name = "cluster_centers",
     .type = CL_ATTR_TENSORS,
     .offset = offsetof(struct k_means, tensors)},
    {.name = "num_features", .type = CL_ATTR_I64, .offset = offsetof(struct k_means, num_features)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_I32, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct k_means *m = state;
    size_t n = m->tensors.n;

    if (n > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu cluster_centers, the limit is %d", n, INT32_MAX);
    m->centers = cl_arena_array(src->arena, n, sizeof *m->centers);
    m->norms = cl_arena_array(src->arena, n, sizeof *m->norms);
    if (m->centers == NULL || m->norms == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < n; k++) {
        struct cl_f64s values;

        CL_TRY(cl_tensor_values(&m->tensors.at[k], "cluster_centers", &values, err));
        m->centers[k] = cl_dense(values.at, (uint32_t)values.n);
        m->norms[k] = cl_norm(&m->centers[k], 2.0);
    }
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct k_means *m = state;

    if (!cl_type_set_width(&p->in[0].type, m->num_features, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status find_nearest(const struct k_means *m, const struct cl_exec *x, size_t i,
                                      int32_t *nearest, struct cleap_error *err)
{
    const struct cl_tensor *v = &x->in[0]->as.tensor[i];
    double norm = cl_norm(v, 2.0), best = INFINITY;

    *nearest = 0;
    for (size_t k = 0; k < m->tensors.n; k++) {
        double between_norms = m->norms[k] - norm, distance;

        if (!(between_norms * between_norms < best))
            continue;
        CL_TRY(cl_dot_check(x, i, v, m->centers[k].size, err));
        distance = cl_distance(&m->centers[k], m->norms[k], v, norm);
        if (distance < best) {
            best = distance;
            *nearest = (int32_t)k;
        }
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct k_means *m = state;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(find_nearest(m, x, i, &x->out[0]->as.i32[i], err));
    return CLEAP_OK;
}

const struct cl_op cl_op_k_means = {
    .name = "k_means",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct k_means),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
