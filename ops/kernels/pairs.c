/*
 * Ops that turn one column into another, or several alike.
 */
#include "ops/kernels/pairs.h"

#include <stdio.h>

static const char *name_of(size_t c, const char *family, char name[32])
{
    if (c == 0)
        snprintf(name, 32, "%s", family);
    else
        snprintf(name, 32, "%s%zu", family, c - 1);
    return name;
}

enum cleap_status cl_pairs_prepare(const struct cl_prepare *p, size_t *n, struct cleap_error *err)
{
    size_t n_wired = 0;
    char name[32];

    if (p->n_in != p->n_out)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu numbered inputs, %zu numbered outputs",
                       p->n_in - 1, p->n_out - 1);
    for (size_t c = 0; c < p->n_in; c++) {
        if (!p->in[c].wired && p->out[c].wired)
            return cl_fail(err, CLEAP_E_FORMAT, "input port '%s' is not wired to a column",
                           name_of(c, "input", name));
        if (p->in[c].wired && !p->out[c].wired)
            return cl_fail(err, CLEAP_E_FORMAT, "output port '%s' is not wired to a column",
                           name_of(c, "output", name));
        n_wired += p->in[c].wired;
    }
    if (n_wired == 0)
        return cl_fail(err, CLEAP_E_FORMAT, "input port 'input' is not wired to a column");
    *n = p->n_in;
    return CLEAP_OK;
}
