#include "tests/unit/runtime/cast_fixture.h"

static void equal_types_need_no_cast(void **unused)
{
    const void *state;
    struct fixture f = fixture(type_of(CL_SCALAR, CL_F64), 0, type_of(CL_SCALAR, CL_F64));

    (void)unused;
    assert_int_equal(find(&f, &state), CLEAP_OK);
    assert_null(f.op);
}

static void nulls_pass(void **unused)
{
    struct cl_type type = type_of(CL_SCALAR, CL_F64);
    struct fixture f;

    (void)unused;
    type.nullable = true;
    f = fixture(type, 2, type_of(CL_SCALAR, CL_STR));
    cl_column_set_null(&f.in, 0);
    f.in.as.f64[1] = 2;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_true(cl_column_is_null(&f.out, 0) && !cl_column_is_null(&f.out, 1));
    text_is(f.out.as.str[0], "");
    text_is(f.out.as.str[1], "2.0");
}

static void a_null_of_any_shape_has_an_empty_cell(void **unused)
{
    static const enum cl_shape shapes[] = {CL_LIST, CL_TENSOR, CL_MAP};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(shapes); i++) {
        static const char zeros[sizeof(struct cl_tensor)];
        struct cl_type type = type_of(shapes[i], CL_I32);
        struct fixture f;

        type.nullable = true;
        f = fixture(type, 1, type_of(shapes[i], CL_F64));
        cl_column_set_null(&f.in, 0);
        assert_int_equal(run(&f), CLEAP_OK);
        assert_true(cl_column_is_null(&f.out, 0));
        assert_memory_equal(f.out.as.any, zeros, cl_cell_size(&f.out.type));
    }
}

static void byte_strings_are_cast_to_nothing(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_BYTES), 0, type_of(CL_SCALAR, CL_F64));
    const void *state;

    (void)unused;
    assert_int_equal(find(&f, &state), CLEAP_E_SCHEMA);
    fails_with(&f, "cannot cast byte_string to double");
}

static void a_tensor_of_two_values_is_no_scalar(void **unused)
{
    struct cl_type type = type_of(CL_TENSOR, CL_F64);
    struct fixture f;
    const void *state;

    (void)unused;
    type.nullable = true;
    type.dims = (struct cl_dims){.known = true, .n = 1, .size = (int32_t[]){2}};
    f = fixture(type, 0, type_of(CL_SCALAR, CL_F64));
    assert_int_equal(find(&f, &state), CLEAP_E_SCHEMA);
    fails_with(&f, "cannot cast tensor(double, [2])? to double");
}

static void shapes_that_do_not_meet_are_refused(void **unused)
{
    static const enum cl_shape pairs[][2] = {
        {CL_SCALAR, CL_TENSOR}, {CL_SCALAR, CL_LIST},   {CL_SCALAR, CL_MAP}, {CL_LIST, CL_SCALAR},
        {CL_LIST, CL_MAP},      {CL_TENSOR, CL_MAP},    {CL_MAP, CL_SCALAR}, {CL_MAP, CL_LIST},
        {CL_MAP, CL_TENSOR},    {CL_TENSOR, CL_SCALAR},
    };

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(pairs); i++) {
        struct fixture f = fixture(type_of(pairs[i][0], CL_F64), 0, type_of(pairs[i][1], CL_F64));
        const void *state;

        assert_int_equal(find(&f, &state), CLEAP_E_SCHEMA);
    }
}

static struct cl_type scalar_tensor(enum cl_base base)
{
    struct cl_type type = type_of(CL_TENSOR, base);

    type.dims.known = true;
    return type;
}

static void a_scalar_becomes_a_tensor_without_dimensions(void **unused)
{
    struct fixture f = fixture(type_of(CL_SCALAR, CL_I32), 2, scalar_tensor(CL_F64));
    const struct cl_tensor *cells;

    (void)unused;
    f.in.as.i32[1] = 7;
    f.port.any_rank = true;
    assert_int_equal(run(&f), CLEAP_OK);
    cells = f.out.as.tensor;
    assert_int_equal(cells[1].rank, 0);
    assert_non_null(cells[1].dims);
    assert_int_equal(cells[1].n, 1);
    assert_true(*(const double *)cells[1].value == 7);
    assert_true(f.out.type.dims.known && f.out.type.dims.n == 0);
}

static void a_scalar_becomes_a_vector_of_one_where_vectors_are_wanted(void **unused)
{
    struct fixture f = text_column(1, (const char *[]){"null"}, scalar_tensor(CL_F64));

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.tensor[0].rank, 1);
    assert_int_equal(f.out.as.tensor[0].size, 1);
    assert_true(*(const double *)f.out.as.tensor[0].value == 0);
    assert_false(f.out.type.nullable);
}

static struct fixture one_value_tensor(const struct cl_tensor *cell, enum cl_base to)
{
    static const int32_t size[] = {1, 1};
    struct cl_type type = type_of(CL_TENSOR, CL_F64);
    struct fixture f;

    type.dims = (struct cl_dims){.known = true, .n = 2, .size = size};
    f = fixture(type, 1, type_of(CL_SCALAR, to));
    f.in.as.tensor[0] = *cell;
    return f;
}

static void a_tensor_of_one_value_becomes_a_scalar(void **unused)
{
    struct cl_tensor cell = cl_dense((double[]){2.5, 3}, 2);
    struct fixture f = one_value_tensor(&cell, CL_I32);

    (void)unused;
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.i32[0], 2);
}

