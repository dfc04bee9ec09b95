/*
 * null_guard: refuses nulls in a column that an op reads as never null.
 *
 *   in  input  any column; there is no output
 *
 * Follows MLeap 0.25.2: runtime/types/Casting.scala ("trying to cast null to non-nullable value").
 */
#include "runtime/step.h"

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .any_rank = true, .nulls = CL_NULL_OP},
    {.dir = CL_PORT_END},
};

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const uint8_t *valid = x->in[0]->valid;
    const uint8_t *null = valid != NULL ? memchr(valid, 0, x->n) : NULL;

    (void)state;
    if (null == NULL)
        return CLEAP_OK;
    return cl_fail_row(err, x, (size_t)(null - valid), "null where a value is wanted");
}

const struct cl_op cl_op_null_guard = {
    .name = "null_guard",
    .ports = ports,
    .execute = execute,
};
