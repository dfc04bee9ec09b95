/*
 * Escapes: everything that begins with a backslash.
 */
#include "ops/kernels/regex_property.h"
#include "ops/kernels/regex_reader.h"
#include "ops/kernels/regex_set.h"

/* One letter; under (?U) sets of characters are those of Unicode. */
static const struct simple {
    char letter;
    enum { CHAR, SET, NOT_SET, ASSERT, LINE_END } kind;
    uint32_t code;             /* CHAR: the character; ASSERT: enum cl_rx_assert */
    const char *set, *unicode; /* names; NULL: the same */
} simple[] = {
    {'a', .kind = CHAR, .code = 7},
    {'e', .kind = CHAR, .code = 27},
    {'f', .kind = CHAR, .code = '\f'},
    {'n', .kind = CHAR, .code = '\n'},
    {'r', .kind = CHAR, .code = '\r'},
    {'t', .kind = CHAR, .code = '\t'},
    {'d', .kind = SET, .set = "d", .unicode = "DIGIT"},
    {'D', .kind = NOT_SET, .set = "d", .unicode = "DIGIT"},
    {'s', .kind = SET, .set = "s", .unicode = "SPACE"},
    {'S', .kind = NOT_SET, .set = "s", .unicode = "SPACE"},
    {'w', .kind = SET, .set = "w", .unicode = "WORD"},
    {'W', .kind = NOT_SET, .set = "w", .unicode = "WORD"},
    {'h', .kind = SET, .set = "h"},
    {'H', .kind = NOT_SET, .set = "h"},
    {'v', .kind = SET, .set = "v"},
    {'V', .kind = NOT_SET, .set = "v"},
    {'A', .kind = ASSERT, .code = CL_RX_BEGIN},
    {'z', .kind = ASSERT, .code = CL_RX_END},
    {'b', .kind = ASSERT, .code = CL_RX_BOUND},
    {'B', .kind = ASSERT, .code = CL_RX_NO_BOUND},
    {'G', .kind = ASSERT, .code = CL_RX_LAST_MATCH},
    {'R', .kind = LINE_END},
};

static int hex_value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (int)(c - 'a' + 10);
    return c >= 'A' && c <= 'F' ? (int)(c - 'A' + 10) : -1;
}

static bool is_octal(uint32_t c)
{
    return c >= '0' && c <= '7';
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static struct cl_rx_escape character(uint32_t code)
{
    return (struct cl_rx_escape){.is_char = true, .code = code};
}

static struct cl_rx_escape octal(struct cl_rx_reader *r)
{
    uint32_t a = cl_rx_read(r), b, c;

    if (!is_octal(a)) {
        cl_rx_wrong(r, "an illegal octal escape");
        return character(0);
    }
    b = cl_rx_read(r);
    if (!is_octal(b)) {
        cl_rx_unread(r);
        return character(a - '0');
    }
    c = cl_rx_read(r);
    if (is_octal(c) && a <= '3')
        return character((a - '0') * 64 + (b - '0') * 8 + (c - '0'));
    cl_rx_unread(r);
    return character((a - '0') * 8 + (b - '0'));
}

static struct cl_rx_escape hex_in_braces(struct cl_rx_reader *r)
{
    uint32_t code = 0, c;

    while (hex_value(c = cl_rx_read(r)) >= 0) {
        code = code * 16 + (uint32_t)hex_value(c);
        if (code > CL_RX_LAST_CODE) {
            cl_rx_wrong(r, "too large a code point");
            return character(0);
        }
    }
    if (c != '}')
        cl_rx_wrong(r, "an unclosed hexadecimal escape");
    return character(code);
}

static struct cl_rx_escape hex(struct cl_rx_reader *r)
{
    uint32_t a = cl_rx_read(r);

    if (hex_value(a) >= 0) {
        uint32_t b = cl_rx_read(r);

        if (hex_value(b) >= 0)
            return character((uint32_t)(hex_value(a) * 16 + hex_value(b)));
    } else if (a == '{' && hex_value(cl_rx_peek(r)) >= 0) {
        return hex_in_braces(r);
    }
    cl_rx_wrong(r, "an illegal hexadecimal escape");
    return character(0);
}

static uint32_t four_digits(struct cl_rx_reader *r)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        int digit = hex_value(cl_rx_read(r));

        if (digit < 0) {
            cl_rx_wrong(r, "an illegal Unicode escape");
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
    }
    return code;
}

/* \uXXXX; two that are halves of a pair are one character. */
static struct cl_rx_escape utf16(struct cl_rx_reader *r)
{
    uint32_t high = four_digits(r), low;
    size_t cursor = r->cursor;

