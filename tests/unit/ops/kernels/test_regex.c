/*
 * Java's regular expressions: what they match, which patterns are refused, and what hostile ones
 * cost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ops/kernels/regex.h"
#include "regex_java_cases.h"

struct fixture {
    struct cl_arena model, scratch;
    struct cl_regex *regex;
    struct cl_regex_search *search;
    struct cleap_error err;
};

static enum cleap_status compile(struct fixture *f, const char *pattern)
{
    memset(f, 0, sizeof *f);
    cl_arena_init(&f->model, 1024);
    cl_arena_init(&f->scratch, 1024);
    return cl_regex_compile(&f->regex, cl_str_of(pattern), &f->model, &f->err);
}

static void open_pattern(struct fixture *f, const char *pattern)
{
    if (compile(f, pattern) != CLEAP_OK)
        fail_msg("%s", f->err.message);
    f->search = cl_regex_search_new(f->regex, &f->scratch);
    assert_non_null(f->search);
}

static void done(struct fixture *f)
{
    cl_regex_free(f->regex);
    cl_arena_free(&f->scratch);
    cl_arena_free(&f->model);
}

static const char *join(struct fixture *f, struct cl_tokens tokens)
{
    char *text = cl_arena_strndup(&f->scratch, "", 0);

    for (uint32_t i = 0; i < tokens.n; i++)
        text = cl_arena_printf(&f->scratch, "%s%s%.*s", text, i > 0 ? "|" : "",
                               CL_STR_ARGS(tokens.at[i]));
    return tokens.n == 0 ? "(none)" : text;
}

static const char *split(struct fixture *f, const char *text)
{
    struct cl_tokens tokens;

    assert_int_equal(cl_regex_split(f->search, cl_str_of(text), &tokens), CL_REGEX_OK);
    return join(f, tokens);
}

static const char *find_all(struct fixture *f, const char *text)
{
    struct cl_tokens tokens;

    assert_int_equal(cl_regex_find_all(f->search, cl_str_of(text), &tokens), CL_REGEX_OK);
    return join(f, tokens);
}

/* Java's rule for separators of one character, or runs of them, told byte by byte. */
static const char *split_slowly(struct fixture *f, const char *text, bool runs)
{
    struct cl_str pieces[300];
    struct cl_tokens tokens = {.at = pieces};
    const char *from = text, *at = text;
    bool found = false;

    for (; *at != '\0'; at++) {
        if (*at != ' ')
            continue;
        pieces[tokens.n++] = (struct cl_str){.at = from, .n = (uint32_t)(at - from)};
        found = true;
        while (runs && at[1] == ' ')
            at++;
        from = at + 1;
    }
    pieces[tokens.n++] = (struct cl_str){.at = from, .n = (uint32_t)(at - from)};
    while (found && tokens.n > 0 && pieces[tokens.n - 1].n == 0)
        tokens.n--;
    return join(f, tokens);
}

static void long_texts_are_split_like_short_ones(void **unused)
{
    struct fixture one, many;
    uint32_t random = 1;

    (void)unused;
    open_pattern(&one, " ");
    open_pattern(&many, " +");
    for (size_t n = 0; n < 200; n++) {
        char text[201];

        for (size_t i = 0; i < n; i++) {
            random = random * 1664525u + 1013904223u;
            text[i] = random >> 30 == 0 || (n % 7 == 0 && i + 3 > n) ? ' ' : 'x';
        }
        text[n] = '\0';
        assert_string_equal(split(&one, text), split_slowly(&one, text, false));
        assert_string_equal(split(&many, text), split_slowly(&many, text, true));
    }
    done(&one);
    done(&many);
}

static void texts_are_split_as_java_splits_them(void **unused)
{
    struct fixture f;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(java_cases); i++) {
        open_pattern(&f, java_cases[i].pattern);
        if (strcmp(split(&f, java_cases[i].text), java_cases[i].split) != 0)
            fail_msg("'%s' on '%s': got '%s', Java gives '%s'", java_cases[i].pattern,
                     java_cases[i].text, split(&f, java_cases[i].text), java_cases[i].split);
        done(&f);
    }
}

