/*
 * one_vs_rest: of several models with two classes each, the one that is surest of its class 1.
 *
 *   in   features        vector of double
 *   out  probability     double, that of the class; optional
 *   out  raw_prediction  vector of double, a value for each class; optional
 *   out  prediction      double, the class
 *
 * A member that has probabilities gives raw_prediction[1] as raw value and probability[1] as what
 * is compared; one that has none (linear_svc) gives its prediction, 0 or 1, as both. The first
 * largest wins, by Java's order of doubles: NaN is above all.
 *
 * Members lie in the folders model0, model1, ...: any classifier. An ensemble like this one is
 * none, as in the JVM. A member of one class only is refused at load; the JVM fails at each row.
 *
 * Follows MLeap 0.25.2: core/classification/OneVsRestModel.scala.
 */
#include <stdio.h>

#include "ops/kernels/classify.h"
#include "ops/kernels/java_math.h"
#include "ops/kernels/submodel.h"
#include "runtime/op.h"

enum { PROBABILITY, RAW, PREDICTION };

struct member {
    struct cl_node model;
    size_t raw, share; /* outputs: the raw value, and what is compared */
};

struct one_vs_rest {
    int64_t num_classes, num_features;
    struct cl_classes classes;
    size_t n_loaded;
    struct member **members;
};

static const struct cl_attr attrs[] = {
    {.name = "num_classes",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct one_vs_rest, num_classes)},
    {.name = "num_features",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct one_vs_rest, num_features)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "probability",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_SCALAR,
     .nullable = true,
     .optional = true},
    {.name = "raw_prediction",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .optional = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR, .nullable = true},
    {.dir = CL_PORT_END},
};

static const struct cl_port *find_output(const struct cl_op *op, const char *name,
                                         enum cl_shape shape)
{
    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++)
        if (port->dir == CL_OUT && port->base == CL_F64 && port->shape == shape && !port->repeat &&
            strcmp(port->name, name) == 0)
            return port;
    return NULL;
}

static bool takes_features(const struct cl_op *op)
{
    size_t n = 0;

    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++) {
        if (port->dir != CL_IN)
            continue;
        if (port->base != CL_F64 || port->shape != CL_TENSOR || port->repeat)
            return false;
        n++;
    }
    return n == 1;
}

static bool is_classifier(const struct cl_op *op)
{
    return takes_features(op) && op->filter == NULL &&
           find_output(op, "raw_prediction", CL_TENSOR) != NULL &&
           find_output(op, "prediction", CL_SCALAR) != NULL;
}

static size_t output_at(const struct cl_node *model, const char *name)
{
    size_t i = 0;

    while (strcmp(model->out[i].port->name, name) != 0)
        i++;
    return i;
}

/* The outputs at hand must have a value for class 1. */
static enum cleap_status check_width(const struct member *m, struct cleap_error *err)
{
    const struct cl_dims *dims = &m->model.out[m->raw].type.dims;

    if (dims->known && dims->n == 1 && dims->size[0] >= 0 && dims->size[0] < 2)
        return cl_fail(err, CLEAP_E_FORMAT, "it has %d classes, needs 2 or more",
                       (int)dims->size[0]);
    return CLEAP_OK;
}

static enum cleap_status load_member(struct member *m, const char *name, struct cl_source *src,
                                     struct cleap_error *err)
{
    static const char *const shares[] = {"raw_prediction", "probability", "prediction", NULL};
    static const char *const votes[] = {"prediction", NULL};
    struct cl_source *child;
    const struct cl_op *op;
    bool has_shares;

