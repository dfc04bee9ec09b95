/** \file
 * What a plug-in is: a shared object that brings operators. It exports one symbol,
 *
 *     CL_PLUGIN_EXPORT const struct cl_plugin cleap_plugin = {
 *         .abi = CL_PLUGIN_ABI, .name = "clip", .n_ops = 1, .ops = ops};
 *
 * and is linked with the library cleap-plugin, which has the functions that runtime/op.h and the
 * headers it includes declare. So a plug-in asks the program that loads it for no symbol; the two
 * have to agree on the layout of structs alone. See docs/plugins.md.
 */
#ifndef CLEAP_RUNTIME_PLUGIN_H
#define CLEAP_RUNTIME_PLUGIN_H

#include "runtime/op.h"

/** Raised whenever a struct that operators see, or what it means, changes. */
#define CL_PLUGIN_ABI 2

#define CL_PLUGIN_SYMBOL "cleap_plugin"
#define CL_PLUGIN_EXPORT __attribute__((visibility("default")))

struct cl_plugin {
    uint32_t abi;     /**< CL_PLUGIN_ABI; nothing behind it is read when it is another */
    const char *name; /**< for people */
    size_t n_ops;
    const struct cl_op *const *ops; /**< names of their own, none that cleap has already */
};

#endif
