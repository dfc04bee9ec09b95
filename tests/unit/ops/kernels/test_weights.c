/*
 * Matrices laid out for sweeps, and their products with tiles of rows.
 */
#include "tests/support/arenas.h"
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include <math.h>

#include "ops/kernels/margins.h"
#include "ops/kernels/weights.h"

#define N_OUT 5
#define N_IN 6
#define N_ROWS 11

static struct cl_attr_tensor tensor_of(double *values, const int32_t *dims, uint32_t n_dims,
                                       size_t n)
{
    return (struct cl_attr_tensor){.base = CL_F64,
                                   .dims = {.known = true, .n = n_dims, .size = dims},
                                   .n = n,
                                   .as.f64 = values};
}

static void a_matrix_has_two_dimensions(void **unused)
{
    struct cl_attr_tensor tensor = tensor_of((double[]){1, 2}, (const int32_t[]){2}, 1, 2);
    struct cl_matrix matrix;

    (void)unused;
    assert_int_equal(cl_weights_matrix(&tensor, "theta", &matrix, &err), CLEAP_E_FORMAT);
    assert_string_equal(err.message, "attribute 'theta' has 1 dimensions, needs rows and columns");
}

static void dimensions_that_do_not_hold_the_values_are_refused(void **unused)
{
    struct cl_attr_tensor tensor = tensor_of((double[]){1, 2}, (const int32_t[]){-1, -2}, 2, 2);
    struct cl_matrix matrix;

    (void)unused;
    assert_int_equal(cl_weights_matrix(&tensor, "theta", &matrix, &err), CLEAP_E_FORMAT);
}

static void a_matrix_of_floats_is_refused(void **unused)
{
    struct cl_attr_tensor tensor = tensor_of(NULL, (const int32_t[]){0, 0}, 2, 0);
    struct cl_matrix matrix;

    (void)unused;
    tensor.base = CL_F32;
    assert_int_equal(cl_weights_matrix(&tensor, "theta", &matrix, &err), CLEAP_E_FORMAT);
}

/* a[i][o] in column-major order of either kind. */
static double weight(size_t i, size_t o)
{
    return 0.1 * (double)(i + 1) - 0.37 * (double)(o + 2) + 1.0 / (double)(i + o + 3);
}

static void rows_or_columns_become_outputs(void **unused)
{
    double by_rows[N_IN * N_OUT], by_columns[N_IN * N_OUT];
    struct cl_matrix rows = {by_rows, N_OUT, N_IN}, columns = {by_columns, N_IN, N_OUT};
    struct cl_weights a, b;

    (void)unused;
    for (size_t i = 0; i < N_IN; i++)
        for (size_t o = 0; o < N_OUT; o++)
            by_rows[o + i * N_OUT] = by_columns[i + o * N_IN] = weight(i, o);
    assert_int_equal(cl_weights_from_rows(&a, &rows, &arena, &err), CLEAP_OK);
    assert_int_equal(cl_weights_from_columns(&b, &columns, &arena, &err), CLEAP_OK);
    assert_int_equal(a.n_in, N_IN);
    assert_int_equal(a.n_out, N_OUT);
    assert_int_equal(a.stride, 8);
    for (size_t i = 0; i < N_IN; i++)
        for (size_t o = 0; o < a.stride; o++)
            assert_true(a.at[i * a.stride + o] == (o < N_OUT ? weight(i, o) : 0.0));
    assert_memory_equal(a.at, b.at, N_IN * a.stride * sizeof(double));
}

/* Rows of mixed form: every third one is sparse, and the last. */
static double dense_values[N_ROWS][N_IN];
static const int32_t stored[] = {1, 2, 4};
static struct cl_tensor cells[N_ROWS];

static bool is_sparse(size_t row)
{
    return row % 3 == 1 || row + 1 == N_ROWS;
}

static void make_rows(void)
{
    for (size_t r = 0; r < N_ROWS; r++) {
        for (size_t i = 0; i < N_IN; i++)
            dense_values[r][i] = 0.3 * (double)(r + 1) / (double)(i + 2) - 0.7;
        cells[r] = is_sparse(r) ? cl_sparse(dense_values[r], stored, 3, N_IN)
                                : cl_dense(dense_values[r], N_IN);
    }
}

static void a_row_of_a_tile_gets_what_it_gets_alone(void **unused)
{
    double a[N_IN * N_OUT], together[N_ROWS * N_OUT], alone[N_ROWS * N_OUT];
    struct cl_matrix matrix = {a, N_OUT, N_IN};
    struct cl_weights w;

    (void)unused;
    make_rows();
    for (size_t i = 0; i < N_IN; i++)
        for (size_t o = 0; o < N_OUT; o++)
            a[o + i * N_OUT] = weight(i, o);
    assert_int_equal(cl_weights_from_rows(&w, &matrix, &arena, &err), CLEAP_OK);
    for (size_t k = 0; k < N_ROWS * N_OUT; k++)
        together[k] = alone[k] = 0.01 * (double)k;
    assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = N_ROWS},
                                      &(struct cl_column){.as.tensor = cells}, together, &err),
                     CLEAP_OK);
    for (size_t r = 0; r < N_ROWS; r++)
        assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = 1},
                                          &(struct cl_column){.as.tensor = cells + r},
                                          alone + r * N_OUT, &err),
                         CLEAP_OK);
    assert_memory_equal(together, alone, sizeof alone);
}

