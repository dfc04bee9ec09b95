/*
 * The answers of ops that hash vectors into buckets.
 */
#include "ops/kernels/lsh.h"

#include "ops/kernels/vector.h"

enum cleap_status cl_lsh_init(struct cl_lsh *lsh, size_t n, struct cleap_error *err)
{
    CL_TRY(cl_vector_check_width(n, "the hashes", err));
    lsh->dims[0] = (int32_t)n;
    lsh->dims[1] = 1;
    return CLEAP_OK;
}

enum cleap_status cl_lsh_prepare(struct cl_prepare *p, int32_t input_size, struct cleap_error *err)
{
    int32_t *size = cl_arena_array(p->arena, 2, sizeof *size);

    if (size == NULL || !cl_type_set_width(&p->in[0].type, input_size, p->arena))
        return cl_fail_nomem(err);
    size[0] = input_size;
    size[1] = 1;
    p->out[0].type.dims = (struct cl_dims){.known = true, .n = 2, .size = size};
    return CLEAP_OK;
}

double *cl_lsh_answers(const struct cl_lsh *lsh, struct cl_exec *x)
{
    double *out = cl_exec_dense(x, x->out[0], cl_lsh_count(lsh));

    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < x->n; i++) {
        x->out[0]->as.tensor[i].rank = 2;
        x->out[0]->as.tensor[i].dims = lsh->dims;
    }
    return out;
}
