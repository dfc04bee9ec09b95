/*
 * Parsing: --name VALUE, --name=VALUE, -x VALUE, -xVALUE, flags, "--" before what is no option.
 */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Words further apart than this are not mistaken for each other. */
#define MAX_DISTANCE 2
#define MAX_WORD 32

static enum cleap_status unknown_option(const struct command *command, const char *word,
                                        struct cleap_error *err)
{
    const char *names[COMMAND_MAX_OPTIONS + 2] = {NULL};
    const char *meant;
    size_t n = 0;

    for (; command->options[n].name != NULL; n++)
        names[n] = command->options[n].name;
    names[n] = "help";
    meant = strncmp(word, "--", 2) == 0 ? options_nearest(word + 2, names) : NULL;
    if (meant != NULL)
        return cl_fail(err, CLEAP_E_STATE, "there is no option %s; did you mean --%s?", word,
                       meant);
    return cl_fail(err, CLEAP_E_STATE, "there is no option %s", word);
}

/* The option that a word names; *value points at what follows '=' or the letter, or is NULL. */
static const struct option *find_option(const struct option *options, const char *word,
                                        const char **value)
{
    *value = NULL;
    for (; options->name != NULL; options++) {
        size_t n = strlen(options->name);

        if (word[1] == '-' && strncmp(word + 2, options->name, n) == 0 &&
            (word[2 + n] == '\0' || word[2 + n] == '=')) {
            *value = word[2 + n] == '=' ? word + 3 + n : NULL;
            return options;
        }
        if (word[1] != '-' && options->letter != 0 && word[1] == options->letter) {
            *value = word[2] != '\0' ? word + 2 : NULL;
            return options;
        }
    }
    return NULL;
}

/* Reads the option at words[0]; *used says how many words it was. */
static enum cleap_status parse_option(struct command_line *line, const char *const *words, size_t n,
                                      size_t *used, struct cleap_error *err)
{
    const struct option *options = line->command->options;
    const char *value;
    const struct option *option = find_option(options, words[0], &value);

    *used = 1;
    if (option == NULL)
        return unknown_option(line->command, words[0], err);
    if (option->value == NULL && value != NULL)
        return cl_fail(err, CLEAP_E_STATE, "option --%s takes no value", option->name);
    if (option->value != NULL && value == NULL) {
        if (n < 2)
            return cl_fail(err, CLEAP_E_STATE, "option --%s needs a value: --%s %s", option->name,
                           option->name, option->value);
        value = words[1];
        *used = 2;
    }
    line->values[option - options] = value != NULL ? value : "";
    return CLEAP_OK;
}

/* How many arguments a text like "BUNDLE [FRAME]" asks for at least, and at most. */
static void count_arguments(const char *text, size_t *least, size_t *most)
{
    *least = *most = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == ' ' || (at != text && at[-1] != ' '))
            continue;
        ++*most;
        *least += *at != '[';
    }
}

static enum cleap_status check_arguments(const struct command_line *line, struct cleap_error *err)
{
    const struct command *command = line->command;
    size_t least, most;

    count_arguments(command->arguments, &least, &most);
    if (line->n_arguments < least)
        return cl_fail(err, CLEAP_E_STATE, "%s wants %s", command->name, command->arguments);
    if (line->n_arguments > most)
        return cl_fail(err, CLEAP_E_STATE, "%s does not take '%s'", command->name,
                       line->arguments[most]);
    return CLEAP_OK;
}

enum cleap_status options_parse(const struct command *command, size_t n, const char *const *words,
                                struct command_line *line, struct cleap_error *err)
{
    bool only_arguments = false;

    *line = (struct command_line){.command = command};
    for (size_t i = 0, used = 1; i < n; i += used) {
        const char *word = words[i];

        used = 1;
        if (only_arguments || word[0] != '-' || word[1] == '\0') {
            if (line->n_arguments == COMMAND_MAX_ARGUMENTS)
                return cl_fail(err, CLEAP_E_STATE, "%s does not take '%s'", command->name, word);
            line->arguments[line->n_arguments++] = word;
        } else if (strcmp(word, "--") == 0) {
            only_arguments = true;
        } else {
            CL_TRY(parse_option(line, words + i, n - i, &used, err));
        }
    }
    return check_arguments(line, err);
}

const char *options_text(const struct command_line *line, const char *name, const char *absent)
{
    const struct option *options = line->command->options;

    for (size_t i = 0; options[i].name != NULL; i++)
        if (strcmp(options[i].name, name) == 0)
            return line->values[i] != NULL ? line->values[i] : absent;
    return absent;
}

bool options_has(const struct command_line *line, const char *name)
{
    return options_text(line, name, NULL) != NULL;
}

enum cleap_status options_names(const struct command_line *line, const char *name,
                                const char **text, struct cleap_error *err)
{
    *text = options_text(line, name, NULL);
    for (const char *at = *text, *comma; at != NULL; at = comma != NULL ? comma + 1 : NULL) {
        at += strspn(at, " \t");
        comma = strchr(at, ',');
        if (*at == '\0' || at == comma)
            return cl_fail(err, CLEAP_E_STATE, "option --%s: '%s' has an empty name", name, *text);
    }
    return CLEAP_OK;
}

enum cleap_status options_number(const struct command_line *line, const char *name, uint64_t min,
                                 uint64_t max, uint64_t absent, uint64_t *value,
                                 struct cleap_error *err)
{
    const char *text = options_text(line, name, NULL);
    char *end;

    *value = absent;
    if (text == NULL)
        return CLEAP_OK;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || *value < min ||
        *value > max)
        return cl_fail(err, CLEAP_E_STATE,
                       "option --%s: '%s' is not a whole number from %llu to %llu", name, text,
                       (unsigned long long)min, (unsigned long long)max);
    return CLEAP_OK;
}

/* How many letters have to be changed, put in or left out to get from one word to the other. */
static size_t distance(const char *a, const char *b)
{
    size_t n_a = strlen(a), n_b = strlen(b);
    size_t row[MAX_WORD + 1];

    if (n_a > MAX_WORD || n_b > MAX_WORD)
        return SIZE_MAX;
    for (size_t j = 0; j <= n_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (diagonal + 1 < best)
                best = diagonal + 1;
            row[j] = best;
        }
    }
    return row[n_b];
}

const char *options_nearest(const char *word, const char *const *words)
{
    const char *nearest = NULL;
    size_t least = MAX_DISTANCE + 1;

    for (; *words != NULL; words++) {
        size_t d = distance(word, *words);

        if (d < least && d < strlen(word)) {
            least = d;
            nearest = *words;
        }
    }
    return nearest;
}
