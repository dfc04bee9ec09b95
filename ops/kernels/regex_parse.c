/*
 * The grammar of Java's regular expressions: choices, sequences, groups, quantifiers.
 */
#include "ops/kernels/regex_reader.h"
#include "ops/kernels/regex_set.h"

/* Codes of a pattern, and how deep groups may lie in each other. */
#define MAX_PATTERN 20000
#define MAX_DEPTH 200

static struct cl_rx_node *read_choice(struct cl_rx_reader *r);

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static enum cl_rx_greed read_greed(struct cl_rx_reader *r)
{
    uint32_t c = cl_rx_next(r);

    if (c != '?' && c != '+')
        return CL_RX_GREEDY;
    cl_rx_next(r);
    return c == '?' ? CL_RX_LAZY : CL_RX_POSSESSIVE;
}

/* Digits from `c` on; leaves the sign behind them in *c. */
static uint32_t read_count(struct cl_rx_reader *r, uint32_t *c)
{
    uint64_t count = 0;

    while (is_digit(*c)) {
        count = count * 10 + (*c - '0');
        if (count > INT32_MAX) {
            cl_rx_wrong(r, "an illegal repetition range");
            return 0;
        }
        *c = cl_rx_read(r);
    }
    return (uint32_t)count;
}

/* {n}, {n,} and {n,m}; the cursor is left before the closing brace. */
static void read_braces(struct cl_rx_reader *r, struct cl_rx_node *node)
{
    uint32_t c = cl_rx_skip(r);

    if (!is_digit(c)) {
        cl_rx_wrong(r, "an illegal repetition");
        return;
    }
    node->as.repeat.min = node->as.repeat.max = read_count(r, &c);
    if (c == ',') {
        c = cl_rx_read(r);
        node->as.repeat.max = c == '}' ? CL_RX_NO_MAX : read_count(r, &c);
    }
    if (c != '}')
        cl_rx_wrong(r, "an unclosed counted closure");
    else if (node->as.repeat.max < node->as.repeat.min)
        cl_rx_wrong(r, "an illegal repetition range");
    cl_rx_unread(r);
}

/* The node, repeated if a quantifier follows. */
static struct cl_rx_node *read_quantifier(struct cl_rx_reader *r, struct cl_rx_node *body)
{
    struct cl_rx_node node = {.kind = CL_RX_REPEAT,
                              .as.repeat = {.body = body, .max = CL_RX_NO_MAX}};
    uint32_t c = cl_rx_peek(r);

    if (c == '?')
        node.as.repeat.max = 1;
    else if (c == '+')
        node.as.repeat.min = 1;
    else if (c == '{')
        read_braces(r, &node);
    else if (c != '*')
        return body;
    node.as.repeat.greed = read_greed(r);
    r->tree->has_repeat = true;
    return cl_rx_node(r, node);
}

static void set_flags(struct cl_rx_reader *r)
{
    static const struct {
        char letter;
        unsigned on, off;
    } letters[] = {
        {'i', CL_RX_IGNORE_CASE, CL_RX_IGNORE_CASE},
        {'m', CL_RX_MULTILINE, CL_RX_MULTILINE},
        {'s', CL_RX_DOT_ALL, CL_RX_DOT_ALL},
        {'d', CL_RX_UNIX_LINES, CL_RX_UNIX_LINES},
        {'u', CL_RX_UNICODE_CASE, CL_RX_UNICODE_CASE},
        {'x', CL_RX_COMMENTS, CL_RX_COMMENTS},
        {'U', CL_RX_UNICODE_CLASS | CL_RX_UNICODE_CASE, CL_RX_UNICODE_CLASS | CL_RX_UNICODE_CASE},
    };
    bool off = false;

    for (uint32_t c = cl_rx_peek(r); r->status == CLEAP_OK; c = cl_rx_next(r)) {
        size_t i = 0;

        if (c == '-' && !off) {
            off = true;
            continue;
        }
        if (c == 'c')
            cl_rx_unsupported(r, "canonical equivalence");
        while (i < CL_COUNT_OF(letters) && (uint32_t)letters[i].letter != c)
            i++;
        if (i == CL_COUNT_OF(letters))
            return;
        if (off)
            r->flags &= ~letters[i].off;
        else
            r->flags |= letters[i].on;
    }
}

struct cl_str cl_rx_read_group_name(struct cl_rx_reader *r, uint32_t first)
{
    char *name = cl_rx_need(r, cl_arena_alloc(r->arena, r->n + 1));
    uint32_t n = 0, c = first;

    if (!is_alpha(c))
        cl_rx_wrong(r, "a group name that does not begin with a letter");
    while (r->status == CLEAP_OK && (is_alpha(c) || is_digit(c))) {
        name[n++] = (char)c;
        c = cl_rx_read(r);
    }
    if (c != '>')
        cl_rx_wrong(r, "a group name without '>'");
    return (struct cl_str){.at = r->status == CLEAP_OK ? name : "", .n = n};
}

