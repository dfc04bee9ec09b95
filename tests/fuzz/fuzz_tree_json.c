/*
 * Any bytes as a tree file in JSON.
 */
#include <stddef.h>
#include <stdint.h>

#include "tests/fuzz/format_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    format_target_tree(&cl_format_json, data, size);
    return 0;
}
