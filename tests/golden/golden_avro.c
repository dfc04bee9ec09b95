/*
 * The Avro files of a case: the JVM's are read as the frames they were made of, and those frames
 * are written as the same files. libavro is the judge of what was written.
 */
#define _POSIX_C_SOURCE 200809L /* fmemopen */

#include <avro.h>
#include <stdio.h>
#include <stdlib.h>

#include "mleap/frame_avro.h"
#include "tests/golden/golden.h"

/* Numbers of a narrower type come back as int. */
static void widen(struct cl_column *column, size_t n, struct cl_arena *arena)
{
    int32_t *wide = cl_arena_array(arena, n, sizeof *wide);

    for (size_t i = 0; i < n; i++)
        wide[i] = column->type.base == CL_I8 ? column->as.i8[i] : column->as.i16[i];
    column->as.i32 = wide;
    column->type.base = CL_I32;
}

/* The frame as it comes back from Avro: what it was, with the types that Avro leaves. Lists of
 * bytes and shorts do not occur. */
static struct cleap_frame as_read_back(const struct cleap_frame *frame, struct cl_schema *schema,
                                       struct cl_arena *arena)
{
    struct cleap_frame copy = *frame;

    *schema = *frame->schema;
    schema->fields = cl_arena_copy(arena, schema->fields, schema->n * sizeof *schema->fields);
    copy.columns = cl_arena_copy(arena, frame->columns, schema->n * sizeof *copy.columns);
    copy.schema = schema;
    for (size_t i = 0; i < schema->n; i++) {
        struct cl_column *column = &copy.columns[i];

        if (column->type.shape == CL_SCALAR &&
            (column->type.base == CL_I8 || column->type.base == CL_I16))
            widen(column, frame->n, arena);
        column->type.nullable = true;
        column->type.dims = (struct cl_dims){.known = false};
        schema->fields[i].type = column->type;
    }
    return copy;
}

static void check_reading(struct golden_report *report, const struct golden_bytes *file,
                          const struct cleap_frame *frame)
{
    struct cleap_frame found, wanted;
    struct cl_schema schema;
    struct cleap_error err;

    cl_frame_init(&found);
    if (cl_frame_read_avro(&found, file->at, file->n, &err) == CLEAP_OK) {
        wanted = as_read_back(frame, &schema, &found.arena);
        golden_compare(report, &found, &wanted, (struct golden_compare){0});
    } else {
        golden_fault(report, "cannot be read: %s", err.message);
    }
    cl_frame_done(&found);
}

/* Equal but for the sync markers, which end both. */
static bool equal_bytes(const struct golden_bytes *file, const struct cl_buf *written)
{
    const char *theirs = file->at + file->n - CL_AVRO_SYNC_SIZE;
    const char *ours = written->at + written->n - CL_AVRO_SYNC_SIZE;

    if (file->n != written->n || file->n < CL_AVRO_SYNC_SIZE)
        return false;
    for (size_t i = 0; i < file->n; i++) {
        if (file->n - i >= CL_AVRO_SYNC_SIZE &&
            memcmp(file->at + i, theirs, CL_AVRO_SYNC_SIZE) == 0 &&
            memcmp(written->at + i, ours, CL_AVRO_SYNC_SIZE) == 0)
            i += CL_AVRO_SYNC_SIZE - 1;
        else if (file->at[i] != written->at[i])
            return false;
    }
    return true;
}

/* libavro reads as many rows. */
static void check_with_libavro(struct golden_report *report, const struct cl_buf *written, size_t n)
{
    FILE *stream = fmemopen(written->at, written->n, "rb");
    size_t n_rows = 0;
    avro_file_reader_t reader;
    avro_value_iface_t *class;
    avro_schema_t schema;
    avro_value_t row;

    if (stream == NULL || avro_file_reader_fp(stream, "memory", 1, &reader) != 0) {
        golden_fault(report, "libavro: %s", avro_strerror());
        return;
    }
    schema = avro_file_reader_get_writer_schema(reader);
    class = avro_generic_class_from_schema(schema);
    avro_generic_value_new(class, &row);
    while (avro_file_reader_read_value(reader, &row) == 0)
        n_rows++;
    if (n_rows != n)
        golden_fault(report, "libavro reads %zu rows, wanted %zu", n_rows, n);
    avro_value_decref(&row);
    avro_value_iface_decref(class);
    avro_schema_decref(schema);
    avro_file_reader_close(reader);
}

static void check_writing(struct golden_report *report, const struct golden_bytes *file,
                          const struct cleap_frame *frame)
{
    struct cl_buf written;
    struct cleap_error err;

    cl_buf_init(&written, SIZE_MAX / 2);
    if (cl_frame_write_avro(frame, &written, &err) != CLEAP_OK)
        golden_fault(report, "cannot be written: %s", err.message);
    else if (!equal_bytes(file, &written))
        golden_fault(report, "not the JVM's bytes");
    else
        check_with_libavro(report, &written, frame->n);
    cl_buf_free(&written);
}

static void check(struct golden_report *report, const struct golden_case *c, const char *name,
                  const struct cleap_frame *frame)
{
    struct golden_bytes file = golden_file(c->folder, name);

    report->what = name;
    if (file.at != NULL) {
        check_reading(report, &file, frame);
        check_writing(report, &file, frame);
    }
    free(file.at);
}

void golden_check_avro(struct golden_report *report, const struct golden_case *c,
                       const struct cleap_frame *answer)
{
    struct cleap_frame input;

    cl_frame_init(&input);
    if (c->input_bin.at != NULL && golden_read_bin(&input, c->input_bin.at, c->input_bin.n))
        check(report, c, "input.avro", &input);
    check(report, c, "expected.avro", answer);
    cl_frame_done(&input);
}
