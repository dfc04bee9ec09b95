/*
 * Leap frames as JSON text beside jansson: how fast each reads them, and how fast each writes them.
 *
 * We read into typed columns, jansson into its tree; what it costs to get from that tree to columns
 * is not counted. Both must have read the same cells before anything is timed. Runs alternate, and
 * the best of each side counts.
 *
 *     build/release/bench_json [--json] [FRAME.json...]    without files: frames made here
 */
#define _POSIX_C_SOURCE 200809L

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mleap/frame_json_read.h"
#include "mleap/frame_json_write.h"

#define N_ROUNDS 30
#define ROUND_S 3e-3

static uint64_t random_bits(void)
{
    static uint64_t state = 88172645463325252u;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state >> 11;
}

static double uniform(double from, double to)
{
    return from + (to - from) * (double)random_bits() * 0x1p-53;
}

static void begin_vector(struct cl_buf *buf, size_t n)
{
    cl_buf_printf(buf, "[{\"dimensions\":[%zu],\"values\":[", n);
}

/* Pictures of digits: whole numbers from 0 to 16, most of them 0. */
static void put_pixels(struct cl_buf *buf)
{
    begin_vector(buf, 784);
    for (size_t i = 0; i < 784; i++)
        cl_buf_printf(buf, i > 0 ? ",%.1f" : "%.1f",
                      random_bits() % 3 != 0 ? 0.0 : (double)(random_bits() % 17));
    cl_buf_text(buf, "]}]");
}

static void put_thousandths(struct cl_buf *buf)
{
    begin_vector(buf, 50);
    for (size_t i = 0; i < 50; i++)
        cl_buf_printf(buf, i > 0 ? ",%.3f" : "%.3f", uniform(-3, 3));
    cl_buf_text(buf, "]}]");
}

static void put_random(struct cl_buf *buf)
{
    begin_vector(buf, 50);
    for (size_t i = 0; i < 50; i++)
        cl_buf_printf(buf, i > 0 ? ",%.17g" : "%.17g", uniform(-1, 1));
    cl_buf_text(buf, "]}]");
}

static void put_prices(struct cl_buf *buf)
{
    for (size_t i = 0; i < 5; i++)
        cl_buf_printf(buf, i > 0 ? ",%.2f" : "[%.2f", uniform(0, 5000));
    cl_buf_byte(buf, ']');
}

static void put_listing(struct cl_buf *buf)
{
    static const char *const cities[] = {"New York", "San Francisco", "London", "東京"};
    static const char *const policies[] = {"flexible", "moderate", "strict", "super_strict_30"};

    cl_buf_printf(buf, "[\"%s\",\"Entire home/apt\",\"%s\",%.1f,%.1f,null,%.13g,%u,%s]",
                  cities[random_bits() % 4], policies[random_bits() % 4], uniform(0, 8),
                  uniform(10, 100), uniform(500, 3000), (unsigned)(random_bits() % 300),
                  random_bits() % 2 ? "true" : "false");
}

static void put_sentence(struct cl_buf *buf)
{
    static const char *const words[] = {"the",    "tolerance", "of an array", "is 'dense', or",
                                        "memory", "<=1,",      "Parameters",  "places. A"};

    cl_buf_text(buf, "[\"");
    for (size_t i = 0, n = 8 + random_bits() % 12; i < n; i++)
        cl_buf_printf(buf, i > 0 ? " %s" : "%s", words[random_bits() % 8]);
    cl_buf_text(buf, "\"]");
}

/* A frame that is made here; its columns are "name:type name:type". */
struct recipe {
    const char *name;
    void (*put_row)(struct cl_buf *buf);
    size_t n_rows;
    const char *columns;
};

static const char listing[] = "city:string room:string policy:string bathrooms:double fee:double "
                              "bedrooms:double feet:double reviews:integer superhost:boolean";

