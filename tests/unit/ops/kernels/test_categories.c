/*
 * Sets of categories, in both representations.
 */
#include "tests/support/arenas.h"
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/categories.h"

static struct cl_categories set_of(const double *values, uint32_t n)
{
    struct cl_categories set;

    assert_true(cl_categories_init(&set, values, n, true, &arena));
    return set;
}

static void small_whole_numbers_become_bits(void **unused)
{
    struct cl_categories set = set_of((const double[]){0, 3, 63, 64, 200}, 5);

    (void)unused;
    assert_non_null(set.bits);
    for (int k = 0; k < 600; k++)
        assert_int_equal(cl_categories_find(&set, k),
                         k == 0 || k == 3 || k == 63 || k == 64 || k == 200);
}

static void fractions_are_found_exactly(void **unused)
{
    struct cl_categories set = set_of((const double[]){2.5, -1, 0.1}, 3);

    (void)unused;
    assert_null(set.bits);
    assert_true(cl_categories_find(&set, 2.5));
    assert_true(cl_categories_find(&set, -1));
    assert_true(cl_categories_find(&set, 0.1));
    assert_false(cl_categories_find(&set, 2));
    assert_false(cl_categories_find(&set, nextafter(0.1, 1)));
}

static void a_fraction_is_not_its_whole_part(void **unused)
{
    struct cl_categories set = set_of((const double[]){1, 2}, 2);

    (void)unused;
    assert_true(cl_categories_find(&set, 1));
    assert_false(cl_categories_find(&set, 1.5));
    assert_false(cl_categories_find(&set, -1));
    assert_false(cl_categories_find(&set, -0.5));
}

static void huge_numbers_do_not_make_huge_sets(void **unused)
{
    struct cl_categories set = set_of((const double[]){1, 1e15}, 2);

    (void)unused;
    assert_null(set.bits);
    assert_true(cl_categories_find(&set, 1e15));
    assert_false(cl_categories_find(&set, 1e15 + 1));
}

static void values_beyond_the_bits_are_not_members(void **unused)
{
    struct cl_categories set = set_of((const double[]){5}, 1);

    (void)unused;
    assert_false(cl_categories_find(&set, 64));
    assert_false(cl_categories_find(&set, 4294967301.0)); /* 2^32 + 5 */
    assert_false(cl_categories_find(&set, 1e300));
    assert_false(cl_categories_find(&set, INFINITY));
    assert_false(cl_categories_find(&set, -INFINITY));
}

static void nan_is_never_a_member(void **unused)
{
    struct cl_categories bits = set_of((const double[]){0}, 1);
    struct cl_categories sorted = set_of((const double[]){NAN, 0.5, NAN, INFINITY}, 4);

    (void)unused;
    assert_false(cl_categories_find(&bits, NAN));
    assert_false(cl_categories_find(&sorted, NAN));
    assert_true(cl_categories_find(&sorted, 0.5));
    assert_true(cl_categories_find(&sorted, INFINITY));
}

static void both_zeros_are_one_category(void **unused)
{
    struct cl_categories bits = set_of((const double[]){-0.0}, 1);
    struct cl_categories sorted = set_of((const double[]){0.0, 0.5}, 2);

    (void)unused;
    assert_true(cl_categories_find(&bits, 0.0));
    assert_true(cl_categories_find(&bits, -0.0));
    assert_true(cl_categories_find(&sorted, -0.0));
}

static void an_empty_set_has_no_members(void **unused)
{
    struct cl_categories set = set_of(NULL, 0);

    (void)unused;
    assert_false(cl_categories_find(&set, 0));
    assert_false(cl_categories_goes_left(&set, 0));
}

static void members_go_to_the_side_that_lists_them(void **unused)
{
    struct cl_categories set = set_of((const double[]){1}, 1);

    (void)unused;
    assert_true(cl_categories_goes_left(&set, 1));
    assert_false(cl_categories_goes_left(&set, 2));
    set.is_left = false;
    assert_false(cl_categories_goes_left(&set, 1));
    assert_true(cl_categories_goes_left(&set, 2));
    assert_true(cl_categories_goes_left(&set, NAN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_whole_numbers_become_bits),
        cmocka_unit_test(fractions_are_found_exactly),
        cmocka_unit_test(a_fraction_is_not_its_whole_part),
        cmocka_unit_test(huge_numbers_do_not_make_huge_sets),
        cmocka_unit_test(values_beyond_the_bits_are_not_members),
        cmocka_unit_test(nan_is_never_a_member),
        cmocka_unit_test(both_zeros_are_one_category),
        cmocka_unit_test(an_empty_set_has_no_members),
        cmocka_unit_test(members_go_to_the_side_that_lists_them),
    };

    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
