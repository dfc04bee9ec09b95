/*
 * Writing sets. PCRE2's classes know unions and complements of ranges and properties; all else is
 * put together with looks ahead at the same character.
 */
#include "ops/kernels/regex_emit.h"
#include "ops/kernels/regex_property.h"
#include "ops/kernels/regex_set.h"

/* A set or, `negated`, its complement. */
struct part {
    const struct cl_rx_set *set;
    bool negated;
};

struct parts {
    struct part *at;
    size_t n;
};

static void put_part(struct cl_rx_emitter *e, struct part part);

void cl_rx_emit_ranges(struct cl_rx_emitter *e, const struct cl_rx_range *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cl_buf_printf(e->out, "\\x{%x}", (unsigned)at[i].low);
        if (at[i].high > at[i].low)
            cl_buf_printf(e->out, "-\\x{%x}", (unsigned)at[i].high);
    }
}

static void put_class(struct cl_rx_emitter *e, const struct cl_rx_range *at, size_t n, bool negated)
{
    static const struct cl_rx_range any = {0, CL_RX_LAST_CODE};

    if (n == 0 && negated) {
        cl_buf_byte(e->out, '.'); /* any: the pattern is compiled with DOTALL */
        return;
    }
    cl_buf_text(e->out, negated || n == 0 ? "[^" : "[");
    cl_rx_emit_ranges(e, n == 0 ? &any : at, n == 0 ? 1 : n);
    cl_buf_byte(e->out, ']');
}

/* False: not made of ranges alone. */
static bool put_flat(struct cl_rx_emitter *e, struct part part)
{
    const struct cl_rx_range *at;
    size_t n;

    if (!cl_rx_flatten(part.set, e->arena, &at, &n))
        return false;
    if (at == NULL)
        e->failed = true;
    else
        put_class(e, at, n, part.negated);
    return true;
}

static struct part inner(struct part part)
{
    while (part.set->kind == CL_RX_NOT)
        part = (struct part){part.set->as.of[0], !part.negated};
    return part;
}

/* Whether the part is a union once its negation is moved inwards. */
static bool is_union(struct part part)
{
    return part.set->kind == (part.negated ? CL_RX_BOTH : CL_RX_UNION);
}

static bool is_join(struct part part)
{
    return part.set->kind == CL_RX_UNION || part.set->kind == CL_RX_BOTH;
}

static size_t count_joins(const struct cl_rx_set *set)
{
    if (set->kind == CL_RX_NOT)
        return count_joins(set->as.of[0]);
    if (set->kind != CL_RX_UNION && set->kind != CL_RX_BOTH)
        return 1;
    return count_joins(set->as.of[0]) + count_joins(set->as.of[1]);
}

/* The parts that a union, or an intersection, of any depth joins. */
static void collect(struct part part, bool of_union, struct parts *parts)
{
    part = inner(part);
    if (!is_join(part) || is_union(part) != of_union) {
        parts->at[parts->n++] = part;
        return;
    }
    collect((struct part){part.set->as.of[0], part.negated}, of_union, parts);
    collect((struct part){part.set->as.of[1], part.negated}, of_union, parts);
}

/* Whether the part can stand inside brackets. */
static bool fits_class(struct cl_rx_emitter *e, struct part part)
{
    const struct cl_rx_range *at;
    size_t n;

    if (part.set->kind == CL_RX_PROPERTY)
        return e->emission->tame;
    return cl_rx_flatten(part.set, e->arena, &at, &n) && at != NULL;
}

static void put_in_class(struct cl_rx_emitter *e, struct part part)
{
    const struct cl_rx_range *at;
    const struct cl_rx_set *set = part.set;
    size_t n;

    if (set->kind == CL_RX_PROPERTY) {
        cl_buf_printf(e->out, "\\%c{%s}", part.negated ? 'P' : 'p', set->as.property);
        e->emission->differs = true;
        return;
    }
    if (part.negated)
        set = cl_rx_not(set, e->arena);
    if (set == NULL || !cl_rx_flatten(set, e->arena, &at, &n) || at == NULL)
        e->failed = true;
    else
        cl_rx_emit_ranges(e, at, n);
}

/* Writes those parts that fit into one class, negated or not, and takes them out of the list. */
static bool put_joint_class(struct cl_rx_emitter *e, struct parts *parts, bool negated,
                            const char *before, const char *after)
{
    size_t rest = 0, start = 0;

    for (size_t i = 0; i < parts->n; i++) {
        struct part part = parts->at[i];

        part.negated ^= negated;
        if (!fits_class(e, part)) {
            parts->at[rest++] = parts->at[i];
            continue;
        }
        if (start == 0) {
            cl_buf_printf(e->out, "%s%s", before, negated ? "[^" : "[");
            start = e->out->n;
        }
        put_in_class(e, part);
    }
    parts->n = rest;
    if (start == 0)
        return false;
    if (e->out->n == start)
        cl_buf_text(e->out, "\\P{Any}"); /* brackets need something between them */
    cl_buf_printf(e->out, "]%s", after);
    return true;
}

static void put_union(struct cl_rx_emitter *e, struct parts *parts)
{
    bool some;

    cl_buf_text(e->out, "(?:");
    some = put_joint_class(e, parts, false, "", "");
    for (size_t i = 0; i < parts->n; i++) {
        if (some || i > 0)
            cl_buf_byte(e->out, '|');
        put_part(e, parts->at[i]);
    }
    cl_buf_byte(e->out, ')');
}