    CL_TRY(cl_submodel_open(src, name, &child, &op, err));
    if (!is_classifier(op))
        return cl_fail(err, CLEAP_E_FORMAT, "operator '%s' is no classifier with raw values",
                       op->name);
    has_shares = find_output(op, "probability", CL_TENSOR) != NULL;
    if (!has_shares && find_output(op, "probability", CL_SCALAR) != NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "operator '%s' cannot be a member", op->name);
    CL_TRY(cl_submodel_load(&m->model, op, name, has_shares ? shares : votes, child, err));
    m->raw = output_at(&m->model, has_shares ? "raw_prediction" : "prediction");
    m->share = output_at(&m->model, has_shares ? "probability" : "prediction");
    return CLEAP_OK;
}

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct one_vs_rest *o = state;

    CL_TRY(cl_classes_init(&o->classes, o->num_classes, err));
    o->members = cl_arena_array(src->arena, o->classes.n, sizeof *o->members);
    if (o->members == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < o->classes.n; i++) {
        char name[32];

        snprintf(name, sizeof name, "model%zu", i);
        o->members[i] = cl_arena_zeroed(src->arena, 1, sizeof **o->members);
        if (o->members[i] == NULL)
            return cl_fail_nomem(err);
        if (load_member(o->members[i], name, src, err) != CLEAP_OK)
            return cl_blame(err, "%s", name);
        o->n_loaded++;
        if (check_width(o->members[i], err) != CLEAP_OK)
            return cl_blame(err, "%s", name);
    }
    return CLEAP_OK;
}

static void unload(void *state)
{
    struct one_vs_rest *o = state;

    for (size_t i = 0; i < o->n_loaded; i++)
        cl_node_unload(&o->members[i]->model);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct one_vs_rest *o = state;

    if (!cl_type_set_width(&p->in[0].type, o->num_features, p->arena) ||
        !cl_type_set_width(&p->out[RAW].type, (int64_t)o->classes.n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

/* What a member says of class 1. */
static enum cleap_status class_one(const struct cl_exec *x, const struct cl_column *column,
                                   size_t i, double *value, struct cleap_error *err)
{
    const struct cl_tensor *v;

    if (column->type.shape == CL_SCALAR) {
        *value = column->as.f64[i];
        return CLEAP_OK;
    }
    v = &column->as.tensor[i];
    if (v->size < 2)
        return cl_fail_row(err, x, i, "a member answers %u values, needs 2 or more", v->size);
    *value = 0.0;
    if (v->index == NULL)
        *value = ((const double *)v->value)[1];
    for (uint32_t k = 0; v->index != NULL && k < v->n; k++)
        if (v->index[k] == 1)
            *value = ((const double *)v->value)[k];
    return CLEAP_OK;
}

/* The answers at hand: raw values row by row, and for each row the best so far. */
struct answers {
    double *raw, *share, *class;
};

static enum cleap_status ask(const struct one_vs_rest *o, size_t k, const struct cl_exec *x,
                             const struct answers *a, struct cleap_error *err)
{
    const struct member *m = o->members[k];
    struct cl_column *out;

    CL_TRY(cl_submodel_run(&m->model, x, x->in, &out, err));
    for (size_t i = 0; i < x->n; i++) {
        double share;

        CL_TRY(class_one(x, &out[m->raw], i, &a->raw[i * o->classes.n + k], err));
        CL_TRY(class_one(x, &out[m->share], i, &share, err));
        if (k > 0 && !cl_java_is_above(share, a->share[i]))
            continue;
        a->share[i] = share;
        a->class[i] = (double)k;
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct one_vs_rest *o = state;
    size_t n = o->classes.n;
    struct answers a = {
        .raw = x->out[RAW] != NULL ? cl_exec_dense(x, x->out[RAW], n)
                                   : cl_arena_array(x->scratch, x->n, n * sizeof *a.raw),
        .share = x->out[PROBABILITY] != NULL ? x->out[PROBABILITY]->as.f64
                                             : cl_arena_array(x->scratch, x->n, sizeof *a.share),
        .class = x->out[PREDICTION] != NULL ? x->out[PREDICTION]->as.f64
                                            : cl_arena_array(x->scratch, x->n, sizeof *a.class),
    };
    struct cl_mark mark;

    if (a.raw == NULL || a.share == NULL || a.class == NULL)
        return cl_fail_nomem(err);
    mark = cl_arena_mark(x->scratch);
    for (size_t k = 0; k < n; k++) {
        CL_TRY(ask(o, k, x, &a, err));
        cl_arena_rewind(x->scratch, mark);
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_one_vs_rest = {
    .name = "one_vs_rest",
    .parity = {.kind = CL_PARITY_LIBM,
               .ulps = 2,
               .outputs = (const char *const[]){"raw_prediction", "probability", NULL},
               .why = "what its members go through"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct one_vs_rest),
    .load = load,
    .prepare = prepare,
    .execute = execute,
    .unload = unload,
};
