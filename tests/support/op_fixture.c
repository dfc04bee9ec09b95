/*
 * One op, alone.
 */
#include "tests/support/op_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/json_source.h"
#include "tests/support/ulp.h"

/* A family of ports is wired up to this many. */
#define MAX_REPEATS 64
#define MAX_SOCKETS (16 * MAX_REPEATS)

/* What cells hold before an op writes them: in a scorer, those of an earlier tile. */
#define LEFT_OVER 0xA5

struct op_fixture_memory {
    struct cl_arena model, columns, scratch;
};

/* Whether a port is among the words of `ports`, NULL naming all. */
static bool is_named(const char *ports, const char *name)
{
    size_t n = strlen(name);

    if (ports == NULL)
        return true;
    for (const char *at = strstr(ports, name); at != NULL; at = strstr(at + 1, name))
        if ((at == ports || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static void add_socket(struct cl_socket *sockets, size_t *n, struct cl_str name)
{
    assert_true(*n < MAX_SOCKETS);
    sockets[(*n)++] = (struct cl_socket){.port = name, .column = name};
}

static struct cl_socket *make_sockets(const struct cl_op *op, enum cl_port_dir dir,
                                      const char *ports, struct cl_arena *arena, size_t *n)
{
    struct cl_socket *sockets = cl_arena_array(arena, MAX_SOCKETS, sizeof *sockets);

    assert_non_null(sockets);
    *n = 0;
    for (const struct cl_port *port = op->ports; port->dir != CL_PORT_END; port++)
        for (int i = 0; port->dir == dir && i < (port->repeat ? MAX_REPEATS : 1); i++) {
            char *name = port->repeat ? cl_arena_printf(arena, "%s%d", port->name, i)
                                      : cl_arena_printf(arena, "%s", port->name);

            assert_non_null(name);
            if (is_named(ports, name))
                add_socket(sockets, n, cl_str_of(name));
        }
    return sockets;
}

struct op_fixture op_fixture_wired(const struct cl_op *op, const char *attributes,
                                   const char *ports)
{
    struct op_fixture f = {.memory = malloc(sizeof *f.memory)};
    struct cl_sockets sockets;
    struct cl_source *source;
    json_t *object = json_source_parse(attributes);

    assert_non_null(f.memory);
    cl_arena_init(&f.memory->model, 4096);
    cl_arena_init(&f.memory->columns, 4096);
    cl_arena_init(&f.memory->scratch, 4096);
    cl_error_begin(&f.err, NULL);
    sockets.in = make_sockets(op, CL_IN, ports, &f.memory->model, &sockets.n_in);
    sockets.out = make_sockets(op, CL_OUT, ports, &f.memory->model, &sockets.n_out);
    source = json_source(object, op->name, &f.memory->model);
    f.status = cl_node_load(&f.node, op, cl_str_of(op->name), &sockets, source, &f.err);
    json_decref(object);
    if (f.status != CLEAP_OK)
        return f;
    f.in = cl_arena_zeroed(&f.memory->model, f.node.n_in, sizeof *f.in);
    f.out = cl_arena_zeroed(&f.memory->model, f.node.n_out, sizeof *f.out);
    assert_true(f.in != NULL && f.out != NULL);
    return f;
}

struct op_fixture op_fixture(const struct cl_op *op, const char *attributes)
{
    return op_fixture_wired(op, attributes, NULL);
}

void op_done(struct op_fixture *f)
{
    cl_node_unload(&f->node);
    cl_arena_free(&f->memory->scratch);
    cl_arena_free(&f->memory->columns);
    cl_arena_free(&f->memory->model);
    free(f->memory);
    f->memory = NULL;
}

static void *get_memory(struct op_fixture *f, size_t n, size_t size)
{
    void *memory = cl_arena_zeroed(&f->memory->columns, n, size);

    assert_non_null(memory);
    return memory;
}

static size_t find_port(const struct cl_str *columns, size_t n, const char *port)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i].at != NULL && cl_str_is(columns[i], port))
            return i;
    fail_msg("no port '%s' is wired", port);
    return 0;
}

void op_to(struct op_fixture *f, const char *port)
{
    f->next = find_port(f->node.in_column, f->node.n_in, port);
}