static void a_sparse_tensor_without_index_0_is_no_scalar(void **unused)
{
    struct cl_tensor cell = cl_sparse((double[]){2.5}, (int32_t[]){1}, 1, 3);
    struct fixture f = one_value_tensor(&cell, CL_F64);

    (void)unused;
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 100: the tensor has no value at index 0");
}

static void an_empty_tensor_is_no_scalar(void **unused)
{
    struct cl_tensor cell = cl_dense(NULL, 0);
    struct fixture f = one_value_tensor(&cell, CL_STR);

    (void)unused;
    assert_int_equal(run(&f), CLEAP_E_DATA);
}

static void a_list_becomes_a_dense_vector(void **unused)
{
    struct fixture f = fixture(type_of(CL_LIST, CL_STR), 1, type_of(CL_TENSOR, CL_F64));
    const double *values;

    (void)unused;
    f.in.as.list[0] = (struct cl_list){
        .at = (struct cl_str[]){cl_str_of("1.5"), cl_str_of("null"), cl_str_of("2")}, .n = 3};
    assert_int_equal(run(&f), CLEAP_OK);
    values = f.out.as.tensor[0].value;
    assert_int_equal(f.out.as.tensor[0].size, 3);
    assert_true(values[0] == 1.5 && values[1] == 0 && values[2] == 2);
    assert_false(f.out.type.dims.known);
}

static void an_item_of_a_list_is_its_rows_fault(void **unused)
{
    struct fixture f = fixture(type_of(CL_LIST, CL_STR), 2, type_of(CL_LIST, CL_I64));

    (void)unused;
    f.in.as.list[1] =
        (struct cl_list){.at = (struct cl_str[]){cl_str_of("1"), cl_str_of("1.0")}, .n = 2};
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 101: \"1.0\" is no long");
}

static void a_dense_tensor_becomes_a_list(void **unused)
{
    struct fixture f = fixture(type_of(CL_TENSOR, CL_F64), 1, type_of(CL_LIST, CL_STR));

    (void)unused;
    f.in.as.tensor[0] = cl_dense((double[]){1, 2.5}, 2);
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.as.list[0].n, 2);
    text_is(((const struct cl_str *)f.out.as.list[0].at)[1], "2.5");
}

static void a_sparse_tensor_becomes_no_list(void **unused)
{
    struct fixture f = fixture(type_of(CL_TENSOR, CL_F64), 1, type_of(CL_LIST, CL_F64));

    (void)unused;
    f.in.as.tensor[0] = cl_sparse((double[]){1}, (int32_t[]){0}, 1, 1);
    assert_int_equal(run(&f), CLEAP_E_DATA);
    fails_with(&f, "row 100: cannot cast a sparse tensor to a list");
}

static void a_tensor_of_another_base_keeps_its_form(void **unused)
{
    struct fixture f = fixture(type_of(CL_TENSOR, CL_I32), 2, type_of(CL_TENSOR, CL_F64));
    const int32_t index[] = {1, 4};

    (void)unused;
    f.in.as.tensor[0] = cl_sparse((int32_t[]){7, 8}, index, 2, 5);
    f.in.as.tensor[1] = cl_dense((int32_t[]){9}, 1);
    assert_int_equal(run(&f), CLEAP_OK);
    assert_ptr_equal(f.out.as.tensor[0].index, index);
    assert_int_equal(f.out.as.tensor[0].size, 5);
    assert_true(((const double *)f.out.as.tensor[0].value)[1] == 8);
    assert_true(*(const double *)f.out.as.tensor[1].value == 9);
}

static void a_cast_tensor_keeps_the_columns_dimensions(void **unused)
{
    struct cl_type type = type_of(CL_TENSOR, CL_I32);
    struct fixture f;

    (void)unused;
    type.dims = (struct cl_dims){.known = true, .n = 2, .size = (int32_t[]){2, 3}};
    f = fixture(type, 0, type_of(CL_TENSOR, CL_F64));
    assert_int_equal(run(&f), CLEAP_OK);
    assert_int_equal(f.out.type.dims.n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_types_need_no_cast),
        cmocka_unit_test(nulls_pass),
        cmocka_unit_test(a_null_of_any_shape_has_an_empty_cell),
        cmocka_unit_test(byte_strings_are_cast_to_nothing),
        cmocka_unit_test(a_tensor_of_two_values_is_no_scalar),
        cmocka_unit_test(shapes_that_do_not_meet_are_refused),
        cmocka_unit_test(a_scalar_becomes_a_tensor_without_dimensions),
        cmocka_unit_test(a_scalar_becomes_a_vector_of_one_where_vectors_are_wanted),
        cmocka_unit_test(a_tensor_of_one_value_becomes_a_scalar),
        cmocka_unit_test(a_sparse_tensor_without_index_0_is_no_scalar),
        cmocka_unit_test(an_empty_tensor_is_no_scalar),
        cmocka_unit_test(a_list_becomes_a_dense_vector),
        cmocka_unit_test(an_item_of_a_list_is_its_rows_fault),
        cmocka_unit_test(a_dense_tensor_becomes_a_list),
        cmocka_unit_test(a_sparse_tensor_becomes_no_list),
        cmocka_unit_test(a_tensor_of_another_base_keeps_its_form),
        cmocka_unit_test(a_cast_tensor_keeps_the_columns_dimensions),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