    if (high < 0xd800 || high > 0xdbff)
        return character(high);
    if (cl_rx_read(r) == '\\' && cl_rx_read(r) == 'u') {
        low = four_digits(r);
        if (low >= 0xdc00 && low <= 0xdfff)
            return character(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    }
    r->cursor = cursor;
    return character(high);
}

static struct cl_rx_escape control(struct cl_rx_reader *r)
{
    if (cl_rx_at_end(r)) {
        cl_rx_wrong(r, "an illegal control escape");
        return character(0);
    }
    return character(cl_rx_read(r) ^ 64);
}

static struct cl_rx_escape backref(struct cl_rx_reader *r, uint32_t number)
{
    if (cl_rx_has(r, CL_RX_IGNORE_CASE))
        cl_rx_unsupported(r, "a back reference under (?i)");
    r->tree->has_backref = true;
    return (struct cl_rx_escape){
        .node = cl_rx_node(r, (struct cl_rx_node){.kind = CL_RX_BACKREF, .as.backref = number})};
}

/* Takes further digits as long as there are that many groups so far. */
static struct cl_rx_escape numbered_backref(struct cl_rx_reader *r, uint32_t number)
{
    while (is_digit(cl_rx_peek(r))) {
        uint32_t longer = number * 10 + (cl_rx_peek(r) - '0');

        if (longer > r->tree->n_groups)
            break;
        number = longer;
        cl_rx_read(r);
    }
    return backref(r, number);
}

static struct cl_rx_escape named_backref(struct cl_rx_reader *r)
{
    struct cl_str name;

    if (cl_rx_read(r) != '<') {
        cl_rx_wrong(r, "\\k without '<'");
        return character(0);
    }
    name = cl_rx_read_group_name(r, cl_rx_read(r));
    for (uint32_t i = 1; r->status == CLEAP_OK && i <= r->tree->n_groups; i++)
        if (r->names[i].at != NULL && cl_str_equal(r->names[i], name))
            return backref(r, i);
    cl_rx_wrong(r, "an unknown group name");
    return character(0);
}

static const struct cl_rx_set *named_set(struct cl_rx_reader *r, const struct simple *s)
{
    bool found, unicode = cl_rx_has(r, CL_RX_UNICODE_CLASS) && s->unicode != NULL;
    const char *name = unicode ? s->unicode : s->set;
    enum cl_rx_names names = CL_RX_ESCAPE_NAMES;

    if (unicode)
        names = strcmp(name, "WORD") == 0 ? CL_RX_UNICODE_NAMES : CL_RX_POSIX_NAMES;
    return cl_rx_need_set(r, cl_rx_property(cl_str_of(name), names, false, r->arena, &found));
}

static struct cl_rx_escape make_simple(struct cl_rx_reader *r, const struct simple *s,
                                       bool in_class)
{
    const struct cl_rx_set *set;

    if (s->kind == CHAR)
        return character(s->code);
    if (s->kind == ASSERT || s->kind == LINE_END) {
        struct cl_rx_node node = {.kind = s->kind == ASSERT ? CL_RX_ASSERT : CL_RX_LINE_END};

        if (in_class)
            cl_rx_wrong(r, "an illegal escape in a class");
        if (s->kind == ASSERT)
            node.as.assertion = (enum cl_rx_assert)s->code;
        return (struct cl_rx_escape){.node = cl_rx_node(r, node)};
    }
    set = named_set(r, s);
    if (s->kind == NOT_SET)
        set = cl_rx_need_set(r, cl_rx_not(set, r->arena));
    return (struct cl_rx_escape){.set = set, .node = in_class ? NULL : cl_rx_set_node(r, set)};
}

static struct cl_rx_escape last_line_end(struct cl_rx_reader *r)
{
    struct cl_rx_node node = {.kind = CL_RX_ASSERT,
                              .as.assertion = cl_rx_has(r, CL_RX_UNIX_LINES)
                                                  ? CL_RX_LAST_LINE_END_UNIX
                                                  : CL_RX_LAST_LINE_END};

    return (struct cl_rx_escape){.node = cl_rx_node(r, node)};
}

static bool is_bound(uint32_t letter)
{
    return letter == 'b' || letter == 'B';
}

/* Escapes that read on behind their letter. */
static bool read_long(struct cl_rx_reader *r, uint32_t letter, bool in_class,
                      struct cl_rx_escape *escape)
{
    if (letter == '0')
        *escape = octal(r);
    else if (letter == 'x')
        *escape = hex(r);
    else if (letter == 'u')
        *escape = utf16(r);
    else if (letter == 'c')
        *escape = control(r);
    else if (in_class)
        return false;
    else if (letter >= '1' && letter <= '9')
        *escape = numbered_backref(r, letter - '0');
    else if (letter == 'k')
        *escape = named_backref(r);
    else if (letter == 'Z')
        *escape = last_line_end(r);
    else
        return false;
    return true;
}

struct cl_rx_escape cl_rx_read_escape(struct cl_rx_reader *r, bool in_class, bool before_hyphen)
{
    uint32_t letter = cl_rx_skip(r);
    struct cl_rx_escape escape;

    if (letter == 'v' && before_hyphen)
        return character(0x0b);
    if (letter == 'N' || (letter == 'X' && !in_class))
        cl_rx_unsupported(r, letter == 'N' ? "\\N" : "\\X");
    if (is_bound(letter) && !in_class && cl_rx_has(r, CL_RX_UNICODE_CLASS))
        cl_rx_unsupported(r, "\\b under (?U)");
    if (letter == 'b' && !in_class && cl_rx_peek(r) == '{' && cl_rx_at(r, r->cursor + 1) == 'g')
        cl_rx_unsupported(r, "\\b{g}");
    if (read_long(r, letter, in_class, &escape))
        return escape;
    for (size_t i = 0; i < CL_COUNT_OF(simple); i++)
        if ((uint32_t)simple[i].letter == letter)
            return make_simple(r, &simple[i], in_class);
    if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || is_digit(letter))
        cl_rx_wrong(r, "an illegal escape");
    return character(letter);
}
