/*
 * Writing the tree as PCRE2's text, for UTF, DOTALL and newlines of LF alone.
 */
#include "ops/kernels/regex_emit.h"

#include "ops/kernels/regex_set.h"

#define LINE_END_SIGNS "\\n\\r\\x{85}\\x{2028}\\x{2029}"
#define LONE_LF "(?<!\\r)\\n"
#define OTHER_LINE_END "[\\r\\x{85}\\x{2028}\\x{2029}]"
#define WORD "[_\\p{L}\\p{Nd}]"

static const char *const assertions[] = {
    [CL_RX_BEGIN] = "\\A",
    [CL_RX_END] = "\\z",
    [CL_RX_LINE_BEGIN] = "(?!\\z)(?:\\A|(?<=[" LINE_END_SIGNS "])(?!(?<=\\r)\\n))",
    [CL_RX_LINE_BEGIN_UNIX] = "(?!\\z)(?:\\A|(?<=\\n))",
    [CL_RX_LAST_LINE_END] = "(?=(?:\\r\\n|" LONE_LF "|" OTHER_LINE_END ")?\\z)",
    [CL_RX_LAST_LINE_END_UNIX] = "(?=\\n?\\z)",
    [CL_RX_EACH_LINE_END] = "(?=\\z|" LONE_LF "|" OTHER_LINE_END ")",
    [CL_RX_EACH_LINE_END_UNIX] = "(?=\\z|\\n)",
    [CL_RX_BOUND] = "(?:(?<=" WORD ")(?!" WORD ")|(?<!" WORD ")(?=" WORD "))",
    [CL_RX_NO_BOUND] = "(?:(?<=" WORD ")(?=" WORD ")|(?<!" WORD ")(?!" WORD "))",
};

static void ask_back(struct cl_rx_emitter *e, int number)
{
    cl_buf_printf(e->out, "(?C%d)", number);
    e->emission->asks_back = true;
}

static void put_assertion(struct cl_rx_emitter *e, enum cl_rx_assert what)
{
    bool bound = what == CL_RX_BOUND || what == CL_RX_NO_BOUND;

    if (bound)
        e->emission->differs = true;
    if (what == CL_RX_LAST_MATCH)
        ask_back(e, CL_RX_CALL_LAST_MATCH);
    else if (bound && !e->emission->tame)
        ask_back(e, what == CL_RX_BOUND ? CL_RX_CALL_BOUND : CL_RX_CALL_NO_BOUND);
    else
        cl_buf_text(e->out, assertions[what]);
}

static void put_code(struct cl_rx_emitter *e, uint32_t code)
{
    bool plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                 (code >= 'a' && code <= 'z');

    if (plain)
        cl_buf_byte(e->out, (char)code);
    else
        cl_buf_printf(e->out, "\\x{%x}", (unsigned)code);
}

static void put_text_code(struct cl_rx_emitter *e, uint32_t code, enum cl_rx_fold fold)
{
    const struct cl_rx_set *set;

    if (fold == CL_RX_EXACT) {
        put_code(e, code);
        return;
    }
    set = cl_rx_char_of_text(code, fold, e->arena);
    if (set == NULL)
        e->failed = true;
    else
        cl_rx_emit_set(e, set);
}

/* Java reads a pair whose halves it finds apart as one character, so that in a look-behind no
 * character begins at a first half that its second half follows. */
static void put_set(struct cl_rx_emitter *e, const struct cl_rx_set *set)
{
    if (e->guarded)
        cl_buf_text(e->out, "(?:" CL_RX_NO_PAIR);
    cl_rx_emit_set(e, set);
    if (e->guarded)
        cl_buf_byte(e->out, ')');
}

static void put_text(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    for (size_t i = 0; i < node->as.text.n; i++) {
        uint32_t code = node->as.text.at[i];

        if (e->guarded && code >= 0xd800 && code <= 0xdfff)
            cl_buf_text(e->out, CL_RX_NO_PAIR);
        put_text_code(e, code, node->as.text.fold);
    }
}

static void put_sequence(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next)
        cl_rx_emit_node(e, item);
}

static void put_choice(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    for (const struct cl_rx_node *item = node->as.first; item != NULL; item = item->next) {
        cl_rx_emit_node(e, item);
        if (item->next != NULL)
            cl_buf_byte(e->out, '|');
    }
}