static void matches_are_those_of_java(void **unused)
{
    struct fixture f;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(java_cases); i++) {
        open_pattern(&f, java_cases[i].pattern);
        if (strcmp(find_all(&f, java_cases[i].text), java_cases[i].found) != 0)
            fail_msg("'%s' on '%s': got '%s', Java gives '%s'", java_cases[i].pattern,
                     java_cases[i].text, find_all(&f, java_cases[i].text), java_cases[i].found);
        done(&f);
    }
}

static void a_pattern_is_found_anywhere(void **unused)
{
    struct fixture f;
    bool found;

    (void)unused;
    open_pattern(&f, "wor(ld)?$");
    assert_int_equal(cl_regex_contains(f.search, cl_str_of("hello world"), &found), CL_REGEX_OK);
    assert_true(found);
    assert_int_equal(cl_regex_contains(f.search, cl_str_of("worlds"), &found), CL_REGEX_OK);
    assert_false(found);
    done(&f);
}

static void what_java_refuses_is_a_broken_bundle(void **unused)
{
    static const char *const patterns[] = {
        "(",        ")",
        "(a",       "a)",
        "[a",       "[z-a]",
        "[a-\\w]",  "*",
        "a**",      "a{",
        "a{,3}",    "a{3,2}",
        "\\y",      "\\",
        "(?",       "(?<",
        "(?<1a>x)", "\\p{Foo}",
        "\\p{L",    "[\\b]",
        "[\\1]",    "\\k<a>",
        "\\08",     "\\x{110000}",
        "\\u12",    "(?<a>x)(?<a>y)",
        "[&&]",     "a{99999999999}",
    };
    struct fixture f;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(patterns); i++) {
        enum cleap_status status = compile(&f, patterns[i]);

        if (status != CLEAP_E_FORMAT)
            fail_msg("'%s': status %d: %s", patterns[i], (int)status, f.err.message);
        done(&f);
    }
}

static void what_cannot_be_followed_is_refused(void **unused)
{
    static const char *const patterns[] = {
        "(?<=a?)b",   "(?<=a+)b",        "\\X",      "\\b{g}",     "\\N{LATIN SMALL LETTER A}",
        "(?c)a",      "(?i)(a)\\1",      "(?U)\\b",  "(?=(a))\\1", "(?<=(a)\\1)b",
        "(?:a|){2}b", "(?:\\b|a){1,3}c", "a{70000}", "[[a]&&]",    "\\p{IsFoo}",
    };
    struct fixture f;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(patterns); i++) {
        enum cleap_status status = compile(&f, patterns[i]);

        if (status != CLEAP_E_UNSUPPORTED)
            fail_msg("'%s': status %d: %s", patterns[i], (int)status, f.err.message);
        done(&f);
    }
}

static void a_refusal_names_the_pattern(void **unused)
{
    struct fixture f;

    (void)unused;
    assert_int_equal(compile(&f, "a\\X"), CLEAP_E_UNSUPPORTED);
    assert_string_equal(f.err.message, "pattern 'a\\X': \\X is not supported");
    done(&f);
}

static void a_pattern_has_a_limit(void **unused)
{
    struct fixture f;
    char *pattern = malloc(30001);

    (void)unused;
    memset(pattern, 'a', 30000);
    pattern[30000] = '\0';
    assert_int_equal(compile(&f, pattern), CLEAP_E_LIMIT);
    done(&f);
    memset(pattern, '(', 5000);
    pattern[5000] = '\0';
    assert_int_equal(compile(&f, pattern), CLEAP_E_UNSUPPORTED);
    done(&f);
    free(pattern);
}

static void a_hostile_pattern_ends(void **unused)
{
    static const char *const patterns[] = {"(a+)+$", "(a|aa)*b", "(?:x+x+)+y|(?:a*)*c",
                                           "(?>(?:a|a)*)*b"};
    struct cl_tokens tokens;
    struct fixture f;
    char text[65];

    (void)unused;
    memset(text, 'a', 64);
    for (size_t i = 0; i < 64; i += 2)
        text[i] = i < 62 ? 'a' : 'x';
    text[64] = '\0';
    for (size_t i = 0; i < CL_COUNT_OF(patterns); i++) {
        enum cl_regex_fault fault;

        open_pattern(&f, patterns[i]);
        fault = cl_regex_find_all(f.search, cl_str_of(text), &tokens);
        assert_true(fault == CL_REGEX_OK || fault == CL_REGEX_STEPS);
        done(&f);
    }
}

