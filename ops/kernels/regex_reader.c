/*
 * Reading a pattern code point by code point.
 */
#include "ops/kernels/regex_reader.h"

#include "runtime/utf8.h"

static bool is_alpha(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Codes on their way through \Q..\E. */
struct quoting {
    const uint32_t *from;
    uint32_t *to;
    size_t n_from, n;
};

static uint32_t code_at(const struct quoting *q, size_t i)
{
    return i < q->n_from ? q->from[i] : 0;
}

static size_t find_quote(const struct quoting *q)
{
    size_t i = 0;

    while (i + 1 < q->n_from) {
        if (q->from[i] != '\\')
            i++;
        else if (q->from[i + 1] != 'Q')
            i += 2;
        else
            return i;
    }
    return q->n_from;
}

static void put(struct quoting *q, uint32_t code)
{
    q->to[q->n++] = code;
}

/* A digit right behind \Q is written as \x3N, lest it become part of an escape before it. */
static void put_quoted(struct quoting *q, uint32_t code, bool first)
{
    if (is_digit(code) && first) {
        put(q, '\\');
        put(q, 'x');
        put(q, '3');
    } else if (code < 128 && !is_alpha(code) && !is_digit(code)) {
        put(q, '\\');
    }
    put(q, code);
}

/* From the first \Q on: quoted parts get a backslash before each sign, others are copied. */
static void unquote(struct quoting *q, size_t i)
{
    bool quoted = true, first = true;

    i += 2;
    while (i < q->n_from) {
        uint32_t code = q->from[i++];

        if (quoted && code == '\\' && code_at(q, i) == 'E') {
            i++;
            quoted = first = false;
        } else if (quoted) {
            put_quoted(q, code, first);
            first = false;
        } else if (code == '\\' && code_at(q, i) == 'Q') {
            i++;
            quoted = first = true;
        } else {
            put(q, code);
            if (code == '\\' && i < q->n_from)
                put(q, q->from[i++]);
        }
    }
}

const uint32_t *cl_rx_decode(struct cl_str pattern, struct cl_arena *arena, size_t *n)
{
    uint32_t *codes = cl_arena_array(arena, (size_t)pattern.n + 1, sizeof *codes);
    struct quoting q = {.from = codes};
    size_t quote;

    if (codes == NULL)
        return NULL;
    for (uint32_t at = 0; at < pattern.n;)
        codes[q.n_from++] = cl_utf8_next(pattern, &at);
    quote = find_quote(&q);
    *n = q.n_from;
    if (quote == q.n_from)
        return codes;
    q.to = cl_arena_array(arena, 4 * q.n_from, sizeof *q.to);
    if (q.to == NULL)
        return NULL;
    memcpy(q.to, codes, quote * sizeof *codes);
    q.n = quote;
    unquote(&q, quote);
    *n = q.n;
    return q.to;
}

uint32_t cl_rx_at(const struct cl_rx_reader *r, size_t at)
{
    return at < r->n ? r->code[at] : 0;
}

bool cl_rx_at_end(const struct cl_rx_reader *r)
{
    return r->cursor >= r->n;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_line(const struct cl_rx_reader *r, uint32_t c)
{
    if (cl_rx_has(r, CL_RX_UNIX_LINES))
        return c == '\n';
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Moves from a blank or '#' to what follows blanks and comments. */
static void pass_blanks(struct cl_rx_reader *r)
{
    while (is_blank(cl_rx_at(r, r->cursor)) || cl_rx_at(r, r->cursor) == '#') {
        while (is_blank(cl_rx_at(r, r->cursor)))
            r->cursor++;
        if (cl_rx_at(r, r->cursor) != '#')
            continue;
        do
            r->cursor++;
        while (cl_rx_at(r, r->cursor) != 0 && !ends_line(r, cl_rx_at(r, r->cursor)));
        if (r->cursor > r->n)
            r->cursor = r->n;
    }
}

uint32_t cl_rx_peek(struct cl_rx_reader *r)
{
    if (cl_rx_has(r, CL_RX_COMMENTS))
        pass_blanks(r);
    return cl_rx_at(r, r->cursor);
}

uint32_t cl_rx_read(struct cl_rx_reader *r)
{
    uint32_t code = cl_rx_peek(r);

    r->cursor++;
    return code;
}

uint32_t cl_rx_next(struct cl_rx_reader *r)
{
    r->cursor++;
    return cl_rx_peek(r);
}

uint32_t cl_rx_next_escaped(struct cl_rx_reader *r)
{
    r->cursor++;
    return cl_rx_at(r, r->cursor);
}

uint32_t cl_rx_skip(struct cl_rx_reader *r)
{
    r->cursor += 2;
    return cl_rx_at(r, r->cursor - 1);
}

void cl_rx_unread(struct cl_rx_reader *r)
{
    r->cursor--;
}

enum cl_rx_fold cl_rx_fold_of(const struct cl_rx_reader *r)
{
    if (!cl_rx_has(r, CL_RX_IGNORE_CASE))
        return CL_RX_EXACT;
    return cl_rx_has(r, CL_RX_UNICODE_CASE) ? CL_RX_FOLD_UNICODE : CL_RX_FOLD_ASCII;
}

static void stop(struct cl_rx_reader *r)
{
    r->status = r->err->status;
    r->n = 0; /* the pattern looks ended, so that every loop ends */
}

void cl_rx_wrong(struct cl_rx_reader *r, const char *what)
{
    if (r->status != CLEAP_OK)
        return;
    cl_fail(r->err, CLEAP_E_FORMAT, "%s near character %zu", what, r->cursor);
    stop(r);
}

void cl_rx_unsupported(struct cl_rx_reader *r, const char *what)
{
    if (r->status != CLEAP_OK)
        return;
    cl_fail(r->err, CLEAP_E_UNSUPPORTED, "%s is not supported", what);
    stop(r);
}

void *cl_rx_need(struct cl_rx_reader *r, void *made)
{
    if (made == NULL && r->status == CLEAP_OK) {
        cl_fail_nomem(r->err);
        stop(r);
    }
    return made;
}

const struct cl_rx_set *cl_rx_need_set(struct cl_rx_reader *r, const struct cl_rx_set *made)
{
    if (made == NULL && r->status == CLEAP_OK) {
        cl_fail_nomem(r->err);
        stop(r);
    }
    return made;
}

struct cl_rx_node *cl_rx_node(struct cl_rx_reader *r, struct cl_rx_node node)
{
    return cl_rx_need(r, cl_arena_copy(r->arena, &node, sizeof node));
}

struct cl_rx_node *cl_rx_set_node(struct cl_rx_reader *r, const struct cl_rx_set *set)
{
    if (set == NULL)
        return NULL;
    if (!set->bmp)
        r->tree->steps_by_character = true;
    return cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_SET, .as.set = set});
}
