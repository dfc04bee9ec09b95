/*
 * Java's regular expressions: any pattern compiles or is refused, and on any text it ends. The
 * pattern reaches to the first zero byte, the text is the rest.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ops/kernels/regex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool sound)
{
    if (!sound)
        __builtin_trap();
}

/* Reads every byte of the tokens, so that a sanitizer sees those that are not there. */
static size_t read_tokens(const struct cl_tokens *tokens)
{
    size_t n = 0;

    for (uint32_t i = 0; i < tokens->n; i++)
        for (uint32_t k = 0; k < tokens->at[i].n; k++)
            n += tokens->at[i].at[k] != '\0';
    return n + tokens->n;
}

static void search(const struct cl_regex *regex, struct cl_str text)
{
    struct cl_arena scratch;
    struct cl_regex_search *run;
    struct cl_tokens pieces, matches;
    enum cl_regex_fault fault;
    bool found;

    cl_arena_init(&scratch, 4096);
    run = cl_regex_search_new(regex, &scratch);
    check(run != NULL);
    fault = cl_regex_split(run, text, &pieces);
    if (fault == CL_REGEX_OK)
        check(read_tokens(&pieces) <= 3 * ((size_t)text.n + 1));
    fault = cl_regex_find_all(run, text, &matches);
    if (fault == CL_REGEX_OK) {
        check(read_tokens(&matches) <= 3 * ((size_t)text.n + 1));
        check(cl_regex_contains(run, text, &found) == CL_REGEX_OK);
        check(found == (matches.n > 0));
    }
    cl_arena_free(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, 0, size) : NULL;
    struct cl_str pattern = {.at = (const char *)data};
    struct cl_arena model;
    struct cl_regex *regex;
    struct cleap_error err;

    if (size > 4096)
        return 0;
    pattern.n = (uint32_t)(end != NULL ? (size_t)(end - data) : size);
    cl_arena_init(&model, 4096);
    if (cl_regex_compile(&regex, pattern, &model, &err) == CLEAP_OK && end != NULL)
        search(regex,
               (struct cl_str){.at = (const char *)end + 1, .n = (uint32_t)(size - pattern.n - 1)});
    cl_regex_free(regex);
    cl_arena_free(&model);
    return 0;
}
