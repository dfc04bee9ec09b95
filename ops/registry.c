/*
 * The table of operators, made from the files of ops/.
 */
#include "ops/registry.h"

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

const struct cl_op *cl_op_at(size_t i, const char **family)
{
    if (i >= CL_COUNT_OF(entries))
        return NULL;
    if (family != NULL)
        *family = entries[i].family;
    return entries[i].op;
}

const struct cl_op *cl_op_find(struct cl_str name)
{
    for (size_t i = 0; i < CL_COUNT_OF(entries); i++)
        if (cl_str_is(name, entries[i].op->name))
            return entries[i].op;
    return NULL;
}
