/*
 * What an op may read of its model's folder while it loads. Behind it stands a bundle in one of
 * the two formats, or a test; an op never learns which.
 *
 * Everything read lives in `arena`, which is the model's.
 */
#ifndef CLEAP_RUNTIME_SOURCE_H
#define CLEAP_RUNTIME_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/arena.h"
#include "runtime/attr.h"
#include "runtime/error.h"

/* One node of a decision tree, in the order of the file: node, left subtree, right subtree. */
struct cl_tree_node {
    enum { CL_TREE_LEAF, CL_TREE_CONTINUOUS, CL_TREE_CATEGORICAL } kind;
    int32_t feature;
    double threshold;    /* continuous: left if value <= threshold */
    bool is_left;        /* categorical: whether `values` lists those that go left */
    size_t n_values;     /* of a leaf its values, of a categorical split its categories */
    const double *value; /* valid during the call only */
};

/* Called once a node. `*more` says whether the reader should go on; it starts true. */
typedef enum cleap_status (*cl_tree_node_fn)(void *arg, const struct cl_tree_node *node, bool *more,
                                             struct cleap_error *err);

/* One node of a tree of clusters, each followed by the subtrees of its children. */
struct cl_cluster_node {
    int32_t index; /* below 0: an inner node */
    int32_t n_children;
    double norm;
    size_t n_values;     /* the centre */
    const double *value; /* valid during the call only */
};

typedef enum cleap_status (*cl_cluster_node_fn)(void *arg, const struct cl_cluster_node *node,
                                                bool *more, struct cleap_error *err);

enum cl_default_kind {
    CL_DEFAULT_ATTRIBUTE, /* the model file lacks it */
    CL_DEFAULT_SLOT,      /* the file has it in another slot than the one that is read */
    CL_DEFAULT_ALL,       /* the file has no attributes at all, not even an empty list */
    CL_DEFAULT_PORTS      /* ports of old names are read as those of today */
};

/* Something that a bundle did not say, and what was taken in its place. */
struct cl_default {
    enum cl_default_kind kind;
    struct cl_str member; /* the folder of a sub-model, as in "model0"; "": the model's own */
    const char *name;     /* of the attribute or port */
    const char *value;    /* as people write it; NULL: nothing, it does without */
};

struct cl_defaults {
    size_t n, room;
    struct cl_default *at;
    struct cl_str where; /* while it loads: the model's own file */
};

struct cl_source;

struct cl_source_ops {
    bool (*has)(const struct cl_source *src, const char *name);
    enum cleap_status (*get)(struct cl_source *src, const struct cl_attr *attr, void *field,
                             struct cleap_error *err);
    enum cleap_status (*child)(struct cl_source *src, struct cl_str name, struct cl_source **child,
                               struct cleap_error *err);
    enum cleap_status (*tree)(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                              struct cleap_error *err);
    enum cleap_status (*cluster_tree)(struct cl_source *src, cl_cluster_node_fn on_node, void *arg,
                                      struct cleap_error *err);
    enum cleap_status (*file)(struct cl_source *src, const char *name, const void **bytes,
                              size_t *size, struct cleap_error *err);
};

struct cl_source {
    const struct cl_source_ops *ops;
    struct cl_arena *arena; /* lives as long as the model */
    struct cl_str op;       /* the op that this folder's model names */
    struct cl_str where;    /* the model's file, for messages; empty: not said */
    bool is_bare;           /* the file has no attributes: Python's writer leaves them out */
    bool missed;            /* set by get(): there was a value, but not in the slot that it reads */
    struct cl_defaults *defaults; /* where what is missing is noted; NULL: nowhere */
};

/* Whether the model has the attribute, whatever its value. */
bool cl_source_has(const struct cl_source *src, const char *name);

/* Reads one attribute into `field`, for names that are only known at load (labels_array_0).
 * `attr->offset` plays no part. Absent and not optional: CLEAP_E_FORMAT. Absent and optional: it is
 * noted as a default, the field's value with it, or none if `attr->present` is there to tell. */
enum cleap_status cl_source_get(struct cl_source *src, const struct cl_attr *attr, void *field,
                                struct cleap_error *err);

/* Reads every attribute of a table into a state. */
enum cleap_status cl_source_attrs(struct cl_source *src, const struct cl_attr *attrs, void *state,
                                  struct cleap_error *err);

/* Says what an op took for an attribute, as text, where that is not what stood in the field when it
 * was found to be absent. Of an attribute that was there nothing is noted. CLEAP_E_NOMEM */
enum cleap_status cl_source_default(struct cl_source *src, const char *name, const char *value,
                                    struct cleap_error *err);

/* Notes a default of any kind; the texts are copied. CLEAP_E_NOMEM */
enum cleap_status cl_defaults_add(struct cl_defaults *defaults, const struct cl_default *what,
                                  struct cl_arena *arena, struct cleap_error *err);

/* Opens a folder below that holds a model but no node: tree0, model1. */
enum cleap_status cl_source_child(struct cl_source *src, struct cl_str name,
                                  struct cl_source **child, struct cleap_error *err);

/* Reads the tree file of this folder. The reader stops when `on_node` says so; the file ending
 * before that is CLEAP_E_FORMAT. */
enum cleap_status cl_source_tree(struct cl_source *src, cl_tree_node_fn on_node, void *arg,
                                 struct cleap_error *err);

/* The same for a tree of clusters. */
enum cleap_status cl_source_cluster_tree(struct cl_source *src, cl_cluster_node_fn on_node,
                                         void *arg, struct cleap_error *err);

/* The bytes of another file of this folder, such as xgboost.model. */
enum cleap_status cl_source_file(struct cl_source *src, const char *name, const void **bytes,
                                 size_t *size, struct cleap_error *err);

#endif
