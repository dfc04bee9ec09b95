/*
 * Searching: Java's Matcher.find() and what is made of it.
 */
#include "ops/kernels/regex_code.h"
#include "ops/kernels/regex_emit.h"

/* What one match may take, in the library's steps, tried in turn; all but the first are charged
 * to the text's budget. */
static const uint32_t step_limits[] = {5000, 50000, 500000, 5000000};

/* Steps that a text may be charged with: that many, and so many more for each byte. */
#define BUDGET 20000000u
#define BUDGET_BYTE 1000u

/* KiB that one match may take to remember where it may go back to. */
#define HEAP_KIB 20000u

#define NOWHERE UINT32_MAX

/* A place in a text. `low`: between the halves of the supplementary character at `byte`. */
struct place {
    uint32_t byte;
    bool low;
};

struct cl_regex_search {
    const struct cl_regex *regex;
    struct cl_arena *scratch;
    pcre2_match_data *data;
    pcre2_match_context *context;
    struct cl_str text;
    struct cl_regex_subject subject;
    uint64_t budget;
    struct place first, last; /* of the last match */
    bool any;                 /* there was one */
    bool over;
    /* The text with the character at `split_at` cut in its two halves of three bytes each. */
    char *split;
    uint32_t split_at;
    bool in_split; /* what the library is looking at */
};

static void *allocate(size_t size, void *scratch)
{
    return cl_arena_alloc(scratch, size);
}

static void release(void *block, void *scratch)
{
    (void)block;
    (void)scratch;
}

static bool same(struct place a, struct place b)
{
    return a.byte == b.byte && a.low == b.low;
}

/* The place in the text that is `at` in what the library is looking at. */
static struct place place_of(const struct cl_regex_search *s, size_t at)
{
    uint32_t byte = (uint32_t)at;

    if (!s->in_split || byte <= s->split_at)
        return (struct place){byte, false};
    if (byte == s->split_at + 3)
        return (struct place){s->split_at, true};
    return (struct place){byte - 2, false};
}

static int call_out(pcre2_callout_block *block, void *search)
{
    const struct cl_regex_search *s = search;
    struct cl_str subject = {.at = (const char *)block->subject,
                             .n = (uint32_t)block->subject_length};
    uint32_t at = (uint32_t)block->current_position;

    if (block->callout_number == CL_RX_CALL_LAST_MATCH)
        return same(place_of(s, at), s->last) ? 0 : 1;
    return cl_regex_is_bound(subject, at) == (block->callout_number == CL_RX_CALL_BOUND) ? 0 : 1;
}

struct cl_regex_search *cl_regex_search_new(const struct cl_regex *regex, struct cl_arena *scratch)
{
    struct cl_regex_search *s = cl_arena_zeroed(scratch, 1, sizeof *s);
    pcre2_general_context *general = pcre2_general_context_create(allocate, release, scratch);

    if (s == NULL || general == NULL)
        return NULL;
    s->regex = regex;
    s->scratch = scratch;
    s->data = pcre2_match_data_create(1, general);
    s->context = pcre2_match_context_create(general);
    if (s->data == NULL || s->context == NULL)
        return NULL;
    pcre2_set_heap_limit(s->context, HEAP_KIB);
    if (regex->asks_back)
        pcre2_set_callout(s->context, call_out, s);
    return s;
}

const char *cl_regex_fault_text(enum cl_regex_fault fault)
{
    static const char *const texts[] = {
        [CL_REGEX_OK] = "no fault",
        [CL_REGEX_NO_MEMORY] = "out of memory",
        [CL_REGEX_STEPS] = "the pattern takes too many steps on this text",
        [CL_REGEX_UTF8] = "the text is not UTF-8",
        [CL_REGEX_PAIRS] = "this pattern does not support text with supplementary characters",
    };

    return texts[fault];
}

