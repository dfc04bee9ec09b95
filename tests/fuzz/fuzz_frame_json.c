/*
 * JSON leap frames: any text is taken or refused; what is taken can be written, and reads back as
 * the same.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mleap/frame_json_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes a frame; NULL when it has what JSON cannot say. */
static char *write_frame(const struct cleap_frame *frame, enum cleap_json_style style, size_t *n)
{
    char *text;

    return cleap_frame_write_json(frame, style, &text, n, NULL) == CLEAP_OK ? text : NULL;
}

/* A NaN is written as null, which in a nullable column is no NaN any more: so what was read back
 * once is compared. */
static void check_again(const char *text, size_t n, enum cleap_json_style style)
{
    struct cleap_frame *frame = cleap_frame_new();
    char *again;
    size_t n_again;

    if (cleap_frame_read_json(frame, text, n, NULL) != CLEAP_OK)
        __builtin_trap();
    again = write_frame(frame, style, &n_again);
    if (again == NULL || n_again != n || memcmp(again, text, n) != 0)
        __builtin_trap();
    free(again);
    cleap_frame_free(frame);
}

/* What a reader that knew the schema has read is written as that. */
static void check_same(const struct cleap_frame *frame, enum cleap_json_style style,
                       const char *written, size_t n)
{
    size_t n_twin;
    char *twin = write_frame(frame, style, &n_twin);

    if ((twin == NULL) != (written == NULL) ||
        (twin != NULL && (n_twin != n || memcmp(twin, written, n) != 0)))
        __builtin_trap();
    free(twin);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cl_frame_reader *reader = cl_frame_reader_new();
    struct cleap_frame *frame = cleap_frame_new(), *twin = cleap_frame_new();
    struct cleap_error err;
    const char *text = (const char *)data;
    enum cleap_status status = cleap_frame_read_json(frame, text, size, NULL);
    char *written;
    size_t n;

    /* The second time the schema is known. */
    for (int i = 0; i < 2; i++)
        if (cl_frame_reader_read(reader, text, size, false, twin, &err) != status)
            __builtin_trap();
    if (status == CLEAP_OK) {
        enum cleap_json_style style = size % 2 == 0 ? CLEAP_JSON_COMPACT : CLEAP_JSON_PRETTY;

        if (twin->n != frame->n || !cl_schema_equal(twin->schema, frame->schema))
            __builtin_trap();
        written = write_frame(frame, style, &n);
        check_same(twin, style, written, n);
        if (written != NULL)
            check_again(written, n, style);
        free(written);
    }
    cleap_frame_free(twin);
    cleap_frame_free(frame);
    cl_frame_reader_free(reader);
    return 0;
}
