/*
 * Any bytes as a node, a model or a value in JSON.
 */
#include <stddef.h>
#include <stdint.h>

#include "tests/fuzz/format_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    format_target_model(&cl_format_json, data, size);
    return 0;
}
