/*
 * What the operator interface gives to every op.
 */
#include "runtime/op.h"

#include <stdarg.h>
#include <stdio.h>

enum cleap_status cl_fail_row(struct cleap_error *err, const struct cl_exec *x, size_t i,
                              const char *format, ...)
{
    char message[CLEAP_ERROR_SIZE - 32];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    cl_fail(err, CLEAP_E_DATA, "row %zu: %s", cl_exec_row(x, i), message);
    err->row = (int64_t)cl_exec_row(x, i);
    return CLEAP_E_DATA;
}

double *cl_exec_dense(struct cl_exec *x, struct cl_column *out, size_t width)
{
    double *values;

    if (width > UINT32_MAX)
        return NULL;
    values = cl_arena_array(x->scratch, x->n, width * sizeof *values);
    if (values != NULL)
        for (size_t i = 0; i < x->n; i++)
            out->as.tensor[i] = cl_dense(values + i * width, (uint32_t)width);
    return values;
}
