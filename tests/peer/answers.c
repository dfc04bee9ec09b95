/*
 * answers: what cleap answers to each row of a frame, alone, in the form of MleapAnswers.java.
 *
 * Reads lines "BUNDLE TAB FRAME TAB ANSWER", writes the file ANSWER, and prints a line when it is
 * done. All rows at once must give the same; if they do not, a last row of status 'W' says so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleap/scorer.h"
#include "mleap/frame_binary.h"
#include "runtime/frame.h"
#include "runtime/model.h"
#include "tests/golden/golden.h"

struct answers {
    struct cleap_scorer *scorer;
    struct cleap_frame in, out;
    struct cl_buf row, all; /* cells of a row; of the rows so far */
    int64_t failed;         /* the first row that fails, or -1 */
    FILE *file;
};

static void put_u32(FILE *file, size_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        fputc((int)(n >> shift & 255), file);
}

static void put(FILE *file, char status, const void *at, size_t n)
{
    fputc(status, file);
    put_u32(file, n);
    fwrite(at, 1, n, file);
}

/* The frame without its maps, which the binary form has not. */
static struct cleap_frame without_maps(const struct cleap_frame *frame, struct cl_schema *schema,
                                       struct cl_field *fields, struct cl_column *columns)
{
    struct cleap_frame view = *frame;

    *schema = (struct cl_schema){.fields = fields};
    for (size_t i = 0; i < frame->schema->n; i++) {
        if (frame->schema->fields[i].type.shape == CL_MAP)
            continue;
        columns[schema->n] = frame->columns[i];
        fields[schema->n++] = frame->schema->fields[i];
    }
    view.schema = schema;
    view.columns = columns;
    return view;
}

/* A frame in binary: where its cells begin. */
static size_t write_cells(const struct cleap_frame *frame, struct cl_buf *buf)
{
    struct cl_schema schema;
    struct cl_field *fields = calloc(frame->schema->n + 1, sizeof *fields);
    struct cl_column *columns = calloc(frame->schema->n + 1, sizeof *columns);
    struct cleap_error err;
    struct cleap_frame view;
    const unsigned char *at;

    if (fields == NULL || columns == NULL)
        abort();
    view = without_maps(frame, &schema, fields, columns);
    cl_buf_reset(buf);
    if (cl_frame_write_binary(&view, buf, &err) != CLEAP_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    free(fields);
    free(columns);
    at = (const unsigned char *)buf->at;
    return 8 + ((size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3]);
}

static void answer_row(struct answers *a, size_t row, struct cl_column *columns)
{
    struct cleap_frame one = golden_rows(&a->in, row, 1, columns);
    struct cleap_error err;
    size_t start;

    if (cleap_score(a->scorer, &one, &a->out, &err) != CLEAP_OK) {
        put(a->file, 'e', err.message, strlen(err.message));
        if (a->failed < 0)
            a->failed = (int64_t)row;
        return;
    }
    start = write_cells(&a->out, &a->row);
    put(a->file, a->out.n == 0 ? 'f' : 'o', a->row.at + start, a->row.n - start);
    cl_buf_append(&a->all, a->row.at + start, a->row.n - start);
}

static void check_all(struct answers *a)
{
    struct cleap_error err;
    size_t start;

    if (cleap_score(a->scorer, &a->in, &a->out, &err) != CLEAP_OK) {
        if (err.row != a->failed)
            put(a->file, 'W', err.message, strlen(err.message));
        return;
    }
    start = write_cells(&a->out, &a->row);
    if (a->failed >= 0)
        put(a->file, 'W', "all rows succeed", 16);
    else if (a->row.n - start != a->all.n || memcmp(a->row.at + start, a->all.at, a->all.n) != 0)
        put(a->file, 'W', "all rows differ from each", 25);
}

static void answer_rows(struct answers *a)
{
    struct cl_column *columns = calloc(a->in.schema->n + 1, sizeof *columns);
    struct cleap_frame none = a->in;
    struct cleap_error err;
    size_t start;

    if (columns == NULL)
        abort();
    none.n = 0;
    a->failed = -1;
    cl_buf_reset(&a->all);
    if (cleap_score(a->scorer, &none, &a->out, &err) != CLEAP_OK) {
        fprintf(a->file, "P%s", err.message);
    } else {
        start = write_cells(&a->out, &a->row);
        put(a->file, 'R', a->row.at, start - 4);
        for (size_t row = 0; row < a->in.n; row++)
            answer_row(a, row, columns);
        check_all(a);
    }
    free(columns);
}

static enum cleap_status read_frame(struct answers *a, const char *name, struct cleap_error *err)
{
    struct golden_bytes bytes = golden_file(name[0] == '/' ? "" : ".", name);
    enum cleap_status status;

    if (bytes.at == NULL)
        return cl_fail(err, CLEAP_E_IO, "no such frame");
    if (strstr(name, ".json") != NULL)
        status = cleap_frame_read_json(&a->in, bytes.at, bytes.n, err);
    else
        status = cl_frame_read_binary(&a->in, bytes.at, bytes.n, err);
    free(bytes.at);
    return status;
}

static void answer(struct answers *a, const char *bundle, const char *frame)
{
    struct cleap_model *model;
    struct cleap_error err;

    if (cleap_model_open(bundle, &model, &err) != CLEAP_OK) {
        fprintf(a->file, "L%s", err.message);
        return;
    }
    if (read_frame(a, frame, &err) != CLEAP_OK) {
        fprintf(a->file, "I%s", err.message);
    } else if (cleap_scorer_open(model, NULL, &a->scorer, &err) != CLEAP_OK) {
        fprintf(a->file, "P%s", err.message);
    } else {
        answer_rows(a);
        cleap_scorer_close(a->scorer);
    }
    cleap_model_close(model);
}

int main(void)
{
    static char line[8192];
    struct answers a = {0};

    cl_frame_init(&a.in);
    cl_frame_init(&a.out);
    cl_buf_init(&a.row, (size_t)1 << 30);
    cl_buf_init(&a.all, (size_t)1 << 30);
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *bundle = strtok(line, "\t\n"), *frame = strtok(NULL, "\t\n");
        const char *name = strtok(NULL, "\t\n");

        a.file = name != NULL ? fopen(name, "wb") : NULL;
        if (a.file == NULL) {
            fprintf(stderr, "%s: cannot be written\n", name != NULL ? name : "no answer");
            return 1;
        }
        answer(&a, bundle, frame);
        fclose(a.file);
        printf("%s\n", name);
        fflush(stdout);
    }
    cl_buf_free(&a.row);
    cl_buf_free(&a.all);
    cl_frame_done(&a.in);
    cl_frame_done(&a.out);
    return 0;
}
