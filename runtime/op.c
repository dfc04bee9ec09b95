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

const char *cl_parity_name(enum cl_parity_class kind)
{
    static const char *const names[] = {[CL_PARITY_UNSAID] = "-",
                                        [CL_PARITY_EXACT] = "exact",
                                        [CL_PARITY_LIBM] = "libm",
                                        [CL_PARITY_BOUNDED] = "bounded"};

    return (size_t)kind < CL_COUNT_OF(names) ? names[kind] : names[CL_PARITY_UNSAID];
}

struct cl_parity cl_parity_of(const struct cl_parity *parity, const char *output)
{
    if (parity->outputs == NULL)
        return *parity;
    for (size_t i = 0; parity->outputs[i] != NULL; i++)
        if (strcmp(parity->outputs[i], output) == 0)
            return *parity;
    return (struct cl_parity){.kind = CL_PARITY_EXACT};
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
