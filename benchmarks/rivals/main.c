/*
 * bench_rival: times another system as cleap bench times cleap, with the same stopwatch.
 *
 *     bench_rival SYSTEM LIBRARY MODEL ROWS WIDTH double|float N_OUT MS ANSWERS
 *
 * ROWS holds the values of the rows one after the other, ANSWERS receives doubles. Prints one JSON
 * object with the keys of cleap bench.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benchmarks/rivals/rival.h"
#include "cli/bench/measure.h"
#include "runtime/profile.h"

static const struct rival *const rivals[] = {
    &rival_onnxruntime, &rival_gtil,    &rival_tl2cgen,
    &rival_lleaves,     &rival_xgboost, &rival_lightgbm,
};

struct subject {
    const struct rival *rival;
    const char *rows;
    size_t n, row_size, next;
};

void need(bool good, const char *what, const char *why)
{
    if (good)
        return;
    fprintf(stderr, "bench_rival: %s: %s\n", what, why != NULL ? why : "failed");
    exit(1);
}

any_fn symbol(void *library, const char *name)
{
    any_fn at;

    *(void **)&at = dlsym(library, name); /* as POSIX has it */
    need(at != NULL, name, "the library has no such function");
    return at;
}

void *room(size_t n, size_t size)
{
    void *at = calloc(n, size);

    need(at != NULL, "memory", "there is none");
    return at;
}

static char *read_file(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    long size;
    char *at;

    need(file != NULL, path, "cannot be read");
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    need(size > 0, path, "is empty");
    at = room((size_t)size, 1);
    *n = fread(at, 1, (size_t)size, file);
    fclose(file);
    return at;
}

static enum cleap_status predict(void *arg, struct cleap_error *err)
{
    struct subject *s = arg;

    (void)err;
    s->rival->predict();
    return CLEAP_OK;
}

static void next_row(void *arg)
{
    struct subject *s = arg;

    s->rival->place(s->rows + s->next * s->row_size, 1);
    s->next = (s->next + 1) % s->n;
}

static void write_answers(struct subject *s, size_t n_out, const char *path)
{
    double *answers = room(s->n * n_out, sizeof *answers);
    FILE *file = fopen(path, "wb");

    need(file != NULL, path, "cannot be written");
    s->rival->answers(answers, s->n);
    fwrite(answers, sizeof *answers, s->n * n_out, file);
    need(fclose(file) == 0, path, "cannot be written");
    free(answers);
}

static void print(const char *name, const struct times *times)
{
    printf("\"%s_p50_ns\": %llu, \"%s_p99_ns\": %llu, ", name, (unsigned long long)times->p50, name,
           (unsigned long long)times->p99);
}

static void measure_all(struct subject *s, double seconds, double load_ms)
{
    struct cleap_error err = {0};
    struct stopwatch watch;
    struct times batch, row, cold;
    struct work hot = {.call = predict, .arg = s},
                turn = {.call = predict, .between = next_row, .arg = s};

    need(stopwatch_init(&watch, seconds, &err) == CLEAP_OK, "memory", "there is none");
    measure(&watch, &hot, &batch, &err);
    s->rival->place(s->rows, 1);
    measure(&watch, &hot, &row, &err);
    measure(&watch, &turn, &cold, &err);
    stopwatch_done(&watch);
    printf("{\"load_ms\": %.3f, ", load_ms);
    print("row", &row);
    print("row_cold", &cold);
    print("batch", &batch);
    printf("\"batch_rows\": %zu, \"batch_rows_per_s\": %.0f}\n", s->n,
           (double)s->n * 1e9 / (double)batch.p50);
}

static const struct rival *find_rival(const char *name)
{
    for (size_t i = 0; i < CL_COUNT_OF(rivals); i++)
        if (strcmp(rivals[i]->name, name) == 0)
            return rivals[i];
    need(false, name, "there is no such system");
    return NULL;
}

int main(int argc, char **argv)
{
    struct shape shape;
    struct subject s = {0};
    uint64_t before;
    double load_ms;
    void *library;
    size_t size;

    need(argc == 10, "usage", "SYSTEM LIBRARY MODEL ROWS WIDTH double|float N_OUT MS ANSWERS");
    s.rival = find_rival(argv[1]);
    shape.width = strtoul(argv[5], NULL, 10);
    shape.is_double = strcmp(argv[6], "double") == 0;
    shape.n_out = strtoul(argv[7], NULL, 10);
    s.rows = read_file(argv[4], &size);
    s.row_size = shape.width * (shape.is_double ? sizeof(double) : sizeof(float));
    s.n = size / s.row_size;
    before = cl_clock_ns();
    library = dlopen(argv[2], RTLD_NOW | RTLD_LOCAL);
    need(library != NULL, argv[2], library == NULL ? dlerror() : NULL);
    s.rival->open(library, argv[3], &shape);
    load_ms = (double)(cl_clock_ns() - before) / 1e6;
    s.rival->place(s.rows, s.n);
    s.rival->predict();
    write_answers(&s, shape.n_out, argv[9]);
    measure_all(&s, strtod(argv[8], NULL) / 1e3, load_ms);
    return 0;
}