/* Each part but the last looks ahead. */
static void put_both(struct cl_rx_emitter *e, struct parts *parts)
{
    size_t all = parts->n;

    cl_buf_text(e->out, "(?:");
    put_joint_class(e, parts, true, "(?=", ")");
    for (size_t i = 0; i < parts->n; i++) {
        cl_buf_text(e->out, "(?=");
        put_part(e, parts->at[i]);
        cl_buf_byte(e->out, ')');
    }
    cl_buf_text(e->out, all > 0 ? ".)" : ")");
}

static bool all_fit(struct cl_rx_emitter *e, const struct parts *parts, bool negated)
{
    for (size_t i = 0; i < parts->n; i++) {
        struct part part = parts->at[i];

        part.negated ^= negated;
        if (!fits_class(e, part))
            return false;
    }
    return true;
}

static void put_join(struct cl_rx_emitter *e, struct part part)
{
    struct parts parts = {.at = cl_arena_array(e->arena, count_joins(part.set), sizeof *parts.at)};
    bool of_union = is_union(part);

    if (parts.at == NULL) {
        e->failed = true;
        return;
    }
    collect(part, of_union, &parts);
    if (all_fit(e, &parts, !of_union))
        put_joint_class(e, &parts, !of_union, "", "");
    else if (of_union)
        put_union(e, &parts);
    else
        put_both(e, &parts);
}

/* Room for all recent characters, and as much for moved ones. */
#define MAX_CHANGES 200

/* Which characters a property gains and loses to be Java's. */
static void find_changes(const char *property, bool gains, struct cl_rx_range *at, size_t *n)
{
    size_t n_recent, n_moved;
    const struct cl_rx_range *recent = cl_rx_recent(&n_recent);
    const struct cl_rx_moved *moved = cl_rx_moved(&n_moved);
    bool unassigned = cl_rx_has_unassigned(property);

    *n = 0;
    for (size_t i = 0; i < n_recent && i < MAX_CHANGES / 2 && unassigned == gains; i++)
        at[(*n)++] = recent[i];
    for (size_t i = 0; i < n_moved; i++)
        if (moved[i].has == gains && strcmp(moved[i].property, property) == 0)
            at[(*n)++] = moved[i].range;
}

static void put_property(struct cl_rx_emitter *e, struct part part)
{
    const char *name = part.set->as.property;
    struct cl_rx_range in[MAX_CHANGES], out[MAX_CHANGES];
    size_t n_in, n_out;

    e->emission->differs = true;
    if (e->emission->tame) {
        cl_buf_printf(e->out, "\\%c{%s}", part.negated ? 'P' : 'p', name);
        return;
    }
    find_changes(name, !part.negated, in, &n_in);
    find_changes(name, part.negated, out, &n_out);
    cl_buf_text(e->out, "(?:");
    if (n_in > 0) {
        put_class(e, in, n_in, false);
        cl_buf_byte(e->out, '|');
    }
    if (n_out > 0) {
        cl_buf_text(e->out, "(?!");
        put_class(e, out, n_out, false);
        cl_buf_byte(e->out, ')');
    }
    cl_buf_printf(e->out, "\\%c{%s})", part.negated ? 'P' : 'p', name);
}

static void put_part(struct cl_rx_emitter *e, struct part part)
{
    part = inner(part);
    if (put_flat(e, part))
        return;
    if (part.set->kind == CL_RX_PROPERTY) {
        put_property(e, part);
    } else if (part.set->kind == CL_RX_FOLDED) {
        cl_buf_text(e->out, "(?i:");
        put_class(e, part.set->as.ranges.at, part.set->as.ranges.n, part.negated);
        cl_buf_byte(e->out, ')');
    } else {
        put_join(e, part);
    }
}

void cl_rx_emit_set(struct cl_rx_emitter *e, const struct cl_rx_set *set)
{
    put_part(e, (struct part){set, false});
}

bool cl_rx_set_holds(const struct cl_rx_set *set, uint32_t surrogate)
{
    switch (set->kind) {
    case CL_RX_RANGES:
    case CL_RX_FOLDED:
        for (size_t i = 0; i < set->as.ranges.n; i++)
            if (surrogate >= set->as.ranges.at[i].low && surrogate <= set->as.ranges.at[i].high)
                return true;
        return false;
    case CL_RX_BITS:
        return false;
    case CL_RX_PROPERTY:
        return strcmp(set->as.property, "Cs") == 0 || strcmp(set->as.property, "C") == 0 ||
               strncmp(set->as.property, "sc:unknown", 10) == 0 ||
               strcmp(set->as.property, "sc:zzzz") == 0;
    case CL_RX_UNION:
        return cl_rx_set_holds(set->as.of[0], surrogate) ||
               cl_rx_set_holds(set->as.of[1], surrogate);
    case CL_RX_BOTH:
        return cl_rx_set_holds(set->as.of[0], surrogate) &&
               cl_rx_set_holds(set->as.of[1], surrogate);
    case CL_RX_NOT:
        return !cl_rx_set_holds(set->as.of[0], surrogate);
    }
    return false;
}