/* The port that is fed next. */
static const struct cl_formal *next_port(struct op_fixture *f)
{
    if (f->in == NULL)
        fail_msg("the op did not load: %s", f->err.message);
    while (f->next < f->node.n_in && f->node.in_column[f->next].at == NULL)
        f->next++;
    if (f->next >= f->node.n_in)
        fail_msg("all %zu inputs were fed", f->node.n_in);
    return &f->node.in[f->next];
}

/* The next port's column becomes a copy of n cells. */
static void feed(struct op_fixture *f, enum cl_base base, enum cl_shape shape, size_t n,
                 const void *cells)
{
    const struct cl_formal *formal = next_port(f);
    struct cl_column from = {.type = formal->type};
    struct cl_column *to = get_memory(f, 1, sizeof *to);

    if (from.type.base != base || from.type.shape != shape) {
        char text[CL_TYPE_TEXT_SIZE];

        fail_msg("input %zu wants %s", f->next, cl_type_text(&from.type, text));
    }
    from.as.any = cl_arena_copy(&f->memory->columns, cells, n * cl_cell_size(&from.type));
    to->type = from.type;
    to->type.nullable = formal->nulls == CL_NULL_OP;
    assert_true(cl_column_reserve(to, n, &f->memory->columns));
    assert_true(cl_column_append(to, 0, &from, n, &f->memory->columns));
    if (f->is_fed)
        f->row_limit = f->row_limit < n ? f->row_limit : n;
    else
        f->row_limit = n;
    f->in[f->next] = to;
    f->is_fed = true;
    f->fed = f->next++;
}

void op_feed_null(struct op_fixture *f, size_t row)
{
    struct cl_column *column = (struct cl_column *)(uintptr_t)f->in[f->fed];

    if (column->valid == NULL)
        fail_msg("input %zu takes no nulls, the planner would refuse them", f->fed);
    cl_column_set_null(column, row);
}

void op_feed_bool(struct op_fixture *f, size_t n, const bool *values)
{
    uint8_t *cells = get_memory(f, n, sizeof *cells);

    for (size_t i = 0; i < n; i++)
        cells[i] = values[i];
    feed(f, CL_BOOL, CL_SCALAR, n, cells);
}

void op_feed_i32(struct op_fixture *f, size_t n, const int32_t *values)
{
    feed(f, CL_I32, CL_SCALAR, n, values);
}

void op_feed_i64(struct op_fixture *f, size_t n, const int64_t *values)
{
    feed(f, CL_I64, CL_SCALAR, n, values);
}

void op_feed_f32(struct op_fixture *f, size_t n, const float *values)
{
    feed(f, CL_F32, CL_SCALAR, n, values);
}

void op_feed_f64(struct op_fixture *f, size_t n, const double *values)
{
    feed(f, CL_F64, CL_SCALAR, n, values);
}

void op_feed_str(struct op_fixture *f, size_t n, const char *const *values)
{
    struct cl_str *cells = get_memory(f, n, sizeof *cells);

    for (size_t i = 0; i < n; i++)
        cells[i] = cl_str_of(values[i] != NULL ? values[i] : "");
    feed(f, CL_STR, CL_SCALAR, n, cells);
    for (size_t i = 0; i < n; i++)
        if (values[i] == NULL)
            op_feed_null(f, i);
}

void op_feed_strs(struct op_fixture *f, size_t n, const char *const *const *lists)
{
    struct cl_list *cells = get_memory(f, n, sizeof *cells);

    for (size_t i = 0; i < n; i++) {
        size_t length = 0;
        struct cl_str *texts;

        while (lists[i] != NULL && lists[i][length] != NULL)
            length++;
        texts = get_memory(f, length, sizeof *texts);
        for (size_t k = 0; k < length; k++)
            texts[k] = cl_str_of(lists[i][k]);
        cells[i] = (struct cl_list){.at = texts, .n = (uint32_t)length};
    }
    feed(f, CL_STR, CL_LIST, n, cells);
    for (size_t i = 0; i < n; i++)
        if (lists[i] == NULL)
            op_feed_null(f, i);
}

void op_feed_tensors(struct op_fixture *f, size_t n, const struct cl_tensor *cells)
{
    feed(f, CL_F64, CL_TENSOR, n, cells);
}

void op_feed_dense(struct op_fixture *f, size_t n, size_t width, const double *values)
{
    struct cl_tensor *cells = get_memory(f, n, sizeof *cells);

    for (size_t i = 0; i < n; i++)
        cells[i] = cl_dense(values + i * width, (uint32_t)width);
    op_feed_tensors(f, n, cells);
}

