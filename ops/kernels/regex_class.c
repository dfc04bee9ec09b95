/*
 * Character classes: [...], with unions, && and the order in which Java takes them.
 *
 * Java's parser holds single characters below 256 of a class in one table and joins that table at
 * each && and at the end; a character behind && so gets in front of it too. That is kept.
 */
#include "ops/kernels/regex_property.h"
#include "ops/kernels/regex_reader.h"
#include "ops/kernels/regex_set.h"

#define MAX_DEPTH 200
#define MAX_PARTS 2000

/* A class while it is read. */
struct builder {
    uint8_t *bits;
    bool has_bits; /* some were set and are not in `set` yet */
    const struct cl_rx_set *set;
    unsigned parts;
};

static const struct cl_rx_set *read_class(struct cl_rx_reader *r, bool consume);

static void add(struct cl_rx_reader *r, struct builder *b, const struct cl_rx_set *set)
{
    if (++b->parts > MAX_PARTS)
        cl_rx_unsupported(r, "a class of so many parts");
    b->set = b->set == NULL ? set : cl_rx_need_set(r, cl_rx_union(b->set, set, r->arena));
}

static void add_bits(struct cl_rx_reader *r, struct builder *b)
{
    if (b->has_bits)
        add(r, b, cl_rx_need_set(r, cl_rx_bits(b->bits, r->arena)));
    b->has_bits = false;
}

static bool is_latin_pair(uint32_t c)
{
    return ((c >= 0xc0 && c <= 0xde) || (c >= 0xe0 && c <= 0xfe)) && (c | 32) != 0xf7;
}

/* Characters that Unicode case takes out of the first 256 or into them. */
static bool needs_a_set(uint32_t c)
{
    static const uint8_t odd[] = {0xff, 0xb5, 'I', 'i', 'S', 's', 'K', 'k', 0xc5, 0xe5};

    return memchr(odd, (int)c, sizeof odd) != NULL;
}

static void add_char(struct cl_rx_reader *r, struct builder *b, uint32_t c)
{
    enum cl_rx_fold fold = cl_rx_fold_of(r);

    if (c >= 256 || (fold == CL_RX_FOLD_UNICODE && needs_a_set(c))) {
        add(r, b, cl_rx_need_set(r, cl_rx_char(c, fold, r->arena)));
        return;
    }
    b->bits[c] = 1;
    if (fold != CL_RX_EXACT && ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')))
        b->bits[c ^ 32] = 1;
    if (fold == CL_RX_FOLD_UNICODE && is_latin_pair(c))
        b->bits[c ^ 32] = 1;
    b->has_bits = true;
}

static void read_property(struct cl_rx_reader *r, struct builder *b)
{
    bool complement = cl_rx_at(r, r->cursor) == 'P';
    bool one_letter = cl_rx_next(r) != '{';

    if (one_letter)
        cl_rx_unread(r);
    add(r, b, cl_rx_read_family(r, one_letter, complement));
}

/* The upper end of a range; false: it was none of a character. */
static bool read_range_end(struct cl_rx_reader *r, uint32_t *high)
{
    struct cl_rx_escape escape;

    if (cl_rx_next(r) != '\\') {
        *high = cl_rx_peek(r);
        cl_rx_next(r);
        return true;
    }
    escape = cl_rx_read_escape(r, true, true);
    *high = escape.code;
    return escape.is_char;
}

static void read_item(struct cl_rx_reader *r, struct builder *b)
{
    uint32_t low = cl_rx_peek(r), high, after;

    if (low == '\\') {
        struct cl_rx_escape escape;
        uint32_t sign = cl_rx_next_escaped(r);

        if (sign == 'p' || sign == 'P') {
            read_property(r, b);
            return;
        }
        after = cl_rx_at(r, r->cursor + 1);
        cl_rx_unread(r);
        escape = cl_rx_read_escape(r, true, after == '-');
        if (!escape.is_char) {
            if (escape.set != NULL)
                add(r, b, escape.set);
            return;
        }
        low = escape.code;
    } else {
        cl_rx_next(r);
    }
    after = cl_rx_peek(r) == '-' ? cl_rx_at(r, r->cursor + 1) : ']';
    if (after == '[' || after == ']') {
        add_char(r, b, low);
        return;
    }
    if (!read_range_end(r, &high) || high < low)
        cl_rx_wrong(r, "an illegal character range");
    else
        add(r, b, cl_rx_need_set(r, cl_rx_char_range(low, high, cl_rx_fold_of(r), r->arena)));
}

/* What stands behind &&, up to the next & or the end. NULL: nothing. */
static const struct cl_rx_set *read_right_side(struct cl_rx_reader *r)
{
    const struct cl_rx_set *right = NULL;
    uint32_t c = cl_rx_peek(r);

    while (c != ']' && c != '&' && r->status == CLEAP_OK) {
        bool nested = c == '[';
        const struct cl_rx_set *more;

        if (!nested)
            cl_rx_unread(r);
        more = read_class(r, nested);
        right = right == NULL ? more : cl_rx_need_set(r, cl_rx_union(right, more, r->arena));
        c = cl_rx_peek(r);
    }
    return right;
}

/* The cursor is behind &&. With nothing on its right Java intersects with what it read last. */
static void intersect(struct cl_rx_reader *r, struct builder *b)
{
    const struct cl_rx_set *right = read_right_side(r);

    if (right == NULL && b->set != NULL)
        cl_rx_unsupported(r, "&& with nothing behind it");
    add_bits(r, b);
    if (b->set == NULL && right == NULL)
        cl_rx_wrong(r, "a bad class");
    else if (b->set == NULL)
        b->set = right;
    else if (right != NULL)
        b->set = cl_rx_need_set(r, cl_rx_both(b->set, right, r->arena));
}

/* Takes a bracket, && or the end at the cursor. False: it is an item. */
static bool read_operator(struct cl_rx_reader *r, struct builder *b, bool *done)
{
    uint32_t c = cl_rx_peek(r);

    if (c == '[') {
        add(r, b, read_class(r, true));
        return true;
    }
    if (c == '&') {
        if (cl_rx_next(r) == '&') {
            cl_rx_next(r);
            intersect(r, b);
            return true;
        }
        cl_rx_unread(r);
        return false;
    }
    if (c == ']' && (b->set != NULL || b->has_bits)) {
        *done = true;
        return true;
    }
    if (c == 0 && cl_rx_at_end(r))
        cl_rx_wrong(r, "an unclosed character class");
    return false;
}

static const struct cl_rx_set *read_class(struct cl_rx_reader *r, bool consume)
{
    struct builder b = {.bits = cl_rx_need(r, cl_arena_zeroed(r->arena, 256, 1))};
    bool negated = false, done = false;

    if (++r->depth > MAX_DEPTH)
        cl_rx_unsupported(r, "nesting this deep");
    if (cl_rx_next(r) == '^' && cl_rx_at(r, r->cursor - 1) == '[') {
        cl_rx_next(r);
        negated = true;
    }
    while (!done && r->status == CLEAP_OK)
        if (!read_operator(r, &b, &done) && r->status == CLEAP_OK)
            read_item(r, &b);
    r->depth--;
    if (r->status != CLEAP_OK)
        return NULL;
    if (consume)
        cl_rx_next(r);
    add_bits(r, &b);
    return negated ? cl_rx_need_set(r, cl_rx_not(b.set, r->arena)) : b.set;
}

const struct cl_rx_set *cl_rx_read_class(struct cl_rx_reader *r)
{
    return read_class(r, true);
}