static enum cl_regex_fault open_text(struct cl_regex_search *s, struct cl_str text)
{
    s->text = text;
    s->budget = BUDGET + (uint64_t)BUDGET_BYTE * text.n;
    s->first = s->last = (struct place){0, false};
    s->any = s->over = s->in_split = false;
    s->split = NULL;
    s->split_at = NOWHERE;
    if (!cl_regex_classify(text, s->regex->wild != s->regex->tame, &s->subject))
        return CL_REGEX_UTF8;
    return s->subject.has_pairs && s->regex->no_pairs ? CL_REGEX_PAIRS : CL_REGEX_OK;
}

static int match(struct cl_regex_search *s, const pcre2_code *code, struct cl_str subject,
                 uint32_t from, uint32_t options)
{
    PCRE2_SPTR at = (PCRE2_SPTR)subject.at;
    int result =
        pcre2_match(code, at, subject.n, from, options | PCRE2_NO_UTF_CHECK, s->data, s->context);

    if (result == PCRE2_ERROR_JIT_STACKLIMIT) /* the interpreter's stack is in scratch */
        result = pcre2_match(code, at, subject.n, from, options | PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT,
                             s->data, s->context);
    return result;
}

/* Looks for a match that begins at `from` or later. */
static enum cl_regex_fault run(struct cl_regex_search *s, const pcre2_code *code,
                               struct cl_str subject, uint32_t from, uint32_t options, bool *found)
{
    int result = PCRE2_ERROR_MATCHLIMIT;

    for (size_t i = 0; result == PCRE2_ERROR_MATCHLIMIT && i < CL_COUNT_OF(step_limits); i++) {
        if (i > 0 && s->budget < step_limits[i])
            return CL_REGEX_STEPS;
        if (i > 0)
            s->budget -= step_limits[i];
        pcre2_set_match_limit(s->context, step_limits[i]);
        result = match(s, code, subject, from, options);
    }
    *found = result >= 0;
    if (result >= 0 || result == PCRE2_ERROR_NOMATCH)
        return CL_REGEX_OK;
    return result == PCRE2_ERROR_NOMEMORY ? CL_REGEX_NO_MEMORY : CL_REGEX_STEPS;
}

static void take_match(struct cl_regex_search *s)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(s->data);

    s->first = place_of(s, at[0]);
    s->last = place_of(s, at[1]);
}

/* Writes the halves of the supplementary character at `from`, three bytes each. */
static void halve(const char *from, char *to)
{
    const unsigned char *b = (const unsigned char *)from;
    uint32_t code =
        ((b[0] & 7u) << 18 | (b[1] & 63u) << 12 | (b[2] & 63u) << 6 | (b[3] & 63u)) - 0x10000;

    to[0] = to[3] = (char)0xed;
    to[1] = (char)(0xa0 | code >> 16);
    to[2] = (char)(0x80 | (code >> 10 & 63));
    to[4] = (char)(0xb0 | (code >> 6 & 15));
    to[5] = (char)(0x80 | (code & 63));
}

/* Makes `split` for the supplementary character at `at`. In one text characters come from left to
 * right, so that what lies behind keeps its place. False: no memory. */
static bool split_character(struct cl_regex_search *s, uint32_t at)
{
    uint32_t from = s->split_at;

    if (s->split == NULL) {
        s->split = cl_arena_alloc(s->scratch, (size_t)s->text.n + 2);
        if (s->split == NULL)
            return false;
        memcpy(s->split + at + 6, s->text.at + at + 4, s->text.n - at - 4);
        from = 0;
    }
    memcpy(s->split + from, s->text.at + from, at - from);
    halve(s->text.at + at, s->split + at);
    s->split_at = at;
    return true;
}

/* Tries to match right between the halves of the character at `at`. */
static enum cl_regex_fault try_low(struct cl_regex_search *s, uint32_t at, bool *found)
{
    struct cl_str subject;
    enum cl_regex_fault fault;

