/*
 * cleap ops: the operators that were built in, and those of plug-ins.
 */
#include <stdio.h>

#include "cli/options.h"
#include "mleap/json_write.h"
#include "ops/registry.h"

#define OPS_LIMIT ((size_t)1 << 24)

/* By enum cl_attr_type. */
static const char *const attr_types[] = {
    [CL_ATTR_BOOL] = "boolean",
    [CL_ATTR_I32] = "int",
    [CL_ATTR_I64] = "long",
    [CL_ATTR_F32] = "float",
    [CL_ATTR_F64] = "double",
    [CL_ATTR_STR] = "string",
    [CL_ATTR_ENUM] = "string",
    [CL_ATTR_BASE] = "basic type",
    [CL_ATTR_SHAPE] = "data shape",
    [CL_ATTR_TENSOR] = "tensor",
    [CL_ATTR_BOOLS] = "list(boolean)",
    [CL_ATTR_I32S] = "list(int)",
    [CL_ATTR_I64S] = "list(long)",
    [CL_ATTR_F64S] = "list(double)",
    [CL_ATTR_STRS] = "list(string)",
    [CL_ATTR_BASES] = "list(basic type)",
    [CL_ATTR_SHAPES] = "list(data shape)",
    [CL_ATTR_TENSORS] = "list(tensor)",
};

/* "double", "tensor(double)"; an op that looks at its model first has no base. */
static void put_port_type(struct cl_buf *buf, const struct cl_port *port)
{
    static const char *const shapes[] = {
        [CL_SCALAR] = "", [CL_LIST] = "list", [CL_TENSOR] = "tensor", [CL_MAP] = "map"};
    const char *base = port->base != CL_BASE_NONE ? cl_base_name(port->base) : "any";

    if (port->shape == CL_SCALAR)
        cl_buf_text(buf, base);
    else
        cl_buf_printf(buf, "%s(%s)", shapes[port->shape], base);
}

static void put_ports(struct cl_buf *buf, const struct cl_op *op, enum cl_port_dir dir)
{
    bool is_first = true;

    for (const struct cl_port *p = op->ports; p->dir != CL_PORT_END; p++) {
        if (p->dir != dir)
            continue;
        cl_buf_printf(buf, "%s%s%s: ", is_first ? "" : ", ", p->name, p->repeat ? "0.." : "");
        put_port_type(buf, p);
        if (p->optional)
            cl_buf_text(buf, " (optional)");
        is_first = false;
    }
}

static void put_attrs(struct cl_buf *buf, const struct cl_op *op)
{
    bool is_first = true;

    for (const struct cl_attr *a = op->attrs; a != NULL && a->type != CL_ATTR_END; a++) {
        cl_buf_printf(buf, "%s%s: ", is_first ? "" : ", ", a->name);
        if (a->type != CL_ATTR_ENUM)
            cl_buf_text(buf, attr_types[a->type]);
        for (size_t i = 0; a->type == CL_ATTR_ENUM && a->names[i] != NULL; i++)
            cl_buf_printf(buf, "%s%s", i > 0 ? " or " : "", a->names[i]);
        if (a->optional)
            cl_buf_text(buf, " (optional)");
        is_first = false;
    }
}

/* "exact", "libm: probability within 2 ulp (exp)" */
static void put_parity(struct cl_buf *buf, const struct cl_parity *parity)
{
    cl_buf_text(buf, cl_parity_name(parity->kind));
    if (parity->kind <= CL_PARITY_EXACT)
        return;
    cl_buf_text(buf, ": ");
    for (size_t i = 0; parity->outputs != NULL && parity->outputs[i] != NULL; i++)
        cl_buf_printf(buf, "%s%s", i > 0 ? ", " : "", parity->outputs[i]);
    cl_buf_text(buf, parity->outputs != NULL ? " within " : "within ");
    if (parity->of_norm > 0.0)
        cl_buf_printf(buf, "%g of its vector's norm", parity->of_norm);
    else
        cl_buf_printf(buf, "%u ulp", parity->ulps);
    if (parity->why != NULL)
        cl_buf_printf(buf, " (%s)", parity->why);
}

