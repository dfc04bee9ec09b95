/*
 * Loads plug-ins.
 */
#include "cleap/plugin.h"

#include <dlfcn.h>
#include <stdio.h>

#include "ops/registry.h"
#include "runtime/plugin.h"

#define MAX_PATH 4096

/* Who changes one of these layouts, or what a field means, raises CL_PLUGIN_ABI. */
#if defined(__LP64__)
_Static_assert(CL_PLUGIN_ABI == 2 && sizeof(struct cl_plugin) == 32 &&
                   sizeof(struct cl_op) == 136 && sizeof(struct cl_parity) == 32 &&
                   sizeof(struct cl_attr) == 48 && sizeof(struct cl_port) == 32 &&
                   sizeof(struct cl_formal) == 56 && sizeof(struct cl_prepare) == 40 &&
                   sizeof(struct cl_exec) == 48 && sizeof(struct cl_column) == 48 &&
                   sizeof(struct cl_type) == 32 && sizeof(struct cl_tensor) == 40 &&
                   sizeof(struct cl_list) == 16 && sizeof(struct cl_map) == 24 &&
                   sizeof(struct cl_attr_tensor) == 40 && sizeof(struct cl_data_shape) == 24 &&
                   sizeof(struct cl_source) == 64 && sizeof(struct cl_default) == 40 &&
                   sizeof(struct cl_defaults) == 40 && sizeof(struct cl_source_ops) == 48 &&
                   sizeof(struct cl_tree_node) == 40 && sizeof(struct cl_cluster_node) == 32 &&
                   sizeof(struct cl_arena) == 32 && sizeof(struct cleap_error) == 520,
               "a struct that plug-ins see has changed: raise CL_PLUGIN_ABI");
#endif

static bool is_whole(const struct cl_op *op)
{
    return op != NULL && op->name != NULL && op->name[0] != '\0' && op->ports != NULL &&
           op->execute != NULL;
}

static enum cleap_status check_op(const struct cl_plugin *plugin, size_t i, struct cleap_error *err)
{
    const struct cl_op *op = plugin->ops[i];

    if (!is_whole(op))
        return cl_fail(err, CLEAP_E_FORMAT, "operator %zu has no name, ports or execute", i);
    if (strcmp(op->name, "pipeline") == 0 || cl_op_find(cl_str_of(op->name)) != NULL)
        return cl_fail(err, CLEAP_E_STATE, "there is an operator '%s' already", op->name);
    for (size_t k = 0; k < i; k++)
        if (strcmp(plugin->ops[k]->name, op->name) == 0)
            return cl_fail(err, CLEAP_E_FORMAT, "it has two operators '%s'", op->name);
    return CLEAP_OK;
}

static bool is_loaded(const struct cl_plugin *plugin)
{
    return plugin->n_ops > 0 && plugin->ops[0] != NULL && plugin->ops[0]->name != NULL &&
           cl_op_find(cl_str_of(plugin->ops[0]->name)) == plugin->ops[0];
}

static enum cleap_status add(const struct cl_plugin *plugin, struct cleap_error *err)
{
    if (plugin->abi != CL_PLUGIN_ABI)
        return cl_fail(err, CLEAP_E_UNSUPPORTED,
                       "it is built for version %u of the operator interface, this is version %u",
                       (unsigned)plugin->abi, (unsigned)CL_PLUGIN_ABI);
    if (plugin->n_ops > 0 && plugin->ops == NULL)
        return cl_fail(err, CLEAP_E_FORMAT, "it has no operators");
    if (is_loaded(plugin))
        return CLEAP_OK;
    for (size_t i = 0; i < plugin->n_ops; i++)
        CL_TRY(check_op(plugin, i, err));
    return cl_op_add(plugin->ops, plugin->n_ops, err);
}

static enum cleap_status load(const char *path, struct cleap_error *err)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const struct cl_plugin *plugin;
    enum cleap_status status;

    if (object == NULL)
        return cl_fail(err, CLEAP_E_IO, "%s", dlerror());
    plugin = dlsym(object, CL_PLUGIN_SYMBOL);
    status = plugin != NULL ? add(plugin, err)
                            : cl_fail(err, CLEAP_E_FORMAT, "it has no symbol " CL_PLUGIN_SYMBOL);
    if (status != CLEAP_OK)
        dlclose(object);
    return status;
}

enum cleap_status cleap_plugin_load(const char *path, struct cleap_error *err)
{
    struct cleap_error stand_in;
    char here[MAX_PATH];

    err = cl_error_begin(err, &stand_in);
    /* Without a slash the loader would search its own folders. */
    if (snprintf(here, sizeof here, "%s%s", strchr(path, '/') == NULL ? "./" : "", path) >=
        MAX_PATH)
        return cl_fail(err, CLEAP_E_LIMIT, "a path of more than %d bytes", MAX_PATH - 1);
    if (load(here, err) != CLEAP_OK)
        return cl_blame(err, "plug-in '%s'", path);
    return CLEAP_OK;
}
