/*
 * How close each op must come to the JVM: to the last bit, unless its formula goes through a
 * function of the math library, where the JVM's own and the C library's may round apart, or
 * through an algorithm of its own that adds in another order.
 */
#include "tests/golden/golden.h"

/* Worst distances seen with glibc 2.36 on x86-64 are 1 and 2 ulp. */
static const struct {
    const char *op;
    struct golden_tolerance tolerance;
} bound[] = {
    {"dct", {.of_norm = 1e-13}},                    /* another order of adding; 1e-15 seen */
    {"gaussian_mixture", {.ulps = 2}},              /* exp, log */
    {"generalized_linear_regression", {.ulps = 2}}, /* inverse links: exp, erf */
    {"gbt_classifier", {.ulps = 2}},                /* probability: exp */
    {"lda_local_model_op", {.ulps = 4}},            /* iterates over exp and log */
    {"logistic_regression", {.ulps = 2}},           /* probability: exp */
    {"math_binary", {.ulps = 1}},                   /* pow, log */
    {"math_unary", {.ulps = 1}},                    /* sin, cos, tan, exp, log, logit */
    {"naive_bayes", {.ulps = 2}},                   /* probability: exp; bernoulli: log too */
};

static const struct cl_node *find_maker(const struct cleap_model *model, struct cl_str column)
{
    for (size_t k = 0; k < model->n_nodes; k++)
        for (size_t i = 0; i < model->nodes[k].n_out; i++)
            if (model->nodes[k].out_column[i].at != NULL &&
                cl_str_equal(model->nodes[k].out_column[i], column))
                return &model->nodes[k];
    return NULL;
}

const char *golden_maker(const struct cleap_model *model, struct cl_str column)
{
    const struct cl_node *maker = find_maker(model, column);

    return maker != NULL ? maker->op->name : "frame";
}

struct golden_tolerance golden_tolerance(const struct cleap_model *model, struct cl_str column)
{
    const char *maker = golden_maker(model, column);

    for (size_t i = 0; i < CL_COUNT_OF(bound); i++)
        if (strcmp(bound[i].op, maker) == 0)
            return bound[i].tolerance;
    return (struct golden_tolerance){0};
}