static const struct recipe recipes[] = {
    {"784 pixels: 0.0,16.0", put_pixels, 100, "features:tensor"},
    {"50 thousandths: -0.581", put_thousandths, 1000, "features:tensor"},
    {"50 random doubles", put_random, 400, "features:tensor"},
    {"5 columns of prices", put_prices, 5000, "a:double b:double c:double d:double e:double"},
    {"listings", put_listing, 1000, listing},
    {"sentences", put_sentence, 1000, "text:string"},
    {"2 listings, 1 KB", put_listing, 2, listing},
};

static void put_columns(struct cl_buf *buf, const char *columns)
{
    char name[32], type[32];
    int n = 0;

    for (const char *at = columns; sscanf(at, " %31[^:]:%31s%n", name, type, &n) == 2; at += n) {
        cl_buf_printf(buf, "%s{\"name\":\"%s\",\"type\":", at == columns ? "" : ",", name);
        if (strcmp(type, "tensor") == 0)
            cl_buf_text(buf, "{\"type\":\"tensor\",\"base\":\"double\"}}");
        else
            cl_buf_printf(buf, "\"%s\"}", type);
    }
}

static void make_text(struct cl_buf *buf, const struct recipe *recipe)
{
    cl_buf_text(buf, "{\"rows\":[");
    for (size_t i = 0; i < recipe->n_rows; i++) {
        if (i > 0)
            cl_buf_byte(buf, ',');
        recipe->put_row(buf);
    }
    cl_buf_text(buf, "],\"schema\":{\"fields\":[");
    put_columns(buf, recipe->columns);
    cl_buf_text(buf, "]}}");
}

static bool read_file(struct cl_buf *buf, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *to;
    size_t n = 1;

    while (file != NULL && n > 0 && (to = cl_buf_reserve(buf, 1 << 16)) != NULL) {
        n = fread(to, 1, 1 << 16, file);
        buf->n += n;
    }
    if (file != NULL)
        fclose(file);
    return file != NULL && n == 0;
}

/* One text, read and written by both sides. */
struct bench {
    struct cl_buf text, written;
    struct cl_frame_reader *reader;
    struct cleap_frame frame;
    json_t *tree;
    char *dumped;
    size_t dumped_room;
    struct cleap_error err;
};

static bool read_ours(struct bench *b)
{
    return cl_frame_reader_read(b->reader, b->text.at, b->text.n, true, &b->frame, &b->err) ==
           CLEAP_OK;
}

static bool read_jansson(struct bench *b)
{
    json_t *tree = json_loadb(b->text.at, b->text.n, 0, NULL);

    json_decref(tree);
    return tree != NULL;
}

static bool write_ours(struct bench *b)
{
    cl_buf_reset(&b->written);
    return cl_frame_write_json(&b->frame, CLEAP_JSON_COMPACT, &b->written, &b->err) == CLEAP_OK;
}

static bool write_jansson(struct bench *b)
{
    return json_dumpb(b->tree, b->dumped, b->dumped_room, JSON_COMPACT) <= b->dumped_room;
}

/* Whether two trees say the same; members that only the second has do not count, nor does whether a
 * number is written as a whole one. */
static bool is_same(json_t *a, json_t *b)
{
    const char *key;
    json_t *value;
    size_t i;

    if (json_is_number(a) && json_is_number(b))
        return json_number_value(a) == json_number_value(b);
    if (json_is_array(a) && json_array_size(a) == json_array_size(b)) {
        for (i = 0; i < json_array_size(a); i++)
            if (!is_same(json_array_get(a, i), json_array_get(b, i)))
                return false;
        return true;
    }
    if (!json_is_object(a) || !json_is_object(b))
        return json_equal(a, b);
    json_object_foreach(a, key, value) if (!is_same(value, json_object_get(b, key))) return false;
    return true;
}