    if (!split_character(s, at))
        return CL_REGEX_NO_MEMORY;
    subject = (struct cl_str){.at = s->split, .n = s->text.n + 2};
    s->in_split = true;
    fault = run(s, s->regex->wild, subject, at + 3, PCRE2_ANCHORED, found);
    if (fault == CL_REGEX_OK && *found)
        take_match(s);
    s->in_split = false;
    return fault;
}

static bool is_supplementary(struct cl_str text, uint32_t at)
{
    return at < text.n && (unsigned char)text.at[at] >= 0xf0;
}

/* Tries the low halves from `from` up to `end`. */
static enum cl_regex_fault try_lows(struct cl_regex_search *s, uint32_t from, uint32_t end,
                                    bool *found)
{
    *found = false;
    for (uint32_t at = from; at < end && !*found; at++)
        if (is_supplementary(s->text, at)) {
            enum cl_regex_fault fault = try_low(s, at, found);

            if (fault != CL_REGEX_OK)
                return fault;
        }
    return CL_REGEX_OK;
}

static bool find_simple(struct cl_regex_search *s, uint32_t from)
{
    const bool *in_set = s->regex->in_set;
    const char *text = s->text.at;
    uint32_t n = s->text.n, end;

    while (from < n && !in_set[(unsigned char)text[from]])
        from++;
    if (from == n)
        return false;
    end = from + 1;
    while (s->regex->simple == CL_REGEX_MANY && end < n && in_set[(unsigned char)text[end]])
        end++;
    s->first = (struct place){from, false};
    s->last = (struct place){end, false};
    return true;
}

/* The first match at `from` or later, which lies between characters. */
static enum cl_regex_fault find_from(struct cl_regex_search *s, uint32_t from, bool *found)
{
    const pcre2_code *code = s->subject.wild ? s->regex->wild : s->regex->tame;
    struct place first, last;
    enum cl_regex_fault fault;
    bool low;

    if (s->subject.ascii && s->regex->simple != CL_REGEX_NOT_SIMPLE) {
        *found = find_simple(s, from);
        return CL_REGEX_OK;
    }
    fault = run(s, code, s->text, from, 0, found);
    if (fault != CL_REGEX_OK || !s->regex->tries_low || !s->subject.has_pairs) {
        if (fault == CL_REGEX_OK && *found)
            take_match(s);
        return fault;
    }
    first = last = (struct place){s->text.n, false};
    if (*found) {
        const PCRE2_SIZE *at = pcre2_get_ovector_pointer(s->data);

        first = place_of(s, at[0]);
        last = place_of(s, at[1]);
    }
    fault = try_lows(s, from, first.byte, &low);
    if (fault == CL_REGEX_OK && !low && *found) {
        s->first = first;
        s->last = last;
    }
    *found = *found || low;
    return fault;
}

/* Matcher.find(): the next match, in s->first and s->last. */
static enum cl_regex_fault find_next(struct cl_regex_search *s, bool *found)
{
    struct place from = s->last;
    enum cl_regex_fault fault;

    *found = false;
    if (s->over)
        return CL_REGEX_OK;
    if (s->any && same(s->first, s->last)) { /* behind an empty match one unit is passed over */
        if (from.byte == s->text.n) {
            s->over = true;
            return CL_REGEX_OK;
        }
        if (!from.low && is_supplementary(s->text, from.byte)) {
            from.low = true;
        } else {
            from.byte += from.low ? 4 : 1;
            from.low = false;
            while (from.byte < s->text.n && ((unsigned char)s->text.at[from.byte] & 0xc0) == 0x80)
                from.byte++;
        }
    }
    if (from.low) {
        fault = try_low(s, from.byte, found);
        if (fault == CL_REGEX_OK && !*found)
            fault = find_from(s, from.byte + 4, found);
    } else {
        fault = find_from(s, from.byte, found);
    }
    s->any = *found;
    s->over = !*found;
    return fault;
}

enum cl_regex_fault cl_regex_contains(struct cl_regex_search *s, struct cl_str text, bool *found)
{
    enum cl_regex_fault fault = open_text(s, text);

