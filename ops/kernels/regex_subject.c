/*
 * Looking at texts: whether they are UTF-8, which characters they have, where words end.
 */
#include "ops/kernels/java_chars.h"
#include "ops/kernels/regex_code.h"
#include "ops/kernels/regex_set.h"
#include "runtime/utf8.h"

static uint32_t pass_ascii(struct cl_str text, uint32_t at)
{
    uint64_t eight;

    for (; at + 8 <= text.n; at += 8) {
        memcpy(&eight, text.at + at, 8);
        if ((eight & 0x8080808080808080u) != 0)
            break;
    }
    while (at < text.n && (text.at[at] & 0x80) == 0)
        at++;
    return at;
}

static bool is_tail(struct cl_str text, uint32_t at)
{
    return at < text.n && ((unsigned char)text.at[at] & 0xc0) == 0x80;
}

/* The character at `at`, which is not ASCII, or 0 when it is no UTF-8. Lone surrogates are fine;
 * two that would be a pair are not. */
static uint32_t decode(struct cl_str text, uint32_t at, uint32_t *size)
{
    unsigned char lead = (unsigned char)text.at[at];
    uint32_t code, least;

    *size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    least = *size == 4 ? 0x10000 : *size == 3 ? 0x800 : 0x80;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    code = lead & (0xffu >> (*size + 1));
    for (uint32_t i = 1; i < *size; i++) {
        if (!is_tail(text, at + i))
            return 0;
        code = code << 6 | ((unsigned char)text.at[at + i] & 0x3f);
    }
    if (code < least || code > CL_RX_LAST_CODE)
        return 0;
    if (code >= 0xdc00 && code <= 0xdfff && at >= 3 && (unsigned char)text.at[at - 3] == 0xed &&
        (unsigned char)text.at[at - 2] >= 0xa0 && (unsigned char)text.at[at - 2] < 0xb0)
        return 0;
    return code;
}

static bool is_wild(uint32_t code)
{
    if (code < 0x10000 && cl_rx_page_is_tame(code >> 6))
        return false;
    return cl_java_kind_of(code) == CL_JAVA_MARK || cl_rx_is_recent(code);
}

bool cl_regex_classify(struct cl_str text, bool find_wild, struct cl_regex_subject *subject)
{
    uint32_t at = pass_ascii(text, 0), size;

    *subject = (struct cl_regex_subject){.ascii = at == text.n};
    while (at < text.n) {
        uint32_t code = decode(text, at, &size);

        if (code == 0)
            return false;
        if (size == 4)
            subject->has_pairs = true;
        if (find_wild && !subject->wild)
            subject->wild = is_wild(code);
        at += size;
        if (at < text.n && (text.at[at] & 0x80) == 0)
            at = pass_ascii(text, at);
    }
    return true;
}

static bool is_high(uint32_t code)
{
    return code >= 0xd800 && code <= 0xdbff;
}

static bool is_low(uint32_t code)
{
    return code >= 0xdc00 && code <= 0xdfff;
}

static uint32_t join(uint32_t high, uint32_t low)
{
    return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

/* String.codePointAt: halves that follow each other are one character. */
static uint32_t code_at(struct cl_str subject, uint32_t at)
{
    uint32_t code = cl_utf8_next(subject, &at);

    if (is_high(code) && at < subject.n) {
        uint32_t low = cl_utf8_next(subject, &at);

        if (is_low(low))
            return join(code, low);
    }
    return code;
}

/* The character that ends before `at`, which is above 0; `*start` is where it begins. */
static uint32_t last_before(struct cl_str subject, uint32_t at, uint32_t *start)
{
    do
        at--;
    while (at > 0 && is_tail(subject, at));
    *start = at;
    return cl_utf8_next(subject, &at);
}

/* String.codePointBefore. */
static uint32_t code_before(struct cl_str subject, uint32_t at)
{
    uint32_t code = last_before(subject, at, &at);

    if (is_low(code) && at > 0) {
        uint32_t high = last_before(subject, at, &at);

        if (is_high(high))
            return join(high, code);
    }
    return code;
}

/* Whether the marks that end before `at` follow a letter or digit. Java goes back by UTF-16 units
 * and so sees of a pair the second half, which is neither. */
static bool has_base(struct cl_str subject, uint32_t at)
{
    while (at > 0) {
        uint32_t code = last_before(subject, at, &at);
        enum cl_java_kind kind = code > 0xffff ? CL_JAVA_OTHER : cl_java_kind_of(code);

        if (kind == CL_JAVA_LETTER || kind == CL_JAVA_DIGIT)
            return true;
        if (kind != CL_JAVA_MARK)
            return false;
    }
    return false;
}

/* `before_it` is where the search for a mark's base begins. */
static bool is_word(struct cl_str subject, uint32_t code, uint32_t before_it)
{
    enum cl_java_kind kind = cl_java_kind_of(code);

    if (kind == CL_JAVA_MARK)
        return has_base(subject, before_it);
    return code == '_' || kind != CL_JAVA_OTHER;
}

bool cl_regex_is_bound(struct cl_str subject, uint32_t at)
{
    bool left = at > 0 && is_word(subject, code_before(subject, at), at);
    bool right = at < subject.n && is_word(subject, code_at(subject, at), at);

    return left != right;
}
