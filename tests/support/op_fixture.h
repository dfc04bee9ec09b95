/*
 * One op, alone: loaded from attributes written as JSON, fed columns, run, and looked at.
 *
 *     struct op_fixture f = op_fixture(&cl_op_bucketizer, "{\"splits\": [-1, 0, 2, 5]}");
 *
 *     op_feed_f64(&f, 2, (double[]){-0.5, 7});
 *     assert_int_equal(op_run(&f), CLEAP_E_DATA);
 *     assert_string_equal(f.err.message, "row 1: 7 is not in [-1, 5]");
 *     op_done(&f);
 *
 * A load or prepare that fails is no failure of the test: `f.status` and `f.err` tell of it, and
 * only op_done() may follow. Everything else that goes wrong, such as a column of another type
 * than the port wants, fails the running cmocka test.
 */
#ifndef CLEAP_TESTS_OP_FIXTURE_H
#define CLEAP_TESTS_OP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "runtime/model.h"

struct op_fixture {
    enum cleap_status status; /* of load and prepare, later of the last run */
    struct cleap_error err;   /* likewise */
    struct cl_node node;      /* its in[] and out[] are the formal ports with their types */
    size_t n;                 /* rows; after a run those that no filter took away */

    struct op_fixture_memory *memory;
    const struct cl_column **in; /* as execute sees them; NULL where not fed or not wired */
    struct cl_column **out;
    size_t fed;       /* the last port that was fed */
    size_t next;      /* the next one */
    bool is_fed;      /* whether any was */
    size_t row_limit; /* rows in each column that was fed */
};

/* Loads and prepares the op with every port wired; "input" reads a column "input", and so on.
 * The JSON is that of tests/support/json_source.h. */
struct op_fixture op_fixture(const struct cl_op *op, const char *attributes);

/* The same with these ports alone: "features prediction". */
struct op_fixture op_fixture_wired(const struct cl_op *op, const char *attributes,
                                   const char *ports);

void op_done(struct op_fixture *f);

/*
 * Feeding. Each call gives the next wired input its column of n rows; op_to() goes to another.
 * Everything is copied. An input that is not fed is NULL when the op runs.
 */
void op_to(struct op_fixture *f, const char *port);
void op_feed_bool(struct op_fixture *f, size_t n, const bool *values);
void op_feed_i32(struct op_fixture *f, size_t n, const int32_t *values);
void op_feed_i64(struct op_fixture *f, size_t n, const int64_t *values);
void op_feed_f32(struct op_fixture *f, size_t n, const float *values);
void op_feed_f64(struct op_fixture *f, size_t n, const double *values);
/* A NULL is a null. */
void op_feed_str(struct op_fixture *f, size_t n, const char *const *values);
/* Lists of text, each ended by NULL; a NULL list is a null. */
void op_feed_strs(struct op_fixture *f, size_t n, const char *const *const *lists);
/* Dense vectors: n * width values, row-major. */
void op_feed_dense(struct op_fixture *f, size_t n, size_t width, const double *values);
/* One row: a sparse vector. */
void op_feed_sparse(struct op_fixture *f, size_t size, size_t n_stored, const int32_t *index,
                    const double *value);
/* Rows of any form: cl_dense(...), cl_sparse(...), or a whole struct cl_tensor. */
void op_feed_tensors(struct op_fixture *f, size_t n, const struct cl_tensor *cells);
/* Maps, from the cells that a column of such a type has. */
void op_feed_maps(struct op_fixture *f, size_t n, const struct cl_map *cells);
/* Makes a row of the column that was fed last a null. */
void op_feed_null(struct op_fixture *f, size_t row);

/* Filters and executes, as one tile. May be called again, also after other columns were fed. */
enum cleap_status op_run(struct op_fixture *f);

/* The same for rows row0 .. row0+n-1 of what was fed. */
enum cleap_status op_run_rows(struct op_fixture *f, size_t row0, size_t n);

/* What came out, by the name of the port. */
const struct cl_column *op_out(const struct op_fixture *f, const char *port);
const struct cl_type *op_type(const struct op_fixture *f, const char *port);
bool op_is_null(const struct op_fixture *f, const char *port, size_t row);
double op_f64(const struct op_fixture *f, const char *port, size_t row);
int64_t op_i64(const struct op_fixture *f, const char *port, size_t row); /* bool, i32, i64 */
struct cl_str op_str(const struct op_fixture *f, const char *port, size_t row);
struct cl_list op_list(const struct op_fixture *f, const char *port, size_t row);
struct cl_tensor op_tensor(const struct op_fixture *f, const char *port, size_t row);

/* Checks, bit for bit. */
void op_expect_f64(const struct op_fixture *f, const char *port, size_t n, const double *values);
void op_expect_str(const struct op_fixture *f, const char *port, size_t row, const char *text);
void op_expect_strs(const struct op_fixture *f, const char *port, size_t row,
                    const char *const *texts);
void op_expect_f64s(const struct op_fixture *f, const char *port, size_t row, size_t n,
                    const double *values);
void op_expect_dense(const struct op_fixture *f, const char *port, size_t row, size_t n,
                     const double *values);
void op_expect_sparse(const struct op_fixture *f, const char *port, size_t row, size_t size,
                      size_t n_stored, const int32_t *index, const double *value);

#endif