static void put_group(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    static const char *const openings[] = {
        [CL_RX_PLAIN] = "(?:",       [CL_RX_CAPTURE] = "(",     [CL_RX_ATOMIC] = "(?>",
        [CL_RX_AHEAD] = "(?=",       [CL_RX_NOT_AHEAD] = "(?!", [CL_RX_BEHIND] = "(?<=",
        [CL_RX_NOT_BEHIND] = "(?<!",
    };
    enum cl_rx_group kind = node->as.group.kind;
    bool guarded = e->guarded;

    if (kind == CL_RX_CAPTURE && !e->tree->has_backref)
        kind = CL_RX_PLAIN;
    cl_buf_text(e->out, openings[kind]);
    if (kind == CL_RX_AHEAD || kind == CL_RX_NOT_AHEAD)
        e->guarded = false;
    if (kind == CL_RX_BEHIND || kind == CL_RX_NOT_BEHIND)
        cl_rx_emit_behind(e, node);
    else
        cl_rx_emit_node(e, node->as.group.body);
    cl_buf_byte(e->out, ')');
    e->guarded = guarded;
}

static void put_quantifier(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    uint32_t min = node->as.repeat.min, max = node->as.repeat.max;

    if (max == CL_RX_NO_MAX && min <= 1)
        cl_buf_byte(e->out, min == 0 ? '*' : '+');
    else if (max == CL_RX_NO_MAX)
        cl_buf_printf(e->out, "{%u,}", (unsigned)min);
    else if (min == 0 && max == 1)
        cl_buf_byte(e->out, '?');
    else
        cl_buf_printf(e->out, "{%u,%u}", (unsigned)min, (unsigned)max);
    if (node->as.repeat.greed != CL_RX_GREEDY)
        cl_buf_byte(e->out, node->as.repeat.greed == CL_RX_LAZY ? '?' : '+');
}

/* Each turn of a possessive repetition is final for itself, not only all of them together. */
static void put_repeat(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    const struct cl_rx_node *body = node->as.repeat.body;
    bool possessive = node->as.repeat.greed == CL_RX_POSSESSIVE, outer = e->atomic_line_end;
    bool optional = node->as.repeat.min == 0 && node->as.repeat.max == 1;

    if (body->kind == CL_RX_SET) {
        put_set(e, body->as.set);
        put_quantifier(e, node);
        return;
    }
    if (body->kind == CL_RX_LINE_END ||
        (body->kind == CL_RX_GROUP && !optional && cl_rx_is_deterministic(body)))
        e->atomic_line_end = true;
    cl_buf_text(e->out, possessive ? "(?>" : "(?:");
    cl_rx_emit_node(e, body);
    cl_buf_byte(e->out, ')');
    put_quantifier(e, node);
    e->atomic_line_end = outer;
}

void cl_rx_emit_node(struct cl_rx_emitter *e, const struct cl_rx_node *node)
{
    switch (node->kind) {
    case CL_RX_SET:
        put_set(e, node->as.set);
        break;
    case CL_RX_TEXT:
        put_text(e, node);
        break;
    case CL_RX_SEQUENCE:
        put_sequence(e, node);
        break;
    case CL_RX_CHOICE:
        put_choice(e, node);
        break;
    case CL_RX_GROUP:
        put_group(e, node);
        break;
    case CL_RX_REPEAT:
        put_repeat(e, node);
        break;
    case CL_RX_ASSERT:
        put_assertion(e, node->as.assertion);
        break;
    case CL_RX_LINE_END:
        cl_buf_printf(e->out, "(?%c\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])",
                      e->atomic_line_end ? '>' : ':');
        break;
    case CL_RX_BACKREF:
        if (node->as.backref > e->tree->n_groups)
            cl_buf_text(e->out, "(?!)");
        else
            cl_buf_printf(e->out, "\\g{%u}", (unsigned)node->as.backref);
        break;
    }
}

bool cl_rx_emit(const struct cl_rx_tree *tree, struct cl_arena *arena,
                struct cl_rx_emission *emission, struct cl_buf *text)
{
    struct cl_rx_emitter e = {.tree = tree, .arena = arena, .emission = emission, .out = text};

    cl_rx_emit_node(&e, tree->root);
    return !e.failed;
}
