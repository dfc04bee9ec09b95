#include "tests/unit/runtime/cast_fixture.h"

static enum cleap_status guard(uint8_t *valid, size_t n)
{
    struct cl_column in = {.type = type_of(CL_SCALAR, CL_F64), .valid = valid};
    struct cl_exec x = {.n = n, .in = (const struct cl_column *[]){&in}, .row0 = 100};

    cl_error_begin(&err, NULL);
    return cl_op_null_guard.execute(NULL, &x, &err);
}

static void the_first_null_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(guard((uint8_t[]){1, 0, 0}, 3), CLEAP_E_DATA);
    assert_string_equal(err.message, "row 101: null where a value is wanted");
    assert_int_equal(err.row, 101);
}

static void a_column_without_nulls_passes(void **unused)
{
    (void)unused;
    assert_int_equal(guard((uint8_t[]){1, 1, 0}, 2), CLEAP_OK);
    assert_int_equal(guard(NULL, 3), CLEAP_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_null_is_refused),
        cmocka_unit_test(a_column_without_nulls_passes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
