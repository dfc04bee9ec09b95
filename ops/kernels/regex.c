/*
 * Compiling patterns.
 */
#include "ops/kernels/regex.h"

#include "ops/kernels/regex_code.h"
#include "ops/kernels/regex_emit.h"

/* Bytes of PCRE2's text of one pattern, and what compiling may take. */
#define MAX_TEXT ((size_t)1 << 20)
#define WORK_CHUNK 4096
#define MAX_SHOWN 200u

/*
 * PCRE2 10.42 has optimizations that lose matches: runs are taken for possessive that are not
 * (\P{M}+?\P{L}, or before a callout or an atomic group that may be left out), and machine code
 * believes that what failed once behind a run fails again ((?:ab|[abc])x*[abc] on "ab"). Patterns
 * with runs do without them, but for those that are one run.
 */
#define SAFE (PCRE2_NO_AUTO_POSSESS | PCRE2_NO_START_OPTIMIZE)

static pcre2_code *compile(const struct cl_buf *text, uint32_t options, struct cleap_error *err)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    pcre2_code *code;
    PCRE2_SIZE at;
    PCRE2_UCHAR message[160];
    int error;

    if (context == NULL) {
        cl_fail_nomem(err);
        return NULL;
    }
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    code = pcre2_compile((PCRE2_SPTR)(text->at != NULL ? text->at : ""), text->n,
                         PCRE2_UTF | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C | options, &error, &at,
                         context);
    pcre2_compile_context_free(context);
    if (code == NULL && error == PCRE2_ERROR_HEAP_FAILED) {
        cl_fail_nomem(err);
        return NULL;
    }
    if (code == NULL && error == PCRE2_ERROR_HEAP_FAILED) {
        cl_fail_nomem(err);
        return NULL;
    }
    if (code == NULL) {
        pcre2_get_error_message(error, message, sizeof message);
        cl_fail(err, CLEAP_E_UNSUPPORTED, "not supported: %s", (const char *)message);
        return NULL;
    }
    /* Where memory may not be made executable, this fails and the code is interpreted. */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

/* The set, if the pattern is a set of characters or a run of one, which needs no engine for ASCII;
 * else NULL. `simple` may be NULL. */
static const struct cl_rx_set *set_of(const struct cl_rx_tree *tree, enum cl_regex_simple *simple)
{
    const struct cl_rx_node *node =
        tree->root->kind == CL_RX_SEQUENCE ? tree->root->as.first : NULL;
    enum cl_regex_simple found = CL_REGEX_ONE;

    if (node == NULL || node->next != NULL)
        return NULL;
    if (node->kind == CL_RX_REPEAT && node->as.repeat.min == 1 &&
        node->as.repeat.max == CL_RX_NO_MAX && node->as.repeat.greed != CL_RX_LAZY) {
        found = CL_REGEX_MANY;
        node = node->as.repeat.body;
    }
    if (node->kind != CL_RX_SET)
        return NULL;
    if (simple != NULL)
        *simple = found;
    return node->as.set;
}

static enum cleap_status emit_and_compile(const struct cl_rx_tree *tree, struct cl_arena *arena,
                                          struct cl_rx_emission *emission, pcre2_code **code,
                                          struct cleap_error *err)
{
    bool one_run = emission->tame && set_of(tree, NULL) != NULL;
    uint32_t options = tree->has_repeat && !one_run ? SAFE : 0;
    enum cleap_status status = CLEAP_OK;
    struct cl_buf text;

    cl_buf_init(&text, MAX_TEXT);
    if (!cl_rx_emit(tree, arena, emission, &text))
        status = cl_fail_nomem(err);
    if (status == CLEAP_OK)
        status = cl_buf_check(&text, "the pattern", err);
    if (status == CLEAP_OK) {
        *code = compile(&text, options, err);
        if (*code == NULL)
            status = err->status;
    }
    cl_buf_free(&text);
    return status;
}

static bool matches_char(const struct cl_regex *regex, pcre2_match_data *data, unsigned char c)
{
    return pcre2_match(regex->tame, &c, 1, 0, PCRE2_NO_UTF_CHECK, data, NULL) >= 0;
}

static enum cleap_status find_simple(struct cl_regex *regex, const struct cl_rx_tree *tree,
                                     struct cleap_error *err)
{
    pcre2_match_data *data;

    if (set_of(tree, &regex->simple) == NULL)
        return CLEAP_OK;
    data = pcre2_match_data_create(1, NULL);
    if (data == NULL)
        return cl_fail_nomem(err);
    for (unsigned char c = 0; c < 128; c++)
        regex->in_set[c] = matches_char(regex, data, c);
    pcre2_match_data_free(data);
    return CLEAP_OK;
}

static enum cleap_status build(struct cl_regex *regex, struct cl_str pattern, struct cl_arena *work,
                               struct cleap_error *err)
{
    struct cl_rx_emission tame = {.tame = true}, wild = {.tame = false};
    struct cl_rx_tree tree;

    CL_TRY(cl_rx_parse(pattern, work, &tree, err));
    CL_TRY(cl_rx_check(&tree, err));
    CL_TRY(emit_and_compile(&tree, work, &tame, &regex->tame, err));
    if (tame.differs)
        CL_TRY(emit_and_compile(&tree, work, &wild, &regex->wild, err));
    else
        regex->wild = regex->tame;
    regex->asks_back = tame.asks_back || wild.asks_back;
    regex->no_pairs = tame.no_pairs;
    regex->tries_low = !tree.steps_by_character;
    return find_simple(regex, &tree, err);
}

/* Bytes of a pattern that a message shows: whole characters. */
static int shown_size(struct cl_str pattern)
{
    uint32_t n = pattern.n < MAX_SHOWN ? pattern.n : MAX_SHOWN;

    while (n > 0 && n < pattern.n && ((unsigned char)pattern.at[n] & 0xc0) == 0x80)
        n--;
    return (int)n;
}

enum cleap_status cl_regex_compile(struct cl_regex **regex, struct cl_str pattern,
                                   struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_arena work;
    enum cleap_status status;

    *regex = cl_arena_zeroed(arena, 1, sizeof **regex);
    if (*regex == NULL)
        return cl_fail_nomem(err);
    cl_arena_init(&work, WORK_CHUNK);
    status = build(*regex, pattern, &work, err);
    cl_arena_free(&work);
    if (status != CLEAP_OK)
        cl_blame(err, "pattern '%.*s'", shown_size(pattern), pattern.at);
    return status;
}

void cl_regex_free(struct cl_regex *regex)
{
    if (regex == NULL)
        return;
    if (regex->wild != regex->tame)
        pcre2_code_free(regex->wild);
    pcre2_code_free(regex->tame);
    regex->tame = regex->wild = NULL;
}
