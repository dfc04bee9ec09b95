/*
 * The operators: a table made from the files of ops/, and what plug-ins brought.
 */
#include "ops/registry.h"

#include <stdatomic.h>

#define OP(name, family) extern const struct cl_op cl_op_##name;
#include "ops/ops.def"
#undef OP

struct entry {
    const struct cl_op *op;
    const char *family;
};

#define OP(name, family) {&cl_op_##name, family},
static const struct entry entries[] = {
#include "ops/ops.def"
};
#undef OP

/* Of plug-ins. An entry is written before the count lets anybody see it. */
static const struct cl_op *added[CL_MAX_PLUGIN_OPS];
static atomic_size_t n_added;

const struct cl_op *cl_op_at(size_t i, const char **family)
{
    size_t n = atomic_load_explicit(&n_added, memory_order_acquire);

    if (i >= CL_COUNT_OF(entries) + n)
        return NULL;
    if (family != NULL)
        *family = i < CL_COUNT_OF(entries) ? entries[i].family : "plug-in";
    return i < CL_COUNT_OF(entries) ? entries[i].op : added[i - CL_COUNT_OF(entries)];
}

const struct cl_op *cl_op_find(struct cl_str name)
{
    const struct cl_op *op;

    for (size_t i = 0; (op = cl_op_at(i, NULL)) != NULL; i++)
        if (cl_str_is(name, op->name))
            return op;
    return NULL;
}

enum cleap_status cl_op_add(const struct cl_op *const *ops, size_t n, struct cleap_error *err)
{
    size_t n_before = atomic_load_explicit(&n_added, memory_order_acquire);

    if (n > CL_MAX_PLUGIN_OPS - n_before)
        return cl_fail(err, CLEAP_E_LIMIT, "more than %d operators of plug-ins", CL_MAX_PLUGIN_OPS);
    for (size_t i = 0; i < n; i++)
        added[n_before + i] = ops[i];
    atomic_store_explicit(&n_added, n_before + n, memory_order_release);
    return CLEAP_OK;
}
