/*
 * Writing look-behinds. Java goes back by UTF-16 units, PCRE2 by characters.
 */
#include "ops/kernels/regex_emit.h"

#define PLANE_0 "[\\x{0}-\\x{ffff}]"
#define OTHER_PLANES "[\\x{10000}-\\x{10ffff}]"

/* What stands in a look-behind, branch by branch. */
struct behind {
    bool plain; /* only characters of the first plane, which Java measures as PCRE2 does */
    bool flat;  /* only sets, texts and assertions, and as many characters in each branch */
    bool looks; /* there are groups that look around */
    size_t n;   /* that many */
};

static bool is_plain_text(const struct cl_rx_node *node)
{
    for (size_t i = 0; i < node->as.text.n; i++)
        if (node->as.text.at[i] > 0xffff ||
            (node->as.text.at[i] >= 0xd800 && node->as.text.at[i] <= 0xdfff))
            return false;
    return node->as.text.fold != CL_RX_FOLD_UNICODE;
}

static void study(const struct cl_rx_node *node, struct behind *b);

static void study_branches(const struct cl_rx_node *node, struct behind *b)
{
    size_t n = 0;

    for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next) {
        struct behind branch = {.plain = true, .flat = true};

        study(item, &branch);
        if (item != node->as.first && branch.n != n)
            b->flat = false;
        n = branch.n;
        b->plain = b->plain && branch.plain;
        b->flat = b->flat && branch.flat && item->kind == CL_RX_SEQUENCE;
        b->looks = b->looks || branch.looks;
    }
    b->n += n;
}

static void study(const struct cl_rx_node *node, struct behind *b)
{
    switch (node->kind) {
    case CL_RX_SET:
        b->plain = b->plain && node->as.set->bmp;
        b->n++;
        break;
    case CL_RX_TEXT:
        b->plain = b->plain && is_plain_text(node);
        b->flat = b->flat && is_plain_text(node);
        b->n += node->as.text.n;
        break;
    case CL_RX_SEQUENCE:
        for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
            study(item, b);
        break;
    case CL_RX_CHOICE:
        study_branches(node, b);
        break;
    case CL_RX_GROUP:
        b->flat = false;
        b->looks = b->looks || node->as.group.kind >= CL_RX_AHEAD;
        study(node->as.group.body, b);
        break;
    case CL_RX_REPEAT:
        b->flat = false;
        study(node->as.repeat.body, b);
        break;
    case CL_RX_LINE_END:
        b->flat = false;
        break;
    case CL_RX_BACKREF:
    case CL_RX_ASSERT:
        break;
    }
}

/* 1: every second half of a pair, standing alone, is in the set; 0: none; -1: some. */
static int holds_low_halves(const struct cl_rx_set *set)
{
    bool first = cl_rx_set_holds(set, 0xdc00);

    for (uint32_t half = 0xdc01; half <= 0xdfff; half++)
        if (cl_rx_set_holds(set, half) != first)
            return -1;
    return first;
}

/* A character of a look-behind, which Java reaches by going back as many UTF-16 units as there
 * are characters: the first may turn out to be the second half of a pair, the others must be of
 * the first plane. */
static void put_behind_set(struct cl_rx_emitter *e, const struct cl_rx_set *set, bool first)
{
    int low = first ? holds_low_halves(set) : 0;

    if (low < 0)
        e->emission->no_pairs = true;
    cl_buf_printf(e->out, "%s(?:(?=%s)", e->guarded ? CL_RX_NO_PAIR : "", PLANE_0);
    cl_rx_emit_set(e, set);
    cl_buf_text(e->out, low > 0 ? "|" OTHER_PLANES ")" : ")");
}

static void put_behind_sequence(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    bool first = true;

    for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next) {
        if (item->kind == CL_RX_SET)
            put_behind_set(e, item->as.set, first);
        else
            cl_rx_emit_node(e, item);
        if (item->kind == CL_RX_ASSERT && first) /* it may stand between two halves */
            e->emission->no_pairs = true;
        if (item->kind == CL_RX_SET || item->kind == CL_RX_TEXT)
            first = false;
    }
}

static void put_behind_branches(struct cl_rx_emitter *e, const struct cl_rx_node *body)
{
    if (body->kind == CL_RX_SEQUENCE) {
        put_behind_sequence(e, body);
        return;
    }
    for (const struct cl_rx_node *item = body->as.first; item != NULL; item = item->next) {
        put_behind_sequence(e, item);
        if (item->next != NULL)
            cl_buf_byte(e->out, '|');
    }
}

void cl_rx_emit_behind(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    const struct cl_rx_node *body = node->as.group.body;
    bool by_character = node->as.group.by_character;
    struct behind b = {.plain = true, .flat = true};

    study(body, &b);
    if (!b.plain) {
        e->emission->differs = true;
        e->guarded = !e->emission->tame;
    }
    if (b.plain || by_character || !b.flat || b.n == 0)
        cl_rx_emit_node(e, body);
    else
        put_behind_branches(e, body);
    if (!b.plain && (b.looks || (!by_character && !b.flat)))
        e->emission->no_pairs = true;
}