    return fault == CL_REGEX_OK ? find_next(s, found) : fault;
}

struct pieces {
    struct cl_str *at;
    uint32_t n, room;
};

static bool add_piece(struct cl_regex_search *s, struct pieces *pieces, struct cl_str piece)
{
    if (pieces->n == pieces->room) {
        uint32_t room = pieces->room == 0 ? 16 : 2 * pieces->room;
        struct cl_str *at = cl_arena_array(s->scratch, room, sizeof *at);

        if (at == NULL || room < pieces->room)
            return false;
        if (pieces->n > 0)
            memcpy(at, pieces->at, pieces->n * sizeof *at);
        pieces->at = at;
        pieces->room = room;
    }
    pieces->at[pieces->n++] = piece;
    return piece.at != NULL;
}

/* The text between two places, with the halves of pairs that lie there. at is NULL when there is
 * no memory. */
static struct cl_str cut(struct cl_regex_search *s, struct place from, struct place to)
{
    struct cl_str piece = {.at = s->text.at + from.byte, .n = to.byte - from.byte};
    char *copy, halves[6];

    if (same(from, to) || (!from.low && !to.low))
        return piece;
    copy = cl_arena_alloc(s->scratch, (size_t)piece.n + 6);
    if (copy == NULL)
        return (struct cl_str){.at = NULL};
    piece = (struct cl_str){.at = copy};
    if (from.low) {
        halve(s->text.at + from.byte, halves);
        memcpy(copy, halves + 3, 3);
        piece.n = 3;
        from.byte += 4;
    }
    memcpy(copy + piece.n, s->text.at + from.byte, to.byte - from.byte);
    piece.n += to.byte - from.byte;
    if (to.low) {
        halve(s->text.at + to.byte, halves);
        memcpy(copy + piece.n, halves, 3);
        piece.n += 3;
    }
    return piece;
}

enum cl_regex_fault cl_regex_find_all(struct cl_regex_search *s, struct cl_str text,
                                      struct cl_tokens *matches)
{
    struct pieces pieces = {.at = NULL};
    enum cl_regex_fault fault = open_text(s, text);
    bool found = true;

    while (fault == CL_REGEX_OK && found) {
        fault = find_next(s, &found);
        if (fault == CL_REGEX_OK && found && !add_piece(s, &pieces, cut(s, s->first, s->last)))
            return CL_REGEX_NO_MEMORY;
    }
    *matches = (struct cl_tokens){.at = pieces.at, .n = pieces.n};
    return fault;
}

enum cl_regex_fault cl_regex_split(struct cl_regex_search *s, struct cl_str text,
                                   struct cl_tokens *list)
{
    const struct place start = {0, false}, end = {text.n, false};
    struct pieces pieces = {.at = NULL};
    struct place at = start;
    enum cl_regex_fault fault = open_text(s, text);
    bool found = true;

    if (fault == CL_REGEX_OK && s->subject.ascii && s->regex->simple != CL_REGEX_NOT_SIMPLE)
        return cl_regex_split_ascii(s->regex, text, s->scratch, list) ? CL_REGEX_OK
                                                                      : CL_REGEX_NO_MEMORY;
    while (fault == CL_REGEX_OK && found) {
        fault = find_next(s, &found);
        if (fault != CL_REGEX_OK || !found || (same(at, start) && same(s->last, start)))
            continue;
        if (!add_piece(s, &pieces, cut(s, at, s->first)))
            return CL_REGEX_NO_MEMORY;
        at = s->last;
    }
    if (fault == CL_REGEX_OK && !add_piece(s, &pieces, cut(s, at, end)))
        return CL_REGEX_NO_MEMORY;
    while (!same(at, start) && pieces.n > 0 && pieces.at[pieces.n - 1].n == 0)
        pieces.n--;
    *list = (struct cl_tokens){.at = pieces.at, .n = pieces.n};
    return fault;
}
