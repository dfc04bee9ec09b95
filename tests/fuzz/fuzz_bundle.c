/*
 * Any bytes as a bundle.
 */
#include <stddef.h>
#include <stdint.h>

#include "cleap/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cleap_model *model;
    struct cleap_error err;

    cleap_model_open_memory(data, size, &model, &err);
    cleap_model_close(model);
    return 0;
}
