/*
 * A model as loaded: a flat list of nodes in execution order, with their states. Read-only after
 * it was opened, shared by any number of scorers.
 */
#ifndef CLEAP_RUNTIME_MODEL_H
#define CLEAP_RUNTIME_MODEL_H

#include "cleap/model.h"
#include "runtime/op.h"

/* One transformer: an op, its state, and the columns that its formal ports are wired to. */
struct cl_node {
    struct cl_str name; /* the Spark uid */
    const struct cl_op *op;
    void *state;
    size_t n_in, n_out;
    struct cl_formal *in, *out;  /* exact types; in the op's order */
    struct cl_str *in_column;    /* n_in names; at is NULL where a port is not wired */
    struct cl_str *out_column;   /* n_out names, likewise */
    uint32_t depth;              /* how many pipelines it lies in */
    struct cl_str pipeline;      /* the name of the innermost, "" for a bundle without one */
    struct cl_defaults defaults; /* what its model and its sub-models did not say */
    const char *refusal;         /* why it cannot run; NULL: it can. See runtime/stand_in.h */
};

/* Which program wrote a bundle; mleap/writer.h has how that is told. */
enum cl_writer {
    CL_WRITER_UNKNOWN,
    CL_WRITER_JVM,   /* MLeap's runtime, or its Spark exporter with names that users gave */
    CL_WRITER_SPARK, /* MLeap's Spark exporter */
    CL_WRITER_PYTHON /* MLeap's Python package, of scikit-learn */
};

/* What bundle.json says, and what it tells. */
struct cl_model_info {
    struct cl_str uid, name, format, version, timestamp;
    enum cl_writer writer;
};

struct cleap_model {
    struct cl_arena arena; /* all of the below */
    struct cl_model_info info;
    size_t n_nodes;
    struct cl_node *nodes;
    struct cl_schema input;  /* columns that no node makes before one reads it, as first read */
    struct cl_schema output; /* every column that a node makes, in order; neither of them for nodes
                                that cannot run, or read what such a node makes */
};

/* An empty model on the heap, or NULL. Closed with cleap_model_close(). */
struct cleap_model *cl_model_new(void);

/*
 * Makes a node of an op: state with defaults, attributes of `src`, load, formal ports wired to
 * the columns that the sockets name, prepare. On failure nothing is left to free but the arena.
 *
 * MLeap's rules: each port that is not optional needs a socket; sockets of unknown ports are
 * ignored; of two for one port the last counts; no column may be made by two outputs. Two inputs
 * may read one column, which MLeap refuses.
 */
struct cl_socket {
    struct cl_str port, column;
};
struct cl_sockets {
    size_t n_in, n_out;
    const struct cl_socket *in, *out;
};
enum cleap_status cl_node_load(struct cl_node *node, const struct cl_op *op, struct cl_str name,
                               const struct cl_sockets *sockets, struct cl_source *src,
                               struct cleap_error *err);

/* Releases what the arena cannot. */
void cl_node_unload(struct cl_node *node);

/* Works out model->input and model->output from the nodes. */
enum cleap_status cl_model_schemas(struct cleap_model *model, struct cleap_error *err);

#endif
