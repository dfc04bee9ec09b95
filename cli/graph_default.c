/*
 * What a stage's model does not say, in words: "default handle_invalid = error, threshold = 0.5 in
 * model0 and 2 more".
 */
#include "cli/display.h"
#include "cli/graph.h"

/* An attribute that the op does without is no default. */
static bool counts(const struct cl_default *what)
{
    return what->kind != CL_DEFAULT_ATTRIBUTE || what->value != NULL;
}

size_t graph_n_defaults(const struct cl_node *node)
{
    size_t n = 0;

    for (size_t i = 0; i < node->defaults.n; i++)
        n += counts(&node->defaults.at[i]);
    return n;
}

static bool is_same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether two tell the same of two sub-models. */
static bool is_same(const struct cl_default *a, const struct cl_default *b)
{
    return a->kind == b->kind && a->member.n > 0 && b->member.n > 0 &&
           is_same_text(a->name, b->name) && is_same_text(a->value, b->value);
}

static bool is_told(const struct cl_defaults *defaults, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (is_same(&defaults->at[k], &defaults->at[i]))
            return true;
    return false;
}

static void print_words(FILE *out, const struct cl_default *what)
{
    const char *value = what->value != NULL ? what->value : "nothing";

    if (what->kind == CL_DEFAULT_ALL) {
        fputs("no attributes", out);
        return;
    }
    if (what->kind == CL_DEFAULT_PORTS)
        fputs("ports ", out);
    display_print(out, cl_str_of(what->name));
    fputs(what->kind == CL_DEFAULT_PORTS ? " read as " : " = ", out);
    display_print(out, cl_str_of(value));
    if (what->kind == CL_DEFAULT_SLOT)
        fputs(" (the value is of another type)", out);
}

/* Where, if in a sub-model, and in how many. */
static void print_members(FILE *out, const struct cl_defaults *defaults, size_t i)
{
    size_t n = 0;

    if (defaults->at[i].member.n == 0)
        return;
    fputs(" in ", out);
    display_print(out, defaults->at[i].member);
    for (size_t k = i + 1; k < defaults->n; k++)
        n += is_same(&defaults->at[k], &defaults->at[i]);
    if (n > 0)
        fprintf(out, " and %zu more", n);
}

void graph_print_defaults(FILE *out, const struct cl_node *node)
{
    const char *before = "       default ";

    for (size_t i = 0; i < node->defaults.n; i++) {
        if (!counts(&node->defaults.at[i]) || is_told(&node->defaults, i))
            continue;
        fputs(before, out);
        print_words(out, &node->defaults.at[i]);
        print_members(out, &node->defaults, i);
        before = ", ";
    }
    if (before[0] == ',')
        fputc('\n', out);
}
