/*
 * Nulls that a cast of text has made.
 */
#include "ops/kernels/nulls.h"

enum cleap_status cl_nulls_refuse(const struct cl_exec *x, size_t k, struct cleap_error *err)
{
    if (x->in[k]->valid == NULL)
        return CLEAP_OK;
    for (size_t i = 0; i < x->n; i++)
        if (!x->in[k]->valid[i])
            return cl_fail_row(err, x, i, "input%zu is null", k);
    return CLEAP_OK;
}
