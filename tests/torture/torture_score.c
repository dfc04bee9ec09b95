/*
 * torture_score BUNDLE FRAME: opens a bundle and scores a JSON frame again and again; the first
 * time the first allocation fails, the second time the second, until all is well without one. Each
 * time it must end with CLEAP_E_NOMEM, or well, and leave nothing on the heap.
 *
 * A library below may do without some memory, so that a failure in it is no failure of ours.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleap/cleap.h"
#include "tests/support/alloc_count.h"

/* More allocations than any small bundle needs. */
#define MAX_ROUNDS 200000

struct bytes {
    char *at;
    size_t n;
};

static struct bytes read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct bytes bytes = {.at = malloc(1 << 20)};

    if (file == NULL || bytes.at == NULL) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(2);
    }
    bytes.n = fread(bytes.at, 1, (1 << 20) - 1, file);
    bytes.at[bytes.n] = '\0';
    fclose(file);
    return bytes;
}

/* Once through frames, which copies the answer, once from JSON to JSON. */
static enum cleap_status score(struct cleap_scorer *scorer, const struct bytes *text,
                               struct cleap_error *err)
{
    struct cleap_frame *in = cleap_frame_new(), *out = cleap_frame_new();
    enum cleap_status status = in != NULL && out != NULL ? CLEAP_OK : CLEAP_E_NOMEM;
    const char *answer;
    char *copy = NULL;
    size_t n;

    if (status == CLEAP_OK)
        status = cleap_frame_read_json(in, text->at, text->n, err);
    if (status == CLEAP_OK)
        status = cleap_score(scorer, in, out, err);
    if (status == CLEAP_OK)
        status = cleap_frame_write_json(out, CLEAP_JSON_COMPACT, &copy, &n, err);
    free(copy);
    cleap_frame_free(out);
    cleap_frame_free(in);
    if (status == CLEAP_OK)
        status = cleap_score_json(scorer, text->at, text->n, CLEAP_JSON_PRETTY, &answer, &n, err);
    return status;
}

static enum cleap_status run(const char *bundle, const struct bytes *text, struct cleap_error *err)
{
    struct cleap_model *model;
    struct cleap_scorer *scorer = NULL;
    enum cleap_status status = cleap_model_open(bundle, &model, err);

    if (status == CLEAP_OK)
        status = cleap_scorer_open(model, NULL, &scorer, err);
    if (status == CLEAP_OK)
        status = score(scorer, text, err);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
    return status;
}

/* libzip 1.7 forgets a block or two when it, or zlib for it, gets no memory for an entry. */
static bool leaks_by_itself(const char *library)
{
    return strstr(library, "/libzip.so") != NULL || strstr(library, "/libz.so") != NULL;
}

static bool is_sound(size_t round, enum cleap_status status, const struct cleap_error *err,
                     size_t live)
{
    if (status != CLEAP_OK && status != CLEAP_E_NOMEM) {
        printf("allocation %zu: %s: %s\n", round, cleap_status_name(status), err->message);
        return false;
    }
    if (alloc_live() > live && !leaks_by_itself(alloc_failed_in())) {
        printf("allocation %zu: %zu blocks leak, status %s\n", round, alloc_live() - live,
               cleap_status_name(status));
        return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct bytes text;
    struct cleap_error err;
    size_t n_faults = 0, n_nomem = 0, live, round;
    enum cleap_status status;

    if (argc != 3) {
        fprintf(stderr, "usage: torture_score BUNDLE FRAME\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IONBF, 0); /* it would take memory when it likes */
    text = read_file(argv[2]);
    status = run(argv[1], &text, &err); /* libraries take what they keep */
    if (status != CLEAP_OK) {
        printf("%s: %s\n", cleap_status_name(status), err.message);
        return 1;
    }
    live = alloc_live();
    for (round = 1; round < MAX_ROUNDS && n_faults < 10; round++) {
        alloc_fail_at(round);
        status = run(argv[1], &text, &err);
        if (!alloc_has_failed())
            break;
        n_faults += !is_sound(round, status, &err, live);
        if (alloc_live() > live)
            live = alloc_live();
        n_nomem += status == CLEAP_E_NOMEM;
    }
    alloc_fail_at(0);
    free(text.at);
    printf("%zu allocations failed, %zu ended in nomem, %zu faults\n", round - 1, n_nomem,
           n_faults);
    return n_faults == 0 && n_nomem > 0 ? 0 : 1;
}
