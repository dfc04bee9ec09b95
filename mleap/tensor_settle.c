/*
 * The last step of reading a tensor cell.
 */
#include "mleap/tensor_settle.h"

#include "mleap/limits.h"

/* The positions of a sparse tensor; a negative dimension leaves none. */
static enum cleap_status set_sparse_size(struct cl_tensor *cell, struct cleap_error *err)
{
    uint64_t size = 1;

    for (uint32_t i = 0; i < cell->rank; i++) {
        size *= cell->dims[i] < 0 ? 0 : (uint64_t)cell->dims[i];
        if (size > UINT32_MAX)
            return cl_fail(err, CLEAP_E_LIMIT, "a tensor of more than %u positions", UINT32_MAX);
    }
    cell->size = (uint32_t)size;
    return CLEAP_OK;
}

enum cleap_status cl_tensor_settle(struct cl_tensor *cell, uint32_t n_indices, uint32_t width,
                                   struct cleap_error *err)
{
    if (cell->rank > CL_MAX_RANK)
        return cl_fail(err, CLEAP_E_LIMIT, "a tensor of %u dimensions, at most %d are allowed",
                       cell->rank, CL_MAX_RANK);
    cell->size = cell->n;
    if (cell->index != NULL) {
        if (n_indices != cell->n)
            return cl_fail(err, CLEAP_E_FORMAT, "a tensor of %u indices and %u values", n_indices,
                           cell->n);
        if (n_indices > 0 && width != cell->rank)
            return cl_fail(err, CLEAP_E_FORMAT,
                           "indices of %u numbers in a tensor of %u dimensions", width, cell->rank);
        CL_TRY(set_sparse_size(cell, err));
    }
    if (cell->rank == 1 && cell->dims[0] >= 0 && (uint32_t)cell->dims[0] == cell->size)
        cell->dims = NULL;
    return CLEAP_OK;
}