/* Reads and writes once, and compares what jansson reads in both texts. */
static bool prepare(struct bench *b)
{
    json_t *again;
    bool good;

    if (cl_buf_reserve(&b->text, CL_JSON_PADDING) == NULL || !read_ours(b) || !write_ours(b))
        return false;
    b->tree = json_loadb(b->text.at, b->text.n, 0, NULL);
    again = json_loadb(b->written.at, b->written.n, 0, NULL);
    b->dumped_room = b->text.n * 8;
    b->dumped = malloc(b->dumped_room);
    good = b->dumped != NULL && write_jansson(b) &&
           is_same(json_object_get(b->tree, "rows"), json_object_get(again, "rows"));
    json_decref(again);
    return good;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds a call; 0 when it fails. */
static double run_once(bool (*run)(struct bench *), struct bench *b)
{
    double before = now(), after = before;
    size_t n = 0;

    for (; after - before < ROUND_S; n++) {
        if (!run(b))
            return 0;
        after = now();
    }
    return (after - before) / (double)n;
}

/* Megabytes a second of each side. */
static bool measure(bool (*const sides[2])(struct bench *), struct bench *b, double mb_per_s[2])
{
    double best[2] = {1e9, 1e9};

    for (size_t i = 0; i < 2 * N_ROUNDS; i++) {
        double seconds = run_once(sides[i % 2], b);

        if (seconds == 0)
            return false;
        if (seconds < best[i % 2])
            best[i % 2] = seconds;
    }
    for (size_t i = 0; i < 2; i++)
        mb_per_s[i] = (double)b->text.n / best[i] / 1e6;
    return true;
}

static void print_line(const char *name, size_t n, const double read[2], const double write[2],
                       bool as_json)
{
    printf(as_json ? "{\"name\": \"%s\", \"bytes\": %zu, \"read_mb_per_s\": %.1f, "
                     "\"jansson_read_mb_per_s\": %.1f, \"read_ratio\": %.2f, "
                     "\"write_mb_per_s\": %.1f, \"jansson_write_mb_per_s\": %.1f, "
                     "\"write_ratio\": %.2f}\n"
                   : "| %s | %zu | %.0f | %.0f | %.1f x | %.0f | %.0f | %.1f x |\n",
           name, n, read[0], read[1], read[0] / read[1], write[0], write[1], write[0] / write[1]);
}

static bool run_bench(const char *name, struct bench *b, bool as_json)
{
    static bool (*const reading[2])(struct bench *) = {read_ours, read_jansson};
    static bool (*const writing[2])(struct bench *) = {write_ours, write_jansson};
    double read[2], write[2];
    bool good = prepare(b) && measure(reading, b, read) && measure(writing, b, write);

    if (good)
        print_line(name, b->text.n, read, write, as_json);
    else
        fprintf(stderr, "bench_json: %s: %s\n", name,
                b->err.status != CLEAP_OK ? b->err.message : "jansson reads something else");
    return good;
}

static bool bench(const struct recipe *recipe, const char *path, bool as_json)
{
    struct bench b = {.reader = cl_frame_reader_new()};
    const char *name = recipe != NULL ? recipe->name : path;
    bool good = b.reader != NULL;

    cl_frame_init(&b.frame);
    cl_buf_init(&b.text, SIZE_MAX / 2);
    cl_buf_init(&b.written, SIZE_MAX / 2);
    if (recipe != NULL)
        make_text(&b.text, recipe);
    else if (!read_file(&b.text, path))
        good = false;
    good = good && run_bench(name, &b, as_json);
    json_decref(b.tree);
    free(b.dumped);
    cl_buf_free(&b.written);
    cl_buf_free(&b.text);
    cl_frame_done(&b.frame);
    cl_frame_reader_free(b.reader);
    return good;
}

int main(int argc, char **argv)
{
    bool as_json = argc > 1 && strcmp(argv[1], "--json") == 0, good = true;
    int first = as_json ? 2 : 1;

    if (!as_json)
        printf("| text | bytes | read, MB/s | jansson | | written, MB/s | jansson | |\n"
               "|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; first == argc && i < CL_COUNT_OF(recipes); i++)
        good = bench(&recipes[i], NULL, as_json) && good;
    for (int i = first; i < argc; i++)
        good = bench(NULL, argv[i], as_json) && good;
    return good ? 0 : 1;
}
