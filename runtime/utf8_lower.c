/*
 * Lower case as String.toLowerCase(Locale.ENGLISH) of JDK 17 has it.
 *
 * Two characters are special: U+0130 becomes i and a combining dot, and a capital sigma at the end
 * of a word becomes the final sigma. For Java a word is what its word breaks leave together, here
 * letters and digits, single marks such as hyphens between letters and commas between digits, and
 * combining marks anywhere; the sigma ends one if a letter with case comes before it and none
 * behind.
 */
#include "runtime/utf8_lower.h"
#include "runtime/error.h"
#include "runtime/utf8.h"

#define CAPITAL_SIGMA 0x3A3
#define SMALL_SIGMA 0x3C3
#define FINAL_SIGMA 0x3C2
#define CAPITAL_I_WITH_DOT 0x130
#define COMBINING_DOT 0x307

#define EACH_BYTE UINT64_C(0x0101010101010101)

static enum word_class class_of(uint32_t code)
{
    size_t low = 0, high = CL_COUNT_OF(word_classes);

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (word_classes[middle] >> 4 <= code)
            low = middle;
        else
            high = middle;
    }
    return (enum word_class)(word_classes[low] & 0xF);
}

/* Decodes the code point that ends before text[*at] and moves *at to its first byte. */
static uint32_t previous(struct cl_str text, uint32_t *at)
{
    uint32_t end = *at, start = end - 1, behind;
    uint32_t code;

    while (start > 0 && end - start < 4 && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start--;
    behind = start;
    code = cl_utf8_next(text, &behind);
    *at = behind == end ? start : end - 1;
    return behind == end ? code : 0xFFFD;
}

/* A walk along a word, away from the sigma. */
struct walk {
    bool is_backwards;
    bool is_number;         /* the last letter or digit was a digit */
    enum word_class mark;   /* the mark passed since, or WORD_OTHER */
    bool is_combined;       /* backwards: combining marks wait for the letter they belong to, */
    bool is_combined_cased; /* of which one is cased */
};

enum verdict { GO_ON, CASED, END_OF_WORD };

static enum verdict pass_letter(struct walk *w, bool is_number, bool is_cased)
{
    enum word_class needed = is_number ? WORD_MID_NUMBER : WORD_MID_WORD;

    if (w->mark != WORD_OTHER &&
        (w->is_number != is_number || (w->mark != WORD_MID_BOTH && w->mark != needed)))
        return END_OF_WORD;
    if (is_cased || w->is_combined_cased)
        return CASED;
    w->is_number = is_number;
    w->mark = WORD_OTHER;
    w->is_combined = false;
    return GO_ON;
}

static enum verdict pass_combining(struct walk *w, bool is_cased)
{
    if (w->is_backwards) {
        w->is_combined = true;
        w->is_combined_cased |= is_cased;
        return GO_ON;
    }
    if (w->mark != WORD_OTHER)
        return END_OF_WORD;
    return is_cased ? CASED : GO_ON;
}

static enum verdict pass(struct walk *w, uint32_t code)
{
    enum word_class class = class_of(code);

    switch (class) {
    case WORD_LETTER:
    case WORD_CASED_LETTER:
        return pass_letter(w, false, class == WORD_CASED_LETTER);
    case WORD_DIGIT:
    case WORD_CASED_DIGIT:
        return pass_letter(w, true, class == WORD_CASED_DIGIT);
    case WORD_FORMAT:
        return GO_ON;
    case WORD_COMBINING:
    case WORD_CASED_COMBINING:
        return pass_combining(w, class == WORD_CASED_COMBINING);
    case WORD_MID_WORD:
    case WORD_MID_NUMBER:
    case WORD_MID_BOTH:
        if (w->mark != WORD_OTHER || w->is_combined)
            return END_OF_WORD;
        w->mark = class;
        return GO_ON;
    case WORD_OTHER:
        break;
    }
    return END_OF_WORD;
}

/* Whether a capital sigma at text[start .. end-1] ends a word. Java takes the place behind a
 * character beyond U+FFFF for the end of a word, unless the text begins with the character. */
static bool is_final(struct cl_str text, uint32_t start, uint32_t end)
{
    struct walk before = {.is_backwards = true}, behind = {.is_backwards = false};
    enum verdict verdict = GO_ON;

    while (verdict == GO_ON && start > 0) {
        uint32_t code = previous(text, &start);

        verdict = code > 0xFFFF && start > 0 ? END_OF_WORD : pass(&before, code);
    }
    if (verdict != CASED)
        return false;
    verdict = GO_ON;
    while (verdict == GO_ON && end < text.n)
        verdict = pass(&behind, cl_utf8_next(text, &end));
    return verdict != CASED;
}

/* The lower case of a code point above ASCII, special cases apart. `*near` is a place in the table
 * and is left where this one was: neighbours in a text are neighbours there. */
static uint32_t lower_of(uint32_t code, size_t *near)
{
    size_t low = *near, high = low + 1;
    const struct lower_range *range;
    uint32_t offset;

    if (code < lower_ranges[low].first ||
        (high < CL_COUNT_OF(lower_ranges) && code >= lower_ranges[high].first)) {
        low = 0;
        high = CL_COUNT_OF(lower_ranges);
        while (high - low > 1) {
            size_t middle = low + (high - low) / 2;

            if (lower_ranges[middle].first <= code)
                low = middle;
            else
                high = middle;
        }
        *near = low;
    }
    range = &lower_ranges[low];
    offset = code - range->first; /* enormous when the code point is below the first range */
    if (offset >= (uint32_t)range->n * range->step || (offset & (range->step - 1U)) != 0)
        return code;
    return (uint32_t)((int32_t)code + range->to);
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_ascii(char c)
{
    return (unsigned char)c < 0x80;
}

/* Each byte's top bit is set where it is a capital of eight bytes of ASCII. */
static uint64_t capitals_of(uint64_t bytes)
{
    uint64_t from_a = bytes + EACH_BYTE * (0x80 - 'A'), above_z = bytes + EACH_BYTE * (0x7F - 'Z');

    return from_a & ~above_z & EACH_BYTE * 0x80;
}

/* The text begins with that many bytes of ASCII without capitals, and perhaps some more. */
static uint32_t skip_plain(struct cl_str text)
{
    uint32_t at = 0;

    while (text.n - at >= 8) {
        uint64_t bytes;

        memcpy(&bytes, text.at + at, sizeof bytes);
        if (((bytes & EACH_BYTE * 0x80) | capitals_of(bytes)) != 0)
            break;
        at += 8;
    }
    return at;
}

static bool is_all_ascii(struct cl_str text)
{
    unsigned char bits = 0;

    for (uint32_t i = 0; i < text.n; i++)
        bits |= (unsigned char)text.at[i];
    return bits < 0x80;
}

static void lower_ascii(const char *from, size_t n, char *to)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (char)(is_capital(from[i]) ? from[i] + ('a' - 'A') : from[i]);
}

/* Whether a word of at most 16 bytes, as most are, is ASCII without capitals: without a branch for
 * each of them. */
static bool is_plain_word(struct cl_str word)
{
    uint64_t head, tail;

    if (word.n >= 8) {
        head = cl_read_64(word.at);
        tail = cl_read_64(word.at + word.n - 8);
    } else if (word.n >= 4) {
        head = cl_read_32(word.at);
        tail = cl_read_32(word.at + word.n - 4);
    } else if (word.n > 0) {
        head = (unsigned char)word.at[0] | (uint64_t)(unsigned char)word.at[word.n / 2] << 8;
        tail = (unsigned char)word.at[word.n - 1];
    } else {
        return true;
    }
    return (((head | tail) & EACH_BYTE * 0x80) | capitals_of(head) | capitals_of(tail)) == 0;
}

/* Where the first character stands that is not lower case; text.n when none is. */
static uint32_t first_upper(struct cl_str text)
{
    uint32_t at = skip_plain(text);
    size_t near = 0;

    while (at < text.n) {
        uint32_t start = at, code;

        if (is_ascii(text.at[at])) {
            if (is_capital(text.at[at]))
                return at;
            at++;
            continue;
        }
        code = cl_utf8_next(text, &at);
        if (code == CAPITAL_I_WITH_DOT || lower_of(code, &near) != code)
            return start;
    }
    return at;
}

/* Writes the lower case of the character at text[*at] and moves *at behind it; returns how many
 * bytes were written. */
static size_t lower_next(struct cl_str text, uint32_t *at, size_t *near, char *to)
{
    uint32_t start = *at, code = cl_utf8_next(text, at), lower;

    if (code == CAPITAL_I_WITH_DOT) {
        to[0] = 'i';
        return 1 + cl_utf8_put(COMBINING_DOT, to + 1);
    }
    lower = lower_of(code, near);
    if (code == CAPITAL_SIGMA)
        lower = is_final(text, start, *at) ? FINAL_SIGMA : SMALL_SIGMA;
    if (lower != code)
        return cl_utf8_put(lower, to);
    /* Also what is no UTF-8. */
    for (uint32_t i = start; i < *at; i++)
        to[i - start] = text.at[i];
    return *at - start;
}

struct cl_str cl_utf8_java_lower(struct cl_str text, struct cl_arena *arena)
{
    const struct cl_str no_memory = {0};
    uint32_t at;
    size_t n, near = 0;
    bool all_ascii;
    char *to;

    if (text.n <= 16 && is_plain_word(text))
        return text;
    n = at = first_upper(text);
    if (at == text.n)
        return text;
    all_ascii = is_all_ascii(text);
    /* No other character grows by more than half: two bytes may become three. */
    to = cl_arena_alloc(arena, text.n + (all_ascii ? 0 : (size_t)text.n / 2));
    if (to == NULL)
        return no_memory;
    if (all_ascii) {
        lower_ascii(text.at, text.n, to);
        return (struct cl_str){.at = to, .n = text.n};
    }
    memcpy(to, text.at, at);
    while (at < text.n) {
        if (is_ascii(text.at[at]))
            lower_ascii(text.at + at++, 1, to + n++);
        else
            n += lower_next(text, &at, &near, to + n);
    }
    return n <= UINT32_MAX ? (struct cl_str){.at = to, .n = (uint32_t)n} : no_memory;
}
