/*
 * Leap frames in Avro files: any bytes are taken or refused; what is taken can be written, unless
 * it has no form in Avro, and reads back as the same.
 */
#include <stdint.h>

#include "mleap/frame_avro.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cleap_frame *frame = cleap_frame_new();
    struct cl_buf first, second;
    struct cleap_error err;

    cl_buf_init(&first, SIZE_MAX / 2);
    cl_buf_init(&second, SIZE_MAX / 2);
    if (cl_frame_read_avro(frame, data, size, &err) == CLEAP_OK) {
        if (cl_frame_write_avro(frame, &first, &err) != CLEAP_OK) {
            if (err.status != CLEAP_E_UNSUPPORTED && err.status != CLEAP_E_DATA)
                __builtin_trap();
        } else if (cl_frame_read_avro(frame, first.at, first.n, &err) != CLEAP_OK ||
                   cl_frame_write_avro(frame, &second, &err) != CLEAP_OK || first.n != second.n ||
                   memcmp(first.at, second.at, first.n) != 0) {
            __builtin_trap();
        }
    }
    cl_buf_free(&second);
    cl_buf_free(&first);
    cleap_frame_free(frame);
    return 0;
}