static void name_group(struct cl_rx_reader *r, uint32_t first)
{
    struct cl_str name = cl_rx_read_group_name(r, first);

    for (uint32_t i = 1; r->status == CLEAP_OK && i <= r->tree->n_groups; i++)
        if (r->names[i].at != NULL && cl_str_equal(r->names[i], name))
            cl_rx_wrong(r, "a group name that is there already");
    if (r->status == CLEAP_OK)
        r->names[r->tree->n_groups + 1] = name;
}

/* A literal supplementary character from here on makes a look-behind count characters. */
static bool has_supplementary(const struct cl_rx_reader *r, size_t from)
{
    for (size_t i = from; i < r->n; i++)
        if (r->code[i] > 0xffff || (r->code[i] >= 0xd800 && r->code[i] <= 0xdfff))
            return true;
    return false;
}

/* What stands behind "(?". False: flags that hold for what follows, no group. */
static bool read_group_kind(struct cl_rx_reader *r, struct cl_rx_node *node)
{
    uint32_t c = cl_rx_skip(r);

    node->as.group.kind = CL_RX_PLAIN;
    if (c == '=' || c == '!') {
        node->as.group.kind = c == '=' ? CL_RX_AHEAD : CL_RX_NOT_AHEAD;
    } else if (c == '>') {
        node->as.group.kind = CL_RX_ATOMIC;
    } else if (c == '<') {
        c = cl_rx_read(r);
        if (c == '=' || c == '!') {
            node->as.group.kind = c == '=' ? CL_RX_BEHIND : CL_RX_NOT_BEHIND;
            node->as.group.by_character = has_supplementary(r, r->cursor);
        } else {
            node->as.group.kind = CL_RX_CAPTURE;
            name_group(r, c);
        }
    } else if (c != ':') {
        cl_rx_unread(r);
        set_flags(r);
        c = cl_rx_read(r);
        if (c == ')')
            return false;
        if (c != ':')
            cl_rx_wrong(r, "an unknown group");
    }
    return true;
}

/* NULL: nothing but flags. */
static struct cl_rx_node *read_group(struct cl_rx_reader *r)
{
    struct cl_rx_node node = {.kind = CL_RX_GROUP, .as.group.kind = CL_RX_CAPTURE};
    unsigned flags = r->flags;

    if (++r->depth > MAX_DEPTH)
        cl_rx_unsupported(r, "nesting this deep");
    if (cl_rx_next(r) == '?' && !read_group_kind(r, &node)) {
        r->depth--;
        return NULL;
    }
    if (node.as.group.kind == CL_RX_CAPTURE)
        r->tree->n_groups++;
    node.as.group.body = read_choice(r);
    if (cl_rx_read(r) != ')')
        cl_rx_wrong(r, "an unclosed group");
    r->flags = flags;
    r->depth--;
    return read_quantifier(r, cl_rx_node(r, node));
}

static const struct cl_rx_set *read_dot(struct cl_rx_reader *r)
{
    static const struct cl_rx_range ends[] = {
        {'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}};
    size_t n = cl_rx_has(r, CL_RX_DOT_ALL)      ? 0
               : cl_rx_has(r, CL_RX_UNIX_LINES) ? 1
                                                : CL_COUNT_OF(ends);

    return cl_rx_need_set(r, cl_rx_not(cl_rx_ranges(ends, n, false, r->arena), r->arena));
}

static struct cl_rx_node *read_anchor(struct cl_rx_reader *r)
{
    bool begin = cl_rx_peek(r) == '^', unix_lines = cl_rx_has(r, CL_RX_UNIX_LINES);
    enum cl_rx_assert what;

    cl_rx_next(r);
    if (begin && !cl_rx_has(r, CL_RX_MULTILINE))
        what = CL_RX_BEGIN;
    else if (begin)
        what = unix_lines ? CL_RX_LINE_BEGIN_UNIX : CL_RX_LINE_BEGIN;
    else if (cl_rx_has(r, CL_RX_MULTILINE))
        what = unix_lines ? CL_RX_EACH_LINE_END_UNIX : CL_RX_EACH_LINE_END;
    else
        what = unix_lines ? CL_RX_LAST_LINE_END_UNIX : CL_RX_LAST_LINE_END;
    return cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_ASSERT, .as.assertion = what});
}

static struct cl_rx_node *read_family_node(struct cl_rx_reader *r, uint32_t letter)
{
    bool one_letter = cl_rx_next(r) != '{';

    if (one_letter)
        cl_rx_unread(r);
    return cl_rx_set_node(r, cl_rx_read_family(r, one_letter, letter == 'P'));
}

/* Characters of a literal while it is read. */
struct literal {
    uint32_t *at;
    size_t n, last; /* `last`: the cursor before the latest character */
};

static struct cl_rx_node *end_literal(struct cl_rx_reader *r, const struct literal *l)
{
    enum cl_rx_fold fold = cl_rx_fold_of(r);