static void going_back_far_needs_no_more_than_scratch(void **unused)
{
    struct cl_tokens tokens;
    struct fixture f;
    char *text = malloc(100001);

    (void)unused;
    for (size_t i = 0; i < 100000; i++)
        text[i] = "ab"[i % 2];
    text[100000] = '\0';
    open_pattern(&f, "(?:a|b)*c|(?:a|b)+$"); /* more than the machine code's stack holds */
    assert_int_equal(cl_regex_find_all(f.search, cl_str_of(text), &tokens), CL_REGEX_OK);
    assert_int_equal(tokens.n, 1);
    assert_int_equal(tokens.at[0].n, 100000);
    done(&f);
    free(text);
}

static void broken_text_is_told(void **unused)
{
    static const char *const texts[] = {"\x80",
                                        "a\xc3",
                                        "\xc0\x80",
                                        "\xf8\x88\x80\x80\x80",
                                        "\xed\xa0\xbd\xed\xb8\x80",
                                        "\xf4\x90\x80\x80",
                                        "\xe0\x80\x80"};
    struct cl_tokens tokens;
    struct fixture f;

    (void)unused;
    open_pattern(&f, "[^a]");
    for (size_t i = 0; i < CL_COUNT_OF(texts); i++)
        assert_int_equal(cl_regex_split(f.search, cl_str_of(texts[i]), &tokens), CL_REGEX_UTF8);
    done(&f);
}

static void a_look_behind_of_two_parts_is_for_plain_text(void **unused)
{
    struct cl_tokens tokens;
    struct fixture f;

    (void)unused;
    open_pattern(&f, "(?<=(?:\\S)\\S)x");
    assert_string_equal(find_all(&f, "abx"), "x");
    assert_int_equal(cl_regex_find_all(f.search, cl_str_of("\U0001f600x"), &tokens),
                     CL_REGEX_PAIRS);
    done(&f);
}

static void pieces_of_ascii_lie_in_the_text(void **unused)
{
    const char *text = "a,b";
    struct cl_tokens tokens;
    struct fixture f;

    (void)unused;
    open_pattern(&f, ",");
    assert_int_equal(cl_regex_split(f.search, cl_str_of(text), &tokens), CL_REGEX_OK);
    assert_ptr_equal(tokens.at[1].at, text + 2);
    done(&f);
}

static void the_second_search_takes_no_new_memory(void **unused)
{
    const char *text = "na\u00efve, caf\u00e9 (\U0001f600) a\u0301b";
    struct cl_tokens tokens;
    struct fixture f;
    size_t size;

    (void)unused;
    open_pattern(&f, "\\b(?:\\p{L}|\\d)+|(?<=\\()");
    assert_int_equal(cl_regex_find_all(f.search, cl_str_of(text), &tokens), CL_REGEX_OK);
    size = cl_arena_size(&f.scratch);
    cl_arena_reset(&f.scratch);
    f.search = cl_regex_search_new(f.regex, &f.scratch);
    assert_int_equal(cl_regex_find_all(f.search, cl_str_of(text), &tokens), CL_REGEX_OK);
    assert_int_equal(cl_arena_size(&f.scratch), size);
    done(&f);
}

static void freeing_nothing_is_fine(void **unused)
{
    (void)unused;
    cl_regex_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_texts_are_split_like_short_ones),
        cmocka_unit_test(texts_are_split_as_java_splits_them),
        cmocka_unit_test(matches_are_those_of_java),
        cmocka_unit_test(a_pattern_is_found_anywhere),
        cmocka_unit_test(what_java_refuses_is_a_broken_bundle),
        cmocka_unit_test(what_cannot_be_followed_is_refused),
        cmocka_unit_test(a_refusal_names_the_pattern),
        cmocka_unit_test(a_pattern_has_a_limit),
        cmocka_unit_test(a_hostile_pattern_ends),
        cmocka_unit_test(going_back_far_needs_no_more_than_scratch),
        cmocka_unit_test(broken_text_is_told),
        cmocka_unit_test(a_look_behind_of_two_parts_is_for_plain_text),
        cmocka_unit_test(pieces_of_ascii_lie_in_the_text),
        cmocka_unit_test(the_second_search_takes_no_new_memory),
        cmocka_unit_test(freeing_nothing_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
