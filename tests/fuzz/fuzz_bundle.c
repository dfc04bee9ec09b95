/*
 * Any bytes as a bundle.
 */
#include <stddef.h>
#include <stdint.h>

#include "cleap/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Nothing is asked for, so that what cleap cannot run is kept and looked at. */
    const struct cleap_model_options options = {.select = (const char *const[]){NULL}};
    struct cleap_model *model;
    struct cleap_error err;

    cleap_model_open_memory_with(data, size, &options, &model, &err);
    cleap_model_close(model);
    return 0;
}
