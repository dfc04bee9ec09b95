/*
 * Sources: what is the same for every bundle format, and for tests.
 */
#include <stdio.h>

#include "runtime/source_default.h"

bool cl_source_has(const struct cl_source *src, const char *name)
{
    return src->ops->has(src, name);
}

/* "'x' is none of error, skip, keep" */
static enum cleap_status fail_word(struct cl_str word, const char *const *names,
                                   struct cleap_error *err)
{
    char list[CLEAP_ERROR_SIZE / 2] = "";
    size_t n = 0;

    for (size_t i = 0; names[i] != NULL && n < sizeof list; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i == 0 ? "" : ", ", names[i]);
    return cl_fail(err, CLEAP_E_FORMAT, "'%.*s' is none of %s", CL_STR_ARGS(word), list);
}

static enum cleap_status get_enum(struct cl_source *src, const struct cl_attr *attr, void *field,
                                  struct cleap_error *err)
{
    struct cl_attr as_text = *attr;
    struct cl_str word = {.at = ""};

    as_text.type = CL_ATTR_STR;
    CL_TRY(src->ops->get(src, &as_text, &word, err));
    for (int i = 0; attr->names[i] != NULL; i++)
        if (cl_str_is(word, attr->names[i])) {
            memcpy(field, &i, sizeof i);
            return CLEAP_OK;
        }
    return fail_word(word, attr->names, err);
}

/* Puts the file before a message, if the source says which it is. */
static enum cleap_status blame(const struct cl_source *src, struct cleap_error *err)
{
    if (src->where.n > 0)
        return cl_blame(err, "%.*s", CL_STR_ARGS(src->where));
    return err->status;
}

enum cleap_status cl_source_get(struct cl_source *src, const struct cl_attr *attr, void *field,
                                struct cleap_error *err)
{
    enum cleap_status status;

    if (!cl_source_has(src, attr->name)) {
        if (attr->optional)
            return cl_source_note_field(src, CL_DEFAULT_ATTRIBUTE, attr, field, err);
        cl_fail(err, CLEAP_E_FORMAT, "attribute '%s' is missing", attr->name);
        return blame(src, err);
    }
    src->missed = false;
    if (attr->type == CL_ATTR_ENUM)
        status = get_enum(src, attr, field, err);
    else
        status = src->ops->get(src, attr, field, err);
    if (status == CLEAP_OK && src->missed)
        return cl_source_note_field(src, CL_DEFAULT_SLOT, attr, field, err);
    if (status == CLEAP_OK)
        return CLEAP_OK;
    cl_blame(err, "attribute '%s'", attr->name);
    return blame(src, err);
}

enum cleap_status cl_source_attrs(struct cl_source *src, const struct cl_attr *attrs, void *state,
                                  struct cleap_error *err)
{
    for (const struct cl_attr *attr = attrs; attr->type != CL_ATTR_END; attr++) {
        CL_TRY(cl_source_get(src, attr, (char *)state + attr->offset, err));
        if (attr->present != 0) {
            bool present = cl_source_has(src, attr->name);

            memcpy((char *)state + attr->present, &present, sizeof present);
        }
    }
    return CLEAP_OK;
}

enum cleap_status cl_source_child(struct cl_source *src, struct cl_str name,
                                  struct cl_source **child, struct cleap_error *err)
{
    CL_TRY(src->ops->child(src, name, child, err));
    (*child)->defaults = src->defaults;
    return CLEAP_OK;
}

enum cleap_status cl_source_tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                                 struct cleap_error *err)
{
    return src->ops->tree(src, on_node, arg, err);
}

enum cleap_status cl_source_cluster_tree(struct cl_source *src, cl_cluster_node_fn on_node,
                                         void *arg, struct cleap_error *err)
{
    return src->ops->cluster_tree(src, on_node, arg, err);
}

enum cleap_status cl_source_file(struct cl_source *src, const char *name, const void **bytes,
                                 size_t *size, struct cleap_error *err)
{
    return src->ops->file(src, name, bytes, size, err);
}
