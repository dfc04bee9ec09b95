/*
 * bisecting_k_means: down a tree of clusters to a leaf.
 *
 *   in   features    vector of double, of the centres' size
 *   out  prediction  int, the leaf's index
 *
 * From the root, each time to the nearest child: the first of the least distances
 * (ops/kernels/distance.h) in Java's order of doubles, -0.0 below 0.0 and NaN above all. The norms
 * of centres are those of the file. A leaf's index is 0 or more, an inner node's below 0. A norm
 * that is NaN or below 0 fails: that of the row, of the root, or of a child that is compared.
 *
 * Follows MLeap 0.25.2: core/clustering/BisectingKMeansModel.scala, core/linalg/LinalgUtils.scala,
 * and Spark's mllib/clustering/BisectingKMeansModel.scala.
 */
#include <math.h>
#include <string.h>

#include "ops/kernels/distance.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/java_math.h"
#include "ops/kernels/norm.h"
#include "runtime/buf.h"
#include "runtime/op.h"

#define MAX_BYTES ((size_t)1 << 32)

/* Nodes lie in the order of the file: an inner node's first child is the next node. */
struct node {
    struct cl_tensor center;
    double norm;
    int32_t index;    /* below 0: an inner node */
    uint32_t sibling; /* the next child of its parent; 0: it is the last */
};

struct bisecting {
    const struct node *nodes;
    size_t n_nodes;
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_I32, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

/* An inner node whose children are being read. */
struct open_node {
    uint32_t last_child; /* 0: none yet */
    int32_t n_left;
};

struct loader {
    struct cl_arena *arena;
    struct cl_buf nodes; /* struct node */
    struct cl_buf open;  /* struct open_node, the innermost last */
};

static struct open_node *innermost(const struct loader *l)
{
    size_t n = l->open.n / sizeof(struct open_node);

    return n > 0 ? (struct open_node *)(void *)l->open.at + n - 1 : NULL;
}

static enum cleap_status check(const struct cl_cluster_node *from, struct cleap_error *err)
{
    if (from->n_children < 0)
        return cl_fail(err, CLEAP_E_FORMAT, "a cluster has %d children", from->n_children);
    if ((from->n_children == 0) != (from->index >= 0))
        return cl_fail(err, CLEAP_E_FORMAT, "cluster %d has %d children", from->index,
                       from->n_children);
    if (from->n_values > INT32_MAX)
        return cl_fail(err, CLEAP_E_LIMIT, "a centre has %zu values", from->n_values);
    return CLEAP_OK;
}

/* Links node k to the sibling before it, if there is one. */
static void join(struct loader *l, uint32_t k)
{
    struct open_node *parent = innermost(l);

    if (parent == NULL)
        return;
    if (parent->last_child != 0)
        ((struct node *)(void *)l->nodes.at)[parent->last_child].sibling = k;
    parent->last_child = k;
    parent->n_left--;
}

static enum cleap_status on_node(void *arg, const struct cl_cluster_node *from, bool *more,
                                 struct cleap_error *err)
{
    struct loader *l = arg;
    struct node node = {.norm = from->norm, .index = from->index};
    struct open_node open = {.n_left = from->n_children};
    double *center;

    CL_TRY(check(from, err));
    center = cl_arena_copy(l->arena, from->value, from->n_values * sizeof *center);
    if (center == NULL)
        return cl_fail_nomem(err);
    node.center = cl_dense(center, (uint32_t)from->n_values);
    join(l, (uint32_t)(l->nodes.n / sizeof node));
    cl_buf_append(&l->nodes, &node, sizeof node);
    if (from->n_children > 0)
        cl_buf_append(&l->open, &open, sizeof open);
    CL_TRY(cl_buf_check(&l->nodes, "the clusters", err));
    CL_TRY(cl_buf_check(&l->open, "the open clusters", err));
    while (l->open.n > 0 && innermost(l)->n_left == 0)
        l->open.n -= sizeof open;
    *more = l->open.n > 0;
    return CLEAP_OK;
}

static enum cleap_status finish(const struct loader *l, struct bisecting *b,
                                struct cleap_error *err)
{
    b->n_nodes = l->nodes.n / sizeof *b->nodes;
    b->nodes = cl_arena_copy(l->arena, l->nodes.at, l->nodes.n);
    return b->nodes != NULL ? CLEAP_OK : cl_fail_nomem(err);
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct loader l = {.arena = src->arena};
    enum cleap_status status;

    cl_buf_init(&l.nodes, MAX_BYTES);
    cl_buf_init(&l.open, MAX_BYTES);
    status = cl_source_cluster_tree(src, on_node, &l, err);
    if (status == CLEAP_OK)
        status = finish(&l, state, err);
    cl_buf_free(&l.open);
    cl_buf_free(&l.nodes);
    return status;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct bisecting *b = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)b->nodes[0].center.size, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* Whether a row can be compared with a cluster at all. */
static enum cleap_status check_pair(const struct cl_exec *x, size_t i, const struct cl_tensor *v,
                                    double norm, const struct node *node, struct cleap_error *err)
{
    CL_TRY(cl_dot_check(x, i, v, node->center.size, err));
    if (!(norm >= 0.0))
        return cl_fail_row(err, x, i, "the vector has no norm: a value is NaN");
    if (!(node->norm >= 0.0))
        return cl_fail_row(err, x, i, "cluster %d has the norm %.17g, wanted 0 or more",
                           (int)node->index, node->norm);
    return CLEAP_OK;
}

static enum cleap_status descend(const struct bisecting *b, const struct cl_exec *x, size_t i,
                                 int32_t *index, struct cleap_error *err)
{
    const struct cl_tensor *v = &x->in[0]->as.tensor[i];
    double norm = cl_norm(v, 2.0);
    uint32_t at = 0;

    CL_TRY(check_pair(x, i, v, norm, &b->nodes[at], err));
    while (b->nodes[at].index < 0) {
        uint32_t child = at + 1, nearest = child;
        double least = 0.0;

        for (; child != 0; child = b->nodes[child].sibling) {
            const struct node *node = &b->nodes[child];
            double distance;

            CL_TRY(check_pair(x, i, v, norm, node, err));
            distance = cl_distance(&node->center, node->norm, v, norm);
            if (child == at + 1 || cl_java_is_above(least, distance)) {
                least = distance;
                nearest = child;
            }
        }
        at = nearest;
    }
    *index = b->nodes[at].index;
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct bisecting *b = state;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(descend(b, x, i, &x->out[0]->as.i32[i], err));
    return CLEAP_OK;
}

const struct cl_op cl_op_bisecting_k_means = {
    .name = "bisecting_k_means",
    .parity = {.kind = CL_PARITY_EXACT},
    .ports = ports,
    .state_size = sizeof(struct bisecting),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
