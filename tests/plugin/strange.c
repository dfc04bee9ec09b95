/*
 * Plug-ins that may not be loaded; which one, STRANGE says.
 */
#include "runtime/plugin.h"

enum cleap_status nothing(const void *state, struct cl_exec *x, struct cleap_error *err);

enum cleap_status nothing(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    (void)state;
    (void)x;
    (void)err;
    return CLEAP_OK;
}

static const struct cl_port ports[] = {{.dir = CL_PORT_END}};
static const struct cl_op good = {.name = "test.good", .ports = ports, .execute = nothing};

#if STRANGE == 1 /* of another version */
static const struct cl_op *const ops[] = {&good};
#define ABI (CL_PLUGIN_ABI + 41)
#elif STRANGE == 2 /* with an operator that cleap has */
static const struct cl_op taken = {.name = "bucketizer", .ports = ports, .execute = nothing};
static const struct cl_op *const ops[] = {&good, &taken};
#define ABI CL_PLUGIN_ABI
#elif STRANGE == 3 /* with an operator that cannot run */
static const struct cl_op broken = {.name = "test.broken", .ports = ports};
static const struct cl_op *const ops[] = {&good, &broken};
#define ABI CL_PLUGIN_ABI
#endif

#if STRANGE != 4 /* which exports nothing */
CL_PLUGIN_EXPORT const struct cl_plugin cleap_plugin = {
    .abi = ABI, .name = "strange", .n_ops = CL_COUNT_OF(ops), .ops = ops};
#else
CL_PLUGIN_EXPORT const struct cl_op *const something_else = &good;
#endif
