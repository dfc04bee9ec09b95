/*
 * What an op's outputs hold.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

static size_t find_out(const struct op_fixture *f, const char *port)
{
    for (size_t i = 0; i < f->node.n_out; i++)
        if (f->node.out_column[i].at != NULL && cl_str_is(f->node.out_column[i], port))
            return i;
    fail_msg("no output '%s' is wired", port);
    return 0;
}

const struct cl_type *op_type(const struct op_fixture *f, const char *port)
{
    return &f->node.out[find_out(f, port)].type;
}

const struct cl_column *op_out(const struct op_fixture *f, const char *port)
{
    size_t i = find_out(f, port);

    if (f->status != CLEAP_OK)
        fail_msg("nothing came out: %s", f->err.message);
    return f->out[i];
}

/* The column, if the row is there, is no null and the column is of that shape. */
static const struct cl_column *cell_of(const struct op_fixture *f, const char *port, size_t row,
                                       enum cl_shape shape)
{
    const struct cl_column *column = op_out(f, port);
    char text[CL_TYPE_TEXT_SIZE];

    if (row >= f->n)
        fail_msg("there is no row %zu of %zu", row, f->n);
    if (column->type.shape != shape)
        fail_msg("output '%s' is %s", port, cl_type_text(&column->type, text));
    if (cl_column_is_null(column, row))
        fail_msg("output '%s', row %zu is null", port, row);
    return column;
}

bool op_is_null(const struct op_fixture *f, const char *port, size_t row)
{
    assert_true(row < f->n);
    return cl_column_is_null(op_out(f, port), row);
}

double op_f64(const struct op_fixture *f, const char *port, size_t row)
{
    const struct cl_column *column = cell_of(f, port, row, CL_SCALAR);

    if (column->type.base == CL_F32)
        return (double)column->as.f32[row];
    assert_int_equal(column->type.base, CL_F64);
    return column->as.f64[row];
}

int64_t op_i64(const struct op_fixture *f, const char *port, size_t row)
{
    const struct cl_column *column = cell_of(f, port, row, CL_SCALAR);

    switch (column->type.base) {
    case CL_BOOL:
        return column->as.b[row];
    case CL_I32:
        return column->as.i32[row];
    default:
        assert_int_equal(column->type.base, CL_I64);
        return column->as.i64[row];
    }
}

struct cl_str op_str(const struct op_fixture *f, const char *port, size_t row)
{
    const struct cl_column *column = cell_of(f, port, row, CL_SCALAR);

    assert_int_equal(column->type.base, CL_STR);
    return column->as.str[row];
}

struct cl_list op_list(const struct op_fixture *f, const char *port, size_t row)
{
    return cell_of(f, port, row, CL_LIST)->as.list[row];
}

struct cl_tensor op_tensor(const struct op_fixture *f, const char *port, size_t row)
{
    return cell_of(f, port, row, CL_TENSOR)->as.tensor[row];
}

static void expect_values(const char *port, size_t n, const double *found, const double *wanted)
{
    for (size_t i = 0; i < n; i++)
        if (cl_ulps(found[i], wanted[i]) != 0)
            fail_msg("output '%s', value %zu: %.17g, wanted %.17g, %llu ulp", port, i, found[i],
                     wanted[i], (unsigned long long)cl_ulps(found[i], wanted[i]));
}

void op_expect_f64(const struct op_fixture *f, const char *port, size_t n, const double *values)
{
    assert_int_equal(f->n, n);
    for (size_t i = 0; i < n; i++) {
        double found = op_f64(f, port, i);

        if (cl_ulps(found, values[i]) != 0)
            fail_msg("output '%s', row %zu: %.17g, wanted %.17g, %llu ulp", port, i, found,
                     values[i], (unsigned long long)cl_ulps(found, values[i]));
    }
}

void op_expect_str(const struct op_fixture *f, const char *port, size_t row, const char *text)
{
    struct cl_str found = op_str(f, port, row);

    if (!cl_str_is(found, text))
        fail_msg("output '%s', row %zu: '%.*s', wanted '%s'", port, row, CL_STR_ARGS(found), text);
}

void op_expect_strs(const struct op_fixture *f, const char *port, size_t row,
                    const char *const *texts)
{
    struct cl_list found = op_list(f, port, row);
    const struct cl_str *at = found.at;
    size_t n = 0;

    assert_int_equal(op_type(f, port)->base, CL_STR);
    for (; texts[n] != NULL; n++)
        if (n >= found.n || !cl_str_is(at[n], texts[n]))
            fail_msg("output '%s', row %zu, text %zu of %u: '%.*s', wanted '%s'", port, row, n,
                     found.n, n < found.n ? (int)at[n].n : 0, n < found.n ? at[n].at : "",
                     texts[n]);
    assert_int_equal(found.n, n);
}

void op_expect_f64s(const struct op_fixture *f, const char *port, size_t row, size_t n,
                    const double *values)
{
    struct cl_list found = op_list(f, port, row);

    assert_int_equal(op_type(f, port)->base, CL_F64);
    assert_int_equal(found.n, n);
    expect_values(port, n, found.at, values);
}

void op_expect_dense(const struct op_fixture *f, const char *port, size_t row, size_t n,
                     const double *values)
{
    struct cl_tensor found = op_tensor(f, port, row);

    assert_int_equal(op_type(f, port)->base, CL_F64);
    assert_null(found.index);
    assert_int_equal(found.size, n);
    assert_int_equal(found.n, n);
    expect_values(port, n, found.value, values);
}

void op_expect_sparse(const struct op_fixture *f, const char *port, size_t row, size_t size,
                      size_t n_stored, const int32_t *index, const double *value)
{
    struct cl_tensor found = op_tensor(f, port, row);

    assert_int_equal(op_type(f, port)->base, CL_F64);
    assert_non_null(found.index);
    assert_int_equal(found.rank, 1);
    assert_int_equal(found.size, size);
    assert_int_equal(found.n, n_stored);
    for (size_t i = 0; i < n_stored; i++)
        assert_int_equal(found.index[i], index[i]);
    expect_values(port, n_stored, found.value, value);
}