/* More dense rows than one sweep takes, half of their values zero. */
static void many_rows_get_what_each_gets_alone(void **unused)
{
    enum { MANY = 2 * CL_SWEEP_ROWS + 7 };
    static double values[MANY][N_IN], together[MANY * N_OUT], alone[MANY * N_OUT];
    static struct cl_tensor rows[MANY];
    double a[N_IN * N_OUT];
    struct cl_matrix matrix = {a, N_OUT, N_IN};
    struct cl_weights w;

    (void)unused;
    for (size_t k = 0; k < N_IN * N_OUT; k++)
        a[k] = weight(k / N_OUT, k % N_OUT);
    assert_int_equal(cl_weights_from_rows(&w, &matrix, &arena, &err), CLEAP_OK);
    for (size_t r = 0; r < MANY; r++) {
        for (size_t i = 0; i < N_IN; i++)
            values[r][i] = (r + i) % 2 == 0 ? 0.0 : 1.0 / (double)(r + i);
        rows[r] = cl_dense(values[r], N_IN);
        assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = 1},
                                          &(struct cl_column){.as.tensor = rows + r},
                                          alone + r * N_OUT, &err),
                         CLEAP_OK);
    }
    assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = MANY},
                                      &(struct cl_column){.as.tensor = rows}, together, &err),
                     CLEAP_OK);
    assert_memory_equal(together, alone, sizeof alone);
}

static void weights_know_whether_they_are_finite(void **unused)
{
    const double odd[] = {INFINITY, -INFINITY, NAN};
    double a[4] = {1, 2, 3, 4};
    struct cl_matrix matrix = {a, 2, 2};
    struct cl_weights w;

    (void)unused;
    assert_int_equal(cl_weights_from_rows(&w, &matrix, &arena, &err), CLEAP_OK);
    assert_true(w.finite);
    for (size_t k = 0; k < CL_COUNT_OF(odd); k++) {
        a[1] = odd[k];
        assert_int_equal(cl_weights_from_columns(&w, &matrix, &arena, &err), CLEAP_OK);
        assert_false(w.finite);
    }
}

static void sparse_rows_are_summed_plainly_and_added_at_the_end(void **unused)
{
    double a[N_IN * 9], y[9], want[9];
    struct cl_matrix matrix = {a, 9, N_IN};
    struct cl_weights w;

    (void)unused;
    make_rows();
    for (size_t i = 0; i < N_IN; i++)
        for (size_t o = 0; o < 9; o++)
            a[o + i * 9] = weight(i, o);
    assert_int_equal(cl_weights_from_rows(&w, &matrix, &arena, &err), CLEAP_OK);
    for (size_t o = 0; o < 9; o++) {
        double sum = 0.0;

        for (size_t k = 0; k < 3; k++)
            sum += dense_values[1][k] * weight((size_t)stored[k], o);
        y[o] = 0.1 * (double)o;
        want[o] = y[o] + sum;
    }
    assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = 1},
                                      &(struct cl_column){.as.tensor = cells + 1}, y, &err),
                     CLEAP_OK);
    assert_memory_equal(y, want, sizeof y);
}

static void a_row_of_another_size_is_refused(void **unused)
{
    double a[4] = {1, 2, 3, 4}, y[4] = {0};
    struct cl_tensor two[] = {cl_dense(a, 2), cl_dense(a, 3)};
    struct cl_matrix matrix = {a, 2, 2};
    struct cl_weights w;

    (void)unused;
    assert_int_equal(cl_weights_from_rows(&w, &matrix, &arena, &err), CLEAP_OK);
    assert_int_equal(cl_weights_apply(&w, CL_SWEEP_BLOCKS, &(struct cl_exec){.n = 2},
                                      &(struct cl_column){.as.tensor = two}, y, &err),
                     CLEAP_E_DATA);
    assert_string_equal(err.message, "row 1: the vector has 3 values, the model wants 2");
}

static void margins_of_a_tile_are_those_of_its_rows(void **unused)
{
    double w[N_IN] = {0.1, -0.2, 0.3, 0.7, -1.1, 0.9}, together[N_ROWS], alone;
    struct cl_f64s weights = {w, N_IN};

    (void)unused;
    make_rows();
    assert_int_equal(cl_margins(&(struct cl_exec){.n = N_ROWS},
                                &(struct cl_column){.as.tensor = cells}, &weights, 0.1, together,
                                &err),
                     CLEAP_OK);
    for (size_t r = 0; r < N_ROWS; r++) {
        assert_int_equal(cl_margins(&(struct cl_exec){.n = 1},
                                    &(struct cl_column){.as.tensor = cells + r}, &weights, 0.1,
                                    &alone, &err),
                         CLEAP_OK);
        assert_int_equal(cl_ulps(together[r], alone), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_matrix_has_two_dimensions, open_arenas, close_arenas),
        cmocka_unit_test_setup_teardown(dimensions_that_do_not_hold_the_values_are_refused,
                                        open_arenas, close_arenas),
        cmocka_unit_test_setup_teardown(a_matrix_of_floats_is_refused, open_arenas, close_arenas),
        cmocka_unit_test_setup_teardown(rows_or_columns_become_outputs, open_arenas, close_arenas),
        cmocka_unit_test_setup_teardown(a_row_of_a_tile_gets_what_it_gets_alone, open_arenas,
                                        close_arenas),
        cmocka_unit_test_setup_teardown(many_rows_get_what_each_gets_alone, open_arenas,
                                        close_arenas),
        cmocka_unit_test_setup_teardown(weights_know_whether_they_are_finite, open_arenas,
                                        close_arenas),
        cmocka_unit_test_setup_teardown(sparse_rows_are_summed_plainly_and_added_at_the_end,
                                        open_arenas, close_arenas),
        cmocka_unit_test_setup_teardown(a_row_of_another_size_is_refused, open_arenas,
                                        close_arenas),
        cmocka_unit_test_setup_teardown(margins_of_a_tile_are_those_of_its_rows, open_arenas,
                                        close_arenas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
