/*
 * Any bytes as a tree file in protobuf.
 */
#include <stddef.h>
#include <stdint.h>

#include "tests/fuzz/format_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    format_target_tree(&cl_format_pb, data, size);
    return 0;
}
