/*
 * golden_runner FOLDER [RESULT]: one golden case, with every form of its bundle.
 *
 * Prints what differs and one line a bundle: "bit-equal N of M values, worst U ulp". RESULT
 * receives the counts by op, for golden.table. Exits 0 when the case is met.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/golden/golden.h"

/* An op that made no value, because rows had to fail, occurs all the same. */
static void print_ops(const struct golden_report *report, FILE *result)
{
    for (size_t k = 0; report->model != NULL && k < report->model->n_nodes; k++)
        fprintf(result, "%s 0 0 0\n", report->model->nodes[k].op->name);
}

static void print_report(const struct golden_report *report, const char *bundle, FILE *result)
{
    struct golden_tally all = {0};

    if (result != NULL)
        print_ops(report, result);
    for (size_t i = 0; i < report->n_tallies; i++) {
        const struct golden_tally *t = &report->tallies[i];

        all.values += t->values;
        all.equal += t->equal;
        if (t->worst > all.worst)
            all.worst = t->worst;
        if (result != NULL && t->values > 0)
            fprintf(result, "%s %zu %zu %" PRIu64 "\n", t->op, t->values, t->equal, t->worst);
    }
    printf("%s: bit-equal %zu of %zu values, worst %" PRIu64 " ulp, %zu faults\n", bundle,
           all.equal, all.values, all.worst, report->n_faults);
}

/* Checks a model, or the failure to open it, and closes it. */
static size_t check(const struct golden_case *c, const char *bundle, struct cleap_model *model,
                    enum cleap_status status, const struct cleap_error *err, FILE *result)
{
    struct golden_report report = {.model = model, .what = bundle};

    if (c->at[0] != '\0' && (status == CLEAP_OK || strcmp(c->at, "load") == 0))
        golden_check_error(&report, c, status, err);
    else if (status != CLEAP_OK)
        golden_fault(&report, "%s: %s", cleap_status_name(status), err->message);
    else
        golden_check_answer(&report, c);
    if ((model != NULL) != (status == CLEAP_OK))
        golden_fault(&report, "a model and a failure, or neither");
    print_report(&report, bundle, result);
    cleap_model_close(model);
    return report.n_faults;
}

static size_t check_memory(const struct golden_case *c, const char *bundle, FILE *result)
{
    struct golden_bytes zip = golden_file(c->folder, bundle);
    struct cleap_model *model;
    struct cleap_error err;
    enum cleap_status status = cleap_model_open_memory(zip.at, zip.n, &model, &err);

    free(zip.at); /* the model keeps nothing of it */
    return check(c, bundle, model, status, &err, result);
}

static size_t check_case(const struct golden_case *c, FILE *result)
{
    static const char *const forms[] = {"bundle.zip", "bundle.json.zip", "bundle.proto.zip",
                                        "bundle"};
    size_t n_bundles = 0, n_faults = 0;

    for (size_t i = 0; i < CL_COUNT_OF(forms); i++) {
        char path[4096];
        struct stat about;
        struct cleap_model *model;
        struct cleap_error err;
        enum cleap_status status;

        snprintf(path, sizeof path, "%s/%s", c->folder, forms[i]);
        if (stat(path, &about) != 0)
            continue;
        n_bundles++;
        status = cleap_model_open(path, &model, &err);
        n_faults += check(c, forms[i], model, status, &err, result);
        if (!S_ISDIR(about.st_mode))
            n_faults += check_memory(c, forms[i], NULL);
    }
    if (n_bundles == 0) {
        printf("no bundle\n");
        return 1;
    }
    return n_faults;
}

int main(int argc, char **argv)
{
    struct golden_case c;
    FILE *result = argc > 2 ? fopen(argv[2], "w") : NULL;
    size_t n_faults;

    if (argc < 2 || (argc > 2 && result == NULL)) {
        fprintf(stderr, "usage: golden_runner FOLDER [RESULT]\n");
        return 2;
    }
    golden_case_read(&c, argv[1]);
    if (c.superset[0] != '\0')
        printf("superset: %s\n", c.superset);
    n_faults = check_case(&c, result);
    golden_case_free(&c);
    if (result != NULL)
        fclose(result);
    return n_faults == 0 ? 0 : 1;
}
