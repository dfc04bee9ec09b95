#include "tests/unit/runtime/cast_fixture.h"

static struct fixture to_vector(struct cl_tensor cell)
{
    struct fixture f = fixture(type_of(CL_TENSOR, CL_F64), 1, type_of(CL_TENSOR, CL_F64));

    f.in.as.tensor[0] = cell;
    return f;
}

static void a_known_vector_needs_no_cast(void **unused)
{
    struct fixture f = to_vector(cl_dense(NULL, 0));
    const void *state;

    (void)unused;
    f.is_vector = true;
    assert_int_equal(find(&f, &state), CLEAP_OK);
    assert_null(f.op);
}

static void a_port_of_any_rank_needs_no_cast(void **unused)
{
    struct fixture f = to_vector(cl_dense(NULL, 0));
    const void *state;

    (void)unused;
    f.port.any_rank = true;
    assert_int_equal(find(&f, &state), CLEAP_OK);
    assert_null(f.op);
}

static void a_dense_matrix_becomes_a_vector_of_its_values(void **unused)
{
    static const double values[] = {1, 2, 3, 4};
    struct fixture f = to_vector((struct cl_tensor){
        .value = values, .dims = (int32_t[]){2, 2}, .n = 4, .size = 4, .rank = 2});

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.tensor[0].rank, 1);
    assert_int_equal(f.out.as.tensor[0].n, 4);
    assert_null(f.out.as.tensor[0].dims);
    assert_ptr_equal(f.out.as.tensor[0].value, values);
}

static void a_sparse_vector_in_order_is_taken_as_it_is(void **unused)
{
    static const int32_t index[] = {0, 2, 9};
    struct fixture f = to_vector(cl_sparse((double[]){1, 2, 3}, index, 3, 10));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_ptr_equal(f.out.as.tensor[0].index, index);
}

static void indices_out_of_order_are_sorted_with_their_values(void **unused)
{
    struct fixture f = to_vector(cl_sparse((double[]){1, 2, 3}, (int32_t[]){5, 0, 2}, 3, 6));
    const double *values;

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    values = f.out.as.tensor[0].value;
    assert_memory_equal(f.out.as.tensor[0].index, ((int32_t[]){0, 2, 5}), 3 * sizeof(int32_t));
    assert_true(values[0] == 2 && values[1] == 3 && values[2] == 1);
}

static void a_sparse_matrix_goes_by_its_first_indices(void **unused)
{
    struct fixture f = to_vector((struct cl_tensor){.value = (double[]){1, 2},
                                                    .index = (int32_t[]){3, 0, 1, 9},
                                                    .dims = (int32_t[]){4, 10},
                                                    .n = 2,
                                                    .size = 40,
                                                    .rank = 2});

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.tensor[0].rank, 1);
    assert_int_equal(f.out.as.tensor[0].size, 40);
    assert_memory_equal(f.out.as.tensor[0].index, ((int32_t[]){1, 3}), 2 * sizeof(int32_t));
}

static void indices_that_no_vector_has_are_refused(void **unused)
{
    static const struct {
        int32_t index[2];
        const char *message;
    } cases[] = {
        {{1, 1}, "row 100: index 1 comes twice"},
        {{0, 3}, "row 100: index 3 is not in a vector of size 3"},
        {{0, -1}, "row 100: a vector has no index -1"},
        {{INT32_MIN, 0}, "row 100: a vector has no index -2147483648"},
        {{INT32_MAX, 0}, "row 100: index 2147483647 is not in a vector of size 3"},
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(cases); i++) {
        struct fixture f = to_vector(cl_sparse((double[]){1, 2}, cases[i].index, 2, 3));

        assert_int_equal(run(&f), CLEAP_E_DATA);
        fails_with(&f, cases[i].message);
    }
}

static void a_map_is_cast_by_keys_and_values(void **unused)
{
    struct cl_type to = type_of(CL_MAP, CL_F64);
    struct fixture f;
    const struct cl_map *cell;

    (void)unused;
    to.key = CL_I32;
    f = fixture(type_of(CL_MAP, CL_STR), 1, to);
    f.in.as.map[0] =
        (struct cl_map){.key = (struct cl_str[]){cl_str_of("1"), cl_str_of("2"), cl_str_of("01")},
                        .value = (struct cl_str[]){cl_str_of("1.5"), cl_str_of(""), cl_str_of("3")},
                        .n = 3};
    assert_int_equal(run(&f), CLEAP_OK);
    cell = &f.out.as.map[0];
    assert_int_equal(cell->n, 2);
    assert_memory_equal(cell->key, ((int32_t[]){2, 1}), 2 * sizeof(int32_t));
    assert_true(((const double *)cell->value)[0] == 0);
    assert_true(((const double *)cell->value)[1] == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_vector_needs_no_cast),
        cmocka_unit_test(a_port_of_any_rank_needs_no_cast),
        cmocka_unit_test(a_dense_matrix_becomes_a_vector_of_its_values),
        cmocka_unit_test(a_sparse_vector_in_order_is_taken_as_it_is),
        cmocka_unit_test(indices_out_of_order_are_sorted_with_their_values),
        cmocka_unit_test(a_sparse_matrix_goes_by_its_first_indices),
        cmocka_unit_test(indices_that_no_vector_has_are_refused),
        cmocka_unit_test(a_map_is_cast_by_keys_and_values),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