static void put_row(struct cl_buf *buf, const struct cl_op *op)
{
    cl_buf_printf(buf, "| `%s` | ", op->name);
    put_ports(buf, op, CL_IN);
    cl_buf_text(buf, " | ");
    put_ports(buf, op, CL_OUT);
    cl_buf_text(buf, " | ");
    put_attrs(buf, op);
    cl_buf_text(buf, " | ");
    put_parity(buf, &op->parity);
    cl_buf_text(buf, " |\n");
}

/* Whether no op before the i-th has its family. */
static bool is_new_family(size_t i, const char *family)
{
    const char *other;

    for (size_t k = 0; k < i; k++)
        if (cl_op_at(k, &other) != NULL && strcmp(other, family) == 0)
            return false;
    return true;
}

static void put_page(struct cl_buf *buf)
{
    const char *family, *other;
    const struct cl_op *op;

    cl_buf_text(buf, "# Operators\n\nWritten by `cleap ops --markdown`. An attribute that is "
                     "optional may be missing from a bundle; a name that ends in `0..` stands for "
                     "as many columns as the model has. Parity says how near its answers are to "
                     "the JVM's: the same bits (exact), or as near as it is held to by the golden "
                     "cases, in the outputs named there; see [parity.md](parity.md).\n");
    for (size_t i = 0; cl_op_at(i, &family) != NULL; i++) {
        if (!is_new_family(i, family))
            continue;
        cl_buf_printf(buf,
                      "\n## %s\n\n| operator | inputs | outputs | attributes | parity |\n"
                      "| --- | --- | --- | --- | --- |\n",
                      family);
        for (size_t k = i; (op = cl_op_at(k, &other)) != NULL; k++)
            if (strcmp(other, family) == 0)
                put_row(buf, op);
    }
}