    if (l->n == 1)
        return cl_rx_set_node(r, cl_rx_need_set(r, cl_rx_char(l->at[0], fold, r->arena)));
    return cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_TEXT, .as.text = {l->at, l->n, fold}});
}

/* An escape inside a literal: a further character, or, if it is anything else, the literal's end.
 * Alone it is `*node`. */
static bool read_escaped(struct cl_rx_reader *r, struct literal *l, struct cl_rx_node **node)
{
    struct cl_rx_escape escape;
    uint32_t letter = cl_rx_next_escaped(r);

    if (letter == 'p' || letter == 'P') {
        if (l->n == 0)
            *node = read_family_node(r, letter);
        else
            cl_rx_unread(r);
        return false;
    }
    cl_rx_unread(r);
    l->last = r->cursor;
    escape = cl_rx_read_escape(r, false, false);
    if (escape.is_char) {
        l->at[l->n++] = escape.code;
        return true;
    }
    if (l->n == 0)
        *node = escape.node;
    else
        r->cursor = l->last;
    return false;
}

static struct cl_rx_node *read_atom(struct cl_rx_reader *r)
{
    struct literal l = {.at = cl_rx_need(r, cl_arena_array(r->arena, r->n + 1, sizeof *l.at))};
    struct cl_rx_node *node = NULL;

    while (r->status == CLEAP_OK) {
        uint32_t c = cl_rx_peek(r);

        if (c == '\\') {
            if (!read_escaped(r, &l, &node))
                break;
            continue;
        }
        if (c == '*' || c == '+' || c == '?' || c == '{') {
            if (l.n > 1) { /* it is for the last character alone */
                r->cursor = l.last;
                l.n--;
            }
            break;
        }
        if ((c != 0 && c < 128 && strchr("$.^([|)", (int)c) != NULL) || (c == 0 && cl_rx_at_end(r)))
            break;
        l.last = r->cursor;
        l.at[l.n++] = c;
        r->cursor++;
    }
    return r->status != CLEAP_OK || node != NULL ? node : end_literal(r, &l);
}

/* One item of a sequence, quantifier and all; *done at its end. NULL: flags only. */
static struct cl_rx_node *read_item(struct cl_rx_reader *r, bool *done)
{
    uint32_t c = cl_rx_peek(r);

    switch (c) {
    case '(':
        return read_group(r);
    case '[':
        return read_quantifier(r, cl_rx_set_node(r, cl_rx_read_class(r)));
    case '^':
    case '$':
        return read_quantifier(r, read_anchor(r));
    case '.':
        cl_rx_next(r);
        return read_quantifier(
            r, cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_SET, .as.set = read_dot(r)}));
    case '|':
    case ')':
        *done = true;
        return NULL;
    case '?':
    case '*':
    case '+':
        cl_rx_wrong(r, "a dangling quantifier");
        return NULL;
    default:
        if (c == 0 && cl_rx_at_end(r)) {
            *done = true;
            return NULL;
        }
        return read_quantifier(r, read_atom(r));
    }
}

static struct cl_rx_node *read_sequence(struct cl_rx_reader *r)
{
    struct cl_rx_node *sequence = cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_SEQUENCE});
    struct cl_rx_node **link = sequence != NULL ? &sequence->as.first : NULL;
    bool done = false;

    while (!done && r->status == CLEAP_OK) {
        struct cl_rx_node *item = read_item(r, &done);

        if (item != NULL) {
            *link = item;
            link = &item->next;
        }
    }
    return sequence;
}

static struct cl_rx_node *read_choice(struct cl_rx_reader *r)
{
    struct cl_rx_node *first = read_sequence(r), *choice, **link;

    if (r->status != CLEAP_OK || cl_rx_peek(r) != '|')
        return first;
    choice = cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_CHOICE, .as.first = first});
    link = &first->next;
    while (r->status == CLEAP_OK && cl_rx_peek(r) == '|') {
        cl_rx_next(r);
        *link = read_sequence(r);
        if (*link != NULL)
            link = &(*link)->next;
    }
    return choice;
}

enum cleap_status cl_rx_parse(struct cl_str pattern, struct cl_arena *arena,
                              struct cl_rx_tree *tree, struct cleap_error *err)
{
    struct cl_rx_reader r = {.tree = tree, .arena = arena, .err = err};

    *tree = (struct cl_rx_tree){.root = NULL};
    if (pattern.n > MAX_PATTERN)
        return cl_fail(err, CLEAP_E_LIMIT, "a pattern of %u bytes; at most %d are taken",
                       (unsigned)pattern.n, MAX_PATTERN);
    r.code = cl_rx_decode(pattern, arena, &r.n);
    r.names = cl_arena_zeroed(arena, r.n + 2, sizeof *r.names);
    if (r.code == NULL || r.names == NULL)
        return cl_fail_nomem(err);
    tree->steps_by_character = has_supplementary(&r, 0);
    tree->root = read_choice(&r);
    if (r.status == CLEAP_OK && r.cursor != r.n)
        cl_rx_wrong(&r, "an unmatched ')'");
    return r.status;
}
