/*
 * One model, many threads: each has a scorer of its own and gets the same answers.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleap/cleap.h"

#define N_THREADS 8
#define N_ROUNDS 20

/* Together they go through trees, sums, text and regular expressions. */
static const char *const cases[] = {
    "random_forest_classifier/random_forest_classifier/",
    "string_indexer/string_indexer_one_hot/",
    "stopwords_remover/stopwords_default/",
    "e2e/e2e_iris_logistic_regression/",
};

struct file {
    char at[1 << 16];
    size_t n;
};

/* What the threads share, all of it read only. */
struct shared {
    const struct cleap_model *model;
    const struct file *frame;
    const char *answer;
    size_t n;
};

static void path_of(char path[4096], const char *folder, const char *name)
{
    snprintf(path, 4096, "%s/tests/golden/%s%s", CLEAP_SOURCE_DIR, folder, name);
}

static void read_file(struct file *to, const char *folder, const char *name)
{
    char path[4096];
    FILE *file;

    path_of(path, folder, name);
    file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    to->n = fread(to->at, 1, sizeof to->at, file);
    fclose(file);
    assert_true(to->n < sizeof to->at);
}

/* Scores the frame again and again; NULL if each answer is the expected one. No assertion of
 * cmocka may fail outside the main thread. */
static void *score_in_thread(void *arg)
{
    const struct shared *shared = arg;
    struct cleap_scorer *scorer;
    const char *at;
    size_t n;

    if (cleap_scorer_open(shared->model, NULL, &scorer, NULL) != CLEAP_OK)
        return "no scorer";
    for (int round = 0; round < N_ROUNDS; round++)
        if (cleap_score_json(scorer, shared->frame->at, shared->frame->n, CLEAP_JSON_COMPACT, &at,
                             &n, NULL) != CLEAP_OK ||
            n != shared->n || memcmp(at, shared->answer, n) != 0) {
            cleap_scorer_close(scorer);
            return "another answer";
        }
    cleap_scorer_close(scorer);
    return NULL;
}

static void score_in_threads(struct shared *shared)
{
    pthread_t threads[N_THREADS];

    for (int i = 0; i < N_THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, score_in_thread, shared), 0);
    for (int i = 0; i < N_THREADS; i++) {
        void *fault;

        pthread_join(threads[i], &fault);
        if (fault != NULL)
            fail_msg("thread %d: %s", i, (const char *)fault);
    }
}

static void check_case(const char *folder)
{
    static struct file frame;
    char path[4096];
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    struct cleap_error err;
    struct shared shared = {.frame = &frame};

    read_file(&frame, folder, "input.json");
    path_of(path, folder, "bundle.json.zip");
    if (cleap_model_open(path, &model, &err) != CLEAP_OK ||
        cleap_scorer_open(model, NULL, &scorer, &err) != CLEAP_OK ||
        cleap_score_json(scorer, frame.at, frame.n, CLEAP_JSON_COMPACT, &shared.answer, &shared.n,
                         &err) != CLEAP_OK)
        fail_msg("%s: %s", folder, err.message);
    shared.model = model;
    score_in_threads(&shared);
    cleap_scorer_close(scorer);
    cleap_model_close(model);
}

static void threads_that_share_a_model_get_equal_answers(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_case(cases[i]);
}

/* Everything from opening on at the same time, of different bundles. */
static void *open_and_score(void *arg)
{
    const char *folder = arg;
    static const char text[] = "{\"schema\":{\"fields\":[]},\"rows\":[]}";
    char path[4096];
    struct cleap_model *model;
    struct cleap_scorer *scorer;
    const char *at;
    size_t n;

    path_of(path, folder, "bundle.json.zip");
    for (int round = 0; round < N_ROUNDS; round++) {
        if (cleap_model_open(path, &model, NULL) != CLEAP_OK)
            return "no model";
        if (cleap_scorer_open(model, NULL, &scorer, NULL) != CLEAP_OK)
            return "no scorer";
        if (cleap_score_json(scorer, text, sizeof text - 1, CLEAP_JSON_COMPACT, &at, &n, NULL) !=
            CLEAP_E_SCHEMA)
            return "another status";
        cleap_scorer_close(scorer);
        cleap_model_close(model);
    }
    return NULL;
}

static void threads_may_open_models_at_once(void **unused)
{
    pthread_t threads[N_THREADS];

    (void)unused;
    for (int i = 0; i < N_THREADS; i++) {
        const char *folder = cases[(size_t)i % (sizeof cases / sizeof cases[0])];

        assert_int_equal(
            pthread_create(&threads[i], NULL, open_and_score, (void *)(uintptr_t)folder), 0);
    }
    for (int i = 0; i < N_THREADS; i++) {
        void *fault;

        pthread_join(threads[i], &fault);
        if (fault != NULL)
            fail_msg("thread %d: %s", i, (const char *)fault);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_that_share_a_model_get_equal_answers),
        cmocka_unit_test(threads_may_open_models_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