void op_feed_sparse(struct op_fixture *f, size_t size, size_t n_stored, const int32_t *index,
                    const double *value)
{
    struct cl_tensor cell = cl_sparse(value, index, (uint32_t)n_stored, (uint32_t)size);

    op_feed_tensors(f, 1, &cell);
}

void op_feed_maps(struct op_fixture *f, size_t n, const struct cl_map *cells)
{
    feed(f, next_port(f)->type.base, CL_MAP, n, cells);
}

/* A column from row row0 on; what cells point at is shared. */
static const struct cl_column *from_row(struct op_fixture *f, const struct cl_column *from,
                                        size_t row0)
{
    struct cl_column *to = cl_arena_alloc(&f->memory->scratch, sizeof *to);

    assert_non_null(to);
    *to = *from;
    to->as.any = (char *)from->as.any + row0 * cl_cell_size(&from->type);
    to->valid = from->valid != NULL ? from->valid + row0 : NULL;
    return to;
}

static void make_outputs(struct op_fixture *f)
{
    for (size_t i = 0; i < f->node.n_out; i++) {
        if (f->node.out_column[i].at == NULL)
            continue;
        f->out[i] = cl_arena_zeroed(&f->memory->scratch, 1, sizeof *f->out[i]);
        assert_non_null(f->out[i]);
        f->out[i]->type = f->node.out[i].type;
        assert_true(cl_column_reserve(f->out[i], f->n, &f->memory->scratch));
        if (!f->node.out[i].port->makes_nulls)
            f->out[i]->valid = NULL;
        memset(f->out[i]->as.any, LEFT_OVER, f->n * cl_cell_size(&f->out[i]->type));
    }
}

/* Drops the rows that the op filters, as the executor does. */
static enum cleap_status filter(struct op_fixture *f, struct cl_exec *x,
                                const struct cl_column **in)
{
    const struct cl_op *op = f->node.op;
    uint8_t *keep = cl_arena_alloc(&f->memory->scratch, x->n);
    uint32_t *rows = cl_arena_array(&f->memory->scratch, x->n, sizeof *rows);
    size_t n = 0;

    assert_true(keep != NULL && rows != NULL);
    memset(keep, 1, x->n);
    CL_TRY(op->filter(f->node.state, x, keep, &f->err));
    for (uint32_t i = 0; i < x->n; i++)
        if (keep[i])
            rows[n++] = i;
    for (size_t i = 0; i < f->node.n_in; i++) {
        struct cl_column *kept;

        if (in[i] == NULL)
            continue;
        kept = cl_arena_zeroed(&f->memory->scratch, 1, sizeof *kept);
        assert_non_null(kept);
        kept->type = in[i]->type;
        kept->type.nullable = in[i]->valid != NULL;
        assert_true(cl_column_reserve(kept, n, &f->memory->scratch));
        cl_column_gather(kept, in[i], rows, n);
        in[i] = kept;
    }
    x->row_of = rows;
    x->n = n;
    return CLEAP_OK;
}

enum cleap_status op_run_rows(struct op_fixture *f, size_t row0, size_t n)
{
    const struct cl_op *op = f->node.op;
    const struct cl_column **in;
    struct cl_exec x = {.n = n, .row0 = row0, .scratch = &f->memory->scratch};

    if (f->in == NULL)
        fail_msg("the op did not load: %s", f->err.message);
    assert_true(row0 + n <= f->row_limit);
    cl_arena_reset(&f->memory->scratch);
    cl_error_begin(&f->err, NULL);
    in = cl_arena_zeroed(&f->memory->scratch, f->node.n_in, sizeof *in);
    assert_non_null(in);
    for (size_t i = 0; i < f->node.n_in; i++)
        in[i] = f->in[i] != NULL ? from_row(f, f->in[i], row0) : NULL;
    x.in = in;
    f->status = CLEAP_OK;
    if (op->filter != NULL && (op->filters == NULL || op->filters(f->node.state)))
        f->status = filter(f, &x, in);
    f->n = x.n;
    make_outputs(f);
    x.out = f->out;
    if (f->status == CLEAP_OK)
        f->status = op->execute(f->node.state, &x, &f->err);
    return f->status;
}

enum cleap_status op_run(struct op_fixture *f)
{
    return op_run_rows(f, 0, f->row_limit);
}
