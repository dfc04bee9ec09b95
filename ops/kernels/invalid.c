/*
 * What an op does with a value it does not know: MLeap's handle_invalid.
 */
#include "ops/kernels/invalid.h"

#include <stddef.h>

const char *const cl_invalid_words[] = {
    [CL_INVALID_ERROR] = "error", [CL_INVALID_KEEP] = "keep", [CL_INVALID_SKIP] = "skip", NULL};
const char *const cl_invalid_words_no_skip[] = {
    [CL_INVALID_ERROR] = "error", [CL_INVALID_KEEP] = "keep", NULL};
