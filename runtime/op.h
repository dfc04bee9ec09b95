/** \file
 * The operator interface: what a file in ops/ gives, and what it is given.
 *
 * An operator is one `const struct cl_op`. Its life:
 *
 *   load      once, the attributes in place   check and complete the state, read trees
 *   prepare   once, the wiring known          declare the exact type of each wired port
 *   execute   a tile of rows at a time        read in[], write out[]
 *
 * Types are settled by prepare, as in MLeap, where a transformer's schemas follow from its model
 * and its node, not from the frame. The planner then casts what a frame brings to the declared
 * types and refuses nulls where the op takes none, so execute has code for neither.
 *
 * A state is written by load and prepare and only read afterwards: many threads execute it.
 */
#ifndef CLEAP_RUNTIME_OP_H
#define CLEAP_RUNTIME_OP_H

#include "runtime/arena.h"
#include "runtime/attr.h"
#include "runtime/column.h"
#include "runtime/error.h"
#include "runtime/source.h"

/** The most rows that execute sees at once. */
#define CL_TILE_ROWS 256

enum cl_port_dir { CL_PORT_END = 0, CL_IN, CL_OUT };

enum cl_null_rule {
    CL_NULL_ERROR, /**< the planner refuses nulls before the op sees them */
    CL_NULL_OP     /**< the op looks at `valid` */
};

/** One input or output of an op, or a family of them: input0, input1, ... */
struct cl_port {
    const char *name;        /**< "input"; with .repeat the number is put behind it */
    enum cl_port_dir dir;    /**< the table ends with CL_PORT_END */
    enum cl_base base;       /**< what the op works on; the planner casts to it */
    enum cl_shape shape;     /**< likewise. CL_TENSOR inputs arrive as vectors: rank 1, and a sparse
                                  one's indices ascend, are unique and below its size */
    enum cl_null_rule nulls; /**< inputs */
    bool nullable;           /**< declared in MLeap's schema; tensors and lists usually are */
    bool makes_nulls; /**< outputs: execute may make a cell null. The type is nullable then */
    bool repeat;      /**< as many as cl_op.repeats() says */
    bool optional;    /**< may be left unwired; then in[i] or out[i] is NULL */
    bool any_rank;    /**< tensor inputs: take cells as they are, whatever their rank and order */
    bool no_dims;     /**< a tensor declared with the empty dimension list: `tensor(double, [])` */
};

/** A port as this op instance has it: prepare() may change type and nulls. */
struct cl_formal {
    const struct cl_port *port;
    uint32_t repeat_i; /**< which of a .repeat family */
    bool wired;        /**< whether the node's shape names it */
    enum cl_null_rule nulls;
    struct cl_type type; /**< as the port table says, dims unknown; exact after prepare() */
};

/** What prepare() sees: all formal inputs and outputs in the op's order. */
struct cl_prepare {
    size_t n_in, n_out;
    struct cl_formal *in, *out;
    struct cl_arena *arena; /**< the model's */
};

/** One call: a tile of n rows. in[] and out[] have an entry for each formal port. */
struct cl_exec {
    size_t n;
    const struct cl_column *const *in;
    struct cl_column *const *out; /**< cells (and validity, where the port makes nulls, set to
                                       valid) for n rows are there; NULL: not wired */
    struct cl_arena *scratch;     /**< for what cells point at; gone after the tile's last use */
    size_t row0;                  /**< the frame's row that is row 0 of the tile */
    const uint32_t *row_of;       /**< row i of the tile is row row0 + row_of[i]; NULL: row0 + i */
};

/** How near an op's answers are to the JVM's. docs/parity.md has what the classes mean. */
enum cl_parity_class {
    CL_PARITY_UNSAID = 0, /**< for plug-ins alone: nothing is promised */
    CL_PARITY_EXACT,      /**< the same bits */
    CL_PARITY_LIBM,       /**< the same formula, by functions of the C library's own rounding */
    CL_PARITY_BOUNDED     /**< an algorithm that rounds by itself, or that iterates */
};

/** What golden cases hold an op to. All but `kind` stay zero where it is exact. */
struct cl_parity {
    enum cl_parity_class kind;
    uint32_t ulps;              /**< units in the last place that a value may be off */
    double of_norm;             /**< or this part of the norm of its vector */
    const char *const *outputs; /**< ports that this is about, the others are exact, NULL ends
                                     them; NULL: all */
    const char *why;            /**< for docs/operators.md: a clause, lower case */
};

/** "exact", "libm", "bounded"; "-" where nothing is said. */
const char *cl_parity_name(enum cl_parity_class kind);

/** What holds for one output port: of an exact one, just that. */
struct cl_parity cl_parity_of(const struct cl_parity *parity, const char *output);

struct cl_op;

/**
 * Two operators as one, so that the column between them, which nobody else wants, is not made.
 *
 * execute() takes the call of the maker and that of the op behind it, whose in[0] the maker would
 * write. It gives exactly the answer of both, one after the other, or false: then they run one
 * after the other and say what is wrong, if anything is.
 */
struct cl_fusion {
    const struct cl_op *maker; /**< with a single output and no filter */
    bool (*execute)(const void *maker_state, struct cl_exec *maker, const void *state,
                    struct cl_exec *x);
};

/** An operator. Only name, ports and execute are required. */
struct cl_op {
    const char *name; /**< as in model.json */
    struct cl_parity parity;
    const struct cl_attr *attrs;
    const struct cl_port *ports;
    size_t state_size;
    const void *defaults; /**< copied into the state before the attributes; NULL: zeros */
    /** How many ports a .repeat family has. NULL: as many as the node wires, counted from 0. */
    size_t (*repeats)(const void *state);
    enum cleap_status (*load)(void *state, struct cl_source *src, struct cleap_error *err);
    enum cleap_status (*prepare)(void *state, struct cl_prepare *p, struct cleap_error *err);
    /** Clears keep[i] (all set before) of rows that the frame shall lose; runs before execute. */
    enum cleap_status (*filter)(const void *state, struct cl_exec *x, uint8_t *keep,
                                struct cleap_error *err);
    /** Whether this instance filters at all; NULL: whenever filter is there. */
    bool (*filters)(const void *state);
    enum cleap_status (*execute)(const void *state, struct cl_exec *x, struct cleap_error *err);
    /** For what the arena cannot free, e.g. a compiled regex. The state may be half loaded. */
    void (*unload)(void *state);
    const struct cl_fusion *fusion; /**< with the op that makes in[0] */
};

/** The frame's row that is row i of the tile. */
static inline size_t cl_exec_row(const struct cl_exec *x, size_t i)
{
    return x->row0 + (x->row_of ? x->row_of[i] : i);
}

/** CLEAP_E_DATA: the message says what is wrong with row i of the tile. */
enum cleap_status cl_fail_row(struct cleap_error *err, const struct cl_exec *x, size_t i,
                              const char *format, ...) CL_PRINTF(4, 5);

/** Scratch for n*width doubles, row-major, and cells of `out` that point into it. NULL: no memory.
 */
double *cl_exec_dense(struct cl_exec *x, struct cl_column *out, size_t width);

#endif