static void put_json_ports(struct cl_json_writer *w, const char *key, const struct cl_op *op,
                           enum cl_port_dir dir)
{
    cl_json_put_key(w, key);
    cl_json_put_begin_array(w);
    for (const struct cl_port *p = op->ports; p->dir != CL_PORT_END; p++) {
        if (p->dir != dir)
            continue;
        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        cl_json_put_key(w, "name");
        cl_json_put_string(w->buf, cl_str_of(p->name));
        cl_json_put_key(w, "type");
        cl_buf_byte(w->buf, '"');
        put_port_type(w->buf, p);
        cl_buf_byte(w->buf, '"');
        cl_json_put_key(w, "repeat");
        cl_buf_text(w->buf, p->repeat ? "true" : "false");
        cl_json_put_key(w, "optional");
        cl_buf_text(w->buf, p->optional ? "true" : "false");
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
}

static void put_json_attrs(struct cl_json_writer *w, const struct cl_op *op)
{
    cl_json_put_key(w, "attributes");
    cl_json_put_begin_array(w);
    for (const struct cl_attr *a = op->attrs; a != NULL && a->type != CL_ATTR_END; a++) {
        cl_json_put_item(w);
        cl_json_put_begin_object(w);
        cl_json_put_key(w, "name");
        cl_json_put_string(w->buf, cl_str_of(a->name));
        cl_json_put_key(w, "type");
        cl_json_put_string(w->buf, cl_str_of(attr_types[a->type]));
        cl_json_put_key(w, "optional");
        cl_buf_text(w->buf, a->optional ? "true" : "false");
        cl_json_put_end_object(w);
    }
    cl_json_put_end_array(w);
}

/* Numbers and reasons are there where the op is not exact. */
static void put_json_parity(struct cl_json_writer *w, const struct cl_parity *parity)
{
    cl_json_put_key(w, "parity");
    cl_json_put_begin_object(w);
    cl_json_put_key(w, "class");
    cl_json_put_string(w->buf, cl_str_of(cl_parity_name(parity->kind)));
    if (parity->ulps > 0) {
        cl_json_put_key(w, "ulps");
        cl_buf_printf(w->buf, "%u", parity->ulps);
    }
    if (parity->of_norm > 0.0) {
        cl_json_put_key(w, "of_norm");
        cl_buf_printf(w->buf, "%g", parity->of_norm);
    }
    if (parity->outputs != NULL) {
        cl_json_put_key(w, "outputs");
        cl_json_put_begin_array(w);
        for (size_t i = 0; parity->outputs[i] != NULL; i++) {
            cl_json_put_item(w);
            cl_json_put_string(w->buf, cl_str_of(parity->outputs[i]));
        }
        cl_json_put_end_array(w);
    }
    if (parity->why != NULL) {
        cl_json_put_key(w, "why");
        cl_json_put_string(w->buf, cl_str_of(parity->why));
    }
    cl_json_put_end_object(w);
}

static void put_json(struct cl_buf *buf)
{
    struct cl_json_writer w = {.buf = buf, .style = CLEAP_JSON_PRETTY};
    const struct cl_op *op;
    const char *family;

    cl_json_put_begin_array(&w);
    for (size_t i = 0; (op = cl_op_at(i, &family)) != NULL; i++) {
        cl_json_put_item(&w);
        cl_json_put_begin_object(&w);
        cl_json_put_key(&w, "name");
        cl_json_put_string(buf, cl_str_of(op->name));
        cl_json_put_key(&w, "family");
        cl_json_put_string(buf, cl_str_of(family));
        put_json_ports(&w, "inputs", op, CL_IN);
        put_json_ports(&w, "outputs", op, CL_OUT);
        put_json_attrs(&w, op);
        put_json_parity(&w, &op->parity);
        cl_json_put_end_object(&w);
    }
    cl_json_put_end_array(&w);
    cl_buf_byte(buf, '\n');
}

static void put_names(struct cl_buf *buf)
{
    const struct cl_op *op;
    const char *family;

    for (size_t i = 0; (op = cl_op_at(i, &family)) != NULL; i++)
        cl_buf_printf(buf, "%-36s %-16s %s\n", op->name, family, cl_parity_name(op->parity.kind));
}

static int run(const struct command_line *line)
{
    struct cleap_error err = {0};
    enum cleap_status status;
    struct cl_buf buf;

    cl_buf_init(&buf, OPS_LIMIT);
    if (options_has(line, "markdown"))
        put_page(&buf);
    else if (options_has(line, "json"))
        put_json(&buf);
    else
        put_names(&buf);
    status = cl_buf_check(&buf, "the list", &err);
    if (status == CLEAP_OK && buf.n > 0)
        fwrite(buf.at, 1, buf.n, stdout);
    cl_buf_free(&buf);
    return status == CLEAP_OK ? EXIT_GOOD : command_fail(&err);
}

static const struct option options[] = {
    {"json", 'j', NULL, "print JSON, with ports, attributes and parity"},
    {"markdown", 'm', NULL, "print the page docs/operators.md"},
    {"plugin", 0, "FILES", "plug-ins with operators, colons between them (also CLEAP_PLUGINS)"},
    {0},
};

static const struct example examples[] = {
    {"cleap ops", "a name, its family and its parity class a line"},
    {"cleap ops --markdown >docs/operators.md", "write the page anew"},
    {0},
};

const struct command command_ops = {
    .name = "ops",
    .arguments = "",
    .summary = "list the operators",
    .details =
        "Lists the operators that this build scores, by the names that bundles use, with how near "
        "their answers are to the JVM's. A bundle with another one is refused when it is "
        "opened.",
    .options = options,
    .examples = examples,
    .run = run,
};
