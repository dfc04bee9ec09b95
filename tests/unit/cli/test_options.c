/*
 * Command lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"

static const struct option options[] = {
    {"select", 's', "COLUMNS", "columns"},
    {"rows", 'r', NULL, "a table"},
    {"port", 'p', "PORT", "a number"},
    {0},
};

static const struct command command = {
    .name = "try", .arguments = "BUNDLE [FRAME]", .options = options};

static struct command_line line;
static struct cleap_error err;

/* Words end with NULL. */
static enum cleap_status parse(const char *const *words)
{
    size_t n = 0;

    while (words[n] != NULL)
        n++;
    return options_parse(&command, n, words, &line, &err);
}

static void refuse(const char *const *words, const char *message)
{
    assert_int_equal(parse(words), CLEAP_E_STATE);
    assert_string_equal(err.message, message);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_value_may_be_given_in_four_ways(void **unused)
{
    const char *const *ways[] = {WORDS("b", "--select", "x,y"), WORDS("--select=x,y", "b"),
                                 WORDS("-s", "x,y", "b"), WORDS("b", "-sx,y")};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(ways); i++) {
        assert_int_equal(parse(ways[i]), CLEAP_OK);
        assert_string_equal(options_text(&line, "select", NULL), "x,y");
        assert_int_equal(line.n_arguments, 1);
        assert_string_equal(line.arguments[0], "b");
    }
}

static void what_is_not_given_is_absent(void **unused)
{
    (void)unused;
    assert_int_equal(parse(WORDS("b")), CLEAP_OK);
    assert_null(options_text(&line, "select", NULL));
    assert_string_equal(options_text(&line, "select", "all"), "all");
    assert_false(options_has(&line, "rows"));
}

static void the_last_of_equal_options_counts(void **unused)
{
    (void)unused;
    assert_int_equal(parse(WORDS("b", "-s", "x", "--select=y")), CLEAP_OK);
    assert_string_equal(options_text(&line, "select", NULL), "y");
}

static void a_dash_is_an_argument(void **unused)
{
    (void)unused;
    assert_int_equal(parse(WORDS("b", "-", "-r")), CLEAP_OK);
    assert_string_equal(line.arguments[1], "-");
    assert_true(options_has(&line, "rows"));
}

static void behind_two_dashes_all_is_arguments(void **unused)
{
    (void)unused;
    assert_int_equal(parse(WORDS("--", "--rows", "-s")), CLEAP_OK);
    assert_int_equal(line.n_arguments, 2);
    assert_false(options_has(&line, "rows"));
}

static void mistakes_are_told(void **unused)
{
    (void)unused;
    refuse(WORDS("b", "--selct", "x"), "there is no option --selct; did you mean --select?");
    refuse(WORDS("b", "--wholly-different"), "there is no option --wholly-different");
    refuse(WORDS("b", "-x"), "there is no option -x");
    refuse(WORDS("b", "--select"), "option --select needs a value: --select COLUMNS");
    refuse(WORDS("b", "--rows=yes"), "option --rows takes no value");
    refuse(WORDS("--rows"), "try wants BUNDLE [FRAME]");
    refuse(WORDS("b", "f", "g"), "try does not take 'g'");
    refuse(WORDS("1", "2", "3", "4", "5"), "try does not take '5'");
}

static void numbers_have_bounds(void **unused)
{
    static const char *const bad[] = {
        "", "x", "1x", "-1", "+1", " 1", "70000", "1e3", "99999999999999999999999"};
    uint64_t port;

    (void)unused;
    assert_int_equal(parse(WORDS("b", "-p", "65535")), CLEAP_OK);
    assert_int_equal(options_number(&line, "port", 0, 65535, 8080, &port, &err), CLEAP_OK);
    assert_int_equal(port, 65535);
    assert_int_equal(parse(WORDS("b")), CLEAP_OK);
    assert_int_equal(options_number(&line, "port", 0, 65535, 8080, &port, &err), CLEAP_OK);
    assert_int_equal(port, 8080);
    for (size_t i = 0; i < CL_COUNT_OF(bad); i++) {
        assert_int_equal(parse(WORDS("b", "--port", bad[i])), CLEAP_OK);
        assert_int_equal(options_number(&line, "port", 0, 65535, 8080, &port, &err), CLEAP_E_STATE);
    }
}

static void the_nearest_word_is_near(void **unused)
{
    const char *const *words = WORDS("score", "serve", "ops");

    (void)unused;
    assert_string_equal(options_nearest("scor", words), "score");
    assert_string_equal(options_nearest("servr", words), "serve");
    assert_null(options_nearest("inspect", words));
    assert_null(options_nearest("x", words));
    assert_null(options_nearest("a-word-that-is-far-longer-than-any-of-them", words));
}

static void every_command_is_whole(void **unused)
{
    (void)unused;
    for (size_t i = 0; commands[i] != NULL; i++) {
        const struct command *c = commands[i];
        size_t n = 0;

        assert_ptr_equal(command_find(c->name), c);
        assert_non_null(c->summary);
        assert_non_null(c->details);
        assert_non_null(c->run);
        while (c->options[n].name != NULL)
            assert_non_null(c->options[n++].help);
        assert_true(n <= COMMAND_MAX_OPTIONS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_may_be_given_in_four_ways),
        cmocka_unit_test(what_is_not_given_is_absent),
        cmocka_unit_test(the_last_of_equal_options_counts),
        cmocka_unit_test(a_dash_is_an_argument),
        cmocka_unit_test(behind_two_dashes_all_is_arguments),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(numbers_have_bounds),
        cmocka_unit_test(the_nearest_word_is_near),
        cmocka_unit_test(every_command_is_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
